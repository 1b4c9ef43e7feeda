"""An incident and its events say the same, or somebody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.completeness import is_about_nothing
from colophon.assessment.incidents import KNOWN_BY
from colophon.assessment.model import Verdict
from colophon.dossier.registers import classes_of_harm
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment, Finding

    Assess = Callable[..., Assessment]

BREACH, DEATH = "incident-cybersecurity-breach", "incident-death"
INCIDENT = {"id": "incident-3", "by": "A. Moreau", "on": "2026-10-05"}
POINTS = (
    *("started", "ended", "harm", "affected", "chain_of_events", "model", "involvement"),
    *("response", "recommendation", "root_cause", "patterns", "submitter"),
)


def happened(event: str, on: str, about: str = "incident-3") -> dict[str, str]:
    """Return an event about an incident."""
    return {"event": event, "on": on, "about": about}


def found(assessment: Assessment) -> list[Finding]:
    """Return the findings on incidents."""
    return [one for one in assessment.findings if "incident-" in one.message]


def test_the_events_of_awareness_are_known() -> None:
    """The events by which an incident is known are events of the law, one for each incident."""
    assert all(law().event[event].each for event in (*KNOWN_BY, *classes_of_harm(law())))


def test_an_incident_whose_clock_runs_is_no_finding(assessed: Assess) -> None:
    """Where entry and events agree, nothing is found."""
    record = {
        "incidents": [{**INCIDENT, "classes": [BREACH, DEATH]}],
        "events": [
            happened("incident-link-suspected", "2026-10-01"),
            happened("incident-aware", "2026-10-03"),
            happened(BREACH, "2026-10-01"),
            happened(DEATH, "2026-10-09"),  # who was hurt died later
        ],
    }
    assert found(assessed(record)) == []


def test_a_clock_that_nobody_started_is_found(assessed: Assess) -> None:
    """A kind of harm without its event is found where the incident stands."""
    (finding,) = found(assessed({"incidents": [{**INCIDENT, "classes": [DEATH]}]}))
    assert (finding.kind, finding.place) == ("conflict", "incidents.yaml:2")
    assert "its clock does not run" in finding.message
    assert finding.remedy == (
        "Enter incident-death in events.yaml, `about: incident-3`, or mend `classes`."
    )


def test_a_clock_of_another_kind_of_harm_is_found(assessed: Assess) -> None:
    """An event of a kind of harm that the incident's entry does not name is found at the event."""
    record = {
        "incidents": [{**INCIDENT, "classes": [BREACH]}],
        "events": [happened(BREACH, "2026-10-01"), happened(DEATH, "2026-10-01")],
    }
    (finding,) = found(assessed(record))
    assert (finding.kind, finding.place) == ("conflict", "events.yaml:3")
    assert "incident-death is about incident-3" in finding.message


@pytest.mark.parametrize("clock", ["2026-10-01", "2026-10-04"])
def test_a_clock_starts_when_the_incident_is_known(clock: str, assessed: Assess) -> None:
    """A first clock that starts on another day than that of awareness is found."""
    record = {
        "incidents": [{**INCIDENT, "classes": [BREACH]}],
        "events": [happened("incident-aware", "2026-10-03"), happened(BREACH, clock)],
    }
    (finding,) = found(assessed(record))
    assert (finding.kind, finding.place) == ("conflict", "events.yaml:3")
    assert f"starts on {clock}" in finding.message
    assert "2026-10-03 (events.yaml:2)" in finding.message


def test_an_incident_without_an_entry_is_found_once(assessed: Assess) -> None:
    """Events about an incident that is not in the register are found, once for each incident."""
    record = {
        "incidents": [INCIDENT],
        "events": [
            happened("incident-aware", "2026-10-01"),
            happened("incident-aware", "2026-10-02", "incident-4"),
            happened(DEATH, "2026-10-02", "incident-4"),
        ],
    }
    (finding,) = found(assessed(record))
    assert (finding.kind, finding.place) == ("missing", "events.yaml:3")
    assert finding.message == "incident-4 has events and no entry in incidents.yaml."


def test_what_one_incident_lacks_the_report_lacks(whole: dict[str, Any], assessed: Assess) -> None:
    """A point is filled when every incident says it, and `not yet known` says it."""
    known: dict[str, Any] = dict.fromkeys(POINTS, "not yet known")
    full = {**INCIDENT, "classes": [DEATH], **known}
    events = [happened("incident-aware", "2026-10-01"), happened(DEATH, "2026-10-01")]
    whole["compute"] = {"complete": True, "entries": {"pre-training": 2 * 10**25}}
    assert assessed(whole).documents["serious-incident-report"].missing == ()
    whole |= {"incidents": [full], "events": events}
    document = assessed(whole).documents["serious-incident-report"]
    assert document.verdict is Verdict.MET
    whole["incidents"] = [full, {**full, "id": "incident-4", "affected": None}]
    document = assessed(whole).documents["serious-incident-report"]
    assert document.missing == ("serious-incident.affected", "serious-incident.aware")


def test_a_report_on_nothing_is_told_from_a_report_that_is_whole(assessed: Assess) -> None:
    """Where no incident is on file, the report of incidents is about nothing; no other form is."""
    outlines = law().outlines
    none = assessed({}).case
    assert [one.id for one in outlines if is_about_nothing(none, one)] == [
        "serious-incident-report"
    ]
    some = assessed({"incidents": [INCIDENT]}).case
    assert not any(is_about_nothing(some, one) for one in outlines)
