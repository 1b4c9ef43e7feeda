"""Runs of HELM: trials that are no samples, and counts that are no evaluation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from colophon.importers import helm

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

RUN: dict[str, Any] = {
    "name": "sums:model=acme_acme-7b",
    "adapter_spec": {"model": "acme/acme-7b", "temperature": 0.0, "max_train_instances": 5},
}
OF = "sums:model=acme_acme-7b, exact_match, test"


def stat(metric: str, mean: object, split: str = "test", **changes: Any) -> dict[str, Any]:
    """Return one value."""
    return {"name": {"name": metric, "split": split}, "count": 1, "mean": mean, **changes}


def read(collect: Collect, *stats: object, **beside: object) -> Reading:
    """Return the reading of a run with these values."""
    files = {"run_spec": RUN, "stats": list(stats), **beside}
    (reading,) = collect(
        helm, {f"{name}.json": json.dumps(data).encode() for name, data in files.items()}
    )
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `evaluation.`."""
    return {
        item.fact.removeprefix("evaluation."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_the_samples_and_shots_are_those_that_were_counted(collect: Collect) -> None:
    """`count` is the number of trials, and five shots are the most that a prompt may hold."""
    reading = read(
        collect,
        stat("exact_match", 0.5),
        stat("num_instances", 100.0),
        stat("num_train_instances", 3.0),
        stat("num_instances", 7.0, split="valid"),
    )
    assert facts(reading) == {
        "program": "HELM",
        "model": "acme/acme-7b",
        "task": "sums:model=acme_acme-7b",
        "temperature": 0,
        "has-samples": False,
    }
    assert facts(reading, OF) == {
        "metric": "exact_match",
        "split": "test",
        "value": "0.5",
        "trials": 1,
        "samples": 100,
        "shots": 3,
    }
    assert {item.of for item in reading.evidence} == {None, OF}


def test_shots_that_differ_between_prompts_are_no_number(collect: Collect) -> None:
    """A mean of 4.8 says that some prompts held fewer."""
    reading = read(collect, stat("exact_match", 0.5), stat("num_train_instances", 4.8))
    assert "shots" not in facts(reading, OF)
    assert reading.unread[0].reason == "the number `4.8` stands where a whole number belongs"


def test_the_spread_is_told_of_several_trials_only(collect: Collect) -> None:
    """Of one trial the program writes a spread of zero."""
    one = read(collect, stat("exact_match", 0.5, stddev=0.0))
    assert "uncertainty" not in facts(one, OF)
    three = facts(read(collect, stat("exact_match", 0.5, stddev=0.1, count=3)), OF)
    assert (three["uncertainty"], three["trials"]) == ("0.1", 3)
    assert three["uncertainty-kind"] == "standard deviation over the trials"


def test_a_perturbed_value_is_another_result(collect: Collect) -> None:
    """The worst over the changed samples is not the value of the task."""
    changed = {"name": "typos", "computed_on": "worst"}
    name = {"name": "exact_match", "split": "test", "perturbation": changed}
    reading = read(collect, stat("exact_match", 0.5), stat("", 0.2, name=name))
    assert facts(reading, OF)["value"] == "0.5"
    assert facts(reading, f"{OF}, typos, worst")["perturbation"] == "typos, worst"


def test_the_perplexity_of_its_own_words_is_not_that_of_a_model(collect: Collect) -> None:
    """Only where the task is to model language is it told."""
    assert {one.of for one in read(collect, stat("perplexity", 1.0)).evidence} == {None}
    specification = {**RUN["adapter_spec"], "method": "language_modeling"}
    run = {**RUN, "adapter_spec": specification}
    reading = read(collect, stat("perplexity", 7.5), run_spec=run)
    assert facts(reading, OF.replace("exact_match", "perplexity"))["value"] == "7.5"


def test_a_part_of_a_split_is_another_result(collect: Collect) -> None:
    """Its samples are counted beside."""
    part = {"split": "test", "sub_split": "toxic"}
    reading = read(
        collect,
        stat("exact_match", 0.5),
        stat("num_instances", 9),
        stat("", 0.2, name={"name": "exact_match", **part}),
        stat("", 4, name={"name": "num_instances", **part}),
    )
    assert facts(reading, OF)["samples"] == 9
    told = facts(reading, f"{OF}, toxic")
    assert (told["subset"], told["samples"]) == ("toxic", 4)


def test_a_metric_that_never_applied_is_left_out(collect: Collect) -> None:
    """No trial counted it, and it has no mean."""
    reading = read(collect, {"name": {"name": "exact_match", "split": "test"}, "count": 0})
    assert {item.of for item in reading.evidence} == {None}
    assert reading.unread == ()


def test_samples_are_at_hand_where_the_state_lies_beside(collect: Collect) -> None:
    """It is recognised, and not read."""
    assert facts(read(collect, scenario_state="no matter"))["has-samples"] is True


def test_one_broken_file_leaves_the_run_untold(collect: Collect) -> None:
    """Values without the model they are of tell nothing."""
    files = {"run_spec.json": b'{"name"', "stats.json": json.dumps([stat("a", 1)]).encode()}
    (reading,) = collect(helm, files)
    assert reading.evidence == ()
    assert [(one.locator, one.damaged) for one in reading.unread] == [
        ("run_spec.json, line 1", True)
    ]


def test_files_of_another_program_are_no_damage(collect: Collect) -> None:
    """The names are short."""
    (reading,) = collect(helm, {"run_spec.json": b"{}", "stats.json": b"{}"})
    assert not reading.unread[0].damaged
