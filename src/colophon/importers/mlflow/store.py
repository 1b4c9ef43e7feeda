"""All runs in one SQLite database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import LARGEST_TEXT, quoted, shown
from colophon.importers._metrics import METRICS, PARAMETERS, Metric, read_as
from colophon.importers._training import broken, numeral, question
from colophon.importers.mlflow.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.importers import Source

_TABLES: Final = frozenset({"runs", "params", "metrics"})
_INPUTS: Final = frozenset({"datasets", "inputs", "input_tags"})
_LONGEST: Final = 8000
"""No text is longer that MLflow lets in."""

_RUNS: Final = (
    "SELECT run_uuid, name, status, start_time, end_time, lifecycle_stage FROM runs "
    "ORDER BY start_time, run_uuid"
)
_PARAMS: Final = "SELECT key, value FROM params WHERE run_uuid = ? AND length(value) < ?"
_METRICS: Final = (
    "SELECT key, value, step, is_nan, timestamp FROM metrics WHERE run_uuid = ? AND key IN "
    "('{}') ORDER BY timestamp, rowid"
)
_DATASETS: Final = (
    "SELECT DISTINCT d.name FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id "
    "JOIN input_tags t ON t.input_uuid = i.input_uuid "
    "WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id = ? "
    "AND t.name = 'mlflow.data.context' AND t.value = 'training' ORDER BY d.name"
)


def collect(source: Source) -> Reading:
    """Read every run of the database, which stays as it is.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    with source.lines(name) as lines:
        digest, size = lines.digest(), lines.size
    items: list[Evidence | Unread] = []
    if any(_holds_more(source, f"{name}-{end}") for end in ("wal", "journal")):
        items.append(
            question(
                "",
                "a journal lies beside the database: what it holds is not read",
                "Stop MLflow, so that the database is whole, and collect again.",
            )
        )
    try:
        where = (source.folder / name).absolute().as_uri()
        with closing(sqlite3.connect(f"{where}?mode=ro&immutable=1", uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_TEXT)
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            items += _found(database)
    except (sqlite3.Error, OverflowError, ValueError) as error:
        items = [broken("", f"not a database that can be read: {quoted(str(error))}")]
    return Reading(
        importer="mlflow",
        artefact=Artefact(name=source.artefact_name(name), digest=digest, size=size),
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


def _holds_more(source: Source, name: str) -> bool:
    try:
        return (source.folder / name).stat().st_size > 0
    except OSError:
        return False


def _found(database: sqlite3.Connection) -> Iterator[Evidence | Unread]:
    tables = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if not tables >= _TABLES:
        yield question(
            "",
            "a database without the tables of MLflow",
            "Nothing, if it is that of another program.",
        )
        return
    deleted = 0
    for id_, name, status, start, end, stage in database.execute(_RUNS).fetchall():
        if stage != "active":
            deleted += 1
            continue
        yield from _run(database, tables, id_, (name, status, start, end)).found()
    if deleted:
        yield question(
            "table runs",
            f"{deleted} runs were deleted in MLflow, so that they are not read",
            "Restore them in MLflow if they are to count.",
        )


def _run(database: sqlite3.Connection, tables: set[str], id_: Any, values: tuple[Any, ...]) -> Run:
    short = shown(str(id_))[:8]
    name = values[0] if isinstance(values[0], str) else ""
    run = Run(of=f"{quoted(name)} ({short})" if name else short)
    at = f"run_uuid {short}"
    columns = (
        ("training.run", "name"),
        ("training.status", "status"),
        ("training.started", "start_time"),
        ("training.ended", "end_time"),
    )
    for (fact, column), value in zip(columns, values, strict=True):
        if value not in (None, ""):
            run.facts[fact] = (value, f"table runs, {at}, column {column}")
    if tables >= _INPUTS:
        names = [one for (one,) in database.execute(_DATASETS, (id_,))]
        if names:
            run.facts["training.datasets"] = (names, f"table inputs, {at}")
    for key, text in database.execute(_PARAMS, (id_, _LONGEST)):
        if key in PARAMETERS and isinstance(text, str):
            run.parameters[key] = (text.strip(), f"table params, {at}, key {key}")
    keys = "','".join([*METRICS, *(f"train/{key}" for key in METRICS)])
    for key, value, step, is_nan, moment in database.execute(_METRICS.format(keys), (id_,)):
        if is_nan or read_as(key) is None:
            continue
        locator = f"table metrics, {at}, key {key}"
        found = run.metrics.setdefault(key, Metric(locator))
        if not isinstance(value, int | float) or type(step) is not int or type(moment) is not int:
            found.spoil(locator)
            continue
        try:
            found.add(step, numeral(repr(value)), moment / 1000)
        except ValueError:
            found.spoil(locator)
    return run
