"""What the registers of a dossier say, held against the ids that the law knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.errors import DossierError
from colophon.law.model import OVERRIDE

if TYPE_CHECKING:
    from colophon.dossier.model import Decision, Happening, Incident, Ledger
    from colophon.law.model import Law
    from colophon.reading import Text


def check_ledger(ledger: Ledger, text: Text | None, law: Law) -> None:
    """Refuse unknown activities, two entries with one id, and entries without author or day.

    Raises:
        DossierError: with the line of the entry.
    """
    seen: set[str] = set()
    for position, entry in enumerate(ledger.entries):
        assert text is not None
        if entry.activity not in law.activity:
            raise DossierError(
                f"`{entry.activity}` is not an activity that the law knows",
                place=text.place(("entries", position, "activity")),
                remedy=f"Choose from: {', '.join(law.activity)}.",
            )
        if entry.id in seen:
            raise DossierError(
                f"the entry `{entry.id}` stands twice",
                place=text.place(("entries", position, "id")),
                remedy="Give each entry its own id.",
            )
        seen.add(entry.id)
        for attribute, example in (("by", "A. Moreau"), ("on", "2026-10-02")):
            if getattr(entry, attribute) is None and getattr(ledger, attribute) is None:
                raise DossierError(
                    f"the entry `{entry.id}` does not say `{attribute}`",
                    place=text.place(("entries", position)),
                    remedy=f"Write `{attribute}: {example}` here, or once at the top of the file.",
                )


def check_decisions(decisions: tuple[Decision, ...], text: Text | None, law: Law) -> None:
    """Refuse a decision on what no question asks, or on a question that facts alone answer.

    Raises:
        DossierError: with the line of the decision.
    """
    open_to_judgement = [one.id for one in law.questions if OVERRIDE in one.grounds]
    for position, decision in enumerate(decisions):
        assert text is not None
        if decision.question not in open_to_judgement:
            raise DossierError(
                f"`{decision.question}` is not a question that is left to judgement",
                place=text.place(("decisions", position, "question")),
                remedy=f"Choose from: {', '.join(open_to_judgement)}.",
            )


def check_events(events: tuple[Happening, ...], text: Text | None, law: Law) -> None:
    """Refuse unknown events, and those of which it is not said, or said in vain, which one it is.

    Raises:
        DossierError: with the line of the event.
    """
    for position, happening in enumerate(events):
        assert text is not None
        place = text.place(("events", position))
        event = law.event.get(happening.event)
        if event is None:
            raise DossierError(
                f"`{happening.event}` is not an event that the law knows",
                place=place,
                remedy=f"Choose from: {', '.join(law.event)}.",
            )
        if event.each and happening.about is None:
            raise DossierError(
                f"`{happening.event}` can happen more than once, and it is not said which this is",
                place=place,
                remedy="Write `about:` with a name of your own, such as incident-3.",
            )
        if not event.each and happening.about is not None:
            raise DossierError(
                f"`{happening.event}` happens once, so it is about nothing else",
                place=place,
                remedy="Take `about` out.",
            )


def check_incidents(incidents: tuple[Incident, ...], text: Text | None, law: Law) -> None:
    """Refuse two incidents with one id, and kinds of harm that the law does not know.

    Raises:
        DossierError: with the line of the incident.
    """
    known = classes_of_harm(law)
    seen: set[str] = set()
    for position, incident in enumerate(incidents):
        assert text is not None
        if incident.id in seen:
            raise DossierError(
                f"the incident `{incident.id}` stands twice",
                place=text.place(("incidents", position, "id")),
                remedy="Give each incident its own id.",
            )
        seen.add(incident.id)
        for one in incident.classes or ():
            if one not in known:
                raise DossierError(
                    f"`{one}` is not a kind of harm that the law knows",
                    place=text.place(("incidents", position, "classes")),
                    remedy=f"Choose from: {', '.join(known)}.",
                )


def classes_of_harm(law: Law) -> tuple[str, ...]:
    """Return the kinds of harm of an incident, as the ids of the events that start their clocks."""
    return tuple(
        option.id
        for field in law.field.values()
        if field.follows == "incidents.classes"
        for option in field.options
    )
