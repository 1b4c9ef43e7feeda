"""What an adapter modifies, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import adapter_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]


def read(collect: Collect, **config: Any) -> Reading:
    """Return the reading of an `adapter_config.json` with these keys."""
    data = json.dumps(config).encode()
    (reading,) = collect(adapter_config, {"adapter_config.json": data})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


@pytest.mark.parametrize("method", ["ADALORA", "OFT", "BOFT", "IA3", ["LORA"], "lora"])
def test_a_rank_that_the_method_does_not_use_is_not_told(collect: Collect, method: Any) -> None:
    """AdaLoRA writes an `r` beside the ranks that it uses; the `r` of OFT counts blocks."""
    assert "adapter.rank" not in facts(read(collect, peft_type=method, r=8))


def test_one_rank_does_not_tell_the_ranks_of_single_modules(collect: Collect) -> None:
    """Where modules have ranks of their own, no rank is told, and it is said why."""
    reading = read(collect, peft_type="LORA", r=8, lora_alpha=16, rank_pattern={"q_proj": 64})
    assert facts(reading) == {"adapter.method": "LORA", "adapter.alpha": 16}
    (unread,) = reading.unread
    assert unread.locator == "/r"
    assert "`/rank_pattern`" in unread.reason
    assert not unread.damaged


def test_each_method_has_its_own_words(collect: Collect) -> None:
    """LoHa and LoKr write `alpha`; experts may be modified as parameters."""
    keys = {"alpha": 8, "alpha_pattern": {}, "target_parameters": ["mlp.experts.gate_up_proj"]}
    found = facts(read(collect, peft_type="LOKR", r=4, **keys))
    assert found == {
        "adapter.method": "LOKR",
        "adapter.rank": 4,
        "adapter.alpha": 8,
        "adapter.target-parameters": ("mlp.experts.gate_up_proj",),
    }


@pytest.mark.parametrize("targets", ["all-linear", ["all-linear"]])
def test_targets_are_a_text_or_a_list(collect: Collect, targets: Any) -> None:
    """One target and a list of one are the same fact."""
    reading = read(collect, peft_type="LORA", target_modules=targets)
    assert facts(reading)["adapter.targets"] == ("all-linear",)


@pytest.mark.parametrize(("written", "value"), [(0, (0,)), ([3, 4], (3, 4))])
def test_layers_are_one_or_several(collect: Collect, written: Any, value: Any) -> None:
    """The first layer has the number 0."""
    reading = read(collect, peft_type="LORA", layers_to_transform=written)
    assert facts(reading)["adapter.layers"] == value


def test_what_is_left_out_or_null_is_no_fact(collect: Collect) -> None:
    """Nothing is filled in: not the revision, and not the rank that the program would take."""
    reading = read(collect, peft_type="LORA", base_model_name_or_path=None, revision=None)
    assert facts(reading) == {"adapter.method": "LORA"}
    assert reading.unread == ()


def test_the_configuration_of_another_program_gives_no_facts(collect: Collect) -> None:
    """Other programs use the name of the file."""
    reading = read(collect, model_name="bert-base-uncased", config={"reduction_factor": 16})
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert "PEFT" in unread.reason
    assert not unread.damaged


@pytest.mark.parametrize("key", ["r", "lora_alpha", "base_model_name_or_path", "target_modules"])
def test_a_value_of_another_form_is_unread(collect: Collect, key: str) -> None:
    """What stands in the wrong form is told with its place."""
    reading = read(collect, peft_type="LORA", **{key: {"a": True}})
    assert facts(reading) == {"adapter.method": "LORA"}
    (unread,) = reading.unread
    assert unread.locator == f"/{key}"
