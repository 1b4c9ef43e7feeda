"""Files and streams of Arrow."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from colophon.corpus.readers import arrow
from colophon.corpus.sampling import Sample
from colophon.corpus.shards import find
from tests.corpus.readers import making

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.corpus.shards import Shard

    Read = Callable[..., tuple[list[dict[str, Any]], list[Any]]]
    Make = Callable[[str, bytes], Shard]


def stream(table: pa.Table) -> bytes:
    """Return a table as a stream."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@pytest.mark.parametrize("as_file", [True, False])
def test_rows_of_both_kinds_are_read(as_file: bool, shard: Make, read: Read) -> None:
    """With the parts of nested columns, whose absence is no error."""
    rows: list[dict[str, Any]] = [
        {"url": "a", "text": "é", "meta": {"lang": "en", "in": {"n": 1}}},
        {"url": None, "text": None, "meta": None},
        {"url": "c", "text": "", "meta": {"lang": None, "in": None}},
    ]
    path = shard("a.arrow", making.arrow(rows, as_file=as_file))
    assert arrow.columns(path) == {
        "url": "text",
        "text": "text",
        "meta": "object",
        "meta.lang": "text",
        "meta.in": "object",
        "meta.in.n": "int64",
    }
    roles = {
        "url": "url",
        "text": "text",
        "language": "meta.lang",
        "tokens": "meta.in.n",
        "dump": "meta.nothing",
        "date": "not.there",
    }
    found, unread = read(path, roles)
    assert unread == []
    nothing = {"dump": None, "date": None}
    assert found == [
        {
            "record": 0,
            "url": "a",
            "language": "en",
            "tokens": 1,
            "bytes": 2,
            "text": "é",
            **nothing,
        },
        {
            "record": 1,
            "url": None,
            "language": None,
            "tokens": None,
            "bytes": None,
            "text": None,
            **nothing,
        },
        {
            "record": 2,
            "url": "c",
            "language": None,
            "tokens": None,
            "bytes": 0,
            "text": "",
            **nothing,
        },
    ]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_texts_of_every_type_are_texts(kind: Any, shard: Make, read: Read) -> None:
    """Also one that stands for its values by numbers."""
    texts = pa.array(["a", "éé", None, "x" * 20], kind)
    path = shard("a.arrow", stream(pa.table({"t": texts, "u": texts})))
    rows, unread = read(path, {"text": "t", "url": "u"})
    assert unread == []
    assert [row["text"] for row in rows] == ["a", "éé", None, "x" * 20]
    assert [row["bytes"] for row in rows] == [1, 4, None, 20]
    path = shard("b.arrow", stream(pa.table({"t": texts.cast("string").dictionary_encode()})))
    assert [row["text"] for row in read(path, {"text": "t"})[0]] == ["a", "éé", None, "x" * 20]


def test_days_and_times_are_told_as_iso_8601_writes_them(shard: Make, read: Read) -> None:
    """Whatever their precision."""
    days = pa.array([dt.date(2024, 2, 20)])
    times = pa.array([dt.datetime(2024, 2, 20, 1, 2, 3, tzinfo=dt.UTC)])
    path = shard("a.arrow", stream(pa.table({"day": days, "time": times})))
    assert read(path, {"date": "day"})[0][0]["date"] == "2024-02-20"
    assert read(path, {"date": "time"})[0][0]["date"].startswith("2024-02-20T01:02:03")


def test_a_text_that_is_not_utf_8_is_damage(shard: Make, read: Read) -> None:
    """In a column of addresses as in a text that the sample wants; the length alone needs none."""
    content = stream(pa.table({"t": ["good", "evil"]})).replace(b"evil", b"ev\xff\xfe")
    path = shard("a.arrow", content)
    for roles in ({"text": "t"}, {"url": "t"}):
        rows, (unread,) = read(path, roles)
        assert rows == []
        assert unread.damaged
    rows, unread = read(path, {"text": "t"}, Sample(0))
    assert [row["bytes"] for row in rows] == [4, 4]


def test_a_stream_without_its_end_is_told_with_what_was_read(shard: Make, read: Read) -> None:
    """A stream that ends between two batches looks whole, but for its last eight bytes."""
    content = making.arrow([{"url": str(n)} for n in range(9)])
    rows, (unread,) = read(shard("a.arrow", content[:-8]), {"url": "url"})
    assert len(rows) == 9
    assert "end" in unread.reason
    assert "9 records were read before" in unread.reason


def test_a_file_of_no_columns_or_rows_has_no_records(shard: Make, read: Read) -> None:
    """That is nothing to report; a file of no bytes is damaged."""
    path = shard("a.arrow", stream(pa.table({"url": pa.array([], "string")})))
    assert read(path, {"url": "url"}) == ([], [])
    rows, (unread,) = read(shard("b.arrow", b""), {"url": "url"})
    assert rows == []
    assert unread.damaged


def test_a_text_that_is_no_text_is_not_told(shard: Make, read: Read) -> None:
    """A list of texts has no length in bytes."""
    path = shard("a.arrow", stream(pa.table({"t": [["a", "b"]], "u": [["c"]]})))
    (row,), unread = read(path, {"text": "t", "url": "u"})
    assert (row["text"], row["bytes"], row["url"]) == (None, None, "c")
    assert unread == []


def test_a_column_named_twice_is_damage(shard: Make, read: Read) -> None:
    """Nobody can tell which is meant."""
    table = pa.table([pa.array(["a"]), pa.array(["b"])], names=["url", "url"])
    _, (unread,) = read(shard("a.arrow", stream(table)), {"url": "url"})
    assert unread.damaged


def test_a_stream_in_a_store_is_read(read: Read) -> None:
    """From the memory that stands for one."""
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/tables/a.arrow", making.arrow([{"url": str(n)} for n in range(9)]))
    (shard,) = find(["memory://tables"])
    rows, unread = read(shard, {"url": "url"})
    assert (len(rows), unread) == (9, [])
    memory.rm("/tables", recursive=True)
