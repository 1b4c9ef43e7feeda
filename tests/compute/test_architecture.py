"""Operations: against published counts, and by what holds of every model."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from colophon.compute.architecture import Architecture, architecture
from colophon.compute.counting import (
    FORWARD,
    Work,
    attention_share,
    operations,
    per_token,
    six_pd,
)
from colophon.dossier.model import Length

SHARED = Path(__file__).parents[3] / "shared" / "data"
BASE: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 300,
    "tie_word_embeddings": False,
}
MOE = {"num_experts": 8, "num_experts_per_tok": 2, "moe_intermediate_size": 40}
STATE = {
    "mamba_n_heads": 8,
    "mamba_n_groups": 1,
    "mamba_d_state": 16,
    "attn_layer_indices": [1],
}
DELTA = {
    "linear_num_key_heads": 2,
    "linear_key_head_dim": 8,
    "linear_num_value_heads": 4,
    "linear_value_head_dim": 8,
}
CONFIGS: list[dict[str, Any]] = [
    BASE,
    {**BASE, "model_type": "mistral", "sliding_window": 24},
    {**BASE, "model_type": "gemma3_text", "num_hidden_layers": 7, "sliding_window": 16},
    {**BASE, "model_type": "qwen3_moe", **MOE},
    {**BASE, "model_type": "llama4_text", "num_local_experts": 4, "attention_chunk_size": 16}
    | {"intermediate_size_mlp": 96, "interleave_moe_layer_step": 2},
    {**BASE, "model_type": "bamba", **STATE},
    {**BASE, "model_type": "qwen3_next", "num_hidden_layers": 8, **MOE, **DELTA},
]

PUBLISHED: dict[str, dict[str, Any]] = {
    "gpt3-175b": {
        "model_type": "gpt2",
        "n_embd": 12288,
        "n_layer": 96,
        "n_head": 96,
        "n_positions": 2048,
        "vocab_size": 50257,
    },
    "chinchilla-70b": {
        "model_type": "arcee",
        "hidden_size": 8192,
        "num_hidden_layers": 80,
        "num_attention_heads": 64,
        "num_key_value_heads": 64,
        "intermediate_size": 32768,
        "vocab_size": 32000,
        "tie_word_embeddings": True,
    },
    "palm-62b": {
        "model_type": "llama",
        "hidden_size": 8192,
        "num_hidden_layers": 64,
        "num_attention_heads": 32,
        "num_key_value_heads": 1,
        "head_dim": 256,
        "intermediate_size": 32768,
        "vocab_size": 256000,
        "tie_word_embeddings": True,
    },
    "opt-175b": {
        "model_type": "opt",
        "hidden_size": 12288,
        "ffn_dim": 49152,
        "num_hidden_layers": 96,
        "num_attention_heads": 96,
        "max_position_embeddings": 2048,
        "vocab_size": 50272,
    },
}
"""Models without a `config.json`, in the words of a type that is built alike."""

RELATIVE = {"chinchilla-70b"}
"""Models with a matrix more in each layer, for relative positions, that no `config.json` tells; it
costs no work for each token."""

IN_TABLE = {
    "falcon-40b": "Falcon 40B",
    "starcoder2-15b": "StarCoder2 15B",
    "olmo-2-13b": "OLMo 2 13B",
    "llama-3.1-405b": "Llama 3.1 405B",
    "llama-2-70b": "Llama 2 70B",
    "deepseek-v3": "DeepSeek-V3",
    "pythia-12b": "Pythia 12B",
}
EXAMPLES = [
    ("gpt3-175b", 300, 2048, "3.143e23", "3.186e23", "3.229e23"),
    ("palm-62b", 780, 2048, "2.925e23", "2.975e23", "3.025e23"),
    ("llama-3.1-405b", 15_600, 8192, "3.799e25", "3.937e25", "4.096e25"),
    ("olmo-2-13b", 5_600, 4096, "4.609e23", "4.718e23", "4.999e23"),
    ("deepseek-v3", 14_800, 4096, "3.335e24", "3.858e24", "4.319e24"),
]
"""Model, billions of tokens, length; FLOP by the plain rule, causal, full, in four digits."""


def model(name: str) -> Architecture:
    """Return one of the published models."""
    if name in PUBLISHED:
        return architecture(PUBLISHED[name], name)
    lines = Path(__file__).with_name("models.jsonl").read_text("utf-8").splitlines()
    return next(
        architecture(one["config"], name)
        for one in map(json.loads, lines)
        if one["model"] == IN_TABLE[name]
    )


def plan(tokens: int, *length: int, **more: Any) -> Work:
    """Return a training on sequences of one length."""
    return Work(Decimal(tokens), (Length(length=length, share=Decimal(1)),), **more)


def digits(number: Decimal | Fraction) -> Decimal:
    """Return a number in four digits."""
    return Decimal(f"{round(number):.3e}")


@pytest.mark.parametrize(("name", "billions", "length", "rule", "causal", "full"), EXAMPLES)
def test_the_training_of_published_models(  # noqa: PLR0913 -- one for each column of the table
    name: str, billions: int, length: int, rule: str, causal: str, full: str
) -> None:
    """The three counts are the published ones, in four digits."""
    counted, training = model(name), plan(billions * 10**9, length)
    found = operations(counted, training)
    assert digits(six_pd(counted.parameters.active, training)) == Decimal(rule)
    assert digits(found.causal) == Decimal(causal)
    assert digits(found.full) == Decimal(full)


def shared(name: str) -> Path:
    """Return a file of facts, or skip the test where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("the files of facts are not here")
    return path


def test_every_open_example_is_within_one_percent() -> None:
    """Counts of published models agree with those worked out apart, within one percent."""
    with shared("compute_examples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    done = 0
    for row in rows:
        if "/" in row["pretrain_seq_len"]:
            assert row["id"] == "t5-11b"
            continue
        tokens = int(Decimal(row["training_tokens"]))
        counted, training = model(row["id"]), plan(tokens, int(row["pretrain_seq_len"]))
        found = operations(counted, training)
        active = counted.parameters.active
        if row["id"] in RELATIVE:
            active = int(row["params_active_computed"])
        ours: dict[str, Decimal | Fraction] = {
            "flop_6nd": six_pd(active, training),
            "flop_arch_causal": found.causal,
            "flop_arch_full_attention": found.full,
        }
        for column, number in ours.items():
            assert Decimal(round(number)) == pytest.approx(
                Decimal(row[column]), rel=Decimal("0.01")
            ), row["id"]
        done += 1
    assert done == len(rows) - 1


def test_every_open_configuration_has_its_parameters() -> None:
    """Configurations of the files of facts have the number of parameters that stands beside."""
    for line in shared("compute_configs_examples.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        found = architecture(one["config"], one["id"]).parameters.total
        assert found in {one["known_exact"], one["num_parameters"]}, one["id"]


def test_an_encoder_decoder_runs_each_token_through_one_half() -> None:
    """T5-11B: 1.1e12 tokens in and 0.24e12 out, half of what the plain rule says."""
    t5 = {
        "model_type": "t5",
        "d_model": 1024,
        "d_kv": 128,
        "d_ff": 65536,
        "num_layers": 24,
        "num_decoder_layers": 24,
        "num_heads": 128,
        "vocab_size": 32128,
    }
    counted = architecture(t5, "t5-11b")
    found = operations(counted, plan(1_344_324_800_000, 512, 114))
    assert Decimal(round(found.full)) == pytest.approx(Decimal("4.89e22"), rel=Decimal("0.01"))


# -- What holds of every model --------------------------------------------------------------------

configs = st.sampled_from(CONFIGS).map(lambda one: architecture(one, "config.json"))
lengths = st.integers(min_value=1, max_value=300)


def each(counted: Architecture, length: int) -> tuple[Fraction, Fraction]:
    """Return the operations for each token, causal and full."""
    lines = per_token(counted, plan(1, length).lengths)
    return (
        sum((line.causal for line in lines), Fraction(0)),
        sum((line.full for line in lines), Fraction(0)),
    )


@settings(max_examples=60, deadline=None)
@given(configs, lengths, lengths)
def test_longer_sequences_never_cost_less(counted: Architecture, one: int, other: int) -> None:
    """A token of a longer sequence costs at least as much; blocks may end early in a sequence."""
    short, long = sorted((one, other))
    blocks = any(piece.blocks for stream in counted.streams for piece, _ in stream.pieces)
    if blocks:
        short, long = 16 * short, 16 * long
    assert each(counted, short)[0] <= each(counted, long)[0]
    assert each(counted, short)[1] <= each(counted, long)[1]


@given(configs, lengths)
def test_a_causal_mask_never_costs_more(counted: Architecture, length: int) -> None:
    """What a causal mask hides is not more than everything."""
    causal, full = each(counted, length)
    assert causal <= full


@given(configs)
def test_no_more_parameters_are_active_than_there_are(counted: Architecture) -> None:
    """Active parameters are among all."""
    assert 0 < counted.parameters.active <= counted.parameters.total


@given(st.sampled_from(["llama", "mixtral"]), st.integers(min_value=1, max_value=9), lengths)
def test_equal_layers_cost_alike(model_type: str, layers: int, length: int) -> None:
    """Work and parameters grow by the same for each layer more."""
    config = {**BASE, "model_type": model_type, "num_local_experts": 4, "num_experts_per_tok": 2}

    def built(number: int) -> Architecture:
        return architecture({**config, "num_hidden_layers": number}, "config.json")

    one, some, more = built(1), built(layers), built(layers + 1)
    step = built(2).parameters.total - one.parameters.total
    assert more.parameters.total - some.parameters.total == step
    added = each(more, length)[0] - each(some, length)[0]
    assert added == each(built(2), length)[0] - each(one, length)[0]


@given(lengths, st.integers(min_value=0, max_value=500))
def test_a_window_as_long_as_the_sequence_changes_nothing(length: int, more: int) -> None:
    """A window bites only where a sequence is longer than it."""
    config = {**BASE, "model_type": "mistral"}
    windowed = architecture({**config, "sliding_window": length + more}, "config.json")
    free = architecture({**config, "sliding_window": None}, "config.json")
    assert windowed.forward({"text": length}) == free.forward({"text": length})


@given(configs, lengths, lengths, st.integers(min_value=1, max_value=10**13))
def test_a_mix_of_lengths_is_between_its_lengths(
    counted: Architecture, one: int, other: int, tokens: int
) -> None:
    """Tokens in sequences of two lengths cost what their shares cost."""
    share = Decimal("0.25")
    mixed = Work(
        Decimal(tokens),
        (Length(length=(one,), share=share), Length(length=(other,), share=1 - share)),
    )
    found = operations(counted, mixed)
    parts = Fraction(share) * each(counted, one)[0] + Fraction(1 - share) * each(counted, other)[0]
    expected = 3 * tokens * parts
    assert abs(found.causal - expected) <= 1


def test_what_is_not_trained_costs_its_forward_pass_only() -> None:
    """Training costs three forward passes, of which a frozen part runs one."""
    counted = architecture(BASE, "config.json")
    trained = operations(counted, plan(1000, 10))
    frozen = operations(counted, plan(1000, 10, frozen=frozenset({"text"})))
    forward = operations(counted, plan(1000, 10, passes=FORWARD))
    assert frozen == forward
    assert trained.causal == 3 * forward.causal


# -- Pitfalls -------------------------------------------------------------------------------------


def test_all_experts_of_a_mixture_would_be_sixteen_times_too_much() -> None:
    """The plain rule by all parameters of DeepSeek-V3 passes 1e25; what it did does not."""
    counted, training = model("deepseek-v3"), plan(14_800 * 10**9, 4096)
    found = operations(counted, training)
    literal = six_pd(counted.parameters.total, training)
    assert literal > Decimal("1e25") > found.full
    assert float(literal) / float(found.causal) == pytest.approx(15.4, abs=0.1)


def test_the_length_a_model_can_take_is_not_the_length_of_its_training() -> None:
    """`max_position_embeddings` changes nothing of the count."""
    config = {**BASE, "max_position_embeddings": 131072}
    longer = architecture(config, "config.json")
    assert longer.forward({"text": 4096}) == architecture(BASE, "x").forward({"text": 4096})


def test_attention_grows_with_the_sequence() -> None:
    """Llama 3.1 405B: 2 % of the work at 8k and 18 % at 128k would be missed by the plain rule."""
    counted = model("llama-3.1-405b")
    short = attention_share(per_token(counted, plan(1, 8192).lengths))
    long = attention_share(per_token(counted, plan(1, 131072).lengths))
    assert short < Fraction(1, 10) < long
