"""What every reader keeps, whatever it is given to read."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from colophon.corpus import readers
from colophon.corpus.sampling import Sample
from colophon.corpus.shards import Shard
from colophon.errors import ArtefactError
from colophon.evidence import Unread
from tests.corpus.readers import making

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 8


class Case(NamedTuple):
    """A whole file of eight records.

    Attributes:
        name: what it is called.
        content: what is in it.
        roles: which column is what.
        is_checked: whether a sum in the file tells every change of its records.
    """

    name: str
    content: bytes
    roles: dict[Any, str]
    is_checked: bool


ROWS = [
    {"url": f"https://e.org/{n}", "text": "é" * n, "meta": {"lang": "en", "n": n}}
    for n in range(COUNT)
]
BY_COLUMNS = {"url": "url", "text": "text", "language": "meta.lang", "tokens": "meta.n"}
MEMBERS = [
    (f"a/{n:03}.{end}", content)
    for n in range(COUNT)
    for end, content in (
        ("jpg", b"\xff\xd8" * 9),
        ("json", f'{{"url": "https://e.org/{n}"}}'.encode()),
        ("txt", ("é" * n).encode()),
    )
]
BY_MEMBERS = {"url": "url", "text": ".txt", "images": ".images"}
RESPONSES = [making.response(f"https://e.org/{n}", b"x" * n) for n in range(COUNT)]
TEXTS = [making.conversion(f"https://e.org/{n}", "é" * n) for n in range(COUNT)]
BY_FIELDS = {"url": "WARC-Target-URI", "date": "WARC-Date", "bytes": "payload-length"}

CASES = [
    Case("a.jsonl", making.jsonl(ROWS), BY_COLUMNS, is_checked=False),
    *(
        Case(f"a.jsonl{end}", pack(making.jsonl(ROWS)), BY_COLUMNS, is_checked=True)
        for end, pack in making.PACKED.items()
    ),
    Case("a.arrow", making.arrow(ROWS), BY_COLUMNS, is_checked=False),
    Case("b.arrow", making.arrow(ROWS, as_file=True), BY_COLUMNS, is_checked=False),
    Case("a.tar", making.tar(MEMBERS), BY_MEMBERS, is_checked=False),
    Case("a.tar.gz", gzip.compress(making.tar(MEMBERS)), BY_MEMBERS, is_checked=True),
    Case("a.warc", making.warc(*RESPONSES), BY_FIELDS, is_checked=False),
    Case("a.warc.gz", making.warc(*RESPONSES, pack=gzip.compress), BY_FIELDS, is_checked=True),
    Case("b.warc.gz", gzip.compress(making.warc(*RESPONSES)), BY_FIELDS, is_checked=True),
    Case(
        "a.warc.wet.gz",
        making.warc(*TEXTS, pack=gzip.compress),
        {**BY_FIELDS, "text": "text"},
        is_checked=True,
    ),
]
STEPS = 150
"""In how many places each file is damaged."""


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    """Return each file in turn."""
    one: Case = request.param
    return one


def count(path: Path, case: Case, content: bytes) -> tuple[int, list[Unread]]:
    """Return how many records a damaged file has, and what could not be read of it."""
    path.write_bytes(content)
    reader = readers.of(path.name)
    assert reader is not None
    found = list(reader.batches(Shard(str(path), len(content), ""), case.roles, Sample(2)))
    unread = [one for one in found if isinstance(one, Unread)]
    return sum(one.num_rows for one in found if not isinstance(one, Unread)), unread


def test_a_whole_file_is_read_whole(case: Case, tmp_path: Path) -> None:
    """Of a file that is whole every record counts, and nothing is reported."""
    assert count(tmp_path / case.name, case, case.content) == (COUNT, [])


def test_the_columns_are_told(case: Case, shard: Callable[[str, bytes], Shard]) -> None:
    """Every column that the roles name is among those that the reader tells."""
    reader = readers.of(case.name)
    assert reader is not None
    assert set(case.roles.values()) <= set(reader.columns(shard(case.name, case.content)))


def test_a_file_that_is_cut_off_is_never_counted_in_silence(case: Case, tmp_path: Path) -> None:
    """However much is missing, either that is reported or the records before are whole ones."""
    size = len(case.content)
    for end in range(0, size, max(size // STEPS, 1)):
        records, unread = count(tmp_path / case.name, case, case.content[:end])
        assert records <= COUNT
        if records < COUNT and not unread:
            whole = [case.content[:end].rstrip(b"\r\n").endswith((b"}", b"x")), end == 0]
            packed_by_record = case.content[end : end + 2] == b"\x1f\x8b"
            assert any(whole) or packed_by_record or case.name == "a.warc", end
        assert all(one.reason and one.remedy for one in unread)


def test_a_bit_that_is_wrong_ends_in_a_report_and_never_in_an_error(
    case: Case, tmp_path: Path
) -> None:
    """Where the file has sums, another number of records is always reported."""
    size = len(case.content)
    for place in range(0, size, max(size // STEPS, 1)):
        content = bytearray(case.content)
        content[place] ^= 1 << place % 8
        records, unread = count(tmp_path / case.name, case, bytes(content))
        if case.is_checked and records != COUNT:
            assert any(one.damaged for one in unread), place


@given(content=st.binary(max_size=300))
def test_garbage_is_told(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the bytes are, they are records or a report, and nothing else happens."""
    folder = tmp_path_factory.mktemp("garbage")
    for case in CASES:
        count(folder / case.name, case, content)


@pytest.mark.parametrize("name", [case.name for case in CASES if case.name != "a.jsonl"])
def test_the_columns_of_garbage_are_an_error(
    name: str, shard: Callable[[str, bytes], Shard]
) -> None:
    """A file that cannot even be begun is an error with its path and a remedy."""
    reader = readers.of(name)
    assert reader is not None
    with pytest.raises(ArtefactError) as error:
        reader.columns(shard(name, b"\x00\x01\x02 this is nothing" * 50))
    assert error.value.place.endswith(name)
    assert error.value.remedy


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 8, 100])
def test_batches_are_the_records_in_order_whatever_their_size(
    case: Case, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put together, the batches are the same records, with the same texts."""
    path = tmp_path / case.name
    path.write_bytes(case.content)
    reader = readers.of(case.name)
    assert reader is not None

    def rows() -> list[dict[str, Any]]:
        found = reader.batches(Shard(str(path), 0, ""), case.roles, Sample(3))
        return [row for batch in found for row in batch.to_pylist()]

    whole = rows()
    monkeypatch.setattr(readers, "_MANY_RECORDS", at_once)
    assert rows() == whole
    assert [row["record"] for row in whole] == list(range(COUNT))


def test_only_the_texts_that_the_sample_wants_are_handed_on(case: Case, tmp_path: Path) -> None:
    """Of eight texts a sample of three keeps those with the smallest keys, among others."""
    if "text" not in case.roles:
        return
    path = tmp_path / case.name
    path.write_bytes(case.content)
    reader = readers.of(case.name)
    assert reader is not None
    (batch,) = reader.batches(Shard(str(path), 0, ""), case.roles, Sample(0))
    assert batch.column("text").null_count == COUNT
    assert batch.column("bytes").to_pylist() == [2 * n for n in range(COUNT)]


def test_the_longest_end_of_a_name_decides() -> None:
    """Each name has one reader, and those that nobody reads have none."""
    names = {
        "a/CC-MAIN-1.WARC.wet.gz": "warc",
        "b.tar.gz": "webdataset",
        "c.json.gz": "jsonl",
        "d.ARROW": "arrow",
    }
    for name, reader in names.items():
        module = readers.of(name)
        assert module is not None
        assert module.__name__.endswith(reader)
    assert readers.of("e.gz") is None
    assert readers.of("jsonl") is None
