"""What a package does not show, or not exactly, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.assessment.completeness import completeness
from colophon.assessment.model import Verdict
from colophon.disclosure.manifest import Withheld
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld as Kept
from colophon.law.model import Audience, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from colophon.assessment.model import Case
    from colophon.documents.model import Block, Document
    from colophon.law.model import Field, Law, Outline, Register

_DATASETS: Final = "datasets"


def withheld(
    kind: Literal["document", "field", "register", "evidence"],
    id: str,
    because: str,
    law: Law,
) -> Withheld:
    """Return one thing that is withheld, with the reason as a sentence in the law's language."""
    return Withheld(kind=kind, id=id, because=because, reason=law.say(f"package.because.{because}"))


def of_outline(
    outline: Outline, document: Document, case: Case, audience: Audience
) -> Iterator[Withheld]:
    """Yield what a whole document does not show of what is asked of the model."""
    asked = [
        one.element
        for one in completeness(case, outline).elements
        if one.asked is not Verdict.NOT_MET
    ]
    fields = {field.id: field for one in asked for field in case.law.fields_in(one.sections)}
    yield from of_fields(fields.values(), document, case.law, audience)
    shown = {name for one in asked for name in one.registers if audience in one.registers_for}
    for name in dict.fromkeys(name for one in asked for name in one.registers):
        yield from of_register(name, case.law, audience, is_shown=name in shown)


def of_register(
    name: Register, law: Law, audience: Audience, *, is_shown: bool
) -> Iterator[Withheld]:
    """Yield a register that is not shown, or not as exactly as it is known."""
    if not is_shown:
        yield withheld("register", name, "not-for-audience", law)
    elif name == _DATASETS and audience is not Audience.AI_OFFICE:
        yield withheld("register", name, "less-exact", law)


def of_fields(
    fields: Iterable[Field], document: Document, law: Law, audience: Audience
) -> Iterator[Withheld]:
    """Yield those of some fields that a document does not show, or not exactly."""
    told: dict[str, list[Block]] = {}
    for block in entries(document):
        told.setdefault(block.field, []).append(block)
    for field in fields:
        blocks = told.get(field.id, [])
        precision = field.shown_to.get(audience)
        if precision is None:
            yield withheld("field", field.id, "not-for-audience", law)
        elif any(isinstance(one, Kept) for one in blocks):
            yield withheld("field", field.id, "confidential", law)
        elif precision is not Precision.EXACT and any(isinstance(one, Stated) for one in blocks):
            yield withheld("field", field.id, "less-exact", law)


def unfilled(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the ids of the fields that stand in the documents as missing, each once."""
    return tuple(
        dict.fromkeys(
            block.field
            for document in documents
            for block in entries(document)
            if isinstance(block, Missing)
        )
    )


def entries(document: Document) -> Iterator[Stated | Missing | Kept]:
    """Yield the entries of a document that are stated, missing or withheld."""
    return (one for one in document.entries if not isinstance(one, NotApplicable))
