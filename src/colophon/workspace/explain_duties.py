"""What an obligation, a commitment or a consequence means, and how it stands here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.workspace.lawbook import told_effect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Assessment, Because, Duty
    from colophon.law.model import Citation, Law, Obligation, Point


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one id means.

    Attributes:
        kind: obligation, commitment, consequence, threshold, field, question, document, element,
            section, activity, event, deadline, instrument.
        says: what it is, a sentence or two.
        facts: name -> value, such as `since` -> `2025-08-02`.
        sources: where it is written.
        here: how it stands in this dossier, a sentence; None without a dossier.
        because: the reasons of that.
    """

    id: str
    kind: str
    label: str
    says: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[Citation, ...]
    here: str | None = None
    because: Because | None = None


def of_obligation(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    """Explain an obligation."""
    obligation = law.obligation[name]
    facts = tuple(_facts(obligation, law))
    sources = tuple(_sources(obligation, law))
    label, says = obligation.label, obligation.duty
    if assessment is None:
        return Explanation(name, "obligation", label, says, facts, sources)
    duty = next(one for one in assessment.duties if one.obligation.id == name)
    here = _here(duty, law, assessment.case.on)
    return Explanation(name, "obligation", label, says, facts, sources, here, duty.because)


def _here(duty: Duty, law: Law, on: date) -> str:
    state = law.language.named("state", duty.state)
    here = law.say("explain.on", verdict=state, day=on)
    if duty.missing:
        here += f"; {law.say('explain.missing', fields=', '.join(duty.missing))}"
    if duty.due:
        late = f", {law.say('check.late')}" if duty.late else ""
        here += f"; {law.say('check.due', day=duty.due)}{late}"
    return here + "".join(f"; {gap.remedy}" for gap in duty.gaps)


def _facts(one: Obligation, law: Law) -> Iterator[tuple[str, str]]:
    word = law.say("explain.open" if one.kind == "possibility" else "explain.owed")
    for day, entry in one.values.items():
        told = law.say("explain.ended")
        if entry:
            told = f"{word}, {law.language.named('force', law.force(entry.source))}"
        yield law.say("check.since", day=day), told
    if one.commitment:
        yield "commitment", one.commitment
    if one.part_of:
        yield "part of", one.part_of
    yield (
        "owed by" if one.kind == "duty" else "for",
        ", ".join(law.language.named("owed-by", who) for who in one.owed_by),
    )
    yield "topic", law.language.named("topic", one.topic)
    yield "phase", law.language.named("phase", one.phase)
    for point in one.points:
        yield "encourages" if point.encouraged else "asks", point.says + _from(point, law)
    yield "applies to", ", ".join(one.applies_to)
    if one.unless:
        yield "unless", ", ".join(one.unless)
    if one.on_event:
        yield "set off by", ", ".join(one.on_event)
    if one.also_on:
        yield "also set off by", ", ".join(one.also_on)
    yield from _for_a_category(one, law)
    if one.deadlines:
        yield "periods", ", ".join(one.deadlines)
    yield "shown by", shown_by(one, law)
    if one.where_applicable:
        yield "not applicable", law.say("explain.may-be-decided")
    if one.consequence:
        yield "if not", one.consequence
    if one.note:
        yield "note", one.note


def _for_a_category(one: Obligation, law: Law) -> Iterator[tuple[str, str]]:
    if one.grace:
        yield (
            law.say("explain.for-a", category=one.grace.category),
            law.say("explain.by", day=one.grace.until),
        )
    if one.limited:
        yield law.say("explain.for-a", category=one.limited.category), one.limited.says


def _from(point: Point, law: Law) -> str:
    if point.source is None:
        return ""
    label = law.instrument[point.source.instrument].label
    force = law.language.named("force", law.force(point.source))
    confirmed = law.language.named("confirmed", point.source.confirmed)
    return f" ({label}, {point.source.at}; {force}, {confirmed})"


def shown_by(one: Obligation, law: Law) -> str:
    """Return what on file shows that an obligation is done, in words."""
    wanted = one.fulfilled_by
    shown = [*([wanted.outline] if wanted.outline else []), *wanted.sections, *wanted.fields]
    shown += [law.say("explain.the-event", event=event) for event in wanted.events]
    shown += [law.say("explain.a-decision")] if wanted.decision else []
    return ", ".join(shown)


def _sources(one: Obligation, law: Law) -> Iterator[Citation]:
    yield from (entry.source for entry in one.values.values() if entry)
    yield from (point.source for point in one.points if point.source)
    yield from one.unless.values()
    if one.grace:
        yield one.grace.source
    if one.limited:
        yield one.limited.source
    if one.consequence:
        effects = law.consequence[one.consequence].values.values()
        yield from (effect.source for effect in effects if effect)


def of_commitment(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    """Explain a commitment of the Code of Practice."""
    commitment = law.commitment[name]
    facts = (
        ("chapter", commitment.chapter),
        ("applies to", ", ".join(commitment.applies_to)),
        *(("measure", f"{one.id}, {one.label}") for one in commitment.measures),
    )
    here = None
    if assessment is not None:
        here = "; ".join(
            f"{one.obligation.id}: {law.language.named('state', one.state)}"
            for one in assessment.duties
            if one.obligation.commitment == name
        )
    sources = (commitment.source, *commitment.unless.values())
    return Explanation(name, "commitment", commitment.label, commitment.aim, facts, sources, here)


def of_consequence(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    """Explain what may follow where an obligation is not met."""
    one = law.consequence[name]
    facts = [
        (
            law.say("check.since", day=day),
            told_effect(effect, law) if effect else law.say("explain.ended"),
        )
        for day, effect in one.values.items()
    ]
    facts += [("ground", ground.says) for ground in one.grounds]
    facts += [("note", one.note)] if one.note else []
    sources = (
        *(effect.source for effect in one.values.values() if effect),
        *(ground.source for ground in one.grounds if ground.source),
    )
    says = law.say("explain.consequence")
    return Explanation(name, "consequence", one.label, says, tuple(facts), sources)
