"""HTML: one page that needs nothing else, to be read on a screen, on a telephone and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.documents.formats._pages import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from colophon.documents.model import Document, Table

EXTENSION: Final = "html"

_SHORT: Final = 14
"""Letters: a cell of a table that stays on one line."""
_UNBROKEN: Final = 24
"""Letters: a longer word in a cell may break anywhere."""
_WORDY: Final = 80
"""Letters: a cell of more of them stays wide on a screen."""
_BROKEN: Final = 10
"""What a word that breaks takes at least, in letters."""
_COLUMNS: Final = 8
"""A table of more columns is set in small letters on paper."""
_LINE: Final = 94
"""How many letters a line of a table has on paper."""
_SMALL: Final = 122
"""How many it has in small letters."""
_PADDING: Final = 2
"""What the space beside a cell takes, in letters."""


def render(document: Document) -> bytes:
    """Return the document as one page in UTF-8."""
    page = template("html").render(
        document=document,
        words=document.words,
        crowding=_crowding,
        breaking=_breaking,
        foreign=_tongue(document.language) != _tongue(document.words.language),
        first_section=_first(),
        first_entry=_first(section.id for part in document.parts for section in part.sections),
    )
    return page.lstrip().encode()  # the macros leave their blank lines before the page


def _breaking(cell: str) -> str:
    """Return the classes of a cell, which say where its lines may break."""
    if len(cell) <= _SHORT:
        return "short"
    told = {
        "unbroken": any(len(word) > _UNBROKEN for word in cell.split()),
        "wordy": len(cell) > _WORDY,
    }
    return " ".join(name for name, is_so in told.items() if is_so)


def _crowding(table: Table) -> str:
    """Return the classes of a table that a sheet of paper has little room for.

    It is `tight` in small letters; `crowded` where its words must break even then.
    """
    if len(table.columns) <= _COLUMNS and _need(table, whole=_SHORT) <= _LINE:
        return ""
    return "tight" if _need(table, whole=0) <= _SMALL else "tight crowded"


def _need(table: Table, *, whole: int) -> int:
    """Return the letters of a line that holds the longest words of a table side by side.

    A cell of up to so many letters as `whole` is like a word.
    """
    return sum(
        _PADDING
        + max(
            [
                _longest(heading) + 1,  # it is bold
                *(len(cell) if len(cell) <= whole else _longest(cell) for cell in cells),
            ]
        )
        for heading, *cells in zip(table.columns, *table.rows, strict=True)
    )


def _longest(text: str) -> int:
    """Return the room that the words of a text need, in letters."""
    return max(
        (_BROKEN if len(word) > _UNBROKEN else len(word) for word in re.split(r"[\s\-–]+", text)),
        default=0,
    )


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
