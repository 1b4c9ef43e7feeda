"""The results of lm-evaluation-harness: groups, missing errors, made-up names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import lm_evaluation_harness

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

NAME = "results_2026-03-01T10-00-00.123456.json"


def run(**changes: Any) -> dict[str, Any]:
    """Return a file of results with one task, as the program writes it."""
    return {
        "results": {"sums": {"alias": "sums", "acc,none": 0.5, "acc_stderr,none": 0.1}},
        "group_subtasks": {"sums": []},
        "configs": {"sums": {"dataset_path": "acme/sums", "num_fewshot": 5}},
        "versions": {"sums": 1.0},
        "n-shot": {"sums": 5},
        "n-samples": {"sums": {"original": 100, "effective": 10}},
        "config": {"model": "hf", "model_args": "pretrained=acme/acme-7b,dtype=float16"},
        "date": 1772355600.5,
        "lm_eval_version": "0.4.9",
        **changes,
    }


def read(collect: Collect, content: object, *beside: str, name: str = NAME) -> Reading:
    """Return the reading of a file of results with such files beside it."""
    files = {name: json.dumps(content).encode(), **dict.fromkeys(beside, b"{}\n")}
    (reading,) = collect(lm_evaluation_harness, files)
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `evaluation.`."""
    return {
        item.fact.removeprefix("evaluation."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_a_result_is_told_with_its_setting(collect: Collect) -> None:
    """A value stands with its task, version, shots, samples and standard error."""
    reading = read(collect, run())
    assert reading.unread == ()
    assert facts(reading) == {
        "program": "lm-evaluation-harness",
        "program-version": "0.4.9",
        "model": "acme/acme-7b",
        "on": "2026-03-01",
    }
    assert facts(reading, "sums, acc") == {
        "task": "sums",
        "task-version": "1.0",
        "dataset": "acme/sums",
        "shots": 5,
        "metric": "acc",
        "value": "0.5",
        "uncertainty": "0.1",
        "uncertainty-kind": "standard error",
        "samples": 10,
        "samples-available": 100,
        "has-samples": False,
    }


def test_a_group_names_the_tasks_whose_values_it_repeats(collect: Collect) -> None:
    """The value of a group is told once, and with the tasks that it puts together."""
    results = {
        "all": {"alias": "all", "acc,none": 0.5, "acc_stderr,none": "N/A"},
        "a": {"alias": " - a", "acc,none": 0.4, "acc_stderr,none": 0.1},
        "b": {"alias": " - b", "acc,none": 0.6, "acc_stderr,none": 0.1},
    }
    groups = {"groups": {"all": results["all"]}, "group_subtasks": {"all": ["a", "b"]}}
    reading = read(collect, run(results=results, **groups))
    assert {item.of for item in reading.evidence} == {None, "all, acc", "a, acc", "b, acc"}
    assert facts(reading, "all, acc")["subtasks"] == ("a", "b")
    assert "subtasks" not in facts(reading, "a, acc")
    assert facts(reading, "a, acc")["task"] == "a"


def test_a_standard_error_that_was_not_computed_is_left_out(collect: Collect) -> None:
    """`N/A` is no uncertainty, and no mistake."""
    results = {"sums": {"bleu,none": 31.2, "bleu_stderr,none": "N/A"}}
    reading = read(collect, run(results=results))
    assert "uncertainty" not in facts(reading, "sums, bleu")
    assert reading.unread == ()


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"0.5"', "true", "[0.5]"])
def test_a_value_that_is_no_number_is_unread(collect: Collect, value: str) -> None:
    """A task that came to nothing has no value; nothing is told of it."""
    text = json.dumps(run()).replace("0.5,", f"{value},", 1)
    (reading,) = collect(lm_evaluation_harness, {NAME: text.encode()})
    assert facts(reading, "sums, acc") == {}
    (unread,) = reading.unread
    assert unread.locator == "/results/sums/acc,none"
    assert unread.reason.endswith("a number belongs")


def test_a_name_that_the_program_made_up_is_not_the_model(collect: Collect) -> None:
    """Without a model in the arguments the program writes a random name, which is not told."""
    made_up = run(config={"model": "hf", "model_args": ""}, model_name="brisk-otter-41")
    reading = read(collect, made_up)
    assert "model" not in facts(reading)
    assert [one.locator for one in reading.unread] == ["/config/model_args"]


def test_of_an_adapter_the_revision_is_its_own(collect: Collect) -> None:
    """The model is the adapter, and the commit of the model below it is not its revision."""
    config = {
        "model_args": {"pretrained": "acme/acme-7b", "peft": "acme/adapter"},
        "model_sha": "aaaa",
        "peft_sha": "bbbb",
    }
    told = facts(read(collect, run(config=config)))
    assert (told["model"], told["model-revision"]) == ("acme/adapter", "bbbb")


def test_a_branch_that_was_never_asked_for_is_no_revision(collect: Collect) -> None:
    """`main` stands in the file of a model that lies on a disk, too."""
    config = {"model_args": "pretrained=./out", "model_revision": "main", "model_sha": ""}
    assert "model-revision" not in facts(read(collect, run(config=config)))


def test_shots_within_the_prompt_are_a_question(collect: Collect) -> None:
    """No shots counted, and some in the prompt of the task: neither number is told."""
    configs = {"sums": {"metadata": {"num_fewshot": 8}}}
    reading = read(collect, run(configs=configs, **{"n-shot": {"sums": 0}}))
    assert "shots" not in facts(reading, "sums, acc")
    assert [one.locator for one in reading.unread] == ["/n-shot/sums"]


def test_shots_within_the_prompts_of_a_group_are_a_question_too(collect: Collect) -> None:
    """The program counts none for a group of tasks for which it counts none; it is said once."""
    metrics = {"acc,none": 0.5, "em,none": 0.25}
    changes = {
        "results": {"all": metrics, "sums": metrics},
        "configs": {"sums": {"metadata": {"num_fewshot": 8}}},
        "group_subtasks": {"all": ["inner"], "inner": ["sums", "all"]},
        "n-shot": {"sums": 0, "all": 0},
    }
    reading = read(collect, run(**changes))
    assert "shots" not in facts(reading, "all, acc")
    assert [one.locator for one in reading.unread] == ["/n-shot/all", "/n-shot/sums"]


def test_two_numbers_of_samples_that_disagree_give_none(collect: Collect) -> None:
    """The number of samples is told where the file agrees with itself."""
    results = {"sums": {"acc,none": 0.5, "sample_len": 12}}
    reading = read(collect, run(results=results))
    assert "samples" not in facts(reading, "sums, acc")
    assert "says 12 samples" in reading.unread[0].reason


def test_a_loader_of_files_is_no_dataset(collect: Collect) -> None:
    """`json` loads a dataset, and is none."""
    reading = read(collect, run(configs={"sums": {"dataset_path": "json"}}))
    assert "dataset" not in facts(reading, "sums, acc")


def test_a_filter_makes_two_results_of_one_metric(collect: Collect) -> None:
    """The same metric through two filters is two results."""
    results = {"sums": {"em,strict": 0.25, "em,loose": 1.0}}
    reading = read(collect, run(results=results))
    assert facts(reading, "sums, em, strict")["value"] == "0.25"
    assert facts(reading, "sums, em, loose")["value"] == 1
    assert facts(reading, "sums, em, loose")["filter"] == "loose"


def test_samples_are_at_hand_where_they_lie_beside_of_the_same_time(collect: Collect) -> None:
    """The samples of another run are not those of this one."""
    sampled = "samples_sums_2026-03-01T10-00-00.123456.jsonl"
    older = "samples_sums_2026-02-01T10-00-00.123456.jsonl"
    assert facts(read(collect, run(), sampled), "sums, acc")["has-samples"] is True
    assert facts(read(collect, run(), older), "sums, acc")["has-samples"] is False


def test_the_results_of_the_first_versions_are_read(collect: Collect) -> None:
    """Version 0.3 wrote metrics without filters, and no version of its own."""
    old = {
        "results": {"sums": {"acc": 0.5, "acc_stderr": 0.1}},
        "versions": {"sums": 0},
        "config": {"model": "gpt2", "model_args": "pretrained=acme/acme-7b", "num_fewshot": 0},
    }
    told = facts(read(collect, old, name="results.json"), "sums, acc")
    assert told["value"] == "0.5"
    assert told["uncertainty"] == "0.1"
    assert "shots" not in told
    assert "has-samples" not in told


def test_results_of_another_program_are_not_claimed(collect: Collect) -> None:
    """Another program writes the same names with other content."""
    other = json.dumps({"config_general": {}, "results": {}}).encode()
    assert collect(lm_evaluation_harness, {NAME: other}) == []
    (reading,) = collect(lm_evaluation_harness, {"results.json": b'{"results": {"a": {"b": 1}}}'})
    assert reading.evidence == ()
    assert not reading.unread[0].damaged


def test_a_file_that_was_cut_off_gives_nothing(collect: Collect) -> None:
    """Half a file of results is damage."""
    whole = json.dumps(run()).encode()
    (reading,) = collect(lm_evaluation_harness, {NAME: whole[:-10]})
    assert reading.evidence == ()
    assert reading.unread[0].damaged
