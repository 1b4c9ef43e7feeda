"""Published models are counted to their last parameter, from the keys of their `config.json`."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from colophon.compute.architecture import architecture, known
from colophon.errors import ColophonError, ReadingError, UnknownIdError

MODELS = [
    json.loads(line)
    for line in Path(__file__).with_name("models.jsonl").read_text("utf-8").splitlines()
]
LLAMA: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "vocab_size": 300,
    "tie_word_embeddings": False,
}


def total(**changes: Any) -> int:
    """Return the parameters of a small llama with changes."""
    return architecture({**LLAMA, **changes}, "config.json").parameters.total


@pytest.mark.parametrize("model", MODELS, ids=[one["model"] for one in MODELS])
def test_a_published_model_has_the_parameters_that_are_known_of_it(model: dict[str, Any]) -> None:
    """The count from the configuration is the known one, and no key is left over."""
    found = architecture(model["config"], model["model"])
    assert found.parameters.total == model["parameters"]
    assert not found.not_understood


def test_the_table_covers_the_families_in_wide_use() -> None:
    """Each family of decoders that is asked for has a published model among the tests."""
    types = {model["config"]["model_type"] for model in MODELS}
    asked = """
        llama mistral mixtral qwen2 qwen2_moe qwen3 qwen3_moe gemma gemma2 gemma3_text phi phi3 gpt2
        gpt_neox gptj opt bloom falcon olmo olmo2 olmo3 deepseek_v2 deepseek_v3 granite cohere
        starcoder2 smollm3 nemotron nemotron_h mamba mamba2 jamba
        """
    assert not set(asked.split()) - types
    assert len(MODELS) >= 60
    assert types <= known().keys()


@pytest.mark.parametrize(
    ("name", "active"),
    [("DeepSeek-V3", 37_552_297_472), ("Mixtral 8x7B", 12_879_925_248)],
)
def test_of_experts_those_that_are_chosen_are_active(name: str, active: int) -> None:
    """Active parameters are those that take part in the computation of a token."""
    model = next(one for one in MODELS if one["model"] == name)
    assert architecture(model["config"], name).parameters.active == active


def test_the_layer_for_later_tokens_is_beside_the_parameters() -> None:
    """What predicts later tokens is counted apart: the files of DeepSeek-V3 hold it too."""
    model = next(one for one in MODELS if one["model"] == "DeepSeek-V3")
    found = architecture(model["config"], "config.json")
    layer = 11_506_953_728
    assert found.parameters.beside > layer
    lines = {line.name: line.causal for line in found.forward({"text": 4096})}
    share = lines["multi-token prediction"] / sum(lines.values())
    assert share == pytest.approx(0.039, abs=0.001)


# -- What changes the size is never passed over ---------------------------------------------------


def test_null_is_not_the_same_as_left_out() -> None:
    """A class may take 8 heads where a file says nothing, and all where it says null."""
    mistral = {**LLAMA, "model_type": "mistral", "num_attention_heads": 16}
    silent = architecture(mistral, "config.json")
    null = architecture({**mistral, "num_key_value_heads": None}, "config.json")
    assert silent.parameters.total < null.parameters.total
    assert ("/num_key_value_heads", 8) in [(one.at, one.value) for one in silent.assumed]


def test_a_head_is_as_wide_as_the_file_says() -> None:
    """`head_dim` need not be the layer's width over the heads."""
    assert total(head_dim=32) > total(head_dim=16) == total()


def test_fewer_heads_for_keys_and_values_have_fewer_parameters() -> None:
    """Grouped-query attention shares keys and values between heads."""
    assert total() - total(num_key_value_heads=1) == 3 * 2 * 64 * (64 - 16)


def test_a_tied_head_keeps_no_weights_and_costs_its_product() -> None:
    """A head that shares the embedding's weights saves parameters, and no arithmetic."""
    tied = architecture({**LLAMA, "tie_word_embeddings": True}, "config.json")
    untied = architecture(LLAMA, "config.json")
    assert untied.parameters.total - tied.parameters.total == 300 * 64
    assert tied.parameters.output_head == 0
    assert tied.forward({"text": 10}) == untied.forward({"text": 10})


def test_a_model_that_scores_has_a_head_of_its_own() -> None:
    """A class that gives a score or a label has a row for each, also where it says it is tied."""
    one = {"architectures": ["LlamaForSequenceClassification"], "id2label": {"0": "LABEL_0"}}
    assert total() - total(**one) == 299 * 64
    assert total(**one, tie_word_embeddings=True) == total(**one)
    three = {"architectures": ["LlamaForTokenClassification"], "num_labels": 3}
    assert total(**three) - total(**one) == 2 * 64 + 3


def test_a_reward_model_of_llama_3_1_8b_has_as_many_parameters_as_published() -> None:
    """Skywork's reward model has one row where Llama 3.1 8B has a head of 128 256."""
    changes = {
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "vocab_size": 128256,
        "architectures": ["LlamaForSequenceClassification"],
        "id2label": {"0": "LABEL_0"},
    }
    assert total(**changes) == 7_504_928_768


def test_the_head_of_a_class_without_one_is_counted_and_said() -> None:
    """Some models that write are published under the class without a head."""
    bare = architecture({**LLAMA, "architectures": ["LlamaModel"]}, "config.json")
    assert bare.parameters.total == total()
    assert bare.notes == (
        "The output head is counted, which a `LlamaModel` saved without one lacks.",
    )
    assert not architecture({**LLAMA, "architectures": ["LlamaForCausalLM"]}, "c").notes


def test_a_padded_vocabulary_is_counted_as_it_stands() -> None:
    """The rows that padding adds are parameters, and cost their product."""
    assert total(vocab_size=320) - total() == 2 * 20 * 64


def test_layers_that_a_file_lists_are_counted_one_by_one() -> None:
    """Which layers have a window, and which are dense, may be told for each."""
    gemma = {
        **LLAMA,
        "model_type": "gemma3_text",
        "head_dim": 16,
        "sliding_window": 8,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
    }
    found = architecture(gemma, "config.json")
    scores = {line.name: line for line in found.forward({"text": 32})}["attention scores"]
    assert scores.full == 4 * 4 * 16 * (32 * 32 + 2 * 32 * 8)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hidden_size": None}, "`hidden_size` is missing"),
        ({"vocab_size": "large"}, "`vocab_size` is not a whole number"),
        ({"num_hidden_layers": -3}, "`num_hidden_layers` is not a whole number"),
        ({"tie_word_embeddings": 1}, "`tie_word_embeddings` is not true or false"),
        ({"add_cross_attention": True}, "`add_cross_attention` is switched on"),
        (
            {"model_type": "gemma2", "layer_types": ["full_attention"]},
            "`layer_types` is not a list of 3 words",
        ),
        (
            {"model_type": "gemma2", "layer_types": ["wavelet"] * 3},
            "`wavelet` is a kind of layer that is not known",
        ),
        ({"model_type": "doge", "is_moe": True}, "`is_moe` is switched on"),
        ({"num_key_value_heads": 8}, "`num_key_value_heads` is not a number that shares out"),
        ({"architectures": ["LlamaForRewardModel"]}, "`LlamaForRewardModel` has another head"),
    ],
)
def test_what_cannot_be_counted_is_refused(changes: dict[str, Any], said: str) -> None:
    """A size that is missing or odd, or a switch that is not known, is one clear error."""
    with pytest.raises(ReadingError, match=said) as raised:
        architecture({**LLAMA, **changes}, "config.json")
    assert raised.value.place.startswith("config.json, /")
    assert raised.value.remedy


ODD: list[Any] = [
    None,
    "x",
    "",
    -1,
    0,
    7,
    10**30,
    True,
    [],
    [1],
    ["a"],
    {},
    Decimal("1.5"),
    [[1, 2]],
]
ADDED = ["layer_types", "head_dim", "mlp_layer_types", "moe_layer_freq", "num_nextn_predict_layers"]


@given(st.sampled_from(MODELS), st.data())
def test_no_file_ends_in_anything_but_a_count_or_an_error(
    model: dict[str, Any], data: st.DataObject
) -> None:
    """Whatever stands under a key, the file is counted or refused with a place and a remedy."""
    config = model["config"]
    key = data.draw(st.sampled_from([*config, *ADDED]))
    refused: ColophonError | None = None
    try:
        found = architecture({**config, key: data.draw(st.sampled_from(ODD))}, "config.json")
        found.forward(found.lengths([64]))
    except ColophonError as error:
        refused = error
    if refused is not None:
        assert refused.place.startswith("config.json")
        assert refused.remedy


def test_a_type_that_no_family_knows_is_refused() -> None:
    """Nothing is guessed of a model of an unknown type."""
    with pytest.raises(UnknownIdError, match="`perceiver` is a type of model"):
        architecture({**LLAMA, "model_type": "perceiver"}, "config.json")


def test_a_key_that_nothing_was_made_of_is_named() -> None:
    """A key that may mean something for the size is told, not passed over."""
    found = architecture({**LLAMA, "extra_towers": 2, "rope_theta": 10000}, "config.json")
    assert found.not_understood == ("/extra_towers",)
