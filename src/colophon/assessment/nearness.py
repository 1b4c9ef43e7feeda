"""How near the ledger is to each level of the law: its exact share of it.

A share is no verdict. Whether a level is passed is the rules' to say, by the law's own operator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.foresight import levels
from colophon.assessment.shares import ends_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

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
    for level in levels(case, alone=False):
        limit, is_whole = level.limit, case.account.is_whole
        yield Near(level, *ends_of(level.already, limit.whole, limit.parts, is_whole=is_whole))
