"""A plain table of a meter, which any meter or script can write: `timestamp,energy_kWh,boundary`.

    timestamp,energy_kWh,boundary
    2026-03-01T10:15:00Z,1.25,node
    2026-03-01T10:30:00Z,1.31,node

The first line names the columns, with commas between them, in any order:

- `timestamp`: the end of the interval, as ISO 8601, rising from row to row.
- `energy_<unit>`: the energy of the interval, since the row before. Or `counter_<unit>`: what a
  counter showed that never begins anew; its energy is the last minus the first.
- `boundary`: what the energy is that of, such as `accelerator`, `node`, `rack` or `facility`.
- `meter`, where several stand in one table: a name for each.

The unit is J, kJ, MJ, GJ, TJ, Wh, kWh, MWh, GWh or TWh. Small letters do where they cannot be
mistaken: `mwh` may be a thousandth or a million, and is refused, as is a column without a unit.
Watts are no energy. What is within one boundary is added up; two boundaries are told apart, because
one of them may hold the other.
"""

from __future__ import annotations

import csv
import decimal
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Unread
from colophon.importers import quoted, word
from colophon.importers._files import Log, reading_of_lines
from colophon.importers._training import broken, meanings, numeral, question
from colophon.quantities import ENERGY_IN_MWH, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(
    "energy.consumed", "energy.boundary", "energy.started", "energy.ended"
)

_NAME: Final = re.compile(r".*(?:energy|meter).*\.csv", re.IGNORECASE | re.DOTALL)
_ENERGY: Final = re.compile(r"(?P<kind>energy|counter)(?:_(?P<unit>[A-Za-z]+))?")
_UNITS: Final[Mapping[str, str]] = {
    **{unit.lower(): unit for unit in ENERGY_IN_MWH if not unit.startswith("M")},
    **{unit: unit for unit in ENERGY_IN_MWH},
}
_TIME, _BOUNDARY, _METER = "timestamp", "boundary", "meter"
_OF_A_RUN: Final = "run_id"
"""What only a table of codecarbon has."""

_EXACT: Final = decimal.Context(prec=400, traps=[decimal.Inexact, decimal.InvalidOperation])


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each table of a meter."""
    for name in folder.names:
        if _NAME.fullmatch(name):
            head = folder.head(name).partition(b"\n")[0].decode("utf-8", "replace")
            columns = [column.strip() for column in head.removeprefix("\ufeff").split(",")]
            if (
                _TIME in columns
                and _OF_A_RUN not in columns
                and any(map(_ENERGY.fullmatch, columns))
            ):
                yield (name,)


def collect(source: Source) -> Reading:
    """Read one table of a meter.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_lines(source, "energy_meter", _found)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each thing stands in a row."""

    number: int
    time: int
    energy: int
    boundary: int
    meter: int | None
    unit: str
    is_counter: bool


@dataclass(slots=True)
class _Meter:
    """What one meter showed within one boundary."""

    boundary: str
    row: int = 0
    started: str = ""
    ended: str = ""
    last: datetime | None = None
    first: Decimal | None = None
    energy: Decimal = field(default_factory=Decimal)
    why_not: str = ""


def _found(log: Log) -> Iterator[Evidence | Unread]:
    """Yield the energy within each boundary.

    Raises:
        ArtefactError: it is no table.
    """
    columns: _Columns | None = None
    meters: dict[str, _Meter] = {}
    for at, text in log:
        cells = _cells(text)
        if columns is None:
            named = _columns(cells)
            if isinstance(named, Unread):
                yield named
                return
            columns = named
        elif text:
            if len(cells) != columns.number:
                yield broken(f"row {at}", "has another number of columns than the first line")
                return
            _take(cells, columns, at, meters)
    for of, meter in meters.items():
        if meter.why_not:
            yield question(
                f"row {meter.row}",
                f"{of}: {meter.why_not}, so that its energy is not added up",
                "Mend the table if it is wrong, or state the energy by hand.",
            )
        elif columns is not None:
            yield from _told(meter, of, columns)


def _cells(text: str) -> list[str]:
    """Return what stands in the columns of a line; nothing where it is no row of a table."""
    try:
        cells = next(csv.reader([text])) if '"' in text else text.split(",")
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _columns(cells: Sequence[str]) -> _Columns | Unread:
    """Return where each column stands, or why they do not tell the energy."""
    cells = [cell.removeprefix("\ufeff") for cell in cells]
    if len(set(cells)) < len(cells):
        raise ArtefactError(
            "the first line does not name each column once",
            place="",
            remedy="Name each column once.",
        )
    found = [(at, match) for at, cell in enumerate(cells) if (match := _ENERGY.fullmatch(cell))]
    if len(found) != 1:
        return _refused("not one column `energy_<unit>` or `counter_<unit>`")
    ((energy, match),) = found
    unit = _UNITS.get(match["unit"] or "")
    if unit is None:
        return _refused(f"the column `{quoted(match[0])}` does not name its unit unmistakably")
    if _TIME not in cells:
        return _refused("no column `timestamp`, which says when each row ends")
    if _BOUNDARY not in cells:
        return _refused("no column `boundary`, which says what the energy is that of")
    return _Columns(
        number=len(cells),
        time=cells.index(_TIME),
        energy=energy,
        boundary=cells.index(_BOUNDARY),
        meter=cells.index(_METER) if _METER in cells else None,
        unit=unit,
        is_counter=match["kind"] == "counter",
    )


def _take(cells: Sequence[str], columns: _Columns, at: int, meters: dict[str, _Meter]) -> None:
    """Add one row to the meter that it is of."""
    boundary = cells[columns.boundary]
    name = "" if columns.meter is None else cells[columns.meter]
    of = quoted(f"{name}, {boundary}" if name else boundary or "a row without a boundary")
    meter = meters.setdefault(of, _Meter(boundary))
    if meter.why_not:
        return
    meter.row = at
    try:
        word(boundary)
        time = datetime.fromisoformat(cells[columns.time])
        shown = numeral(cells[columns.energy])
    except ValueError:
        meter.why_not = "a row without a moment, a number or a boundary"
        return
    if meter.last is not None and (
        (time.tzinfo is None) != (meter.last.tzinfo is None) or time <= meter.last
    ):
        meter.why_not = "the moments do not rise"
    elif shown < 0 or (columns.is_counter and meter.first is not None and shown < meter.energy):
        meter.why_not = "the counter goes back" if columns.is_counter else "a negative energy"
    meter.first = shown if meter.first is None else meter.first
    meter.energy = shown if columns.is_counter else _EXACT.add(meter.energy, shown)
    meter.last, meter.ended = time, cells[columns.time]
    meter.started = meter.started or meter.ended


def _told(meter: _Meter, of: str, columns: _Columns) -> Iterator[Evidence]:
    energy = meter.energy
    if columns.is_counter:
        energy = _EXACT.subtract(energy, meter.first or Decimal())
    if energy == 0:
        return
    until = f"up to row {meter.row}"
    value = plain(energy)
    yield Evidence(
        fact="energy.consumed",
        value=int(value) if value.isdecimal() else value,
        unit=columns.unit,
        of=of,
        locator=f"{until}, {'last minus first' if columns.is_counter else 'sum'}",
    )
    yield Evidence(fact="energy.boundary", value=meter.boundary, of=of, locator=until)
    if columns.is_counter:
        yield Evidence(fact="energy.started", value=meter.started, of=of, locator=until)
    yield Evidence(fact="energy.ended", value=meter.ended, of=of, locator=f"row {meter.row}")


def _refused(why: str) -> Unread:
    return question(
        "row 1", why, "Name the columns such as `timestamp,energy_kWh,boundary`, and collect again."
    )
