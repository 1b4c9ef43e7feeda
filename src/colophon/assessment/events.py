"""The events on file: of `events.yaml`, days of the spine, requests that came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Case

PLACED = "placed-on-the-market"
RELEASED = "released"
"""Events whose day stands in the dossier's spine."""


@dataclass(frozen=True, slots=True)
class Start:
    """What sets a period going, or ends it: an event on its day, and where it is on file."""

    event: str
    on: date
    place: str
    about: str | None = None
    due: date | None = None


def starts(case: Case) -> Iterator[Start]:
    """Yield the events on file up to any day, those of the spine and of requests included."""
    model = case.dossier.spine.model
    for event, on, name in (
        (PLACED, model.placed_on_market, "placed_on_market"),
        (RELEASED, model.released, "released"),
    ):
        if on is not None:
            yield Start(event, on, case.spine_place(f"model.{name}"))
    for position, one in enumerate(case.dossier.events):
        place = case.dossier.place(f"events.{position}", otherwise="events.yaml")
        yield Start(one.event, one.on, place, one.about, one.due)
    told = {(one.event, one.about) for one in case.dossier.events}
    for request in case.dossier.requests:
        if request.event and request.received and (request.event, request.id) not in told:
            place = case.dossier.place(f"requests.{request.id}", otherwise="requests.yaml")
            yield Start(request.event, request.received, place, request.id, request.due)


def happened(case: Case, *events: str) -> list[Start]:
    """Return those of `events` that lie on or before the day of the case, in the order of days."""
    return sorted(
        (one for one in starts(case) if one.event in events and one.on <= case.on),
        key=lambda one: one.on,
    )
