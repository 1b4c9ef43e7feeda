"""The results in a repository of the Hugging Face hub, which lie in a hidden folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import huggingface_eval_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

RESULT = "- dataset: {id: acme/sums, task_id: even}\n  value: "


def read(collect: Collect, text: str) -> Reading:
    """Return the reading of one file of results."""
    (reading,) = collect(huggingface_eval_results, {".eval_results/sums.yaml": text.encode()})
    return reading


def facts(reading: Reading, of: str) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `evaluation.`."""
    return {
        item.fact.removeprefix("evaluation."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_the_results_of_a_hidden_folder_are_found(collect: Collect) -> None:
    """They are named by their way from the folder above."""
    reading = read(collect, f"{RESULT}41.2\n  date: '2026-03-01'\n  notes: no-tools\n")
    assert reading.artefact.name == ".eval_results/sums.yaml"
    assert facts(reading, "acme/sums, even") == {
        "value": "41.2",
        "task": "even",
        "dataset": "acme/sums",
        "on": "2026-03-01",
        "note": "no-tools",
    }
    assert reading.evidence[0].locator == "line 2, /0/value"


@pytest.mark.parametrize("day", ["2026-03-01", "'2026-03-01T10:30:00Z'", '"2026-03-01 10:30"'])
def test_a_day_is_read_with_and_without_its_time(collect: Collect, day: str) -> None:
    """YAML needs no quotes around a day."""
    reading = read(collect, f"{RESULT}41.2\n  date: {day}\n")
    assert facts(reading, "acme/sums, even")["on"] == "2026-03-01"


@pytest.mark.parametrize("value", ["'41.2'", "about 41", "[41.2]", "true", ".nan"])
def test_a_value_that_is_no_number_gives_no_result(collect: Collect, value: str) -> None:
    """Nothing is told of a result whose value is not plainly a number."""
    reading = read(collect, f"{RESULT}{value}\n")
    assert reading.evidence == ()
    assert reading.unread[0].reason.endswith("a number belongs")


def test_a_result_without_a_value_is_named(collect: Collect) -> None:
    """The hub refuses such a file."""
    reading = read(collect, "- dataset: {id: acme/sums, task_id: even}\n")
    assert reading.evidence == ()
    assert reading.unread[0].reason == "the result has no value"


@pytest.mark.parametrize("text", ["", "a: b\n", "- a: [\n", "- a\n  b"])
def test_what_is_no_list_of_results_gives_nothing(collect: Collect, text: str) -> None:
    """A file that the hub would refuse tells nothing."""
    reading = read(collect, text)
    assert reading.evidence == ()
    assert reading.unread


def test_only_yaml_is_recognised(collect: Collect) -> None:
    """What else lies in the folder is left alone, and so is a folder of another name."""
    files = {".eval_results/a.txt": b"", ".results/a.yaml": b"- value: 1\n"}
    assert collect(huggingface_eval_results, files) == []
