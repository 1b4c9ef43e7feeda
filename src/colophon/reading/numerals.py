"""Numbers as people write them: separators, decimal commas, powers of ten, multipliers.

What can be read in two ways is refused, and the message names both. The rules:

* A single point is the decimal point, and is refused where only one that separates thousands would
  be written so (`18.000`): a fraction is not written with zeros at its end. Points or commas that
  stand twice separate thousands.
* Where a point and a comma stand in one number, the last of them is the decimal sign.
* Spaces of all kinds, apostrophes and underscores separate thousands, and nothing else does.
* A single comma is the decimal sign, unless exactly three digits follow it and one to three stand
  before, the first of them no zero. Then it separates thousands if the last digit is a zero,
  because a fraction is not written with zeros at its end; else it is refused (`2,788`). A power or
  a multiplier after such a number takes that certainty away again (`2,800M`).
* Only ten is raised to a power. `3.8×1025` is refused: it looks like a power that was lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.errors import ReadingError
from colophon.quantities import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

MULTIPLIERS: Final[Mapping[str, int]] = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "mln": 6,
    "mn": 6,
    "bn": 9,
    "tn": 12,
    "k": 3,
    "K": 3,
    "M": 6,
    "b": 9,
    "B": 9,
    "G": 9,
    "t": 12,
    "T": 12,
    "P": 15,
    "E": 18,
    "Z": 21,
    "Y": 24,
}
"""Word or letter -> power of ten; words in small letters.

`m` is not among them: it may be a million or a thousandth.
"""

MULTIPLIER: Final = "(?i:thousand|million|billion|trillion|mln|mn|bn|tn)|[kKmMbBGtTPEZY]"
"""Pattern of what stands for a multiplier."""

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
        "\u2019": "'",
        "\u2212": "-",
        **dict.fromkeys("\u22c5\u2715*x", "\u00d7"),
        "\u00b7": "\u00d7",
        "X": "\u00d7",
    }
)
"""Signs that differ in print and not in what they say, put down to one of each."""

_TIMES: Final = "\u00d7"
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")

_DIGITS: Final = (
    r"(?P<grouped>[1-9][0-9]{0,2}(?P<gap>[ '_])[0-9]{3}(?:(?P=gap)[0-9]{3})*(?![0-9]))"
    r"(?:[.,](?P<tail>[0-9]+))?"
    r"|(?P<commas>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<after_commas>[0-9]+))"
    r"|(?P<many_commas>[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})(?![0-9])"
    r"|(?P<points>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<after_points>[0-9]+))"
    r"|(?P<many_points>[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(?![0-9])"
    r"|(?P<whole>[0-9]+),(?P<fraction>[0-9]+)"
    r"|(?P<plain>[0-9]+\.?[0-9]*|\.[0-9]+)"
)
_EXPONENT: Final = r"[eE](?P<exponent>[-+]?[0-9]+)"
_POWER: Final = (
    r"(?:\^|××) ?(?P<brace>\{)?(?P<power>[-+]?[0-9]+)(?(brace)\})|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)
_LOST: Final = r"10 ?(?P<power>[1-9][0-9]?)(?![0-9])"
_IN_DOUBT: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
_MULTIPLIED: Final = re.compile(rf" ?(?:{MULTIPLIER})(?![^\W_])")
_GROUP: Final = 3
"""How many digits a separator of thousands is followed by."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at the beginning of a text.

    Attributes:
        value: the number.
        written: its digits as they stand in the text, with their power.
        rest: what follows it, without the spaces between.
        is_glued: whether nothing stands between the two.
        is_bare: whether it is digits alone: no sign between them, no power.
        is_spaced: whether plain spaces separate its thousands.
        otherwise: what it would be with its comma as decimal sign, if that is not quite excluded.
    """

    value: Decimal
    written: str
    rest: str
    is_glued: bool = False
    is_bare: bool = False
    is_spaced: bool = False
    otherwise: Decimal | None = None

    def one_reading(self) -> Decimal:
        """Return the value where its comma could only separate thousands.

        Raises:
            ValueError: it could be the decimal sign as well.
        """
        if self.otherwise is not None:
            raise ValueError(_two(self.written, self.written.replace(",", "."), self.value))
        return self.value


def numeral(text: str) -> Numeral:
    """Read the number at the beginning of `text`.

    Raises:
        ValueError: there is none, it can be read in two ways, it is below zero, or not meant.
    """
    text = text.strip()
    same = text.translate(_SAME)
    start = 1 if same.startswith("+") else 0
    found = re.compile(_DIGITS).match(same, start)
    if found is None:
        raise ValueError(_no_number(text, same))
    end = found.end()
    digits = _plain_digits(found)
    is_bare = found["plain"] is not None and digits.isdecimal()
    exponent, end = _power_of_ten(same, end, digits, text)
    written = text[:end]
    _refuse_more_digits(text, same, end)
    value = _decimal(f"{digits}e{exponent}", written)
    otherwise = None
    in_doubt = found["plain"] is not None and _IN_DOUBT.fullmatch(digits)
    if in_doubt and not exponent and not _MULTIPLIED.match(same, end):
        raise ValueError(
            f"`{written}` may be {plain(value)} or {digits.replace('.', '')}: the point may be a "
            f"decimal sign or separate thousands; write `{plain(value)}`, or no point"
        )
    if _may_be_thousands(found):
        thousands = _decimal(f"{digits.replace('.', '')}e{exponent}", written)
        if exponent or not digits.endswith("0"):
            raise ValueError(_two(written, written.replace(",", "."), thousands))
        value, otherwise = thousands, value
    rest = text[end:]
    return Numeral(
        value,
        written,
        rest.strip(),
        is_glued=bool(rest) and not same[end].isspace(),
        is_bare=is_bare and end == found.end(),
        is_spaced=found["gap"] == " ",
        otherwise=otherwise,
    )


def multiplied(value: Decimal, power: int) -> Decimal:
    """Return `value` times ten to the `power`, exactly.

    Raises:
        ValueError: no quantity is as large.
    """
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "a number that was read is finite"
    return _decimal(str(Decimal((sign, digits, exponent + power))), f"{plain(value)}e{power}")


def _plain_digits(found: re.Match[str]) -> str:
    """Return what was found with a decimal point and no other sign."""
    whole = next(
        found[name]
        for name in ("grouped", "commas", "many_commas", "points", "many_points", "whole", "plain")
        if found[name] is not None
    )
    if found["plain"] is not None:
        return whole
    fraction = next(
        (
            found[name]
            for name in ("tail", "after_commas", "after_points", "fraction")
            if found[name] is not None
        ),
        "",
    )
    return f"{re.sub('[^0-9]', '', whole)}.{fraction}".rstrip(".")


def _may_be_thousands(found: re.Match[str]) -> bool:
    """Whether a single comma has as many digits on both sides as one between thousands has."""
    whole, fraction = found["whole"], found["fraction"]
    return (
        whole is not None
        and len(fraction) == _GROUP
        and len(whole) <= _GROUP
        and not whole.startswith("0")
    )


def _power_of_ten(same: str, end: int, digits: str, text: str) -> tuple[int, int]:
    """Return the exponent that follows the digits, 0 for none, and where it ends.

    Raises:
        ValueError: a power of something else, a power that was lost, or a product.
    """
    if found := re.compile(_EXPONENT).match(same, end):
        return _exponent(found["exponent"], text), found.end()
    if found := re.compile(_POWER).match(same, end):
        if digits != "10":
            raise ValueError(f"`{text}`: only ten is raised to a power here; write `3.8e25`")
        # The ten that is raised is the one before; so that 10^25 is 10 and 24 zeros more.
        return _exponent(found["power"] or found["raised"], text) - 1, found.end()
    product = re.compile(rf" ?{_TIMES} ?(?=[0-9])").match(same, end)
    if product is None:
        return 0, end
    ten = re.compile(rf"10 ?(?:{_POWER})").match(same, product.end())
    if ten is not None:
        return _exponent(ten["power"] or ten["raised"], text), ten.end()
    lost = re.compile(_LOST).match(same, product.end())
    if lost is not None:
        factor = lost[0].replace(" ", "")
        raise ValueError(
            f"`{text}` may be {digits}×10^{lost['power']} or {digits}×{factor}: its power looks "
            f"lost; write `{digits}e{lost['power']}`, or the product itself"
        )
    raise ValueError(f"`{text}` is a product; write the number that it makes")


def _exponent(text: str, whole: str) -> int:
    exponent = text.translate(_RAISED)
    if len(exponent) > _GROUP:
        raise ValueError(f"`{whole}` is not a number that is meant")
    return int(exponent)


def _refuse_more_digits(text: str, same: str, end: int) -> None:
    """Refuse what begins like one number and goes on like another, and what is not one number."""
    after = same[end:]
    if (lost := re.fullmatch(r"10 (?P<power>[1-3][0-9])(?![0-9]).*", same)) is not None:
        raise ValueError(
            f"`{text}` may be 10^{lost['power']} or 10{lost['power']}: its power looks lost; "
            f"write `1e{lost['power']}`"
        )
    if re.match(r" ?(?:[±–—…~]|\.\.|- ?[0-9.])", after):
        raise ValueError(
            f"`{text}` is more than one number; write an interval with `low`, `best` and `high`"
        )
    if re.match(r" *\+?[0-9.,'_-]| ?[eE][-+]?[0-9]", after):
        raise ValueError(f"`{text}` does not read as one number; write such as `1234567.8`")
    if re.match(rf" ?{_TIMES}(?=[ 0-9])", after):
        raise ValueError(f"`{text}` is a product; write the number that it makes")
    if after.startswith(("^", "⁺", "⁻")) or re.match("[⁰¹²³⁴⁵⁶⁷⁸⁹]", after):
        raise ValueError(f"`{text}` does not read as one number; write such as `3.8e25`")


def _no_number(text: str, same: str) -> str:
    if re.match(r"- ?[0-9.]", same):
        return f"`{text}` is below zero"
    if re.match(r"[~≈<>≤≥±]|(?i:about|circa|ca\b|approx)", same):
        return f"`{text}` is not exact; write an interval with `low`, `best` and `high`"
    begins = "does not begin with" if re.search("[0-9]", same) else "is not"
    return f"`{text}` {begins} a number"


def _two(written: str, fraction: str, thousands: Decimal) -> str:
    """Say that a number with one comma can be read in two ways."""
    whole = plain(thousands)
    return (
        f"`{written}` may be {fraction} or {whole}: the comma may be a decimal sign or separate "
        f"thousands; write `{fraction}` or `{whole}`"
    )


def _decimal(digits: str, written: str) -> Decimal:
    try:
        return number(digits.removesuffix("e0"), place="")
    except ReadingError as error:
        is_long = "digits" in error.message
        reason = error.message if is_long else f"`{written}` is not a number that is meant"
        raise ValueError(reason) from None
