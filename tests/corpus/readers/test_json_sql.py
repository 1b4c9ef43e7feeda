"""JSON lines that the database reads come to what the careful reader reads, or are left to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings, strategies as st

from colophon.corpus import counts, shards
from colophon.corpus.kernel import Kernel
from colophon.corpus.plan import Plan
from colophon.corpus.readers import _json_sql, jsonl
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS = "url=meta.url,text=text,tokens=tokens,language=lang,date=date,audio-seconds=seconds"
LINE = {
    "meta": {"url": "https://a.de/x"},
    "text": "ä\n",
    "tokens": 3,
    "lang": "de",
    "date": "2024-05-06T07:08:09Z",
    "seconds": 1.5,
}


def counted(path: Path, plan: Plan | None = None) -> list[tuple[Any, ...]]:
    """Return the counts of a file, in order."""
    connection = duckdb.connect()
    (shard,) = shards.find([str(path)])
    kept = path.with_name("counts.parquet")
    Kernel(connection, plan or Plan(columns=COLUMNS)).count(shard, kept)
    return connection.execute(f"FROM {counts.kept([str(kept)])} ORDER BY ALL").fetchall()


@pytest.fixture
def by_database(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], bool]:
    """Return a function that says whether the database has read a file."""

    def by_database(path: Path, plan: Plan | None = None) -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(jsonl, "batches", lambda *_: iter(()))
            found = counted(path, plan)
        return any(row[0] == "documents" and row[2] for row in found)

    return by_database


def carefully(path: Path) -> list[tuple[Any, ...]]:
    """Return the counts of a file without the database reading it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonl, "relation", lambda *_: None)
        return counted(path)


VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["1", "-3", "1.5", "1e3", "true", "null", "NaN", "[1]", "{}", "{", "inf", "-0"]
    ),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["url", "a"]), st.text(max_size=3), max_size=2),
)
OBJECT = st.fixed_dictionaries(
    {},
    optional={
        "meta": VALUE | st.fixed_dictionaries({"url": VALUE}),
        "meta.url": VALUE,
        "text": VALUE,
        "tokens": VALUE,
        "lang": VALUE,
        "date": VALUE | st.just("20240506"),
        "seconds": VALUE,
        "other": VALUE,
    },
)
ROW = OBJECT.map(json.dumps) | st.sampled_from(["", "null", "[]", "3", '"a"', "{", '{"a": 1} {}'])


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=4), end=st.sampled_from(["", "\n", "\r\n"]))
def test_what_the_database_reads_is_what_the_careful_reader_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], end: str
) -> None:
    """Whatever stands in a file, it comes to the same counts, whoever has read it."""
    path = tmp_path_factory.mktemp("lines") / "records.jsonl"
    path.write_text(json.dumps(LINE) + "\n" + "\n".join(rows) + end, "utf-8")
    assert counted(path) == carefully(path)


def test_a_file_that_is_clear_is_read_by_the_database(
    tmp_path: Path, by_database: Callable[[Path], bool]
) -> None:
    """Texts, numbers and days as they should be: plain or packed."""
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.zst"
    plain.write_text(json.dumps(LINE) + "\n", "utf-8")
    zstd = needed("backports.zstd")
    packed.write_bytes(zstd.compress(plain.read_bytes()) + zstd.compress(plain.read_bytes()))
    assert by_database(plain)
    assert by_database(packed)
    assert counted(packed) == carefully(packed)


CHANGES: list[dict[str, Any]] = [
    {"text": 1},
    {"text": "true"},
    {"text": "[a"},
    {"tokens": 1.5},
    {"lang": ["de"]},
    {"lang": 1.0},
    {"seconds": "x"},
    {"meta": '{"url": "x"}'},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_value_in_doubt_leaves_the_file_to_the_careful_reader(
    change: dict[str, Any], tmp_path: Path, by_database: Callable[[Path], bool]
) -> None:
    """A number that may have been a text, or the other way round, is looked at closely."""
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (LINE, {**LINE, **change})), "utf-8")
    assert not by_database(path)
    assert counted(path) == carefully(path)


def test_a_sample_wants_the_order_of_the_file(
    tmp_path: Path, by_database: Callable[..., bool]
) -> None:
    """Where texts are looked at, the careful reader keeps their places."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "a"}) + "\n", "utf-8")
    assert not by_database(path, Plan(columns="text=text"))


def test_a_file_that_is_cut_off_is_left_to_the_careful_reader(tmp_path: Path) -> None:
    """Where a packed file ends too early, or goes on too long, is seen without unpacking."""
    zstd = needed("backports.zstd")
    data = b"".join(bytes([number % 251]) * (number % 7) for number in range(200_000))
    for options in ({}, {zstd.CompressionParameter.checksum_flag: 1}):
        one = zstd.compress(data, options=options)
        skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc"
        whole = one + skipped + zstd.compress(b"") + one
        path = tmp_path / "a.zst"

        def is_whole(content: bytes, path: Path = path) -> bool:
            path.write_bytes(content)
            with path.open("rb") as file:
                return _json_sql.is_whole(file, len(content))

        assert is_whole(whole)
        ends = {len(one), len(one + skipped), len(one + skipped + zstd.compress(b"")), len(whole)}
        step = max(1, len(whole) // 500)
        for end in {*range(0, len(whole), step), *range(len(whole) - 9, len(whole)), *ends}:
            assert is_whole(whole[:end]) == (end in ends)
        assert not is_whole(whole + b"\0")
