"""The `emissions.csv` of codecarbon: energy by run.

Each row tells all of a run up to then: of rows with one `run_id` the last counts, and they are
never added up. Where the duration goes back from one row to the next, they are not rows of one
clock, and the run gives no energy.

With `tracking_mode` `machine` a run measures the whole machine. Several processes on one machine,
such as the ranks of one training, each measure all of it, and the file does not name the machine:
runs of that mode that overlap in time are asked about. All tables in one folder are read together,
because each rank may write one of its own.

The energy has been multiplied by the `pue` beside it. The program estimates what it cannot measure,
and does not say in the file which of the two a number is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import damage, out_of_place, quoted, word
from colophon.importers._files import gaps, located, reading_of_set, table
from colophon.importers._training import above_zero, amount, count, meanings, numeral, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from colophon.evidence import EvidenceValue
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(
    "energy.consumed",
    "energy.accelerators",
    "energy.boundary",
    "energy.method",
    "energy.pue",
    "energy.country",
    "energy.co2",
    "energy.duration",
    "energy.ended",
    "energy.project",
    "hardware.accelerator",
    "hardware.accelerators-per-node",
)

_NAME: Final = re.compile(r".*emissions.*\.csv", re.IGNORECASE | re.DOTALL)
_COLUMNS: Final = (b"run_id", b"energy_consumed", b"emissions")


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the tables of emissions in one folder, together."""
    names = [name for name in folder.names if _NAME.fullmatch(name) and _is_table(folder, name)]
    if names:
        yield tuple(sorted(names, key=lambda name: (name != "emissions.csv", name)))


def _is_table(folder: Folder, name: str) -> bool:
    columns = folder.head(name).partition(b"\n")[0].strip().split(b",")
    return all(column in columns for column in _COLUMNS)


# -- Where each fact stands -----------------------------------------------------------------------


def _fraction(text: str) -> EvidenceValue:
    return amount(numeral(text))


def _more(text: str) -> EvidenceValue:
    return above_zero(numeral(text))


def _whole(text: str) -> EvidenceValue:
    return count(numeral(text))


def _program(text: str) -> EvidenceValue:
    return f"codecarbon {word(text)}"


def _factor(text: str) -> EvidenceValue:
    if numeral(text) < 1:
        raise ValueError("a factor of one or more")
    return amount(numeral(text))


_PLACES: Final[Mapping[str, tuple[str, Callable[[str], EvidenceValue], str | None]]] = {
    "energy_consumed": ("energy.consumed", _more, "kWh"),
    "gpu_energy": ("energy.accelerators", _fraction, "kWh"),
    "tracking_mode": ("energy.boundary", word, None),
    "codecarbon_version": ("energy.method", _program, None),
    "pue": ("energy.pue", _factor, None),
    "country_iso_code": ("energy.country", word, None),
    "emissions": ("energy.co2", _fraction, "kg"),
    "duration": ("energy.duration", _more, "s"),
    "timestamp": ("energy.ended", word, None),
    "project_name": ("energy.project", word, None),
    "gpu_model": ("hardware.accelerator", word, None),
    "gpu_count": ("hardware.accelerators-per-node", _whole, None),
}
_ROUNDED: Final = timedelta(seconds=2)
"""Moments are in whole seconds: runs after each other may seem to overlap for so long."""

_OF_ACCELERATORS: Final = frozenset({"gpu_energy", "gpu_model", "gpu_count"})


# -- Reading --------------------------------------------------------------------------------------


class _Row(NamedTuple):
    file: str
    number: int
    values: Mapping[str, str]


def collect(source: Source) -> Reading:
    """Read the tables of emissions of one folder.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_set(source, "codecarbon", lambda texts: _found(source, texts))


def _found(source: Source, texts: Mapping[str, bytes]) -> Iterator[Evidence | Unread]:
    """Yield the facts of the last row of each run, and what must be asked."""
    runs: dict[str, list[_Row]] = {}
    torn: set[str] = set()
    for name, data in texts.items():
        place = source.artefact_name(name)
        try:
            found = table(data, place)
        except ColophonError as error:
            yield located(damage(error, place), name, source)
            continue
        yield from (located(gap, name, source) for gap in gaps(found))
        if "task_name" in found.columns:
            yield located(_tasks(), name, source)
            continue
        torn.update(values.get("run_id", "") for values in found.torn)
        for number, values in found.rows:
            runs.setdefault(values.get("run_id", ""), []).append(_Row(name, number, values))
    spans: dict[str, tuple[datetime, datetime]] = {}
    for run, rows in runs.items():
        last = rows[-1]
        why_not = _why_not(run, rows)
        if any(map(run.startswith, torn)):
            why_not = (
                "a row that may be of this run is not whole: the last one that is may not be all"
            )
        if why_not is not None:
            yield located(
                question(
                    f"row {last.number}, column run_id",
                    why_not,
                    "Find out what the run used in all, and state it by hand.",
                ),
                last.file,
                source,
            )
            continue
        for item in _facts(run, last):
            yield located(item, last.file, source)
        if last.values.get("tracking_mode") == "machine" and (span := _span(last)):
            spans[run] = span
    yield from _overlaps(spans)


def _why_not(run: str, rows: Sequence[_Row]) -> str | None:
    """Return why the rows of a run do not tell its energy, None where the last one does."""
    if not run.strip() or not run.isprintable():
        return "the row does not say of which run it is"
    try:
        durations = [numeral(row.values.get("duration", "")) for row in rows]
    except ValueError:
        return "a row of this run does not say how long it had taken"
    if durations != sorted(durations):
        return (
            "the duration goes back from one row of this run to the next: they are of no one clock"
        )
    return None


def _facts(run: str, row: _Row) -> Iterator[Evidence | Unread]:
    without_accelerators = row.values.get("gpu_count", "") in {"", "0", "0.0"}
    for column, (fact, read, unit) in _PLACES.items():
        text = row.values.get(column, "")
        if not text or (without_accelerators and column in _OF_ACCELERATORS):
            continue
        locator = f"row {row.number}, column {column}"
        try:
            yield Evidence(fact=fact, value=read(text), unit=unit, of=run, locator=locator)
        except ValueError as form:
            yield out_of_place(text, form, locator)


def _span(row: _Row) -> tuple[datetime, datetime] | None:
    """Return when a run began and ended, None where it does not say."""
    try:
        end = datetime.fromisoformat(row.values["timestamp"]).replace(tzinfo=None)
        return end - timedelta(seconds=float(numeral(row.values["duration"]))), end
    except (KeyError, ValueError, OverflowError):
        return None


def _overlaps(spans: Mapping[str, tuple[datetime, datetime]]) -> Iterator[Unread]:
    """Ask about runs that measured whole machines at one time."""
    together: list[str] = []
    until: datetime | None = None
    for run, (begin, end) in sorted(spans.items(), key=lambda item: item[1]):
        if until is not None and begin + _ROUNDED >= until:
            yield from _overlap(together)
            together = []
        together.append(run)
        until = end if until is None else max(until, end)
    yield from _overlap(together)


def _overlap(runs: Sequence[str]) -> Iterator[Unread]:
    if len(runs) > 1:
        named = quoted(", ".join(sorted(runs)))
        yield question(
            "column tracking_mode",
            f"{len(runs)} runs measured a whole machine at the same time ({named}): if it was one "
            "machine, each of them holds all of its energy",
            "Count one run for each machine, and say so by hand.",
        )


def _tasks() -> Unread:
    return question(
        "column task_name",
        "a table of single tasks, whose energy is a part of that of their runs",
        "Collect the table of the runs, `emissions.csv`.",
    )
