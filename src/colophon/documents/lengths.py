"""Bars from zero on a linear scale: how long each is, in percent of the width and in letters."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from colophon.documents.scale import Ink

_DIGITS: Final = Decimal("0.0001")
_LEAST: Final = Decimal("0.3")
"""What a bar has at least of the width, in percent, to be told from none."""


def length(part: Decimal | int, longest: Decimal | int) -> str:
    """Return how long a bar is as a share of the longest, as text; above zero if the part is.

    `part` is at most `longest`; where that is zero, there is no length but zero.
    """
    if not longest:
        return "0"
    share = Decimal(part) / Decimal(longest)
    return f"{share.quantize(_DIGITS, ROUND_HALF_EVEN if share > _DIGITS else ROUND_CEILING):f}"


def percent(share: str) -> str | None:
    """Return the width of a bar in percent, as text; None where there is nothing to draw."""
    width = Decimal(share) * 100
    return f"{max(width, _LEAST):.2f}" if width else None


def letters(share: str | Decimal, width: int, ink: Ink) -> str:
    """Return a bar in `width` letters; what is above zero has one letter at least."""
    filled = Decimal(share) * width
    count = int(filled.to_integral_value(ROUND_HALF_EVEN)) if filled > 1 else int(filled > 0)
    return ink.line * count + ink.paper * (width - count)
