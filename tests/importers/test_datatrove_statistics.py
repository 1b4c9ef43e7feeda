"""What datatrove counted, and what is not told of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import datatrove_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

STEP = {"name": "READER", "time_stats": {"total": 0.1}, "stats": {"documents": 6}}


def read(collect: Collect, **files: Any) -> Reading:
    """Return the reading of the files with these contents, `__` for `/`."""
    made = {f"{n.replace('__', '/')}.json": json.dumps(v).encode() for n, v in files.items()}
    (reading,) = collect(datatrove_statistics, made)
    return reading


def told(reading: Reading) -> dict[tuple[str | None, str], Any]:
    """Return the values of a reading by what was counted and the fact."""
    return {(item.of, item.fact.partition(".")[2]): item.value for item in reading.evidence}


def test_one_sum_is_told_of_each_thing_counted(collect: Collect) -> None:
    """The number of values stands where the program wrote it."""
    metric = {"total": 209, "n": 5, "mean": 41.8, "variance": 252.7, "unit": "task"}
    reading = read(collect, summary__length__metric={"summary": metric})
    assert told(reading) == {
        ("length", "total"): 209,
        ("length", "values"): 5,
        ("length", "mean"): "41.8",
    }
    assert reading.evidence[0].locator == "summary/length/metric.json, /summary/total"


def test_where_the_program_writes_one_number_it_is_the_sum(collect: Collect) -> None:
    """It leaves out how many values there were where that is the sum; nothing is filled in."""
    reading = read(collect, summary__pages__metric={"summary": 7})
    assert told(reading) == {("pages", "total"): 7}


def test_which_tokenizer_counted_is_a_question_for_a_person(collect: Collect) -> None:
    """The number is told, and that its tokens may be those of another tokenizer."""
    reading = read(collect, summary__token_count__metric={"summary": {"total": 99, "n": 3}})
    assert told(reading)["token_count", "total"] == 99
    (unread,) = reading.unread
    assert "gpt2" in unread.reason


@pytest.mark.parametrize("group", ["fqdn", "suffix", "histogram"])
def test_nothing_is_told_of_single_hosts(collect: Collect, group: str) -> None:
    """Hosts are no domains, and most of them may be missing."""
    metrics = {f"{group}__{name}__metric": {"www.example.org": 3} for name in ("length", "words")}
    reading = read(collect, **metrics)
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert not unread.damaged


def test_the_steps_of_a_run_are_told_one_by_one(collect: Collect) -> None:
    """Two steps of one name are told apart by their place."""
    reading = read(collect, stats=[STEP, STEP | {"stats": {"dropped": 1}}])
    assert told(reading) == {
        ("step 1, READER, documents", "total"): 6,
        ("step 2, READER, dropped", "total"): 1,
    }


@pytest.mark.parametrize("step", [3, {"name": "A", "stats": 3}, {"stats": {}}, None])
def test_a_step_of_another_form_is_unread(collect: Collect, step: Any) -> None:
    """The steps beside it are read."""
    reading = read(collect, stats=[STEP, step])
    assert len(reading.evidence) == 1
    assert [item.locator for item in reading.unread] == ["/1"]


def test_one_damaged_metric_is_named(collect: Collect) -> None:
    """The other metrics of the grouping are read."""
    files = {
        "summary/length/metric.json": b'{"summary": {"total": 20',
        "summary/words/metric.json": b'{"summary": {"total": 9}}',
    }
    (reading,) = collect(datatrove_statistics, files)
    assert told(reading) == {("words", "total"): 9}
    (unread,) = reading.unread
    assert unread.locator.startswith("summary/length/metric.json")
    assert unread.damaged


def test_other_files_of_these_names_are_left_alone(collect: Collect) -> None:
    """`stats.json` is a name that many programs use."""
    assert collect(datatrove_statistics, {"stats.json": b'[{"name": {"split": "test"}}]'}) == []
    assert collect(datatrove_statistics, {"summary/a/other.json": b"{}"}) == []
