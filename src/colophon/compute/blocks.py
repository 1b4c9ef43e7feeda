"""The blocks that most models are built of: attention, feed-forward layers, mixtures of experts.

Widths are numbers of channels; every function returns the pieces of one block.
"""

from __future__ import annotations

from typing import NamedTuple

from colophon.compute.pieces import (
    Piece,
    chosen,
    matrix,
    scores,
    weights,
)

RMS = 1
LAYER = 2
BARE = 0
"""Numbers that a norm learns for each channel: a scale, a scale and a shift, none."""

PROJECTIONS = "attention projections"
NORMS = "norms"
FEED_FORWARD = "feed-forward"
EXPERTS = "experts"
SHARED_EXPERTS = "shared experts"
ROUTER = "router"
MIXER = "recurrent projections"
CONVOLUTION = "short convolutions"
SCAN = "state updates"


class Reach(NamedTuple):
    """How far tokens attend.

    Attributes:
        window: to so many tokens; None for the whole sequence.
        blocks: within blocks of `window` tokens.
    """

    window: int | None = None
    blocks: bool = False


EVERYWHERE = Reach()


def attention(  # noqa: PLR0913 -- each is a trait of its own
    width: int,
    *,
    heads: int,
    kv_heads: int,
    head: int,
    reach: Reach = EVERYWHERE,
    bias: bool = False,
    out_bias: bool = False,
    query_times: int = 1,
    value_times: int = 1,
) -> tuple[Piece, ...]:
    """Return attention in which groups of query heads share keys and values.

    Args:
        width: of the layer.
        heads: number of query heads.
        kv_heads: number of heads that keep keys and values.
        head: width of one head.
        reach: how far a token attends.
        bias: whether queries, keys and values have biases.
        out_bias: whether the output has one.
        query_times: two where queries bring a gate of their own size along.
        value_times: into how many values of its width a head's value is brought together.
    """
    return (
        matrix(PROJECTIONS, width, query_times * heads * head, bias=bias),
        matrix(PROJECTIONS, width, kv_heads * head, bias=bias),
        matrix(PROJECTIONS, width, kv_heads * head, bias=bias),
        matrix(PROJECTIONS, heads * head, width, bias=out_bias),
        scores(heads, head, value_times * head, window=reach.window, blocks=reach.blocks),
    )


class Latent(NamedTuple):
    """The sizes of latent attention, in which keys and values are kept compressed.

    Attributes:
        query: width of the compressed queries; None where they are not compressed.
        kept: width of the compressed keys and values.
        plain: width of one head's key without position.
        rotated: width of the part of the key that carries position, which all heads share.
        value: width of one head's value.
    """

    query: int | None
    kept: int
    plain: int
    rotated: int
    value: int


def latent_attention(
    width: int, *, heads: int, sizes: Latent, reach: Reach = EVERYWHERE, bias: bool = False
) -> tuple[Piece, ...]:
    """Return latent attention in the expanded form that training uses.

    Source: DeepSeek-V2, arXiv:2405.04434, Section 2.1.
    """
    key = sizes.plain + sizes.rotated
    queries: tuple[Piece, ...] = (matrix(PROJECTIONS, width, heads * key),)
    if sizes.query is not None:
        queries = (
            matrix(PROJECTIONS, width, sizes.query, bias=bias),
            weights(NORMS, sizes.query),
            matrix(PROJECTIONS, sizes.query, heads * key),
        )
    return (
        *queries,
        matrix(PROJECTIONS, width, sizes.kept + sizes.rotated, bias=bias),
        weights(NORMS, sizes.kept),
        matrix(PROJECTIONS, sizes.kept, heads * (sizes.plain + sizes.value)),
        matrix(PROJECTIONS, heads * sizes.value, width, bias=bias),
        scores(heads, key, sizes.value, window=reach.window, blocks=reach.blocks),
    )


def feed_forward(
    width: int, inner: int, *, gated: bool, bias: bool = False, item: str = FEED_FORWARD
) -> tuple[Piece, ...]:
    """Return a feed-forward layer; a gated one has a matrix more for its gate."""
    up = matrix(item, width, inner, bias=bias)
    return (*((up,) if gated else ()), up, matrix(item, inner, width, bias=bias))


class Mixture(NamedTuple):
    """The sizes of a mixture of experts.

    Attributes:
        experts: how many there are.
        of_them: how many are chosen for a token.
        inner: inner width of one expert.
        shared: inner width of the experts that every token goes through, together; zero without.
        shared_gate: whether those have a gate of their own, one number for each token.
        gated: whether experts have a gate.
        bias: whether experts have biases.
        router_bias: whether the router has one.
        shared_bias: whether shared experts have biases.
        correction: whether each expert has a number that keeps the load even.
        latent: the width that experts work on where it is not the layer's.
    """

    experts: int
    of_them: int
    inner: int
    shared: int = 0
    shared_gate: bool = False
    gated: bool = True
    bias: bool = False
    router_bias: bool = False
    shared_bias: bool = False
    correction: bool = False
    latent: int | None = None


def mixture(width: int, sizes: Mixture) -> tuple[Piece, ...]:
    """Return a mixture of experts with its router."""
    inside = sizes.latent or width
    expert = feed_forward(inside, sizes.inner, gated=sizes.gated, bias=sizes.bias)
    pieces = [
        matrix(ROUTER, width, sizes.experts, bias=sizes.router_bias),
        chosen(EXPERTS, expert, experts=sizes.experts, of_them=sizes.of_them),
    ]
    if sizes.correction:
        pieces.append(weights(ROUTER, sizes.experts))
    if sizes.latent:
        bias = sizes.shared_bias
        pieces += [
            matrix(EXPERTS, width, inside, bias=bias),
            matrix(EXPERTS, inside, width, bias=bias),
        ]
    if sizes.shared:
        pieces += feed_forward(
            width, sizes.shared, gated=sizes.gated, bias=sizes.shared_bias, item=SHARED_EXPERTS
        )
        if sizes.shared_gate:
            pieces.append(matrix(SHARED_EXPERTS, width, 1))
    return tuple(pieces)
