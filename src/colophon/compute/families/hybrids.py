"""Decoders of attention and state-space layers, in turn or side by side."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import (
    EVERYWHERE,
    FEED_FORWARD,
    NORMS,
    PROJECTIONS,
    attention,
    feed_forward,
    mixture,
)
from colophon.compute.decoding import assemble, attending, decoder
from colophon.compute.families.state_space import EXPAND, KERNEL, STATE, selective_sizes
from colophon.compute.mixers import (
    Grouped,
    grouped,
    selective,
)
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.routing import (
    CHOSEN,
    NUMBER,
    SHARED,
    Experts,
    periodic,
    sizes_of,
)
from colophon.compute.traits import (
    ATTENTION_BIAS,
    HEADS,
    INNER,
    KV_HEADS,
    LAYERS,
    MLP_BIAS,
    RECURRENT,
    WHOLE,
    WIDTH,
    Traits,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.compute.configuration import Configuration
    from colophon.compute.stream import Blueprint


def periodic_attention(config: Configuration, layers: int) -> Sequence[str]:
    """Return that every so many-th layer attends, counted from an offset."""
    period = config.size("attn_layer_period")
    offset = config.count("attn_layer_offset")
    return ["full_attention" if index % period == offset else "mamba" for index in range(layers)]


def jamba_state(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return the state-space layer of a Jamba, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    width = config.size(*WIDTH)
    return selective(width, selective_sizes(config, config.size(*EXPAND) * width, norms=True))


def grouped_sizes(config: Configuration, inner: int) -> Grouped:
    """Return the sizes of a state-space layer of the second kind.

    Args:
        config: the file.
        inner: channels that it works on.

    Raises:
        ReadingError: a size is missing, or its heads do not make up its channels.
    """
    heads = config.size("mamba_n_heads", "mamba_num_heads", "n_mamba_heads")
    one = config.unless("auto", "mamba_d_head", "mamba_head_dim", "mamba_headdim")
    head = one or inner // heads
    if head * heads != inner:
        raise config.wrong(("mamba_d_head",), "what makes the heads of all inner channels")
    bias = config.yes("mamba_proj_bias", "use_bias", "add_bias_linear", otherwise=False)
    return Grouped(
        heads=heads,
        head=head,
        state=config.size(*STATE),
        groups=config.size("mamba_n_groups", "n_groups", "mamba_ngroups"),
        kernel=config.size(*KERNEL),
        bias=bias,
        out_bias=bias,
        kernel_bias=config.yes("mamba_conv_bias", "use_conv_bias", otherwise=True),
    )


def grouped_state(config: Configuration, kind: str) -> tuple[Piece, ...] | None:
    """Return a state-space layer of the second kind, None for a layer that attends."""
    if kind not in RECURRENT:
        return None
    width = config.size(*WIDTH)
    return grouped(width, grouped_sizes(config, config.size(*EXPAND) * width))


def beside_attention(config: Configuration, _kind: str) -> tuple[Piece, ...]:
    """Return the state-space layer that stands beside the attention of a Falcon-H1."""
    width = config.size(*WIDTH)
    expanded = config.size("mamba_expand") * width
    inner = config.perhaps("mamba_d_ssm") or expanded
    sizes = grouped_sizes(config, inner)._replace(
        out_bias=config.yes("projectors_bias", otherwise=False),
        norm=config.yes("mamba_rms_norm", otherwise=False),
    )
    return grouped(width, sizes)


def named_attention(config: Configuration, layers: int) -> Sequence[str]:
    """Return that the layers of which the file gives the numbers attend."""
    named = config.listed("attn_layer_indices")
    config.seen("layer_types", "layers_block_type")
    return ["full_attention" if index in named else "mamba" for index in range(layers)]


def all_or_listed(config: Configuration, layers: int) -> Sequence[str]:
    """Return the kinds that the file lists, or that no layer attends."""
    found = config.words("layer_types", "layers_block_type", times=layers)
    return ("mamba",) * layers if found is None else found


def some(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that every layer has experts, where there are any."""
    return (config.count(*NUMBER) > 0,) * layers


# -- Layers of one thing each ---------------------------------------------------------------------

LETTERS: Final = {"M": "mamba", "E": "moe", "*": "full_attention", "-": "mlp"}
NEMOTRON = Traits()
NEMOTRON_EXPERTS = Experts(
    gated=False,
    shared_inner="moe_shared_expert_intermediate_size",
    shared_bias=MLP_BIAS,
    correction=True,
    latent="moe_latent_size",
)


def lettered(config: Configuration, pattern: str, *lists: str) -> list[str]:
    """Return the kinds of layers that a file tells in letters, or lists.

    Raises:
        ReadingError: it tells none.
    """
    found = config.get(*lists)
    letters = config.get(pattern)
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return found
    if not isinstance(letters, str) or not letters:
        raise config.wrong((pattern, *lists), "the kinds of layers, in letters")
    return [LETTERS.get(letter, letter) for letter in letters]


def nemotron_layer(config: Configuration, kind: str) -> tuple[Piece, ...]:
    """Return a layer of a Nemotron-H, which is one thing with a norm before it.

    Raises:
        ReadingError: it is of a kind that is not known.
    """
    width = config.size(*WIDTH)
    norm = weights(NORMS, width)
    if kind in RECURRENT:
        heads = config.size("mamba_num_heads")
        sizes = grouped_sizes(config, heads * config.size("mamba_head_dim"))
        bias = config.yes("use_bias", otherwise=False)
        return (norm, *grouped(width, sizes._replace(bias=bias, out_bias=bias)))
    if kind in WHOLE:
        return (norm, *attending(config, NEMOTRON, EVERYWHERE))
    if kind == "moe":
        return (norm, *mixture(width, sizes_of(config, NEMOTRON_EXPERTS)))
    if kind == "mlp":
        bias = config.yes("mlp_bias", otherwise=False)
        return (norm, *feed_forward(width, config.size(*INNER), gated=False, bias=bias))
    raise config.unknown("layers_block_type", kind)


def nemotron_h(config: Configuration) -> Blueprint:
    """Return the blueprint of a Nemotron-H.

    Raises:
        ReadingError: a size is missing, or a layer is of a kind that is not known.
    """
    kinds = lettered(config, "hybrid_override_pattern", "layers_block_type", "layer_types")
    stack = [
        (piece, times)
        for kind, times in Counter(kinds).items()
        for piece in nemotron_layer(config, kind)
    ]
    config.seen(*LAYERS, *INNER, *NUMBER, *CHOSEN, *SHARED, *EXPAND, "attention_bias", "mlp_bias")
    config.seen("sliding_window", "moe_intermediate_size", "moe_shared_expert_intermediate_size")
    config.seen("moe_latent_size", "mamba_proj_bias", "mtp_layers_block_type")
    ahead_keys = ("num_nextn_predict_layers",)
    times = config.layers(*ahead_keys) if config.perhaps(*ahead_keys) else 0
    ahead: tuple[Piece, ...] = ()
    if times:
        names = ("mtp_hybrid_override_pattern", "mtp_layers_block_type")
        later = lettered(config, *names)
        ahead = tuple(piece for kind in later for piece in nemotron_layer(config, kind))
    config.seen("mtp_hybrid_override_pattern")
    return assemble(config, NEMOTRON, stack, [ahead] * times)


def zamba2(config: Configuration) -> Blueprint:
    """Return the blueprint of a Zamba2.

    Every so often a block that attends stands before a state-space layer. There are few such
    blocks, used in turn, and each use adapts them by small matrices of its own.
    Source: arXiv:2411.15242.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, heads, layers = config.size(*WIDTH), config.size(*HEADS), config.layers(*LAYERS)
    kinds = config.words("layers_block_type", "layer_types", times=layers)
    if kinds is None:
        raise config.wrong(("layers_block_type",), f"a list of {layers} words")
    uses = sum(kind == "hybrid" for kind in kinds)
    blocks = min(config.size("num_mem_blocks", otherwise=1), uses)
    inner = config.size("intermediate_size", otherwise=4 * width)
    rank = config.size("adapter_rank")
    bias = config.yes("add_bias_linear", otherwise=False)
    expanded = config.size(*EXPAND) * width
    sizes = grouped_sizes(config, expanded)._replace(bias=bias, out_bias=bias)
    both = 2 * width
    shared = (
        weights(NORMS, both + width),
        *wide_attention(config, both, heads),
        *feed_forward(width, inner, gated=True, bias=bias),
    )
    own = [
        matrix(PROJECTIONS, width, width),
        matrix(FEED_FORWARD, width, rank),
        matrix(FEED_FORWARD, rank, 2 * inner),
    ]
    if config.yes("use_shared_attention_adapter", otherwise=False):
        own += 3 * [matrix(PROJECTIONS, both, rank), matrix(PROJECTIONS, rank, both)]
    state = (weights(NORMS, width), *grouped(width, sizes))
    config.seen("attention_hidden_size", "attention_head_dim", "head_dim", "kv_channels")
    config.seen("num_query_groups", "hybrid_layer_ids", "use_mem_rope", "mamba_headdim")
    return assemble(
        config,
        Traits(tied=True),
        [
            *((piece, layers) for piece in state),
            *((piece, blocks) for piece in shared),
            *((piece._replace(parameters=0), uses - blocks) for piece in shared),
            *((piece, uses) for piece in own),
        ],
    )


def wide_attention(config: Configuration, both: int, heads: int) -> tuple[Piece, ...]:
    """Return attention over two tokens' widths at once, whose output has one."""
    one = both // heads
    keeping = config.size(*KV_HEADS, otherwise=heads)
    *inward, _, scored = attention(both, heads=heads, kv_heads=keeping, head=one)
    return (*inward, matrix(PROJECTIONS, heads * one, both // 2), scored)


TRAITS: Final[Mapping[str, Traits]] = {
    "bamba": Traits(
        bias=ATTENTION_BIAS,
        mlp_bias=MLP_BIAS,
        kinds=named_attention,
        instead=grouped_state,
    ),
    "falcon_h1": Traits(
        bias=ATTENTION_BIAS,
        mlp_bias=MLP_BIAS,
        beside=beside_attention,
        seen=("mamba_use_mlp", "layer_types", "layers_block_type"),
    ),
    "granitemoehybrid": Traits(
        bias=ATTENTION_BIAS,
        inners=("shared_intermediate_size",),
        kinds=all_or_listed,
        instead=grouped_state,
        experts=Experts(
            where=some, inner="intermediate_size", shared_inner="shared_intermediate_size"
        ),
        seen=("intermediate_size", *CHOSEN),
    ),
    "jamba": Traits(
        kinds=periodic_attention,
        instead=jamba_state,
        experts=Experts(where=periodic, inner="intermediate_size"),
        seen=("sliding_window",),
    ),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "nemotron_h": nemotron_h,
    "zamba2": zamba2,
    **{name: partial(decoder, traits=traits) for name, traits in TRAITS.items()},
}
