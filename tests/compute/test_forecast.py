"""On which day a run passes a level, by its low, best and high values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from colophon.compute.forecast import (
    FLOP_PER_DAY,
    Crossing,
    Limit,
    Passing,
    Run,
    When,
    crossing,
    per_day,
    rate_of_tokens,
    rate_of_units,
)
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2026, 12, 1)
NOTHING = Amount.exactly(0, FLOP)

ORDER = {When.ALREADY: 0, When.ON_A_DAY: 1, When.UNDATED: 2, When.NEVER: 3}


def flop(*ends: int, unit: str = FLOP) -> Amount:
    """Return an amount of one value, or of low, best and high."""
    low, best, high = ends if len(ends) == 3 else ends * 3
    return Amount(Decimal(low), Decimal(best), Decimal(high), unit)


def pace(*ends: int) -> Amount:
    """Return a pace in FLOP a day."""
    return flop(*ends, unit=FLOP_PER_DAY)


def over(limit: int, *, strictly: bool = True, parts: int = 1) -> Limit:
    """Return a level that must be exceeded, or only reached."""
    return Limit(flop(limit), parts, strictly)


def found(run: Run, limit: Limit, already: Amount = NOTHING, *, is_whole: bool = True) -> Crossing:
    """Return when a run passes a level, by default from nothing on."""
    return crossing(run, already, limit, is_whole=is_whole)


def days(one: Crossing) -> list[str]:
    """Return the three passings in short: `+3` for the third day after the first, or a word."""
    return [
        f"+{(each.day - DAY).days}" if each.day else each.when.value
        for each in (one.earliest, one.likely, one.latest)
    ]


@pytest.mark.parametrize(
    ("run", "limit", "expected", "passes"),
    [
        (Run(DAY, pace=pace(10), total=flop(100)), over(95), ["+9"] * 3, Answer.YES),
        (Run(DAY, pace=pace(10), total=flop(100)), over(90), ["+9"] * 3, Answer.YES),
        (Run(DAY, pace=pace(10), total=flop(100)), over(100), ["never"] * 3, Answer.NO),
        (Run(DAY, pace=pace(10), total=flop(100)), over(0), ["+0"] * 3, Answer.YES),
        (
            Run(DAY, pace=pace(10), total=flop(100)),
            over(90, strictly=False),
            ["+8"] * 3,
            Answer.YES,
        ),
        (
            Run(DAY, pace=pace(10), total=flop(100)),
            over(100, strictly=False),
            ["+9"] * 3,
            Answer.YES,
        ),
        (
            Run(DAY, pace=pace(5, 10, 20), total=flop(100)),
            over(50),
            ["+2", "+5", "+10"],
            Answer.YES,
        ),
        (
            Run(DAY, pace=pace(10), total=flop(40, 60, 80)),
            over(50),
            ["+5", "+5", "never"],
            Answer.UNDETERMINED,
        ),
        (
            Run(DAY, total=flop(50, 100, 200), until=DAY + timedelta(days=9)),
            over(60),
            ["+3", "+6", "never"],
            Answer.UNDETERMINED,
        ),
        (
            Run(DAY, pace=pace(5, 10, 20), until=DAY + timedelta(days=9)),
            over(100),
            ["+5", "never", "never"],
            Answer.UNDETERMINED,
        ),
        (Run(DAY, pace=pace(10)), over(1000), ["+100"] * 3, Answer.UNDETERMINED),
        (Run(DAY, pace=pace(0, 0, 1)), over(5), ["+5", "never", "never"], Answer.UNDETERMINED),
        (Run(DAY, total=flop(100)), over(50), ["undated"] * 3, Answer.YES),
        (Run(DAY, total=flop(100)), over(100), ["never"] * 3, Answer.NO),
        (Run(DAY, pace=pace(1)), over(10**9), ["undated"] * 3, Answer.UNDETERMINED),
        (Run(DAY, pace=pace(10), total=flop(100)), over(100, parts=3), ["+3"] * 3, Answer.YES),
    ],
)
def test_a_level_is_passed_on_its_day(
    run: Run, limit: Limit, expected: Sequence[str], passes: Answer
) -> None:
    """A level is passed on the day that its operator says, or not within the plan."""
    one = found(run, limit)
    assert days(one) == expected
    assert one.passes is passes


@pytest.mark.parametrize(
    ("already", "limit", "when"),
    [
        (51, over(50), When.ALREADY),
        (50, over(50), When.ON_A_DAY),
        (50, over(50, strictly=False), When.ALREADY),
    ],
)
def test_what_is_there_before_counts(already: int, limit: Limit, when: When) -> None:
    """A level below what there is already is passed already; one that it equals is yet to be."""
    one = found(Run(DAY, pace=pace(1)), limit, flop(already))
    assert one.latest.when is when
    assert (one.passes is Answer.YES) is (when is When.ALREADY)


def test_a_lower_bound_never_says_no() -> None:
    """Where what there is already is a lower bound, nothing is said not to be passed."""
    run = Run(DAY, total=flop(10))
    assert found(run, over(50)).passes is Answer.NO
    assert found(run, over(50), is_whole=False).passes is Answer.UNDETERMINED
    assert found(run, over(5), is_whole=False).passes is Answer.YES


def test_a_level_with_an_interval_moves_the_days() -> None:
    """The earliest day goes by the low end of the level, the latest by its high end."""
    limit = Limit(flop(30, 60, 90), 3, strictly=True)
    assert days(found(Run(DAY, pace=pace(1)), limit)) == ["+10", "+20", "+30"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({}, "needs"),
        ({"until": DAY}, "needs"),
        ({"total": flop(1), "pace": pace(1), "until": DAY}, "two give the third"),
        ({"total": flop(1), "until": DAY - timedelta(days=1)}, "before it begins"),
    ],
)
def test_a_run_says_neither_too_little_nor_too_much(
    arguments: dict[str, Amount], part: str
) -> None:
    """A run has a total or a pace, and of total, pace and last day at most two."""
    with pytest.raises(ValueError, match=part):
        Run(DAY, **arguments)  # type: ignore[arg-type]  # each case has the types of its names


def test_rates_are_exact() -> None:
    """A day has 86400 seconds, and units, peak and utilisation are multiplied exactly."""
    rate = rate_of_units(
        Amount.exactly(1000, ""),
        Amount.exactly(Decimal("989.4e12"), FLOP_PER_SECOND),
        Amount(Decimal("0.3"), Decimal("0.4"), Decimal("0.5"), ""),
    )
    assert rate == Amount(
        Decimal("2.9682e17"), Decimal("3.9576e17"), Decimal("4.947e17"), FLOP_PER_SECOND
    )
    assert per_day(Amount.exactly(1, FLOP_PER_SECOND)) == Amount.exactly(86_400, FLOP_PER_DAY)
    tokens = Amount.exactly(1000, "tokens/s")
    operations = Amount.exactly(Decimal("4.2e10"), "FLOP/token")
    assert rate_of_tokens(tokens, operations) == Amount.exactly(Decimal("4.2e13"), FLOP_PER_SECOND)


numbers = st.integers(0, 10**6)
ends = st.tuples(numbers, numbers, numbers).map(sorted)
intervals = ends.map(lambda three: flop(*three))
lengths = st.integers(0, 2000)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """Draw a run of each kind: total, pace, or two of total, pace and last day."""
    total, speed = draw(intervals), pace(*draw(ends))
    until = DAY + timedelta(days=draw(lengths))
    return draw(
        st.sampled_from(
            [
                Run(DAY, total=total),
                Run(DAY, pace=speed),
                Run(DAY, total=total, pace=speed),
                Run(DAY, total=total, until=until),
                Run(DAY, pace=speed, until=until),
            ]
        )
    )


def rank(one: Passing) -> tuple[int, date]:
    """Return what passings are sorted by: already, then by day, then undated, then never."""
    return ORDER[one.when], one.day or DAY


@given(runs(), intervals, intervals, st.integers(1, 4), st.booleans())
def test_high_values_never_pass_later_than_low_ones(
    run: Run, already: Amount, whole: Amount, parts: int, strictly: bool
) -> None:
    """The earliest day is not after the likely one, nor that after the latest."""
    one = crossing(run, already, Limit(whole, parts, strictly), is_whole=True)
    assert rank(one.earliest) <= rank(one.likely) <= rank(one.latest)
    if one.passes is Answer.NO:
        assert one.earliest.when is When.NEVER
    if one.passes is Answer.YES:
        assert one.latest.when is not When.NEVER


@given(st.integers(1, 10**6), st.integers(0, 10**6), numbers, numbers, st.booleans())
def test_a_faster_pace_never_passes_later(
    slow: int, more: int, already: int, limit: int, strictly: bool
) -> None:
    """Whatever the level, a faster pace passes it no later than a slower one."""
    level = over(limit, strictly=strictly)
    slower = found(Run(DAY, pace=pace(slow)), level, flop(already)).likely
    faster = found(Run(DAY, pace=pace(slow + more)), level, flop(already)).likely
    assert rank(faster) <= rank(slower)


@given(numbers, numbers, runs())
def test_a_level_below_what_there_is_is_passed_already(already: int, limit: int, run: Run) -> None:
    """A level is passed already if, and only if, there is more than it before the run."""
    one = found(run, over(limit), flop(already))
    assert (one.likely.when is When.ALREADY) is (already > limit)


@given(st.integers(1, 10**6), numbers, st.booleans())
def test_the_day_is_the_first_on_which_the_level_is_passed(
    speed: int, limit: int, strictly: bool
) -> None:
    """By the end of the day the level is passed, or reached, and by the day before it is not."""
    one = found(Run(DAY, pace=pace(speed)), over(limit, strictly=strictly)).likely
    if one.day is None:
        return
    index = (one.day - DAY).days
    after, before = speed * (index + 1), speed * index
    if strictly:
        assert before <= limit < after
    else:
        assert before < limit <= after
