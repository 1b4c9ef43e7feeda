"""Which characters the fonts of a PDF have, and what stands for one that none of them has.

The fonts are those that the typst wheel brings, so that a page looks the same on every machine.
`letters.txt` lists their characters; a test holds it against the fonts.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

_UNSEEN: Final = {
    **dict.fromkeys(
        map(ord, "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{WORD JOINER}")
    ),
    ord("\t"): " ",
}
"""Characters that only say where a word may break. They are left out: set beside a letter, they
would be copied from the page with that letter wherever it stands. A tab is a space."""


def drawable(text: str) -> str:
    """Return `text` with each character that no font has as its code, such as `⟨U+4E2D⟩`."""
    return _undrawable().sub(lambda found: _code(found[0]), text.translate(_UNSEEN))


def is_drawable(text: str) -> bool:
    """Whether the fonts have every character of `text`."""
    return _undrawable().search(text.translate(_UNSEEN)) is None


def ranges() -> list[tuple[int, int]]:
    """Return the characters of the fonts as ranges of code points, both ends included."""
    listed = resources.files(__package__).joinpath("letters.txt").read_text("ascii").split()
    ends = [one.partition("-") for one in listed]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in ends]


@cache
def _undrawable() -> re.Pattern[str]:
    known = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges())
    return re.compile(f"[^{known}]")


def _code(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
