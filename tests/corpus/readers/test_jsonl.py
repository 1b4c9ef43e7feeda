"""JSON lines, plain and packed, with everything that is wrong in real ones."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from colophon.corpus.readers import jsonl
from colophon.corpus.sampling import Sample
from colophon.errors import ArtefactError
from tests.corpus.readers import making

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.corpus.shards import Shard

    Read = Callable[..., tuple[list[dict[str, Any]], list[Any]]]
    Make = Callable[[str, bytes], Shard]

URL = {"url": "url"}
URL_TEXT = {"url": "url", "text": "text"}


def test_values_are_found_by_their_ways(shard: Make, read: Read) -> None:
    """A way leads through objects, and through texts that are objects of JSON themselves."""
    lines: list[dict[str, Any]] = [
        {"text": "a", "meta": {"url": "u1", "deep": {"n": 1}}},
        {"text": "b", "meta": json.dumps({"url": "u2", "deep": {"n": 2}})},
        {"text": "c", "meta": "no object", "meta.url": "u3"},
        {"text": "d", "meta": None},
        {"text": "e", "meta": [1, 2]},
        {"text": "f", "meta": {"url": ["u6"], "deep": json.dumps({"n": 6})}},
        {"text": "g", "meta": "{broken"},
    ]
    roles = {"url": "meta.url", "tokens": "meta.deep.n", "text": "text"}
    rows, unread = read(shard("a.jsonl", making.jsonl(lines)), roles)
    assert [row["url"] for row in rows] == ["u1", "u2", "u3", None, None, "u6", None]
    assert [row["tokens"] for row in rows] == [1, 2, None, None, None, 6, None]
    assert unread == []


def test_the_columns_are_told_with_their_types(shard: Make) -> None:
    """Also those in objects, and those in texts that are objects; types that differ are both."""
    lines: list[dict[str, Any]] = [
        {"a": 1, "b": {"c": "x", "d": None}, "e": '{"f": true}', "g": []},
        {"a": "1", "b": {"d": 2.5}, "h": None},
    ]
    assert jsonl.columns(shard("a.jsonl", making.jsonl(lines))) == {
        "a": "number or text",
        "b": "object",
        "b.c": "text",
        "b.d": "number",
        "e": "text",
        "e.f": "truth value",
        "g": "list",
        "h": "nothing",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"url": "u"', "no JSON"),
        (b"[1]", "is list, and no object"),
        (b"null", "is nothing, and no object"),
        (b'{"url": "\xff\xfe"}', "not UTF-8 at byte"),
        (b'{"url": "a"} {"url": "b"}', "no JSON"),
        (b'{"zz": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too deep"),
        (b'{"url": "a\x01"}', "no JSON"),
        ("{'url': 'u'}".encode("utf-16"), "not UTF-8"),
        (b"\x00", "no JSON"),
    ],
)
def test_a_line_that_is_no_object_is_told_and_the_reading_goes_on(
    line: bytes, reason: str, shard: Make, read: Read
) -> None:
    """The lines before and after it count; the report has the number of the line."""
    good = b'{"url": "u"}\n'
    rows, unread = read(shard("a.jsonl", good * 3 + line.replace(b"\n", b" ") + b"\n" + good), URL)
    assert len(rows) == 4
    assert [one.locator for one in unread] == ["line 4"]
    assert reason in unread[0].reason
    assert unread[0].damaged


def test_a_value_over_several_lines_is_no_record(shard: Make, read: Read) -> None:
    """A record is a line; what a fast parser would take for one over two lines is told."""
    content = b'{"url": "a"}\n{"url":\n"b"}\n{"url": "c"}\n'
    rows, unread = read(shard("a.jsonl", content), URL)
    assert [row["url"] for row in rows] == ["a", "c"]
    assert [one.locator for one in unread] == ["line 2", "line 3"]


def test_only_the_first_bad_lines_are_told_one_by_one(shard: Make, read: Read) -> None:
    """Of a hundred bad lines twenty are told, and then how many more there are."""
    rows, unread = read(shard("a.jsonl", b'bad\n{"url": "u"}\n' * 100), URL)
    assert len(rows) == 100
    assert len(unread) == 21
    assert unread[19].locator == "line 39"
    assert unread[20].reason.startswith("80 more lines")


def test_blank_lines_and_line_ends_of_other_systems_are_no_records(shard: Make, read: Read) -> None:
    """Nor does a mark at the beginning, or a last line without an end, make a difference."""
    content = b'\xef\xbb\xbf{"url": "a"}\r\n\r\n  \n{"url": "b"}\n\n{"url": "c"}'
    rows, unread = read(shard("a.ndjson", content), URL)
    assert [row["url"] for row in rows] == ["a", "b", "c"]
    assert unread == []


def test_json_that_python_writes_is_read(shard: Make, read: Read) -> None:
    """`NaN`, numbers without an end, and half a surrogate pair are no reason to lose a record."""
    content = (
        b'{"url": "a", "score": NaN, "n": 1}\n'
        b'{"url": "b\\ud800", "text": "\\ud800", "n": 2}\n'
        b'{"url": "c", "n": ' + b"9" * 10_000 + b"}\n"
        b'{"url": "d", "n": 1e999, "s": Infinity}\n'
        b'{"url": "e", "zz": ' + b"9" * 10_000 + b"}\n"
    )
    roles = {**URL_TEXT, "tokens": "n", "audio-seconds": "s"}
    rows, unread = read(shard("a.jsonl", content), roles)
    assert unread == []
    assert [row["url"] for row in rows] == ["a", "b?", "c", "d", "e"]
    assert [row["tokens"] for row in rows] == [1, 2, None, None, None]
    assert rows[1]["bytes"] == 3
    assert rows[3]["audio-seconds"] is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("12", 12),
        ('"12"', 12),
        ("12.0", 12),
        ("12.5", None),
        ("true", None),
        ('"x"', None),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("[12]", None),
        ("null", None),
    ],
)
def test_a_number_of_another_type_is_not_told(
    written: str, told: int | None, shard: Make, read: Read
) -> None:
    """A count is a whole number or the text of one; whatever else stands there is no count."""
    rows, _ = read(shard("a.jsonl", f'{{"n": {written}}}\n{{"n": 1}}\n'.encode()), {"tokens": "n"})
    assert [row["tokens"] for row in rows] == [told, 1]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("true", "true"),
        ("2024", "2024"),
        ('["en"]', "en"),
        ('["en", "de"]', "en"),
        ("[]", None),
        ("[{}, [], null]", None),
        ("{}", None),
        ("1e400", None),
    ],
)
def test_a_text_of_another_type_is_told_where_it_is_words(
    written: str, told: str | None, shard: Make, read: Read
) -> None:
    """A truth value and a number are words; of a list of languages the first counts."""
    content = f'{{"x": {written}}}\n{{"x": "a"}}\n'.encode()
    rows, _ = read(shard("a.jsonl", content), {"language": "x"})
    assert [row["language"] for row in rows] == [told, "a"]


def test_a_list_is_put_together(shard: Make, read: Read) -> None:
    """Sorted, so that the same licences are the same text."""
    lines: list[dict[str, Any]] = [{"l": ["MIT", "Apache-2.0"]}, {"l": ["Apache-2.0", "MIT"]}]
    rows, _ = read(shard("a.jsonl", making.jsonl(lines)), {"licence": "l"})
    assert [row["licence"] for row in rows] == ["Apache-2.0, MIT"] * 2


def test_the_length_of_a_text_is_in_bytes_and_comes_before_a_column_that_tells_one(
    shard: Make, read: Read
) -> None:
    """Where a record has no text, what its column tells stays."""
    lines: list[dict[str, Any]] = [
        {"t": "é€", "n": 1},
        {"t": None, "n": 7},
        {"n": 8},
        {"t": 5, "n": 9},
    ]
    rows, _ = read(shard("a.jsonl", making.jsonl(lines)), {"text": "t", "bytes": "n"})
    assert [row["bytes"] for row in rows] == [5, 7, 8, 9]


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_line_longer_than_any_record_is_skipped_without_being_held(
    end: str, shard: Make, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told with its number, and takes no memory."""
    monkeypatch.setattr(jsonl, "LARGEST_RECORD", 2**20)
    good = b'{"url": "u"}\n'
    long = b'{"url": "' + b"x" * 50 * 2**20 + b'"}'
    content = gzip.compress(good * 2 + long + b"\n" + good * 2 + long + end.encode(), 1)
    path = shard("a.jsonl.gz", content)
    tracemalloc.start()
    rows, unread = read(path, URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rows) == 4
    assert [one.locator for one in unread] == ["line 3", "line 6"]
    assert "longer than" in unread[0].reason
    assert peak < 20 * 2**20


def test_a_packed_file_that_unpacks_to_a_huge_one_takes_no_memory(
    shard: Make, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gigabyte of zeros in 40 KB is one line, and that is too long."""
    monkeypatch.setattr(jsonl, "LARGEST_RECORD", 2**20)
    bomb = shard("a.jsonl.zst", making.zstandard(bytes(10**9)))
    tracemalloc.start()
    rows, unread = read(bomb, URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == []
    assert [one.locator for one in unread] == ["line 1"]
    assert peak < 20 * 2**20


@pytest.mark.parametrize("end", making.PACKED)
def test_every_member_of_a_packed_file_is_read(end: str, shard: Make, read: Read) -> None:
    """Files that were put one behind the other are one file, with zeros between them or not."""
    part = making.PACKED[end](making.jsonl([{"url": "a"}, {"url": "b"}]))
    rows, unread = read(shard(f"a.jsonl{end}", part + part + bytes(512) + part), URL)
    assert len(rows) == 6
    assert unread == []


@pytest.mark.parametrize("end", making.PACKED)
def test_what_breaks_a_packed_file_is_told_with_what_was_read_before(
    end: str, shard: Make, read: Read
) -> None:
    """Garbage behind the last member, or a member cut off, ends the reading with a report."""
    part = making.PACKED[end](making.jsonl([{"url": "a"}, {"url": "b"}]))
    for content in (part + part[:-9], part + b"garbage, not packed at all"):
        rows, unread = read(shard(f"a.jsonl{end}", content), URL)
        assert len(rows) >= 2
        assert unread[-1].damaged
        assert f"{len(rows)} records were read before" in unread[-1].reason


@pytest.mark.parametrize(
    "content",
    [b'[{"url": "a"},\n{"url": "b"}]', b'  [\n  {"url": "a"}\n]', b'{\n  "url": "a"\n}\n'],
)
def test_one_value_over_the_whole_file_is_refused(content: bytes, shard: Make, read: Read) -> None:
    """A list or an object over several lines is no file of lines; that is said once."""
    path = shard("a.json", content)
    rows, (unread,) = read(path, URL)
    assert rows == []
    assert "not one object a line" in unread.reason
    with pytest.raises(ArtefactError, match="not one object a line"):
        jsonl.columns(path)


def test_an_empty_file_has_no_records(shard: Make, read: Read) -> None:
    """That is nothing to report; of a packed file that is empty it is."""
    assert read(shard("a.jsonl", b""), URL) == ([], [])
    assert jsonl.columns(shard("a.jsonl", b"\n\n")) == {}
    rows, unread = read(shard("a.jsonl.gz", b""), URL)
    assert rows == []
    assert "no compression leaves an empty file" in unread[0].reason


def test_a_name_may_have_line_ends(shard: Make, read: Read) -> None:
    """Whatever a file is called, its path is its path."""
    rows, _ = read(shard("a\nb\r\x1b[31m.jsonl", b'{"url": "u\\nv"}\n'), URL)
    assert rows[0]["url"] == "u\nv"


def test_a_column_that_no_line_has_is_never_told(shard: Make, read: Read) -> None:
    """Every record counts, with nothing in it."""
    rows, _ = read(shard("a.jsonl", b'{"x": 1}\n' * 3), {"url": "not.there", "text": "nor this"})
    assert [row["url"] for row in rows] == [None] * 3
    assert [row["bytes"] for row in rows] == [None] * 3


def test_any_key_may_be_a_way(shard: Make, read: Read) -> None:
    """Also an empty one, and one with signs that JSON escapes."""
    keys = ["", 'a"b', "a\\b", "a\nb", "ключ", "a b", ".", "a..b"]
    for key in keys:
        path = shard("a.jsonl", making.jsonl([{key: "x"}]))
        assert read(path, {"url": key})[0][0]["url"] == "x", key


def test_texts_of_the_sample_are_those_of_their_records(shard: Make, read: Read) -> None:
    """The texts that are handed on are the same whether they were taken in at once or not."""
    lines: list[dict[str, Any]] = [{"text": str(n)} for n in range(5000)]
    whole, _ = read(shard("a.jsonl", making.jsonl(lines)), {"text": "text"}, Sample(10))
    broken = making.jsonl(lines).replace(b"\n", b"\n\n")
    one_by_one, _ = read(shard("b.jsonl", broken), {"text": "text"}, Sample(10))
    assert whole == one_by_one
    drawn = [row for row in whole if row["text"] is not None]
    assert 10 <= len(drawn) < 200
    assert all(row["text"] == str(row["record"]) for row in drawn)
