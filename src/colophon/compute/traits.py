"""By what decoders differ: the traits that the tables in `compute/families/` are made of.

A trait that a file may say is a *switch*: the key that says it, with what the class takes where the
file leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from colophon.compute.blocks import EVERYWHERE, RMS, Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from colophon.compute.configuration import Configuration
    from colophon.compute.pieces import Piece
    from colophon.compute.routing import Experts

Switch: TypeAlias = bool | tuple[str, bool]
"""Always or never; or the key that says so, with what the class takes where it is left out."""

WIDTH = ("hidden_size", "n_embd", "n_embed", "d_model")
LAYERS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads", "attention_heads")
KV_HEADS = ("num_key_value_heads", "num_kv_heads", "n_head_kv")
INNER = ("intermediate_size", "ffn_dim", "ffn_hidden_size", "n_inner")
POSITIONS = ("max_position_embeddings", "n_positions", "max_seq_len")

NEAR = "sliding_attention"
BLOCKED = "chunked_attention"
INDEXED = "indexed_attention"
INDEXED_BEFORE = "indexed_before"
WHOLE = frozenset({"full_attention", "attention"})
"""Names that files give to layers which attend to a window, within blocks, to tokens that they
choose or that the layer before chose, to everything."""

RECURRENT = frozenset({"linear_attention", "mamba", "mamba2", "recurrent", "conv"})
"""Names that files give to layers that carry a state."""

ATTENTION_BIAS: Switch = ("attention_bias", False)
MLP_BIAS: Switch = ("mlp_bias", False)
USE_BIAS: Switch = ("use_bias", False)


class Windows(NamedTuple):
    """Which layers attend to a window only, where the file does not list its layers.

    Attributes:
        now_and_then: whether each so many-th layer attends to everything.
        first: whether of these the first attends to everything, and not the last.
        switch: the key that switches it on, if one does; then from `max_window_layers` upwards.
        upwards: whether only the layers from `max_window_layers` upwards attend to it.
        pattern: the key of that number, which most files leave out.
        key: the key of the window.
        blocks: whether tokens attend within blocks of the window's length instead.
    """

    now_and_then: bool = False
    first: bool = False
    switch: bool = False
    upwards: bool = False
    pattern: str = "sliding_window_pattern"
    key: str = "sliding_window"
    blocks: bool = False


Kinds: TypeAlias = "Callable[[Configuration, int], Sequence[str]]"
"""A file and its number of layers -> what each layer is, in the names that files use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """By what a decoder differs from the plain one.

    Attributes:
        norm: numbers that a norm learns for each channel.
        norms: norms of a layer, as wide as it is.
        final_norm: whether one follows the last layer.
        embedding_norm: whether one follows the embedding.
        inner_norms: whether the inputs of the output projection and of the last feed-forward matrix
            have norms of their own.
        gated: whether feed-forward layers have a gate.
        inners: the keys of the inner width of a dense feed-forward layer.
        inner: that width in widths of the layer, where the file has none; or how the file says it.
        bias: whether queries, keys and values have biases.
        out_bias: whether the output of attention has one; None for the same as `bias`.
        mlp_bias: whether feed-forward layers have biases.
        head_bias: whether the output head has one.
        tied: whether the output head shares the embedding, where the file does not say.
        kv_heads: heads that keep keys and values, where the file tells them in its own way.
        qk_norm: whether queries and keys have a norm for each head, all of the same weights.
        wide_qk_norm: whether they have one over all heads together, or one for each head of its own
            weights, which is as many.
        qk_norm_size: numbers that such a norm learns for each channel.
        positions: rows of learned positions beyond those that the file names; None without.
        narrow: the key of the embedding's width, where it may not be the layers'.
        sinks: whether each head has a number that attention may fall back to.
        windows: which layers attend to a window.
        kinds: what each layer is, where the file tells it in its own way.
        experts: the experts of its layers.
        latent: whether attention keeps keys and values compressed.
        query_times: two where queries bring a gate along.
        value_times: into how many values of its width a head's value is brought together.
        instead: what a layer of another kind has in the place of attention; None for attention.
        beside: what each layer has besides attention, feed-forward and norms.
        without: keys that the type does not know how to count unless they are false or left out.
        seen: keys that say again what others say, or what has no size in this type.
    """

    norm: int = RMS
    norms: int = 2
    final_norm: bool = True
    embedding_norm: bool = False
    inner_norms: bool = False
    gated: Switch = True
    inners: tuple[str, ...] = INNER
    inner: int | Callable[[Configuration], int] | None = None
    bias: Switch = False
    out_bias: Switch | None = None
    mlp_bias: Switch = False
    head_bias: Switch = False
    tied: bool = False
    kv_heads: Callable[[Configuration], int] | None = None
    qk_norm: Switch = False
    wide_qk_norm: Switch = False
    qk_norm_size: int = RMS
    positions: int | None = None
    narrow: str | None = None
    sinks: bool = False
    windows: Windows | None = None
    kinds: Kinds | None = None
    experts: Experts | None = None
    latent: bool = False
    query_times: int = 1
    value_times: int = 1
    instead: Callable[[Configuration, str], tuple[Piece, ...] | None] | None = None
    beside: Callable[[Configuration, str], tuple[Piece, ...]] | None = None
    without: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def on(switch: Switch, config: Configuration) -> bool:
    """Return how a switch stands in a file.

    Raises:
        ReadingError: it is neither true nor false.
    """
    return switch if isinstance(switch, bool) else config.yes(switch[0], otherwise=switch[1])


def kinds(config: Configuration, traits: Traits, layers: int) -> Sequence[str]:
    """Return what each layer is, in the names that files use.

    Raises:
        ReadingError: the file lists another number of layers.
    """
    if traits.kinds is not None:
        return traits.kinds(config, layers)
    listed = config.words("layer_types", times=layers)
    windows = traits.windows
    if windows is None:
        return ("full_attention",) * layers if traits.instead is None else listed or ()
    if listed is not None:
        config.seen("use_sliding_window", "max_window_layers", windows.key, windows.pattern)
        return listed
    near = BLOCKED if windows.blocks else NEAR
    if windows.switch and not config.yes("use_sliding_window", otherwise=False):
        config.seen("max_window_layers", windows.key)
        return ("full_attention",) * layers
    if windows.switch or windows.upwards:
        full = config.count("max_window_layers", otherwise=layers)
        return [near if index >= full else "full_attention" for index in range(layers)]
    every = config.count(windows.pattern) if windows.now_and_then else 0
    if every == 0:
        return (near,) * layers
    at = 0 if windows.first else every - 1
    return ["full_attention" if index % every == at else near for index in range(layers)]


def reach(config: Configuration, traits: Traits, kind: str) -> Reach:
    """Return how far the tokens of a layer of some kind attend.

    Raises:
        ReadingError: the file names a kind of layer that the type does not know.
    """
    if kind in WHOLE:
        return EVERYWHERE
    windows = traits.windows
    if windows is None or kind not in {NEAR, BLOCKED, INDEXED, INDEXED_BEFORE}:
        raise config.unknown("layer_types", kind)
    window = config.perhaps(windows.key)
    return Reach(window, blocks=kind == BLOCKED and window is not None)
