"""Values as people write them in a dossier: numbers, counts, days, amounts with their unit."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field as Attribute, StrictBool, WithJsonSchema

from colophon.errors import ReadingError
from colophon.quantities import Amount, number, plain
from colophon.reading import measures
from colophon.reading.measures import Quantity, UnitHours, measure, unit_hours

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from colophon.reading.texts import Plain


def _not_text(value: Plain) -> Plain:
    if isinstance(value, str):
        raise ValueError(not_a_number(value))
    if isinstance(value, bool):
        raise ValueError("true and false are not numbers")
    return value


def not_a_number(text: str) -> str:
    """Say what is wrong with a text where a number belongs."""
    try:
        number(text, place="")
    except ReadingError:
        return f"`{text}` is not a number"
    return f"`{text}` is text where a number belongs; write it without quotes"


def read_day(value: Plain) -> date:
    """Read a day from `2026-11-21`, and from no other form.

    Raises:
        ValueError: it is not a day, or not in that form.
    """
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise ValueError(f"`{value}` is not a day; write it as 2026-11-21")


def read_month(value: Plain) -> str:
    """Read a month from `2026-11`, and from no other form.

    Raises:
        ValueError: it is not a month, or not in that form.
    """
    if isinstance(value, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return value
    raise ValueError(f"`{value}` is not a month; write it as 2026-11")


def _whole(value: Plain) -> Plain:
    value = _not_text(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def read_amount(value: Plain, *, asked: Quantity | None = None) -> Plain:
    """Read an amount from `3.8e25 FLOP` or from a mapping `low, best, high, unit`.

    What `measures` knows comes in its own unit, `38 YFLOP` as 3.8e25 FLOP; anything else in the
    unit that is written. Where one quantity is asked for, `asked`, there is nothing else.

    Raises:
        ValueError: no unit, no number, not in that form, or two readings.
    """
    if isinstance(value, Amount):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        written = plain(Decimal(value))
        unit = Quantity.FLOP if asked is None else asked
        raise ValueError(f"`{written}` has no unit; write it with one, such as `{written} {unit}`")
    if isinstance(value, str):
        return _measured(value, asked)
    if isinstance(value, dict):
        ends = {"low", "best", "high"}
        if set(value) != ends | {"unit"}:
            raise ValueError("an interval has exactly `low`, `best`, `high` and `unit`")
        if not all(isinstance(_not_text(value[end]), int | Decimal) for end in ends):
            raise ValueError("`low`, `best` and `high` are numbers")
        if not isinstance(value["unit"], str) or not value["unit"].strip():
            raise ValueError("`unit` is a word, such as FLOP")
        low, best, high = (Decimal(value[end]) for end in ("low", "best", "high"))
        one = _measured(f"1e0 {value['unit']}", asked)
        return Amount(low, best, high, "").times(one, one.unit)
    raise ValueError("write an amount as `3.8e25 FLOP`, or with `low`, `best`, `high` and `unit`")


def _measured(text: str, asked: Quantity | None) -> Amount:
    return measures.amount(text) if asked is None else measure(text, asked=asked)


def _read_rate(value: Plain) -> Plain:
    """Read an amount where a rate is asked for, so that `989 TFLOPS` is in FLOP/s."""
    return read_amount(value, asked=Quantity.RATE)


def _read_unit_hours(value: Plain) -> Plain:
    """Read hours of units from a number, or from `2.788M H800 hours`."""
    if isinstance(value, UnitHours):
        return value
    if isinstance(value, str):
        return unit_hours(more_than_a_number(value))
    value = _not_text(value)
    if isinstance(value, int | Decimal):
        return UnitHours(Decimal(value))
    raise ValueError("write hours of units as a number, or such as `2.788M H800 hours`")


def _read_tokens(value: Plain) -> Plain:
    if isinstance(value, str):
        return measures.count(more_than_a_number(value), asked=Quantity.TOKENS)
    return _whole(value)


def _read_parameters(value: Plain) -> Plain:
    if isinstance(value, str):
        return measures.count(more_than_a_number(value), asked=Quantity.PARAMETERS)
    return _whole(value)


def more_than_a_number(text: str) -> str:
    """Refuse a number in quotes: what needs none has none.

    Raises:
        ValueError: it is a number and nothing more.
    """
    if re.fullmatch(_PLAIN_NUMBER, text):
        raise ValueError(not_a_number(text))
    return text


class _WrittenAsNumber:
    """The JSON Schema of a number as people write it: never as text, whole ones as `5.6e12` too."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        if described.get("type") == "integer":
            return {**described, "type": "number", "multipleOf": 1}
        return next(one for one in described["anyOf"] if one["type"] == "number")


_PLAIN_NUMBER = r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*"

WRITTEN_NUMBER = (
    r"\s*\+?\.?[0-9][0-9.,_'\u2019\s]*([eE][-+]?[0-9]+)?(\s*[×xX*·⋅✕]\s*10)?"
    r"((\^|\*\*) ?\{?[-+\u2212]?[0-9]+\}?|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s*"
)
"""Pattern, for the JSON Schemas of editors, of the numbers that `numerals` reads and a few more."""

AMOUNT_PATTERN = rf"^{WRITTEN_NUMBER}(?![eE][-+]?[0-9])[^\s0-9.,'_].*$"
"""The same of amounts with a unit."""

COUNT_PATTERN = rf"^(?!{_PLAIN_NUMBER}$){WRITTEN_NUMBER}([A-Za-z].*)?$"
"""The same of numbers that need no unit; a number alone has no quotes."""

_INTERVAL = {
    "type": "object",
    "required": ["low", "best", "high", "unit"],
    "additionalProperties": False,
    "properties": {
        "low": {"type": "number"},
        "best": {"type": "number"},
        "high": {"type": "number"},
        "unit": {"type": "string"},
    },
}


def _amount_schema(example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "description": f"An amount such as `{example}`, or an interval.",
            "anyOf": [
                {"type": "string", "pattern": AMOUNT_PATTERN, "examples": [example]},
                _INTERVAL,
            ],
        }
    )


def _number_or_words(number: dict[str, Any], example: str) -> WithJsonSchema:
    """Return the JSON Schema of a number without quotes, or of one with its unit."""
    words = {"type": "string", "pattern": COUNT_PATTERN, "examples": [example]}
    return WithJsonSchema({"anyOf": [{**number, "exclusiveMinimum": 0}, words]})


Number: TypeAlias = Annotated[Decimal, BeforeValidator(_not_text), _WrittenAsNumber()]
"""An exact number, written without quotes."""

Count: TypeAlias = Annotated[int, BeforeValidator(_whole), _WrittenAsNumber()]
"""A whole number, written without quotes; `5.6e12` is one."""

Day: TypeAlias = Annotated[date, BeforeValidator(read_day)]
"""A day, written as `2026-11-21`."""

Flag: TypeAlias = StrictBool
"""`true` or `false`, nothing else."""

AmountText: TypeAlias = Annotated[
    Amount, BeforeValidator(read_amount), _amount_schema("3.8e25 FLOP")
]
"""An amount, written as `3.8e25 FLOP` or as `low`, `best`, `high` and `unit`."""

RateText: TypeAlias = Annotated[
    Amount, BeforeValidator(_read_rate), _amount_schema("989.4 TFLOP/s")
]
"""An amount where a rate is asked for, so that `989 TFLOPS` is one too."""

TokenCount: TypeAlias = Annotated[
    int,
    BeforeValidator(_read_tokens),
    _number_or_words({"type": "number", "multipleOf": 1}, "14.8T tokens"),
    Attribute(gt=0),
]
"""A number of tokens above zero: a whole number without quotes, or such as `14.8T tokens`."""

ParameterCount: TypeAlias = Annotated[
    int,
    BeforeValidator(_read_parameters),
    _number_or_words({"type": "number", "multipleOf": 1}, "7.3B parameters"),
    Attribute(gt=0),
]
"""A number of parameters above zero: a whole number without quotes, or such as `7.3 B`."""

UnitHoursText: TypeAlias = Annotated[
    UnitHours,
    BeforeValidator(_read_unit_hours),
    _number_or_words({"type": "number"}, "2.788M H800 hours"),
]
"""Hours of all units: a number without quotes, or such as `2.788M H800 hours`."""
