"""How duties stand that events and decisions show, and what is said about them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.model import DutyState
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment, Duty, Finding

RISK = {"complete": True, "entries": {"pre-training": 2 * 10**25}}
SHOWN = [
    {"event": "art-52-notified", "on": "2026-01-02"},
    {"event": "contact-published", "on": "2026-01-10"},
    {"event": "framework-confirmed", "on": "2025-12-01"},
    {"event": "framework-submitted", "on": "2025-12-05"},
    {"event": "risk-process-completed", "on": "2025-12-20"},
    {"event": "model-report-submitted", "on": "2026-01-10"},
]
"""What shows the standing duties of a signatory to every chapter, with systemic risk."""

LEFT_TO_A_PERSON = [
    one.id for one in law().obligations if one.fulfilled_by.decision and one.kind == "duty"
]


@pytest.fixture
def signatory(whole: dict[str, Any]) -> dict[str, Any]:
    """Give the record of a signatory to all chapters with systemic risk and nothing open."""
    chapters = ["transparency", "copyright", "safety"]
    return {**whole, "code_of_practice": chapters, "compute": RISK, "events": list(SHOWN)}


def duty_of(assessment: Assessment, name: str) -> Duty:
    """Return one obligation as it stands."""
    return next(one for one in assessment.duties if one.obligation.id == name)


def not_shown(assessment: Assessment) -> list[Finding]:
    """Return the findings on obligations that no event or decision shows."""
    return [one for one in assessment.findings if one.obligation]


def test_nothing_is_open_of_who_has_shown_everything(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """With every field, event and decision on file there is no finding, possibilities aside."""
    assessment = assessed(signatory)
    assert assessment.findings == ()
    assert not assessment.is_open
    assert duty_of(assessment, "art-52-2").state is DutyState.POSSIBLE


@pytest.mark.parametrize("name", LEFT_TO_A_PERSON)
def test_each_decision_closes_its_own_duty(
    name: str, signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Without the decision on it, exactly that duty is open, where it binds at all."""
    signatory["decisions"] = [one for one in signatory["decisions"] if one["question"] != name]
    assessment = assessed(signatory)
    bound = duty_of(assessed({**signatory, "decisions": []}), name).state is DutyState.OPEN
    opened = [one.obligation.id for one in assessment.duties if one.state is DutyState.OPEN]
    assert opened == ([name] if bound else [])
    assert [one.obligation for one in not_shown(assessment)] == opened
    assert assessment.is_open == bound


@pytest.mark.parametrize("event", [one["event"] for one in SHOWN])
def test_each_event_closes_its_own_duty(
    event: str, signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Without the event, the duty that it shows is open, and the finding says what to enter."""
    signatory["events"] = [one for one in SHOWN if one["event"] != event]
    (finding,) = assessed(signatory).findings
    assert finding.obligation is not None
    assert event in law().obligation[finding.obligation].fulfilled_by.events
    assert finding.place == "events.yaml"
    assert finding.remedy.startswith(f"Once it is done, enter {event} with its day in events.yaml.")


def test_what_a_period_runs_from_is_asked_for_as_well(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Who has not entered when the condition was met is told that the two weeks run from there."""
    signatory["events"] = SHOWN[1:]
    (finding,) = assessed(signatory).findings
    runs_from = "art-52-condition-met or art-52-condition-foreseen"
    assert finding.remedy.endswith(f" Its period runs from {runs_from}: enter that day too.")
    signatory["events"] = [*SHOWN[1:], {"event": "art-52-condition-met", "on": "2026-01-02"}]
    (finding,) = assessed(signatory).findings
    assert finding.remedy.endswith("in events.yaml.")


def test_an_event_of_a_later_day_shows_nothing_yet(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """On the day before the event its duty is open; on the day itself it is not."""
    signatory["events"] = [*SHOWN[1:], {"event": "art-52-notified", "on": "2026-11-21"}]
    states = [
        duty_of(assessed(signatory, on=date(2026, 11, day)), "art-52-1").state for day in (20, 21)
    ]
    assert states == [DutyState.OPEN, DutyState.MET]


def test_a_finding_says_how_binding_the_duty_is(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Beside what is voluntary that word stands, and what is law comes first and says nothing."""
    open_ones = ("art-54-2", "code-copyright-1-2")
    signatory["decisions"] = [
        one for one in signatory["decisions"] if one["question"] not in open_ones
    ]
    of_law, of_code = assessed(signatory).findings
    assert of_law.message == (
        "Means for the authorised representative: nobody has stated whether it is done."
    )
    assert of_code.message == (
        "Lawful access when crawling (voluntary): nobody has stated whether it is done."
    )
    assert [one.at for one in of_code.asked_by] == ["Copyright chapter, Measure 1.2"]


def test_a_decision_against_it_keeps_a_duty_open(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Who decides that a duty is not met is told with name, day and reason, at the decision."""
    signatory["decisions"].append(
        {"question": "art-54-2", "verdict": "not_met", "on": "2026-11-01", "reason": "No budget"}
    )
    (finding,) = assessed(signatory).findings
    assert finding.message.endswith(": decided by A. Moreau on 2026-11-01: No budget.")
    assert finding.place.startswith("decisions.yaml:")
    assert finding.remedy == "Once it is done, add a later decision on art-54-2 to decisions.yaml."


def test_the_decision_stands_among_the_reasons(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A duty that a person decided is met shows that decision and its place."""
    because = duty_of(assessed(signatory), "art-54-2").because
    assert because.text == "it binds"
    assert because.children[-1].text == "decided by A. Moreau on 2026-10-02: It is so."
    assert because.children[-1].place is not None
    assert because.children[-1].place.startswith("decisions.yaml:")


def test_what_may_be_done_is_never_open(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A possibility has no gap, no finding and no part in the exit code, known or not."""
    signatory["events"] += [{"event": "designated", "on": "2026-02-01", "about": "decision-1"}]
    assessment = assessed(signatory)
    possible = duty_of(assessment, "art-52-5")
    assert (possible.state, possible.gaps, possible.waits) == (DutyState.POSSIBLE, (), False)
    assert not assessment.is_open
    unknown = [Decimal("9e24"), Decimal("1e25"), Decimal("2e25")]
    signatory["compute"] = {"complete": True, "entries": {"pre-training": unknown}}
    duty = duty_of(assessed(signatory), "art-52-2")
    assert (duty.state, duty.waits) == (DutyState.UNDETERMINED, False)


def test_what_is_not_known_to_bind_asks_for_no_event_or_decision(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where nobody knows what was signed, nobody is asked for forty decisions."""
    del signatory["code_of_practice"]
    signatory["decisions"], signatory["events"] = [], []
    assessment = assessed(signatory)
    assert not [one for one in not_shown(assessment) if (one.obligation or "").startswith("code-")]
    assert assessment.is_open


def test_no_sentence_calls_an_open_measure_a_breach(
    signatory: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """What is open of the Code is told as not shown and voluntary, never as required by law."""
    signatory["decisions"] = []
    found = [one for one in not_shown(assessed(signatory)) if "code-" in (one.obligation or "")]
    assert len(found) == len([one for one in LEFT_TO_A_PERSON if one.startswith("code-")])
    assert all("(voluntary): nobody has stated" in one.message for one in found)
