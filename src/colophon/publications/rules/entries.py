"""Entries that the form asks for and that are not found, or say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.rules._answers import is_asked
from colophon.publications.wording import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.law.model import Field
    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield each entry in the order of the form, as far as it is asked for certain."""
    for name, passage in look.publication.fields.items():
        if passage.said == "missing":
            label = look.label(name)
            yield look.remark("missing", "said", name=name, line=passage.first, label=label)
    for one in look.form.fields:
        field = look.law.field[one.id]
        there = look.passage(one.id)
        label = look.label(one.id)
        if field.optional or is_asked(look, field) is not True:
            continue
        if there is None:
            yield look.remark("missing", "not-found", name=one.id, label=label)
        elif _says_nothing(look, field, there.flowing) and there.said is None:
            yield look.remark("missing", "empty", name=one.id, line=there.first, label=label)


def _says_nothing(look: Look, field: Field, text: str) -> bool:
    """Whether nothing stands there; that it does not apply is an answer where that may be so."""
    if field.options or field.asked_if:
        return False  # `answers` and `dependent-entries` look at these
    return is_nothing(text, look.form) and not (text and field.where_applicable)
