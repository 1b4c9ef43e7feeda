"""How near the ledger is to each level of the law: its exact share of it.

A share is no verdict. Whether a level is passed is the rules' to say, by the law's own operator.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from colophon.assessment.foresight import levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from colophon.assessment.foresight import Level
    from colophon.assessment.model import Case


@dataclass(frozen=True, slots=True)
class Near:
    """A level, and the share of it that the ledger makes up.

    Attributes:
        level: with what there is of it, in FLOP.
        low, best, high: the exact share; all but `low` are None where the ledger is not said to
            be complete, and each is None where the level may be nothing.
    """

    level: Level
    low: Fraction | None
    best: Fraction | None
    high: Fraction | None


def nearness(case: Case) -> Iterator[Near]:
    """Yield the levels in force on the day of the case, each with the share that there is of it.

    They are the thresholds that a total is held against; and, for a change to another provider's
    model, what the change is held against, as far as the original is known.
    """
    is_whole = case.account.is_whole
    for level in levels(case, alone=False):
        limit = level.limit
        low = _share(level.already.low, limit.whole.high, limit.parts)
        best = _share(level.already.best, limit.whole.best, limit.parts) if is_whole else None
        high = _share(level.already.high, limit.whole.low, limit.parts) if is_whole else None
        yield Near(level, low, best, high)


def _share(part: Decimal, whole: Decimal, parts: int) -> Fraction | None:
    return Fraction(part) * parts / Fraction(whole) if whole else None
