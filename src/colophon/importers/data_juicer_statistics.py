"""What data-juicer counted in a dataset: the `overall.csv` of its analysis.

Each column is one thing counted, such as `text_len`; each row one number over all samples. There
are no sums. The number of values is that of samples only where each sample has one value: of a list
all entries count, and samples on which the program failed are left out.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError, ReadingError
from colophon.evidence import Evidence, Unread
from colophon.importers import count, fraction, reading_of_text, shown
from colophon.importers._objects import Told, one, stranger
from colophon.importers._statistics import FACTS as STATISTICS
from colophon.quantities import number
from colophon.reading import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {
    fact: what for fact, what in STATISTICS.items() if fact != "statistics.total"
}

_NAME: Final = "overall.csv"

_ROWS: Final[Mapping[str, Told]] = {
    "count": Told("statistics.values", count),
    "mean": Told("statistics.mean", fraction),
    "min": Told("statistics.minimum", fraction),
    "max": Told("statistics.maximum", fraction),
}


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `overall.csv` where its first column has no name and its first row is the number."""
    if _NAME in folder:
        head = folder.head(_NAME)
        if head.startswith(b",") and b"\ncount," in head:
            yield (_NAME,)


def collect(source: Source) -> Reading:
    """Read one `overall.csv`.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "data_juicer_statistics", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what each row tells of each column.

    Raises:
        ArtefactError: it is no table.
        ReadingError: it is not UTF-8.
    """
    lines = decode(data, name).splitlines(keepends=True)
    whole = [line for line in lines if line.endswith("\n")]
    try:
        rows = list(csv.reader(whole, strict=True))
    except csv.Error:
        raise ArtefactError(
            "it is no table of commas", place=name, remedy="Write it anew with data-juicer."
        ) from None
    if not rows or rows[0][:1] != [""]:
        yield stranger("the analysis of data-juicer", "table with rows that are named")
        return
    things = rows[0][1:]
    for row in rows[1:]:
        if len(row) != len(rows[0]) or row[0] not in _ROWS:
            continue
        for thing, text in zip(things, row[1:], strict=True):
            if text and thing:
                locator = f"row {row[0]}, column {shown(thing)}"
                yield _cell(_ROWS[row[0]], text, locator, shown(thing))
    if len(whole) < len(lines):
        yield Unread(
            locator=f"line {len(lines)}",
            reason="the last line has no end and may have been cut off",
            remedy="Write it anew with data-juicer.",
        )


def _cell(what: Told, text: str, locator: str, of: str) -> Evidence | Unread:
    try:
        value = number(text, place="")
    except ReadingError:
        return one(what, text, locator, of=of)
    return one(what, int(value) if value == int(value) else value, locator, of=of)
