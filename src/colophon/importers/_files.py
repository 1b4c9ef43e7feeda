"""Readings of several texts that belong together, and of logs line by line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon import reading
from colophon.errors import ArtefactError, ColophonError, DiskError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import damage, reading_of, shown, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from colophon.importers import Lines, Source

    Item = Evidence | Unread


def reading_of_set(
    source: Source,
    importer: str,
    found: Callable[[Mapping[str, bytes]], Iterable[Item]],
    shorten: Callable[[Source, str], bytes | None] | None = None,
) -> Reading:
    """Return what `found` yields of the texts of `source`, by their names.

    The artefact is the first of them; its digest and its size are those of the whole set. What is
    too large for a text is shortened; where it cannot be, it is told and passed over.

    Raises:
        DiskError: the disk refuses.
    """
    texts: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    size = 0
    whole = True
    items: list[Item] = []
    for name in source.names:
        artefact, data = source.text(name)
        kind, _, digests[name] = artefact.digest.rpartition(":")
        whole = whole and kind == "sha256"
        size += artefact.size
        if data is None and shorten is not None:
            data = shorten(source, name)
        if data is None:
            items.append(located(too_large(), name, source))
        else:
            texts[name] = data
    artefact = source.artefact(digests, size, heads=not whole)
    return reading_of(importer, artefact, [*items, *found(texts)])


def located(item: Item, name: str, source: Source) -> Item:
    """Return `item` with the name of the file in its place, where `source` has several files."""
    if len(source.names) == 1:
        return item
    inside = f", {item.locator}" if item.locator else ""
    return item.model_copy(update={"locator": shown(name) + inside})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts.

    Attributes:
        columns: their names, in order.
        rows: the number of each row, the first line being row 1, and what stands in its columns.
        short: the numbers of the rows that have another number of columns.
        cut: the number of the last row when its line has no end, which may be half a row.
        torn: what stands in the rows that are not read, for as long as they go.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    short: tuple[int, ...]
    cut: int | None
    torn: tuple[Mapping[str, str], ...]


def table(data: bytes, name: str, *, separator: str = ",", quotes: bool = True) -> Table:
    """Return the table that a text holds, without its last row if that has no end.

    Args:
        data: the text.
        name: that of the file, for messages.
        separator: what stands between two columns.
        quotes: whether `"` begins a text in which the separator may stand.

    Raises:
        ArtefactError: it is no table.
        ReadingError: it is not UTF-8.
    """
    text = reading.decode(data, name)
    lines = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        strict=True,
    )
    try:
        rows = list(lines)
    except csv.Error as error:
        raise ArtefactError(
            f"not a table: {error}",
            place=f"{name}:{lines.line_num}",
            remedy="Mend the line, or write the file anew with the program that made it.",
        ) from None
    columns = tuple(rows[0]) if rows else ()
    if not columns or len(set(columns)) < len(columns):
        raise ArtefactError(
            "the first line does not name each column once",
            place=f"{name}:1",
            remedy="Write the file anew with its program.",
        )
    cut = None if text.endswith(("\n", "\r")) else len(rows)
    numbered = [(at, row) for at, row in enumerate(rows, 1) if at > 1 and row]
    whole = [(at, row) for at, row in numbered if len(row) == len(columns) and at != cut]
    torn = [(at, row) for at, row in numbered if len(row) != len(columns) or at == cut]
    return Table(
        columns=columns,
        rows=tuple((at, dict(zip(columns, row, strict=True))) for at, row in whole),
        short=tuple(at for at, _ in torn if at != cut),
        cut=cut,
        torn=tuple(dict(zip(columns, row, strict=False)) for _, row in torn),
    )


def gaps(found: Table) -> Iterator[Unread]:
    """Yield which rows of a table are not read."""
    for at in found.short:
        yield Unread(
            locator=f"row {at}",
            reason="has another number of columns than the first line",
            remedy="Mend the row, or write the file anew with the program that made it.",
            damaged=True,
        )
    if found.cut is not None:
        yield Unread(
            locator=f"row {found.cut}",
            reason="the last row has no end of line, so that it may be cut off: it is not read",
            remedy="Take the file from where it was written, whole; otherwise end the line.",
            damaged=True,
        )


class Log:
    """The whole lines of a log, with their numbers: the last one only if it has its end.

    Attributes:
        cut: the number of the last line when it has no end, which may be half a line.
        too_long: the numbers of lines that no such log has.
    """

    def __init__(self, lines: Lines, *, ended: bool) -> None:
        self._lines = lines
        self._ended = ended
        self.cut: int | None = None
        self.too_long: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield each whole line, without spaces around it at its end."""
        held: tuple[int, bytes | None] | None = None
        for item in self._lines:
            if held is not None:
                yield from self._text(*held)
            held = item
        if held is None:
            return
        if self._ended:
            yield from self._text(*held)
        else:
            self.cut = held[0]

    def _text(self, at: int, line: bytes | None) -> Iterator[tuple[int, str]]:
        if line is None:
            self.too_long.append(at)
        else:
            yield at, line.decode("utf-8", "replace").rstrip()


def has_end(source: Source, name: str) -> bool:
    """Say whether the last line of a file has its end.

    Raises:
        DiskError: the disk refuses.
    """
    with source.opened(name) as (file, size):
        file.seek(max(0, size - 1))
        return file.read(1) in {b"", b"\n"}


def reading_of_lines(
    source: Source, importer: str, found: Callable[[Log], Iterable[Item]]
) -> Reading:
    """Return what `found` yields of the lines of the one log of `source`, however large it is.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    ended = has_end(source, name)
    with source.lines(name) as lines:
        log = Log(lines, ended=ended)
        items: list[Item]
        try:
            items = list(found(log))
        except DiskError:
            raise
        except ColophonError as error:
            items = [damage(error, source.artefact_name(name))]
        artefact = Artefact(name=source.artefact_name(name), digest=lines.digest(), size=lines.size)
    if log.cut is not None:
        items.append(
            Unread(
                locator=f"line {log.cut}",
                reason="the last line has no end, so that it may be cut off: it is not read",
                remedy="Collect again when the program has ended; otherwise end the line.",
            )
        )
    items += (
        Unread(
            locator=f"line {at}",
            reason="longer than any line of such a file",
            remedy="Look at what stands there.",
        )
        for at in log.too_long
    )
    return reading_of(importer, artefact, items)
