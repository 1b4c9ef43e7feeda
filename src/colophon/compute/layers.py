"""Layers as encoders, vision transformers and decoders that attend to an encoder have them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.compute.blocks import (
    EVERYWHERE,
    LAYER,
    NORMS,
    PROJECTIONS,
    Reach,
    feed_forward,
)
from colophon.compute.configuration import ANOTHER_METHOD
from colophon.compute.pieces import Piece, matrix, scores, weights
from colophon.compute.stream import OUTPUT_HEAD
from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from colophon.compute.configuration import Configuration

CROSSING: Final = "cross-attention projections"
CROSS_SCORES: Final = "cross-attention scores"
PATCHES: Final = "patch embedding"
POSITIONS: Final = "positions"
PROJECTOR: Final = "projector"
CLASSES: Final = "classifier"


class Layer(NamedTuple):
    """One layer: attention and a feed-forward layer.

    Attributes:
        width: of the layer.
        heads: number of heads.
        inner: inner width of the feed-forward layer.
        head: width of one head; None for the layer's over the heads.
        kv_heads: heads that keep keys and values; None for all.
        norm: numbers that a norm learns for each channel.
        norms: norms of the layer, as wide as it is.
        gated: whether the feed-forward layer has a gate.
        bias: whether queries, keys and values have biases.
        key_bias: whether keys have; None for the same as the others.
        out_bias: whether the output of attention has one; None for the same.
        mlp_bias: whether the feed-forward layer has biases.
        reach: how far a token attends.
        learned: other numbers of the layer: scales, relative positions.
    """

    width: int
    heads: int
    inner: int
    head: int | None = None
    kv_heads: int | None = None
    norm: int = LAYER
    norms: int = 2
    gated: bool = False
    bias: bool = True
    key_bias: bool | None = None
    out_bias: bool | None = None
    mlp_bias: bool = True
    reach: Reach = EVERYWHERE
    learned: int = 0


def layer(sizes: Layer) -> tuple[Piece, ...]:
    """Return the pieces of one layer."""
    return (
        weights(NORMS, sizes.norms * sizes.norm * sizes.width),
        *attending(sizes),
        *feed_forward(sizes.width, sizes.inner, gated=sizes.gated, bias=sizes.mlp_bias),
        *((weights("scales and relative positions", sizes.learned),) if sizes.learned else ()),
    )


def stacked(layers: Iterable[Layer]) -> tuple[tuple[Piece, int], ...]:
    """Return the pieces of some layers, those of equal layers once and with how often."""
    return tuple((piece, times) for one, times in Counter(layers).items() for piece in layer(one))


def attending(sizes: Layer) -> tuple[Piece, ...]:
    """Return the attention of one layer among the tokens of its own stream."""
    head, kv_heads, inside = _heads(sizes)
    window, blocks = sizes.reach
    return (
        matrix(PROJECTIONS, sizes.width, inside, bias=sizes.bias),
        matrix(PROJECTIONS, sizes.width, kv_heads * head, bias=_or(sizes.key_bias, sizes.bias)),
        matrix(PROJECTIONS, sizes.width, kv_heads * head, bias=sizes.bias),
        matrix(PROJECTIONS, inside, sizes.width, bias=_or(sizes.out_bias, sizes.bias)),
        scores(sizes.heads, head, head, window=window, blocks=blocks),
    )


def crossing(sizes: Layer, over: str, *, norms: int = 1) -> tuple[Piece, ...]:
    """Return what a layer's tokens do to attend to another stream, with the norm before it."""
    head, _, inside = _heads(sizes)
    return (
        weights(NORMS, norms * sizes.norm * sizes.width),
        matrix(CROSSING, sizes.width, inside, bias=sizes.bias),
        matrix(CROSSING, inside, sizes.width, bias=_or(sizes.out_bias, sizes.bias)),
        scores(sizes.heads, head, head, over=over, item=CROSS_SCORES),
    )


def crossed(sizes: Layer, width: int) -> tuple[Piece, ...]:
    """Return what one layer does to each token that it attends to: its keys and its values.

    Args:
        sizes: of the layer that attends.
        width: of the tokens that are attended to.
    """
    head, kv_heads, _ = _heads(sizes)
    return (
        matrix(CROSSING, width, kv_heads * head, bias=_or(sizes.key_bias, sizes.bias)),
        matrix(CROSSING, width, kv_heads * head, bias=sizes.bias),
    )


def each(pieces: Iterable[Piece], times: int = 1) -> tuple[Piece, ...]:
    """Return pieces whose work is done at `times` places of each sequence, however long it is."""
    return tuple(
        piece._replace(
            per_token=0,
            per_key=0,
            per_sequence=piece.per_token * times
            + (piece.per_key * piece.pairs(times, causal=False) if piece.per_key else 0),
        )
        for piece in pieces
    )


def shared_by(tokens: int, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces whose work is done once for so many tokens, which it takes together."""
    return tuple(piece._replace(per_token=piece.per_token // tokens) for piece in pieces)


def weightless(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the work of pieces whose weights are counted elsewhere."""
    return tuple(piece._replace(parameters=0, idle=0) for piece in pieces)


def perceptron(item: str, *widths: int, bias: bool = True) -> tuple[Piece, ...]:
    """Return matrices one behind the other, from each width to the next."""
    return tuple(matrix(item, inputs, outputs, bias=bias) for inputs, outputs in pairwise(widths))


def heading(
    config: Configuration, tops: Mapping[str, Callable[[], tuple[Piece, ...]]]
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return what stands on top of a model, by the class that its file names, and a note.

    Args:
        config: of the model.
        tops: how the names of classes end, and what they put on top. `Model` is the bare one, and
            taken where the file names none.

    Raises:
        ReadingError: the file names a class that is not known.
    """
    named = config.listed("architectures")[:1]
    if not named:
        note = "The file names no class, so the bare model is counted, without a head."
        return tops["Model"](), () if config.pointer else (note,)
    for end, pieces in tops.items():
        if str(named[0]).endswith(end):
            return pieces(), ()
    raise ReadingError(
        f"`{named[0]}` has a head that is not known",
        place=f"{config.name}, {config.pointer}/architectures",
        remedy=ANOTHER_METHOD,
    )


def writes(config: Configuration) -> bool:
    """Return whether a model ends in a head that writes words: all do but the bare one.

    Raises:
        ReadingError: the file names a class with another head.
    """
    ends = ("ForConditionalGeneration", "MTModel", "ForCausalLM", "WithLMHeadModel")
    named = config.listed("architectures")[:1]
    if not named or str(named[0]).endswith(ends):
        return True
    if str(named[0]).endswith("Model"):
        return False
    raise ReadingError(
        f"`{named[0]}` has another head than the one that writes, and is not known",
        place=f"{config.name}, {config.pointer}/architectures",
        remedy=ANOTHER_METHOD,
    )


OTHER_HEADS: Final = ("RewardModel", "ForQuestionAnswering", "DoubleHeadsModel", "MultipleChoice")
"""How classes of decoders end whose heads are not known."""


def classifying(config: Configuration, width: int) -> Piece | None:
    """Return the head of a decoder that tells classes apart or gives a score; None if it writes.

    Raises:
        ReadingError: the file names a class with another head than these.
    """
    named = _class(config)
    if named.endswith(("ForSequenceClassification", "ForTokenClassification")):
        each = named.endswith("ForTokenClassification")
        return matrix(OUTPUT_HEAD, width, labels(config), bias=each)
    if named.endswith(
        ("RewardModel", "ForQuestionAnswering", "DoubleHeadsModel", "MultipleChoice")
    ):
        raise ReadingError(
            f"`{named}` has another head than the one that writes, and is not known",
            place=f"{config.name}, {config.pointer}/architectures",
            remedy=ANOTHER_METHOD,
        )
    return None


def bare(config: Configuration) -> tuple[str, ...]:
    """Return a note where a decoder's class may be the one without a head, which is counted."""
    named = _class(config)
    if not named.endswith("Model") or named.endswith(("LMHeadModel", "RewardModel")):
        return ()
    return (f"The output head is counted, which a `{named}` saved without one lacks.",)


def _class(config: Configuration) -> str:
    """Return the class that the file of a whole model names first, "" where it names none."""
    named = config.listed("architectures")[:1]
    return str(named[0]) if named and not config.pointer else ""


def unlike(config: Configuration, **plain: bool) -> None:
    """Refuse what is switched otherwise than the counter knows it.

    Args:
        config: of the model.
        plain: keys, and how they stand in the model that is known, and where the file lacks them.

    Raises:
        ReadingError: one of them stands otherwise.
    """
    for key, known in plain.items():
        value = config.get(key)
        if value is not None and value is not known:
            raise ReadingError(
                f"a model of its type with `{key}` other than {str(known).lower()} is not known",
                place=f"{config.name}, {config.pointer}/{key}",
                remedy=ANOTHER_METHOD,
            )


def labels(config: Configuration) -> int:
    """Return how many classes a classifier tells apart."""
    named = config.get("id2label")
    return len(named) if named else config.size("num_labels", otherwise=2)


def sides(config: Configuration, key: str) -> tuple[int, int]:
    """Return the height and the width of an image or of a patch, in pixels.

    Raises:
        ReadingError: it is neither one number nor two.
    """
    pair = config.sizes(key, times=2)
    if pair:
        return pair[0], pair[1]
    return (config.size(key),) * 2


def _heads(sizes: Layer) -> tuple[int, int, int]:
    """Return the width of a head, the number of those that keep keys, the width of all."""
    head = sizes.head or sizes.width // sizes.heads
    return head, sizes.kv_heads or sizes.heads, sizes.heads * head


def _or(value: bool | None, otherwise: bool) -> bool:  # noqa: FBT001 -- two truth values are all
    return otherwise if value is None else value
