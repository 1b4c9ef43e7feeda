"""An outline, an assessment and an audience -> a document. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from colophon.assessment.completeness import completeness
from colophon.assessment.conditions import asked, because_of, not_in
from colophon.assessment.model import Verdict
from colophon.documents import registers, views
from colophon.documents.model import (
    Cell,
    Choice,
    Document,
    Missing,
    Paragraph,
    Part,
    Section,
    Words,
)
from colophon.dossier import incidents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.assessment.model import Case, Completeness, ElementStanding
    from colophon.documents.model import Block, Entry
    from colophon.dossier.effective import Effective
    from colophon.law.model import Audience, Element, Field, Grid, Language, Law, Outline


@dataclass(frozen=True, slots=True)
class _View:
    """What is looked at, and by whom.

    Attributes:
        case: the record under the law on a day.
        audience: who looks.
        recipients: all for whom the form marks who gets an item; none where it marks nothing.
    """

    case: Case
    audience: Audience
    recipients: tuple[Audience, ...] = ()


def build(
    outline: Outline, case: Case, audience: Audience, *, digest: str, made_by: str
) -> Document:
    """Return the document that `outline` asks for, as `audience` sees it on the day of the case.

    `digest` is that of the dossier; `made_by` names the program and its version.
    """
    standing = completeness(case, outline)
    view = _View(case, audience, outline.audiences if outline.recipients else ())
    return headed(
        case,
        audience,
        id=outline.id,
        title=outline.label,
        notice=_notice(standing, case),
        purpose=outline.purpose,
        parts=tuple(_parts(standing, view)),
        digest=digest,
        made_by=made_by,
    )


def headed(  # noqa: PLR0913 -- one argument for each thing that a first page says
    case: Case,
    audience: Audience,
    *,
    id: str,
    title: str,
    purpose: str,
    parts: tuple[Part, ...],
    digest: str,
    made_by: str,
    notice: str | None = None,
) -> Document:
    """Return the document of these parts, whose entries are counted, for an audience.

    `digest` is that of the dossier; `made_by` names the program and its version.
    """
    blocks = [block for part in parts for section in part.sections for block in section.blocks]
    told = {"paragraph", "table", "chart", "shares"}
    entries = [block for block in blocks if block.kind not in told]
    missing = sum(isinstance(block, Missing) for block in entries)
    spine = case.dossier.spine
    language = case.law.language
    return Document(
        id=id,
        title=title,
        model=spine.model.name or language.say("document.unnamed"),
        provider=spine.provider.name or language.say("document.unknown-provider"),
        audience=audience.value,
        audience_label=language.say(f"audience.{audience.value}"),
        notice=notice,
        purpose=purpose,
        language=language.id,
        on=case.on,
        law_known_on=case.law.known_on,
        dossier_digest=digest,
        made_by=made_by,
        entries_filled=len(entries) - missing,
        entries_missing=missing,
        parts=parts,
        words=words(language),
    )


def words(language: Language) -> Words:
    """Return what formats say of their own accord, in a language."""
    return Words(
        language=language.id,
        day=language.day,
        asked_by=language.say("format.asked-by"),
        audience=language.say("format.audience"),
        codes=language.say("format.codes"),
        contents=language.say("format.contents"),
        dossier_digest=language.say("format.dossier-digest"),
        entries_filled=language.say("format.entries-filled"),
        entries_missing=language.say("format.entries-missing"),
        law_known_on=language.say("format.law-known-on"),
        made_by=language.say("format.made-by"),
        missing=language.say("format.missing"),
        model=language.say("format.model"),
        not_applicable=language.say("format.not-applicable"),
        note=language.say("format.note"),
        on=language.say("format.day"),
        provider=language.say("format.provider"),
        recipients=language.say("format.recipients"),
        skip=language.say("format.skip"),
        source=language.say("format.source"),
        version=language.say("format.version"),
        withheld=language.say("format.withheld"),
    )


def _parts(standing: Completeness, view: _View) -> Iterator[Part]:
    """Yield the parts of the document; what is asked of each incident stands there for each."""
    outline, case = standing.outline, view.case
    of_each = tuple(one for one in standing.elements if _of_each(one.element, case.law))
    of_model = tuple(one for one in standing.elements if one not in of_each)
    yield from _grouped(of_model, view, case.record.values)
    for incident in case.dossier.incidents if of_each else ():
        values = incidents.values(incident, case.dossier, case.law)
        yield from _grouped(of_each, view, values, name=incident.id)
    if not case.dossier.incidents and any(_concerns(one.element, view) for one in of_each):
        none = Section(
            id=f"{outline.id}-none",
            heading=case.law.say("document.incidents"),
            provision=case.law.provision(outline.source),
            blocks=(Paragraph(text=case.law.say("document.no-incident")),),
        )
        yield Part(heading=outline.label, sections=(none,))


def _grouped(
    standings: tuple[ElementStanding, ...],
    view: _View,
    values: Mapping[str, Effective],
    *,
    name: str | None = None,
) -> Iterator[Part]:
    """Yield the parts of a document, or of the report on the incident called `name`."""
    for heading, group in groupby(standings, key=lambda one: one.element.part):
        sections = tuple(_sections(group, view, values, name=name))
        if sections:
            yield Part(heading=f"{name}: {heading}" if name else heading, sections=sections)


def _of_each(element: Element, law: Law) -> bool:
    """Whether an element is asked of each incident, rather than of the model."""
    return any(law.section[section].each for section in element.sections)


def _notice(standing: Completeness, case: Case) -> str | None:
    """Say that a document is not asked of this model, or that this is not known."""
    if standing.asked is Verdict.MET:
        return None
    is_known = standing.asked is Verdict.NOT_MET
    phrase = "document.not-asked" if is_known else "document.perhaps-asked-on"
    because = _because(standing.outline, standing.asked, case)
    return case.law.say(phrase, day=case.on, because=because)


def _sections(
    standings: Iterator[ElementStanding],
    view: _View,
    values: Mapping[str, Effective],
    *,
    name: str | None,
) -> Iterator[Section]:
    for standing in standings:
        blocks = tuple(_blocks(standing, view, values))
        if blocks:
            element = standing.element
            yield Section(
                id=f"{name}-{element.id}" if name else element.id,
                under=element.group,
                heading=element.heading,
                provision=view.case.law.provision(element.source),
                blocks=blocks,
            )


def _blocks(
    standing: ElementStanding, view: _View, values: Mapping[str, Effective]
) -> Iterator[Block]:
    element, case, audience = standing.element, view.case, view.audience
    if standing.asked is not Verdict.MET and _concerns(element, view):
        yield Paragraph(text=_why(standing, case))
    if standing.asked is Verdict.NOT_MET:
        return
    asked_by = case.law.cited(element.source)
    cells = dict(_cells(element.table, case.law)) if element.table else {}
    for field in case.law.fields_of(element):
        block = entry(field, values[field.id], case, audience, asked_by)
        if block:
            recipients = tuple(_recipients(field, view))
            yield block.model_copy(update={"cell": cells.get(field.id), "recipients": recipients})
    if audience in element.registers_for:
        for register in element.registers:
            yield from registers.blocks(register, case, audience)


def _why(standing: ElementStanding, case: Case) -> str:
    """Say why an element is not asked, or which category leaves that open."""
    because = _because(standing.element, standing.asked, case)
    if standing.asked is Verdict.NOT_MET:
        return case.law.say("document.not-asked", day=case.on, because=because)
    return case.law.say("document.perhaps-asked", because=because)


def _because(one: Element | Outline, asked: Verdict, case: Case) -> str:
    """Return the category that decides that something is not asked, or those that leave it open."""
    if asked is Verdict.NOT_MET:
        for question, source in one.unless.items():
            if case.judged(question).verdict is Verdict.MET:
                because = because_of(case, question)
                citation = case.law.cited(source)
                return case.law.say("condition.cited", because=because, citation=citation)
        return because_of(case, not_in(case, one.only_if))
    return "; ".join(
        because_of(case, question)
        for question in (*one.only_if, *one.unless)
        if case.judged(question).verdict is Verdict.UNDETERMINED
    )


def _cells(table: Grid, law: Law) -> Iterator[tuple[str, Cell]]:
    """Yield the fields that stand in a table of the form, and where."""
    options = law.field[table.rows_of].options
    for column in table.columns:
        for option in options:
            for field in column.cells.get(option.id, ()):
                yield field, Cell(row=option.label, column=column.heading)


def _recipients(field: Field, view: _View) -> Iterator[Choice]:
    """Yield all recipients, ticked where they see a field as exactly as the one who looks.

    Where others get it more or less exactly, the form has an item of its own for them.
    """
    precision = field.shown_to.get(view.audience)
    for one in view.recipients:
        label = view.case.law.say(f"audience.{one.value}")
        yield Choice(label=label, chosen=field.shown_to.get(one) is precision)


def entry(
    field: Field, value: Effective, case: Case, audience: Audience, asked_by: str
) -> Entry | None:
    """Return what every document says of one field; None where it says nothing of it.

    Other answers may make it needless.
    """
    language = case.law.language
    standing = asked(case, field)
    if standing.verdict is Verdict.NOT_MET:
        decide = [case.record.values[name] for name in standing.decided_by]
        return views.not_asked(field, standing.because, decide, audience, case.on, language)
    is_filled = value.is_known and not field.follows
    if standing.verdict is Verdict.UNDETERMINED and field.asked_if and not is_filled:
        return None
    return views.block(field, value, audience, asked_by, language)


def _concerns(element: Element, view: _View) -> bool:
    """Whether `audience` may see anything that fills the element; else it is not even named."""
    return view.audience in element.registers_for or any(
        view.audience in field.shown_to for field in view.case.law.fields_in(element.sections)
    )
