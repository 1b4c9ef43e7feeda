"""The table of domains -> the domains in the order of their size, over all modalities.

Content of several modalities has no common size. So the names are ranked in each modality for
itself, and a name's place is its rank there as a part of all names of that modality; where it has
several, the best of them counts. The first tenth of all names is then about the first tenth of each
modality, and with one modality alone it is exactly that.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon.corpus import counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from duckdb import DuckDBPyConnection

COLUMNS: Final = ", ".join(("domain", *counts.MEASURES))
"""Of the table of domains; what they hold is told in `colophon.corpus.counts`."""

Measure: TypeAlias = Literal["bytes", "tokens", "documents"]
"""By what the size of text is told."""

_OTHERS: Final = ("images", "audio", "video")


@dataclass(frozen=True, slots=True)
class Domain:
    """A registrable domain name, with what was counted of it; None where it is not told.

    Attributes:
        name: in ASCII.
        documents: its records.
        bytes: of their text.
        tokens: of their text.
        images: in them.
        audio: in milliseconds.
        video: in milliseconds.
        first: the first day of collection.
        last: the last day of collection.
    """

    name: str
    documents: int
    bytes: int | None
    tokens: int | None
    images: int | None
    audio: int | None
    video: int | None
    first: date | None
    last: date | None


class Ranking:
    """The domains of one or several sources, the largest first.

    Args:
        connection: a database.
        tables: the files with the tables of domains, at least one.
        by: the size of text; `documents` ranks all records alike, whatever they hold.
    """

    def __init__(self, connection: DuckDBPyConnection, tables: Sequence[str], by: Measure) -> None:
        self._connection = connection
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE together AS SELECT domain, {counts.MERGED} "
            f"FROM {counts.files(tables)} GROUP BY domain"
        )
        sizes = ("documents",) if by == "documents" else (by, *_OTHERS)
        found = {
            size: self._one(f"SELECT count(*) FROM together WHERE {size} > 0") for size in sizes
        }
        self._names = {size: names for size, names in found.items() if names}
        connection.execute(f"CREATE OR REPLACE TEMP TABLE ranked AS {self._ranked()}")

    def _ranked(self) -> str:
        """Return the query for all domains, each with its place between 0 and 1, or 2 for none."""
        places = [
            f"CASE WHEN {size} > 0 THEN "
            f"row_number() OVER (ORDER BY {size} DESC NULLS LAST, domain) / {names} END"
            for size, names in self._names.items()
        ]
        place = f"coalesce(least({', '.join(places)}), 2)" if places else "2"
        return f"SELECT *, {place} AS place FROM together"

    def _one(self, query: str) -> int:
        found = self._connection.execute(query).fetchone()
        assert found is not None
        return int(found[0])

    @property
    def measures(self) -> tuple[str, ...]:
        """By which sizes the domains are ranked, one for each modality that there is."""
        return tuple(self._names)

    @property
    def names(self) -> int:
        """How many domain names there are."""
        return self._one("SELECT count(*) FROM ranked")

    def counted(self, measure: str) -> int:
        """Return how many domain names have something of one of the sizes."""
        return self._names[measure]

    def sum(self, measure: str) -> int:
        """Return what one of the sizes comes to over all domains."""
        return self._one(f"SELECT coalesce(sum({measure}), 0) FROM ranked")

    def largest(self, measure: str, count: int) -> list[tuple[str, int]]:
        """Return the first domains by one of the sizes, each with it."""
        found = self._connection.execute(
            f"SELECT domain, {measure} FROM ranked WHERE {measure} > 0 "
            f"ORDER BY {measure} DESC, domain LIMIT {count}"
        )
        return [(name, int(size)) for name, size in found.fetchall()]

    def rows(
        self, limit: int | None = None, *, alphabetical: bool = False, seen: int | None = None
    ) -> Iterator[Domain]:
        """Yield the largest domains, in the order of size or of their names.

        Args:
            limit: how many of them there are; all where nobody says.
            alphabetical: whether they come in the order of their names.
            seen: how many of these are yielded; all where nobody says.
        """
        relation = "ranked"
        if limit is not None:
            relation = f"(FROM ranked ORDER BY place, domain LIMIT {limit})"
        order = "domain" if alphabetical else "place, domain"
        first = "" if seen is None else f"LIMIT {seen}"
        found = self._connection.execute(
            f"SELECT {COLUMNS} FROM {relation} ORDER BY {order} {first}"
        )
        while many := found.fetchmany(10_000):
            yield from (Domain(*row) for row in many)

    def of(self, name: str) -> Domain | None:
        """Return what was counted of one domain; None where there is none of that name."""
        row = self._connection.execute(
            f"SELECT {COLUMNS} FROM ranked WHERE domain = $1", [name]
        ).fetchone()
        return None if row is None else Domain(*row)


def lacking(connection: DuckDBPyConnection, tables: Sequence[str]) -> dict[Measure, set[str]]:
    """Return, for each size of text that there is, the tables in which texts lack it.

    Args:
        connection: a database.
        tables: the files with the tables of domains, at least one.
    """
    found = connection.execute(
        "SELECT filename, count(bytes), count(tokens), "
        "bool_or(bytes IS NULL AND tokens IS NOT NULL) "
        f"FROM {counts.files(tables, ', filename = true')} GROUP BY filename"
    ).fetchall()
    is_there = {"bytes": any(row[1] for row in found), "tokens": any(row[2] for row in found)}
    lacks = {
        "bytes": {file for file, _, _, without in found if without},
        "tokens": {file for file, in_bytes, in_tokens, _ in found if in_bytes and not in_tokens},
    }
    return {size: lacks[size] for size in ("bytes", "tokens") if is_there[size]}


def part(share: Fraction, names: int) -> int:
    """Return how many of so many names a share is, a part of a name counting as a whole one."""
    return -(-share.numerator * names // share.denominator)


def names_csv(domains: Sequence[Domain]) -> bytes:
    """Return the names alone as CSV, one a line below the heading `domain`."""
    return "".join(["domain\r\n", *(f"{one.name}\r\n" for one in domains)]).encode()


def sizes_csv(domains: Sequence[Domain]) -> bytes:
    """Return the domains with what was counted of them as CSV; audio and video in seconds."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(
        ("domain", "bytes", "tokens", "documents", "images", "audio", "video", "first", "last")
    )
    for one in domains:
        writer.writerow(
            (
                one.name,
                *(one.bytes, one.tokens, one.documents, one.images),
                *(None if length is None else length / 1000 for length in (one.audio, one.video)),
                *(one.first, one.last),
            )
        )
    return stream.getvalue().encode()


def digest(content: bytes) -> str:
    """Return `sha256:…` of a file's content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
