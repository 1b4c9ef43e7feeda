"""What dolma counted in the attributes of a corpus: the `summaries.jsonl.gz` of its analysis.

Each line is one attribute: how many values there were, and their sum. The values of an attribute
are those of its spans, of which a document may have many; a document without a span counts as one
value of zero. So the number of values is that of documents only where each has one span.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError
from colophon.evidence import Unread
from colophon.importers import count, fraction, json_object, out_of_place, reading_of_text, word
from colophon.importers._objects import Told, told
from colophon.importers._statistics import FACTS as STATISTICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {
    fact: STATISTICS[fact] for fact in ("statistics.total", "statistics.values")
}

_PACKED: Final = "summaries.jsonl.gz"
_PLAIN: Final = "summaries.jsonl"
_MAGIC: Final = b"\x1f\x8b"

_LARGEST: Final = 50_000_000
"""No summaries are longer, unpacked, in bytes."""

_KEYS: Final[Mapping[str, Told]] = {
    "sum": Told("statistics.total", fraction),
    "total": Told("statistics.values", count),
}
_SIGNS: Final = frozenset({"name", "counts", "bins", "total", "sum"})


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the summaries of an analysis."""
    if _PACKED in folder and folder.head(_PACKED).startswith(_MAGIC):
        yield (_PACKED,)
    if _PLAIN in folder and b'"bins"' in folder.head(_PLAIN):
        yield (_PLAIN,)


def collect(source: Source) -> Reading:
    """Read the summaries of one analysis.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "dolma_statistics", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what each line tells.

    Raises:
        ArtefactError: it is damaged, or unpacks to more than any summaries are.
        ReadingError: a line is not JSON.
    """
    whole = _unpacked(data, name) if name.endswith(".gz") else data
    *lines, rest = whole.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        summary = json_object(line, f"{name}:{number}")
        try:
            of = word(summary.get("name"))
            if not summary.keys() >= _SIGNS:
                raise ValueError("a summary")  # noqa: TRY301 -- told like a name
        except ValueError as form:
            yield out_of_place(summary, form, f"line {number}")
            continue
        yield from told(summary, _KEYS, at=f"line {number}, ", of=of)
    if rest:
        yield Unread(
            locator=f"line {len(lines) + 1}",
            reason="the last line has no end and may have been cut off",
            remedy="Write it anew with dolma.",
        )


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            whole = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise ArtefactError(
            "it is packed, and cut off or damaged",
            place=name,
            remedy="Copy the file again, or write it anew with dolma.",
        ) from None
    if len(whole) > _LARGEST:
        raise ArtefactError(
            f"it unpacks to more than {_LARGEST} bytes",
            place=name,
            remedy="Write it anew with dolma.",
        )
    return whole
