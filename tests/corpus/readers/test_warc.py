"""Archives of a crawl."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from colophon.corpus.readers import warc
from colophon.corpus.sampling import Sample
from colophon.corpus.shards import find
from tests.corpus.readers import making

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.corpus.shards import Shard

    Read = Callable[..., tuple[list[dict[str, Any]], list[Any]]]
    Make = Callable[[str, bytes], Shard]

ROLES = {
    "url": "WARC-Target-URI",
    "date": "WARC-Date",
    "bytes": "payload-length",
    "dump": "dump",
}
WET = {**ROLES, "text": "text", "language": "WARC-Identified-Content-Language"}
INFO = (
    "warcinfo",
    {"Content-Type": "application/warc-fields"},
    b"isPartOf: CC-MAIN-2024-10\r\npublisher: Common Crawl\r\n",
)
DATE = "2024-02-20T20:00:00Z"


@pytest.mark.parametrize("pack", [None, gzip.compress])
def test_what_was_fetched_counts_without_the_header_of_http(
    pack: Callable[[bytes], bytes] | None, shard: Make, read: Read
) -> None:
    """Responses and resources are records; requests, metadata and revisits are none."""
    content = making.warc(
        INFO,
        ("request", {"WARC-Target-URI": "https://a.org"}, b"GET / HTTP/1.1\r\n\r\n"),
        making.response("https://a.org", b"x" * 100),
        ("metadata", {"WARC-Target-URI": "https://a.org"}, b"fetchTimeMs: 3"),
        ("resource", {"WARC-Target-URI": "<https://b.org>"}, b"y" * 7),
        ("revisit", {"WARC-Target-URI": "https://c.org"}, b""),
        making.response("https://d.org", b""),
        pack=pack,
    )
    path = shard("a.warc.gz" if pack else "a.warc", content)
    rows, unread = read(path, ROLES)
    assert unread == []
    assert [(row["url"], row["bytes"]) for row in rows] == [
        ("https://a.org", 100),
        ("https://b.org", 7),
        ("https://d.org", 0),
    ]
    assert [row["date"] for row in rows] == [DATE, None, DATE]
    assert {row["dump"] for row in rows} == {"CC-MAIN-2024-10"}
    found = warc.columns(path)
    assert set(ROLES.values()) <= set(found)
    assert "text" not in found


def test_the_texts_of_wet_are_measured_and_read_where_they_are_wanted(
    shard: Make, read: Read
) -> None:
    """The language is told as the archive tells it."""
    texts = [making.conversion(f"https://e.org/{n}", "é" * n) for n in range(30)]
    path = shard("a.warc.wet.gz", making.warc(INFO, *texts, pack=gzip.compress))
    rows, unread = read(path, WET, Sample(3))
    assert unread == []
    assert [row["bytes"] for row in rows] == [2 * n for n in range(30)]
    assert {row["language"] for row in rows} == {"eng,deu"}
    wanted = {row["record"]: row["text"] for row in rows if row["text"] is not None}
    assert 3 <= len(wanted) < 30
    assert all(text == "é" * record for record, text in wanted.items())
    assert warc.columns(path)["text"] == "text"


@pytest.mark.parametrize(
    ("name", "dump"),
    [
        ("CC-MAIN-2024-10/segments/1/a.warc", "CC-MAIN-2024-10"),
        ("CC-MAIN-20240220211055-20240221001055-00799.warc", None),
        ("a.warc", None),
    ],
)
def test_the_crawl_is_told_by_the_path(
    name: str, dump: str | None, shard: Make, read: Read
) -> None:
    """Where it is not, and the archive does not tell it, nothing is told."""
    path = shard(name, making.warc(making.response("https://a.org", b"")))
    assert read(path, ROLES)[0][0]["dump"] == dump
    assert ("dump" in warc.columns(path)) == (dump is not None)


@pytest.mark.parametrize("pack", [None, gzip.compress])
def test_a_record_that_is_cut_off_does_not_count(
    pack: Callable[[bytes], bytes] | None, shard: Make, read: Read
) -> None:
    """At whatever byte: those before it count, and that it breaks is told."""
    records = [making.response(f"https://a.org/{n}", b"x" * 40) for n in range(3)]
    name = "a.warc.gz" if pack else "a.warc"
    before = len(making.warc(*records[:2], pack=pack))
    whole = making.warc(*records, pack=pack)
    lost = 4 if pack is None else 0
    for end in range(before + 1, len(whole) - lost):
        rows, unread = read(shard(name, whole[:end]), ROLES)
        assert [row["url"] for row in rows] == ["https://a.org/0", "https://a.org/1"][: len(rows)]
        if pack is not None or end > before + 4:
            assert len(unread) == 1, end
            assert unread[0].damaged
            assert f"{len(rows)} record" in unread[0].reason
    assert len(read(shard(name, whole), ROLES)[0]) == 3


def test_an_archive_that_is_packed_as_a_whole_is_read(shard: Make, read: Read) -> None:
    """Not record by record, as it should be; where it is cut off that is told."""
    records = [making.response(f"https://a.org/{n}", b"x" * 40) for n in range(3)]
    whole = gzip.compress(making.warc(*records))
    assert len(read(shard("a.warc.gz", whole), ROLES)[0]) == 3
    for end in range(30, len(whole)):
        assert read(shard("a.warc.gz", whole[:end]), ROLES)[1], end


def test_what_is_no_http_counts_whole(shard: Make, read: Read) -> None:
    """An answer of another protocol has no header of HTTP to leave out."""
    odd = ("response", {"WARC-Target-URI": "dns:a.org", "Content-Type": "text/dns"}, b"20240220")
    bad = making.response("https://a.org", b"")
    bad = (bad[0], bad[1], b"no http at all")
    rows, unread = read(shard("a.warc", making.warc(odd, bad)), ROLES)
    assert [row["bytes"] for row in rows] == [8, 14]
    assert unread == []


def test_a_text_that_is_not_utf_8_is_told(shard: Make, read: Read) -> None:
    """It counts with its length."""
    kind, fields, _ = making.conversion("https://a.org", "")
    content = making.warc((kind, fields, b"\xff\xfe!"), making.conversion("https://b.org", "b"))
    rows, (unread,) = read(shard("a.wet", content), WET)
    assert [(row["bytes"], row["text"]) for row in rows] == [(3, None), (1, "b")]
    assert "not UTF-8 at byte 1" in unread.reason


def test_odd_fields_do_no_harm(shard: Make, read: Read) -> None:
    """Addresses that are not UTF-8, empty, or longer than any address."""
    odd = b"https://\xff\xe4.org/"
    content = making.warc(making.response("https://here.org/", b"x")).replace(
        b"https://here.org/", odd
    )
    content += making.warc(making.response("", b"x"), making.response("https://" + "a" * 9999, b""))
    rows, unread = read(shard("a.warc", content), ROLES)
    assert len(rows) == 3
    assert unread == []
    assert rows[1]["url"] == ""


def test_an_empty_archive_has_no_records(shard: Make, read: Read) -> None:
    """That is nothing to report; a packed one of no bytes is cut off."""
    assert read(shard("a.warc", b""), ROLES) == ([], [])
    assert warc.columns(shard("a.warc", making.warc(INFO))) == {}
    _, (unread,) = read(shard("a.warc.gz", b""), ROLES)
    assert unread.damaged


def test_an_archive_in_a_store_is_read(read: Read) -> None:
    """From the memory that stands for one."""
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    content = making.warc(making.response("https://a.org", b"x"), pack=gzip.compress)
    memory.pipe("/crawl/CC-MAIN-2024-10/a.warc.gz", content)
    (shard,) = find(["memory://crawl"])
    rows, unread = read(shard, ROLES)
    assert ([row["dump"] for row in rows], unread) == (["CC-MAIN-2024-10"], [])
    memory.rm("/crawl", recursive=True)
