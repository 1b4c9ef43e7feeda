"""What the formats for paper share of tables: how wide columns are, and which words must break."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.documents.model import Table

_UNBROKEN: Final = 17
"""Longer words, in letters, break: web addresses, digests."""
_BROKEN: Final = 10
"""What a column has at least for a word that breaks."""
_LEAST: Final = 4
"""What a column has at least, in letters."""
_MOST: Final = 60
"""Texts of more letters have lines enough: they do not widen their column any more."""
_BOLD: Final = 1
"""What the longest word of a heading takes more, in letters."""
_PADDING: Final = 2
"""What the space beside a cell takes, in letters."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        widths: shares of the whole width, as whole numbers of letters.
        most: how many letters a word may have in each column before it must break.
    """

    widths: tuple[int, ...]
    most: tuple[int, ...]


def columns(table: Table, letters: int) -> Columns:
    """Return the columns of a table on a line that holds so many `letters`."""
    told = [
        [heading, *(row[position] for row in table.rows)]
        for position, heading in enumerate(table.columns)
    ]
    least = [
        max(_LEAST, _longest(cells[0]) + _BOLD, *map(_longest, cells)) + _PADDING for cells in told
    ]
    wanted = [
        max(bare, min(_MOST, max(map(_width, cells))) + _PADDING)
        for bare, cells in zip(least, told, strict=True)
    ]
    room = letters - sum(least)
    if room >= 0:
        asked = sum(wanted) - sum(least)
        spread = room if not asked else min(room, asked)
        widths = [
            bare + (spread * (want - bare) // asked if asked else 0)
            for bare, want in zip(least, wanted, strict=True)
        ]
    else:
        widths = [max(1, bare * letters // sum(least)) for bare in least]
    scale = letters / sum(widths)
    most = tuple(max(2, int(width * scale) - _PADDING) for width in widths)
    return Columns(tuple(widths), most)


def _longest(text: str) -> int:
    """Return the room that the words of a text need, in letters."""
    words = [_width(word) for word in re.split(r"[ \t\n\-–/]+", text)]
    amounts = (_width(amount) for amount in re.findall(r"\S+ × \S+", text))
    words += [width for width in amounts if width <= _UNBROKEN]
    return max((_BROKEN if width > _UNBROKEN else width for width in words), default=0)


def _width(text: str) -> int:
    """Return how wide the longest line of a text is, in letters."""
    return max(map(_letters, text.splitlines() or [""]))


def _letters(line: Iterable[str]) -> int:
    return sum(1 + (unicodedata.east_asian_width(one) in {"W", "F"}) for one in line)
