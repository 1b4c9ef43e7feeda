"""A text without everything that layout puts into it, in which words are found wherever they break.

Published summaries break lines within labels, set two spaces between words or each word on a line
of its own, and join words that belong apart. Letters and digits alone survive all of that.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.publications.model import Line

ELLIPSIS: Final = "…"
_BETWEEN: Final = 300
"""How many letters `…` may stand for at most."""

DISTINCT: Final = 20
"""A clue of so many letters is not found by chance within a sentence."""


def squeeze(text: str) -> str:
    """Return the letters and digits of a text, without regard to case and ligatures."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


@cache
def pattern(clue: str) -> re.Pattern[str] | None:
    """Return the regular expression of a clue within squeezed text; None for a clue of nothing."""
    pieces = [re.escape(squeeze(piece)) for piece in clue.split(ELLIPSIS)]
    wanted = f".{{0,{_BETWEEN}}}?".join(piece for piece in pieces if piece)
    return re.compile(wanted) if wanted else None


def _part(left: str, right: str) -> bool:
    """Whether a word may end with one letter and another begin with the next."""
    return not (left.isalpha() and right.isalpha()) or (left.islower() and right.isupper())


class Squeezed:
    """Lines as one text, whose letters and digits are searched."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Join `lines` with line ends between them."""
        self.lines = tuple(lines)
        self.text = "\n".join(line.text for line in lines)
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        self.starts = starts

    @cached_property
    def _both(self) -> tuple[str, list[int]]:
        letters: list[str] = []
        origins: list[int] = []
        for at, letter in enumerate(self.text):
            if letter.isascii():
                if letter.isalnum():
                    letters.append(letter.lower())
                    origins.append(at)
                continue
            kept = squeeze(letter)
            letters.extend(kept)
            origins.extend([at] * len(kept))
        return "".join(letters), origins

    def find(self, clue: str) -> Iterator[tuple[int, int]]:
        """Yield where a clue stands: its first and its end in `text`."""
        searched, origins = self._both
        wanted = pattern(clue)
        if wanted is None:
            return
        for found in wanted.finditer(searched):
            yield origins[found.start()], origins[found.end() - 1] + 1

    def line_at(self, position: int) -> int:
        """Return the number of the line in which a position of `text` lies."""
        return bisect_right(self.starts, position) - 1

    def begins_line(self, position: int) -> bool:
        """Whether no letter stands before a position on its line; numbers and marks may."""
        start = self.starts[self.line_at(position)]
        return not any(letter.isalpha() for letter in self.text[start:position])

    def ends_line(self, position: int) -> bool:
        """Whether neither letter nor digit stands behind a position on its line."""
        end = self.text.find("\n", position)
        rest = self.text[position:] if end < 0 else self.text[position:end]
        return not any(letter.isalnum() for letter in rest)

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether what stands from `start` to `end` is not a part of longer words.

        Where a small letter and a capital meet, a space was lost between two words.
        """
        before, first = self.text[start - 1 : start], self.text[start : start + 1]
        last, after = self.text[end - 1 : end], self.text[end : end + 1]
        return _part(before, first) and _part(last, after)
