"""What a Word document says of itself: `docProps/core.xml` in its archive, and nothing else."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Unread
from colophon.importers._objects import Told, one, prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_MEMBER: Final = "docProps/core.xml"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_CHANGED: Final = "{http://purl.org/dc/terms/}modified"
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?", re.DOTALL)

_LARGEST: Final = 1_000_000
"""Neither the list of the members nor the properties are longer, in bytes."""

_TAIL: Final = 22 + 65_535
_END: Final = b"PK\x05\x06"


def properties(file: BinaryIO, size: int, place: str) -> Iterator[Evidence | Unread]:
    """Yield the title and the day of the last change.

    Raises:
        ArtefactError: the document is damaged.
    """
    if _length_of_list(file, size) > _LARGEST:
        yield Unread(
            locator="",
            reason="its archive has more members than a document has, or no end",
            remedy="State the title by hand, or save the document anew.",
        )
        return
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_MEMBER) as member:
            data = member.read(_LARGEST + 1)
    except KeyError:
        return
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError
    ):  # fmt: skip
        raise _damaged("its archive is damaged or encrypted", place) from None
    if len(data) > _LARGEST or b"<!DOCTYPE" in data or b"\0" in data:
        raise _damaged(f"`{_MEMBER}` in it is not what programs write", place)
    try:
        # Without a DOCTYPE there are no entities that could grow.
        root = ET.fromstring(data)  # noqa: S314 -- bounded, and without a DOCTYPE
    except (ET.ParseError, ValueError, LookupError):
        raise _damaged(f"`{_MEMBER}` in it is not XML", place) from None
    title, changed = root.findtext(_TITLE, ""), root.findtext(_CHANGED, "")
    if title.strip():
        yield one(Told("document.title", prose), title, f"{_MEMBER}, dc:title")
    if match := _DAY.fullmatch(changed.strip()):
        yield Evidence(fact="document.date", value=match[1], locator=f"{_MEMBER}, dcterms:modified")


def _length_of_list(file: BinaryIO, size: int) -> int:
    """Return how long the list of the members says that it is; too long where it has no end."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_END)
    file.seek(0)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else size + _LARGEST


def _damaged(message: str, place: str) -> ArtefactError:
    return ArtefactError(message, place=place, remedy="Copy the document again, or save it anew.")
