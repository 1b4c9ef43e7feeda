"""What a package is narrowed down to: whole documents; single fields and registers as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon.documents import registers, views
from colophon.documents.build import entry, headed
from colophon.documents.model import Missing, Paragraph, Part, Section
from colophon.dossier import incidents
from colophon.dossier.registers import askable, nearest
from colophon.errors import UnknownIdError
from colophon.law.model import REGISTERS, Force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.assessment.model import Case
    from colophon.documents.model import Block, Document
    from colophon.dossier.effective import Effective
    from colophon.dossier.model import Request
    from colophon.law.model import Audience, Citation, Field, Law, Register, Section as Asked

Kind: TypeAlias = Literal["document", "field", "register"]

ID: Final = "selection"
"""The id of the document in which single fields stand."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a package is narrowed down to.

    Attributes:
        documents: ids of the documents that it holds whole.
        fields: ids of the fields that it holds one by one.
        registers: the registers that it holds one by one.
        left_out: kind and id of what the request asks for and the provider leaves out.
    """

    documents: tuple[str, ...]
    fields: tuple[str, ...]
    registers: tuple[Register, ...] = ()
    left_out: tuple[tuple[Kind, str], ...] = ()


def selection(law: Law, request: Request | None, only: Sequence[str]) -> Selection | None:
    """Return what a request asks for, or `only` narrows it down to; None where neither is given.

    Raises:
        UnknownIdError: nothing is called so, or the request does not ask for it.
    """
    if request is None and not only:
        return None
    wanted = _resolved(law, only, "--only")
    if request is None:
        return wanted
    asked = _resolved(law, request.items, "requests.yaml")
    if not only:
        return asked
    inside: set[str] = {*asked.documents, *asked.fields, *asked.registers}
    for document in asked.documents:
        outline = law.outline[document]
        inside |= {field.id for field in law.fields_in(outline.sections)}
        inside |= {name for element in outline.all_elements for name in element.registers}
    told = (*wanted.documents, *wanted.fields, *wanted.registers)
    beyond = [one for one in told if one not in inside]
    if beyond:
        raise UnknownIdError(
            f"the request `{request.id}` does not ask for `{beyond[0]}`",
            place="--only",
            remedy=f"It asks for: {', '.join(request.items)}. Leave --request out to hand over "
            "something else.",
        )
    left_out: list[tuple[Kind, str]] = []
    left_out += [("document", one) for one in asked.documents if one not in wanted.documents]
    left_out += [("field", one) for one in asked.fields if one not in wanted.fields]
    left_out += [("register", one) for one in asked.registers if one not in wanted.registers]
    return replace(wanted, left_out=tuple(left_out))


def _resolved(law: Law, items: Iterable[str], place: str) -> Selection:
    documents: dict[str, None] = {}
    fields: dict[str, None] = {}
    kept: dict[str, None] = {}
    for item in items:
        if item in law.outline:
            documents[item] = None
        elif item in law.section:
            fields |= dict.fromkeys(field.id for field in law.section[item].fields)
        elif item in law.field:
            fields[item] = None
        elif item in REGISTERS:
            kept[item] = None
        else:
            raise UnknownIdError(
                f"there is no document, section, field or register `{item}`",
                place=place,
                remedy=nearest(item, askable(law)),
            )
    return Selection(
        tuple(one for one in law.outline if one in documents),
        tuple(one for one in law.field if one in fields),
        tuple(one for one in REGISTERS if one in kept),
    )


def document(
    wanted: Selection, case: Case, audience: Audience, *, digest: str, made_by: str
) -> Document:
    """Return the document of single fields and registers, as `audience` sees them on the day.

    `digest` is that of the dossier; `made_by` names the program and its version.
    """
    law, fields = case.law, frozenset(wanted.fields)
    sections = tuple(
        made
        for section in law.sections
        for made in _sections(section, fields, case, audience)
        if made.blocks
    )
    sections += tuple(_registers(wanted.registers, case, audience))
    part = Part(heading=law.say("package.selection.part"), sections=sections)
    return headed(
        case,
        audience,
        id=ID,
        title=law.say("package.selection.title"),
        purpose=law.say("package.selection.purpose"),
        parts=(part,) if sections else (),
        digest=digest,
        made_by=made_by,
    )


def _sections(
    section: Asked, wanted: frozenset[str], case: Case, audience: Audience
) -> Iterator[Section]:
    """Yield the entries of a section, once, or once for each incident."""
    shown = [field for field in section.fields if field.id in wanted and audience in field.shown_to]
    source = _source(section.id, case.law, audience)
    provision = case.law.provision(source) if source else ""

    def made(blocks: Iterable[Block], name: str | None = None) -> Section:
        return Section(
            id=f"{name}-{section.id}" if name else section.id,
            heading=f"{name}: {section.label}" if name else section.label,
            provision=provision,
            blocks=tuple(blocks),
        )

    if not section.each:
        yield made(_blocks(shown, case.record.values, case, audience))
        return
    for incident in case.dossier.incidents:
        values = incidents.values(incident, case.dossier, case.law)
        yield made(_blocks(shown, values, case, audience), incident.id)
    if shown and not case.dossier.incidents:
        yield made([Paragraph(text=case.law.say("document.no-incident"))])


def _registers(wanted: Iterable[Register], case: Case, audience: Audience) -> Iterator[Section]:
    """Yield the registers that the audience may see."""
    for name in wanted:
        source = shown_by(name, case.law, audience)
        if source is not None:
            shown = tuple(registers.blocks(name, case, audience))
            yield Section(
                id=f"register-{name}",
                heading=case.law.say(f"register.{name}"),
                provision=case.law.provision(source),
                blocks=shown or (Paragraph(text=case.law.say("package.selection.empty")),),
            )


def shown_by(register: Register, law: Law, audience: Audience) -> Citation | None:
    """Return the provision by which an audience sees a register; None where it does not."""
    theirs = [
        element.source
        for outline in law.outlines
        for element in outline.all_elements
        if register in element.registers and audience in element.registers_for
    ]
    return _first(theirs, law)


def _first(sources: Sequence[Citation], law: Law) -> Citation | None:
    """Return the first of some provisions, rather a binding one than another."""
    binding = (one for one in sources if law.force(one) is Force.BINDING)
    return next(iter((*binding, *sources)), None)


def _blocks(
    fields: Iterable[Field], values: Mapping[str, Effective], case: Case, audience: Audience
) -> Iterator[Block]:
    """Yield an entry for each field: what was asked for is never passed over."""
    for field in fields:
        asked_by = _asked_by(field, case.law, audience)
        value = values[field.id]
        yield (
            entry(field, value, case, audience, asked_by)
            or views.block(field, value, audience, asked_by, case.law.language)
            or Missing(field=field.id, label=field.label, asked_by=asked_by)
        )


def _asked_by(field: Field, law: Law, audience: Audience) -> str:
    source = _source(law.section_of[field.id], law, audience)
    return law.cited(source) if source else ""


def _source(section: str, law: Law, audience: Audience) -> Citation | None:
    """Return the provision that asks for a section.

    Rather one of a document that is written for the audience than another, and of these rather a
    binding one.
    """
    theirs = (
        element.source
        for outline in law.outlines
        if audience in outline.audiences
        for element in outline.all_elements
        if section in element.sections
    )
    return _first(tuple(theirs) or law.sources_of(section), law)
