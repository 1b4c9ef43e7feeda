"""What would follow if an open question were answered otherwise, where that changes a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.assessment.model import Verdict
from colophon.assessment.readings import turned
from colophon.dossier import files
from colophon.law.load import law
from colophon.quantities import FLOP, Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.readings import Turned

GENERAL = {"question": "general-purpose-ai-model", "verdict": "met", "on": "2026-01-01"}


@pytest.fixture
def readings(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., list[Turned]]:
    """Return a function that turns the open questions of a ledger."""

    def readings(entries: Mapping[str, Any], **more: Any) -> list[Turned]:
        record = {
            "compute": {"complete": True, "entries": entries},
            "decisions": [GENERAL, *more.pop("decisions", [])],
            **more,
        }
        dossier = files.read(tree_of(record), law())
        return list(turned(case_of(dossier, law(), law().known_on)))

    return readings


def named(found: list[Turned]) -> list[tuple[list[str], bool]]:
    """Return the questions that were turned, and which way."""
    return [([policy.id for policy in one.policies], one.counts) for one in found]


def test_a_reading_that_changes_a_verdict_is_shown(readings: Callable[..., list[Turned]]) -> None:
    """Without the rollouts, which count by default, the model would stay below the threshold."""
    (found,) = readings({"pre-training": 9e24, "rollouts": 2e24})
    assert named([found]) == [(["rollouts"], False)]
    assert found.totals["cumulative"] == Amount.exactly(9 * 10**24, FLOP)
    assert found.changes["systemic-risk-presumption"] == (Verdict.MET, Verdict.NOT_MET)


def test_a_reading_that_changes_nothing_is_not_shown(
    readings: Callable[..., list[Turned]],
) -> None:
    """Far from every threshold no open question matters."""
    assert readings({"pre-training": 5e24, "rollouts": 1e23, "aborted-run": 1e23}) == []


def test_a_decision_is_turned_as_well(readings: Callable[..., list[Turned]]) -> None:
    """Who decided that something does not count sees what would follow if it did."""
    (found,) = readings(
        {"pre-training": 9e24, "rollouts": 2e24},
        decisions=[{"question": "rollouts", "verdict": "not_met", "on": "2026-03-01"}],
    )
    assert named([found]) == [(["rollouts"], True)]
    assert found.changes["systemic-risk-presumption"] == (Verdict.NOT_MET, Verdict.MET)


def test_questions_are_turned_together_where_none_does_it_alone(
    readings: Callable[..., list[Turned]],
) -> None:
    """Two small amounts that count only together past the threshold are shown together."""
    entries = {"pre-training": 9.5e24, "aborted-run": 3e23, "parameter-sweep": 3e23}
    (found,) = readings(entries)
    assert named([found]) == [(["aborted-run", "parameter-sweeps"], True)]
    assert found.totals["cumulative"] == Amount.exactly(101 * 10**23, FLOP)
