"""An outline, an assessment and an audience -> a document. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from colophon.assessment.completeness import completeness
from colophon.assessment.model import Verdict
from colophon.documents import registers, views
from colophon.documents.model import Document, Missing, Paragraph, Part, Section, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.assessment.model import Case, ElementStanding
    from colophon.documents.model import Block
    from colophon.law.model import Audience, Element, Language, Outline


def build(
    outline: Outline, case: Case, audience: Audience, *, digest: str, made_by: str
) -> Document:
    """Return the document that `outline` asks for, as `audience` sees it on the day of the case.

    `digest` is that of the dossier; `made_by` names the program and its version.
    """
    standings = completeness(case, outline).elements
    parts = tuple(
        Part(heading=heading, sections=sections)
        for heading, group in groupby(standings, key=lambda one: one.element.part)
        if (sections := tuple(_sections(group, case, audience)))
    )
    blocks = [block for part in parts for section in part.sections for block in section.blocks]
    entries = [block for block in blocks if block.kind not in {"paragraph", "table"}]
    missing = sum(isinstance(block, Missing) for block in entries)
    spine = case.dossier.spine
    language = case.law.language
    return Document(
        id=outline.id,
        title=outline.label,
        model=spine.model.name or language.say("document.unnamed"),
        provider=spine.provider.name or language.say("document.unknown-provider"),
        audience=audience.value,
        audience_label=language.say(f"audience.{audience.value}"),
        purpose=outline.purpose,
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
        skip=language.say("format.skip"),
        source=language.say("format.source"),
        withheld=language.say("format.withheld"),
    )


def _sections(
    standings: Iterator[ElementStanding], case: Case, audience: Audience
) -> Iterator[Section]:
    for standing in standings:
        blocks = tuple(_blocks(standing, case, audience))
        if blocks:
            element = standing.element
            yield Section(
                id=element.id,
                heading=element.heading,
                provision=case.law.provision(element.source),
                blocks=blocks,
            )


def _blocks(standing: ElementStanding, case: Case, audience: Audience) -> Iterator[Block]:
    element = standing.element
    language = case.law.language
    if element.only_if and _concerns(element, case, audience):
        label = case.law.question[element.only_if].label
        if standing.asked is Verdict.NOT_MET:
            verdict = language.named("verdict", case.judged(element.only_if).verdict.value)
            text = language.say("document.not-asked", day=case.on, label=label, verdict=verdict)
            yield Paragraph(text=text)
        if standing.asked is Verdict.UNDETERMINED:
            text = language.say("document.perhaps-asked", label=label)
            yield Paragraph(text=text)
    if standing.asked is Verdict.NOT_MET:
        return
    asked_by = case.law.cited(element.source)
    for section in element.sections:
        for field in case.law.section[section].fields:
            block = views.block(field, case.record.values[field.id], audience, asked_by, language)
            if block:
                yield block
    if audience in element.registers_for:
        for register in element.registers:
            yield from registers.blocks(register, case, audience)


def _concerns(element: Element, case: Case, audience: Audience) -> bool:
    """Whether `audience` may see anything that fills the element; else it is not even named."""
    return audience in element.registers_for or any(
        audience in field.shown_to
        for section in element.sections
        for field in case.law.section[section].fields
    )
