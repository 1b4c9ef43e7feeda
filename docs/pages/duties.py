"""The page of the obligations, by topic, with commitments of the Code and consequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.law.load import law
from colophon.law.model import Topic
from colophon.workspace.lawbook import told_effect
from pages.lawbook import cited, listed, of_section
from pages.markdown import code, codes, link, slug, table, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from colophon.law.model import Obligation, Point

INTRO = """
An obligation is owed by a provider, or by who is named under *owed by*. It binds where every
category of *applies to* is met, unless one of *unless* is. `colophon check` calls it `met`, `open`,
`possible`, `exempt`, `not_applicable` or `undetermined`; `met` says that the dossier holds all that
it has to hold for it, and no more.

Obligations that start with `code-` are the measures of the Code of Practice. They are voluntary and
bind who has signed their chapter. They count from 2 August 2025, the day from which the duties
apply that they help to show; no text names a day of their own.

Where no consequence stands beside an obligation, the texts that are kept name none.

`colophon law obligations --topic copyright` lists those of one topic; `--phase` and `--owed-by`
choose as well.
"""


def page() -> str:
    """Return the page of the obligations."""
    topics = [topic for topic in Topic if any(one.topic is topic for one in law().obligations)]
    names = [(topic, topic.value.replace("-", " ").capitalize()) for topic in topics]
    links = [f"[{name}](#{slug(f'On {name.lower()}')})" for _, name in names]
    pieces = [title("Obligations", INTRO), ", ".join(links) + ".\n", _consequences()]
    pieces += [_commitments()]
    for topic, name in names:
        pieces.append(f"## On {name.lower()}\n")
        for one in law().obligations:
            if one.topic is topic:
                pieces += [f"### {one.id}\n", f"**{one.label}.** {one.duty}\n"]
                pieces += [_points(one.points)] if one.points else []
                pieces.append(listed(_obligation(one)))
    return "\n".join(pieces)


def _points(points: Iterable[Point]) -> str:
    return "\n".join(f"1. {_point(one)}" for one in points) + "\n"


def _point(one: Point) -> str:
    encouraged = " *(encouraged)*" if one.encouraged else ""
    return one.says + encouraged + (f" · {cited(one.source)}" if one.source else "")


def _obligation(one: Obligation) -> Iterator[tuple[str, str]]:
    for day, entry in one.values.items():
        yield f"Since {day.isoformat()}", cited(entry.source) if entry else "ended"
    if one.kind == "possibility":
        yield "Kind", "it may be done, and is not owed"
    if one.commitment:
        yield "Commitment", link(one.commitment, "obligations", "commitments-of-the-code")
    if one.part_of:
        yield "Part of", link(one.part_of, "obligations", one.part_of)
    yield "Owed by" if one.kind == "duty" else "For", codes(who.value for who in one.owed_by)
    yield "Phase", code(one.phase.value)
    yield "Applies to", _questions(one.applies_to)
    if one.unless:
        exempting = (f"{_questions([name])} ({cited(at)})" for name, at in one.unless.items())
        yield "Unless", "; ".join(exempting)
    if one.on_event:
        yield "Set off by", _events(one.on_event)
    if one.also_on:
        yield "Also set off by", _events(one.also_on)
    yield from _for_a_category(one)
    if one.deadlines:
        yield "Periods", ", ".join(f"[{code(name)}](deadlines.md)" for name in one.deadlines)
    yield "Shown by", ", ".join(_shown(one))
    if one.where_applicable:
        yield "Where applicable", "a decision may say that it does not apply, with the reason"
    if one.consequence:
        label = law().consequence[one.consequence].label
        yield "If not", f"[{label}](#if-an-obligation-is-not-met)"
    if one.note:
        yield "Note", one.note


def _for_a_category(one: Obligation) -> Iterator[tuple[str, str]]:
    """Yield what is otherwise for some than for all: more time, or less to do."""
    if one.grace:
        grace = one.grace
        until = f"for {_questions([grace.category])}, until {grace.until.isoformat()}"
        yield "More time", f"{until} · {cited(grace.source)}"
    if one.limited:
        limit = one.limited
        yield "Limited", f"for {_questions([limit.category])}: {limit.says} {cited(limit.source)}"


def _shown(one: Obligation) -> Iterator[str]:
    wanted = one.fulfilled_by
    if wanted.outline:
        yield link(wanted.outline, "documents", law().outline[wanted.outline].label)
    yield from (of_section(name) for name in wanted.sections)
    yield from (link(code(name), "fields", name) for name in wanted.fields)
    if wanted.events:
        yield f"{'the events' if len(wanted.events) > 1 else 'the event'} {_events(wanted.events)}"
    if wanted.decision:
        yield "a decision in [decisions.yaml](dossier-files.md#decisionsyaml)"


def _events(names: Iterable[str]) -> str:
    return ", ".join(f"[{code(name)}](events.md)" for name in names)


def _questions(ids: Iterable[str]) -> str:
    return ", ".join(link(code(one), "questions", one) for one in ids)


def _consequences() -> str:
    rows = [
        (
            code(one.id),
            one.label,
            day.isoformat(),
            told_effect(effect, law()) if effect else "ended",
            " ".join([*(ground.says for ground in one.grounds), *([one.note] if one.note else [])]),
            cited(effect.source) if effect else "",
        )
        for one in law().consequences
        for day, effect in one.values.items()
    ]
    columns = ("Id", "What it is", "Since", "What may follow", "On what grounds", "Written in")
    return "## If an obligation is not met\n\n" + table(columns, rows)


def _commitments() -> str:
    rows = [
        (
            code(one.id),
            one.chapter,
            f"{one.label}. {one.aim}",
            ", ".join(link(measure.id, "obligations", measure.id) for measure in one.measures),
            cited(one.source),
        )
        for one in law().commitments
    ]
    columns = ("Id", "Chapter", "What it is", "Measures", "Written in")
    return "## Commitments of the Code\n\n" + table(columns, rows)
