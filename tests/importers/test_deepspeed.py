"""Configurations of DeepSpeed: what is left to another program tells nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, deepspeed

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]


def read(gather: Gather, **values: Any) -> Reading:
    """Return the reading of a configuration."""
    text = json.dumps({"zero_optimization": {}, **values})
    (reading,) = gather(deepspeed, {"ds_config.json": text})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_what_is_auto_tells_nothing(gather: Gather) -> None:
    """Another program fills it in when training begins."""
    reading = read(
        gather,
        train_batch_size="auto",
        optimizer={"type": "AdamW", "params": {"lr": "auto"}},
        bf16={"enabled": "auto"},
    )
    assert facts(reading) == {"training.optimizer": "AdamW"}
    assert reading.unread == ()


def test_a_precision_that_is_switched_off_is_none(gather: Gather) -> None:
    """Only what is switched on is told."""
    reading = read(gather, bf16={"enabled": False}, fp16={"enabled": True})
    assert facts(reading) == {"training.precision": "fp16"}


def test_two_precisions_are_asked_about(gather: Gather) -> None:
    """Which of them counts, the file does not say."""
    reading = read(gather, bf16={"enabled": True}, fp16={"enabled": True})
    assert facts(reading) == {}
    assert "both switched on" in reading.unread[0].reason


@pytest.mark.parametrize("wrong", [-1, 0, "many", True, [8], 1.5])
def test_a_batch_of_another_form_is_unread(gather: Gather, wrong: Any) -> None:
    """What is no number of samples is told and not read."""
    reading = read(gather, train_batch_size=wrong)
    assert facts(reading) == {}
    assert reading.unread[0].locator == "/train_batch_size"


def test_a_configuration_that_is_cut_off_is_damage(gather: Gather) -> None:
    """Half a file gives no facts."""
    (reading,) = gather(deepspeed, {"ds_config.json": '{"zero_optimization": {"stage": 3}'})
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_other_files_of_such_names_are_left_alone() -> None:
    """The name alone makes no configuration."""
    folder = Folder(["zero.json", "ds.json", "ads_x.json"], look=lambda _: b'{"a": 1}')
    assert list(deepspeed.recognise(folder)) == []
