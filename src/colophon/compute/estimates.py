"""One estimate of the ledger -> its amount in FLOP, and its method with the figures that went in.

Each way to a figure stands by itself: estimates of one thing are shown side by side and are never
averaged.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never

from colophon.compute import counting
from colophon.compute.bounds import bounds
from colophon.compute.counting import FORWARD, OF_A_PARAMETER, TRAINING, Work
from colophon.compute.weights import difference, parameters_beside
from colophon.dossier.model import Counted, Hardware, SixPD, Stated, Throughput
from colophon.dossier.paths import CONFIGURATIONS
from colophon.dossier.registers import choice
from colophon.errors import DossierError, UnknownIdError
from colophon.law.model import Phrase
from colophon.quantities import FLOP, Amount, product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from colophon.compute.architecture import Architecture
    from colophon.dossier.model import Dossier, Length, Period
    from colophon.law.model import Activity, Said

SECONDS_PER_HOUR: Final = 3_600
PERCENT: Final = 100

Estimate: TypeAlias = Stated | SixPD | Counted | Throughput | Hardware


class Context(NamedTuple):
    """What an estimate stands in.

    Attributes:
        activity: what the compute was spent on.
        dossier: whose configurations are counted.
        key: of the entry among the places of the dossier, such as `compute.run`.
    """

    activity: Activity
    dossier: Dossier
    key: str

    @property
    def place(self) -> str:
        """Where the entry stands, for messages."""
        return self.dossier.place(self.key, otherwise="compute.yaml")


def amount(one: Estimate, context: Context) -> Amount:
    """Return the compute of an estimate, in FLOP.

    Raises:
        DossierError: it names a configuration that is not on file or contradicts it, an accelerator
            of a type of number that it does not have, or leaves out what it trains.
        ReadingError: the configuration lacks a size.
        UnknownIdError: the type of the model, or the accelerator, is not known.
    """
    match one:
        case Stated():
            return one.amount
        case SixPD():
            return _six_pd(one, context)
        case Counted() | Throughput():
            return _counted(one, context)
        case Hardware():
            parts = (_period(period, context.place) for period in one.spans)
            return Amount.total(parts, FLOP).within(one.margin)
        case _:
            assert_never(one)


def method(one: Estimate, context: Context) -> Phrase:
    """Return how the amount of an estimate came about, with the figures that went in."""
    match one:
        case Stated():
            return Phrase("ledger.method.stated")
        case SixPD():
            return _six_pd_in_words(one, context)
        case Counted() | Throughput():
            return _counted_in_words(one, context)
        case Hardware():
            periods = reduce(
                lambda first, second: Phrase("ledger.periods", (("one", first), ("other", second))),
                (_period_in_words(period, context.place) for period in one.spans),
            )
            return Phrase(
                "ledger.method.hardware", (("periods", periods), ("margin", _percent(one.margin)))
            )
        case _:
            assert_never(one)


def _percent(margin: Decimal) -> Amount:
    return Amount.exactly(margin * PERCENT, "%")


# -- What is trained ------------------------------------------------------------------------------


def trains(one: SixPD | Counted | Throughput, context: Context) -> str:
    """Return what an estimate trains: what it says, or else what its activity does.

    Raises:
        DossierError: the activity may be either, and the estimate does not say; or it contradicts
            the activity.
    """
    does = context.activity.passes
    if one.trains is None:
        if does is None:
            raise DossierError(
                f"`{context.activity.id}` may train a model or merely run it, and the entry does "
                "not say which",
                place=context.place,
                remedy="Write `trains: all`, or `trains: nothing` for mere forward passes.",
            )
        return "all" if does == "training" else "nothing"
    if does == "forward" and one.trains != "nothing":
        raise DossierError(
            f"`{context.activity.id}` updates no parameters, and the entry says `trains: "
            f"{one.trains}`",
            place=context.place,
            remedy="Leave `trains` out, or enter the updates under the activity that they are.",
        )
    return one.trains


# -- So many operations for each parameter and token ----------------------------------------------


def _six_pd(one: SixPD, context: Context) -> Amount:
    per_token, trained = _of_each(one, context)
    operations = per_token * one.active_parameters + trained * (one.trained_parameters or 0)
    return Amount.about(product(operations, one.tokens), one.margin, FLOP)


def _of_each(one: SixPD, context: Context) -> tuple[int, int]:
    """Return the operations for each parameter and token, and those for each trained one besides.

    Through frozen parameters the gradient may go back, and none is made for them.
    """
    match trains(one, context):
        case "all":
            return OF_A_PARAMETER * TRAINING, 0
        case "nothing":
            return OF_A_PARAMETER * FORWARD, 0
        case "adapter":
            return OF_A_PARAMETER * (TRAINING - 1), OF_A_PARAMETER * TRAINING
        case _:
            return OF_A_PARAMETER * FORWARD, OF_A_PARAMETER * (TRAINING - 1)


def _six_pd_in_words(one: SixPD, context: Context) -> Phrase:
    operations, trained = _of_each(one, context)
    figures: tuple[tuple[str, Said], ...] = (
        ("operations", operations),
        ("parameters", one.active_parameters),
        ("tokens", one.tokens),
        ("margin", _percent(one.margin)),
    )
    if not trained:
        return Phrase("ledger.method.six-pd", figures)
    assert one.trained_parameters is not None
    more: tuple[tuple[str, Said], ...] = (
        ("trained_operations", trained),
        ("trained", one.trained_parameters),
    )
    return Phrase("ledger.method.six-pd-trained", (*figures, *more))


# -- Counted from a configuration -----------------------------------------------------------------


def counted_model(one: Counted | Throughput, context: Context) -> Architecture | None:
    """Return the architecture that an estimate counts; None where its type is not known.

    Raises:
        DossierError: the configuration is not on file.
        ReadingError: it is none, or lacks a size.
        UnknownIdError: its type is not known, and there are no weights beside it that would tell
            the number of its parameters.
    """
    kept = context.dossier.configurations
    if one.configuration not in kept:
        others = f" {choice(one.configuration, kept)}" if kept else ""
        raise DossierError(
            f"there is no configuration `{one.configuration}`",
            place=context.place,
            remedy=f"Put the model's config.json into the dossier as {_file(one)}.{others}",
        )
    try:
        return counting.of_text(_file(one), kept[one.configuration])
    except UnknownIdError:
        if parameters_beside(one.configuration, context.dossier) is None:
            raise
        return None


def _file(one: Counted | Throughput) -> str:
    return f"{CONFIGURATIONS}{one.configuration}.json"


def tokens(one: Counted | Throughput) -> Decimal:
    """Return how many tokens an estimate is of."""
    if isinstance(one, Counted):
        return Decimal(one.tokens)
    return one.tokens_per_second * one.hours * SECONDS_PER_HOUR


def _counted(one: Counted | Throughput, context: Context) -> Amount:
    model = counted_model(one, context)
    work = _work(one, context)
    stored = parameters_beside(one.configuration, context.dossier)
    if model is None:
        assert stored is not None
        return _of_unknown(stored, work).within(one.margin)
    try:
        found = counting.operations(model, work)
    except ValueError as error:
        raise DossierError(
            str(error),
            place=context.place,
            remedy="Mend `length`, `frozen`, `trained_parameters`, `images` or `patches` there.",
        ) from None
    result = counting.masked(found, one.attention).within(one.margin)
    if stored is None:
        return result
    return result.widened(difference(model.parameters, stored))


def _of_unknown(parameters: int, work: Work) -> Amount:
    """Return the compute of a model of which only the number of parameters is known."""
    best = counting.six_pd(parameters, work)
    usual = bounds()["unknown-architecture"]
    return Amount(product(best, usual.low), best, product(best, usual.high), FLOP)


def _work(one: Counted | Throughput, context: Context) -> Work:
    passes = FORWARD if trains(one, context) == "nothing" else TRAINING
    return Work(
        tokens(one),
        one.length or (),
        passes,
        one.trained_parameters or 0,
        frozenset(one.frozen),
        one.images,
        one.patches,
    )


def _counted_in_words(one: Counted | Throughput, context: Context) -> Phrase:
    if isinstance(one, Counted):
        processed = Phrase("ledger.tokens", (("tokens", one.tokens),))
    else:
        rate: tuple[tuple[str, Said], ...] = (("rate", one.tokens_per_second), ("hours", one.hours))
        processed = Phrase("ledger.throughput", rate)
    figures: tuple[tuple[str, Said], ...] = (
        ("tokens", processed),
        ("passes", Phrase(f"ledger.passes.{trains(one, context)}")),
        ("configuration", _file(one)),
        ("margin", _percent(one.margin)),
    )
    if counted_model(one, context) is None:
        stored = parameters_beside(one.configuration, context.dossier)
        assert stored is not None
        return Phrase("ledger.method.unknown-architecture", (*figures, ("parameters", stored)))
    more: tuple[tuple[str, Said], ...] = (
        ("length", _lengths_in_words(one.length or ())),
        ("attention", Phrase(f"ledger.attention.{one.attention}")),
    )
    return Phrase("ledger.method.architecture", (*figures, *more))


def _lengths_in_words(lengths: Sequence[Length]) -> Phrase:
    """Return the lengths of sequences in words, with their shares where there are several."""
    if not lengths:
        return Phrase("ledger.length.from-configuration")
    written = ["/".join(str(size) for size in one.length) for one in lengths]
    if len(lengths) == 1:
        return Phrase("ledger.length.one", (("length", written[0]),))
    phrases = (
        Phrase("ledger.length.share", (("length", length), ("share", _percent(one.share))))
        for one, length in zip(lengths, written, strict=True)
    )
    return reduce(
        lambda first, second: Phrase("ledger.periods", (("one", first), ("other", second))), phrases
    )


# -- From hardware and time -----------------------------------------------------------------------


def peak(period: Period, place: str) -> Amount:
    """Return the dense peak of one unit, in FLOP/s: as it is given, or as the accelerator's.

    Raises:
        UnknownIdError: the accelerator is not known, or has no peak for that type of number.
    """
    if period.peak is not None:
        return period.peak
    from colophon.compute.hardware import accelerator  # noqa: PLC0415 -- few name one, all start

    assert period.named is not None
    assert period.dtype is not None
    return accelerator(period.named, place=place).peak(period.dtype, place=place)


def hours(period: Period) -> Decimal:
    """Return the hours of all units together."""
    assert period.unit_hours is not None
    return period.unit_hours.hours


def at_peak(period: Period, place: str) -> Amount:
    """Return what the units would have done at their peak all the time, in FLOP."""
    seconds = Amount.exactly(hours(period) * SECONDS_PER_HOUR, "s")
    return peak(period, place).times(seconds, FLOP)


def utilisation(period: Period) -> Fraction:
    """Return the share of the peak that went into the model's own operations."""
    if period.utilisation is not None:
        return Fraction(period.utilisation)
    assert period.executed is not None
    assert period.recomputed is not None
    return Fraction(period.executed) * TRAINING / (TRAINING + Fraction(period.recomputed))


def _period(period: Period, place: str) -> Amount:
    most = at_peak(period, place)
    if period.utilisation is not None:
        return most.times(Amount.exactly(period.utilisation, ""), FLOP)
    assert period.executed is not None
    assert period.recomputed is not None
    executed = most.times(Amount.exactly(period.executed * TRAINING, ""), FLOP)
    return executed.over(TRAINING + period.recomputed)


def _period_in_words(period: Period, place: str) -> Phrase:
    named = f"{period.named}, {period.dtype}" if period.named and period.dtype else period.named
    units = Phrase("ledger.units.named", (("name", named),)) if named else Phrase("ledger.units")
    figures: tuple[tuple[str, Said], ...] = (
        ("hours", hours(period)),
        ("units", units),
        ("peak", peak(period, place)),
    )
    if period.utilisation is not None:
        return Phrase("ledger.period.model", (*figures, ("utilisation", period.utilisation)))
    assert period.executed is not None
    assert period.recomputed is not None
    more: tuple[tuple[str, Said], ...] = (
        ("utilisation", period.executed),
        ("recomputed", _percent(period.recomputed)),
    )
    return Phrase("ledger.period.executed", (*figures, *more))
