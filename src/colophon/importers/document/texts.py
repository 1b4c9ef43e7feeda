"""The title of a text, and the licences that it names by their identifiers."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers._objects import Told, one, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*")
_UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*")
_FENCE: Final = ("```", "~~~")
_EDGE: Final = "---"

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BODY: Final = re.compile(r"<body\b", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>([^<]*)</title", re.IGNORECASE)

_IDENTIFIER: Final = re.compile(
    r"^[^\w\n]*SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+() -]*[A-Za-z0-9.+)])[ \t]*[^\w\n]*$",
    re.MULTILINE,
)


def of_markdown(data: bytes) -> Iterator[Evidence | Unread]:
    """Yield the first heading, which is not in front matter and not in code."""
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), _decoded(data))
    lines = text.split("\n")
    start = 0
    if lines and lines[0].rstrip() == _EDGE:
        edges = (at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == _EDGE)
        start = next(edges, len(lines)) + 1
    inside = False
    before = ""
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.lstrip().startswith(_FENCE):
            inside = not inside
        elif not inside:
            if match := _HEADING.fullmatch(line):
                yield from _title(match["text"], f"line {number}")
                return
            if before and _UNDERLINE.fullmatch(line):
                yield from _title(before, f"line {number - 1}")
                return
        before = "" if inside else line.strip()


def of_html(data: bytes) -> Iterator[Evidence | Unread]:
    """Yield the title in the head."""
    text = _COMMENT.sub(" ", _decoded(data))
    body = _BODY.search(text)
    if match := _TITLE.search(text, 0, body.start() if body else len(text)):
        yield from _title(html.unescape(match[1]), "<title>")


def identifiers(data: bytes) -> Iterator[Evidence]:
    """Yield the identifiers of licences, each from a line that has no other purpose."""
    text = _decoded(data)
    matches = list(_IDENTIFIER.finditer(text))
    if matches:
        numbers = ", ".join(str(text.count("\n", 0, match.start(1)) + 1) for match in matches)
        yield Evidence(
            fact="document.spdx-identifier",
            value=tuple(dict.fromkeys(match[1] for match in matches)),
            locator=f"line {numbers}",
        )


def _title(text: str, locator: str) -> Iterator[Evidence | Unread]:
    if "\ufffd" in text:
        yield Unread(
            locator=locator,
            reason="the title is not written in UTF-8",
            remedy="State the title by hand.",
        )
    elif text.strip():
        yield one(Told("document.title", prose), text, locator)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
