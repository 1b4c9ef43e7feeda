"""Amounts: exact sums, intervals that never shrink, comparisons that say when they do not know."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from colophon.errors import ReadingError
from colophon.quantities import (
    ENERGY_IN_MWH,
    ENERGY_PER_FLOP_IN_MWH,
    FLOP,
    POWER_IN_MW,
    Amount,
    Answer,
    number,
    plain,
    rounded,
    significant,
)

if TYPE_CHECKING:
    from random import Random

THRESHOLD = Decimal("1e25")

NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(0, 10**12),
    st.integers(-10, 30),
)


@st.composite
def amounts(draw: st.DrawFn, unit: str = FLOP) -> Amount:
    """Draw an amount with three ends in rising order."""
    low, best, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    return Amount(low, best, high, unit)


def width(amount: Amount) -> Fraction:
    """Return how far the ends of an amount lie apart, exactly."""
    return Fraction(amount.high) - Fraction(amount.low)


def flop(value: str) -> Amount:
    """Return an exact amount in FLOP."""
    return Amount.exactly(Decimal(value), FLOP)


# -- Sums and products --------------------------------------------------------------------------


def test_a_sum_of_ten_is_exact() -> None:
    """Ten times 1e24 is 1e25, not a hair more, so it is not greater than 1e25."""
    total = Amount.total([flop("1e24")] * 10, FLOP)
    assert total == flop("1e25")
    assert total.greater_than(THRESHOLD) is Answer.NO
    assert total.at_least(THRESHOLD) is Answer.YES


def test_one_operation_more_is_more() -> None:
    """1e25 and one is greater than 1e25, though a float cannot tell the two apart."""
    total = flop("1e25") + flop("1")
    assert total.greater_than(THRESHOLD) is Answer.YES
    assert total.best == Decimal(10**25 + 1)


@given(st.lists(st.integers(0, 10**40), max_size=20))
def test_a_total_of_whole_numbers_is_theirs(values: list[int]) -> None:
    """A total agrees with the arithmetic of whole numbers, however large they are."""
    total = Amount.total((Amount.exactly(value, FLOP) for value in values), FLOP)
    assert total == Amount.exactly(sum(values), FLOP)


@given(st.lists(amounts(), min_size=1, max_size=8), st.randoms())
def test_the_order_of_a_sum_does_not_matter(parts: list[Amount], random: Random) -> None:
    """Sums are the same in any order and in any grouping."""
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert Amount.total(shuffled, FLOP) == Amount.total(parts, FLOP)
    assert reduce(add, reversed(parts)) == Amount.total(parts, FLOP)


@given(amounts(), amounts())
def test_an_interval_never_shrinks_by_adding(one: Amount, other: Amount) -> None:
    """A sum knows no more than its parts: its interval is as wide as both together."""
    total = one + other
    assert width(total) == width(one) + width(other)
    assert total.low <= total.best <= total.high


@given(amounts(), amounts("s"))
def test_a_product_is_taken_end_by_end(one: Amount, other: Amount) -> None:
    """A product multiplies lows, bests and highs, and has the unit that the caller gives."""
    product = one.times(other, "FLOP·s")
    assert product.unit == "FLOP·s"
    for end in ("low", "best", "high"):
        left, right, result = (Fraction(getattr(x, end)) for x in (one, other, product))
        assert left * right == result


@given(amounts(), st.decimals(0, 1, places=3))
def test_a_margin_widens_and_never_narrows(amount: Amount, margin: Decimal) -> None:
    """A margin takes its fraction off the low end and puts it on the high end."""
    wide = amount.within(margin)
    assert wide.low <= amount.low
    assert wide.high >= amount.high
    assert wide.best == amount.best
    assert amount.within(Decimal(0)) == amount


def test_an_empty_total_is_zero() -> None:
    """The total of nothing is zero in the unit asked for."""
    assert Amount.total([], FLOP) == flop("0")


def test_units_do_not_mix() -> None:
    """FLOP and FLOP/s are not added up."""
    with pytest.raises(ValueError, match="cannot add FLOP/s to FLOP"):
        flop("1") + Amount.exactly(1, "FLOP/s")


# -- Comparisons --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "greater", "at_least"),
    [
        ("9e24", "9.9e24", Answer.NO, Answer.NO),
        ("9e24", "1e25", Answer.NO, Answer.UNDETERMINED),
        ("1e25", "1e25", Answer.NO, Answer.YES),
        ("9e24", "1.1e25", Answer.UNDETERMINED, Answer.UNDETERMINED),
        ("1e25", "1.1e25", Answer.UNDETERMINED, Answer.YES),
        ("1.1e25", "2e25", Answer.YES, Answer.YES),
    ],
)
def test_a_comparison_answers_for_the_whole_interval(
    low: str, high: str, greater: Answer, at_least: Answer
) -> None:
    """Yes and no hold for every value of the interval; where they part, nobody knows."""
    amount = Amount(Decimal(low), Decimal(low), Decimal(high), FLOP)
    assert amount.greater_than(THRESHOLD) is greater
    assert amount.at_least(THRESHOLD) is at_least


@given(amounts(), NUMBERS)
def test_an_answer_is_the_answer_of_both_ends(amount: Amount, limit: Decimal) -> None:
    """A comparison is undetermined exactly where the two ends of the interval part."""
    low, high = amount.low > limit, amount.high > limit
    certain = Answer.YES if low else Answer.NO
    assert amount.greater_than(limit) is (certain if low == high else Answer.UNDETERMINED)


@given(amounts(), amounts(), NUMBERS)
def test_more_compute_never_takes_a_yes_back(one: Amount, other: Amount, limit: Decimal) -> None:
    """What passes a limit passes it with anything added: a lower bound can show a passing."""
    if one.greater_than(limit) is Answer.YES:
        assert (one + other).greater_than(limit) is Answer.YES


# -- What an amount may be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [("2", "1", "3"), ("1", "4", "3"), ("-1", "1", "3"), ("NaN", "1", "3"), ("1", "1", "Infinity")],
)
def test_an_amount_is_finite_positive_and_in_order(low: str, best: str, high: str) -> None:
    """An interval that is upside down, below zero or endless is no amount."""
    with pytest.raises(ValueError, match="low, best and high must be"):
        Amount(Decimal(low), Decimal(best), Decimal(high), FLOP)


def test_an_amount_shows_its_interval_only_if_it_has_one() -> None:
    """A point is one number; an interval is three."""
    assert str(flop("3.8e25")) == "3.8e25 FLOP"
    assert flop("3.8e25").is_point
    interval = Amount(Decimal(1), Decimal(2), Decimal(3), "days")
    assert str(interval) == "1 … 2 … 3 days"
    assert not interval.is_point


@given(amounts())
def test_an_amount_goes_through_json_without_rounding(amount: Amount) -> None:
    """As JSON an amount is text, from which the same amount can be read."""
    printed = amount.as_json()
    low, best, high = (number(printed[end], place="") for end in ("low", "best", "high"))
    assert Amount(low, best, high, printed["unit"]) == amount


# -- Numbers as text ----------------------------------------------------------------------------


@given(st.decimals(-(10**30), 10**30, places=10) | NUMBERS)
def test_a_number_is_written_so_that_it_reads_the_same(value: Decimal) -> None:
    """`plain` loses no digit, and adds none."""
    assert number(plain(value), place="") == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("0E+7", "0"),
        ("-0", "0"),
        ("0.3", "0.3"),
        ("0.00001", "1e-5"),
        ("0.000001", "1e-6"),
        ("0.0125", "0.0125"),
        ("13716198400", "13716198400"),
        ("15600000000000", "1.56e13"),
        ("1e15", "1e15"),
        ("1e16", "1e16"),
        ("38e24", "3.8e25"),
        ("3.80e25", "3.8e25"),
        ("10000000000000000000000001", "1.0000000000000000000000001e25"),
        ("-1e25", "-1e25"),
    ],
)
def test_a_number_is_written_out_unless_an_exponent_saves_zeros(value: str, text: str) -> None:
    """An exponent that saves three characters or more stands in place of zeros."""
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    "text", ["", " ", "many", "1,000", "0x10", "1e", "nan", "inf", "-Infinity", "1e61", "1e-61"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """A word, a number with commas and a number beyond all measure are refused with a remedy."""
    with pytest.raises(ReadingError) as refused:
        number(text, place="compute.yaml:4")
    assert refused.value.place == "compute.yaml:4"
    assert "such as 3.8e25" in refused.value.remedy


def test_a_very_long_number_is_refused_before_it_is_read() -> None:
    """A number of thousands of digits is not meant, and is not shown either."""
    with pytest.raises(ReadingError, match="a number of 5000 digits is not meant"):
        number("9" * 5000, place="x")


@pytest.mark.parametrize("text", ["3.8e25", "13716198400", "0.41", "1e60", "-3"])
def test_what_is_a_number_is_read(text: str) -> None:
    """Numbers as people write them are read exactly."""
    assert number(text, place="") == Decimal(text)


# -- Quotients -------------------------------------------------------------------------------------


def test_a_joule_is_an_exact_part_of_a_megawatt_hour() -> None:
    """3.6 gigajoules are one megawatt-hour, and a watt for an hour is a watt-hour."""
    assert ENERGY_IN_MWH["GJ"] * Fraction(36, 10) == ENERGY_IN_MWH["MWh"] == 1
    assert ENERGY_IN_MWH["kWh"] == 1000 * ENERGY_IN_MWH["Wh"] == 3600 * ENERGY_IN_MWH["kJ"]
    assert ENERGY_IN_MWH["TJ"] == 1000 * ENERGY_IN_MWH["GJ"] == 10**6 * ENERGY_IN_MWH["MJ"]
    assert ENERGY_IN_MWH["TWh"] == 1000 * ENERGY_IN_MWH["GWh"]
    assert POWER_IN_MW["MW"] == 1000 * POWER_IN_MW["kW"] == 10**6 * POWER_IN_MW["W"]
    assert ENERGY_PER_FLOP_IN_MWH["J/FLOP"] == ENERGY_IN_MWH["J"]
    assert ENERGY_PER_FLOP_IN_MWH["J/FLOP"] == 10**12 * ENERGY_PER_FLOP_IN_MWH["pJ/FLOP"]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_ends_that_are_decimal_numbers_stay_exact(
    one: Decimal, two: Decimal, three: Decimal
) -> None:
    """Fractions that a decimal number can be become that number."""
    ends = sorted((one, two, three))
    low, best, high = (Fraction(end) for end in ends)
    assert Amount.quotient(low, best, high, "MWh") == Amount(ends[0], ends[1], ends[2], "MWh")


@given(st.fractions(0, 10**9), st.fractions(0, 10**9), st.fractions(0, 10**9))
def test_ends_that_are_none_are_rounded_outwards(
    one: Fraction, two: Fraction, three: Fraction
) -> None:
    """A quotient loses nothing of its interval, and hardly anything of its best value."""
    low, best, high = sorted((one, two, three))
    found = Amount.quotient(low, best, high, "MWh")
    if low < high:
        assert Fraction(found.low) <= low
        assert Fraction(found.high) >= high
    assert abs(Fraction(found.best) - best) <= best / 10**11


def test_one_point_stays_one_point() -> None:
    """A third is rounded once, and is no interval for it."""
    third = Fraction(1, 3)
    assert Amount.quotient(third, third, third, "MWh").is_point


def test_what_is_rounded_has_so_many_figures() -> None:
    """For showing, a number has four figures, and an interval does not shrink."""
    assert plain(significant(Fraction(100, 3), 4)) == "33.33"
    assert plain(significant(Fraction(750), 4)) == "750"
    assert rounded(Amount.exactly(Decimal(123456), "MWh"), 4) == "123500"
    wide = Amount(Decimal("1.23456"), Decimal("2.5"), Decimal("9.87601"), "MWh")
    assert rounded(wide, 4) == "1.234 … 2.5 … 9.877"
