"""What the importers of evaluations share: forms of values, and names of results."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from colophon.importers import _evaluations, count, fraction, pointer, within
from colophon.importers._evaluations import Things, day, version

if TYPE_CHECKING:
    from colophon.reading import Plain


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T23:59:59.123456", "2026-03-01"),
        ("2026-03-01T23:59:59-11:00", "2026-03-01"),
        ("2026-03-01 10:00:00.000001", "2026-03-01"),
        (1772409599, "2026-03-01"),
        (Decimal("1772409599.99"), "2026-03-01"),
        ("1772409599.99", "2026-03-01"),
    ],
)
def test_a_time_is_told_as_its_day(value: Plain, told: str) -> None:
    """Seconds are in UTC; what is written with an offset is the day that it was there."""
    assert day(value) == told


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2026-02-30", "01.03.2026", "2026-03", True, 0, -1, 10**30, [], "1" * 13],
)
def test_what_is_no_time_has_no_day(value: Plain) -> None:
    """A day that is not sure is not told."""
    with pytest.raises(ValueError, match="a time"):
        day(value)


def test_a_version_is_kept_as_it_is_written() -> None:
    """1.0 is not 1 where it is a version."""
    assert [version(one) for one in ("0.4.9.dev1+g2f0c", 2, Decimal("1.0"))] == [
        "0.4.9.dev1+g2f0c",
        "2",
        "1.0",
    ]
    for value in (True, "not installed: no module", "", None):
        with pytest.raises(ValueError, match="a version"):
            version(value)


def test_a_number_is_whole_where_it_can_be() -> None:
    """A fraction is kept as its text."""
    assert [fraction(one) for one in (3, Decimal("3.0"), Decimal("0.30"))] == [3, 3, "0.3"]
    for value in (True, "3", "NaN", None):
        with pytest.raises(ValueError, match="a number"):
            fraction(value)
    with pytest.raises(ValueError, match="zero or a whole number"):
        count(-1)


def test_no_two_results_have_one_name() -> None:
    """However long the names are, and where there is none."""
    things = Things()
    assert [things.named(*parts) for parts in (("a", "b"), ("a, b",), ("a", "", "b"))] == [
        "a, b",
        "a, b (2)",
        "a, b (3)",
    ]
    assert things.named("x" * 500) != things.named("x" * 499)
    assert [things.named(), things.named("")] == ["without a name", "without a name (2)"]


def test_a_place_is_a_json_pointer() -> None:
    """A slash within a key is escaped."""
    assert pointer("results", "a/b~c", 0) == "/results/a~1b~0c/0"
    assert within({"a": {"b": 1}}, "a", "b") == 1
    assert within({"a": [1]}, "a", "b") is None


def test_each_fact_is_of_an_evaluation_or_of_an_adversarial_test() -> None:
    """The register of evaluations has two kinds of entries."""
    assert {fact.partition(".")[0] for fact in _evaluations.MEANINGS} == {
        "evaluation",
        "adversarial",
    }
