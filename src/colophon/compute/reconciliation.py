"""Estimates of one thing held against each other: by how much they part, and what that may mean.

Nothing is averaged and nothing is corrected. A flag says what two figures look like together; a
person looks, and mends the one that is wrong or leaves both as they are.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from colophon.compute import estimates
from colophon.compute.bounds import bounds
from colophon.compute.weights import difference, parameters_beside
from colophon.dossier.model import Counted, Hardware, SixPD, Stated, Throughput
from colophon.errors import UnknownIdError
from colophon.law.model import Phrase
from colophon.quantities import FLOP, Amount, significant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.compute.estimates import Context, Estimate
    from colophon.compute.ledger import Line
    from colophon.compute.stream import Parameters
    from colophon.dossier.model import Period
    from colophon.law.model import Said


@dataclass(frozen=True, slots=True)
class Method:
    """One way to a figure.

    Attributes:
        estimate: as it is entered.
        amount: in FLOP.
        context: what the estimate stands in.
        ratio: its best value over that of the entry's own estimate; None where that is zero.
        implied: the utilisation of the hardware if this figure is right; None without hardware
            among the estimates, or where it follows from an assumed utilisation itself.
    """

    estimate: Estimate
    amount: Amount
    context: Context
    ratio: Fraction | None
    implied: Fraction | None

    @property
    def words(self) -> Phrase:
        """The method, with the figures that went in."""
        return estimates.method(self.estimate, self.context)


def side_by_side(line: Line) -> tuple[Method, ...]:
    """Return the ways to the figure of a line, its own first; none for what models brought in."""
    if not isinstance(line.entry, Stated | SixPD | Counted | Throughput | Hardware):
        return ()
    ways = (line.entry, *line.entry.checks)
    amounts = [line.amount, *(estimates.amount(one, line.context) for one in ways[1:])]
    at_peak = _at_peak(ways, line.context.place)
    return tuple(
        Method(
            one,
            amount,
            line.context,
            _over(amount.best, line.amount.best),
            None if isinstance(one, Hardware) or at_peak is None else _over(amount.best, at_peak),
        )
        for one, amount in zip(ways, amounts, strict=True)
    )


def _at_peak(ways: Sequence[Estimate], place: str) -> Decimal | None:
    """Return what the hardware would have done at its peak, in FLOP; None where none is told."""
    for one in ways:
        if isinstance(one, Hardware):
            return Amount.total((estimates.at_peak(span, place) for span in one.spans), FLOP).best
    return None


def _over(one: Decimal, other: Decimal) -> Fraction | None:
    return Fraction(one) / Fraction(other) if other else None


# -- What figures look like together --------------------------------------------------------------


def flags(line: Line) -> Iterator[Phrase]:
    """Yield what is odd about the estimates of a line, as phrases `flag.<kind>`."""
    methods = side_by_side(line)
    for one in methods:
        yield from _of_utilisation(one)
        yield from _of_peaks(one)
    for check in methods[1:]:
        yield from _of_two(methods[0], check)
    yield from _of_parameters(methods, line.context)
    yield from _of_tokens(methods, line.context)


def _of_utilisation(one: Method) -> Iterator[Phrase]:
    usual = bounds()["utilisation"]
    if isinstance(one.estimate, Hardware):
        for span in one.estimate.spans:
            share = estimates.utilisation(span)
            if not usual.hold(share):
                values = (("low", usual.low), ("high", usual.high))
                yield Phrase(
                    "flag.utilisation-stated", (("utilisation", two_figures(share)), *values)
                )
        return
    if one.implied is None or usual.hold(one.implied):
        return
    low = one.implied < Fraction(usual.low)
    yield Phrase(
        "flag.utilisation-low" if low else "flag.utilisation-high",
        (
            ("method", Phrase(f"method.{one.estimate.method}")),
            ("utilisation", two_figures(one.implied)),
            ("bound", usual.low if low else usual.high),
        ),
    )


def _of_peaks(one: Method) -> Iterator[Phrase]:
    """Yield what a typed peak looks like where it is not the one that is meant."""
    if not isinstance(one.estimate, Hardware):
        return
    for span in one.estimate.spans:
        if span.peak is not None:
            yield from _of_peak(span, span.peak)


def _of_peak(span: Period, peak: Amount) -> Iterator[Phrase]:
    from colophon.compute.hardware import (  # noqa: PLC0415 -- few type a peak, and all start
        accelerator,
        suspicions,
    )

    meant = None
    if span.named is not None:
        with suppress(UnknownIdError):  # the peak is given, so the name need not tell it
            meant = accelerator(span.named)
    others = suspicions(peak, meant, span.dtype)
    for found in {one.kind: one for one in reversed(others)}.values():
        values = (
            ("peak", peak),
            ("name", found.accelerator.names[0]),
            ("dtype", found.dtype),
            ("dense", found.value),
        )
        yield Phrase(f"flag.peak-{found.kind}", values)


def _of_two(one: Method, other: Method) -> Iterator[Phrase]:
    """Yield what two figures look like together: half, four thirds, or merely apart."""
    small, large = sorted((one, other), key=lambda way: way.amount.best)
    if small.amount.high >= large.amount.low or not small.amount.best:
        return
    ratio = Fraction(large.amount.best) / Fraction(small.amount.best)
    values = (
        ("small", Phrase(f"method.{small.estimate.method}")),
        ("large", Phrase(f"method.{large.estimate.method}")),
        ("ratio", two_figures(ratio)),
    )
    if bounds()["half"].hold(1 / ratio) and isinstance(small.estimate, Stated):
        yield Phrase("flag.half", values)
    elif bounds()["recomputed"].hold(ratio) and isinstance(large.estimate, Stated | Hardware):
        yield Phrase("flag.recomputed", values)
    else:
        yield Phrase("flag.apart", values)


def _of_parameters(methods: Sequence[Method], context: Context) -> Iterator[Phrase]:
    """Yield where parameters are doubtful: all for the active ones, those of other weights."""
    counted = [one.estimate for one in methods if isinstance(one.estimate, Counted | Throughput)]
    for one in counted:
        model = estimates.counted_model(one, context)
        name: tuple[tuple[str, Said], ...] = (("configuration", one.configuration),)
        if model is None:
            yield Phrase("flag.unknown-architecture", name)
            continue
        stored = parameters_beside(one.configuration, context.dossier)
        if stored is not None and difference(model.parameters, stored):
            values = (*name, ("counted", model.parameters.total), ("stored", stored))
            yield Phrase("flag.parameters-differ", values)
        if model.not_understood:
            yield Phrase("flag.not-understood", (*name, ("keys", ", ".join(model.not_understood))))
        if any(_all_for_active(other.estimate, model.parameters) for other in methods):
            sizes = (("total", model.parameters.total), ("active", model.parameters.active))
            yield Phrase("flag.total-for-active", sizes)


def _all_for_active(estimate: Estimate, known: Parameters) -> bool:
    """Return whether all parameters of a mixture of experts are entered as the active ones."""
    return (
        isinstance(estimate, SixPD)
        and not _same(known.total, known.active)
        and _same(estimate.active_parameters, known.total)
    )


def _of_tokens(methods: Sequence[Method], context: Context) -> Iterator[Phrase]:
    """Yield where the tokens processed are those of a dataset, to the digit."""
    sizes = {
        int(one.size.best): one.name
        for one in context.dossier.datasets
        if one.size is not None and one.size.unit == "tokens"
    }
    for one in methods:
        if isinstance(one.estimate, SixPD | Counted) and one.estimate.tokens in sizes:
            values = (("tokens", one.estimate.tokens), ("name", sizes[one.estimate.tokens]))
            yield Phrase("flag.corpus", values)
            return


def _same(one: int, other: int) -> bool:
    return bounds()["same"].hold(Fraction(one, other))


def two_figures(value: Fraction) -> Decimal:
    """Return a fraction rounded to two significant figures, to be shown."""
    return significant(value, 2)
