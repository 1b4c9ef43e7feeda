"""Configurations of OLMo-core and of the older OLMo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, huggingface_config, olmo_core

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

OLDER = "run_name: acme\nmodel:\n  d_model: 8\n  mlp_ratio: 4\n"
LOADER = "olmo_core.data.data_loader.NumpyDataLoaderConfig"


def core(gather: Gather, **values: Any) -> dict[str, Any]:
    """Return the facts of a `config.json`."""
    text = json.dumps({"model": {"_CLASS_": "olmo_core.nn.Model"}, **values})
    (reading,) = gather(olmo_core, {"config.json": text})
    return {item.fact: (item.value, item.unit) for item in reading.evidence}


def older(gather: Gather, more: str) -> Reading:
    """Return the reading of a `config.yaml`."""
    (reading,) = gather(olmo_core, {"config.yaml": OLDER + more})
    return reading


def test_a_batch_is_in_tokens_where_tokens_are_read(gather: Gather) -> None:
    """What a loader of one's own counts as a batch, the file does not say."""
    loader = {"global_batch_size": 4096}
    assert core(gather, data_loader={**loader, "_CLASS_": LOADER}) == {
        "training.batch-tokens": (4096, "tokens")
    }
    assert core(gather, data_loader={**loader, "_CLASS_": "acme.Loader"}) == {}


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("steps", {"training.steps-planned": (5, None)}),
        ("tokens", {"training.tokens-planned": (5, "tokens")}),
        ("epochs", {"training.epochs-planned": (5, None)}),
        ("days", {}),
    ],
)
def test_the_length_of_a_training_has_a_unit(
    gather: Gather, unit: str, told: dict[str, Any]
) -> None:
    """A number without one is not read."""
    trainer = {"max_duration": {"value": 5, "unit": unit}}
    assert core(gather, trainer=trainer) == told


@pytest.mark.parametrize(
    ("written", "fact", "value"),
    [
        ("2e12T", "training.tokens-planned", 2 * 10**12),
        ("1ep", "training.epochs-planned", 1),
        ("739328", "training.steps-planned", 739328),
        ("739_328", "training.steps-planned", 739328),
    ],
)
def test_the_older_program_writes_the_unit_behind_the_number(
    gather: Gather, written: str, fact: str, value: int
) -> None:
    """Steps have none."""
    found = {item.fact: item.value for item in older(gather, f"max_duration: {written}\n").evidence}
    assert found == {"training.run": "acme", fact: value}


@pytest.mark.parametrize("wrong", ["2e12", "1.5ep", "long", "-5", "[1]", "T"])
def test_a_length_of_another_form_is_unread(gather: Gather, wrong: str) -> None:
    """Fractions of an epoch and unknown units are not guessed."""
    reading = older(gather, f"max_duration: {wrong}\n")
    found = {item.fact for item in reading.evidence}
    assert found == {"training.run"} or wrong == "2e12"
    assert bool(reading.unread) == (found == {"training.run"})


def test_what_stands_for_something_else_is_no_value(gather: Gather) -> None:
    """The program puts it together when it starts."""
    reading = older(gather, "precision: ${oc.env:PRECISION}\n")
    assert {item.fact for item in reading.evidence} == {"training.run"}
    assert "elsewhere" in reading.unread[0].reason


def test_the_configuration_of_a_model_is_left_to_its_own_importer() -> None:
    """Both are called `config.json`: the beginning tells which it is."""
    model = Folder(["config.json"], look=lambda _: b'{"model_type": "olmo2"}')
    training = Folder(["config.json"], look=lambda _: b'{"model": {"_CLASS_": "olmo_core.nn.M"}}')
    assert list(olmo_core.recognise(model)) == []
    assert list(huggingface_config.recognise(model)) == [("config.json",)]
    assert list(olmo_core.recognise(training)) == [("config.json",)]
    assert list(huggingface_config.recognise(training)) == []
