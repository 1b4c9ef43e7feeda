"""Values as people write them: numbers, counts, days, truth values, amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from colophon.quantities import Amount
from colophon.reading import AmountText, Count, Day, Flag, Number, read_amount


def accepts(kind: Any, value: Any) -> bool:
    """Whether a value is accepted as one of that kind."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        (Number, 7, Decimal(7)),
        (Number, Decimal("0.3"), Decimal("0.3")),
        (Count, Decimal("5.6e12"), 5_600_000_000_000),
        (Count, Decimal("7.0"), 7),
        (Day, "2026-11-21", date(2026, 11, 21)),
        (Flag, True, True),
        (AmountText, "3.8e25 FLOP", Amount.exactly(Decimal("3.8e25"), "FLOP")),
        (AmountText, " 12  GPU hours ", Amount.exactly(12, "GPU hours")),
    ],
)
def test_a_value_is_read_as_it_is_written(kind: Any, given: Any, read: Any) -> None:
    """A value in its own form is read exactly."""
    assert TypeAdapter(kind).validate_python(given) == read


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Number, "7"),
        (Number, True),
        (Number, None),
        (Count, Decimal("7.5")),
        (Count, "7"),
        (Count, False),
        (Day, "21.11.2026"),
        (Day, "2026-2-3"),
        (Day, "2026-02-30"),
        (Day, "2026-11-21T10:00:00"),
        (Day, 20261121),
        (Flag, "yes"),
        (Flag, "true"),
        (Flag, 1),
        (AmountText, "3.8e25"),
        (AmountText, Decimal("3.8e25")),
        (AmountText, "FLOP 3"),
        (AmountText, "-1 FLOP"),
        (AmountText, True),
        (AmountText, ["1 FLOP"]),
        (AmountText, {"low": 1, "best": 2, "high": 3}),
        (AmountText, {"low": 3, "best": 2, "high": 1, "unit": "FLOP"}),
        (AmountText, {"low": "1", "best": 2, "high": 3, "unit": "FLOP"}),
        (AmountText, {"low": None, "best": 2, "high": 3, "unit": "FLOP"}),
        (AmountText, {"low": True, "best": 2, "high": 3, "unit": "FLOP"}),
        (AmountText, {"low": 1, "best": 2, "high": 3, "unit": 5}),
        (AmountText, {"low": 1, "best": 2, "high": 3, "unit": "FLOP", "note": "x"}),
    ],
)
def test_a_value_in_another_form_is_refused(kind: Any, given: Any) -> None:
    """Nothing is turned into something else: no text into a number, no number into a day."""
    assert not accepts(kind, given)


def test_an_interval_has_three_ends_and_a_unit() -> None:
    """An interval is written out with its ends in rising order."""
    written = {"low": 1, "best": Decimal("1.5"), "high": 2, "unit": "MWh"}
    assert read_amount(written) == Amount(Decimal(1), Decimal("1.5"), Decimal(2), "MWh")


def test_an_amount_stays_an_amount() -> None:
    """What was read once is not read again."""
    amount = Amount.exactly(1, "FLOP")
    assert read_amount(amount) is amount
