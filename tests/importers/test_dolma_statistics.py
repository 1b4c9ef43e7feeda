"""What dolma counted in the attributes of a corpus."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import dolma_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

LINE: dict[str, Any] = {
    "name": "acme/length",
    "counts": [5],
    "bins": [1.0, 1.5],
    "total": 5,
    "sum": 6.25,
}


def read(collect: Collect, data: bytes, name: str = "summaries.jsonl") -> Reading:
    """Return the reading of summaries with these bytes."""
    (reading,) = collect(dolma_statistics, {name: data})
    return reading


def told(reading: Reading) -> dict[tuple[str | None, str], Any]:
    """Return the values of a reading by what was counted and the fact."""
    return {(item.of, item.fact.partition(".")[2]): item.value for item in reading.evidence}


def only_damage(reading: Reading) -> Unread:
    """Return the one damage of a reading that gives no facts."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
    return unread


def test_packed_and_plain_are_read_the_same(collect: Collect) -> None:
    """The sum and the number of values of each attribute are told."""
    data = json.dumps(LINE).encode() + b"\n"
    for reading in (
        read(collect, data),
        read(collect, gzip.compress(data), "summaries.jsonl.gz"),
    ):
        assert told(reading) == {("acme/length", "total"): "6.25", ("acme/length", "values"): 5}
        assert reading.unread == ()


def test_a_line_that_was_cut_off_is_not_read(collect: Collect) -> None:
    """The lines above it are."""
    data = json.dumps(LINE).encode()
    reading = read(collect, data + b"\n" + data)
    assert len(reading.evidence) == 2
    (unread,) = reading.unread
    assert unread.locator == "line 2"


@pytest.mark.parametrize("change", [{"name": 3}, {"name": ""}, {"name": None}])
def test_a_line_of_another_form_is_unread(collect: Collect, change: dict[str, Any]) -> None:
    """What was counted must have a name."""
    reading = read(collect, json.dumps(LINE | change).encode() + b"\n")
    assert reading.evidence == ()
    assert [item.locator for item in reading.unread] == ["line 1"]


def test_a_packed_file_cut_short_anywhere_is_damaged(collect: Collect) -> None:
    """Nothing is told of the lines that were still there."""
    whole = gzip.compress(json.dumps(LINE).encode() + b"\n")
    for length in range(2, len(whole)):
        only_damage(read(collect, whole[:length], "summaries.jsonl.gz"))


def test_a_bomb_is_not_unpacked(collect: Collect) -> None:
    """A few bytes may unpack to more than the memory holds."""
    bomb = gzip.compress(bytes(60_000_000))
    assert "unpacks to more" in only_damage(read(collect, bomb, "summaries.jsonl.gz")).reason


def test_other_files_of_these_names_are_left_alone(collect: Collect) -> None:
    """Summaries of something else are not claimed."""
    assert collect(dolma_statistics, {"summaries.jsonl": b'{"summary": "It is about."}\n'}) == []
