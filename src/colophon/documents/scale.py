"""A line of powers of ten, and where amounts stand on it: as shares of the line, and in letters.

Pictures and bars of letters are drawn from the same places. They are rounded to a fixed number of
digits, so that one ledger gives the same bytes everywhere.
"""

from __future__ import annotations

import decimal
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from colophon.quantities import Amount

_LOGARITHMS: Final = decimal.Context(prec=28, rounding=decimal.ROUND_HALF_EVEN)
_DIGITS: Final = Decimal("0.0001")
"""How finely a place on the line is told: more than a screen or a sheet can show."""
_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(exponent: int) -> str:
    """Return a power of ten as people write it: `10²³`."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from one power of ten to another.

    Attributes:
        first, last: the exponents at its ends; `first` is below `last`.
    """

    first: int
    last: int

    @classmethod
    def over(cls, values: Iterable[Decimal]) -> Self | None:
        """Return the shortest line that holds all values above zero; None where there is none."""
        above = [value for value in values if value > 0]
        if not above:
            return None
        first = min(above).adjusted()
        last = max(
            value.adjusted() + (value != Decimal(1).scaleb(value.adjusted())) for value in above
        )
        return cls(first, last) if first < last else cls(first - 1, last + 1)

    def place(self, value: Decimal) -> Decimal:
        """Return where a value stands, from 0 to 1; what lies beyond an end stands at it."""
        if value <= 0:
            return Decimal(0)
        along = _LOGARITHMS.log10(value) - self.first
        share = _LOGARITHMS.divide(along, Decimal(self.last - self.first))
        return min(max(share, Decimal(0)), Decimal(1)).quantize(_DIGITS)

    def ticks(self, most: int) -> tuple[int, ...]:
        """Return exponents at even distances, at most so many but always the first."""
        step = math.ceil((self.last - self.first + 1) / max(most, 1))
        return tuple(range(self.first, self.last + 1, step))

    def column(self, value: Decimal, width: int) -> int:
        """Return at which of `width` letters, counted from zero, a value stands."""
        return int((self.place(value) * (width - 1)).to_integral_value(decimal.ROUND_HALF_EVEN))


class Ink(NamedTuple):
    """The letters that a bar is drawn with.

    Attributes:
        paper: where there is nothing.
        line: from the low to the high end.
        best: at the best value.
        mark: at a mark; `crossed` where the bar goes over it.
    """

    paper: str
    line: str
    best: str
    mark: str
    crossed: str


LINES: Final = Ink(" ", "━", "●", "┊", "┿")
DOTTED: Final = LINES._replace(paper="·")
"""For places where several blanks become one."""
PLAIN: Final = Ink(" ", "=", "o", ":", "#")
"""For terminals that know few letters."""


def bar(scale: Scale, width: int, amount: Amount | None, marks: Sequence[Decimal], ink: Ink) -> str:
    """Return an interval on the scale, in `width` letters; without an amount, the marks alone.

    An amount that may be zero begins at the left end; one that is zero is not drawn.
    """
    letters = [ink.paper] * width
    for value in marks:
        letters[scale.column(value, width)] = ink.mark
    if amount is not None and amount.high > 0:
        low, high = (scale.column(end, width) for end in (amount.low, amount.high))
        for column in range(low, high + 1):
            letters[column] = ink.line if letters[column] == ink.paper else ink.crossed
        if amount.best > 0:
            letters[scale.column(amount.best, width)] = ink.best
    return "".join(letters)
