"""The count of language decoders, held against transformers' parameters and torch's operations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tiny_decoders import EXACT, EXPLAINED
from torch_counts import LENGTH, as_file, build, class_config, forward, parameters

from colophon.compute.architecture import Architecture, architecture
from colophon.compute.blocks import CONVOLUTION, SCAN
from colophon.compute.decoding import AHEAD
from colophon.compute.families import (
    decoders,
    hybrids,
    linear_attention,
    mixtures,
    published,
    state_space,
)

SCORES = "attention scores"

HEADS_OF = {"head_dim": 128}
CLASS_AS_IT_IS: dict[str, dict[str, Any]] = {
    "bloom": {"hidden_size": 64},
    "deepseek_v2": {"num_experts_per_tok": 6},
    "dots1": {"n_routed_experts": 8, "num_experts_per_tok": 2, "n_shared_experts": 1},
    "hunyuan_v1_dense": HEADS_OF,
    "hunyuan_v1_moe": HEADS_OF,
    "lfm2_moe": {"layer_types": ["conv", "full_attention"] * 16},
    "ministral": HEADS_OF,
    "nemotron": {**HEADS_OF, "num_key_value_heads": 8},
}
"""What some classes lack to be built as they are."""


def table(configurations: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """Return each configuration as a case with a name."""
    return [
        pytest.param(model_type, changes, id=f"{model_type}-{number}")
        for model_type, several in configurations.items()
        for number, changes in enumerate(several, start=1)
    ]


def counted(counter: Architecture) -> dict[str, int]:
    """Return our count of a forward pass, line by line; transformers predicts one token only."""
    lines = counter.forward(counter.lengths([LENGTH]))
    return {line.name: line.full for line in lines if line.name != AHEAD}


@pytest.mark.parametrize(("model_type", "changes"), table(EXACT))
def test_parameters_and_operations_are_equal(model_type: str, changes: dict[str, Any]) -> None:
    """Parameters and operations are those of transformers and torch, to the last one."""
    config = class_config(model_type, changes)
    model = build(config, "cpu")
    found = architecture(as_file(config), model_type)
    assert found.parameters.total == parameters(model)
    assert sum(counted(found).values()) == forward(model).total


@pytest.mark.parametrize(("model_type", "changes"), table(EXPLAINED))
def test_what_carries_a_state_is_equal_but_for_its_updates(
    model_type: str, changes: dict[str, Any]
) -> None:
    """Parameters and all products with weights are equal; torch's convolutions run on the padding.

    How the state is updated differs from kernel to kernel, and what torch counts of it is the way
    of transformers' plain program; ours is a convention.
    """
    config = class_config(model_type, changes)
    model = build(config, "cpu")
    found = architecture(as_file(config), model_type)
    assert found.parameters.total == parameters(model)
    lines, run = counted(found), forward(model)
    short = lines.pop(CONVOLUTION, 0)
    lines.pop(SCAN, None)
    scores = lines.pop(SCORES, 0)
    assert sum(lines.values()) == run.products
    assert run.pairs >= scores
    if short:
        beyond, rest = divmod(run.convolutions * LENGTH, short)
        assert rest == 0
        assert LENGTH < beyond <= LENGTH + 4


@pytest.mark.parametrize("model_type", sorted(EXACT.keys() | EXPLAINED.keys()))
def test_the_class_as_it_is_has_as_many_parameters(model_type: str) -> None:
    """The class's own configuration, of its full size, has the parameters that we count."""
    changes = CLASS_AS_IT_IS.get(model_type, {})
    config = class_config(model_type, changes)
    found = architecture(as_file(config), model_type)
    assert found.parameters.total == parameters(build(config, "meta"))
    assert not found.not_understood


def test_every_type_is_held_against_something() -> None:
    """Each type is compared here, or a published model of it is among the tests of the count."""
    modules = (decoders, hybrids, linear_attention, mixtures, published, state_space)
    types = {name for module in modules for name in module.FAMILIES}
    lines = (Path(__file__).parents[1] / "tests" / "compute" / "models.jsonl").read_text("utf-8")
    models = {json.loads(line)["config"]["model_type"] for line in lines.splitlines()}
    apart = {"dbrx", "diffllama", "llama4_text", "longcat_flash"}
    compared = EXACT.keys() | EXPLAINED.keys() | apart
    assert types - compared - models == ALIKE


ALIKE = {
    "RefinedWeb",
    "RefinedWebModel",
    "Yi",
    "aquila",
    "internlm",
    "minimax_m1",
    "phi-msft",
    "stablelm_epoch",
}
"""Types that are other names of types compared, or published in the shape of one."""


def test_differential_attention_shares_its_scores() -> None:
    """DiffLlama's program works out the same scores twice; a kernel does so once."""
    changes = {**EXACT["llama"][0], "num_key_value_heads": 2}
    config = class_config("diffllama", changes)
    model = build(config, "cpu")
    found = architecture(as_file(config), "diffllama")
    assert found.parameters.total == parameters(model)
    width, layers = config.hidden_size, config.num_hidden_layers
    again = 2 * width * LENGTH * LENGTH * layers
    assert sum(counted(found).values()) == forward(model).total - again


def test_a_program_may_run_every_expert() -> None:
    """Llama 4's plain program runs all its experts on every token; training runs the chosen one."""
    changes = {
        **EXACT["llama"][1],
        "num_hidden_layers": 4,
        "num_local_experts": 5,
        "intermediate_size_mlp": 40,
        "interleave_moe_layer_step": 2,
        "pad_token_id": 0,
    }
    del changes["mlp_bias"]
    config = class_config("llama4_text", changes)
    model = build(config, "cpu")
    found = architecture(as_file(config), "llama4_text")
    assert found.parameters.total == parameters(model)
    lines = counted(found)
    others = (config.num_local_experts - 1) * lines["experts"]
    assert sum(lines.values()) == forward(model).total - others


def test_a_class_that_cannot_be_built_as_it_is() -> None:
    """DBRX's class lacks the base of its rotations; with it, its parameters are equal."""
    attention = {"kv_n_heads": 2, "clip_qkv": 8}
    experts = {"ffn_hidden_size": 24, "moe_num_experts": 5, "moe_top_k": 2}
    changes = {"d_model": 32, "n_heads": 4, "n_layers": 3, "vocab_size": 88}
    config = class_config("dbrx", {**changes, "attn_config": attention, "ffn_config": experts})
    config.attn_config.rope_theta = 10000
    found = architecture(as_file(config), "dbrx")
    assert found.parameters.total == parameters(build(config, "meta"))


def test_experts_that_do_nothing_have_no_weights() -> None:
    """LongCat-Flash's program keeps rows for experts that do nothing; its files have none."""
    config = class_config("longcat_flash", {"num_layers": 2})
    found = architecture(as_file(config), "longcat_flash")
    unused = (
        config.zero_expert_num
        * (2 * config.expert_ffn_hidden_size * config.hidden_size)
        * config.num_layers
    )
    assert found.parameters.total == parameters(build(config, "meta")) - unused
