"""Amounts with an interval and a unit, in exact decimal arithmetic.

No sum and no product is ever rounded: ten times 1e24 is 1e25 and not a hair more, because a
threshold that says "greater than" must not be passed by an error of arithmetic.
"""

from __future__ import annotations

import decimal
import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Self

from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FLOP = "FLOP"
FLOP_PER_SECOND = "FLOP/s"

_JOULE: Final = Fraction(1, 3_600_000_000)

ENERGY_IN_MWH: Final[Mapping[str, Fraction]] = {
    "J": _JOULE,
    "kJ": _JOULE * 10**3,
    "MJ": _JOULE * 10**6,
    "GJ": _JOULE * 10**9,
    "TJ": _JOULE * 10**12,
    "Wh": Fraction(1, 10**6),
    "kWh": Fraction(1, 10**3),
    "MWh": Fraction(1),
    "GWh": Fraction(10**3),
    "TWh": Fraction(10**6),
}
"""Unit of energy -> how many MWh it is, exactly; one joule is no decimal number of them."""

POWER_IN_MW: Final[Mapping[str, Fraction]] = {
    "W": Fraction(1, 10**6),
    "kW": Fraction(1, 10**3),
    "MW": Fraction(1),
}
"""Unit of power -> how many MW it is, exactly."""

ENERGY_PER_FLOP_IN_MWH: Final[Mapping[str, Fraction]] = {
    "J/FLOP": _JOULE,
    "pJ/FLOP": _JOULE / 10**12,
}
"""Unit of the energy of one operation -> how many MWh for each operation it is, exactly."""

_QUOTIENT = 12
"""How many significant figures a quotient keeps that no decimal number is."""

_LARGEST_EXPONENT = 60
"""No amount of this field is beyond 10^60; a larger exponent is a slip of the keyboard."""

_WRITTEN_OUT = range(-5, 16)
"""Powers of ten at which `plain` may write a number without an exponent."""

_WORTH_AN_EXPONENT = 3
"""How many characters an exponent must save before it is written instead of zeros."""

_EXACT = decimal.Context(
    prec=2_000, traps=[decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero]
)
"""Wide enough for products of any numbers that `number()` lets in; rounding would raise."""

_QUOTIENT_DIGITS = 60
_DOWN, _NEAREST, _UP = (
    decimal.Context(prec=_QUOTIENT_DIGITS, rounding=rounding, traps=[decimal.InvalidOperation])
    for rounding in (decimal.ROUND_FLOOR, decimal.ROUND_HALF_EVEN, decimal.ROUND_CEILING)
)
"""For quotients, the only numbers here that may have no end."""

_ZERO = Decimal(0)


class Answer(StrEnum):
    """The answer to a comparison of an interval with a limit."""

    YES = "yes"
    NO = "no"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity known to lie between `low` and `high`, with `best` as its most likely value.

    Attributes:
        low, best, high: finite decimals, `0 <= low <= best <= high`.
        unit: such as `FLOP`, `parameters`, `tokens`, `MWh`.

    Raises:
        ValueError: the three are not in that order, not finite, or below zero.
    """

    low: Decimal
    best: Decimal
    high: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not (self.low.is_finite() and self.best.is_finite() and self.high.is_finite()):
            raise ValueError("low, best and high must be finite numbers")
        if not _ZERO <= self.low <= self.best <= self.high:
            raise ValueError("low, best and high must be in rising order and not below zero")

    @classmethod
    def exactly(cls, value: Decimal | int, unit: str) -> Self:
        """Return the amount whose interval is the one point `value`."""
        if isinstance(value, int):
            value = Decimal(value)
        return cls(value, value, value, unit)

    @classmethod
    def between(cls, low: Fraction, best: Fraction, high: Fraction, unit: str) -> Self:
        """Return the amount of whole units that encloses an interval: low down, high up."""
        return cls(Decimal(math.floor(low)), Decimal(round(best)), Decimal(math.ceil(high)), unit)

    @classmethod
    def quotient(cls, low: Fraction, best: Fraction, high: Fraction, unit: str) -> Self:
        """Return the amount with these ends, exact where a decimal number can be.

        Where none can, as for a third, it has 12 significant figures, the low end rounded down and
        the high end up.
        """
        ends = (
            _as_decimal(low, decimal.ROUND_FLOOR),
            _as_decimal(best, decimal.ROUND_HALF_EVEN),
            _as_decimal(high, decimal.ROUND_CEILING),
        )
        if low == best == high:
            ends = (ends[1], ends[1], ends[1])
        return cls(*ends, unit)

    @classmethod
    def about(cls, best: Decimal, margin: Decimal, unit: str) -> Self:
        """Return what is `best`, give or take a fraction of it (0.3 = 30 %), at most 1."""
        off = _EXACT.multiply(best, margin)
        return cls(_EXACT.subtract(best, off), best, _EXACT.add(best, off), unit)

    @classmethod
    def total(cls, amounts: Iterable[Self], unit: str) -> Self:
        """Return the sum of `amounts`, zero of `unit` when there are none.

        Raises:
            ValueError: one of them has another unit.
        """
        low = best = high = _ZERO
        add = _EXACT.add
        for amount in amounts:
            if amount.unit != unit:
                raise ValueError(f"cannot add {amount.unit} to {unit}")
            low, best, high = add(low, amount.low), add(best, amount.best), add(high, amount.high)
        return cls(low, best, high, unit)

    def __add__(self, other: Self) -> Self:
        if self.unit != other.unit:
            raise ValueError(f"cannot add {other.unit} to {self.unit}")
        return type(self)(
            _EXACT.add(self.low, other.low),
            _EXACT.add(self.best, other.best),
            _EXACT.add(self.high, other.high),
            self.unit,
        )

    def times(self, factor: Self, unit: str) -> Self:
        """Return the product of two amounts, in the `unit` that the caller knows it to have."""
        return type(self)(
            _EXACT.multiply(self.low, factor.low),
            _EXACT.multiply(self.best, factor.best),
            _EXACT.multiply(self.high, factor.high),
            unit,
        )

    def over(self, divisor: Decimal) -> Self:
        """Return the amount divided by a number above zero.

        A quotient that has no end is rounded outwards at its sixtieth digit: low down, high up.
        """
        return type(self)(
            _DOWN.divide(self.low, divisor),
            _NEAREST.divide(self.best, divisor),
            _UP.divide(self.high, divisor),
            self.unit,
        )

    def within(self, margin: Decimal) -> Self:
        """Widen the interval by `margin`, a fraction of each end (0.3 = 30 %), at most 1."""
        return type(self)(
            _EXACT.multiply(self.low, _EXACT.subtract(1, margin)),
            self.best,
            _EXACT.multiply(self.high, _EXACT.add(1, margin)),
            self.unit,
        )

    def widened(self, share: Fraction) -> Self:
        """Widen the interval by a fraction of each end, outwards to whole units."""
        if not share:
            return self
        low = max(Fraction(0), Fraction(self.low) * (1 - share))
        return type(self)(
            min(self.low, Decimal(math.floor(low))),
            self.best,
            max(self.high, Decimal(math.ceil(Fraction(self.high) * (1 + share)))),
            self.unit,
        )

    def greater_than(self, limit: Decimal) -> Answer:
        """Say whether the amount is strictly greater than `limit`, of the same unit."""
        return self._answer(certain=self.low > limit, possible=self.high > limit)

    def at_least(self, limit: Decimal) -> Answer:
        """Say whether the amount is `limit` or more, of the same unit."""
        return self._answer(certain=self.low >= limit, possible=self.high >= limit)

    @staticmethod
    def _answer(*, certain: bool, possible: bool) -> Answer:
        if certain:
            return Answer.YES
        return Answer.UNDETERMINED if possible else Answer.NO

    @property
    def is_point(self) -> bool:
        """Whether low, best and high are one value."""
        return self.low == self.high

    def as_json(self) -> dict[str, str]:
        """Return `{"low", "best", "high", "unit"}`, the numbers as text so that none is rounded."""
        return {
            "low": plain(self.low),
            "best": plain(self.best),
            "high": plain(self.high),
            "unit": self.unit,
        }

    def __str__(self) -> str:
        if self.is_point:
            return f"{plain(self.best)} {self.unit}"
        return f"{plain(self.low)} … {plain(self.best)} … {plain(self.high)} {self.unit}"


def product(first: Decimal | int, *factors: Decimal | int) -> Decimal:
    """Return the exact product of numbers."""
    result = Decimal(first)
    for factor in factors:
        result = _EXACT.multiply(result, factor)
    return result


def significant(value: Fraction, figures: int, rounding: str = decimal.ROUND_HALF_EVEN) -> Decimal:
    """Return a number with so many significant figures."""
    context = decimal.Context(prec=figures, rounding=rounding)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def rounded(amount: Amount, figures: int) -> str:
    """Return an amount without its unit, rounded for showing: its low end down, its high end up."""
    ends = (
        (amount.low, decimal.ROUND_FLOOR),
        (amount.best, decimal.ROUND_HALF_EVEN),
        (amount.high, decimal.ROUND_CEILING),
    )
    low, best, high = (plain(significant(Fraction(end), figures, way)) for end, way in ends)
    return best if amount.is_point else f"{low} … {best} … {high}"


def _as_decimal(value: Fraction, rounding: str) -> Decimal:
    exponent = _power_of_ten(value.denominator)
    if exponent is not None:
        scaled = value.numerator * (10**exponent // value.denominator)
        return Decimal(scaled).scaleb(-exponent, _EXACT)
    return significant(value, _QUOTIENT, rounding)


def _power_of_ten(divisor: int) -> int | None:
    """Return the least n for which 10^n is a multiple of `divisor`; None where there is none."""
    counts = []
    for prime in (2, 5):
        count = 0
        while divisor % prime == 0:
            divisor //= prime
            count += 1
        counts.append(count)
    return max(counts) if divisor == 1 else None


def number(text: str, *, place: str) -> Decimal:
    """Read a decimal number such as `3.8e25`, `13716198400` or `0.41`.

    Raises:
        ReadingError: it is no number, not finite, or larger than any amount can be.
    """
    remedy = "Write a plain number with a decimal point, such as 3.8e25 or 13716198400."
    if len(text) > 2 * _LARGEST_EXPONENT:
        raise ReadingError(
            f"a number of {len(text)} digits is not meant", place=place, remedy=remedy
        )
    try:
        value = Decimal(text)
    except decimal.InvalidOperation:
        raise ReadingError(f"`{text}` is not a number", place=place, remedy=remedy) from None
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise ReadingError(f"`{text}` is not a number that is meant", place=place, remedy=remedy)
    return value


def plain(value: Decimal) -> str:
    """Return the exact text of `value`: `13716198400`, `0.41`; where it saves zeros, `3.8e25`."""
    value = value.normalize(_EXACT)
    if value == 0:
        return "0"
    _, (first, *others), _ = value.as_tuple()
    fraction = "." + "".join(str(digit) for digit in others) if others else ""
    short = f"{'-' if value < 0 else ''}{first}{fraction}e{value.adjusted()}"
    whole = f"{value:f}"
    is_clearer = value.adjusted() in _WRITTEN_OUT and len(whole) < len(short) + _WORTH_AN_EXPONENT
    return whole if is_clearer else short
