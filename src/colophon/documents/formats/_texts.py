"""What the formats for people share: texts cut into lines and addresses, and boxes."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from colophon.documents.model import Choice, Entry, Words

_VISIBLE: Final = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
    | {0x7F: 0x2421}
    | dict.fromkeys((code for code in range(0x80, 0xA0) if chr(code) != "\x85"), 0xFFFD)
)
"""Control characters, which pages must not hold, to characters that a reader can see."""

_ADDRESS: Final = re.compile(
    r"(https?://[A-Za-z0-9]"
    r"(?:[A-Za-z0-9\-_~/?#@$&*+=%]|[.,:!]+(?=[A-Za-z0-9\-_~/?#@$&*+=%])|\([A-Za-z0-9\-_.,%]*\))*)"
)
"""A web address in running text, without the full stop, comma or bracket that may follow it.

Only letters that an address may hold unencoded: Chinese, for one, sets no space after it.
"""


def paragraphs(text: str) -> list[list[str]]:
    """Cut `text` at its blank lines into paragraphs, and each paragraph into its lines."""
    lines = text.translate(_VISIBLE).splitlines()
    return [list(run) for blank, run in groupby(lines, lambda line: not line.strip()) if not blank]


def one_line(text: str) -> str:
    """Return `text` on one line, for places that hold no more."""
    return " ".join(line.strip() for paragraph in paragraphs(text) for line in paragraph)


def addresses(line: str) -> list[str]:
    """Cut `line` around its web addresses: every second piece, from the second, is one."""
    return _ADDRESS.split(line)


def box(choice: Choice) -> str:
    """Return the box of an option as a letter, which copies and searches keep."""
    return "\N{BALLOT BOX WITH X}" if choice.chosen else "\N{BALLOT BOX}"


def recipients(entry: Entry, words: Words) -> str:
    """Return whom the form has as recipients of an entry, on one line; nothing for none."""
    told = [f"{box(one)}\N{NO-BREAK SPACE}{one_line(one.label)}" for one in entry.recipients]
    return f"{words.recipients}: {'  '.join(told)}" if told else ""
