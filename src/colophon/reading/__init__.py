"""Texts to plain values, with the line of every value kept for messages.

YAML is read as YAML 1.2: `1e25` is a number, `no` is a word. Fractions become `Decimal`, never
float. Equal keys, anchors and aliases are refused: the first loses a value in silence, the others
make one place in the file speak for another.
"""

from colophon.reading.json_text import json
from colophon.reading.texts import Path, Plain, Text, decode
from colophon.reading.validation import validate
from colophon.reading.values import (
    AmountText,
    Count,
    Day,
    Flag,
    Number,
    not_a_number,
    read_amount,
    read_day,
    read_month,
)
from colophon.reading.yaml_text import yaml

__all__ = [
    "AmountText",
    "Count",
    "Day",
    "Flag",
    "Number",
    "Path",
    "Plain",
    "Text",
    "decode",
    "json",
    "not_a_number",
    "read_amount",
    "read_day",
    "read_month",
    "validate",
    "yaml",
]
