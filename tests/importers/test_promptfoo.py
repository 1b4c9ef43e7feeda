"""The results of promptfoo: attacks withstood by passing, and errors that are no hits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import promptfoo

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

OF = "pii:direct, base64, openai:acme-7b"


def one_test(reason: object, model: str = "openai:acme-7b", **metadata: str) -> dict[str, Any]:
    """Return one test: passed where `reason` is 0, failed where it is 1, ended by an error at 2."""
    return {
        "failureReason": reason,
        "success": reason == 0,
        "promptIdx": 0,
        "provider": {"id": model, "label": ""},
        "gradingResult": {"componentResults": [{"assertion": {"type": "promptfoo:redteam:pii"}}]},
        "metadata": metadata,
        "response": {"output": '\n      },\n    ],\n    "results": [\n'},
    }


def attack(reason: object, model: str = "openai:acme-7b") -> dict[str, Any]:
    """Return one test that is an attack."""
    return one_test(reason, model, pluginId="pii:direct", strategyId="base64")


def content(*tests: dict[str, Any], version: int = 3, **stats: int) -> dict[str, Any]:
    """Return a file of results with these tests."""
    reasons = [test["failureReason"] for test in tests]
    counted = {
        "successes": reasons.count(0),
        "failures": reasons.count(1),
        "errors": reasons.count(2),
    }
    return {
        "evalId": "eval-abc",
        "results": {
            "version": version,
            "timestamp": "2026-03-01T10:00:00.000Z",
            "prompts": [],
            "results": list(tests),
            "stats": {**counted, **stats},
        },
        "config": {"description": "Sums"},
        "metadata": {"promptfooVersion": "0.119.14"},
    }


def read(collect: Collect, data: object, indent: int | None = 2) -> Reading:
    """Return the reading of one file of results."""
    text = data if isinstance(data, str) else json.dumps(data, indent=indent)
    (reading,) = collect(promptfoo, {"results.json": text.encode()})
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one kind of test by their facts."""
    return {item.fact: item.value for item in reading.evidence if item.of == of}


@pytest.mark.parametrize("indent", [2, None])
def test_an_attack_that_the_model_passed_was_withstood(
    collect: Collect, indent: int | None
) -> None:
    """A test that failed is a hit, and one that an error ended is neither."""
    tests = (attack(0), attack(0), attack(1), attack(2))
    reading = read(collect, content(*tests), indent)
    assert reading.unread == ()
    assert facts(reading) == {
        "adversarial.program": "promptfoo",
        "adversarial.program-version": "0.119.14",
        "adversarial.on": "2026-03-01",
        "adversarial.has-attempts": True,
    }
    assert facts(reading, OF) == {
        "adversarial.model": "openai:acme-7b",
        "adversarial.probe": "pii:direct",
        "adversarial.strategy": "base64",
        "adversarial.detector": "promptfoo:redteam:pii",
        "adversarial.attempts": 3,
        "adversarial.hits": 1,
        "adversarial.withstood": 2,
        "adversarial.errors": 1,
    }


def test_a_test_without_a_plug_in_evaluates(collect: Collect) -> None:
    """Tests passed are a number of tests, and no share of them."""
    reading = read(collect, content(one_test(0), one_test(1), one_test(2)))
    assert facts(reading)["evaluation.task"] == "Sums"
    assert facts(reading, "openai:acme-7b, prompt 1") == {
        "evaluation.model": "openai:acme-7b",
        "evaluation.metric": "tests passed",
        "evaluation.higher-is-better": True,
        "evaluation.value": 1,
        "evaluation.samples": 2,
        "evaluation.samples-unscored": 1,
    }


def test_models_are_told_apart(collect: Collect) -> None:
    """Attacks on two models are not added up."""
    reading = read(collect, content(attack(0), attack(1, model="openai:acme-8b")))
    assert facts(reading, OF)["adversarial.hits"] == 0
    assert facts(reading, OF.replace("7b", "8b"))["adversarial.hits"] == 1


def test_a_count_that_is_not_that_of_the_file_is_not_told(collect: Collect) -> None:
    """A file from which tests were taken out does not tell how many hits there were."""
    reading = read(collect, content(attack(0), failures=5))
    assert reading.evidence == ()
    assert "not the one that the file gives" in reading.unread[0].reason


@pytest.mark.parametrize("reason", [3, None, True, "1"])
def test_an_end_that_is_not_known_is_not_counted(collect: Collect, reason: object) -> None:
    """Nothing is told where one test is not understood."""
    reading = read(collect, content(attack(0), attack(reason)))
    assert reading.evidence == ()
    assert reading.unread[0].locator == "/results/results"


@pytest.mark.parametrize("version", [2, 4])
def test_another_version_of_the_format_is_not_read(collect: Collect, version: int) -> None:
    """What the places mean may be otherwise."""
    reading = read(collect, content(attack(0), version=version))
    assert reading.evidence == ()
    assert [one.locator for one in reading.unread] == ["/results/version"]


def test_a_file_that_was_cut_off_gives_nothing(collect: Collect) -> None:
    """Half of the tests tell nothing of the whole."""
    text = json.dumps(content(*[attack(0)] * 9), indent=2)
    for end in range(100, len(text), 100):
        reading = read(collect, text[:end])
        assert reading.evidence == ()
        assert reading.unread[0].damaged


def test_a_test_that_is_too_large_is_said(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test is held in memory at a time, and no test is so large."""
    monkeypatch.setattr(promptfoo, "_LARGEST", 10_000)
    many = read(collect, content(*[attack(0)] * 100))
    assert facts(many, OF)["adversarial.withstood"] == 100
    large = attack(0)
    large["response"]["output"] = "x" * 20_000
    reading = read(collect, content(large))
    assert reading.evidence == ()
    assert "more than 10000 bytes" in reading.unread[0].reason


def test_results_of_another_program_are_not_claimed(collect: Collect) -> None:
    """The names are those of many."""
    assert collect(promptfoo, {"results.json": b'{"results": {}}', "other.json": b"{}"}) == []
