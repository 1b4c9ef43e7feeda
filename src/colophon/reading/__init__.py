"""Texts to plain values, with the line of every value kept for messages.

YAML is read as YAML 1.2: `1e25` is a number, `no` is a word. Fractions become `Decimal`, never
float. Equal keys, anchors and aliases are refused: the first loses a value in silence, the others
make one place in the file speak for another.
"""

from colophon.reading.json_text import json
from colophon.reading.measures import (
    COUNTED,
    Quantity,
    UnitHours,
    measure,
    megawatt_hours,
    unit_hours,
    unmistakable,
)
from colophon.reading.texts import Path, Plain, Text, decode
from colophon.reading.validation import validate
from colophon.reading.values import (
    AMOUNT_PATTERN,
    COUNT_PATTERN,
    WRITTEN_NUMBER,
    AmountText,
    Count,
    Day,
    Flag,
    Number,
    ParameterCount,
    RateText,
    TokenCount,
    UnitHoursText,
    more_than_a_number,
    read_amount,
    read_day,
    read_month,
)

__all__ = [
    "AMOUNT_PATTERN",
    "COUNTED",
    "COUNT_PATTERN",
    "WRITTEN_NUMBER",
    "AmountText",
    "Count",
    "Day",
    "Flag",
    "Number",
    "ParameterCount",
    "Path",
    "Plain",
    "Quantity",
    "RateText",
    "Text",
    "TokenCount",
    "UnitHours",
    "UnitHoursText",
    "decode",
    "json",
    "measure",
    "megawatt_hours",
    "more_than_a_number",
    "read_amount",
    "read_day",
    "read_month",
    "unit_hours",
    "unmistakable",
    "validate",
    "yaml",
]


def yaml(data: bytes, name: str, *, first_line: int = 1) -> Text:
    """Read one YAML 1.2 document; `first_line` says where in the file `data` begins.

    Raises:
        ReadingError: not UTF-8, not YAML, equal keys, an alias, a lone surrogate, a number that is
            not meant.
    """
    from colophon.reading import yaml_text  # noqa: PLC0415 -- slow, and not every call reads YAML

    return yaml_text.read(data, name, first_line)
