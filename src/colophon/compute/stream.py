"""Streams: the ways that tokens take through a model, each a list of pieces with how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.compute.pieces import Piece

EMBEDDING = "embedding"
OUTPUT_HEAD = "output head"


class Stream(NamedTuple):
    """One kind of tokens and what they go through.

    Attributes:
        name: such as `text`, `encoder`, `decoder`, `vision`.
        pieces: what its tokens go through, and how many times a piece stands there.
        causal: whether a token attends only to those before it.
        length: how many tokens a sequence has where the configuration says it; None where whoever
            trains decides.
        counted: whether its tokens are among those that training is said to have processed.
        tower: whether it works on images or recordings of their own, as many as there are, and not
            once for each sequence.
    """

    name: str
    pieces: tuple[tuple[Piece, int], ...]
    causal: bool = True
    length: int | None = None
    counted: bool = True
    tower: bool = False


class Blueprint(NamedTuple):
    """How a model is built.

    Attributes:
        streams: the ways through it.
        beside: parameters of modules that training runs and the model is delivered without.
        notes: what a reader of the count should know, in sentences.
    """

    streams: tuple[Stream, ...]
    beside: int = 0
    notes: tuple[str, ...] = ()


class Parameters(NamedTuple):
    """How many numbers a model learns.

    Attributes:
        total: all of them; weights that serve twice, once.
        active: those that take part in the computation of one token, the embedding included.
        embedding: of the total, the embedding of tokens.
        output_head: of the total, the output head; zero where it shares the embedding's weights.
        beside: not in the total: modules that training runs and the model is delivered without.
    """

    total: int
    active: int
    embedding: int
    output_head: int
    beside: int


class Item(NamedTuple):
    """A line of the count of one sequence's forward pass, in operations."""

    name: str
    causal: int
    full: int


def alike(layers: Iterable[tuple[Piece, ...]]) -> tuple[tuple[Piece, int], ...]:
    """Return the pieces of some layers, those of equal layers once and with how often."""
    return tuple((piece, times) for layer, times in Counter(layers).items() for piece in layer)


def once(*pieces: Piece) -> tuple[tuple[Piece, int], ...]:
    """Return pieces that stand in a model one time."""
    return tuple((piece, 1) for piece in pieces)


def parameters(blueprint: Blueprint) -> Parameters:
    """Add up the parameters of a model."""
    total = idle = embedding = head = 0
    for stream in blueprint.streams:
        for piece, times in stream.pieces:
            total += piece.parameters * times
            idle += piece.idle * times
            if piece.item == EMBEDDING:
                embedding += piece.parameters * times
            elif piece.item == OUTPUT_HEAD:
                head += piece.parameters * times
    return Parameters(total, total - idle, embedding, head, blueprint.beside)


def forward(
    streams: Sequence[Stream], lengths: Mapping[str, int], *, named: bool = False
) -> tuple[Item, ...]:
    """Return the operations of one forward pass of one sequence, line by line.

    Args:
        streams: through which the sequence goes.
        lengths: the number of its tokens in each stream, and in each that is attended to.
        named: whether lines bear the name of their stream.
    """
    found: dict[str, list[int]] = {}
    for stream in streams:
        for name, causal, full in _forward(stream, lengths):
            line = found.setdefault(f"{stream.name}: {name}" if named else name, [0, 0])
            line[0] += causal
            line[1] += full
    return tuple(Item(name, causal, full) for name, (causal, full) in found.items() if full)


def _forward(stream: Stream, lengths: Mapping[str, int]) -> Iterator[Item]:
    length = lengths[stream.name]
    for piece, times in stream.pieces:
        fixed = piece.per_token * length + piece.per_sequence
        if not piece.per_key:
            yield Item(piece.item, times * fixed, times * fixed)
        elif piece.over:
            both = times * (fixed + piece.per_key * length * lengths[piece.over])
            yield Item(piece.item, both, both)
        else:
            full = piece.pairs(length, causal=False)
            causal = piece.pairs(length, causal=True) if stream.causal else full
            yield Item(
                piece.item,
                times * (fixed + piece.per_key * causal),
                times * (fixed + piece.per_key * full),
            )
