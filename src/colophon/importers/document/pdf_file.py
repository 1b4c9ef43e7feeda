"""What a PDF says of itself: the properties of its trailer and the metadata of its catalogue.

Nothing else in it is looked at. A file that is not in order is not repaired, because what is found
by repair may be older than the last change; and the effort is bounded, whatever the file asks for.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Unread
from colophon.extras import needed
from colophon.importers import damage, quoted
from colophon.importers._objects import Told, doubt, one, prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from colophon.reading import Plain

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_DATE: Final = re.compile(r"(?:D:)?([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2,6}(?:[Zz+-].*)?)?")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?", re.DOTALL)

_LARGEST: Final = 1_000_000
"""No metadata are longer, in bytes."""

_MOST: Final = 1_000_000
"""So many times a file may be read from: each takes about a microsecond."""


_SILENCE: Final = logging.NullHandler()
"""Takes the warnings of the library, which would be printed else."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text that stands in a place of the file."""

    text: str
    locator: str


class _Bounded:
    """A file that may be read from only so often, for what goes in a circle."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _MOST

    def read(self, length: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            EOFError: it was read from too often.
        """
        self._left -= 1
        if self._left < 0:
            raise EOFError("it leads in a circle, or is larger than any that is read")
        return self._file.read(length)

    def __getattr__(self, name: str) -> Any:
        """Return what a file has besides."""
        return getattr(self._file, name)


def properties(file: BinaryIO) -> Iterator[Evidence | Unread]:
    """Yield the title, the day on which it was made and the day of the last change."""
    try:
        pypdf = needed("pypdf", extra="lint")
    except ColophonError as error:
        yield damage(error, error.place).model_copy(update={"locator": "", "damaged": False})
        return
    logging.getLogger("pypdf").addHandler(_SILENCE)
    try:
        said = _said(pypdf.PdfReader(_Bounded(file), strict=True))
    except Exception as error:  # noqa: BLE001 -- the parser of another raises anything at all
        yield doubt("", f"what it says of itself cannot be read: {quoted(str(error))}")
        return
    if said is None:
        yield doubt("", "it is encrypted, so that what it says of itself is not read")
        return
    for fact, places in said.items():
        yield from _agreed(fact, places)


def _said(document: Any) -> dict[str, list[_Said]] | None:
    """Return what stands in the properties and in the metadata; None where it is encrypted."""
    if document.is_encrypted:
        return None
    found: dict[str, list[_Said]] = {"title": [], "created": [], "date": []}
    told = document.metadata or {}
    for fact, key in (("title", "/Title"), ("created", "/CreationDate"), ("date", "/ModDate")):
        value = told.get(key)
        if isinstance(value, str) and value.strip():
            found[fact].append(_Said(str(value), f"/Info{key}"))
    stream = document.root_object.get("/Metadata")
    metadata: Any = stream.get_object() if stream is not None else None
    data = metadata.get_data() if hasattr(metadata, "get_data") else b""
    if not isinstance(data, bytes) or len(data) > _LARGEST or b"<!DOCTYPE" in data:
        return found
    try:
        # Without a DOCTYPE there are no entities that could grow.
        root = ET.fromstring(data)  # noqa: S314 -- bounded, and without a DOCTYPE
    except (ET.ParseError, ValueError, LookupError):
        return found
    if title := _title(root):
        found["title"].append(_Said(title, "/Metadata, dc:title"))
    for fact, name in (("created", "CreateDate"), ("date", "ModifyDate")):
        texts = [text for part in root.iter() if (text := part.get(_XMP + name))]
        texts += [text for part in root.iter(_XMP + name) if (text := part.text)]
        found[fact] += (_Said(text, f"/Metadata, xmp:{name}") for text in texts if text.strip())
    return found


def _title(root: ET.Element) -> str:
    """Return the title that stands for all languages; nothing where there are only several."""
    for part in root.iter(_TITLE):
        texts = {one.get(_LANGUAGE, ""): one.text or "" for one in part.iter(f"{_RDF}li")}
        if len(texts) == 1:
            return next(iter(texts.values())).strip()
        return texts.get("x-default", part.text or "").strip()
    return ""


def _agreed(fact: str, places: list[_Said]) -> Iterator[Evidence | Unread]:
    """Yield what all places say alike, or where they do not."""
    read = prose if fact == "title" else _day
    values: dict[str, _Said] = {}
    for said in places:
        item = one(Told(f"document.{fact}", read), said.text, said.locator)
        if isinstance(item, Unread):
            yield item
            return
        values.setdefault(str(item.value), said)
    if len(values) > 1:
        (first, at), (second, other), *_ = values.items()
        reason = f"says `{quoted(first)}`, and `{other.locator}` says `{quoted(second)}`"
        yield doubt(at.locator, reason)
        return
    for value, said in values.items():
        yield Evidence(fact=f"document.{fact}", value=value, locator=said.locator)


def _day(value: Plain) -> str:
    """Return the day of a moment, as its clock shows it; raise ValueError with the form else."""
    text = value.strip() if isinstance(value, str) else ""
    match = _DATE.fullmatch(text) or _DAY.fullmatch(text)
    if match is not None:
        with suppress(ValueError):
            return date(*map(int, match.groups())).isoformat()
    raise ValueError("a day")
