"""What stands in the place of attention: state-space layers, linear attention, convolutions.

They carry a state from token to token, whose work does not grow with the sequence. How many
operations an update of the state takes turns on the kernel; the numbers here are conventions, and
the work is a few percent of a layer's.
"""

from __future__ import annotations

from typing import NamedTuple

from colophon.compute.blocks import CONVOLUTION, MIXER, NORMS, SCAN
from colophon.compute.pieces import Piece, convolution, matrix, weights

SELECTIVE = 7
"""Operations on each number of a state-space layer's state, for each token: the convention of
Megatron-LM, which also holds of the first kind of such layers."""

DELTA = 8
"""Operations on each number of the state of a delta rule, for each token: decay, read, write and
query at a multiply-add each. Source: Megatron-LM and OLMo-core count alike."""

LINEAR = 4
"""Operations on each number of the state of plain linear attention: write and query."""


def scan(state: int, each: int) -> Piece:
    """Return the updates of a state.

    Args:
        state: how many numbers it has.
        each: operations on each of them for each token.
    """
    return Piece(SCAN, per_token=each * state)


def short(channels: int, kernel: int, *, bias: bool = False) -> Piece:
    """Return a convolution over the last tokens, each channel by itself."""
    return convolution(CONVOLUTION, channels, channels, kernel=kernel, groups=channels, bias=bias)


class Selective(NamedTuple):
    """The sizes of a state-space layer of the first kind, Mamba.

    Attributes:
        inner: channels that it works on.
        state: numbers of the state for each of them.
        rank: width through which each token's step size goes.
        kernel: tokens that the convolution sees.
        bias: whether projections have biases.
        kernel_bias: whether the convolution has.
        norms: whether step size, input and output of the state have norms.
    """

    inner: int
    state: int
    rank: int
    kernel: int
    bias: bool = False
    kernel_bias: bool = True
    norms: bool = False


def selective(width: int, sizes: Selective) -> tuple[Piece, ...]:
    """Return a state-space layer of the first kind. Source: Mamba, arXiv:2312.00752."""
    inner, state, rank = sizes.inner, sizes.state, sizes.rank
    learned = (rank + 2 * state) * sizes.norms
    return (
        matrix(MIXER, width, 2 * inner, bias=sizes.bias),
        short(inner, sizes.kernel, bias=sizes.kernel_bias),
        matrix(MIXER, inner, rank + 2 * state),
        matrix(MIXER, rank, inner, bias=True),
        weights(SCAN, inner * state + inner),
        scan(inner * state, SELECTIVE),
        weights(NORMS, learned),
        matrix(MIXER, inner, width, bias=sizes.bias),
    )


class Grouped(NamedTuple):
    """The sizes of a state-space layer of the second kind, Mamba-2.

    Attributes:
        heads: number of heads.
        head: channels of one head.
        state: numbers of the state for each channel.
        groups: groups of heads that share input and output of the state.
        kernel: tokens that the convolution sees.
        bias: whether the projection of the input has a bias.
        out_bias: whether that of the output has.
        kernel_bias: whether the convolution has.
        norm: whether the output has a norm.
    """

    heads: int
    head: int
    state: int
    groups: int
    kernel: int
    bias: bool = False
    out_bias: bool = False
    kernel_bias: bool = True
    norm: bool = True


def grouped(width: int, sizes: Grouped) -> tuple[Piece, ...]:
    """Return a state-space layer of the second kind. Source: Mamba-2, arXiv:2405.21060."""
    inner = sizes.heads * sizes.head
    channels = inner + 2 * sizes.groups * sizes.state
    return (
        matrix(MIXER, width, inner + channels + sizes.heads, bias=sizes.bias),
        short(channels, sizes.kernel, bias=sizes.kernel_bias),
        weights(SCAN, 3 * sizes.heads),
        scan(inner * sizes.state, SELECTIVE),
        weights(NORMS, inner * sizes.norm),
        matrix(MIXER, inner, width, bias=sizes.out_bias),
    )


class Delta(NamedTuple):
    """The sizes of a gated delta net.

    Attributes:
        key_heads: heads of queries and keys.
        key: width of one.
        value_heads: heads of values.
        value: width of one.
        kernel: tokens that the convolution sees.
    """

    key_heads: int
    key: int
    value_heads: int
    value: int
    kernel: int


def delta_net(width: int, sizes: Delta) -> tuple[Piece, ...]:
    """Return linear attention by the gated delta rule. Source: arXiv:2412.06464."""
    keys, values = sizes.key_heads * sizes.key, sizes.value_heads * sizes.value
    return (
        matrix(MIXER, width, 2 * (keys + values)),
        matrix(MIXER, width, 2 * sizes.value_heads),
        short(2 * keys + values, sizes.kernel),
        weights(SCAN, 2 * sizes.value_heads),
        scan(values * sizes.key, DELTA),
        weights(NORMS, sizes.value),
        matrix(MIXER, values, width),
    )


def channel_delta_net(width: int, *, heads: int, head: int, kernel: int) -> tuple[Piece, ...]:
    """Return linear attention by the delta rule with a decay for each channel.

    Source: Kimi Linear, arXiv:2510.26692.
    """
    inner = heads * head
    gate = (matrix(MIXER, width, head), matrix(MIXER, head, inner))
    return (
        matrix(MIXER, width, 3 * inner),
        short(3 * inner, kernel),
        *gate,
        *gate,
        matrix(MIXER, width, heads),
        weights(SCAN, inner + heads),
        scan(inner * head, DELTA),
        weights(NORMS, head),
        matrix(MIXER, inner, width),
    )


def lightning(width: int, *, heads: int, head: int) -> tuple[Piece, ...]:
    """Return linear attention with a fixed decay. Source: MiniMax-01, arXiv:2501.08313."""
    inner = heads * head
    return (
        matrix(MIXER, width, 4 * inner),
        scan(inner * head, LINEAR),
        weights(NORMS, inner),
        matrix(MIXER, inner, width),
    )


def gated_convolution(width: int, kernel: int, *, bias: bool) -> tuple[Piece, ...]:
    """Return a short convolution between two gates. Source: LFM2, arXiv:2511.23404."""
    return (
        matrix(MIXER, width, 3 * width, bias=bias),
        short(width, kernel, bias=bias),
        matrix(MIXER, width, width, bias=bias),
    )


def gated_recurrence(width: int, inner: int, *, heads: int, kernel: int) -> tuple[Piece, ...]:
    """Return a recurrence whose gates see one head each. Source: Griffin, arXiv:2402.19427."""
    gates = Piece(
        MIXER,
        2 * (inner * inner // heads + inner),
        per_token=2 * 2 * (inner * inner // heads),
    )
    return (
        matrix(MIXER, width, 2 * inner),
        weights(MIXER, 2 * inner),
        short(inner, kernel, bias=True),
        gates,
        weights(SCAN, inner),
        matrix(MIXER, inner, width, bias=True),
    )
