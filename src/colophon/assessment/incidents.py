"""Where the register of incidents and the events part: a clock that nobody started, or too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.assessment.model import Finding
from colophon.dossier.incidents import days_of
from colophon.dossier.registers import classes_of_harm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Case
    from colophon.dossier.effective import Origin
    from colophon.dossier.model import Incident

KNOWN_BY: Final = ("incident-aware", "incident-link-suspected")
"""The events of awareness and of suspicion; the earlier one is the day on which clocks start."""


def findings(case: Case) -> Iterator[Finding]:
    """Yield the incidents whose entry and whose events do not agree."""
    for incident in case.dossier.incidents:
        yield from _clocks(case, incident)
    yield from _unknown(case)


def _clocks(case: Case, incident: Incident) -> Iterator[Finding]:
    """Yield the clocks that do not run, and a first day that is not the day of awareness."""
    say = case.law.say
    place = case.dossier.place(f"incidents.{incident.id}", otherwise="incidents.yaml")
    started = {
        event: days[0]
        for event in classes_of_harm(case.law)
        if (days := list(days_of(event, incident.id, case.dossier)))
    }
    for event in incident.classes or ():
        if event not in started:
            yield Finding(
                "conflict",
                place,
                say("incident.no-clock", incident=incident.id, event=event),
                say("incident.no-clock.remedy", incident=incident.id, event=event),
            )
    for event, (_, origin) in started.items():
        if incident.classes is not None and event not in incident.classes:
            yield Finding(
                "conflict",
                origin.place,
                say("incident.no-class", incident=incident.id, event=event),
                say("incident.no-class.remedy", event=event, place=place),
            )
    known = _earliest(case, KNOWN_BY, incident.id)
    first = _earliest(case, classes_of_harm(case.law), incident.id)
    if known and first and known[0] != first[0]:
        yield Finding(
            "conflict",
            first[1].place,
            say(
                "incident.days",
                incident=incident.id,
                first=first[0],
                known=known[0],
                place=known[1].place,
            ),
            say("incident.days.remedy"),
        )


def known_on(case: Case, incident: Incident) -> tuple[date, str]:
    """Return the day on which an incident was known, and where that is on file.

    It is the day of awareness or suspicion, else that on which its clock started, else the day on
    which its entry was stated.
    """
    found = _earliest(case, KNOWN_BY, incident.id)
    found = found or _earliest(case, classes_of_harm(case.law), incident.id)
    if found:
        return found[0], found[1].place
    place = case.dossier.place(f"incidents.{incident.id}", otherwise="incidents.yaml")
    return incident.on, place


def _earliest(case: Case, events: tuple[str, ...], incident: str) -> tuple[date, Origin] | None:
    days = (one for event in events for one in days_of(event, incident, case.dossier))
    return min(days, key=lambda one: one[0], default=None)


def _unknown(case: Case) -> Iterator[Finding]:
    """Yield the incidents of which there are events and no entry, so that no report holds them."""
    seen = {incident.id for incident in case.dossier.incidents}
    events = {*classes_of_harm(case.law), *KNOWN_BY}
    for position, one in enumerate(case.dossier.events):
        if one.event in events and one.about is not None and one.about not in seen:
            seen.add(one.about)
            yield Finding(
                "missing",
                case.dossier.place(f"events.{position}", otherwise="events.yaml"),
                case.law.say("incident.unknown", incident=one.about),
                case.law.say("incident.unknown.remedy", incident=one.about),
            )
