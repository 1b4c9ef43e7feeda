"""PDF: the text of each page. Pages that are pictures have none, and are told."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from colophon.errors import ReadingError
from colophon.extras import needed
from colophon.publications.model import Gap, Line, Written
from colophon.publications.readers import bounded, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES: Final = ("pdf",)

_HEAD: Final = 1024
_MOST_PAGES: Final = 400
_FEWEST_PAGES: Final = 3
"""From so many pages on, a line that most of them have is their header or footer."""
_HALF: Final = 2
_LARGEST_PAGE: Final = 8 * 2**20
_MOST_LINKS: Final = 500
_EDGES: Final = 4
_NEAR: Final = 2.0
"""How far from a link, in points, the text may begin that it lies on."""
_LIGATURES: Final = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def recognises(content: bytes) -> bool:
    """Whether the content begins as a PDF does, after what some programs put before it."""
    return b"%PDF-" in content[:_HEAD]


def read(content: bytes, name: str) -> Written:
    """Return the lines of all pages.

    Raises:
        ReadingError: it is damaged, locked with a password, or far too large.
        ColophonError: the library that reads PDF is not installed.
    """
    pypdf = needed("pypdf", extra="lint")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no matter here
    pages = _pages(pypdf, content, name)
    silent = [str(number) for number, lines in enumerate(pages, start=1) if not any(lines)]
    gap = Gap("lint.unread.pages", "", (("pages", ", ".join(silent)),))
    return Written(
        "pdf",
        tuple(bounded(_lines(pages), name)),
        (gap,) if silent and len(silent) < len(pages) else (),
    )


def _pages(pypdf: Any, content: bytes, name: str) -> list[list[str]]:
    """Return the lines of each page, without spaces around them."""
    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        is_locked = document.is_encrypted and not document.decrypt("")
        count = 0 if is_locked else len(document.pages)
        is_read = 0 < count <= _MOST_PAGES and not any(map(_is_vast, document.pages))
        texts = [_text(page) for page in document.pages] if is_read else []
    except Exception as error:  # noqa: BLE001 -- damaged files make the library raise anything
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        raise damaged(name, "a PDF", why) from None
    if is_locked:
        raise ReadingError(
            "the PDF is locked with a password",
            place=name,
            remedy="Save it without the password, and name that file.",
        )
    if count and not is_read:
        raise too_large(name)
    return [[line.strip() for line in text.splitlines()] for text in texts]


def _is_vast(page: Any) -> bool:
    """Whether a page is drawn with more than a page of text ever is; it would be read for hours."""
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) > _LARGEST_PAGE


def _text(page: Any) -> str:
    """Return the text of a page, with the addresses of links behind their lines."""
    placed: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            placed.append((text.strip(), x, y))

    lines = str(page.extract_text(visitor_text=visit)).translate(_LIGATURES).splitlines()
    for address, left, bottom, top in _links(page):
        beside = [
            (abs(x - left), text) for text, x, y in placed if bottom - _NEAR <= y <= top + _NEAR
        ]
        words = min(beside)[1].translate(_LIGATURES).splitlines()[0] if beside else ""
        for number, line in enumerate(lines):
            if words and words in line and address not in line:
                lines[number] = f"{line} <{address}>"
                break
    return "\n".join(lines)


def _links(page: Any) -> Iterator[tuple[str, float, float, float]]:
    """Yield the web addresses of a page's links: each with its left, its bottom and its top."""
    for reference in (page.get("/Annots") or ())[:_MOST_LINKS]:
        link = reference.get_object()
        action = link.get("/A") if hasattr(link, "get") else None
        action = action.get_object() if action is not None else {}
        address = str(action.get("/URI", ""))
        edges = [float(edge) for edge in link.get("/Rect", ())] if address else []
        if address.startswith(("http:", "https:")) and len(edges) == _EDGES:
            yield address, min(edges[0], edges[2]), min(edges[1::2]), max(edges[1::2])


def _lines(pages: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Yield the lines with their places, without page numbers, headers and footers."""
    bare = [[_numberless(line, page) for line in lines] for page, lines in enumerate(pages, 1)]
    often = Counter(line for lines in bare for line in {*lines} if line)
    around = {
        line
        for line, count in often.items()
        if len(pages) >= _FEWEST_PAGES and count * _HALF > len(pages) and _is_edge(line, bare)
    }
    for page, lines in enumerate(pages, start=1):
        for number, line in enumerate(lines, start=1):
            is_around = _numberless(line, page) in around or line == str(page)
            if line and not is_around:
                yield Line(line, f"page {page}, line {number}")


def _numberless(line: str, page: int) -> str:
    """Return a line without the number of its page, by which footers differ."""
    return re.sub(rf"(?<!\d){page}(?!\d)", "#", line)


def _is_edge(line: str, pages: Sequence[Sequence[str]]) -> bool:
    """Whether a line stands at the top or the bottom of each page that has it."""
    for lines in pages:
        full = [one for one in lines if one]
        if line in full and line not in (*full[:_FEWEST_PAGES], *full[-_FEWEST_PAGES:]):
            return False
    return True
