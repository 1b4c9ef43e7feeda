"""HTML: what a browser would show as text, one line for each block or cell, under its headings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from colophon.publications.model import Line, Written
from colophon.publications.readers import bounded, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Attributes = Sequence[tuple[str, str | None]]

SUFFIXES: Final = ("html", "htm", "xhtml")

_HEAD: Final = 4096
_BEGINNING: Final = re.compile(rb"<(!doctype\s+html|html|head|body|main|article)\b", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)

_PICTURE: Final = re.compile(r"data:[\w/+.-]{0,80};base64,[A-Za-z0-9+/=%]*")
_TAG: Final = re.compile(r"<(?=[A-Za-z/])")
_LONGEST_TAG: Final = 16_384

_BLOCKS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "label", "legend", "li", "main", "nav", "ol",
        "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "title", "tr", "ul",
    )
)  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT: Final = frozenset(
    {"head", "nav", "noscript", "script", "select", "style", "svg", "template", "textarea"}
)
_BOXES: Final = frozenset({"checkbox", "radio"})


def recognises(content: bytes) -> bool:
    """Whether the content begins as a page does, and is no archive that holds one."""
    return not content.startswith(b"PK\x03\x04") and _BEGINNING.search(content[:_HEAD]) is not None


def read(content: bytes, name: str) -> Written:
    """Return the lines of the page.

    Raises:
        ReadingError: it is far too large.
    """
    page = _Page()
    page.feed(_harmless(_decoded(content), name))
    page.close()
    return Written("html", tuple(bounded(page.shown(), name)))


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:_HEAD])
    for encoding in ("utf-8-sig", named[1].decode() if named else "cp1252", "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def _harmless(text: str, name: str) -> str:
    """Return a page without what is not shown and what takes the parser long: what does not end.

    Line ends stay, so that the lines of the page keep their numbers.

    Raises:
        ReadingError: a tag is longer than any tag is.
    """
    text = _without(text, "<!--", "-->")
    text = _without(text, "<![", ">")
    text = _without(text, "<?", ">")
    text = _PICTURE.sub("data:", text)
    end = -1
    for tag in _TAG.finditer(text):
        if tag.start() < end:
            continue
        end = text.find(">", tag.start())
        if end < 0:
            return text[: tag.start()]  # the page breaks off within a tag
        if end - tag.start() > _LONGEST_TAG:
            raise damaged(name, "a web page", "a tag in it does not end")
    return text


def _without(text: str, opening: str, closing: str) -> str:
    """Return a text without what stands between two marks; what is not closed ends the text."""
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        kept.append(text[at:start])
        if end < 0:
            return "".join(kept)
        kept.append("\n" * text.count("\n", start, end))
        at = end + len(closing)
    return "".join((*kept, text[at:]))


class _Page(HTMLParser):
    """Collects the text of blocks; check boxes become the letters of boxes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[str, int, bool]] = []
        self._piece: list[str] = []
        self._at = 1
        self._silent: list[str] = []
        self._is_heading = False
        self._is_kept = False
        self._link = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begin a block, a heading, a link or what is not shown."""
        given = dict(attrs)
        if tag in _SILENT:
            self._silent.append(tag)
        if tag in _BLOCKS:
            if tag != "title" and "head" in self._silent:
                self._silent.remove("head")  # its end may be left out
            self._end_block()
        if tag in _HEADINGS:
            self._is_heading = True
        if tag == "pre":
            self._is_kept = True
        if tag == "a":
            self._link = (given.get("href") or "").strip()
        if tag == "input" and (given.get("type") or "").lower() in _BOXES:
            self._put("☒ " if "checked" in given else "☐ ")

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        if tag == "a" and self._link.startswith(("http:", "https:", "mailto:")):
            text = "".join(self._piece)
            address = self._link.removeprefix("mailto:")
            if address.rstrip("/") not in text:
                self._put(f" <{address}>")
            self._link = ""
        if tag in _BLOCKS:
            self._end_block()
        if tag in _HEADINGS:
            self._is_heading = False
        if tag == "pre":
            self._is_kept = False

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._is_kept:
            for line in data.splitlines(keepends=True):
                self._put(line)
                if line.endswith("\n"):
                    self._end_block()
        else:
            self._put(data)

    def _put(self, text: str) -> None:
        if self._silent:
            return
        if not self._piece:
            self._at = self.getpos()[0]
        self._piece.append(text)

    def _end_block(self) -> None:
        text = " ".join("".join(self._piece).split())
        if text:
            self._found.append((text, self._at, self._is_heading))
        self._piece = []

    def shown(self) -> Iterator[Line]:
        """Yield the lines, each with the heading that it stands under."""
        self._end_block()
        heading = ""
        for text, number, is_heading in self._found:
            if is_heading:
                heading = text
            under = f", under `{heading[:80]}`" if heading and not is_heading else ""
            yield Line(text, f"line {number}{under}", is_heading)
