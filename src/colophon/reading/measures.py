"""Quantities as people write them: FLOP, rates, tokens, parameters, hours of units, energy, power.

`numerals` reads the number; here stand the units. `FLOPs` with a small s is a plural. `FLOPS` may
be operations or operations per second: where an amount is asked for it is refused, where a rate is
asked for it is FLOP/s. Years, months and whatever else has no fixed length are refused, and so are
hours of nodes, hosts and other things that hold several units.
"""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from colophon.quantities import Amount, plain
from colophon.reading.numerals import MULTIPLIER, MULTIPLIERS, Numeral, multiplied, numeral

if TYPE_CHECKING:
    from collections.abc import Mapping


class Quantity(StrEnum):
    """What is asked for; the value is the unit in which its amounts are given."""

    FLOP = "FLOP"
    RATE = "FLOP/s"
    TOKENS = "tokens"
    PARAMETERS = "parameters"
    ENERGY = "J"
    POWER = "W"


@dataclass(frozen=True, slots=True)
class UnitHours:
    """Hours of all units together.

    Attributes:
        hours: above zero.
        accelerator: what a unit is called, such as `H800`; None where no name is given.
    """

    hours: Decimal
    accelerator: str | None = None

    def __post_init__(self) -> None:
        if not self.hours > 0:
            raise ValueError(f"`{plain(self.hours)}` is not above zero")

    def __str__(self) -> str:
        return f"{plain(self.hours)} {self.accelerator or 'unit'}-hours"


_EXAMPLES: Final[Mapping[Quantity, str]] = {
    Quantity.FLOP: "3.8e25 FLOP, 38 YFLOP or 2800 PF-days",
    Quantity.RATE: "989.4e12 FLOP/s or 989.4 TFLOP/s",
    Quantity.TOKENS: "14.8e12 or 14.8T tokens",
    Quantity.PARAMETERS: "7.3e9 or 7.3B parameters",
    Quantity.ENERGY: "1300 MWh or 4.7 TJ",
    Quantity.POWER: "700 W or 25 MW",
}

COUNTED: Final = (Quantity.TOKENS, Quantity.PARAMETERS)
"""Whole numbers, of which one may leave the unit out."""

_METERED: Final = frozenset({Quantity.ENERGY, Quantity.POWER})
"""What meters show to three decimals, zeros at the end included."""

_POWERS_TAKEN_FOR_DIGITS: Final[Mapping[Quantity, range]] = {
    Quantity.FLOP: range(15, 31),
    Quantity.RATE: range(9, 19),
    Quantity.TOKENS: range(9, 16),
    Quantity.PARAMETERS: range(6, 16),
}
"""Powers of ten that are so usual that `1025` for 10^25 is the likelier reading."""

_PREFIXES: Final[Mapping[str, int]] = {
    "": 0,
    "kilo": 3,
    "mega": 6,
    "giga": 9,
    "tera": 12,
    "peta": 15,
    "exa": 18,
    "zetta": 21,
    "yotta": 24,
    "k": 3,
    "m": 6,
    "g": 9,
    "t": 12,
    "p": 15,
    "e": 18,
    "z": 21,
    "y": 24,
}
"""In small letters; `m` is looked at before."""

_PREFIX: Final = "(?P<prefix>kilo|mega|giga|tera|peta|exa|zetta|yotta|[kmgtpezy]?)"
_OPERATIONS: Final = (
    rf"{_PREFIX}[ -]?(?P<stem>flops?|floating[ -]point operations?)"
    r"(?P<rate> ?(?:/|per) ?(?:s|sec|second))?"
)
_RATE_TIMES_TIME: Final = (
    rf"{_PREFIX}[ -]?(?P<stem>f|fs|flops?)(?:/s|/sec|/second| per second)?[ ·⋅-]"
    r"(?P<time>days?|hours?)"
)
_MULTIPLY_ADDS: Final = rf"{_PREFIX}macs?(/s)?"
_OF_ANYTHING: Final = "(?i:million|billion|trillion|mln|mn|bn|tn)|[mMB]"
"""Multipliers that say nothing else: `4k videos` may be a resolution, `5t CO2` a weight."""

_COUNTS: Final = {
    Quantity.TOKENS: "tokens?|tok",
    Quantity.PARAMETERS: "parameters?|params?",
}
_WORD: Final = "(?P<word>kilo|mega|giga|tera)?"
_LETTER: Final = "(?P<prefix>[kKMGT]?)"
_WATT_HOURS: Final = rf"{_LETTER}(?:Wh|wh|WH)|(?i:{_WORD}watt[ -]?hours?)"
_JOULES: Final = rf"{_LETTER}J|(?i:{_WORD}joules?)"
_WATTS: Final = rf"{_LETTER}[Ww]|(?i:{_WORD}watts?)"

_SECONDS: Final = {"d": Decimal(86_400), "h": Decimal(3_600)}
_HOURS_OF_A_DAY: Final = Decimal(24)
_JOULES_OF_A_MEGAWATT_HOUR: Final = Decimal("3.6e9")

_NO_NAME: Final = "(?:gpu|chip|tpu|npu|accelerator|unit|device|card)s?"
"""What accelerators are called that are not called by their name."""

_PART: Final = "cores?"
"""What is not known to be a whole or a part, unless it is said of what."""

_NO_MULTIPLIER: Final = (
    "[a-z]|mm|mio|mil+s?|milliards?|mrd|md|bil+|bln|trill?|trn|lakhs?|crores?|hundreds?|dozens?|"
    "thousands?|millions?|billions?|trillions?|quadrillions?|quintillions?"
)
"""First words that were meant for a multiplier, and would be lost in a name."""

_SEVERAL_UNITS: Final = (
    "(?:node|server|host|machine|system|rack|pod|slice|cluster|v?cpu)s?|dgx|hgx|wall|person|man"
)
"""What holds a number of units that nobody can guess, or none."""

_TIMES: Final = (
    r"(?P<time>hours?|hrs?|h|days?|years?|months?|weeks?|minutes?|mins?|seconds?|secs?|s|yrs?)"
)
_EXACT: Final = decimal.Context(prec=200, traps=[decimal.Inexact, decimal.InvalidOperation])


def measure(text: str, *, asked: Quantity) -> Amount:
    """Read an amount of what is asked, in its unit: `38 YFLOP` is 3.8e25 FLOP.

    Tokens and parameters need no unit; energy comes in J, power in W. All arithmetic is exact.

    Raises:
        ValueError: no number, no unit, another quantity, or two readings, which it names.
    """
    found = numeral(text)
    value, unit = _scaled(found, text, asked)
    if not unit and asked not in COUNTED:
        raise ValueError(f"`{text.strip()}` has no unit; write it with one, such as {_like(asked)}")
    power, factor = _power(unit, text, asked) if unit else (0, Decimal(1))
    _refuse_lost_power(found, text, asked, is_plain=value == found.value and not power)
    amount = _times(multiplied(value, power), factor, asked)
    if asked in COUNTED and amount.best != amount.best.to_integral_value():
        raise ValueError(f"`{text.strip()}` is no whole number of {asked.value}")
    return amount


def amount(text: str) -> Amount:
    """Read an amount of anything: what is known by its unit in its own, else as it is written.

    FLOP, FLOP/s, tokens and parameters are known. `12 GPU hours` is 12 `GPU hours`.

    Raises:
        ValueError: no number, no unit, or two readings, which it names.
    """
    found = numeral(text)
    if not found.rest:
        written = found.written
        raise ValueError(f"`{written}` has no unit; write it with one, such as `{written} FLOP`")
    for asked in (Quantity.FLOP, Quantity.RATE, Quantity.TOKENS, Quantity.PARAMETERS):
        value, unit = _scaled(found, text, asked, is_sure=False)
        known = _known(unit, text, asked) if unit else None
        if known is not None:
            power, factor = known
            is_plain = value == found.value and not power
            _refuse_lost_power(found, text, asked, is_plain=is_plain)
            return _times(multiplied(value, power), factor, asked)
    if found.is_glued:
        letter = re.match(rf"(?P<multiplier>{_OF_ANYTHING}) +(?P<unit>[^\W\d_].*)", found.rest)
        if letter is None:
            raise ValueError(f"`{text.strip()}` leaves no space between number and unit")
        value = _multiplied(found, letter["multiplier"], text)
        return Amount.exactly(value, letter["unit"])
    return Amount.exactly(found.one_reading(), found.rest)


def unit_hours(text: str) -> UnitHours:
    """Read hours of accelerators, such as `2.788M H800 hours`, `300 chip-days` or `18 000`.

    Raises:
        ValueError: no number, another time, units of which it is not known what they hold, or two
            readings.
    """
    found = numeral(text)
    glued = re.match(rf"(?P<multiplier>{MULTIPLIER})(?P<end>[ -]+|$)", found.rest)
    value, rest = found.value, found.rest
    if glued is not None:
        if found.is_spaced and found.is_glued:
            raise ValueError(_unclear(text))
        value, rest = _multiplied(found, glued["multiplier"], text), rest[glued.end() :]
    elif found.is_glued:
        raise ValueError(f"`{text.strip()}` leaves no space between number and unit")
    if not rest:
        return UnitHours(value)
    rest = re.sub(r"^(?P<time>.*\S) (?:of|on) (?P<name>.+)$", r"\g<name> \g<time>", rest)
    parts = re.fullmatch(rf"(?:(?P<name>.+?)[ ·⋅-]+)?{_TIMES}", rest)
    if parts is None:
        raise ValueError(
            f"`{text.strip()}` is no time of accelerators; write such as `18000 H100-hours`"
        )
    name = _accelerator(parts["name"] or "", text)
    time = parts["time"]
    if time.startswith("d"):
        if not parts["name"]:
            raise ValueError(
                f"`{text.strip()}` does not say of how many units; write the hours of all units "
                "together, such as `18000 H100-hours`"
            )
        value = _times(value, _HOURS_OF_A_DAY, Quantity.TOKENS).best
    elif not time.startswith("h"):
        raise ValueError(f"`{text.strip()}` is in {time}; write hours or days of units")
    return UnitHours(value, name)


def count(text: str, *, asked: Quantity) -> int:
    """Read a whole number of tokens or parameters, such as `14.8T tokens`.

    Raises:
        ValueError: as `measure` does.
    """
    return int(measure(text, asked=asked).best)


def unmistakable(amount: Amount) -> str:
    """Return the text of an amount that is one point, such that `amount` reads it as the same.

    1025 FLOP would be taken for a power that was lost, so it is written `1.025e3 FLOP`.
    """
    number = plain(amount.best)
    if re.fullmatch("10[1-9][0-9]?", number):
        number = f"{number[0]}.{number[1:]}e{len(number) - 1}"
    return f"{number} {amount.unit}"


def megawatt_hours(energy: Amount) -> Amount | None:
    """Return an amount in J as one in MWh; None where it has no end in decimals."""
    assert energy.unit == Quantity.ENERGY, "energy is in J"
    try:
        low, best, high = (
            _EXACT.divide(one, _JOULES_OF_A_MEGAWATT_HOUR)
            for one in (energy.low, energy.best, energy.high)
        )
    except decimal.Inexact:
        return None
    return Amount(low, best, high, "MWh")


# -- Numbers with their multiplier ----------------------------------------------------------------


def _scaled(
    found: Numeral, text: str, asked: Quantity, *, is_sure: bool = True
) -> tuple[Decimal, str]:
    """Return the number times its multiplier, and the unit that follows.

    `is_sure` is false where the text may be of another quantity, and then nothing is refused.
    """
    rest = found.rest
    if rest and not _known(rest, text, asked, is_quiet=True):
        end = r"(?P<unit>|[ -]+\S.*)" if asked in COUNTED else r"(?P<unit>[ -]+\S.*)"
        match = re.fullmatch(rf"(?P<multiplier>{MULTIPLIER}){end}", rest)
        if match is not None and (asked in COUNTED or match["multiplier"] not in {"b", "t"}):
            unit = match["unit"].lstrip(" -")
            if is_sure or _known(unit, text, asked, is_quiet=True):
                return _multiplied(found, match["multiplier"], text), unit
            return found.value, ""
    if is_sure and asked in _METERED:
        return found.one_reading(), rest
    return found.value, rest


def _multiplied(found: Numeral, multiplier: str, text: str) -> Decimal:
    if multiplier == "m":
        number = found.written
        raise ValueError(
            f"`{text.strip()}`: `m` may be a million or a thousandth; write `{number}M` or "
            f"`{number}e-3`"
        )
    power = MULTIPLIERS[multiplier if len(multiplier) == 1 else multiplier.lower()]
    return multiplied(found.one_reading(), power)


def _times(value: Decimal, factor: Decimal, asked: Quantity) -> Amount:
    """Return the exact product in the unit of what is asked."""
    return Amount.exactly(value, asked.value).times(Amount.exactly(factor, ""), asked.value)


def _refuse_lost_power(found: Numeral, text: str, asked: Quantity, *, is_plain: bool) -> None:
    powers = _POWERS_TAKEN_FOR_DIGITS.get(asked, range(0))
    power = found.written.removeprefix("10")
    if is_plain and found.is_bare and power in map(str, powers) and power != found.written:
        raise ValueError(
            f"`{text.strip()}` may be 10^{power} or {found.written}: its power looks lost; write "
            f"`1e{power}` or `{found.written}.0`"
        )


# -- Units ----------------------------------------------------------------------------------------


def _known(
    unit: str, text: str, asked: Quantity, *, is_quiet: bool = False
) -> tuple[int, Decimal] | None:
    """Return the power of ten and the factor of a unit of what is asked; None for any other.

    Raises:
        ValueError: it may be one of two units, unless this is asked quietly.
    """
    if asked in COUNTED:
        return (0, Decimal(1)) if re.fullmatch(_COUNTS[asked], unit, re.IGNORECASE) else None
    if asked is Quantity.ENERGY:
        if found := re.fullmatch(_WATT_HOURS, unit):
            return _prefixed(found), _SECONDS["h"]
        found = re.fullmatch(_JOULES, unit)
        return None if found is None else (_prefixed(found), Decimal(1))
    if asked is Quantity.POWER:
        found = re.fullmatch(_WATTS, unit)
        return None if found is None else (_prefixed(found), Decimal(1))
    return _operations(unit, text, asked, is_quiet=is_quiet)


def _operations(
    unit: str, text: str, asked: Quantity, *, is_quiet: bool
) -> tuple[int, Decimal] | None:
    """Return the same of FLOP and FLOP/s."""
    if found := re.fullmatch(_RATE_TIMES_TIME, unit, re.IGNORECASE):
        if asked is not Quantity.FLOP or found["prefix"] == "m":
            return None
        return _PREFIXES[found["prefix"].lower()], _SECONDS[found["time"][0].lower()]
    found = re.fullmatch(_OPERATIONS, unit, re.IGNORECASE)
    if found is None or found["prefix"] == "m":
        return None
    is_plural_or_rate = found["stem"].lower() == "flops"
    is_plural = found["stem"] == "FLOPs"
    if found["rate"] and is_plural_or_rate and found["stem"].endswith("S"):
        return None
    is_rate = bool(found["rate"]) or (asked is Quantity.RATE and is_plural_or_rate)
    if is_rate != (asked is Quantity.RATE):
        return None
    if not is_rate and is_plural_or_rate and not is_plural:
        if is_quiet:
            return 0, Decimal(1)
        operations = re.sub("flops$", "FLOP", unit, flags=re.IGNORECASE)
        raise ValueError(
            f"`{text.strip()}`: `{unit}` may be operations or operations per second; write "
            f"`{operations}` or `{operations}/s`"
        )
    return _PREFIXES[found["prefix"].lower()], Decimal(1)


def _prefixed(found: re.Match[str]) -> int:
    return _PREFIXES[(found["prefix"] or found["word"] or "").lower()]


def _power(unit: str, text: str, asked: Quantity) -> tuple[int, Decimal]:
    """Return the power of ten and the factor of `unit`.

    Raises:
        ValueError: it is no unit of what is asked.
    """
    known = _known(unit, text, asked)
    if known is not None:
        return known
    if asked is Quantity.FLOP and _known(unit, text, Quantity.RATE):
        raise ValueError(
            f"`{text.strip()}` is in FLOP/s, a rate; training compute is an amount in FLOP: give "
            "the time too"
        )
    if asked is Quantity.RATE and _known(unit, text, Quantity.FLOP, is_quiet=True):
        raise ValueError(f"`{text.strip()}` is an amount in FLOP; a rate is in FLOP/s")
    if re.fullmatch(_MULTIPLY_ADDS, unit, re.IGNORECASE):
        raise ValueError(
            f"`{text.strip()}` counts multiply-adds, each of which is two operations; write FLOP"
        )
    if re.match("m[A-Za-z]", unit) and _known(f"M{unit[1:]}", text, asked, is_quiet=True):
        raise ValueError(
            f"`{text.strip()}`: `m` may be mega or milli; write `M{unit[1:]}` if it is mega"
        )
    raise ValueError(f"`{unit}` is not a unit that is asked for here; write {_like(asked)}")


def _like(asked: Quantity) -> str:
    return f"`{_EXAMPLES[asked].split(',')[0].split(' or ')[0]}`"


# -- Accelerators ---------------------------------------------------------------------------------


def _accelerator(name: str, text: str) -> str | None:
    """Return the name of an accelerator without what is no name; None for `GPU` and its like.

    Raises:
        ValueError: it holds several units, or a product, or is no name.
    """
    words = [word for word in re.split(r"[ -]+", name) if word]
    for word in words:
        if re.fullmatch(_SEVERAL_UNITS, word, re.IGNORECASE):
            raise ValueError(
                f"`{text.strip()}` counts by `{word}`; write the hours of all accelerators together"
            )
        if word in {"x", "×", "*"}:
            raise ValueError(f"`{text.strip()}` is a product; write the number that it makes")
    own = [word for word in words if not re.fullmatch(_NO_NAME, word, re.IGNORECASE)]
    if not own:
        return None
    if re.fullmatch(_NO_MULTIPLIER, words[0], re.IGNORECASE):
        raise ValueError(
            f"`{text.strip()}`: `{words[0]}` is no multiplier that is read; write such as "
            "`2.788M H800 hours`"
        )
    if all(re.fullmatch(_PART, word, re.IGNORECASE) for word in own):
        raise ValueError(_unclear(text))
    while re.fullmatch(_NO_NAME, words[-1], re.IGNORECASE):
        words.pop()
        name = re.sub("[ -]*[^ -]+[ -]*$", "", name)
    if not re.fullmatch("[A-Za-z0-9 ./+()_-]+", name) or not re.search("[A-Za-z]", name):
        raise ValueError(_unclear(text))
    return name.strip(" -")


def _unclear(text: str) -> str:
    return (
        f"`{text.strip()}` does not say clearly which units it counts; write such as "
        "`18000 H100-hours`"
    )
