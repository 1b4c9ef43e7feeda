"""The fields of one serious incident: from its entry in `incidents.yaml`, and from its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier.effective import UNKNOWN, Effective, Origin, State
from colophon.law.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from colophon.dossier.model import Dossier, Happening, Incident
    from colophon.law.model import Field, Law


def values(incident: Incident, dossier: Dossier, law: Law) -> Mapping[str, Effective]:
    """Return field id -> value, of all fields that every incident has."""
    return {
        field.id: _value(field, incident, dossier)
        for section in law.sections
        if section.each == "incidents"
        for field in section.fields
    }


def days_of(event: str, incident: str, dossier: Dossier) -> Iterator[tuple[date, Origin]]:
    """Yield the days on which an event happened to an incident, the earliest first."""

    def day_first(numbered: tuple[int, Happening]) -> tuple[date, int]:
        position, one = numbered
        return one.on, position

    for position, one in sorted(enumerate(dossier.events), key=day_first):
        if one.event == event and one.about == incident:
            place = dossier.place(f"events.{position}", otherwise="events.yaml")
            yield one.on, Origin(place, one.by)


def _value(field: Field, incident: Incident, dossier: Dossier) -> Effective:
    assert field.follows is not None
    room, _, name = field.follows.partition(".")
    if room == "events":
        happened = tuple(days_of(name, incident.id, dossier))
        if not happened:
            return UNKNOWN
        if field.kind is Kind.DAY:
            (day, origin), *_ = happened
            return Effective(State.STATED, day, None, (origin,))
        origins = tuple(origin for _, origin in happened)
        return Effective(State.STATED, tuple(day.isoformat() for day, _ in happened), None, origins)
    value = getattr(incident, name.replace("-", "_"))
    if value is None:
        return UNKNOWN
    place = dossier.place(f"incidents.{incident.id}", otherwise="incidents.yaml")
    return Effective(State.STATED, value, None, (Origin(place, incident.by, incident.on),))
