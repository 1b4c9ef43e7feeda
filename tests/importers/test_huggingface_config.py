"""The `config.json` of a model, in the dialects of its program and in every broken form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import LARGEST_TEXT, Source, huggingface_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]


def read(collect: Collect, data: bytes) -> Reading:
    """Return the reading of a `config.json` with these bytes."""
    (reading,) = collect(huggingface_config, {"config.json": data})
    return reading


def read_config(collect: Collect, **config: Any) -> Reading:
    """Return the reading of a `config.json` with these keys, and a `model_type`."""
    return read(collect, json.dumps({"model_type": "acme", **config}).encode())


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts, without the type of the model."""
    return {item.fact: item.value for item in reading.evidence if item.fact != "model.type"}


def places(reading: Reading) -> dict[str, str]:
    """Return where each fact stands."""
    return {item.fact: item.locator for item in reading.evidence}


GPT_2 = {"n_layer": 12, "n_embd": 768, "n_head": 12, "n_positions": 1024, "n_ctx": 1024}
T5 = {"d_model": 512, "num_heads": 8, "vocab_size": 32128}
DEEPSEEK = {"n_routed_experts": 256, "num_experts_per_tok": 8}
MIXTRAL = {"num_local_experts": 8, "num_experts_per_tok": 2}
QWEN = {"num_experts": 64, "num_experts_per_tok": 8}
DBRX = {"ffn_config": {"moe_num_experts": 16, "moe_top_k": 4}, "attn_config": {"kv_n_heads": 8}}
LLAVA = {"text_config": {"num_hidden_layers": 32, "hidden_size": 4096}}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            GPT_2,
            {
                "model.layers": 12,
                "model.hidden-size": 768,
                "model.attention-heads": 12,
                "model.context-length": 1024,
            },
        ),
        (
            T5,
            {"model.hidden-size": 512, "model.attention-heads": 8, "model.vocabulary": 32128},
        ),
        (DEEPSEEK, {"model.experts": 256, "model.experts-per-token": 8}),
        (MIXTRAL, {"model.experts": 8, "model.experts-per-token": 2}),
        (QWEN, {"model.experts": 64, "model.experts-per-token": 8}),
        (
            DBRX,
            {"model.experts": 16, "model.experts-per-token": 4, "model.key-value-heads": 8},
        ),
        (LLAVA, {"model.layers": 32, "model.hidden-size": 4096}),
    ],
)
def test_each_dialect_is_read(
    collect: Collect, config: dict[str, Any], expected: dict[str, Any]
) -> None:
    """One thing goes by different names, and is one fact."""
    reading = read_config(collect, **config)
    assert facts(reading) == expected
    assert reading.unread == ()


def test_a_fact_is_located_by_a_json_pointer(collect: Collect) -> None:
    """The place of a fact in an object inside the file is the way to it."""
    reading = read_config(collect, **LLAVA)
    assert places(reading)["model.layers"] == "/text_config/num_hidden_layers"


def test_the_facts_are_in_the_order_of_the_file(collect: Collect) -> None:
    """Who compares the record with the file reads both from top to bottom."""
    reading = read_config(collect, vocab_size=9, num_hidden_layers=2, hidden_size=4)
    assert list(facts(reading)) == ["model.vocabulary", "model.layers", "model.hidden-size"]


@pytest.mark.parametrize("config", [{}, {"num_key_value_heads": None, "sliding_window": None}])
def test_what_is_left_out_is_not_filled_in(collect: Collect, config: dict[str, Any]) -> None:
    """A missing number of key-value heads is missing, not that of the attention heads."""
    reading = read_config(collect, num_attention_heads=8, **config)
    assert facts(reading) == {"model.attention-heads": 8}
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("32", "the text `32`"),
        ("\x1b[2J", r"the text `\x1b[2J`"),
        (-32, "the number `-32`"),
        (0, "the number `0`"),
        (32.0, "the number `32.0`"),
        (True, "`true`"),
        ([4, 8], "a list"),
        ({"0": 4}, "an object"),
    ],
)
def test_a_value_of_another_form_is_unread(collect: Collect, value: Any, seen: str) -> None:
    """What is no count where a count belongs is told with its place, and nothing is guessed."""
    reading = read_config(collect, num_hidden_layers=value, hidden_size=8)
    assert facts(reading) == {"model.hidden-size": 8}
    (unread,) = reading.unread
    assert unread.locator == "/num_hidden_layers"
    assert unread.reason == f"{seen} stands where a whole number above zero belongs"
    assert unread.remedy
    assert not unread.damaged


@pytest.mark.parametrize(
    ("key", "value", "form"),
    [
        ("architectures", "AcmeForCausalLM", "a list of texts"),
        ("architectures", [], "a list of texts"),
        ("architectures", [1], "a text of one line"),
        ("dtype", {"": "bfloat16"}, "a text of one line"),
        ("transformers_version", " ", "a text of one line"),
        ("tie_word_embeddings", 1, "`true` or `false`"),
        ("num_experts", -1, "zero or a whole number above it"),
        ("text_config", "llama", "an object"),
        ("quantization_config", [], "an object"),
    ],
)
def test_each_kind_of_fact_has_its_form(collect: Collect, key: str, value: Any, form: str) -> None:
    """Texts, lists, truth values and objects are held to their form as counts are."""
    (unread,) = read_config(collect, **{key: value}).unread
    assert unread.locator == f"/{key}"
    assert unread.reason.endswith(f" stands where {form} belongs")


@pytest.mark.parametrize(
    "config",
    [
        {"num_hidden_layers": 12, "n_layer": 24},
        {"num_hidden_layers": 12, "text_config": {"num_hidden_layers": 24}},
    ],
)
def test_two_places_that_disagree_give_no_fact(collect: Collect, config: dict[str, Any]) -> None:
    """Which of two numbers holds is not for the importer to say."""
    reading = read_config(collect, **config)
    assert facts(reading) == {}
    (unread,) = reading.unread
    assert unread.locator == "/num_hidden_layers"
    assert unread.reason.startswith("says 12, and `/")
    assert unread.reason.endswith("` says 24")


def test_two_places_that_agree_are_one_fact(collect: Collect) -> None:
    """The first of two equal numbers is the one that is located."""
    reading = read_config(collect, dtype="bfloat16", torch_dtype="bfloat16")
    assert places(reading)["model.dtype"] == "/dtype"
    assert reading.unread == ()


def test_a_key_that_looks_like_a_pointer_is_not_one(collect: Collect) -> None:
    """A slash in a key is escaped, so that no key speaks for another object."""
    reading = read_config(collect, **{"text_config/num_hidden_layers": 7})
    assert facts(reading) == {}


def test_a_sliding_window_that_is_switched_off_is_no_fact(collect: Collect) -> None:
    """Qwen writes the size of a window that it does not use."""
    reading = read_config(collect, sliding_window=4096, use_sliding_window=False)
    assert facts(reading) == {}
    assert reading.unread == ()
    reading = read_config(collect, sliding_window=4096, use_sliding_window=True)
    assert facts(reading) == {"model.sliding-window": 4096}


@pytest.mark.parametrize(
    "config",
    [
        {"num_layers": 6, "num_decoder_layers": 6},
        {"num_hidden_layers": 12, "encoder_layers": 12, "decoder_layers": 6},
        {"num_layers": 6, "is_encoder_decoder": True},
    ],
)
def test_the_layers_of_an_encoder_and_a_decoder_are_not_one_number(
    collect: Collect, config: dict[str, Any]
) -> None:
    """T5 and BART give the layers of the encoder under the name that others give to all."""
    reading = read_config(collect, **config)
    assert facts(reading) == {}
    assert "encoder" in reading.unread[0].reason


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"intermediate_size": 14336, "head_dim": 128}, (14336, 128)),
        ({"d_ff": 2048, "d_kv": 64}, (2048, 64)),
        ({"text_config": {"ffn_dim": 512, "kv_channels": 8}}, (512, 8)),
        ({"n_inner": None}, (None, None)),
    ],
)
def test_the_widths_of_layers_and_heads_have_several_names(
    collect: Collect, config: dict[str, Any], expected: tuple[int | None, int | None]
) -> None:
    """Each program has names of its own for them."""
    found = facts(read_config(collect, **config))
    assert (found.get("model.feed-forward-size"), found.get("model.head-size")) == expected


@pytest.mark.parametrize("other", ["qk_rope_head_dim", "v_head_dim", "global_head_dim"])
def test_one_of_several_widths_of_heads_is_not_the_width(collect: Collect, other: str) -> None:
    """DeepSeek writes as `head_dim` the part of a head that is rotated."""
    reading = read_config(collect, head_dim=64, **{other: 128})
    assert facts(reading) == {}
    (unread,) = reading.unread
    assert f"`/{other}`" in unread.reason


def test_falcon_overrules_its_number_of_key_value_heads(collect: Collect) -> None:
    """With `multi_query` there is one head of keys and values, whatever the number says."""
    reading = read_config(collect, num_kv_heads=71, multi_query=True)
    assert facts(reading) == {}
    assert "multi_query" in reading.unread[0].reason
    falcon_40b = {"num_kv_heads": 8, "multi_query": True, "new_decoder_architecture": True}
    assert facts(read_config(collect, **falcon_40b)) == {"model.key-value-heads": 8}


def test_quantisation_by_a_method_without_a_name_is_unread(collect: Collect) -> None:
    """That weights are quantised is not passed over because nobody says how."""
    (unread,) = read_config(collect, quantization_config={"load_in_4bit": True}).unread
    assert unread.locator == "/quantization_config"


def test_the_configuration_of_another_program_is_not_damaged(collect: Collect) -> None:
    """A `config.json` may be anybody's; without the two keys of a model it gives no facts."""
    reading = read(collect, b'{"pooling_mode": "mean", "hidden_size": 384}')
    assert reading.evidence == ()
    assert "not a model configuration" in reading.unread[0].reason
    assert not reading.unread[0].damaged


def test_infinity_is_unread_only_where_a_number_is_wanted(collect: Collect) -> None:
    """Programs write `Infinity` and `NaN` into JSON; it costs that one value and no other."""
    data = b'{"model_type": "acme", "n_layer": NaN, "time_step_limit": [0.0, Infinity]}'
    reading = read(collect, data)
    assert [evidence.fact for evidence in reading.evidence] == ["model.type"]
    (unread,) = reading.unread
    assert unread.locator == "/n_layer"
    assert not unread.damaged


DAMAGED = {
    "empty": b"",
    "blank": b" \n",
    "a list": b"[]",
    "a number": b"1",
    "cut short": b'{"model_type": "acme", "num_hidden_layers": 3',
    "twice the same key": b'{"model_type": "acme", "n_layer": 1, "n_layer": 2}',
    "a number beyond all": b'{"model_type": "acme", "n_layer": 1e400}',
    "10 000 digits": b'{"model_type": "acme", "n_layer": ' + b"9" * 10_000 + b"}",
    "half a surrogate pair": b'{"model_type": "\\ud800"}',
    "half a surrogate pair in a key": b'{"model_type": "acme", "\\ud800": 1}',
    "half a surrogate pair in a key that stands twice": b'{"\\ud800": 1, "\\ud800": 2}',
    "latin-1": '{"model_type": "modèle"}'.encode("latin-1"),
    "UTF-16": '{"model_type": "acme"}'.encode("utf-16"),
    "nested lists": b'{"model_type": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "nested objects": b'{"model_type": ' * 10_000 + b"1" + b"}" * 10_000,
    "zero bytes": bytes(1000),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_unread_with_reason_and_remedy(collect: Collect, data: bytes) -> None:
    """Whatever the bytes are, the reading says what is wrong with them."""
    reading = read(collect, data)
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
    assert unread.reason
    assert unread.remedy


@pytest.mark.parametrize("depth", range(900, 1010, 5))
def test_no_depth_of_nesting_is_a_traceback(collect: Collect, depth: int) -> None:
    """Around the depth at which Python gives up, a file is read or it is damaged."""
    reading = read(collect, b'{"model_type": "a", "x": ' + b"[" * depth + b"]" * depth + b"}")
    assert all(unread.damaged for unread in reading.unread)


def test_a_file_cut_short_anywhere_is_damaged(collect: Collect) -> None:
    """Not one of the beginnings of a file passes for the whole."""
    whole = b'{"model_type": "acme", "num_hidden_layers": 12}'
    for length in range(len(whole)):
        reading = read(collect, whole[:length])
        assert reading.unread[0].damaged, length


def test_a_byte_in_the_place_of_another_is_never_a_traceback(collect: Collect) -> None:
    """A flipped byte gives another honest reading, or says what is wrong."""
    whole = b'{"model_type": "a\\u00e9", "n_layer": 12}'
    for at in range(len(whole)):
        for byte in b'\x00\x80\xff"{}[]\\,:0e-':
            reading = read(collect, whole[:at] + bytes([byte]) + whole[at + 1 :])
            assert reading.evidence or reading.unread


def test_a_file_beyond_all_configurations_is_not_read(tmp_path: Path) -> None:
    """A file of 300 GB under this name takes no time and no memory."""
    with (tmp_path / "config.json").open("wb") as file:
        file.truncate(300 * 10**9)
    reading = huggingface_config.collect(Source(tmp_path, ("config.json",)))
    assert str(LARGEST_TEXT) in reading.unread[0].reason
