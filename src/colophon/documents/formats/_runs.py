"""What the formats for people share: neighbours that stand in one list, table or heading."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from colophon.documents.model import Cell, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from colophon.documents.model import Block, Section


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks of a section that are drawn as one.

    Attributes:
        entries: those of one list; none where there is none.
        table: entries that stand in a table of the form; None where there is none.
        told: all else.
    """

    entries: Sequence[Entry] = ()
    table: Cells | None = None
    told: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """Entries in a table of the form.

    Attributes:
        columns: their headings, without that of the first one.
        rows: the heading of each, and its entries column by column.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Sequence[Entry]]]]


def runs(blocks: Iterable[Block]) -> Iterator[Run]:
    """Put neighbours together: entries of a list, and those of a table of the form."""
    for _, run in groupby(blocks, _kind):
        neighbours = list(run)
        entries = [one for one in neighbours if isinstance(one, Entry)]
        if not entries:
            yield Run(told=neighbours)
        elif entries[0].cell is None:
            yield Run(entries=entries)
        else:
            yield Run(table=_cells(entries))


def grouped(sections: Iterable[Section]) -> Iterator[tuple[str | None, Section]]:
    """Yield sections, the first of those that stand under one heading with that heading."""
    for under, group in groupby(sections, lambda section: section.under):
        for position, section in enumerate(group):
            yield None if position else under, section


def _kind(block: Block) -> tuple[bool, bool]:
    return isinstance(block, Entry), isinstance(block, Entry) and block.cell is not None


def _cells(entries: Sequence[Entry]) -> Cells:
    """Return entries of a table by row and column, both in the order in which they come."""
    places = [one.cell for one in entries if one.cell is not None]
    columns = list(dict.fromkeys(place.column for place in places))
    rows = []
    for row in dict.fromkeys(place.row for place in places):
        at = (Cell(row=row, column=column) for column in columns)
        rows.append((row, [[one for one in entries if one.cell == place] for place in at]))
    return Cells(columns, rows)
