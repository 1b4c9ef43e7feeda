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
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from colophon.corpus.readers import Role

SUMS: Final = ("documents", "bytes", "tokens", "images", "audio", "video")

SCHEMA: Final = (
    "tally VARCHAR, key VARCHAR, "
    + ", ".join(f"{name} BIGINT" for name in SUMS)
    + ", first DATE, last DATE"
)

_NO_DAYS: Final = "NULL::DATE AS first, NULL::DATE AS last"

SITES: Final = "sites"
"""The tally of sites."""


def added(told: Collection[str]) -> str:
    """Return what records come to, as columns of counts.

    Args:
        told: the columns of `records` that any record may tell; the others are not added up.
    """
    days = "min(day) AS first, max(day) AS last" if "day" in told else _NO_DAYS
    return f"count(*) AS documents, {_sums(SUMS[1:], told)}, {days}"


def merged(told: Collection[str]) -> str:
    """Return what counts come to, where only some of the columns are told at all."""
    days = "min(first) AS first, max(last) AS last" if "first" in told else _NO_DAYS
    return f"{_sums(SUMS, told)}, {days}"


def _sums(names: Iterable[str], told: Collection[str]) -> str:
    return ", ".join(
        f"sum({name})::BIGINT AS {name}" if name in told else f"NULL::BIGINT AS {name}"
        for name in names
    )


_SUMMED: Final = ", ".join((*SUMS, "first", "last"))
MERGED: Final = merged({*SUMS, "first", "last"})
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


def add(
    connection: DuckDBPyConnection,
    source: str,
    tallies: Mapping[str, Keyed],
    told: Collection[str],
    table: str,
) -> None:
    """Add what records come to, in one reading of them, to a table of counts.

    Args:
        connection: where the records and the table are.
        source: the records, as a relation of SQL.
        tallies: what is counted, by name.
        told: the columns of the records that any of them may tell.
        table: the counts.
    """
    columns = [(name, part) for name, tally in tallies.items() for part in tally.BY]
    names = ", ".join(_column(*one) for one in columns)
    which = f"{names}, grouping({names})" if names else "0"
    chosen = "".join(f", {tallies[one].BY[part]} AS {_column(one, part)}" for one, part in columns)
    sets = ", ".join(
        f"({', '.join(_column(name, part) for part in tally.BY)})"
        for name, tally in tallies.items()
    )
    parts = " UNION ALL ".join(
        _part(name, tally, [other == name for other, _ in columns])
        for name, tally in tallies.items()
    )
    connection.execute(f"""
        INSERT INTO {table}
        WITH grouped AS MATERIALIZED (
            SELECT {which} AS which, {added(told)} FROM (SELECT *{chosen} FROM {source})
            GROUP BY GROUPING SETS ({sets})
        )
        {parts}
    """)


def _part(name: str, tally: Keyed, own: Sequence[bool]) -> str:
    """Return the query for the counts of one tally; its key is found once for all that is alike.

    Args:
        name: of the tally.
        tally: what it counts by.
        own: of each column that any tally counts by, whether it is one of this tally.
    """
    which = sum(2**place for place, is_own in enumerate(reversed(own)) if not is_own)
    chosen = "".join(f"{_column(name, part)} AS {part}, " for part in tally.BY)
    grouped = f"SELECT {chosen}{_SUMMED} FROM grouped WHERE which = {which}"
    if not tally.BY:
        grouped += " AND documents > 0"  # the whole of no records is a group, too
    if tally.KEY in tally.BY:
        return f"SELECT '{name}', * FROM ({grouped})"
    return f"SELECT '{name}', {tally.KEY} AS one, {MERGED} FROM ({grouped}) GROUP BY one"


def _column(tally: str, part: str) -> str:
    return f'"{tally} {part}"'


def note(connection: DuckDBPyConnection, notes: Sequence[tuple[str, str]], table: str) -> None:
    """Add what holds of all records of a table of counts.

    Args:
        connection: where the table is.
        notes: each a tally with its only key.
        table: the counts, with those of the tally `documents`.
    """
    connection.execute(
        f"INSERT INTO {table} SELECT one.tally, one.key, whole.* EXCLUDE (tally, key) "
        "FROM (SELECT unnest($1::VARCHAR[]) AS tally, unnest($2::VARCHAR[]) AS key) one, "
        f"(FROM {table} WHERE tally = 'documents') whole",
        [[tally for tally, _ in notes], [key for _, key in notes]],
    )


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


def told_in(connection: DuckDBPyConnection, table: str) -> list[str]:
    """Return the columns of a table of counts that tell anything, `tally` and `key` before all."""
    names = (*SUMS, "first", "last")
    asked = ", ".join(f"count({name})" for name in names)
    numbers = connection.execute(f"SELECT {asked} FROM {table}").fetchall()[0]
    return ["tally", "key", *(name for name, number in zip(names, numbers, strict=True) if number)]


def kept(paths: Sequence[str]) -> str:
    """Return the relation of the counts of shards in files, each with the columns that it tells.

    There is at least one file.
    """
    none = ", ".join(f"NULL::{kind} AS {name}" for name, kind in map(str.split, SCHEMA.split(",")))
    return f"(SELECT {none} WHERE false UNION ALL BY NAME FROM {files(paths, by_name=True)})"


def files(paths: Sequence[str], *, by_name: bool = False) -> str:
    """Return the relation of Parquet files, of which there is at least one.

    Args:
        paths: of the files.
        by_name: whether each may have columns that others lack.
    """
    options = ", union_by_name = true" if by_name else ""
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
        names = (*SUMS, "first", "last")
        return frozenset(name for name in names if total and getattr(total, name) is not None)

    def one(self, tally: str, key: str = "") -> Count | None:
        """Return the counts of one key; None where there are none."""
        return next((row for row in self.rows(tally) if row.key == key), None)

    def how(self, *roles: Role) -> str:
        """Return how the corpus tells something: the columns that it was read from."""
        told = (row.key.partition("=") for row in self.rows("columns"))
        return ", ".join(f"column {name}" for role, _, name in told if role in roles)
