"""Decoders of which some layers attend, and others have linear attention or a short convolution."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.decoding import decoder
from colophon.compute.mixers import (
    Delta,
    channel_delta_net,
    delta_net,
    gated_convolution,
    gated_recurrence,
    lightning,
)
from colophon.compute.routing import Experts, after_the_first, everywhere, stepwise
from colophon.compute.traits import ATTENTION_BIAS, HEADS, RECURRENT, WIDTH, Traits, Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.compute.configuration import Configuration
    from colophon.compute.pieces import Piece
    from colophon.compute.stream import Blueprint


def every(otherwise: int, key: str) -> Callable[[Configuration, int], Sequence[str]]:
    """Return what tells that every so many-th layer attends, unless the file lists its layers."""

    def kinds(config: Configuration, layers: int) -> Sequence[str]:
        found = config.words("layer_types", times=layers)
        if found is not None:
            config.seen(key)
            return found
        step = config.size(key, otherwise=otherwise)
        return [
            "linear_attention" if (index + 1) % step else "full_attention"
            for index in range(layers)
        ]

    return kinds


def gated_delta(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the linear attention of a Qwen3-Next, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    sizes = Delta(
        key_heads=config.size("linear_num_key_heads"),
        key=config.size("linear_key_head_dim"),
        value_heads=config.size("linear_num_value_heads"),
        value=config.size("linear_value_head_dim"),
        kernel=config.size("linear_conv_kernel_dim"),
    )
    return delta_net(config.size(*WIDTH), sizes)


def olmo_delta(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the linear attention of an OLMo Hybrid, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    key_heads = config.size("linear_num_key_heads", otherwise=heads)
    key = config.size("linear_key_head_dim", otherwise=3 * width // (4 * key_heads))
    sizes = Delta(
        key_heads=key_heads,
        key=key,
        value_heads=config.size("linear_num_value_heads", otherwise=heads),
        value=config.size("linear_value_head_dim", otherwise=2 * key),
        kernel=config.size("linear_conv_kernel_dim"),
    )
    return delta_net(width, sizes)


def kimi_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of a Kimi Linear are; its own files count them from one."""
    found = config.words("layer_types", times=layers)
    if found is not None:
        return found
    told = config.inside("linear_attn_config")
    if told is None or not told.listed("full_attn_layers"):
        raise config.wrong(("layer_types",), f"a list of {layers} words, one for each layer")
    full, other = told.listed("full_attn_layers"), told.listed("kda_layers")
    if sorted(map(str, [*full, *other])) != sorted(map(str, range(1, layers + 1))):
        raise told.wrong(("full_attn_layers",), "what names each layer once with `kda_layers`")
    return [
        "full_attention" if index + 1 in full else "linear_attention" for index in range(layers)
    ]


def kimi_delta(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the linear attention of a Kimi Linear, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    told = config.inside("linear_attn_config")
    if told is not None:
        heads, width = told.size("num_heads"), told.size("head_dim")
        kernel = told.size("short_conv_kernel_size")
        told.seen("full_attn_layers", "kda_layers")
    else:
        heads, width = config.size("linear_num_heads"), config.size("linear_head_dim")
        kernel = config.size("linear_conv_kernel_dim")
    return channel_delta_net(config.size(*WIDTH), heads=heads, head=width, kernel=kernel)


def minimax_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of a MiniMax are; its own files say 1 for one that attends."""
    found = config.words("layer_types", times=layers)
    if found is not None:
        return found
    numbers = config.sizes("attn_type_list", times=layers)
    if numbers is not None:
        return ["full_attention" if one else "linear_attention" for one in numbers]
    return ["linear_attention" if index % 2 else "full_attention" for index in range(layers)]


def minimax_linear(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the linear attention of a MiniMax, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    one = config.size("head_dim", otherwise=width // heads)
    return lightning(width, heads=heads, head=one)


def lfm2_convolution(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the convolution of an LFM2, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    bias = config.yes("conv_bias", otherwise=False)
    return gated_convolution(config.size(*WIDTH), config.size("conv_L_cache"), bias=bias)


def lfm2_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of an LFM2 are: older files name those that attend."""
    found = config.words("layer_types", times=layers)
    if found is not None:
        config.seen("full_attn_idxs", "conv_L_cache", "conv_bias")
        return found
    full = config.listed("full_attn_idxs")
    if not full:
        raise config.wrong(("layer_types",), f"a list of {layers} words, one for each layer")
    return ["full_attention" if index in full else "conv" for index in range(layers)]


def lfm2_inner(config: Configuration) -> int:
    """Return the inner width of an LFM2's feed-forward layers, which the class may round."""
    told = config.size("block_ff_dim", "intermediate_size")
    if not config.yes("block_auto_adjust_ff_dim", otherwise=True):
        config.seen("block_multiple_of", "block_ffn_dim_multiplier")
        return told
    told = 2 * told // 3
    config.seen("block_multiple_of")
    if config.blank("block_ffn_dim_multiplier"):
        return told
    multiple = config.size("block_multiple_of")
    wide = int(config.fraction("block_ffn_dim_multiplier") * told)
    return -(-wide // multiple) * multiple


LFM_2 = Traits(
    qk_norm=True,
    tied=True,
    inner=lfm2_inner,
    kinds=lfm2_kinds,
    instead=lfm2_convolution,
    seen=tuple(
        f"{part}_{name}"
        for part, names in {
            "block": ("dim", "mlp_init_scale", "norm_eps", "out_init_scale", "use_swiglu"),
            "conv": ("dim", "dim_out", "use_xavier_init"),
        }.items()
        for name in names
    ),
)
LFM_2_EXPERTS = Experts(where=after_the_first, correction=("use_expert_bias", True))


def lfm2(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of an LFM2; older files tie the head by a key of their own."""
    tied = config.yes("tie_embedding", otherwise=True) if "tie_embedding" in config.values else True
    return decoder(config, replace(traits, tied=tied))


def griffin_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of a RecurrentGemma are: a short pattern, over and over."""
    pattern = config.listed("block_types") or ["recurrent", "recurrent", "attention"]
    config.seen("_block_types")
    names = {"recurrent": "recurrent", "attention": "sliding_attention"}
    config.seen("final_w_init_variance_scale")
    return [names.get(str(pattern[i % len(pattern)]), "unknown") for i in range(layers)]


def griffin_state(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the recurrence of a RecurrentGemma, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    inner = config.size("lru_width", otherwise=width)
    kernel = config.size("conv1d_width")
    return gated_recurrence(width, inner, heads=heads, kernel=kernel)


def half_of_inner(config: Configuration) -> int:
    """Return half of the inner width that the file tells: it counts the gate."""
    return config.size("intermediate_size") // 2


QWEN_NEXT = Traits(
    bias=ATTENTION_BIAS,
    qk_norm=True,
    query_times=2,
    kinds=every(4, "full_attention_interval"),
    instead=gated_delta,
)
QWEN_NEXT_EXPERTS = Experts(
    where=stepwise, shared_inner="shared_expert_intermediate_size", shared_gate=True
)
LIGHTNING = Traits(
    kinds=minimax_kinds,
    instead=minimax_linear,
    experts=Experts(inner="intermediate_size"),
)

TRAITS: Final[Mapping[str, Traits]] = {
    "kimi_linear": Traits(
        latent=True,
        kinds=kimi_kinds,
        instead=kimi_delta,
        experts=Experts(where=after_the_first, shared=True, correction=True),
    ),
    "minimax": LIGHTNING,
    "minimax_m1": LIGHTNING,
    "minimax_text_01": LIGHTNING,
    "olmo_hybrid": Traits(
        bias=ATTENTION_BIAS,
        wide_qk_norm=True,
        kinds=every(4, "full_attention_interval"),
        instead=olmo_delta,
    ),
    "qwen3_5_moe_text": replace(QWEN_NEXT, experts=replace(QWEN_NEXT_EXPERTS, where=everywhere)),
    "qwen3_5_text": replace(QWEN_NEXT),
    "qwen3_next": replace(QWEN_NEXT, experts=QWEN_NEXT_EXPERTS),
    "recurrent_gemma": Traits(
        bias=ATTENTION_BIAS,
        out_bias=True,
        mlp_bias=True,
        tied=True,
        inner=half_of_inner,
        windows=Windows(key="attention_window_size"),
        kinds=griffin_kinds,
        instead=griffin_state,
    ),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "lfm2": partial(lfm2, traits=LFM_2),
    "lfm2_moe": partial(
        lfm2,
        traits=replace(LFM_2, inner=None, experts=LFM_2_EXPERTS),
    ),
    **{name: partial(decoder, traits=traits) for name, traits in TRAITS.items()},
}
