"""What changed in the law between two days."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon.cli import run
from colophon.law.load import law, load
from colophon.workspace.changes import changes

if TYPE_CHECKING:
    from collections.abc import Mapping

JULY_26, JULY_27 = date(2026, 7, 26), date(2026, 7, 27)


def test_the_amendment_of_july_2026() -> None:
    """On 27 July 2026 the approval of codes ended, and no duty or threshold moved.

    A fine for not agreeing in writing with the provider of a high-risk system was added.
    """
    found = changes(law(), JULY_26, JULY_27)
    assert {one.kind for one in found} == {"milestone", "text", "consequence"}
    assert [one.id for one in found if one.kind == "consequence"] == ["art-99-4-da"]
    (code,) = (one for one in found if one.id == "code-approval-ended")
    assert "no presumption of conformity" in " ".join(code.says.split())
    assert code.source is not None
    assert "Art. 56(6)" in code.source.at


def test_the_order_of_the_days_does_not_matter() -> None:
    """The earlier day is left out and the later one is in, whichever is named first."""
    assert changes(law(), JULY_27, JULY_26) == changes(law(), JULY_26, JULY_27)
    assert changes(law(), JULY_27, JULY_27) == ()


def test_chapter_v_began_with_all_its_duties() -> None:
    """Every obligation of the chapter begins on 2 August 2025, with both thresholds.

    The measures of the Code are told by commitment, for those who signed.
    """
    found = changes(law(), date(2025, 8, 1), date(2025, 8, 2))
    later = {"art-25-4", "art-91", "art-92", "art-93"}
    of_the_act = {one.id for one in law().obligations if one.commitment is None}
    assert {one.id for one in found if one.kind == "obligation"} == of_the_act - later
    assert {one.id for one in found if one.kind == "commitment"} == set(law().commitment)
    assert {one.id for one in found if one.kind == "threshold"} == set(law().threshold)


def test_enforcement_began_a_year_later() -> None:
    """On 2 August 2026 the powers of the Commission and its fines began, and no other duty."""
    found = changes(law(), date(2026, 8, 1), date(2026, 8, 2))
    assert {one.id for one in found if one.kind == "obligation"} == {"art-91", "art-92", "art-93"}
    (fine,) = (one for one in found if one.kind == "consequence")
    assert fine.id == "art-101"
    assert "3 %" in fine.says
    assert "EUR 15 000 000, whichever is higher" in fine.says


def test_what_may_be_done_is_not_told_as_owed() -> None:
    """A possibility begins as something that is possible."""
    found = changes(law(), date(2025, 8, 1), date(2025, 8, 2))
    said = {one.id: one.says.rpartition(": ")[2] for one in found if one.kind == "obligation"}
    assert said["art-52-2"] == "possible"
    assert said["art-52-1"] == "owed"


def test_a_dated_entry_is_a_change_on_its_day(law_files: Mapping[str, bytes]) -> None:
    """A threshold that is raised, and one that ceases, are told with their day and source."""
    path = "thresholds/systemic-risk-compute.yaml"
    source = '{ instrument: ai-act, version: oj-2024, at: "Art. 51(3)", confirmed: recalled }'
    raised = f"  2027-01-01:\n    value: 1e26\n    source: {source}\n"
    ceased = f"  2028-01-01:\n    value: null\n    source: {source}\n"
    later = load({**law_files, path: law_files[path] + (raised + ceased).encode()})
    found = changes(later, date(2026, 12, 31), date(2028, 1, 1))
    told = [(one.day, one.says) for one in found if one.kind == "threshold"]
    label = later.threshold["systemic-risk-compute"].label
    assert told == [
        (date(2027, 1, 1), f"{label}: greater than 1e26 FLOP"),
        (date(2028, 1, 1), f"{label}: no longer"),
    ]


def test_the_command_prints_the_same_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` tells day, kind, id, words, whom and where it is written."""
    assert run(["law", "diff", "2026-07-26", "2026-07-27", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["changes"]
    assert {"day", "kind", "id", "says", "whom", "citation", "force", "confirmed"} == set(told[0])


@pytest.mark.parametrize("days", [["2026-07-26"], ["2026-07-26", "tomorrow"], []])
def test_two_days_are_asked_for(days: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One day, no day or a word gets one message with an example."""
    assert run(["law", "diff", *days]) == 2
    assert "colophon law diff 2026-07-26 2026-07-27" in capsys.readouterr().err
