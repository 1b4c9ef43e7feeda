"""Sections that are left out, renumbered or without numbers, and drafts of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield what parts from the sections of the form, in its order."""
    publication = look.publication
    if publication.earlier:
        line = publication.earlier[0]
        yield look.remark("conflict", "earlier", line=line)
    bare = None
    for section in look.form.sections:
        found = [one for one in publication.headings if one.number == section.number]
        if not found or any(one.printed == section.number for one in found):
            continue
        other = next((one for one in found if one.printed is not None), None)
        if other is not None:
            yield look.remark(
                "conflict",
                "renumbered",
                number=section.number,
                line=other.line,
                section=section.number,
                printed=str(other.printed),
            )
        elif bare is None:
            bare = found[0]
    if bare is not None:
        yield look.remark("notice", "unnumbered", line=bare.line)
    if publication.is_ours:
        return  # our documents leave out what is optional, and set headings below the form's
    seen = {one.number for one in publication.headings}
    absent = [
        one.number
        for one in look.form.sections
        if one.number not in seen and not _is_optional(look, one.number)
    ]
    if absent:
        yield look.remark("missing", "not-found", sections=", ".join(absent))


def _is_optional(look: Look, number: str) -> bool:
    """Whether a section holds nothing but optional entries."""
    fields = [look.law.field[one.id] for one in look.form.fields if one.section == number]
    return bool(fields) and all(field.optional for field in fields)
