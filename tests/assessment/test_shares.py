"""The share of the original's compute that a change took, and what it is held against."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.assessment.shares import METRIC_OF, shares, yardsticks
from colophon.compute.ledger import METRICS
from colophon.dossier import files
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Case

DAY = date(2026, 11, 21)
CHANGE = {"fine-tuning": [1, 2, 3], "synthetic-data-not-public": 1, "merged-weights": 60}


@pytest.fixture
def case(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., Case]:
    """Return a function that makes the case of a change to what `upstream` says."""

    def case(
        upstream: Mapping[str, Any],
        entries: Mapping[str, Any] = CHANGE,
        *,
        complete: bool = True,
        on: date = DAY,
    ) -> Case:
        record = {
            "provider": {"role": "modifies"},
            "upstream": upstream,
            "compute": {"complete": complete, "entries": entries},
        }
        return case_of(files.read(tree_of(record), law()), law(), on)

    return case


def test_a_share_is_exact_end_by_end(case: Callable[..., Case]) -> None:
    """The low share is the least change of the largest original, and the high one the reverse."""
    upstream = {"parameter_updates": {"low": 6, "best": 7, "high": 9, "unit": "FLOP"}}
    updates, cumulative = shares(case(upstream))
    assert (updates.low, updates.best, updates.high) == (
        Fraction(1, 9),
        Fraction(2, 7),
        Fraction(1, 2),
    )
    assert cumulative.original is None
    assert (cumulative.low, cumulative.best, cumulative.high) == (None, None, None)


def test_each_metric_has_its_own_change(case: Callable[..., Case]) -> None:
    """Synthetic data enter the change by the cumulative metric alone; merged weights neither."""
    updates, cumulative = shares(case({"cumulative": "10 FLOP"}))
    assert [one.change.best for one in (updates, cumulative)] == [2, 3]
    assert cumulative.best == Fraction(3, 10)


def test_a_ledger_with_gaps_bounds_a_share_from_below(case: Callable[..., Case]) -> None:
    """Of an incomplete ledger only the low end of the share is known, of an empty one nothing."""
    share = shares(case({"cumulative": "10 FLOP"}, complete=False))[1]
    assert (share.low, share.best, share.high) == (Fraction(1, 5), None, None)
    assert shares(case({"cumulative": "10 FLOP"}, {}))[1].low is None


def test_an_original_that_may_have_taken_nothing_bounds_no_share(
    case: Callable[..., Case],
) -> None:
    """Where the original's low end is zero, the share has no high end."""
    upstream = {"cumulative": {"low": 0, "best": 5, "high": 10, "unit": "FLOP"}}
    share = shares(case(upstream))[1]
    assert (share.low, share.high) == (Fraction(1, 5), None)


@pytest.mark.parametrize("systemic_risk", [True, False])
def test_the_kind_of_the_original_chooses_the_metric(
    case: Callable[..., Case], systemic_risk: bool
) -> None:
    """With systemic risk the cumulative compute is the yardstick, without it the updates."""
    upstream = {
        "systemic_risk": systemic_risk,
        "parameter_updates": "20 FLOP",
        "cumulative": "30 FLOP",
    }
    (one,) = yardsticks(case(upstream))
    assert one.metric == METRIC_OF[systemic_risk]
    assert one.whole.best == (30 if systemic_risk else 20)
    assert one.parts == 3
    assert one.threshold.id == "modification-share"


@pytest.mark.parametrize(
    ("systemic_risk", "ids"),
    [
        (True, ["modification-of-systemic-risk"]),
        (False, ["modification-of-general-purpose"]),
        (None, ["modification-of-systemic-risk", "modification-of-general-purpose"]),
    ],
)
def test_a_threshold_takes_the_place_of_what_nobody_can_know(
    case: Callable[..., Case], systemic_risk: bool | None, ids: list[str]
) -> None:
    """Where nobody can know the original's compute, its kind chooses the threshold."""
    found = yardsticks(case({"systemic_risk": systemic_risk, "compute_known": False}))
    assert [one.threshold.id for one in found] == ids
    assert all(one.metric is None and one.place is None for one in found)


@pytest.mark.parametrize(
    "upstream",
    [{}, {"cumulative": "30 FLOP"}, {"systemic_risk": True, "parameter_updates": "20 FLOP"}],
)
def test_without_kind_or_amount_there_is_no_yardstick(
    case: Callable[..., Case], upstream: Mapping[str, Any]
) -> None:
    """As long as the kind or the amount of the original is missing, nothing is held up."""
    assert yardsticks(case(upstream)) == ()
    assert len(shares(case(upstream))) == len(METRICS)


def test_before_the_guidelines_there_is_no_yardstick(case: Callable[..., Case]) -> None:
    """On a day before the thresholds nothing is held against anything."""
    known = {"systemic_risk": True, "cumulative": "30 FLOP"}
    for upstream in (known, {"systemic_risk": True, "compute_known": False}):
        assert yardsticks(case(upstream, on=date(2025, 8, 1))) == ()
