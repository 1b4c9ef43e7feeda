"""What the registers of a dossier say, held against the ids that the law knows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from colophon.errors import DossierError
from colophon.law.model import OVERRIDE, REGISTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from colophon.dossier.model import (
        Ancestor,
        Dataset,
        Decision,
        Entry,
        Happening,
        Incident,
        Ledger,
        Request,
        Spine,
    )
    from colophon.law.model import Law
    from colophon.reading import Text


def check_spine(spine: Spine, text: Text, law: Law) -> None:
    """Refuse names that no question's grounds know.

    Raises:
        DossierError: with the line of the name.
    """
    for question, where in (
        ("model-provider", "provider.role"),
        ("union-market", "model.supplied_as"),
        ("open-source-exception", "open_source.rights"),
        ("open-source-exception", "open_source.conditions"),
        ("open-source-exception", "open_source.monetisation"),
    ):
        known = law.question[question].named_in(where)
        part, attribute = where.split(".")
        named = getattr(getattr(spine, part), attribute)
        for name in (named,) if isinstance(named, str) else named or ():
            _known(name, where, known, text)
    if spine.calendar.counting:
        _known(spine.calendar.counting, "calendar.counting", law.counting, text)


def _known(name: str, where: str, known: Mapping[str, object], text: Text) -> None:
    if name not in known:
        raise DossierError(
            f"`{name}` is not known in {where}",
            place=text.place(tuple(where.split("."))),
            remedy=choice(name, known),
        )


def check_ledger(ledger: Ledger, text: Text | None, law: Law) -> None:
    """Refuse unknown activities, two of one id, entries without author or day, and loose ends.

    Raises:
        DossierError: with the line of the entry, or of the model.
    """
    seen: set[str] = set()
    for position, entry in enumerate(ledger.entries):
        assert text is not None
        if entry.activity not in law.activity:
            raise DossierError(
                f"`{entry.activity}` is not an activity that the law knows",
                place=text.place(("entries", position, "activity")),
                remedy=choice(entry.activity, law.activity),
            )
        _entered(entry, "entry", text.place(("entries", position)), ledger, seen)
    for position, model in enumerate(ledger.models):
        assert text is not None
        _entered(model, "model", text.place(("models", position)), ledger, seen)
    if text is not None:
        _check_supersession(ledger, text)
        _check_lineage(ledger, text)


def _entered(one: Entry | Ancestor, what: str, place: str, ledger: Ledger, seen: set[str]) -> None:
    """Refuse a second of one id, and what does not say who entered it and when."""
    if one.id in seen:
        raise DossierError(
            f"the {what} `{one.id}` stands twice", place=place, remedy="Give each its own id."
        )
    seen.add(one.id)
    for attribute, example in (("by", "A. Moreau"), ("on", "2026-10-02")):
        if getattr(one, attribute) is None and getattr(ledger, attribute) is None:
            raise DossierError(
                f"the {what} `{one.id}` does not say `{attribute}`",
                place=place,
                remedy=f"Write `{attribute}: {example}` here, or once at the top of the file.",
            )


def _check_supersession(ledger: Ledger, text: Text) -> None:
    """Refuse entries that supersede what is not there, or one another in a circle."""
    supersedes = {entry.id: entry.supersedes for entry in ledger.entries}
    for position, entry in enumerate(ledger.entries):
        place = text.place(("entries", position, "supersedes"))
        for old in entry.supersedes:
            if old not in supersedes:
                raise DossierError(
                    f"there is no entry `{old}` that could be superseded",
                    place=place,
                    remedy=choice(old, supersedes),
                )
    circle = _circle(supersedes)
    if circle is not None:
        position = next(at for at, entry in enumerate(ledger.entries) if entry.id == circle)
        raise DossierError(
            f"the entry `{circle}` supersedes itself, directly or through others",
            place=text.place(("entries", position, "supersedes")),
            remedy="Let the newer entry supersede the older one, and not the other way round.",
        )


def _check_lineage(ledger: Ledger, text: Text) -> None:
    """Refuse models that are named and not described, and such as descend from themselves."""
    models = {one.id: one.built_on for one in ledger.models}
    known = (*models, *(entry.id for entry in ledger.entries))
    for position, entry in enumerate(ledger.entries):
        for name in getattr(entry, "models", ()):
            if name not in models:
                place = text.place(("entries", position, "models"))
                raise _unknown_model(name, models, place)
    for position, model in enumerate(ledger.models):
        for name in model.built_on:
            if name not in known:
                raise _unknown_model(name, known, text.place(("models", position, "built_on")))
    circle = _circle(models)
    if circle is not None:
        position = next(at for at, one in enumerate(ledger.models) if one.id == circle)
        raise DossierError(
            f"the model `{circle}` is built on itself, directly or through others",
            place=text.place(("models", position, "built_on")),
            remedy="Name only the models that a model was merged from or started from.",
        )


def _unknown_model(name: str, known: Iterable[str], place: str) -> DossierError:
    names = tuple(known)
    remedy = choice(name, names) if names else "Describe it under `models`."
    return DossierError(f"there is no model `{name}`", place=place, remedy=remedy)


def _circle(leads_to: Mapping[str, Iterable[str]]) -> str | None:
    """Return a name from which one comes back to it; None where there is none."""
    done: set[str] = set()
    for start in leads_to:
        path: dict[str, None] = {}
        waiting = [(start, False)]
        while waiting:
            name, left = waiting.pop()
            if left:
                path.pop(name)
                done.add(name)
            elif name in path:
                return name
            elif name not in done:
                path[name] = None
                waiting.append((name, True))
                waiting += [(other, False) for other in leads_to.get(name, ())]
    return None


def check_datasets(datasets: tuple[Dataset, ...], text: Text | None) -> None:
    """Refuse two sources of one id, and such as are parts of themselves.

    Raises:
        DossierError: with the line of the source.
    """
    seen: set[str] = set()
    for position, dataset in enumerate(datasets):
        assert text is not None
        if dataset.id is not None and dataset.id in seen:
            raise DossierError(
                f"the source `{dataset.id}` stands twice",
                place=text.place(("datasets", position, "id")),
                remedy="Give each source its own id.",
            )
        seen |= {dataset.id} if dataset.id else set()
    parts = {str(part): (str(whole),) for part, whole in wholes(datasets).items()}
    circle = _circle(parts)
    if circle is not None:
        assert text is not None
        position = int(circle)
        raise DossierError(
            f"the source `{datasets[position].name}` is a part of itself, directly or by others",
            place=text.place(("datasets", position, "parent")),
            remedy="Let the part name the whole, and not the other way round.",
        )


def wholes(datasets: tuple[Dataset, ...]) -> dict[int, int]:
    """Return the position of a source that is a part -> that of the source that it names.

    A source is named by its `id`, or by its name; what no source is called is only a name.
    """
    called = {one.name.casefold(): at for at, one in reversed([*enumerate(datasets)])}
    called |= {one.id: at for at, one in enumerate(datasets) if one.id is not None}
    found = {}
    for position, one in enumerate(datasets):
        above = called.get(one.parent or "", called.get((one.parent or "").casefold()))
        if above is not None and (above != position or one.parent == one.id):
            found[position] = above
    return found


def check_decisions(decisions: tuple[Decision, ...], text: Text | None, law: Law) -> None:
    """Refuse a decision on what is not left to judgement: by rules, by facts, or by other records.

    Raises:
        DossierError: with the line of the decision.
    """
    for position, decision in enumerate(decisions):
        assert text is not None
        if decision.question not in open_to_decision(law):
            raise DossierError(
                f"`{decision.question}` is not left to judgement",
                place=text.place(("decisions", position, "question")),
                remedy=choice(decision.question, open_to_decision(law)),
            )
        if decision.verdict == "not_applicable" and decision.question not in may_not_apply(law):
            raise DossierError(
                f"no decision can say that `{decision.question}` does not apply",
                place=text.place(("decisions", position, "verdict")),
                remedy="Write met or not_met; not_applicable may be said of: "
                f"{', '.join(may_not_apply(law))}.",
            )


def choice(name: str, known: Iterable[str]) -> str:
    """Return what to choose instead of `name`: what is nearest to it, and then all."""
    names = list(known)
    near = [f"`{one}`" for one in get_close_matches(name, names)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"{hint}Choose from: {', '.join(names)}."


def open_to_decision(law: Law) -> tuple[str, ...]:
    """Return the ids of the questions, policies and obligations that are left to judgement."""
    return (
        *(one.id for one in law.questions if OVERRIDE in one.grounds),
        *law.policy,
        *(one.id for one in law.obligations if one.fulfilled_by.decision),
    )


def may_not_apply(law: Law) -> tuple[str, ...]:
    """Return the ids of the obligations of which a person may decide that they do not apply."""
    return tuple(one.id for one in law.obligations if one.where_applicable)


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
                remedy=choice(happening.event, law.event),
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
                    remedy=choice(one, known),
                )


def classes_of_harm(law: Law) -> tuple[str, ...]:
    """Return the kinds of harm of an incident, as the ids of the events that start their clocks."""
    return tuple(
        option.id
        for field in law.field.values()
        if field.follows == "incidents.classes"
        for option in field.options
    )


def check_requests(
    requests: tuple[Request, ...], events: tuple[Happening, ...], text: Text | None, law: Law
) -> None:
    """Refuse two requests with one id, items that nothing is called, and days told in two ways.

    Raises:
        DossierError: with the line of the request, or of what it asks for.
    """
    known = askable(law)
    seen: set[str] = set()
    for position, request in enumerate(requests):
        assert text is not None
        if request.id in seen:
            raise DossierError(
                f"the request `{request.id}` stands twice",
                place=text.place(("requests", position, "id")),
                remedy="Give each request its own id.",
            )
        seen.add(request.id)
        for number, item in enumerate(request.items):
            if item not in known:
                raise DossierError(
                    f"`{item}` is no document, section, field or register that can be asked for",
                    place=text.place(("requests", position, "items", number)),
                    remedy=nearest(item, known),
                )
        _check_arrival(request, events, text.place(("requests", position)), law)


def _check_arrival(request: Request, events: tuple[Happening, ...], place: str, law: Law) -> None:
    """Refuse an event that happens to no request, and days that `events.yaml` tells otherwise."""
    if request.event is not None:
        event = law.event.get(request.event)
        if event is None or not event.each:
            several = [one.id for one in law.events if one.each]
            raise DossierError(
                f"`{request.event}` is no event that can happen to one request",
                place=place,
                remedy=nearest(request.event, several),
            )
    for happening in events:
        if request.event is None or happening.event != request.event:
            continue
        if happening.about == request.id and (happening.on, happening.due) != (
            request.received,
            request.due,
        ):
            raise DossierError(
                f"`{request.event}` about `{request.id}` has other days in events.yaml",
                place=place,
                remedy="Write the days once: take `event`, `received` and `due` out here, or the "
                "event out there.",
            )
    told = any(one.about == request.id and one.due for one in events)
    if request.due is not None and request.event is None and not told:
        raise DossierError(
            f"the request `{request.id}` is due, and it is not said from which event",
            place=place,
            remedy="Write `event: information-request-received`, or the event that it was.",
        )


def askable(law: Law) -> tuple[str, ...]:
    """Return the names of what can be asked for: documents, sections, fields, registers."""
    return tuple(dict.fromkeys((*law.outline, *law.section, *law.field, *REGISTERS)))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to choose instead of `name`, where all that there is are too many to list."""
    near = [f"`{one}`" for one in get_close_matches(name, list(known))]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"{hint}`colophon law` lists documents as outlines, sections and fields, and events."
