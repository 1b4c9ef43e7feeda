"""However a corpus is cut, and whatever counts the parts, it comes to the same, to the byte."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from colophon.corpus import counts, ranking, result, shards
from colophon.corpus.database import Means, connect
from colophon.corpus.engines._one import count_one
from colophon.corpus.engines.local import Local
from colophon.corpus.kernel import Kernel
from colophon.corpus.plan import Plan
from colophon.corpus.store import Store
from colophon.workspace import scan as use, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.corpus.engines import Done, Engine, Tell
    from colophon.corpus.shards import Shard

    Record = dict[str, Any]
    Row = tuple[Any, ...]

COLUMNS = {
    "url": pa.string(),
    "text": pa.string(),
    "tokens": pa.int64(),
    "date": pa.string(),
    "language": pa.string(),
    "dump": pa.string(),
    "licence": pa.string(),
}
GIVEN = ",".join(f"{name}={name}" for name in COLUMNS)

RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "url": st.sampled_from(
                [
                    "https://www.example.com/a",
                    "http://EXAMPLE.com:80/b",
                    "https://user@shop.example.co.uk./",
                    "https://bücher.example.de/",
                    "https://one.github.io/",
                    "http://192.0.2.1/",
                    "no address",
                    "",
                    None,
                ]
            ),
            "text": st.sampled_from(["", "a", "Ein Satz. ", "日本語", "x" * 300, None]),
            "tokens": st.one_of(st.none(), st.integers(0, 2**40)),
            "date": st.sampled_from(["2024-02-29", "2019-01-01T00:00:00Z", "20230501", "?", None]),
            "language": st.sampled_from(["en", "de", "", None]),
            "dump": st.sampled_from(["CC-MAIN-2024-10", None]),
            "licence": st.sampled_from(["cc-by-4.0", "'; DROP", None]),
        }
    ),
    max_size=12,
)
CORPORA = st.lists(RECORDS, min_size=1, max_size=5)
"""Some shards, each with its records."""


@dataclass(frozen=True)
class Alone:
    """An engine of the test: one process, which counts the shards in another order.

    Attributes:
        means: what it may use.
        order: the shard at a position is counted as early as this says.
    """

    means: Means
    order: Sequence[int] = ()

    def count(self, found: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Count the shards one by one."""
        ranks = dict(zip(found, self.order, strict=False))
        with connect(self.means) as connection:
            kernel = Kernel(connection, plan)
            for shard in sorted(found, key=lambda shard: ranks.get(shard, 0)):
                tell(count_one(kernel, plan, store, shard))

    def merge(self, connection: duckdb.DuckDBPyConnection, partials: Sequence[str]) -> None:
        """Merge the counts of the files, the last first."""
        counts.merge(connection, counts.kept(partials[::-1]))


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder for one example of Hypothesis."""
    memory = "/dev/shm"  # noqa: S108 -- a disk that is none, where there is one
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="colophon-", dir=where) as name:
        yield Path(name)


def write(directory: Path, corpus: Sequence[Sequence[Record]], *, kind: str = "parquet") -> Path:
    """Write each shard of a corpus as a file."""
    directory.mkdir()
    for position, records in enumerate(corpus):
        path = directory / f"part-{position:02}.{kind}"
        if kind == "parquet":
            pq.write_table(pa.Table.from_pylist(list(records), pa.schema(COLUMNS)), path)
        else:
            lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
            path.write_text("".join(lines), encoding="utf-8")
    return directory


def totals(directory: Path, **plan: Any) -> tuple[list[Row], list[Row]]:
    """Count a corpus; return its facts, and its table of domains."""
    asked = Plan(columns=GIVEN, sample=0, **plan)
    means = Means(1, None, directory)
    store = Store(directory.with_name(f"{directory.name}-store"))
    found = shards.find([str(directory)])
    Alone(means).count(found, asked, store, lambda _: None)
    with connect(means) as connection:
        Alone(means).merge(connection, [str(store.path(asked.key(shard))) for shard in found])
        evidence = result.find(connection, str(directory), private=True).evidence
        table = f"SELECT {ranking.COLUMNS} FROM domains ORDER BY domain"
        rows = connection.execute(table).fetchall()
    return [(one.fact, one.value, one.unit, one.locator) for one in evidence], rows


def dossier(directory: Path) -> Path:
    """Make a dossier in which nothing stands."""
    directory.mkdir()
    (directory / "dossier.yaml").write_text("format: 1\n", encoding="utf-8")
    return directory


def scan(directory: Path, made: Path, engine: Engine, *paths: Path, **how: Any) -> dict[str, bytes]:
    """Scan a corpus, or some paths of it, and return what stands in the evidence."""
    named = tuple(str(path) for path in paths) or (str(made),)
    plan = Plan(columns=GIVEN, sample=3)
    source = sources.Source("web", named, origin="crawled", modalities=("text",), plan=plan)
    use.scan(directory, source, engine=engine, means=Means(1, None, directory / "spill"), **how)
    if not (directory / "evidence").exists():
        return {}
    return {path.name: path.read_bytes() for path in (directory / "evidence").iterdir()}


@settings(max_examples=10)
@given(CORPORA)
def test_what_is_counted_does_not_depend_on_the_cut(corpus: list[list[Record]]) -> None:
    """Records come to the same, whether they lie in one file or in several."""
    with folder() as place:
        whole = write(place / "whole", [[record for part in corpus for record in part]])
        parts = write(place / "parts", corpus)
        assert totals(parts) == totals(whole)


@settings(max_examples=8)
@given(CORPORA.filter(all))
def test_what_is_counted_does_not_depend_on_the_format(corpus: list[list[Record]]) -> None:
    """Records come to the same as JSON lines and as Parquet, read by different programs."""
    corpus = [[record | {"text": record["text"] or ""} for record in part] for part in corpus]
    with folder() as place:
        lines = write(place / "lines", corpus, kind="jsonl")
        table = write(place / "table", corpus)
        assert totals(lines, finds_duplicates=True) == totals(table, finds_duplicates=True)


@settings(max_examples=4)
@given(CORPORA, st.permutations(range(5)), st.integers(1, 3), st.integers(0, 4), st.data())
def test_every_way_through_the_shards_gives_the_same_bytes(
    corpus: list[list[Record]], order: list[int], cores: int, first: int, data: st.DataObject
) -> None:
    """Order, cores, parts of a Slurm array and a second scan for what is new change no byte."""
    with folder() as place:
        made = write(place / "corpus", corpus)
        at_once = scan(dossier(place / "one"), made, Alone(Means(1, None, place)))
        local = Local(Means(cores, None, place))
        assert scan(dossier(place / "order"), made, Alone(Means(1, None, place), order)) == at_once
        assert scan(dossier(place / "cores"), made, local) == at_once

        parts = dossier(place / "parts")
        number = data.draw(st.integers(1, 6))
        for part in data.draw(st.permutations(range(1, number + 1))):
            assert scan(parts, made, local, part=(part, number)) == {}
        assert scan(parts, made, local, counted_only=True) == at_once

        steps = dossier(place / "steps")
        some = sorted(made.iterdir())[: first + 1]
        scan(steps, made, local, *some)
        assert scan(steps, made, local) == at_once


@pytest.mark.parametrize("cores", [1, 2])
def test_processes_and_threads_give_the_same_bytes(cores: int, tmp_path: Path) -> None:
    """A corpus of both kinds of files comes to the same with processes as in one."""
    records: list[Record] = [
        {"url": f"https://h{line % 7}.org/", "text": f"Line {line} of a text in English. " * 3}
        for line in range(60)
    ]
    records = [dict.fromkeys(COLUMNS) | record for record in records]
    made = write(tmp_path / "corpus", [records[:20], records[20:25], []])
    for path in write(tmp_path / "lines", [records[25:40], records[40:]], kind="jsonl").iterdir():
        path.rename(made / path.name)
    told: list[Done] = []

    class Watch:
        def begin(self, _seen: sources.Outlook, _todo: Sequence[Shard]) -> Tell:
            return told.append

    alone = scan(dossier(tmp_path / "alone"), made, Alone(Means(1, None, tmp_path)))
    local = Local(Means(cores, None, tmp_path))
    assert scan(dossier(tmp_path / "local"), made, local, watch=Watch()) == alone
    assert sorted(done.shard for done in told) == shards.find([str(made)])
    assert all(done.error is None for done in told)


@pytest.mark.parametrize(("number", "before"), [(9, "1"), (3, "2")])
def test_the_last_and_largest_shards_are_divided_among_the_cores(
    number: int, before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While enough shards wait, each is read by one core; no core is idle at the end."""
    made = write(tmp_path / "corpus", [[dict.fromkeys(COLUMNS)] * 40**size for size in (1, 2)])
    (small, large) = sorted(made.iterdir())
    for copy in range(number - 2):
        shutil.copy(small, made / f"copy-{copy}.parquet")
    threads: dict[str, str] = {}
    told: list[Done] = []
    counted: list[Done] = []

    def count(kernel: Kernel, plan: Plan, store: Store, shard: Shard) -> Done:
        for _ in range(1000):
            if len(told) < len(counted):
                time.sleep(0.001)
        asked = "SELECT current_setting('threads')"
        threads[shard.path] = str(kernel._connection.execute(asked).fetchall()[0][0])
        counted.append(count_one(kernel, plan, store, shard))
        return counted[-1]

    monkeypatch.setattr("colophon.corpus.engines.local.count_one", count)
    local, found = Local(Means(2, None, tmp_path)), shards.find([str(made)])
    local.count(found, Plan(columns=GIVEN), Store(tmp_path / "store"), told.append)
    assert len(threads) == number
    assert next(iter(threads.values())) == before
    assert str(large) in [*threads][-2:]
    assert threads[str(large)] == "2"


# -- Counts are a commutative monoid --------------------------------------------------------------

SUMS = st.one_of(st.none(), st.integers(0, 2**50))
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["languages", "dumps", "documents", "sites"]),
        st.sampled_from(["", "en", "é", "a\tb", "NULL", None]),
        *[SUMS] * len(counts.SUMS),
        *[DAYS] * 2,
    ),
    max_size=8,
)
"""Rows of counts, in which a key may stand several times."""


DATABASE = duckdb.connect()


def merged(*parts: list[Row]) -> list[Row]:
    """Return what counts come to; sites, which are not merged one by one, are added up here."""
    counts.zero(DATABASE, "parts")
    for row in (row for part in parts for row in part):
        marks = ", ".join("?" * len(row))
        DATABASE.execute(f"INSERT INTO parts VALUES ({marks})", row)
    counts.merge(DATABASE, "parts")
    sites = f"SELECT 'sites', site, {counts.MERGED} FROM sites GROUP BY site"
    return DATABASE.sql(f"FROM counts UNION ALL {sites} ORDER BY ALL").fetchall()


def added(values: Sequence[int | None]) -> int | None:
    """Return the sum of what is told; None where nothing is."""
    told = [value for value in values if value is not None]
    return sum(told) if told else None


@settings(max_examples=25)
@given(ROWS)
def test_no_counts_are_the_zero(rows: list[Row]) -> None:
    """Merging with no counts changes nothing, nor does merging what is merged."""
    once = merged(rows)
    assert merged(once, []) == merged([], once) == once


@settings(max_examples=25)
@given(ROWS, ROWS, ROWS)
def test_counts_merge_in_any_order_and_grouping(a: list[Row], b: list[Row], c: list[Row]) -> None:
    """Merging is commutative and associative."""
    whole = merged(a, b, c)
    assert merged(c, a, b) == whole
    assert merged(merged(a, b), c) == whole
    assert merged(a, merged(b, c)) == whole


@settings(max_examples=25)
@given(ROWS)
def test_merged_counts_are_exact(rows: list[Row]) -> None:
    """Each sum is that of whole numbers, each day the first or last, and None where none tells."""
    keys = {row[:2] for row in rows}
    expected = set()
    for key in keys:
        same = list(zip(*(row[2:] for row in rows if row[:2] == key), strict=True))
        days = [[day for day in column if day is not None] for column in same[-2:]]
        first, last = min(days[0], default=None), max(days[1], default=None)
        expected.add((*key, *map(added, same[:-2]), first, last))
    assert set(merged(rows)) == expected
