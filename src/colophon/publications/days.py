"""Days and months as people write them. What can be read in two ways is kept in both."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.law.model.printed import Printed

_CENTURY: Final = 2000
_SHORT_YEAR: Final = 100
_MONTHS: Final = 12

_EVERY: Final = re.compile(
    r"(?<![\d./-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})"
    r"|(?P<only_month>\d{1,2})[/.-](?P<month_year>(?:19|20)\d{2})"
    r"|(?P<month_first_year>(?:19|20)\d{2})[/-](?P<month_second>\d{1,2})"
    r"|(?P<before>\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?(?P<name_after>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<year_after>(?:19|20)\d{2})"
    r"|(?P<name_first>[^\W\d_]{3,12})\.?\s+(?P<day_second>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year_third>(?:19|20)\d{2})"
    r"|(?P<name>[^\W\d_]{3,12})\.?,?\s+(?P<name_year>(?:19|20)\d{2})"
    r"|(?P<year_only>(?:19|20)\d{2})"
    r")(?![\d/-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A day, a month or a year in a text.

    Attributes:
        form: `day/month/year`, `month/year`, `day`, `month` or `year`: the first two in numbers
            with strokes, as the form wants them, the others in any other writing.
        earliest: the first day that may be meant.
        latest: the last.
    """

    text: str
    form: str
    earliest: date
    latest: date


def told(text: str, form: Printed) -> tuple[Told, ...]:
    """Return the days, months and years of a text, in its order."""
    return tuple(_told(text, form))


def _told(text: str, form: Printed) -> Iterator[Told]:
    for one in _EVERY.finditer(text):
        with suppress(ValueError):
            yield _one(one, form)


def _one(one: re.Match[str], form: Printed) -> Told:
    """Return what was found.

    Raises:
        ValueError: it is no day after all.
    """
    words = one[0]
    if one["iso"]:
        day = date.fromisoformat(one["iso"])
        return Told(words, "day", day, day)
    if one["day"]:
        return _numbers(one)
    if one["only_month"]:
        kind = "month/year" if "/" in words else "month"
        return _month(words, kind, int(one["month_year"]), int(one["only_month"]))
    if one["month_second"]:
        return _month(words, "month", int(one["month_first_year"]), int(one["month_second"]))
    if one["before"]:
        month = _named(one["name_after"], form)
        day = date(int(one["year_after"]), month, int(one["before"]))
        return Told(words, "day", day, day)
    if one["day_second"]:
        month = _named(one["name_first"], form)
        day = date(int(one["year_third"]), month, int(one["day_second"]))
        return Told(words, "day", day, day)
    if one["name"]:
        with suppress(ValueError):
            return _month(words, "month", int(one["name_year"]), _named(one["name"], form))
        return _year(one["name_year"])
    return _year(one["year_only"])


def _numbers(one: re.Match[str]) -> Told:
    """Return a day in numbers: the form has the day first, some write the month first."""
    year = int(one["year"]) + (_CENTURY if int(one["year"]) < _SHORT_YEAR else 0)
    first, second = int(one["day"]), int(one["month"])
    days = []
    for day, month in ((first, second), (second, first)):
        with suppress(ValueError):
            days.append(date(year, month, day))
    form = "day/month/year" if one["sign"] == "/" and second <= _MONTHS else "day"
    return Told(one[0], form, min(days), max(days))


def _month(words: str, form: str, year: int, month: int) -> Told:
    first = date(year, month, 1)
    return Told(words, form, first, date(year, month, monthrange(year, month)[1]))


def _year(year: str) -> Told:
    return Told(year, "year", date(int(year), 1, 1), date(int(year), _MONTHS, 31))


def _named(word: str, form: Printed) -> int:
    """Return the number of a month by its name: by the longest beginning that fits.

    Raises:
        ValueError: it is no month.
    """
    folded = word.casefold()
    fits = [
        (len(beginning), number)
        for number, beginnings in enumerate(form.months, start=1)
        for beginning in beginnings
        if folded.startswith(beginning.casefold())
    ]
    if not fits:
        raise ValueError(f"`{word}` is no month")
    return max(fits)[1]
