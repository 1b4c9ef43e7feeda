"""What a model is made of, piece by piece: the parameters of each and the work of its forward pass.

A multiply-add is two operations. Matrix products, convolutions, attention scores and the scans of
state-space layers are counted; norms, activations, biases, softmax and rotations are not: together
they are below one percent. An embedding is looked up, which is no arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MULTIPLY_ADD = 2
"""Operations of one multiplication and the addition behind it."""


class Piece(NamedTuple):
    """One thing that tokens go through.

    Attributes:
        item: the line under which it is shown, such as `attention scores`.
        parameters: how many numbers it learns and keeps.
        idle: of these, how many take no part in the computation of one token.
        per_token: operations of a forward pass for each token.
        per_key: operations for each pair of a token and a token that it attends to.
        window: how many tokens back a token attends at most, itself counted; None for all.
        blocks: whether tokens attend within blocks of `window` tokens instead.
        over: the stream whose tokens are attended to; empty for the piece's own.
        per_sequence: operations once for each sequence, whatever its length.
    """

    item: str
    parameters: int = 0
    idle: int = 0
    per_token: int = 0
    per_key: int = 0
    window: int | None = None
    blocks: bool = False
    over: str = ""
    per_sequence: int = 0

    def pairs(self, length: int, *, causal: bool) -> int:
        """Return how many pairs of a token and one that it attends to a sequence has.

        Args:
            length: of the sequence, in tokens.
            causal: whether a token attends only to itself and to those before it; otherwise to as
                many as a window holds, on whichever side.
        """
        window = min(self.window or length, length)
        if not self.blocks:
            if not causal:
                return length * window
            return window * length - window * (window - 1) // 2
        whole, rest = divmod(length, window)
        if not causal:
            return whole * window**2 + rest**2
        return (whole * window * (window + 1) + rest * (rest + 1)) // 2


def matrix(item: str, inputs: int, outputs: int, *, bias: bool = False) -> Piece:
    """Return a matrix that every token is multiplied with."""
    return Piece(item, inputs * outputs + bias * outputs, per_token=MULTIPLY_ADD * inputs * outputs)


def weights(item: str, number: int) -> Piece:
    """Return parameters whose arithmetic is not counted: norms, looked-up rows, gates."""
    return Piece(item, number)


def scores(  # noqa: PLR0913 -- each is a size of its own
    heads: int,
    keys: int,
    values: int,
    *,
    window: int | None = None,
    blocks: bool = False,
    over: str = "",
    item: str = "attention scores",
) -> Piece:
    """Return the products of queries with keys, and of the weights with values.

    Args:
        heads: number of query heads.
        keys: width of one head's key.
        values: width of one head's value.
        window: how far a token attends; None for the whole sequence.
        blocks: whether within blocks of `window` tokens.
        over: the stream that is attended to, where it is another.
        item: the line under which it is shown.
    """
    per_key = MULTIPLY_ADD * heads * (keys + values)
    return Piece(item, per_key=per_key, window=window, blocks=blocks, over=over)


def chosen(item: str, expert: Iterable[Piece], *, experts: int, of_them: int) -> Piece:
    """Return a number of equal experts, `of_them` chosen for each token."""
    parameters = per_token = 0
    for piece in expert:
        parameters += piece.parameters
        per_token += piece.per_token
    return Piece(
        item,
        experts * parameters,
        idle=(experts - of_them) * parameters,
        per_token=of_them * per_token,
    )


def convolution(  # noqa: PLR0913 -- each is a size of its own
    item: str, inputs: int, outputs: int, *, kernel: int, groups: int = 1, bias: bool = False
) -> Piece:
    """Return a convolution, its work told for each place of its output.

    Args:
        item: the line under which it is shown.
        inputs: channels that go in.
        outputs: channels that come out.
        kernel: places that one place of the output sees, such as 16 × 16 for a patch.
        groups: into how many separate parts the channels are divided.
        bias: whether each output has one.
    """
    products = kernel * (inputs // groups) * outputs
    return Piece(item, products + bias * outputs, per_token=MULTIPLY_ADD * products)
