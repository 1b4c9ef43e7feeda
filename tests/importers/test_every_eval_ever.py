"""Records of Every Eval Ever: unknown levels, days of the record, several results of one name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import every_eval_ever

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

NAME = "00000000-0000-4000-8000-000000000000.json"


def result(**changes: Any) -> dict[str, Any]:
    """Return one result."""
    return {
        "evaluation_name": "sums",
        "source_data": {"dataset_name": "Sums", "hf_repo": "acme/sums", "hf_split": "test"},
        "metric_config": {
            "metric_name": "acc",
            "metric_unit": "percent",
            "lower_is_better": False,
        },
        "score_details": {
            "score": 41.5,
            "uncertainty": {
                "standard_error": {"value": 0.5},
                "confidence_interval": {"lower": 40.5, "upper": 42.5, "confidence_level": 0.95},
                "num_samples": 1000,
            },
        },
        **changes,
    }


def record(*results: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a record with these results."""
    return {
        "schema_version": "0.3.0",
        "evaluation_id": "sums/acme/1",
        "evaluation_timestamp": "1772355600",
        "retrieved_timestamp": "1803891600.5",
        "source_metadata": {
            "source_organization_name": "Acme",
            "evaluator_relationship": "first_party",
        },
        "eval_library": {"name": "lm_eval", "version": "unknown"},
        "model_info": {"name": "Acme 7B", "id": "acme/acme-7b"},
        "evaluation_results": list(results or (result(),)),
        **changes,
    }


def read(collect: Collect, content: object, *beside: str) -> Reading:
    """Return the reading of one record."""
    files = {NAME: json.dumps(content).encode(), **dict.fromkeys(beside, b"{}\n")}
    (reading,) = collect(every_eval_ever, files)
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `evaluation.`."""
    return {
        item.fact.removeprefix("evaluation."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_a_result_is_told_with_its_uncertainty(collect: Collect) -> None:
    """The unit of the metric is that of the value."""
    reading = read(collect, record())
    assert reading.unread == ()
    assert facts(reading) == {
        "program": "lm_eval",
        "model": "acme/acme-7b",
        "on": "2026-03-01",
        "reported-by": "Acme",
        "relationship": "first_party",
        "has-samples": False,
    }
    assert facts(reading, "sums, acc") == {
        "task": "sums",
        "dataset": "acme/sums",
        "split": "test",
        "metric": "acc",
        "higher-is-better": True,
        "value": "41.5",
        "uncertainty": "0.5",
        "uncertainty-kind": "standard error",
        "confidence-low": "40.5",
        "confidence-high": "42.5",
        "confidence-level": "0.95",
        "samples": 1000,
    }
    assert {one.unit for one in reading.evidence if one.fact == "evaluation.value"} == {"percent"}


def test_the_day_of_the_record_is_not_that_of_the_evaluation(collect: Collect) -> None:
    """When it is not known when a model was evaluated, the day of the record does not stand in."""
    reading = read(collect, record(evaluation_timestamp=None))
    assert "on" not in facts(reading)
    late = result(evaluation_timestamp="2026-02-28T23:00:00Z")
    assert facts(read(collect, record(late, evaluation_timestamp=None)), "sums, acc")["on"] == (
        "2026-02-28"
    )


def test_what_is_written_as_unknown_is_not_told(collect: Collect) -> None:
    """The schema asks for a program and its version, and for `unknown` where there is none."""
    told = facts(read(collect, record(eval_library={"name": "unknown", "version": "unknown"})))
    assert "program" not in told
    assert "program-version" not in told


def test_an_unknown_level_is_no_score(collect: Collect) -> None:
    """-1 means that nothing is known, where the metric says so; elsewhere it is a score."""
    config = {"metric_name": "risk", "lower_is_better": True, "has_unknown_level": True}
    unknown = result(metric_config=config, score_details={"score": -1})
    reading = read(collect, record(unknown))
    assert facts(reading, "sums, risk") == {}
    assert reading.unread[0].reason == "the level of the score is not known"
    plain = read(collect, record(result(score_details={"score": -1})))
    assert facts(plain, "sums, acc")["value"] == -1


def test_two_results_of_one_name_are_told_apart(collect: Collect) -> None:
    """The same metric of the same task with another setting is another result."""
    reading = read(collect, record(result(), result(score_details={"score": 1})))
    assert facts(reading, "sums, acc")["value"] == "41.5"
    assert facts(reading, "sums, acc (2)")["value"] == 1


def test_the_models_that_judged_are_told(collect: Collect) -> None:
    """A jury is a list."""
    judges = [{"model_info": {"id": "acme/judge-1"}}, {"model_info": {"id": "acme/judge-2"}}]
    config = {"metric_name": "acc", "lower_is_better": True, "llm_scoring": {"judges": judges}}
    told = facts(read(collect, record(result(metric_config=config))), "sums, acc")
    assert told["grader"] == ("acme/judge-1", "acme/judge-2")
    assert told["higher-is-better"] is False


@pytest.mark.parametrize("score", [None, "NaN", True, [1]])
def test_a_score_of_another_form_gives_no_result(collect: Collect, score: object) -> None:
    """Nothing is told of a result without its value."""
    reading = read(collect, record(result(score_details={"score": score})))
    assert facts(reading, "sums, acc") == {}
    assert reading.unread[0].locator == "/evaluation_results/0/score_details/score"


def test_samples_are_at_hand_where_they_lie_beside(collect: Collect) -> None:
    """A record that names them somewhere else does not have them at hand."""
    samples = NAME.replace(".json", "_samples.jsonl")
    assert facts(read(collect, record(), samples))["has-samples"] is True
    named = record(detailed_evaluation_results={"file_path": f"data/{samples}"})
    assert facts(read(collect, named))["has-samples"] is False


def test_a_version_that_is_not_known_gives_nothing(collect: Collect) -> None:
    """What the places mean may have changed."""
    reading = read(collect, record(schema_version="7.0"))
    assert reading.evidence == ()
    assert [one.locator for one in reading.unread] == ["/schema_version"]
