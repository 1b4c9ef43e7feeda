"""A description in the place of the list of domain names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.wording import domain_names, is_beginning_of_nothing, pointers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a list that holds neither a domain name nor where the list can be had."""
    for passage in look.passages():
        text = passage.flowing
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        if not domain_names(text) and not pointers(text):
            yield look.remark("conflict", "prose", name=passage.field, line=passage.first)
