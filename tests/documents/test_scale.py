"""Where amounts stand on a line of powers of ten."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from colophon.documents.scale import DOTTED, LINES, Scale, bar
from colophon.quantities import FLOP, Amount

POSITIVE = st.decimals("1e-3", "1e30", allow_nan=False).filter(lambda value: value > 0)


def over(*values: str) -> Scale:
    """Return the scale over some values."""
    scale = Scale.over(map(Decimal, values))
    assert scale is not None
    return scale


@pytest.mark.parametrize(
    ("values", "first", "last"),
    [
        (("3e23", "4e25"), 23, 26),
        (("1e23", "1e25"), 23, 25),
        (("1e25",), 24, 26),
        (("3e25", "4e25"), 25, 26),
        (("0", "5"), 0, 1),
        (("9.999e24", "10.001e24"), 24, 26),
        (("10e22", "100e23"), 23, 25),
    ],
)
def test_the_line_is_the_shortest_that_holds_all(
    values: tuple[str, ...], first: int, last: int
) -> None:
    """The line runs from the power of ten below the smallest value to that above the largest."""
    assert over(*values) == Scale(first, last)


def test_without_a_value_above_zero_there_is_no_line() -> None:
    """Zero has no place among powers of ten, and nothing has none either."""
    assert Scale.over([]) is None
    assert Scale.over([Decimal(0)]) is None


def test_places_are_rounded_to_four_digits() -> None:
    """A place is a decimal with four digits, the same on every machine."""
    scale = Scale(23, 26)
    assert scale.place(Decimal("1e23")) == 0
    assert scale.place(Decimal("1e26")) == 1
    assert str(scale.place(Decimal("3.8e25"))) == "0.8599"
    assert scale.place(Decimal(0)) == scale.place(Decimal("1e3")) == 0
    assert scale.place(Decimal("1e40")) == 1


@given(st.lists(POSITIVE, min_size=1), st.integers(2, 90))
def test_a_larger_value_never_stands_further_left(values: list[Decimal], width: int) -> None:
    """On every line, places rise with the values and lie on it."""
    scale = over(*map(str, values))
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= scale.column(value, width) < width for value in values)
    assert scale.first < scale.last


@given(st.integers(-5, 40), st.integers(1, 45), st.integers(1, 20))
def test_ticks_are_even_and_few(first: int, length: int, most: int) -> None:
    """Ticks lie at even distances from the first power on, and are no more than asked."""
    ticks = Scale(first, first + length).ticks(most)
    assert ticks[0] == first
    assert len(ticks) <= most
    assert len({after - before for before, after in pairwise(ticks)}) <= 1


def test_a_bar_runs_from_low_to_high() -> None:
    """A bar goes over marks, has a dot at its best value, and leaves the rest empty."""
    scale = Scale(0, 10)
    amount = Amount(Decimal("1e2"), Decimal("1e3"), Decimal("1e6"), FLOP)
    marks = [Decimal("1e5"), Decimal("1e9")]
    assert bar(scale, 11, amount, marks, LINES) == "  ━●━┿━  ┊ "
    assert bar(scale, 11, amount, marks, DOTTED) == "··━●━┿━··┊·"
    assert bar(scale, 11, None, marks, LINES) == "     ┊   ┊ "


def test_a_bar_of_what_may_be_nothing_begins_at_the_end() -> None:
    """Zero lies beyond every power of ten: a bar from it begins at the left end."""
    scale = Scale(0, 4)
    some = Amount(Decimal(0), Decimal(0), Decimal(100), FLOP)
    assert bar(scale, 5, some, [], LINES) == "━━━  "
    assert bar(scale, 5, Amount.exactly(0, FLOP), [], LINES) == "     "
