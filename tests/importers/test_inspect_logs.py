"""The logs of Inspect: runs that failed, epochs, and archives that are not what they say."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import inspect_logs
from colophon.importers.inspect_logs import archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

JSON = "2026-03-01T10-00-00+00-00_sums_abc.json"


def score(**changes: Any) -> dict[str, Any]:
    """Return the score of one scorer."""
    metrics = {"accuracy": {"name": "accuracy", "value": 0.5}, "stderr": {"value": 0.1}}
    return {"name": "match", "scorer": "match", "scored_samples": 4, "metrics": metrics, **changes}


def log(**changes: Any) -> dict[str, Any]:
    """Return a log without its samples."""
    return {
        "version": 2,
        "status": "success",
        "eval": {
            "created": "2026-03-01T10:00:00+00:00",
            "task": "sums",
            "task_version": 0,
            "dataset": {"name": "sums", "samples": 4},
            "model": "acme/acme-7b",
            "config": {"epochs": 1},
            "packages": {"inspect_ai": "0.3.285"},
        },
        "results": {"total_samples": 4, "completed_samples": 4, "scores": [score()]},
        **changes,
    }


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return made.getvalue()


def read(collect: Collect, data: object, name: str = JSON) -> Reading:
    """Return the reading of one log."""
    content = data if isinstance(data, bytes) else json.dumps(data, indent=2).encode()
    (reading,) = collect(inspect_logs, {name: content})
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `evaluation.`."""
    return {
        item.fact.removeprefix("evaluation."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_a_log_tells_its_run_and_its_values(collect: Collect) -> None:
    """The version of a task that states none is not told."""
    reading = read(collect, log())
    assert reading.unread == ()
    assert facts(reading)["model"] == "acme/acme-7b"
    assert "task-version" not in facts(reading)
    assert facts(reading)["has-samples"] is False
    assert facts(reading, "sums, match, accuracy") == {
        "value": "0.5",
        "metric": "accuracy",
        "scorer": "match",
        "samples": 4,
        "uncertainty": "0.1",
        "uncertainty-kind": "standard error",
    }


@pytest.mark.parametrize("status", ["error", "cancelled", "started"])
def test_a_run_that_did_not_end_well_has_no_values(collect: Collect, status: str) -> None:
    """What a run counted that failed is not the result of the evaluation."""
    reading = read(collect, log(status=status))
    assert {item.of for item in reading.evidence} == {None}
    assert facts(reading)["status"] == status
    assert [one.locator for one in reading.unread] == ["/status"]


def test_a_run_with_samples_declared_invalid_has_no_values(collect: Collect) -> None:
    """Somebody has looked at the samples and found them wrong."""
    reading = read(collect, log(invalidated=True))
    assert {item.of for item in reading.evidence} == {None}
    assert [one.locator for one in reading.unread] == ["/invalidated"]


def test_a_run_that_scored_nothing_says_so(collect: Collect) -> None:
    """A cancelled run may have no results at all."""
    assert [one.reason for one in read(collect, log(results=None)).unread] == ["nothing was scored"]


def test_each_reducer_is_a_result_of_its_own(collect: Collect) -> None:
    """The mean over the epochs and the best of them are two values."""
    scores = [score(reducer="mean"), score(reducer="max")]
    reading = read(collect, log(results={"scores": scores}))
    assert facts(reading, "sums, match, accuracy, mean")["reducer"] == "mean"
    assert facts(reading, "sums, match, accuracy, max")["reducer"] == "max"


def test_two_scores_of_one_name_are_told_apart(collect: Collect) -> None:
    """No value is told of the thing of another."""
    reading = read(collect, log(results={"scores": [score(), score()]}))
    assert {"sums, match, accuracy", "sums, match, accuracy (2)"} < {
        item.of for item in reading.evidence
    }


def test_of_a_judge_of_several_things_each_is_named(collect: Collect) -> None:
    """A scorer may give several scores, each with a name of its own."""
    scores = [score(name="fluency", scorer="judge"), score(name="honesty", scorer="judge")]
    reading = read(collect, log(results={"scores": scores}))
    assert facts(reading, "sums, fluency, accuracy")["scorer"] == "judge"
    assert facts(reading, "sums, honesty, accuracy")["aspect"] == "honesty"


def test_the_value_of_a_group_is_not_of_all_samples(collect: Collect) -> None:
    """How many samples are in the group is not logged, and those of all are not its own."""
    params = {"metric": {"name": "accuracy"}, "group_key": "level"}
    metrics = {
        "hard": {"name": "hard", "group": "grouped", "value": 0.25, "params": params},
        "accuracy": {"value": 0.5},
        "stderr": {"value": 0.1},
    }
    reading = read(collect, log(results={"scores": [score(metrics=metrics)]}))
    assert facts(reading, "sums, match, accuracy, level: hard") == {
        "value": "0.25",
        "metric": "accuracy",
        "subset": "level: hard",
        "scorer": "match",
    }
    assert facts(reading, "sums, match, accuracy")["samples"] == 4
    counted = {"A": {"name": "A", "group": "frequency", "value": 0.75}}
    reading = read(collect, log(results={"scores": [score(metrics=counted)]}))
    assert facts(reading, "sums, match, frequency: A")["samples"] == 4


def test_scores_in_the_form_of_the_first_versions_are_a_question(collect: Collect) -> None:
    """The program writes them anew in the form of today."""
    old = {"scorer": {"name": "match"}, "metrics": {"accuracy": {"value": 0.5}}}
    reading = read(collect, log(version=1, results=old))
    assert {item.of for item in reading.evidence} == {None}
    assert [one.locator for one in reading.unread] == ["/results/scorer"]


def test_a_task_that_asks_no_model_tells_none(collect: Collect) -> None:
    """`none/none` is no name of a model."""
    reading = read(collect, log(eval={**log()["eval"], "model": "none/none"}))
    assert "model" not in facts(reading)
    assert [one.locator for one in reading.unread] == ["/eval/model"]


def test_a_standard_error_of_no_mean_is_a_metric(collect: Collect) -> None:
    """`stderr` is that of `accuracy` or `mean`; of another metric it is not known whose it is."""
    metrics = {"std": {"value": 0.5}, "stderr": {"value": 0.1}}
    reading = read(collect, log(results={"scores": [score(metrics=metrics)]}))
    assert facts(reading, "sums, match, std").keys() == {"value", "metric", "scorer", "samples"}
    assert facts(reading, "sums, match, stderr")["value"] == "0.1"


def test_a_value_that_is_none_is_unread(collect: Collect) -> None:
    """`NaN` stands for a metric of which nothing was judged."""
    metrics = {"accuracy": {"value": float("nan")}}
    reading = read(collect, log(results={"scores": [score(metrics=metrics)]}))
    assert {item.of for item in reading.evidence} == {None}
    assert "`NaN`" in reading.unread[0].reason


def test_the_samples_of_a_log_are_passed_over(collect: Collect) -> None:
    """A log of JSON may be larger than memory with its samples, and is not without them."""
    text = json.dumps(log(samples=[{"id": 1, "input": "\n  ],\n"}], reductions=[]), indent=2)
    assert facts(read(collect, text.encode()))["has-samples"] is True
    huge = text.replace('"id": 1', '"id": 1, "messages": [' + "\n1,\n" * 100_000 + "2]")
    assert facts(read(collect, huge.encode()))["has-samples"] is True


def test_a_log_that_was_cut_within_its_samples_gives_nothing(collect: Collect) -> None:
    """What follows the samples may undo what stands before them."""
    text = json.dumps(log(samples=[{"id": 1}, {"id": 2}]), indent=2)
    reading = read(collect, text[: text.index('"id": 2')].encode())
    assert reading.evidence == ()
    assert reading.unread[0].damaged


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_archives_of_older_versions_are_read(collect: Collect, method: int) -> None:
    """Their entries are stored or deflated."""
    entries = {"header.json": json.dumps(log()).encode(), "samples/1_epoch_1.json": b"{}"}
    reading = read(collect, packed(entries, method), "a.eval")
    assert facts(reading)["has-samples"] is True
    assert facts(reading, "sums, match, accuracy")["value"] == "0.5"
    assert reading.evidence[0].locator == "header.json, /eval"


def test_an_archive_of_a_run_that_broke_off_tells_what_was_begun(collect: Collect) -> None:
    """Without a header there is the start of the run, and no value."""
    start = {"version": 2, "eval": log()["eval"]}
    reading = read(collect, packed({"_journal/start.json": json.dumps(start).encode()}), "a.eval")
    assert facts(reading)["task"] == "sums"
    assert [one.reason for one in reading.unread] == [
        "the run did not end: what it counted is not its result"
    ]


def test_an_entry_that_unpacks_to_too_much_is_not_unpacked(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small archive may hold a large one."""
    bomb = packed({"header.json": b" " * 1_000_000})
    monkeypatch.setattr(archive, "LARGEST", 100_000)
    (unread,) = read(collect, bomb, "a.eval").unread
    assert "more than 100000 bytes" in unread.reason
    assert not unread.damaged
    lying = bomb.replace((1_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    (unread,) = read(collect, lying, "a.eval").unread
    assert "does not unpack" in unread.reason
    assert unread.damaged


def test_an_archive_with_a_list_beyond_all_is_not_opened(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of its entries would be held in memory."""
    monkeypatch.setattr(archive, "_LARGEST_LISTING", 50)
    made = packed({f"{n}.json": b"" for n in range(9)})
    assert "more entries" in read(collect, made, "a.eval").unread[0].reason


def test_an_archive_of_another_program_is_no_damage(collect: Collect) -> None:
    """A name that ends in `.eval` may be that of anything."""
    reading = read(collect, packed({"a.txt": b""}), "a.eval")
    assert not reading.unread[0].damaged
    assert collect(inspect_logs, {"b.eval": b"text"}) == []


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python brings Zstandard along")
def test_without_the_library_it_is_said_how_to_install_it(
    collect: Collect, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """What is missing is a library, and not the log."""
    folder: Path = request.path.parent / "examples/inspect_logs/artefact"
    (example,) = folder.glob("*.eval")
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    (unread,) = read(collect, example.read_bytes(), "a.eval").unread
    assert not unread.damaged
    assert unread.remedy == "Run: pip install 'colophon[evaluations]'"


def test_a_log_of_a_version_that_is_not_known_gives_nothing(collect: Collect) -> None:
    """What the places mean may have changed."""
    reading = read(collect, log(version=9))
    assert reading.evidence == ()
    assert [one.locator for one in reading.unread] == ["/version"]
