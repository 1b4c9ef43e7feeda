"""HTML: one page that needs nothing else, to be read on a screen, on a telephone and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.documents.formats._pages import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from colophon.documents.model import Document

EXTENSION: Final = "html"


def render(document: Document) -> bytes:
    """Return the document as one page in UTF-8."""
    page = template("html").render(
        document=document,
        words=document.words,
        foreign=_tongue(document.language) != _tongue(document.words.language),
        first_section=_first(),
        first_entry=_first(section.id for part in document.parts for section in part.sections),
    )
    return page.lstrip().encode()  # the macros leave their blank lines before the page


def _tongue(language: str) -> str:
    """Return the language itself of a BCP 47 tag."""
    return language.lower().split("-")[0]


def _first(taken: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return a question, "is it the first time that this id is asked of?", for one page.

    An entry may stand in two sections; an anchor may stand once, and those `taken` never.
    """
    seen = set(taken)

    def first(id: str) -> bool:
        new = id not in seen
        seen.add(id)
        return new

    return first
