"""Decoders of language from their traits: embedding, layers, output head.

A layer has norms, attention or what stands in its place, and a feed-forward layer or a mixture of
experts. What differs between types is in `compute/traits.py`; equal layers are built once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from colophon.compute.blocks import (
    NORMS,
    PROJECTIONS,
    Latent,
    Mixture,
    Reach,
    attention,
    feed_forward,
    latent_attention,
    mixture,
)
from colophon.compute.layers import bare, classifying
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.routing import mixtures
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, once
from colophon.compute.traits import (
    HEADS,
    KV_HEADS,
    LAYERS,
    POSITIONS,
    WIDTH,
    Traits,
    kinds,
    on,
    reach,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from colophon.compute.configuration import Configuration

AHEAD = "multi-token prediction"
AHEAD_KEYS = ("num_nextn_predict_layers", "num_mtp_layers", "mtp_num_hidden_layers")
MERGED = 2
"""What a layer that predicts a later token merges: the last layer's output and the next token."""
AHEAD_NORMS = 3
"""Norms that it has besides those of a layer: of both that it merges, and before the head."""


class Layer(NamedTuple):
    """What tells one layer from another.

    Attributes:
        kind: what it is, in the names that files use.
        experts: its experts; None for a dense one.
        inner: inner width of a dense feed-forward layer.
    """

    kind: str
    experts: Mixture | None
    inner: int | None


def decoder(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of a decoder.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    config.without("add_cross_attention", "pruned_heads", *traits.without)
    config.seen(*traits.inners, *traits.seen)
    if traits.instead is not None:
        config.seen(*HEADS, *KV_HEADS, "head_dim", "attention_bias")
    plan = layers(config, traits)
    stack = [
        (piece, times)
        for one, times in Counter(plan).items()
        for piece in pieces_of(config, traits, one)
    ]
    ahead = config.layers(*AHEAD_KEYS) if config.perhaps(*AHEAD_KEYS) else 0
    return assemble(config, traits, stack, [pieces_of(config, traits, plan[-1])] * ahead)


def assemble(
    config: Configuration,
    traits: Traits,
    stack: Iterable[tuple[Piece, int]],
    ahead: Sequence[tuple[Piece, ...]] = (),
) -> Blueprint:
    """Return the blueprint of a decoder whose layers are given.

    Args:
        config: the file.
        traits: of which those are taken that tell what is around the layers.
        stack: the pieces of the layers, and how many times each stands there.
        ahead: the layers that predict more tokens than the next, in training only.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, vocabulary = config.size(*WIDTH), config.size("vocab_size")
    narrow = config.size(traits.narrow, otherwise=width) if traits.narrow else width
    around = [weights(EMBEDDING, vocabulary * narrow)]
    if narrow != width:
        around += [matrix(PROJECTIONS, narrow, width), matrix(PROJECTIONS, width, narrow)]
    if traits.positions is not None:
        around.append(weights("positions", (config.size(*POSITIONS) + traits.positions) * width))
    norms = traits.final_norm + traits.embedding_norm
    around.append(weights(NORMS, norms * traits.norm * width))
    last = head(config, traits, narrow)
    beside, later = further(traits, width, ahead, last)
    stream = Stream("text", (*once(*around), *stack, *once(last, *later)))
    return Blueprint((stream,), beside, bare(config))


def head(config: Configuration, traits: Traits, width: int) -> Piece:
    """Return the output head; one that shares the embedding's weights keeps no others.

    Raises:
        ReadingError: the file names a class with a head that is not known.
    """
    labelling = classifying(config, width)
    if labelling is not None:
        config.seen("tie_word_embeddings")
        return labelling
    vocabulary = config.size("vocab_size")
    bias = on(traits.head_bias, config)
    own = matrix(OUTPUT_HEAD, width, vocabulary, bias=bias)
    tied = config.yes("tie_word_embeddings", otherwise=traits.tied)
    return own._replace(parameters=bias * vocabulary) if tied else own


def further(
    traits: Traits, width: int, ahead: Sequence[tuple[Piece, ...]], last: Piece
) -> tuple[int, list[Piece]]:
    """Return how many parameters predict later tokens, and the pieces that do so, without any.

    Each is a layer more, the matrix that merges its two inputs, and once more the output head,
    whose weights are the model's. Source: DeepSeek-V3, arXiv:2412.19437, Section 2.2.
    """
    merging = matrix(AHEAD, MERGED * width, width)
    norms = weights(AHEAD, AHEAD_NORMS * traits.norm * width)
    beside, pieces = 0, []
    for layer in ahead:
        for piece in (merging, norms, *layer):
            beside += piece.parameters
            pieces.append(piece._replace(item=AHEAD, parameters=0, idle=0))
        pieces.append(last._replace(item=AHEAD, parameters=0))
    return beside, pieces


def layers(config: Configuration, traits: Traits) -> list[Layer]:
    """Return what each layer of a decoder is.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    number = config.layers(*LAYERS)
    experts = mixtures(config, traits.experts, number)
    widths = inner_widths(config, traits, number) if None in experts else [None] * number
    kind = kinds(config, traits, number) or ("full_attention",) * number
    return [
        Layer(one, routed, inner if routed is None else None)
        for one, routed, inner in zip(kind, experts, widths, strict=True)
    ]


def inner_widths(config: Configuration, traits: Traits, number: int) -> Sequence[int | None]:
    """Return the inner width of the dense feed-forward layer of each layer."""
    if callable(traits.inner):
        return [traits.inner(config)] * number
    listed = config.sizes(*traits.inners, times=number)
    if listed is not None:
        return listed
    otherwise = None if traits.inner is None else traits.inner * config.size(*WIDTH)
    return [config.size(*traits.inners, otherwise=otherwise)] * number


def pieces_of(config: Configuration, traits: Traits, layer: Layer) -> tuple[Piece, ...]:
    """Return the pieces of one layer."""
    width = config.size(*WIDTH)
    other = None if traits.instead is None else traits.instead(config, layer.kind)
    if other is None:
        other = attending(config, traits, reach(config, traits, layer.kind))
    beside = () if traits.beside is None else traits.beside(config, layer.kind)
    norms = weights(NORMS, traits.norms * traits.norm * width)
    return (norms, *other, *beside, *feeding(config, traits, layer))


def feeding(config: Configuration, traits: Traits, layer: Layer) -> tuple[Piece, ...]:
    """Return the feed-forward layer of one layer, or its experts."""
    width = config.size(*WIDTH)
    if layer.experts is not None:
        return mixture(width, layer.experts)
    assert layer.inner is not None, "a layer without experts has an inner width"
    pieces = feed_forward(
        width,
        layer.inner,
        gated=on(traits.gated, config),
        bias=on(traits.mlp_bias, config),
    )
    return (*pieces, weights(NORMS, layer.inner)) if traits.inner_norms else pieces


def attending(config: Configuration, traits: Traits, far: Reach) -> tuple[Piece, ...]:
    """Return the attention of one layer, with the norms of its queries and keys."""
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    bias = on(traits.bias, config)
    if traits.latent:
        sizes = latent_sizes(config)
        config.seen(*KV_HEADS, "head_dim", "qk_head_dim")
        return latent_attention(width, heads=heads, sizes=sizes, reach=far, bias=bias)
    one, keeping = head_width(config), kv_heads(config, traits, heads)
    pieces = attention(
        width,
        heads=heads,
        kv_heads=keeping,
        head=one,
        reach=far,
        bias=bias,
        out_bias=bias if traits.out_bias is None else on(traits.out_bias, config),
        query_times=traits.query_times,
        value_times=traits.value_times,
    )
    if on(traits.qk_norm, config):
        pieces = (*pieces, weights(NORMS, 2 * traits.qk_norm_size * one))
    if on(traits.wide_qk_norm, config):
        pieces = (*pieces, weights(NORMS, traits.qk_norm_size * (heads + keeping) * one))
    if traits.inner_norms:
        pieces = (*pieces, weights(NORMS, heads * one))
    if traits.sinks:
        pieces = (*pieces, weights("attention sinks", heads))
    return pieces


def head_width(config: Configuration) -> int:
    """Return the width of one head; null in the file stands for the layer's over the heads."""
    plain = config.size(*WIDTH) // config.size(*HEADS)
    return config.size("head_dim", "attention_head_dim", otherwise=plain)


def kv_heads(config: Configuration, traits: Traits, heads: int) -> int:
    """Return how many heads keep keys and values; null in the file stands for all.

    Raises:
        ReadingError: the heads cannot be shared out evenly among them.
    """
    if traits.kv_heads is not None:
        config.seen(*KV_HEADS)
        return traits.kv_heads(config)
    keeping = config.size(*KV_HEADS, otherwise=heads)
    if config.get(*KV_HEADS) and heads % keeping:
        raise config.wrong(KV_HEADS, f"a number that shares out {heads} heads evenly")
    return keeping


def latent_sizes(config: Configuration) -> Latent:
    """Return the sizes of latent attention; null for the queries' stands for uncompressed ones."""
    plain = config.size(*WIDTH) // config.size(*HEADS)
    return Latent(
        query=config.perhaps("q_lora_rank"),
        kept=config.size("kv_lora_rank"),
        plain=config.size("qk_nope_head_dim"),
        rotated=config.size("qk_rope_head_dim"),
        value=config.size("v_head_dim", otherwise=plain),
    )
