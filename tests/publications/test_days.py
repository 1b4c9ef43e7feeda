"""Days and months are read as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from colophon.publications.days import told

from .conftest import FORM


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("30 July 2026", "day", date(2026, 7, 30)),
        ("July 15, 2026", "day", date(2026, 7, 15)),
        ("Sept 2nd, 2025", "day", date(2025, 9, 2)),
        ("the 3rd May 2026", "day", date(2026, 5, 3)),
        ("2026-11-21", "day", date(2026, 11, 21)),
        ("23.03.2026", "day", date(2026, 3, 23)),
        ("23/03/26", "day/month/year", date(2026, 3, 23)),
        ("23/03/2026", "day/month/year", date(2026, 3, 23)),
        ("5 maart 2026", "day", date(2026, 3, 5)),
        ("5. maaliskuuta 2026", "day", date(2026, 3, 5)),
        ("12 marraskuuta 2025", "day", date(2025, 11, 12)),
        ("1er août 2026", "day", date(2026, 8, 1)),
        ("4 settembre 2026", "day", date(2026, 9, 4)),
        ("09/2026", "month/year", date(2026, 9, 1)),
        ("2026-09", "month", date(2026, 9, 1)),
        ("September 2026", "month", date(2026, 9, 1)),
        ("syyskuu 2026", "month", date(2026, 9, 1)),
        ("GPT 2026", "year", date(2026, 1, 1)),
        ("in 2025", "year", date(2025, 1, 1)),
    ],
)
def test_a_day_is_read(text: str, form: str, day: date) -> None:
    """Each writing gives its day, or the first day of its month or year."""
    (found,) = told(text, FORM)
    assert (found.form, found.earliest) == (form, day)


@pytest.mark.parametrize(
    "text", ["version 2.0", "127.0.0.1", "10 000 hours", "45/45/26", "Gemma 4"]
)
def test_other_numbers_are_no_days(text: str) -> None:
    """A version, an address and a size are not read as days."""
    assert told(text, FORM) == ()


def test_a_day_that_can_be_read_in_two_ways_is_kept_in_both() -> None:
    """Whether the month stands first is not guessed."""
    (found,) = told("07/08/26", FORM)
    assert (found.earliest, found.latest) == (date(2026, 7, 8), date(2026, 8, 7))


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_the_form_of_the_form_is_read_back(day: date) -> None:
    """A day as the form wants it holds that day."""
    (found,) = told(f"{day:%d/%m/%Y}", FORM)
    assert found.earliest <= day <= found.latest
    assert found.form == "day/month/year"


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    """Whatever the text, its days are in order with themselves."""
    assert all(one.earliest <= one.latest for one in told(text, FORM))
