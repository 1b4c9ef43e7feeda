"""Large public datasets without a link, and without what stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.days import told
from colophon.publications.wording import domain_names, has_word, is_beginning_of_nothing, pointers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a list without any link, day, or word that these are not known."""
    for passage in look.passages():
        text = passage.flowing
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        is_dated = told(text, look.form) or has_word(text, look.form.listed("not-known"))
        if not is_dated and not pointers(text) and not domain_names(text):
            yield look.remark("notice", "no-link", name=passage.field, line=passage.first)
