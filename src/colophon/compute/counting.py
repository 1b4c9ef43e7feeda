"""What it takes to train an architecture on so many tokens: the operations of all its passes.

The backward pass of what is trained costs twice its forward pass: one product for the gradient of
what went in, one for that of the weights. What is frozen is only passed forward. Activations that
are computed again to save memory are not counted, nor is the optimiser.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from colophon import reading
from colophon.compute.architecture import Architecture, architecture
from colophon.errors import ReadingError
from colophon.quantities import FLOP, Amount, product

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.dossier.model import Length

FORWARD: Final = 1
TRAINING: Final = 3
"""Passes of which each costs as much as one forward pass: forward, and two for backward."""

OF_A_PARAMETER: Final = 2
"""Operations of a forward pass for each parameter that a token meets: a multiply-add."""

ATTENDING: Final = "attention scores"
"""How the lines end whose work grows with the square of a sequence."""

Mask: TypeAlias = Literal["causal", "full", "unknown"]


class Operations(NamedTuple):
    """Operations by both ways of counting attention."""

    causal: Fraction
    full: Fraction


class Line(NamedTuple):
    """A line of a count, in operations of a forward pass for each token on average."""

    name: str
    causal: Fraction
    full: Fraction


@dataclass(frozen=True, slots=True)
class Work:
    """What goes through a model, and what of it is trained.

    Attributes:
        tokens: processed, every epoch counted.
        lengths: of the sequences, with their shares of the tokens; empty where the configuration
            tells the length.
        passes: `TRAINING`, or `FORWARD` where nothing is trained.
        adapter: parameters that are trained beside a frozen model; zero without.
        frozen: streams that are not trained.
        images: images or recordings that go through the towers; None where nobody said.
        patches: of one image, for a tower that takes images of any size; None where nobody said.
    """

    tokens: Decimal
    lengths: tuple[Length, ...] = ()
    passes: int = TRAINING
    adapter: int = 0
    frozen: frozenset[str] = frozenset()
    images: Decimal | None = None
    patches: int | None = None

    @property
    def through(self) -> int:
        """How many forward passes' worth the model costs, but for what is frozen by name.

        Past an adapter the gradient goes back, and none is made for the model's own weights.
        """
        return self.passes - 1 if self.adapter else self.passes


@cache
def of_text(name: str, text: str) -> Architecture:
    """Return what the text of a `config.json` tells of a model; see `architecture`.

    Raises:
        ReadingError: it is no JSON object, or lacks a size.
        UnknownIdError: no family knows the `model_type`.
    """
    content = reading.json(text.encode(), name).value
    if not isinstance(content, dict):
        raise ReadingError(
            "it is not a JSON object",
            place=name,
            remedy="Take the configuration as the model's own program wrote it.",
        )
    return architecture(content, name)


def six_pd(parameters: int, work: Work) -> Decimal:
    """Return six operations for each parameter and token; two where nothing is trained."""
    operations = OF_A_PARAMETER * (work.through * parameters + TRAINING * work.adapter)
    return product(operations, work.tokens)


def operations(model: Architecture, work: Work) -> Operations:
    """Return the operations of all passes of `work`.

    Raises:
        ValueError: the lengths are not those that the model needs, a stream is unknown, the adapter
            is larger than the model, there are images for a model without towers, or it has them
            and nobody said how many images or recordings went through them, or
            how many patches those have.
    """
    unknown = work.frozen - {one.name for one in model.streams}
    if unknown:
        names = ", ".join(one.name for one in model.streams)
        raise ValueError(f"the model has no stream `{min(unknown)}`; it has: {names}")
    if work.adapter > model.parameters.total:
        raise ValueError(
            f"{work.adapter} parameters are trained beside a model that has fewer, "
            f"{model.parameters.total}"
        )
    if work.images and not model.towers:
        raise ValueError("the model has no part that works on images or recordings by themselves")
    if model.towers and work.images is None:
        names = " and ".join(one.name for one in model.towers)
        raise ValueError(
            f"it is not said how many images or recordings went through {names}; zero if none did"
        )
    causal = full = TRAINING * OF_A_PARAMETER * work.adapter * Fraction(work.tokens)
    for name, times, places in _sequences(model, work):
        passes = times * (FORWARD if name in work.frozen else work.through)
        for item in model.of_stream(name, places):
            causal += passes * item.causal
            full += passes * item.full
    return Operations(causal, full)


def _sequences(
    model: Architecture, work: Work
) -> Iterator[tuple[str, Fraction, Mapping[str, int]]]:
    """Yield streams with how many sequences go through them, and how long those are in each."""
    for places, share in _places(model, work.lengths):
        sequences = Fraction(work.tokens) * share / model.tokens(places)
        for stream in model.streams:
            if not stream.tower:
                yield stream.name, sequences, places
    images = Fraction(work.images or 0)
    for tower in model.towers if images else ():
        size = {tower.name: work.patches} if tower.length is None and work.patches else {}
        yield tower.name, images, size


def _places(
    model: Architecture, lengths: Sequence[Length]
) -> Iterator[tuple[Mapping[str, int], Fraction]]:
    """Yield how long sequences are in each stream, with their share of the tokens."""
    for one in lengths:
        yield model.lengths(one.length), Fraction(one.share)
    if not lengths:
        yield model.lengths(), Fraction(1)


def per_token(model: Architecture, lengths: Sequence[Length]) -> tuple[Line, ...]:
    """Return the forward operations for each token, line by line, over all lengths.

    Raises:
        ValueError: the lengths are not those that the model needs.
    """
    lines: dict[str, list[Fraction]] = {}
    for places, share in _places(model, lengths):
        weight = share / model.tokens(places)
        for item in model.forward(places):
            line = lines.setdefault(item.name, [Fraction(0), Fraction(0)])
            line[0] += weight * item.causal
            line[1] += weight * item.full
    return tuple(Line(name, causal, full) for name, (causal, full) in lines.items())


def attention_share(lines: Sequence[Line]) -> Fraction:
    """Return which part of the forward pass, under a causal mask, attention scores are."""
    total = sum((line.causal for line in lines), Fraction(0))
    scores = sum((line.causal for line in lines if line.name.endswith(ATTENDING)), Fraction(0))
    return scores / total if total else Fraction(0)


def masked(found: Operations, mask: Mask) -> Amount:
    """Return the amount, in FLOP, that the kernels of a run executed.

    Where it is not known whether they skipped what the mask hides, the interval goes from one to
    the other, and the larger is taken as the best value.
    """
    low = found.full if mask == "full" else found.causal
    high = found.causal if mask == "causal" else found.full
    return Amount.between(low, high, high, FLOP)
