"""DOCX: paragraphs and cells in their order, with check boxes as letters, under their headings."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from colophon.errors import ReadingError
from colophon.extras import needed
from colophon.publications.model import Line, Written
from colophon.publications.readers import bounded, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = ("docx", "docm")

_LARGEST: Final = 64 * 2**20
"""How much all pictures and the like of a file may unpack to."""
_LARGEST_XML: Final = 16 * 2**20
"""How much all of its texts and their properties may unpack to: a tree of them is far larger."""
_PIECE: Final = 2**16
_PRIVATE: Final = 0xF000
"""Where the letters of fonts of symbols lie."""
_MOST_PARTS: Final = 2000
_DEEPEST: Final = 200

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF: Final = frozenset({"0", "false", "off"})
_BREAKS: Final = frozenset({f"{_W}br", f"{_W}cr"})


def recognises(content: bytes) -> bool:
    """Whether the content is an archive that holds a document of Word."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read(content: bytes, name: str) -> Written:
    """Return the lines of paragraphs and cells.

    Raises:
        ReadingError: it is damaged, or unpacks to far too much.
        ColophonError: the library that reads DOCX is not installed.
    """
    _refuse_bombs(content, name)
    docx = needed("docx", extra="lint")
    try:
        document = docx.Document(io.BytesIO(content))
        links = {key: one.target_ref for key, one in document.part.rels.items() if one.is_external}
        lines = tuple(bounded(_Story(document, links).lines(), name))
    except ReadingError:
        raise
    except Exception as error:  # noqa: BLE001 -- damaged files make the library raise anything
        raise damaged(name, "a DOCX", f"{type(error).__name__}: {error}".splitlines()[0]) from None
    return Written("docx", lines)


def _refuse_bombs(content: bytes, name: str) -> None:
    """Unpack every part in small pieces, and stop where it is more than a document can hold."""
    try:
        is_small = _unpacks_to_little(content)
    except Exception as error:  # noqa: BLE001 -- damaged archives make zipfile and zlib raise anything
        raise damaged(name, "a DOCX", str(error)) from None
    if not is_small:
        raise too_large(name)


def _unpacks_to_little(content: bytes) -> bool:
    """Whether no more comes out of an archive than a document can hold."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            return False
        left = {True: _LARGEST_XML, False: _LARGEST}
        for part in parts:
            is_xml = part.filename.endswith((".xml", ".rels"))
            with archive.open(part) as stream:
                while piece := stream.read(_PIECE):
                    left[is_xml] -= len(piece)
                    if left[is_xml] < 0:
                        return False
    return True


class _Story:
    """The body of a document, walked in order."""

    def __init__(self, document: Any, links: dict[str, str]) -> None:
        self._body = document.element.body
        self._links = links
        self._headings = {
            style.style_id
            for style in document.styles
            if style.type == 1 and (style.name or "").lower().startswith(("heading", "title"))
        }
        self._heading = ""
        self._count = 0

    def lines(self) -> Iterator[Line]:
        """Yield a line for each paragraph, and for each of its parts between breaks."""
        yield from self._inside(self._body, "", 0)

    def _inside(self, element: Any, cell: str, depth: int) -> Iterator[Line]:
        if depth > _DEEPEST:
            raise ValueError("tables stand in tables without end")
        rows = 0
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, cell)
            elif child.tag == f"{_W}tr":
                rows += 1
                for column, inner in enumerate(self._cells(child), start=1):
                    yield from self._inside(inner, f", row {rows}, cell {column}", depth + 1)
            elif child.tag in {f"{_W}tbl", f"{_W}sdt", f"{_W}sdtContent", f"{_W}tc", f"{_W}ins"}:
                yield from self._inside(child, cell, depth + 1)

    def _cells(self, row: Any) -> Iterator[Any]:
        for child in row:
            if child.tag == f"{_W}tc":
                yield child
            elif child.tag == f"{_W}sdt":
                yield from child.iter(f"{_W}tc")

    def _paragraph(self, paragraph: Any, cell: str) -> Iterator[Line]:
        self._count += 1
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        is_heading = style is not None and style.get(f"{_W}val") in self._headings
        text = "".join(self._pieces(paragraph))
        if is_heading and text.strip():
            self._heading = " ".join(text.split())
        under = f", under `{self._heading[:80]}`" if self._heading and not is_heading else ""
        for piece in text.split("\n"):
            words = " ".join(piece.split())
            if words:
                yield Line(words, f"paragraph {self._count}{cell}{under}", is_heading)

    def _pieces(self, paragraph: Any) -> Iterator[str]:
        """Yield what stands in a paragraph: text, breaks, check boxes, addresses of links."""
        for element in paragraph.iter():
            tag = element.tag
            if tag == f"{_W}t":
                yield element.text or ""
            elif tag == f"{_W}tab":
                yield " "
            elif tag in _BREAKS:
                yield "\n"
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag == f"{_W}sym":
                yield _symbol(element)
            elif tag == f"{_W}checkBox":
                yield _legacy_box(element)
            elif tag == f"{_W}hyperlink":
                target = self._links.get(element.get(_RELATION) or "")
                if target and target.rstrip("/") not in "".join(element.itertext()):
                    yield f" <{target.removeprefix('mailto:')}> "


_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _symbol(element: Any) -> str:
    """Return a character of a font of symbols, such as a box of Wingdings."""
    code = element.get(f"{_W}char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number if number >= _PRIVATE else _PRIVATE + number)


def _legacy_box(element: Any) -> str:
    """Return the box of an old form field: ticked by itself, else by its default."""
    for name in ("checked", "default"):
        state = element.find(f"{_W}{name}")
        if state is not None:
            return "☐ " if (state.get(f"{_W}val") or "1").lower() in _OFF else "☒ "
    return "☐ "
