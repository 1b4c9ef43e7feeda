"""Periods of the law -> days: how days, business days, weeks, months and years are counted.

The day of the event is not counted; a period in weeks, months or years ends on the same weekday or
date. Whether the last day moves to a working day is data (`law/data/countings/`).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from colophon.law.model import Counting, Period, Unit

IsHoliday: TypeAlias = Callable[[date], bool]
"""Whether a day is a public holiday, where the provider counts with any."""

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def end(start: date, period: Period, counting: Counting, is_holiday: IsHoliday) -> date:
    """Return the last day of a period that an event on `start` sets going."""
    if period.unit is Unit.BUSINESS_DAYS:
        return _business_days(start, period.count, is_holiday)
    last = shifted(start, period)
    least = counting.least_working_days
    if period.unit is Unit.DAYS and period.count >= least:
        last = max(last, _business_days(start, least, is_holiday))
    while counting.moves_to_a_working_day and not is_working_day(last, is_holiday):
        last += _DAY
    return last


def shifted(start: date, period: Period, *, back: bool = False) -> date:
    """Return the day that lies a period after `start`, or before it, without regard to weekends.

    Business days count as days here; a month that is too short ends on its last day.
    """
    count = -period.count if back else period.count
    if period.unit in {Unit.DAYS, Unit.BUSINESS_DAYS}:
        return start + count * _DAY
    if period.unit is Unit.WEEKS:
        return start + count * _WEEK
    months = count * _MONTHS[period.unit] + start.year * 12 + start.month - 1
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Say whether `day` is neither a Saturday nor a Sunday nor a holiday."""
    return day.weekday() < calendar.SATURDAY and not is_holiday(day)


def _business_days(start: date, count: int, is_holiday: IsHoliday) -> date:
    day = start
    while count:
        day += _DAY
        count -= is_working_day(day, is_holiday)
    return day
