"""Whether a number that a person wrote is one that a file tells, perhaps rounded."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def agree(written: Any, found: Any) -> bool:
    """Say whether the first number of what was written is that of what was found.

    It may be rounded, and be a percentage where it says so. What holds no number says nothing, and
    so agrees. An interval agrees with what lies in it.
    """
    exact = _first(found)
    if exact is None:
        return True
    if isinstance(written, dict):
        low, high = _first(written.get("low")), _first(written.get("high"))
        return (low is None or low <= exact) and (high is None or exact <= high)
    said = _first(written)
    if said is None:
        return True
    is_percentage = "%" in str(written) and "%" not in str(found)
    return said in {_rounded(one, said) for one in (exact, exact * 100 if is_percentage else exact)}


def _first(text: Any) -> Decimal | None:
    match = _NUMBER.search(str(text).replace(",", "")) if text is not None else None
    return Decimal(match[0]) if match else None


def _rounded(exact: Decimal, like: Decimal) -> Decimal:
    """Return a number with the digits that another one has."""
    exponent = like.as_tuple().exponent
    assert isinstance(exponent, int)
    if abs(exact.adjusted() - exponent) > _MOST_DIGITS:
        return exact
    return exact.quantize(Decimal((0, (1,), exponent)))


_MOST_DIGITS: Final = 25
