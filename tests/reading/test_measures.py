"""Quantities as people write them: every spelling has one reading, or is refused with both."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter

from colophon.quantities import Amount, plain
from colophon.reading import (
    AMOUNT_PATTERN,
    COUNT_PATTERN,
    COUNTED,
    AmountText,
    ParameterCount,
    Quantity,
    RateText,
    TokenCount,
    UnitHours,
    UnitHoursText,
    measure,
    megawatt_hours,
    read_amount,
    unit_hours,
    unmistakable,
)
from colophon.reading.measures import amount
from colophon.reading.numerals import numeral

FLOP = Quantity.FLOP
RATE = Quantity.RATE
TOKENS = Quantity.TOKENS
PARAMETERS = Quantity.PARAMETERS
ENERGY = Quantity.ENERGY
POWER = Quantity.POWER

THIN, NARROW, FIXED, FIGURE = "\u2009", "\u202f", "\u00a0", "\u2007"

# -- Spellings and their one reading --------------------------------------------------------------

READ = [
    (FLOP, "3.8e25 FLOP", "3.8e25"),
    (FLOP, "3.8E+25 FLOP", "3.8e25"),
    (FLOP, "3.8×10^25 FLOP", "3.8e25"),
    (FLOP, "3.8*10^25 FLOP", "3.8e25"),
    (FLOP, "3.8 x 10^25 FLOP", "3.8e25"),
    (FLOP, "3.8·10^25 FLOP", "3.8e25"),
    (FLOP, "3.8⋅10^25 FLOP", "3.8e25"),
    (FLOP, "3.8 × 10^{25} FLOP", "3.8e25"),
    (FLOP, "3.8*10**25 FLOP", "3.8e25"),
    (FLOP, "3.8×10²⁵ FLOP", "3.8e25"),
    (FLOP, "3,8×10²⁵ FLOP", "3.8e25"),
    (FLOP, "3,8e25 FLOP", "3.8e25"),
    (FLOP, "3,80e25 FLOP", "3.8e25"),
    (FLOP, "10^25 FLOP", "1e25"),
    (FLOP, "10²⁵ FLOP", "1e25"),
    (FLOP, "10**25 FLOP", "1e25"),
    (FLOP, "  6.5E+23 flop ", "6.5e23"),
    (FLOP, "38 YFLOP", "3.8e25"),
    (FLOP, "38YFLOP", "3.8e25"),
    (FLOP, "38 Y FLOP", "3.8e25"),
    (FLOP, "38 yottaFLOP", "3.8e25"),
    (FLOP, "380 ZFLOP", "3.8e23"),
    (FLOP, "380 zettaFLOP", "3.8e23"),
    (FLOP, "38000000 ExaFLOP", "3.8e25"),
    (FLOP, "38 million EFLOP", "3.8e25"),
    (FLOP, "3.8e25 FLOPs", "3.8e25"),
    (FLOP, "38 YFLOPs", "3.8e25"),
    (FLOP, "3.8e25 floating-point operations", "3.8e25"),
    (FLOP, "2,800 PF-days", "2.4192e23"),
    (FLOP, f"2{THIN}800 PF-days", "2.4192e23"),
    (FLOP, "2800 PFLOP/s-days", "2.4192e23"),
    (FLOP, "2800 PFLOPS-days", "2.4192e23"),
    (FLOP, "2800 petaflop/s-day", "2.4192e23"),
    (FLOP, "2800 pfs-days", "2.4192e23"),
    (FLOP, "2.8 EF-days", "2.4192e23"),
    (FLOP, "1 PF-day", "8.64e19"),
    (FLOP, "24 PFLOP/s-hours", "8.64e19"),
    (FLOP, "1.234 FLOP", "1.234"),
    (FLOP, "0,125 FLOP", "0.125"),
    (FLOP, "1,234,567.8 FLOP", "1234567.8"),
    (FLOP, "1.234.567,8 FLOP", "1234567.8"),
    (FLOP, "1,234.5 FLOP", "1234.5"),
    (FLOP, "1.234,5 FLOP", "1234.5"),
    (FLOP, "1234,567 FLOP", "1234.567"),
    (RATE, "989.4e12 FLOP/s", "989.4e12"),
    (RATE, "989.4 TFLOP/s", "989.4e12"),
    (RATE, "989.4 TFLOPS", "989.4e12"),
    (RATE, "989,4 Tflops", "989.4e12"),
    (RATE, "0.9894 PFLOPs/s", "989.4e12"),
    (RATE, "312 teraFLOP per second", "312e12"),
    (TOKENS, "14.8T tokens", "14.8e12"),
    (TOKENS, "14,8T", "14.8e12"),
    (TOKENS, "14.8 trillion tokens", "14.8e12"),
    (TOKENS, "14800 B tokens", "14.8e12"),
    (TOKENS, "14.8×10^12", "14.8e12"),
    (TOKENS, "14.8e12", "14.8e12"),
    (TOKENS, "300 billion tokens", "300e9"),
    (TOKENS, "300bn tokens", "300e9"),
    (TOKENS, "14.8 Trillion tokens", "14.8e12"),
    (TOKENS, "512k tokens", "512e3"),
    (TOKENS, "1024 tokens", "1024"),
    (PARAMETERS, "7.3 B", "7.3e9"),
    (PARAMETERS, "7.3B parameters", "7.3e9"),
    (PARAMETERS, "671b params", "671e9"),
    (PARAMETERS, "405,853,388,800 parameters", "405853388800"),
    (PARAMETERS, "405.853.388.800", "405853388800"),
    (PARAMETERS, "13'716'198'400", "13716198400"),
    (PARAMETERS, "13\u2019716\u2019198\u2019400", "13716198400"),
    (PARAMETERS, "13_716_198_400", "13716198400"),
    (PARAMETERS, "13 716 198 400", "13716198400"),
    (PARAMETERS, f"13{THIN}716{THIN}198{THIN}400", "13716198400"),
    (PARAMETERS, f"13{NARROW}716{NARROW}198{NARROW}400", "13716198400"),
    (PARAMETERS, f"13{FIXED}716{FIXED}198{FIXED}400", "13716198400"),
    (PARAMETERS, f"13{FIGURE}716{FIGURE}198{FIGURE}400", "13716198400"),
    (ENERGY, "1300 MWh", "4.68e12"),
    (ENERGY, "1.3 GWh", "4.68e12"),
    (ENERGY, "1.3 million kWh", "4.68e12"),
    (ENERGY, "1 Wh", "3600"),
    (ENERGY, "12 kilowatt-hours", "43.2e6"),
    (ENERGY, "4,7 TJ", "4.7e12"),
    (ENERGY, "5 J", "5"),
    (POWER, "700 W", "700"),
    (POWER, "1.2 kW", "1200"),
    (POWER, "25 MW", "25e6"),
]


@pytest.mark.parametrize(("asked", "written", "read"), READ)
def test_a_spelling_has_one_reading(asked: Quantity, written: str, read: str) -> None:
    """A spelling that is clear is read exactly, in the unit of what is asked."""
    assert measure(written, asked=asked) == Amount.exactly(Decimal(read), asked.value)


@pytest.mark.parametrize(("asked", "written"), [(asked, text) for asked, text, _ in READ])
def test_an_editor_takes_every_spelling(asked: Quantity, written: str) -> None:
    """What is read is let through by the patterns of the JSON Schemas, but a number in quotes."""
    pattern = COUNT_PATTERN if asked in COUNTED else AMOUNT_PATTERN
    assert re.search(pattern, written) or re.fullmatch("[0-9.e]+", written)


@pytest.mark.parametrize(
    ("written", "hours", "accelerator"),
    [
        ("2.788M H800 hours", "2788000", "H800"),
        ("2.788 M H800 hours", "2788000", "H800"),
        ("2,788,000 H800-hours", "2788000", "H800"),
        ("2 788 000 H800 GPU hours", "2788000", "H800"),
        ("2.788 million GPU-hours on H800", "2788000", "H800"),
        ("2.788 Million H800 hours", "2788000", "H800"),
        ("1,720,320 A100-hours", "1720320", "A100"),
        ("30.84M GPU-hours", "30840000", None),
        ("30.84M hours", "30840000", None),
        ("30.84M", "30840000", None),
        ("18 000", "18000", None),
        ("2,800 TPU hours", "2800", None),
        ("300 chip-days", "7200", None),
        ("300 B200 hours", "300", "B200"),
        ("370k H100-80GB GPU-hours", "370000", "H100-80GB"),
        ("12 NVIDIA A100 80GB PCIe hrs", "12", "NVIDIA A100 80GB PCIe"),
        ("12 RTX 4090 h", "12", "RTX 4090"),
        ("12 TPU v4 chip-hours", "12", "TPU v4"),
        ("12 TPU v4 core-hours", "12", "TPU v4 core"),
        ("12 MI250X GCD-hours", "12", "MI250X GCD"),
    ],
)
def test_hours_of_units_are_read_with_the_name_of_the_unit(
    written: str, hours: str, accelerator: str | None
) -> None:
    """Hours and days of units become hours; a part of a unit stays in the name."""
    found = unit_hours(written)
    assert found == UnitHours(Decimal(hours), accelerator)
    assert unit_hours(str(found)) == found
    assert TypeAdapter(UnitHoursText).validate_python(written) == found
    assert re.search(COUNT_PATTERN, written)


# -- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "written", "named"),
    [
        (FLOP, "2,788 FLOP", ["2.788", "2788"]),
        (TOKENS, "2,788 tokens", ["2.788", "2788"]),
        (FLOP, "1.250 PF-days", ["1.25", "1250"]),
        (TOKENS, "2,800M tokens", ["2.800", "2800"]),
        (FLOP, "3,800e22 FLOP", ["3.800e22", "3.8e25"]),
        (FLOP, "3,812×10^25 FLOP", ["3.812×10^25", "3.812e28"]),
        (ENERGY, "12,340 MWh", ["12.340", "12340"]),
        (FLOP, "1025 FLOP", ["10^25", "1025"]),
        (FLOP, "10 25 FLOP", ["10^25", "1025"]),
        (FLOP, "3.8×1025 FLOP", ["3.8×10^25", "3.8×1025"]),
        (FLOP, "3.8x10 25 FLOP", ["3.8×10^25", "3.8×1025"]),
        (RATE, "1015 FLOP/s", ["10^15", "1015"]),
        (TOKENS, "1012 tokens", ["10^12", "1012"]),
        (PARAMETERS, "1010", ["10^10", "1010"]),
        (PARAMETERS, "109 parameters", ["10^9", "109"]),
        (TOKENS, "14.8m tokens", ["a million", "a thousandth", "14.8M", "14.8e-3"]),
        (FLOP, "38 EFLOPS", ["operations per second", "EFLOP", "EFLOP/s"]),
        (FLOP, "1.45E+24 FLOPS", ["operations per second", "FLOP", "FLOP/s"]),
        (FLOP, "380 zettaflops", ["zettaFLOP", "zettaFLOP/s"]),
        (FLOP, "38 mFLOP", ["mega", "milli", "MFLOP"]),
        (ENERGY, "5 mWh", ["mega", "milli", "MWh"]),
        (FLOP, "989 TFLOP/s", ["a rate", "give the time too"]),
        (RATE, "989 TFLOP", ["an amount in FLOP", "FLOP/s"]),
        (RATE, "989 TFLOPS/s", ["`TFLOPS/s`"]),
        (FLOP, "1.9e24 MACs", ["multiply-adds", "two operations"]),
        (FLOP, "3.8e25", ["no unit", "`3.8e25 FLOP`"]),
        (FLOP, "5 PFLOP/s-years", ["`PFLOP/s-years`"]),
        (FLOP, "14.8T tokens", ["`tokens`", "FLOP"]),
        (FLOP, "-3 FLOP", ["below zero"]),
        (FLOP, "~3e25 FLOP", ["`low`, `best` and `high`"]),
        (FLOP, "3e25 ± 1e24 FLOP", ["`low`, `best` and `high`"]),
        (FLOP, "3.7e25-3.9e25 FLOP", ["`low`, `best` and `high`"]),
        (FLOP, "3.7–3.9e25 FLOP", ["`low`, `best` and `high`"]),
        (FLOP, "2^80 FLOP", ["only ten"]),
        (FLOP, "8 × 100 FLOP", ["a product"]),
        (FLOP, "3.8 1025 FLOP", ["one number"]),
        (FLOP, "12,34,567 FLOP", ["one number"]),
        (FLOP, "1,234 567 FLOP", ["one number"]),
        (FLOP, "3.8e25e3 FLOP", ["one number"]),
        (FLOP, "3.8e999 FLOP", ["not a number that is meant"]),
        (FLOP, f"{'1' * 200} FLOP", ["200 digits"]),
        (FLOP, "many FLOP", ["not a number"]),
        (FLOP, "", ["not a number"]),
        (TOKENS, "1.5 tokens", ["no whole number"]),
        (TOKENS, "3 words", ["`words`", "14.8e12"]),
        (PARAMETERS, "7.3 GB", ["`GB`"]),
        (POWER, "3 hp", ["`hp`", "700 W"]),
        (POWER, "5 t W", ["`t W`"]),
    ],
)
def test_what_is_not_clear_is_refused(asked: Quantity, written: str, named: list[str]) -> None:
    """A refusal names both readings, or what is wrong and what to write instead."""
    with pytest.raises(ValueError, match=r"`|digits") as refused:
        measure(written, asked=asked)
    assert not [words for words in named if words not in str(refused.value)], refused.value


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("2.788m hours", ["a million", "a thousandth"]),
        ("2,788 H800 hours", ["2.788", "2788"]),
        ("2,800M H800 hours", ["2.800", "2800"]),
        ("54 days", ["how many units"]),
        ("16384 H100 x 54 days", ["a product"]),
        ("8xH100 hours", ["no space"]),
        ("300B200 hours", ["no space"]),
        ("300 910B hours", ["which units"]),
        ("300 4090-hours", ["one number"]),
        ("100 node-hours", ["`node`", "all accelerators"]),
        ("100 DGX A100 hours", ["`DGX`", "all accelerators"]),
        ("100 core-hours", ["which units"]),
        ("2.5 MM H800 hours", ["`MM`", "no multiplier"]),
        ("2.5 millions H800 hours", ["`millions`", "no multiplier"]),
        ("100 A 100 hours", ["`A`", "no multiplier"]),
        ("6,144 H100 days", ["6.144", "6144"]),
        ("5 GPU-years", ["hours or days"]),
        ("5 GPU-minutes", ["hours or days"]),
        ("5 GPUs", ["no time"]),
        ("0 hours", ["above zero"]),
    ],
)
def test_hours_that_are_not_clear_are_refused(written: str, named: list[str]) -> None:
    """Hours of nobody knows how many units, and numbers with two readings, are refused."""
    with pytest.raises(ValueError, match="`") as refused:
        unit_hours(written)
    assert not [words for words in named if words not in str(refused.value)], refused.value


# -- Amounts of anything --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("38 YFLOP", Amount.exactly(Decimal("38e24"), "FLOP")),
        ("989 TFLOP/s", Amount.exactly(Decimal("989e12"), "FLOP/s")),
        ("2,800 PF-days", Amount.exactly(Decimal("2.4192e23"), "FLOP")),
        ("14.8T tokens", Amount.exactly(Decimal("14.8e12"), "tokens")),
        ("0.5 tokens", None),
        ("7.3B parameters", Amount.exactly(Decimal("7.3e9"), "parameters")),
        ("12 GPU hours", Amount.exactly(12, "GPU hours")),
        ("25 million images", Amount.exactly(25, "million images")),
        ("25M images", Amount.exactly(25_000_000, "images")),
        ("3 TB", Amount.exactly(3, "TB")),
        ("3,5 TB", Amount.exactly(Decimal("3.5"), "TB")),
        ("1 300 MWh", Amount.exactly(1300, "MWh")),
        ("1025 days", Amount.exactly(1025, "days")),
    ],
)
def test_an_amount_of_anything_keeps_a_unit_that_is_not_known(
    written: str, read: Amount | None
) -> None:
    """What is known comes in its own unit, anything else in the unit that is written."""
    assert amount(written) == (read or Amount.exactly(Decimal("0.5"), "tokens"))
    assert re.search(AMOUNT_PATTERN, written)


@pytest.mark.parametrize(
    "written",
    [
        "5t CO2",
        "4k videos",
        "989 TFLOPS",
        "5m images",
        "12MWh",
        "1025 FLOP",
        "2,788 days",
        "3 - 4 days",
        "5",
    ],
)
def test_an_amount_of_anything_is_refused_where_it_is_not_clear(written: str) -> None:
    """What is refused of a known quantity is refused where any is taken."""
    with pytest.raises(ValueError, match="`"):
        amount(written)


def test_an_interval_may_have_any_unit_of_what_it_measures() -> None:
    """The ends of an interval are in its unit, and come in the unit of their quantity."""
    ends = {"low": 37, "best": Decimal(38), "high": 39}
    interval = Amount(Decimal("3.7e25"), Decimal("3.8e25"), Decimal("3.9e25"), "FLOP")
    assert read_amount({**ends, "unit": "YFLOP"}) == interval
    assert read_amount({**ends, "unit": "GB"}).unit == "GB"
    assert TypeAdapter(RateText).validate_python({**ends, "unit": "TFLOPS"}).unit == "FLOP/s"
    for unit in ("EFLOPS", "000 FLOP", "", " ", "× 3 FLOP"):
        with pytest.raises(ValueError, match="`"):
            read_amount({**ends, "unit": unit})


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        (TokenCount, "14.8T tokens", 14_800_000_000_000),
        (TokenCount, "1.234.567", 1_234_567),
        (TokenCount, Decimal("14.8e12"), 14_800_000_000_000),
        (ParameterCount, "7.3 B", 7_300_000_000),
        (ParameterCount, 7, 7),
        (RateText, "989 TFLOPS", Amount.exactly(Decimal("989e12"), "FLOP/s")),
        (AmountText, "38 YFLOP", Amount.exactly(Decimal("38e24"), "FLOP")),
        (UnitHoursText, 18000, UnitHours(Decimal(18000))),
        (UnitHoursText, UnitHours(Decimal(5), "H800"), UnitHours(Decimal(5), "H800")),
    ],
)
def test_the_types_of_the_ledger_read_both_forms(kind: Any, written: object, read: object) -> None:
    """A number stands without quotes; a number with its unit, or in another form, is text."""
    assert TypeAdapter(kind).validate_python(written) == read


@pytest.mark.parametrize("kind", [TokenCount, ParameterCount, UnitHoursText])
@pytest.mark.parametrize("given", ["7", "1e25", " .5 ", True, None, [], 0, -1, "0 hours", "many"])
def test_the_types_of_the_ledger_refuse_the_rest(kind: Any, given: object) -> None:
    """A number in quotes, nothing, zero and below are refused."""
    with pytest.raises(ValueError, match="validation error"):
        TypeAdapter(kind).validate_python(given)


# -- Properties -----------------------------------------------------------------------------------

SEPARATORS = st.sampled_from([",", ".", " ", "'", "\u2019", "_", THIN, NARROW, FIXED, FIGURE])
TIMES = st.sampled_from(["×", "x", "X", "*", "·", "⋅", " × ", " x ", " * "])
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def grouped(whole: int, separator: str) -> str:
    """Return a whole number with its thousands separated."""
    return f"{whole:,}".replace(",", separator)


@given(st.integers(1, 99), st.integers(0, 99), st.integers(-5, 30), TIMES)
def test_every_spelling_of_a_power_reads_to_the_same(
    whole: int, hundredths: int, power: int, times: str
) -> None:
    """However the power of ten and the decimal sign are written, the number is the same."""
    read = Decimal(f"{whole}.{hundredths:02}e{power}")
    spellings = []
    for sign in ".,":
        digits = f"{whole}{sign}{hundredths:02}"
        spellings += [f"{digits}e{power}", f"{digits}E{power:+}", f"{digits}{times}10^{power}"]
        spellings += [f"{digits}{times}10**{power}", f"{digits}{times}10^{{{power}}}"]
        spellings += [f"{digits}{times}10{str(power).translate(RAISED)}"]
    for written in spellings:
        assert numeral(f"{written} FLOP").value == read, written
        assert measure(f"{written} FLOP", asked=FLOP).best == read, written


@given(st.integers(1_000_000, 10**15), SEPARATORS, st.integers(0, 999), st.booleans())
def test_every_separator_of_thousands_reads_to_the_same(
    whole: int, separator: str, thousandths: int, is_fraction: bool
) -> None:
    """Whatever separates thousands, the number is the same, with a fraction or without."""
    sign = "," if separator == "." else "."
    fraction = f"{sign}{thousandths:03}" if is_fraction else ""
    read = Decimal(f"{whole}.{thousandths:03}") if is_fraction else Decimal(whole)
    assert numeral(f"{grouped(whole, separator)}{fraction} FLOP").value == read


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_single_comma_before_three_digits_has_one_reading_or_none(first: int, last: int) -> None:
    """It separates thousands if a zero ends the number; else it is refused with both readings."""
    written = f"{first},{last:03} GPU-hours"
    if last % 10 == 0:
        assert unit_hours(written).hours == first * 1000 + last
        return
    with pytest.raises(ValueError, match="may be") as refused:
        unit_hours(written)
    assert f"`{first}.{last:03}`" in str(refused.value)
    assert f"`{first * 1000 + last}`" in str(refused.value)


@given(
    st.decimals("0.001", 10**6, places=3),
    st.sampled_from([("T", 12), ("B", 9), ("M", 6), ("k", 3), (" trillion", 12), (" bn", 9)]),
)
def test_a_multiplier_is_a_power_of_ten(number: Decimal, multiplier: tuple[str, int]) -> None:
    """A multiplier, glued or not, is exactly its power of ten."""
    name, power = multiplier
    written = f"{number:f}{name} FLOP"
    assert measure(written, asked=FLOP).best == number * Decimal(10) ** power


@given(st.integers(1, 10**30), st.sampled_from(list(Quantity)))
def test_what_is_written_is_read_as_the_same(whole: int, asked: Quantity) -> None:
    """An amount that the program writes is never taken for a power that was lost."""
    written = Amount.exactly(whole, asked.value)
    assert amount(unmistakable(written)) == written
    for small in range(1000, 1100):
        few = Amount.exactly(small, asked.value)
        assert amount(unmistakable(few)) == few


@given(st.text("0123456789.,'_ eE+-×x^*⁰²kKmMBTFLOPYs/", max_size=14))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way, and what it reads its editor takes."""
    try:
        found = amount(text)
    except ValueError:
        return
    assert re.search(AMOUNT_PATTERN, text)
    assert amount(unmistakable(found)) == found


@given(st.text("0123456789., kMTHPU8-hoursday×x", max_size=16))
def test_whatever_is_written_as_hours_is_read_or_refused(text: str) -> None:
    """No text makes the reader of hours fail in another way, and what it reads can be written."""
    try:
        found = unit_hours(text)
    except ValueError:
        return
    assert unit_hours(str(found)) == found


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_energy_comes_back_as_it_was(first: int, more: int) -> None:
    """What was written in MWh is the same in MWh again; what has no end there is none."""
    written = measure(f"{first}.{more:09} MWh", asked=ENERGY)
    again = megawatt_hours(written)
    assert again is not None
    assert plain(again.best) == plain(Decimal(f"{first}.{more:09}"))
    assert megawatt_hours(Amount.exactly(1, "J")) is None
