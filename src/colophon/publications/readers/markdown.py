"""Markdown and plain text: the lines as they stand, without the marks of emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.publications.model import Line, Written
from colophon.publications.readers import bounded, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = ("md", "markdown", "txt")

_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*$")
_BREAK: Final = re.compile(r"(?<!\\)\||<br ?/?>")
"""What parts cells of a table, and lines within one."""
_LONGEST_HEADING: Final = 1000
_RULE: Final = re.compile(r"[\s|:=-]+")
_LINK: Final = re.compile(r"\[([^\][]{0,300})\]\(([^()\s]{0,600})\)")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG: Final = re.compile(
    r"</?(?:small|b|i|em|strong|br|p|div|span|sub|sup|details|summary)\b[^<>]*>"
)
_QUOTE: Final = re.compile(r"^(?:>\s?)+")


def recognises(content: bytes) -> bool:
    """Whether the content is text at all."""
    return b"\0" not in content[:4096] and not content.startswith((b"PK", b"%PDF"))


def read(content: bytes, name: str) -> Written:
    """Return the lines; a cell of a table is a line, or several where it breaks.

    Raises:
        ReadingError: it is not text, or far too large.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise damaged(name, "text", "it is not in UTF-8") from None
    return Written("text", tuple(bounded(_lines(text), name)))


def _lines(text: str) -> Iterator[Line]:
    heading = ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _HEADING.match(line) if len(line) <= _LONGEST_HEADING else None
        if found:
            heading = _plain(found[1])
        under = f", under `{heading[:80]}`" if heading and not found else ""
        for cell in _cells(found[1] if found else line):
            words = " ".join(_plain(cell).split())
            if words and not _RULE.fullmatch(words):
                yield Line(words, f"line {number}{under}", found is not None)


def _cells(line: str) -> list[str]:
    bare = line.strip()
    return _BREAK.split(bare.strip("|")) if bare.startswith("|") else [line]


def _plain(text: str) -> str:
    """Return text without its marks: emphasis, links, escapes, tags, quotations."""
    text = _QUOTE.sub("", text.strip())
    text = _LINK.sub(lambda one: one[1] if one[2] in one[1] else f"{one[1]} <{one[2]}>", text)
    text = _TAG.sub(" ", text)
    text = re.sub(r"(?<!\\)(\*{1,3}|`{1,3})", "", text)
    text = re.sub(r"^\s*[-*+]\s+(?=\[[ xX]?\])", "", text)
    text = _ESCAPE.sub(r"\1", text)
    return text.replace("\\", "") if text.endswith("\\") else text
