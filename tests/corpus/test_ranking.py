"""The domains in the order of their size, over all modalities."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING

import duckdb
import pytest

from colophon.corpus.ranking import Ranking, digest, names_csv, part, sizes_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

Sizes = dict[str, int]


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    """Give a database."""
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def table(tmp_path: Path, connection: DuckDBPyConnection) -> Callable[..., str]:
    """Give a function that writes a table of domains: name -> sizes."""

    def table(domains: Mapping[str, Sizes], name: str = "web") -> str:
        path = tmp_path / f"{name}.parquet"
        connection.execute(
            "CREATE OR REPLACE TABLE written (domain VARCHAR, documents BIGINT, bytes BIGINT, "
            "tokens BIGINT, images BIGINT, audio BIGINT, video BIGINT, first DATE, last DATE)"
        )
        for domain, sizes in domains.items():
            row = {"documents": 1, **sizes, "domain": domain}
            names = ", ".join(row)
            values = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO written ({names}) VALUES ({values})", list(row.values())
            )
        connection.execute(f"COPY written TO '{path}' (FORMAT parquet)")
        return str(path)

    return table


def _names(ranking: Ranking, limit: int | None = None) -> list[str]:
    return [one.name for one in ranking.rows(limit)]


def test_the_largest_come_first(connection: DuckDBPyConnection, table: Callable[..., str]) -> None:
    """Of one modality the names are ordered by size, and equal ones by name."""
    path = table({"b.com": {"bytes": 5}, "a.com": {"bytes": 5}, "c.com": {"bytes": 9}})
    assert _names(Ranking(connection, [path], "bytes")) == ["c.com", "a.com", "b.com"]


def test_the_largest_by_one_size_are_parts_of_its_sum(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """Over several tables, one size is summed and ranked; who has nothing of it is not counted."""
    one = table({"a.com": {"bytes": 5}, "b.com": {"bytes": 7}, "c.com": {"images": 9}})
    other = table({"a.com": {"bytes": 4}}, "other")
    ranking = Ranking(connection, [one, other], "bytes")
    assert ranking.largest("bytes", 9) == [("a.com", 9), ("b.com", 7)]
    assert ranking.largest("images", 9) == [("c.com", 9)]
    assert (ranking.sum("bytes"), ranking.counted("bytes")) == (16, 2)


@pytest.mark.parametrize(
    ("names", "share", "expected"),
    [
        (0, Fraction(1, 10), 0),
        (1, Fraction(1, 10), 1),
        (10, Fraction(1, 10), 1),
        (11, Fraction(1, 10), 2),
        (20, Fraction(1, 20), 1),
        (21, Fraction(1, 20), 2),
        (986_123, Fraction(1, 10), 98_613),
        (7, Fraction(1), 7),
    ],
)
def test_a_share_is_rounded_up(names: int, share: Fraction, expected: int) -> None:
    """A tenth of eleven names is two names."""
    assert part(share, names) == expected


def test_every_modality_is_represented(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """The best of each modality comes before the second of any, as far as their numbers allow."""
    texts = {f"t{place}.com": {"bytes": 1000 - place} for place in range(10)}
    images = {f"i{place}.com": {"images": 50 - place} for place in range(5)}
    ranking = Ranking(connection, [table({**texts, **images})], "bytes")
    assert ranking.measures == ("bytes", "images")
    assert _names(ranking, 6) == ["t0.com", "i0.com", "t1.com", "t2.com", "i1.com", "t3.com"]


def test_one_modality_does_not_push_out_another(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """A site with much text and few images keeps the place that its text gives it."""
    both = {f"b{place}.com": {"bytes": 100 - place, "images": 1 + place} for place in range(10)}
    ranking = Ranking(connection, [table(both)], "bytes")
    assert _names(ranking, 2) == ["b0.com", "b9.com"]


def test_sources_are_taken_together(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """What two sources have of one domain is added up before it is ranked."""
    one = table({"a.com": {"bytes": 5}, "b.com": {"bytes": 6}}, "one")
    two = table({"a.com": {"bytes": 5}, "c.com": {"bytes": 7}}, "two")
    ranking = Ranking(connection, [one, two], "bytes")
    assert [(row.name, row.bytes) for row in ranking.rows()] == [
        ("a.com", 10),
        ("c.com", 7),
        ("b.com", 6),
    ]
    found = ranking.of("a.com")
    assert found is not None
    assert found.documents == 2
    assert ranking.of("z.com") is None


def test_names_without_a_size_come_last(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """A domain of which nothing is measured still is a name, and counts as one."""
    path = table({"z.com": {"bytes": 1}, "a.com": {}, "b.com": {"bytes": 0}})
    ranking = Ranking(connection, [path], "bytes")
    assert ranking.names == 3
    assert _names(ranking) == ["z.com", "a.com", "b.com"]


def test_by_documents_all_records_count_alike(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """Ranked by documents, images and texts have one order."""
    path = table({"a.com": {"bytes": 9, "documents": 2}, "b.com": {"images": 1, "documents": 3}})
    ranking = Ranking(connection, [path], "documents")
    assert ranking.measures == ("documents",)
    assert _names(ranking) == ["b.com", "a.com"]


def test_in_the_order_of_names_the_list_holds_the_same(
    connection: DuckDBPyConnection, table: Callable[..., str]
) -> None:
    """The order of the alphabet keeps the weights secret and leaves nobody out."""
    path = table({"z.com": {"bytes": 9}, "m.com": {"bytes": 8}, "a.com": {"bytes": 1}})
    ranking = Ranking(connection, [path], "bytes")
    assert [row.name for row in ranking.rows(2, alphabetical=True)] == ["m.com", "z.com"]


def test_the_lists_are_csv(connection: DuckDBPyConnection, table: Callable[..., str]) -> None:
    """Any program for tables opens the lists; what is not told is empty."""
    path = table({"a.com": {"bytes": 9, "audio": 1500}})
    domains = list(Ranking(connection, [path], "bytes").rows())
    assert names_csv(domains) == b"domain\r\na.com\r\n"
    (row,) = csv.DictReader(io.StringIO(sizes_csv(domains).decode()))
    assert row["bytes"] == "9"
    assert row["tokens"] == ""
    assert row["audio"] == "1.5"
    assert digest(b"").startswith("sha256:e3b0c442")
