"""How the formats that are not text are read: what a person sees on the page, in its order."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from pypdf import PdfReader
from pypdf.generic import StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CODE: Final = re.compile("⟨U\\+([0-9A-F]{4,6})⟩")
_TOP, _BOTTOM = 775, 55
"""Where the text of a page begins and ends, in points from its lower edge."""


def docx(content: bytes) -> str:
    """Return the text of a DOCX, a paragraph a line; its running head and foot come last."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [f"word/{name}.xml" for name in ("document", "header", "footer")]
        return "\n".join(
            "".join(_letters(paragraph))
            for part in parts
            for paragraph in ET.fromstring(package.read(part)).iter(f"{_WORD}p")  # noqa: S314 -- our own
        )


def _letters(paragraph: ET.Element) -> Iterator[str]:
    for one in paragraph.iter():
        if one.tag == f"{_WORD}t":
            yield one.text or ""
        elif one.tag in {f"{_WORD}br", f"{_WORD}tab"}:
            yield " "


def pdf(content: bytes) -> str:
    """Return the text of a PDF without its running heads and feet, codes as their characters."""
    told: list[str] = []

    def visit(text: str, place: list[float], *_: Any) -> None:
        if _BOTTOM < place[5] < _TOP or not text.strip():
            told.append(text)

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
        told.append("\n")
    return _CODE.sub(lambda found: chr(int(found[1], 16)), "".join(told))


def unseen(extension: str, content: bytes) -> str:
    """Return what else a file holds: properties, names and content of parts, unpacked streams."""
    return "\n".join({"docx": _members, "pdf": _objects}[extension](content))


def _members(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield package.comment.decode()
        for info in package.infolist():
            yield f"{info.filename} {info.comment!r} {info.extra!r}"
            yield package.read(info).decode("utf-8", "replace")
            if info.filename.endswith(".xml"):
                yield "".join(ET.fromstring(package.read(info)).itertext())  # noqa: S314 -- our own


def _objects(content: bytes) -> Iterator[str]:
    """Yield every object of a PDF as text, and every stream as it is when it is unpacked."""
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, len(reader.xref.get(0, {})) + len(reader.xref_objStm) + 1):
        one = reader.get_object(number)
        if one is None:
            continue
        yield repr(one)
        if isinstance(one, StreamObject) and one.get("/Subtype") != "/CIDFontType0C":
            yield one.get_data().decode("utf-8", "replace")
