"""The counts of a corpus, and the one way in which they are added up.

Counts are rows: for each *tally* and each of its *keys*, such as `languages` and `en`, what the
records under that key come to. Two sets of counts merge by adding the rows of one tally and one
key. No rows are the zero of it; the order in which counts are merged changes nothing, for sums are
of whole numbers and the rest are minima and maxima. So a corpus may be cut in any way, and
whatever counts the parts, the whole is the same.

Columns of counts:

    tally, key   text
    documents    records
    bytes        of text, in UTF-8
    tokens       as a column, or a tokenizer, tells them
    images
    audio, video milliseconds
    first, last  days of collection

A sum is NULL where none of the records tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from colophon.corpus.readers import Role

SUMS: Final = ("documents", "bytes", "tokens", "images", "audio", "video")

_DAYS: Final = {"first": "min", "last": "max"}
MEASURES: Final = dict.fromkeys(SUMS, "BIGINT") | dict.fromkeys(_DAYS, "DATE")
"""What is counted under a key, with the types."""
_COLUMNS: Final = {"tally": "VARCHAR", "key": "VARCHAR", **MEASURES}

SCHEMA: Final = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())

SITES: Final = "sites"
"""The tally of sites."""

_FORM: Final = (
    "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, "
    "USE_TMP_FILE false"
)
"""Of a file of counts: written once and read once, quickly, and hardly any key comes twice."""


def merged(told: Collection[str]) -> str:
    """Return what counts come to, where only some of the columns are told at all."""
    return ", ".join(
        _merged(name) if name in told else f"NULL::{kind} AS {name}"
        for name, kind in MEASURES.items()
    )


def _merged(name: str) -> str:
    how = f"{_DAYS[name]}({name})" if name in _DAYS else f"sum({name})::BIGINT"
    return f"{how} AS {name}"


MERGED: Final = merged(MEASURES)
"""What counts come to."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the records under one key of one tally come to; None where none of them tells it."""

    key: str
    documents: int
    bytes: int | None
    tokens: int | None
    images: int | None
    audio: int | None
    video: int | None
    first: date | None
    last: date | None


def zero(connection: DuckDBPyConnection, table: str) -> None:
    """Make a table of no counts."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({SCHEMA})")


class Keyed(Protocol):
    """What says under which key a record is counted: a tally that is no sample."""

    BY: Mapping[str, str]
    KEY: str


Aside: TypeAlias = "tuple[str, str, int, int | None, int | None]"
"""A row of counts that does not stand for all records, with the columns of `_ASIDE`."""

_ASIDE: Final = ("tally", "key", "documents", "bytes", "tokens")


def write(  # noqa: PLR0913 -- each is a part of what such a file holds
    connection: DuckDBPyConnection,
    path: Path,
    source: str,
    tallies: Mapping[str, Keyed],
    told: Collection[str],
    notes: Sequence[tuple[str, str]],
    asides: Sequence[Aside],
) -> None:
    """Write to a file what records come to, in one reading of them.

    Args:
        connection: where the records are.
        path: of the file, which gets only those columns of counts that may be told.
        source: the records, as a relation of SQL.
        tallies: what is counted, by name.
        told: the columns of the records that any of them may tell.
        notes: what holds of all the records: each a tally with its only key.
        asides: rows that are written as they are.
    """
    columns = [(name, part) for name, tally in tallies.items() for part in tally.BY]
    sums = {"documents": "count(*)"}
    sums |= {name: f"sum({name})::BIGINT" for name in SUMS[1:] if name in told}
    sums |= {name: f"{how}(day)" for name, how in _DAYS.items() if "day" in told}
    parts = " UNION ALL ".join(
        _part(name, tally, columns, list(sums)) for name, tally in tallies.items()
    )
    query = f"""
        WITH grouped AS MATERIALIZED ({_grouped(source, tallies, columns, sums)})
        {parts}
        UNION ALL
        SELECT note.*, whole.*
        FROM (SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])) note,
            ({_groups(None, columns, list(sums))}) whole
    """
    values: list[Sequence[object]] = [[tally for tally, _ in notes], [key for _, key in notes]]
    if asides:
        rows = (
            f"unnest(${place}::{_COLUMNS[name]}[]) AS {name}"
            for place, name in enumerate(_ASIDE, len(values) + 1)
        )
        query += f"UNION ALL BY NAME SELECT {', '.join(rows)}"
        values += map(list, zip(*asides, strict=True))
    connection.execute(f"COPY ({query}) TO {quoted(str(path))} ({_FORM})", values)


def _grouped(
    source: str,
    tallies: Mapping[str, Keyed],
    columns: Sequence[tuple[str, str]],
    sums: Mapping[str, str],
) -> str:
    """Return the query for what records come to, grouped for every tally at once.

    Args:
        source: the records.
        tallies: what is counted.
        columns: what it is counted by: the name of a tally with that of a part of its key.
        sums: what the records come to, each with its name.
    """
    names = ", ".join(_column(*one) for one in columns)
    which = f"{names}, grouping({names})" if names else "0"
    added = ", ".join(f"{how} AS {name}" for name, how in sums.items())
    chosen = "".join(f", {tallies[one].BY[part]} AS {_column(one, part)}" for one, part in columns)
    sets = ", ".join(
        f"({', '.join(_column(name, part) for part in tally.BY)})"
        for name, tally in tallies.items()
    )
    return (
        f"SELECT {which} AS which, {added} FROM (SELECT *{chosen} FROM {source}) "
        f"GROUP BY GROUPING SETS ({sets})"
    )


def _part(name: str, tally: Keyed, columns: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    """Return the query for the counts of one tally; its key is found once for all that is alike."""
    groups = _groups(name, columns, names)
    if tally.KEY in tally.BY:
        return f"SELECT '{name}' AS tally, {tally.KEY} AS key, {', '.join(names)} FROM ({groups})"
    sums = ", ".join(map(_merged, names))
    return f"SELECT '{name}' AS tally, {tally.KEY} AS key, {sums} FROM ({groups}) GROUP BY key"


def _groups(tally: str | None, columns: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    """Return the query for the groups of one tally, each with the parts of its key.

    For None, and for a tally whose key has no parts, that is all the records, if there are any.
    """
    which = sum(2**place for place, (name, _) in enumerate(reversed(columns)) if name != tally)
    own = [f"{_column(name, part)} AS {part}" for name, part in columns if name == tally]
    found = f"SELECT {', '.join([*own, *names])} FROM grouped WHERE which = {which}"
    return found if own else f"{found} AND documents > 0"


def _column(tally: str, part: str) -> str:
    return f'"{tally} {part}"'


def merge(connection: DuckDBPyConnection, source: str) -> None:
    """Make the table `counts` and the view `sites` of the whole corpus.

    Sites are many, and are added up only by domain, so they are not merged one by one: `sites` has
    their counts by `site`, and rows of one site may stand apart in it.

    Args:
        connection: the database.
        source: a relation of counts in which rows of one key may stand apart; it has to last.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE counts AS "
        f"SELECT tally, key, {MERGED} FROM {source} WHERE tally <> '{SITES}' GROUP BY tally, key"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW sites AS "
        f"SELECT * EXCLUDE (tally, key), key AS site FROM {source} WHERE tally = '{SITES}'"
    )


def kept(paths: Sequence[str]) -> str:
    """Return the relation of the counts of shards in files, each with the columns that it tells.

    There is at least one file.
    """
    none = ", ".join(f"NULL::{kind} AS {name}" for name, kind in _COLUMNS.items())
    told = files(paths, ", union_by_name = true")
    return f"(SELECT {none} WHERE false UNION ALL BY NAME FROM {told})"


def files(paths: Sequence[str], options: str = "") -> str:
    """Return the relation of Parquet files, of which there is at least one.

    Args:
        paths: of the files.
        options: how they are read, such as `, union_by_name = true`.
    """
    return f"read_parquet([{', '.join(map(literal, paths))}]{options})"


def literal(path: str) -> str:
    """Return a path as a text of SQL, in which no character stands for others."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", path))


def quoted(text: str) -> str:
    """Return `text` as a text of SQL."""
    return "'" + text.replace("'", "''") + "'"


class Counts:
    """The counts of a whole corpus, in a database, for the tallies to tell of.

    Attributes:
        connection: the database.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, tally: str) -> Iterator[Count]:
        """Yield the counts of one tally in the order of their keys."""
        found = self.connection.execute(
            f"SELECT * EXCLUDE tally FROM counts WHERE tally = '{tally}' ORDER BY key"
        )
        return (Count(*row) for row in found.fetchall())

    @cached_property
    def told(self) -> frozenset[str]:
        """The columns of counts that any record of the corpus tells."""
        total = self.one("documents")
        return frozenset(one for one in MEASURES if total and getattr(total, one) is not None)

    def one(self, tally: str, key: str = "") -> Count | None:
        """Return the counts of one key; None where there are none."""
        return next((row for row in self.rows(tally) if row.key == key), None)

    def how(self, *roles: Role) -> str:
        """Return how the corpus tells something: the columns that it was read from."""
        told = (row.key.partition("=") for row in self.rows("columns"))
        return ", ".join(f"column {name}" for role, _, name in told if role in roles)
