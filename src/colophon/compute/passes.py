"""Forward and backward passes: from a model's operations to those of training it on so many tokens.

A backward pass costs what two forward passes do: the products for the inputs, and those for the
weights. What is not trained costs its forward pass only. Activations that are computed again to
save memory are not counted, nor is the optimiser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from colophon.compute import stream
from colophon.compute.pieces import MULTIPLY_ADD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from colophon.compute.architecture import Architecture
    from colophon.compute.stream import Item

TRAINED: Final = 3
"""Forward passes that one forward and one backward pass cost."""

ATTENDING: Final = "attention scores"
"""How the lines end whose work grows with the square of a sequence."""

Lengths: TypeAlias = tuple[tuple[int, ...], Fraction]
"""The length of a sequence in each stream that is given one, and the share of all tokens that are
in such sequences."""


class Line(NamedTuple):
    """A line of a count, in operations for each token on average."""

    name: str
    causal: Fraction
    full: Fraction


class Flop(NamedTuple):
    """Operations of a whole training, or of forward passes only: under a causal mask, and full."""

    causal: int
    full: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What passes through a model.

    Attributes:
        tokens: how many are processed, each epoch again; None where it is not known.
        lengths: of the sequences; empty where it is not known.
        images: how many images or recordings the towers work on; None where that is not known.
        frozen: names of the streams that are not trained.
        trained: whether anything is trained.
    """

    tokens: int | None = None
    lengths: tuple[Lengths, ...] = ()
    images: int | None = None
    frozen: frozenset[str] = field(default_factory=frozenset)
    trained: bool = True

    def passes(self, name: str) -> int:
        """Return how many forward passes' work one pass of a stream costs."""
        return TRAINED if self.trained and name not in self.frozen else 1


def six_pd(active: int, plan: Plan) -> int | None:
    """Return six operations for each active parameter and token; two where nothing is trained."""
    if plan.tokens is None:
        return None
    return MULTIPLY_ADD * (TRAINED if plan.trained else 1) * active * plan.tokens


def per_token(model: Architecture, plan: Plan) -> tuple[Line, ...]:
    """Return the forward operations for each token, line by line, over all the lengths.

    Raises:
        ValueError: the model needs another number of lengths.
    """
    lines: dict[str, list[Fraction]] = {}
    for given, share in plan.lengths:
        lengths = model.lengths(given)
        weight = share / model.tokens(lengths)
        for item in model.forward(lengths):
            line = lines.setdefault(item.name, [Fraction(0), Fraction(0)])
            line[0] += weight * item.causal
            line[1] += weight * item.full
    return tuple(Line(name, causal, full) for name, (causal, full) in lines.items())


def attention_share(lines: Sequence[Line]) -> Fraction:
    """Return which part of the forward pass, under a causal mask, attention scores are."""
    total = sum((line.causal for line in lines), Fraction(0))
    scores = sum((line.causal for line in lines if line.name.endswith(ATTENDING)), Fraction(0))
    return scores / total if total else Fraction(0)


def flop(model: Architecture, plan: Plan) -> Flop | None:
    """Return the operations of all passes, rounded to whole ones; None where something is missing.

    Missing is the number of tokens, or what their sequences are like; a tower without a number of
    images adds nothing.

    Raises:
        ValueError: the model needs another number of lengths.
    """
    inside = [one for one in model.streams if not one.tower]
    causal = full = Fraction(0)
    if inside:
        if plan.tokens is None or not plan.lengths:
            return None
        for given, share in plan.lengths:
            lengths = model.lengths(given)
            sequences = plan.tokens * share / model.tokens(lengths)
            for one in inside:
                weight = sequences * plan.passes(one.name)
                once = _sum(stream.forward([one], lengths))
                causal, full = causal + weight * once[0], full + weight * once[1]
    for tower in model.towers if plan.images else ():
        weight = Fraction((plan.images or 0) * plan.passes(tower.name))
        once = _sum(model.of_stream(tower.name, {}))
        causal, full = causal + weight * once[0], full + weight * once[1]
    return Flop(round(causal), round(full))


def _sum(items: Iterable[Item]) -> tuple[int, int]:
    causal = full = 0
    for item in items:
        causal += item.causal
        full += item.full
    return causal, full
