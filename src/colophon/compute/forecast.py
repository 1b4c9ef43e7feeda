"""A planned run, or the pace so far -> the days on which a level of compute is passed.

A run adds the same compute every day, from the beginning of its first day on. Low, best and high
are followed apart: the earliest day comes of the high values, the latest of the low ones. Days are
whole and the arithmetic between them exact, so that a level that says "greater than" is passed in
the moment after it is reached, and not before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount, Answer

if TYPE_CHECKING:
    from datetime import date

FLOP_PER_DAY: Final = "FLOP/day"
SECONDS_PER_DAY: Final = 86_400

_End: TypeAlias = Literal["low", "best", "high"]


def per_day(rate: Amount) -> Amount:
    """Return a rate in FLOP/s, kept up day and night, in FLOP a day."""
    return rate.times(Amount.exactly(SECONDS_PER_DAY, "s/day"), FLOP_PER_DAY)


def rate_of_units(units: Amount, peak: Amount, utilisation: Amount) -> Amount:
    """Return the rate in FLOP/s of accelerators at a share of their peak.

    `peak` is that of one unit, dense and for the data type used, in FLOP/s; `utilisation` is the
    share of it that goes into the model's own operations, averaged over all the time.
    """
    return units.times(peak, FLOP_PER_SECOND).times(utilisation, FLOP_PER_SECOND)


def rate_of_tokens(tokens: Amount, operations: Amount) -> Amount:
    """Return the rate in FLOP/s of a throughput in tokens per second.

    `operations` is what training on one token takes, forward and backward, in FLOP.
    """
    return tokens.times(operations, FLOP_PER_SECOND)


@dataclass(frozen=True, slots=True)
class Run:
    """A training run at an even pace, planned or under way.

    Attributes:
        since: its first day; it runs from the beginning of that day.
        total: what it adds from then on, in FLOP; None where nobody says.
        pace: what it adds a day, in FLOP/day; None where it follows from the rest, or from nothing.
        until: its last day, which it uses whole; None where nobody says.

    Raises:
        ValueError: it says neither `total` nor `pace`, or all three of `total`, `pace` and `until`,
            of which two give the third; or it ends before it begins.
    """

    since: date
    total: Amount | None = None
    pace: Amount | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.total is None and self.pace is None:
            raise ValueError("a run needs a total or a pace")
        if self.total is not None and self.pace is not None and self.until is not None:
            raise ValueError("of a total, a pace and a last day, two give the third")
        if self.until is not None and self.until < self.since:
            raise ValueError("a run does not end before it begins")

    @property
    def has_an_end(self) -> bool:
        """Whether anybody says where the run ends."""
        return self.total is not None or self.until is not None

    def a_day(self, end: _End) -> Fraction | None:
        """Return what it adds a day, in FLOP, by one end of its values; None if nothing tells."""
        if self.pace is not None:
            return Fraction(getattr(self.pace, end))
        if self.until is None:
            return None
        days = (self.until - self.since).days + 1
        return Fraction(getattr(self.total, end)) / days

    def adds(self, end: _End) -> Fraction | None:
        """Return all that it adds, in FLOP, by one end of its values; None without an end."""
        if self.total is not None:
            return Fraction(getattr(self.total, end))
        if self.until is None:
            return None
        days = (self.until - self.since).days + 1
        return Fraction(getattr(self.pace, end)) * days


class When(StrEnum):
    """When a level is passed, by one end of the values."""

    ALREADY = "already"
    """Before the run begins."""
    ON_A_DAY = "on-a-day"
    UNDATED = "undated"
    """By the run, on a day that nothing tells: without a pace, or beyond the calendar."""
    NEVER = "never"
    """Not by the run."""


@dataclass(frozen=True, slots=True)
class Passing:
    """When a level is passed, with the day where there is one."""

    when: When
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a level is passed by the high, the best and the low values.

    Attributes:
        passes: yes where it is passed by the low values too, and the run that does so has an end;
            no where it is not passed by the high ones; else undetermined.
    """

    earliest: Passing
    likely: Passing
    latest: Passing
    passes: Answer


@dataclass(frozen=True, slots=True)
class Limit:
    """A level that compute is held against.

    Attributes:
        whole: in FLOP.
        parts: into how many equal parts it is divided.
        strictly: whether it is passed by more than it only, and not by as much.
    """

    whole: Amount
    parts: int
    strictly: bool


def crossing(run: Run, already: Amount, limit: Limit, *, is_whole: bool) -> Crossing:
    """Return when the compute passes a limit.

    `already` is what there is before the run, in FLOP; where it is only a lower bound, `is_whole`
    is False, and that the limit is not passed cannot be said.
    """
    assert already.unit == limit.whole.unit == FLOP
    earliest = _passing(run, already, limit, "high", "low")
    likely = _passing(run, already, limit, "best", "best")
    latest = _passing(run, already, limit, "low", "high")
    if latest.when is When.ALREADY or (latest.when is not When.NEVER and run.has_an_end):
        passes = Answer.YES
    elif earliest.when is When.NEVER and is_whole:
        passes = Answer.NO
    else:
        passes = Answer.UNDETERMINED
    return Crossing(earliest, likely, latest, passes)


def _passing(run: Run, already: Amount, limit: Limit, end: _End, of_limit: _End) -> Passing:
    level = Fraction(getattr(limit.whole, of_limit)) / limit.parts
    left = level - Fraction(getattr(already, end))
    if left < 0 or (left == 0 and not limit.strictly):
        return Passing(When.ALREADY)
    adds, a_day = run.adds(end), run.a_day(end)
    if adds is not None and (adds < left or (adds == left and limit.strictly)):
        return Passing(When.NEVER)
    if a_day is None:
        return Passing(When.UNDATED)
    if a_day == 0:
        return Passing(When.NEVER)
    days = left / a_day
    # What is reached with the end of a day is passed on the next one, where it must be exceeded.
    before = math.floor(days) if limit.strictly else max(math.ceil(days) - 1, 0)
    try:
        return Passing(When.ON_A_DAY, run.since + timedelta(days=before))
    except OverflowError:
        return Passing(When.UNDATED)
