"""Decoders of language: a stack of attention and feed-forward layers, dense or with experts.

`TRAITS` has one entry for each type: by what it differs from the plain decoder of the llama kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from colophon.compute.blocks import (
    EVERYWHERE,
    NORMS,
    Latent,
    Mixture,
    Reach,
    attention,
    feed_forward,
    latent_attention,
    mixture,
)
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, alike, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

Switch: TypeAlias = bool | tuple[str, bool]
"""Always or never; or the key that says so, with what the class takes where it is left out."""

RMS: Final = 1
LAYER: Final = 2
BARE: Final = 0
"""Numbers that a norm learns for each channel: a scale, a scale and a shift, none."""


class Windows(NamedTuple):
    """Which layers attend to a window only, where the file does not list its layers.

    Attributes:
        every: each so many-th layer attends to everything; zero if none does.
        first: whether of these the first attends to everything, and not the last.
        window: what the class takes where the file leaves the window out.
        switch: whether `use_sliding_window` switches it on, from `max_window_layers` upwards.
        pattern: the key of `every`, where the file may say it.
    """

    every: int = 0
    first: bool = False
    window: int | None = None
    switch: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """By what a decoder differs from the plain one.

    Attributes:
        norm: numbers that a norm learns for each channel.
        norms: norms of a layer, as wide as it is.
        final_norm: whether one follows the last layer.
        embedding_norm: whether one follows the embedding.
        gated: whether feed-forward layers have a gate.
        inner: inner width of a feed-forward layer in widths of the layer, where the file has none.
        bias: whether queries, keys and values have biases.
        out_bias: whether the output of attention has one; None for the same as `bias`.
        mlp_bias: whether feed-forward layers have biases.
        head_bias: whether the output head has one.
        tied: whether the output head shares the embedding, where the file does not say.
        head: width of a head, where the file does not say; None for the layer's over the heads.
        kv_heads: heads that keep keys and values, where the file does not say; None for all.
        qk_norm: whether queries and keys have a norm for each head, all of the same weights.
        wide_qk_norm: whether they have one over all heads together.
        qk_norm_size: numbers that such a norm learns for each channel.
        positions: rows of learned positions beyond those that the file names; None without.
        sinks: whether each head has a number that attention may fall back to.
        windows: which layers attend to a window.
        experts: the experts of a layer; None where there are none in it.
        latent: whether attention keeps keys and values compressed.
        query_times: two where queries bring a gate along.
    """

    norm: int = RMS
    norms: int = 2
    final_norm: bool = True
    embedding_norm: bool = False
    gated: Switch = True
    inner: int | None = None
    bias: Switch = False
    out_bias: Switch | None = None
    mlp_bias: Switch = False
    head_bias: Switch = False
    tied: bool = False
    head: int | None = None
    kv_heads: int | None = None
    qk_norm: Switch = False
    wide_qk_norm: bool = False
    qk_norm_size: int = RMS
    positions: int | None = None
    sinks: bool = False
    windows: Windows | None = None
    experts: Callable[[Configuration, int], Mixture | None] | None = None
    latent: bool = False
    query_times: int = 1


WIDTH = ("hidden_size", "n_embd", "d_model")
LAYERS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads")
KV_HEADS = ("num_key_value_heads", "num_kv_heads", "n_head_kv")
INNER = ("intermediate_size", "ffn_dim", "ffn_hidden_size", "n_inner")
POSITIONS = ("max_position_embeddings", "n_positions", "max_seq_len")


def on(switch: Switch, config: Configuration) -> bool:
    """Return how a switch stands in a file."""
    return switch if isinstance(switch, bool) else config.yes(switch[0], otherwise=switch[1])


def decoder(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of a decoder."""
    width, vocabulary = config.size(*WIDTH), config.size("vocab_size")
    layers = config.size(*LAYERS)
    stack = alike(
        layer(config, traits, reach, experts)
        for reach, experts in zip(
            reaches(config, traits.windows, layers), sparse(config, traits, layers), strict=True
        )
    )
    around = [weights(EMBEDDING, vocabulary * width)]
    if traits.positions is not None:
        around.append(weights("positions", (config.size(*POSITIONS) + traits.positions) * width))
    norms = traits.final_norm + traits.embedding_norm
    around.append(weights(NORMS, norms * traits.norm * width))
    stream = Stream("text", (*once(*around), *stack, *once(head(config, traits))))
    return Blueprint((stream,))


def head(config: Configuration, traits: Traits) -> Piece:
    """Return the output head; one that shares the embedding's weights keeps no others."""
    width, vocabulary = config.size(*WIDTH), config.size("vocab_size")
    bias = on(traits.head_bias, config)
    own = matrix(OUTPUT_HEAD, width, vocabulary, bias=bias)
    tied = config.yes("tie_word_embeddings", otherwise=traits.tied)
    return own._replace(parameters=bias * vocabulary) if tied else own


def sparse(config: Configuration, traits: Traits, layers: int) -> list[Mixture | None]:
    """Return the experts of each layer, None for a dense one."""
    if traits.experts is None:
        return [None] * layers
    return [traits.experts(config, index) for index in range(layers)]


def layer(
    config: Configuration, traits: Traits, reach: Reach, experts: Mixture | None
) -> tuple[Piece, ...]:
    """Return the pieces of one layer."""
    width = config.size(*WIDTH)
    norms = weights(NORMS, traits.norms * traits.norm * width)
    if experts is not None:
        inside = mixture(width, experts)
    else:
        inside = feed_forward(
            width,
            inner_width(config, traits),
            gated=on(traits.gated, config),
            bias=on(traits.mlp_bias, config),
        )
    return (norms, *attending(config, traits, reach), *inside)


def inner_width(config: Configuration, traits: Traits) -> int:
    """Return the inner width of a dense feed-forward layer."""
    width = config.size(*WIDTH)
    otherwise = None if traits.inner is None else traits.inner * width
    return config.size(*INNER, otherwise=otherwise)


def attending(config: Configuration, traits: Traits, reach: Reach) -> tuple[Piece, ...]:
    """Return the attention of one layer, with the norms of its queries and keys."""
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    if traits.latent:
        bias = on(traits.bias, config)
        return latent_attention(
            width, heads=heads, sizes=latent_sizes(config), reach=reach, bias=bias
        )
    one = head_width(config, traits)
    kv_heads = config.size(*KV_HEADS, otherwise=traits.kv_heads or heads)
    pieces = attention(
        width,
        heads=heads,
        kv_heads=kv_heads,
        head=one,
        reach=reach,
        bias=on(traits.bias, config),
        out_bias=on(traits.bias if traits.out_bias is None else traits.out_bias, config),
        query_times=traits.query_times,
    )
    if on(traits.qk_norm, config):
        pieces = (*pieces, weights(NORMS, 2 * traits.qk_norm_size * one))
    if traits.wide_qk_norm:
        pieces = (*pieces, weights(NORMS, traits.qk_norm_size * (heads + kv_heads) * one))
    if traits.sinks:
        pieces = (*pieces, weights("attention sinks", heads))
    return pieces


def head_width(config: Configuration, traits: Traits) -> int:
    """Return the width of one head."""
    return config.size(
        "head_dim", otherwise=traits.head or config.size(*WIDTH) // config.size(*HEADS)
    )


def latent_sizes(config: Configuration) -> Latent:
    """Return the sizes of latent attention."""
    return Latent(
        query=config.perhaps("q_lora_rank"),
        kept=config.size("kv_lora_rank"),
        plain=config.size("qk_nope_head_dim"),
        rotated=config.size("qk_rope_head_dim"),
        value=config.size("v_head_dim"),
    )


# -- Which layers attend to a window --------------------------------------------------------------


def reaches(config: Configuration, windows: Windows | None, layers: int) -> list[Reach]:
    """Return how far each layer attends."""
    listed = config.listed("layer_types")
    if windows is None:
        return [EVERYWHERE] * layers
    window = config.get("sliding_window")
    if window is None and "sliding_window" not in config.values and windows.window:
        window = config.size("sliding_window", otherwise=windows.window)
    near = Reach(config.perhaps("sliding_window") or window)
    if listed and len(listed) == layers:
        return [near if kind == "sliding_attention" else EVERYWHERE for kind in listed]
    if near.window is None:
        return [EVERYWHERE] * layers
    if windows.switch:
        if not config.yes("use_sliding_window", otherwise=False):
            return [EVERYWHERE] * layers
        full = config.count("max_window_layers", otherwise=layers)
        return [near if index >= full else EVERYWHERE for index in range(layers)]
    every = windows.every
    if windows.pattern is not None:
        every = config.count(windows.pattern, otherwise=every)
    if every == 0:
        return [near] * layers
    at = 0 if windows.first else every - 1
    return [EVERYWHERE if index % every == at else near for index in range(layers)]


# -- Experts --------------------------------------------------------------------------------------

EXPERTS = ("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts")
OF_THEM = ("num_experts_per_tok", "num_experts_per_token", "moe_top_k", "moe_topk", "moe_k")


def everywhere(config: Configuration, _layer: int, **traits: bool) -> Mixture:
    """Return the experts of a type that has them in every layer."""
    return Mixture(
        config.size(*EXPERTS), config.size(*OF_THEM), config.size("intermediate_size"), **traits
    )


def stepwise(config: Configuration, index: int) -> Mixture | None:
    """Return the experts of the qwen kind: every so many-th layer, but for those named."""
    step = config.size("decoder_sparse_step", otherwise=1)
    if index in config.listed("mlp_only_layers") or (index + 1) % step:
        return None
    return Mixture(
        config.size(*EXPERTS),
        config.size(*OF_THEM),
        config.size("moe_intermediate_size"),
        shared=config.perhaps("shared_expert_intermediate_size") or 0,
        shared_gate=config.perhaps("shared_expert_intermediate_size") is not None,
    )


def after_the_first(config: Configuration, index: int, **traits: bool) -> Mixture | None:
    """Return the experts of the deepseek kind: all layers but the first."""
    first = config.count("first_k_dense_replace", otherwise=0)
    if index < first or index % config.size("moe_layer_freq", otherwise=1):
        return None
    inner = config.size("moe_intermediate_size")
    shared = config.perhaps("n_shared_experts", "num_shared_experts") or 0
    return Mixture(
        config.size(*EXPERTS), config.size(*OF_THEM), inner, shared=shared * inner, **traits
    )


# -- The types ------------------------------------------------------------------------------------

ATTENTION_BIAS: Switch = ("attention_bias", False)
MLP_BIAS: Switch = ("mlp_bias", False)
QWEN_WINDOWS = Windows(window=None, switch=True)

LLAMA = Traits(bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS)
GEMMA_2 = Traits(
    bias=ATTENTION_BIAS, norms=4, tied=True, head=256, windows=Windows(every=2, window=4096)
)

TRAITS: Final[Mapping[str, Traits]] = {
    "apertus": Traits(gated=False, bias=ATTENTION_BIAS, qk_norm=True),
    "arcee": Traits(gated=False, bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS),
    "bloom": Traits(
        norm=LAYER, embedding_norm=True, gated=False, inner=4, bias=True, mlp_bias=True, tied=True
    ),
    "codegen": Traits(norm=LAYER, norms=1, gated=False, inner=4, mlp_bias=True, head_bias=True),
    "cohere": Traits(norms=1, bias=ATTENTION_BIAS, tied=True),
    "cohere2": Traits(
        norms=1,
        bias=ATTENTION_BIAS,
        tied=True,
        windows=Windows(every=4, window=4096, pattern="sliding_window_pattern"),
    ),
    "deepseek_v2": Traits(bias=ATTENTION_BIAS, latent=True, experts=after_the_first),
    "deepseek_v3": Traits(
        bias=ATTENTION_BIAS, latent=True, experts=partial(after_the_first, correction=True)
    ),
    "gemma": Traits(bias=ATTENTION_BIAS, tied=True, head=256),
    "gemma2": GEMMA_2,
    "glm": Traits(bias=("attention_bias", True), out_bias=False, head=128),
    "glm4": Traits(bias=("attention_bias", True), out_bias=False, head=128, norms=4),
    "gpt2": Traits(
        norm=LAYER, gated=False, inner=4, bias=True, mlp_bias=True, tied=True, positions=0
    ),
    "gpt_neox": Traits(norm=LAYER, gated=False, bias=("attention_bias", True), mlp_bias=True),
    "gptj": Traits(norm=LAYER, norms=1, gated=False, inner=4, mlp_bias=True, head_bias=True),
    "granite": LLAMA,
    "helium": LLAMA,
    "llama": LLAMA,
    "mistral": Traits(windows=Windows(window=4096)),
    "mixtral": Traits(windows=Windows(), experts=everywhere),
    "nemotron": Traits(norm=LAYER, gated=False, bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS),
    "olmo": Traits(norm=BARE, bias=ATTENTION_BIAS),
    "olmo2": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True),
    "olmo3": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True, windows=Windows(every=4, window=4096)),
    "olmoe": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True, experts=everywhere),
    "phi": Traits(norm=LAYER, norms=1, gated=False, bias=True, mlp_bias=True, head_bias=True),
    "phi3": Traits(windows=Windows()),
    "qwen2": Traits(bias=True, out_bias=False, windows=QWEN_WINDOWS),
    "qwen2_moe": Traits(
        bias=("qkv_bias", True), out_bias=False, windows=QWEN_WINDOWS, experts=stepwise
    ),
    "qwen3": Traits(bias=ATTENTION_BIAS, qk_norm=True, head=128, windows=QWEN_WINDOWS),
    "qwen3_moe": Traits(
        bias=ATTENTION_BIAS, qk_norm=True, windows=Windows(switch=True), experts=stepwise
    ),
    "seed_oss": Traits(
        bias=("attention_bias", True),
        out_bias=("attention_out_bias", False),
        mlp_bias=MLP_BIAS,
        head=128,
    ),
    "smollm3": Traits(bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS, tied=True, windows=QWEN_WINDOWS),
    "stablelm": Traits(norm=LAYER, bias=("use_qkv_bias", False), out_bias=False),
    "starcoder2": Traits(
        norm=LAYER,
        gated=False,
        bias=("use_bias", True),
        mlp_bias=("use_bias", True),
        tied=True,
        windows=Windows(),
    ),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    name: partial(decoder, traits=traits) for name, traits in TRAITS.items()
}
