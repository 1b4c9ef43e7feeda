"""The law's data as lists for people and machines, as they stand on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colophon.assessment.thresholds import limit_in_words
from colophon.quantities import Amount
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from colophon.law.model import (
        Activity,
        Agreement,
        Commitment,
        Consequence,
        Counting,
        Deadline,
        Effect,
        Event,
        Field,
        Instrument,
        Law,
        Obligation,
        Outline,
        Policy,
        Question,
        Threshold,
    )

COMPARED = {
    "sets": "names with names",
    "sizes": "numbers with ranges",
    "days": "days with days of events",
    "near-threshold": "compute with a share of a threshold",
    "review": "incidents with what was looked at since",
    "one-fact": "cannot part: it stands in one place",
    "by-hand": "only by a person: a machine does not compare texts",
}
"""How each kind of agreement is compared."""


def entries(kind: str, law: Law, on: date) -> list[dict[str, Any]]:
    """Return the records of one of `KINDS`: id, label, value where there is one, and citation."""
    attribute, row = _ROWS[kind]
    return [row(one, law, on) for one in getattr(law, attribute).values()]


def chosen(
    rows: list[dict[str, Any]], topic: str | None, phase: str | None, owed_by: str | None
) -> list[dict[str, Any]]:
    """Return the obligations among `rows` of a topic, of a phase, and owed by somebody."""
    return [
        row
        for row in rows
        if topic in {None, row["topic"]}
        and phase in {None, row["phase"]}
        and (owed_by is None or owed_by in row["owed_by"])
    ]


def _question(one: Question, law: Law, _on: date) -> dict[str, Any]:
    source = next(iter(one.grounds.values())).source
    return {"id": one.id, "label": one.label, **of_citation(source, law)}


def _outline(one: Outline, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": f"for {', '.join(audience.value for audience in one.audiences)}",
        "elements": [element.id for element in one.all_elements],
        **of_citation(one.source, law),
    }


def _agreement(one: Agreement, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": one.says,
        "kind": one.compares.kind,
        "places": list(one.places),
        "only_if": one.only_if,
        **of_citation(one.source, law),
    }


def _activity(one: Activity, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": ", ".join(one.counts_towards) or "neither total",
        "policy": one.policy,
        **of_citation(one.source, law),
    }


def _policy(one: Policy, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": f"{one.until_decided}, until somebody decides",
        "asks": one.asks,
        "default": one.default,
        **of_citation(one.source, law),
    }


def _counting(one: Counting, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "says": one.says,
        **of_citation(one.source, law),
    }


def _instrument(one: Instrument, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": ", ".join(version.number for version in one.versions),
        **of_citation(None, law),
        "force": one.force.value,
    }


def _event(one: Event, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": one.help,
        "each": one.each,
        **of_citation(None, law),
    }


def _deadline(one: Deadline, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": rule_of(one, law),
        "actor": one.actor,
        "sense": one.sense.value,
        "on": one.on.isoformat() if one.on else None,
        "trigger": list(one.trigger),
        "period": one.period.model_dump(mode="json") if one.period else None,
        "counting": one.counting,
        "applies_to": list(one.applies_to),
        "unless": list(one.unless),
        **of_citation(one.source, law),
    }


def rule_of(one: Deadline, law: Law) -> str:
    """Return when something is due, in words: `at most 2 weeks after art-52-condition-met`."""
    sense = law.say(f"sense.{one.sense.value}")
    if one.on is not None:
        return f"{sense}, {law.language.shown(one.on)}"
    events = law.language.one_of(one.trigger)
    if len(one.trigger) > 1:
        events = law.say("period.earliest", events=events)
    if one.period is None:
        return f"{sense}: {events}"
    period = law.say(f"period.{one.period.unit.value}", count=one.period.count)
    return law.say(f"period.{one.sense.value}", period=period, events=events)


def _obligation(one: Obligation, law: Law, on: date) -> dict[str, Any]:
    since, entry = one.since(on), one.on(on)
    aside = ", may be done" if one.kind == "possibility" else ""
    return {
        "id": one.id,
        "label": one.label,
        "value": f"since {since.isoformat()}{aside}"
        if since and entry
        else "not in force on this day",
        "since": since.isoformat() if since and entry else None,
        "kind": one.kind,
        "topic": one.topic.value,
        "phase": one.phase.value,
        "owed_by": [who.value for who in one.owed_by],
        "applies_to": list(one.applies_to),
        "unless": list(one.unless),
        "commitment": one.commitment,
        "consequence": one.consequence,
        **of_citation(entry.source if entry else None, law),
    }


def _commitment(one: Commitment, law: Law, _on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": f"{one.chapter}, {len(one.measures)} measures",
        "chapter": one.chapter,
        "measures": [measure.id for measure in one.measures],
        **of_citation(one.source, law),
    }


def _consequence(one: Consequence, law: Law, on: date) -> dict[str, Any]:
    since, effect = one.since(on), one.on(on)
    ceiling = effect.ceiling if effect else None
    return {
        "id": one.id,
        "label": one.label,
        "value": f"since {since.isoformat()}: {told_effect(effect, law)}"
        if since and effect
        else "not in force on this day",
        "since": since.isoformat() if since and effect else None,
        "ceiling": ceiling.model_dump(mode="json") if ceiling else None,
        **of_citation(effect.source if effect else None, law),
    }


def told_effect(effect: Effect, law: Law) -> str:
    """Return what follows where an obligation is not met, with the ceiling of a fine."""
    if effect.ceiling is None:
        return effect.says
    top = effect.ceiling
    amount = f"{top.amount:,f}".replace(",", " ")
    return law.say(
        "explain.ceiling",
        effect=effect.says,
        percent=top.percent,
        of=top.of,
        currency=top.currency,
        amount=amount,
        whichever=law.say(f"explain.{top.whichever}"),
    )


def _threshold(one: Threshold, law: Law, on: date) -> dict[str, Any]:
    since, level = one.since(on), one.on(on)
    limit = level.value if level else None
    operator = one.comparison.replace("-", " ")
    in_words = limit_in_words(law, one, level) if level else ""
    return {
        "id": one.id,
        "label": one.label,
        "value": f"{operator} {in_words}, since {since.isoformat()}"
        if in_words and since
        else "not in force on this day",
        "metric": one.metric,
        "comparison": one.comparison,
        "amount": Amount.exactly(limit, one.unit).as_json() if limit is not None else None,
        "parts": level.parts if level else None,
        "pending": {
            day.isoformat(): f"{operator} {limit_in_words(law, one, expected)}".strip()
            for day, expected in one.pending.items()
        },
        "since": since.isoformat() if since else None,
        **of_citation(level.source if level else None, law),
    }


def _field(one: Field, law: Law, _on: date) -> dict[str, Any]:
    section = law.section_of[one.id]
    return {
        "id": one.id,
        "label": one.label,
        "section": section,
        "kind": one.kind.value,
        "unit": one.unit,
        "shown_to": {who.value: how.value for who, how in one.shown_to.items()},
        "asked_by": [element.id for _, element in law.asked_by(one.id)],
        **of_citation(next(iter(law.sources_of(section)), None), law),
    }


_ROWS: Mapping[str, tuple[str, Callable[[Any, Law, date], dict[str, Any]]]] = {
    "obligations": ("obligation", _obligation),
    "commitments": ("commitment", _commitment),
    "consequences": ("consequence", _consequence),
    "thresholds": ("threshold", _threshold),
    "questions": ("question", _question),
    "fields": ("field", _field),
    "outlines": ("outline", _outline),
    "consistency": ("agreement", _agreement),
    "policies": ("policy", _policy),
    "activities": ("activity", _activity),
    "events": ("event", _event),
    "countings": ("counting", _counting),
    "deadlines": ("deadline", _deadline),
    "instruments": ("instrument", _instrument),
}
"""Kind -> the attribute of `Law` that holds its records by id, and how one of them is told."""

KINDS = tuple(_ROWS)
