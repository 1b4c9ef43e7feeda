"""Periods of the law as days: the rules of Regulation 1182/71, at their edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from colophon.assessment.periods import end, is_working_day, shifted
from colophon.law.load import law
from colophon.law.model import Period, Unit

REGULATION = law().counting["regulation-1182-71"]
PLAIN = law().counting["plain"]

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}


def no_holiday(_day: date) -> bool:
    """Count with weekends alone."""
    return False


def christmas(day: date) -> bool:
    """Count with three holidays."""
    return day in CHRISTMAS


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2026, 10, 5), 2, Unit.WEEKS, date(2026, 10, 19)),  # Monday to Monday
        (date(2026, 10, 3), 2, Unit.WEEKS, date(2026, 10, 19)),  # a Saturday moves on
        (date(2026, 10, 4), 2, Unit.WEEKS, date(2026, 10, 19)),  # a Sunday too
        (date(2026, 12, 11), 2, Unit.WEEKS, date(2026, 12, 28)),  # Christmas is a Friday
        (date(2026, 10, 5), 1, Unit.DAYS, date(2026, 10, 6)),
        (date(2026, 10, 2), 1, Unit.DAYS, date(2026, 10, 5)),  # Friday to Monday
        (date(2026, 10, 2), 2, Unit.DAYS, date(2026, 10, 6)),  # two working days at least
        (date(2026, 10, 2), 5, Unit.DAYS, date(2026, 10, 7)),
        (date(2026, 12, 24), 2, Unit.DAYS, date(2026, 12, 29)),
        (date(2026, 8, 31), 6, Unit.MONTHS, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2024, 2, 29), 1, Unit.YEARS, date(2025, 2, 28)),
        (date(2026, 10, 2), 5, Unit.BUSINESS_DAYS, date(2026, 10, 9)),
        (date(2026, 12, 24), 2, Unit.BUSINESS_DAYS, date(2026, 12, 29)),
    ],
)
def test_a_period_ends_as_the_regulation_counts(
    start: date, count: int, unit: Unit, last: date
) -> None:
    """The day of the event does not count, and the last day is a working day."""
    period = Period(count=count, unit=unit)
    assert end(start, period, REGULATION, christmas) == last


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2026, 10, 3), 2, Unit.WEEKS, date(2026, 10, 17)),
        (date(2026, 10, 2), 2, Unit.DAYS, date(2026, 10, 4)),
        (date(2026, 12, 23), 2, Unit.DAYS, date(2026, 12, 25)),
        (date(2026, 10, 2), 5, Unit.BUSINESS_DAYS, date(2026, 10, 9)),
    ],
)
def test_plain_days_end_where_they_end(start: date, count: int, unit: Unit, last: date) -> None:
    """Without the Regulation only business days know weekends."""
    period = Period(count=count, unit=unit)
    assert end(start, period, PLAIN, christmas) == last


days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
periods = st.builds(Period, count=st.integers(1, 60), unit=st.sampled_from([*Unit]))


@given(days, periods)
def test_the_regulation_never_shortens_a_period(start: date, period: Period) -> None:
    """A last day moves on and never back, and by less than a week."""
    plain = end(start, period, PLAIN, no_holiday)
    counted = end(start, period, REGULATION, no_holiday)
    assert plain <= counted < plain + timedelta(days=7)
    assert is_working_day(counted, no_holiday)


@given(days, days, periods)
def test_an_earlier_start_never_ends_later(one: date, other: date, period: Period) -> None:
    """Whoever starts the clock earlier is due no later."""
    first, second = sorted((one, other))
    assert end(first, period, REGULATION, no_holiday) <= end(second, period, REGULATION, no_holiday)


@given(days, st.integers(1, 60), st.sampled_from([Unit.DAYS, Unit.WEEKS]))
def test_back_undoes_forth(start: date, count: int, unit: Unit) -> None:
    """A period in days or weeks backwards from its end leads to its start."""
    period = Period(count=count, unit=unit)
    assert shifted(shifted(start, period), period, back=True) == start


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    """Six months after the end of August is the end of February, and before it too."""
    half = Period(count=6, unit=Unit.MONTHS)
    assert shifted(date(2026, 8, 31), half) == date(2027, 2, 28)
    assert shifted(date(2026, 8, 31), half, back=True) == date(2026, 2, 28)
