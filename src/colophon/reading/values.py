"""Values as people write them in a dossier: numbers, counts, days, amounts with their unit."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import BeforeValidator, StrictBool, WithJsonSchema

from colophon.errors import ReadingError
from colophon.quantities import Amount, number, plain

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


def read_amount(value: Plain) -> Plain:
    """Read an amount from `3.8e25 FLOP` or from a mapping `low, best, high, unit`.

    Raises:
        ValueError: no unit, no number, or not in that form.
    """
    if isinstance(value, Amount):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        written = plain(Decimal(value))
        raise ValueError(f"`{written}` has no unit; write it with one, such as `{written} FLOP`")
    if isinstance(value, str):
        digits, _, unit = value.strip().partition(" ")
        try:
            best = number(digits, place="")
        except ReadingError as error:
            raise ValueError(f"{error.message}; write a number and its unit") from None
        if not unit.strip():
            raise ValueError(f"`{value}` has no unit; write it with one, such as `{value} FLOP`")
        return Amount.exactly(best, unit.strip())
    if isinstance(value, dict):
        ends = {"low", "best", "high"}
        if set(value) != ends | {"unit"}:
            raise ValueError("an interval has exactly `low`, `best`, `high` and `unit`")
        if not all(isinstance(_not_text(value[end]), int | Decimal) for end in ends):
            raise ValueError("`low`, `best` and `high` are numbers")
        if not isinstance(value["unit"], str):
            raise ValueError("`unit` is a word, such as FLOP")
        low, best, high = (Decimal(value[end]) for end in ("low", "best", "high"))
        return Amount(low, best, high, value["unit"])
    raise ValueError("write an amount as `3.8e25 FLOP`, or with `low`, `best`, `high` and `unit`")


class _WrittenAsNumber:
    """The JSON Schema of a number as people write it: never as text, whole ones as `5.6e12` too."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        if described.get("type") == "integer":
            return {**described, "type": "number", "multipleOf": 1}
        return next(one for one in described["anyOf"] if one["type"] == "number")


_AMOUNT_SCHEMA = WithJsonSchema(
    {
        "description": "An amount such as `3.8e25 FLOP`, or an interval.",
        "anyOf": [
            {"type": "string", "pattern": r"^[0-9.]+([eE][-+]?[0-9]+)? \S.*$"},
            {
                "type": "object",
                "required": ["low", "best", "high", "unit"],
                "additionalProperties": False,
                "properties": {
                    "low": {"type": "number"},
                    "best": {"type": "number"},
                    "high": {"type": "number"},
                    "unit": {"type": "string"},
                },
            },
        ],
    }
)

Number: TypeAlias = Annotated[Decimal, BeforeValidator(_not_text), _WrittenAsNumber()]
"""An exact number, written without quotes."""

Count: TypeAlias = Annotated[int, BeforeValidator(_whole), _WrittenAsNumber()]
"""A whole number, written without quotes; `5.6e12` is one."""

Day: TypeAlias = Annotated[date, BeforeValidator(read_day)]
"""A day, written as `2026-11-21`."""

Flag: TypeAlias = StrictBool
"""`true` or `false`, nothing else."""

AmountText: TypeAlias = Annotated[Amount, BeforeValidator(read_amount), _AMOUNT_SCHEMA]
"""An amount, written as `3.8e25 FLOP` or as `low`, `best`, `high` and `unit`."""
