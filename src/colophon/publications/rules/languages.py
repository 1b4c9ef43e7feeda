"""Linguistic characteristics that name no language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.wording import has_word, is_beginning_of_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a description in which no name of a language stands."""
    for passage in look.passages():
        text = passage.flowing
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        if has_word(text, look.form.listed("languages")) is None:
            yield look.remark("notice", "unnamed", name=passage.field, line=passage.first)
