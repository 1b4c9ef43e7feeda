"""Entries that do not follow from the question that they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.rules._answers import is_asked
from colophon.publications.wording import is_beginning_of_nothing, is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield entries after Yes that say nothing, and entries after No that say something."""
    for name, passage in look.publication.fields.items():
        field = look.law.field[name]
        if not field.asked_if or field.optional or field.options or passage.said:
            continue
        label, question = look.label(name), look.label(field.asked_if[0].field)
        standing = is_asked(look, field)
        text = passage.flowing
        if _is_told_elsewhere(look, name):
            continue
        if standing is True and is_beginning_of_nothing(text, look.form):
            what = "empty" if is_nothing(text, look.form) and not text else "nothing"
            yield look.remark(
                "conflict", what, name=name, line=passage.first, label=label, question=question
            )
        elif standing is False and not is_beginning_of_nothing(text, look.form):
            yield look.remark(
                "unasked", "filled", name=name, line=passage.first, label=label, question=question
            )


def _is_told_elsewhere(look: Look, name: str) -> bool:
    """Whether an entry of which one is enough is told at another place."""
    if not is_beginning_of_nothing(look.publication.fields[name].flowing, look.form):
        return False
    others = {other for group in look.form.alternatives if name in group for other in group}
    return any(
        not passage.said and not is_beginning_of_nothing(passage.flowing, look.form)
        for passage in look.passages(others - {name})
    )
