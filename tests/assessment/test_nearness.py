"""The share of each level of the law that a ledger makes up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.assessment.nearness import nearness
from colophon.dossier import files
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.nearness import Near

DAY = date(2026, 11, 21)
ENTRIES = {
    "pre-training": [Decimal("1e24"), Decimal("2e24"), Decimal("4e24")],
    "synthetic-data-not-public": Decimal("3e24"),
}


@pytest.fixture
def near(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., list[Near]]:
    """Return a function that finds the levels near a ledger of `ENTRIES`, by the threshold's id."""

    def near(*, complete: bool = True, on: date = DAY, **spine: Any) -> list[Near]:
        record = {**spine, "compute": {"complete": complete, "entries": ENTRIES}}
        return list(nearness(case_of(files.read(tree_of(record), law()), law(), on)))

    return near


def test_a_share_is_exact(near: Callable[..., list[Near]]) -> None:
    """Each total is divided by the level that it is held against, end by end and exactly."""
    shares = {one.level.threshold.id: (one.low, one.best, one.high) for one in near()}
    assert shares == {
        "gpai-compute": (10, 20, 40),
        "systemic-risk-compute": (Fraction(2, 5), Fraction(1, 2), Fraction(7, 10)),
    }


def test_of_a_part_only_the_low_end_is_known(near: Callable[..., list[Near]]) -> None:
    """As long as the ledger is not said to be complete, its share is at least the low end."""
    for one in near(complete=False):
        assert one.low is not None
        assert one.best is one.high is None


def test_a_change_is_held_against_its_share_of_the_original(
    near: Callable[..., list[Near]],
) -> None:
    """For a modifier, one third of the original is a level, at its interval's far ends."""
    upstream = {
        "systemic_risk": True,
        "cumulative": {"low": "9e24", "best": "1.2e25", "high": "3e25", "unit": "FLOP"},
    }
    upstream["cumulative"] = {
        key: value if key == "unit" else Decimal(value)
        for key, value in upstream["cumulative"].items()  # type: ignore[attr-defined]  # a mapping
    }
    *_, change = near(provider={"role": "modifies"}, upstream=upstream)
    assert change.level.threshold.id == "modification-share"
    assert change.level.metric is None
    assert (change.low, change.best, change.high) == (
        Fraction(4 * 3, 30),
        Fraction(5 * 3, 12),
        Fraction(7 * 3, 9),
    )


def test_an_original_that_may_be_nothing_has_no_share(near: Callable[..., list[Near]]) -> None:
    """Nothing is divided by zero: a share of what may be nothing has no end."""
    upstream = {
        "systemic_risk": True,
        "cumulative": {"low": 0, "best": Decimal("1e25"), "high": Decimal("1e25"), "unit": "FLOP"},
    }
    *_, change = near(provider={"role": "modifies"}, upstream=upstream)
    assert change.best == Fraction(3, 2)
    assert change.high is None


def test_before_the_law_there_is_no_level(near: Callable[..., list[Near]]) -> None:
    """On a day before a threshold is in force, nothing is near it."""
    assert near(on=date(2025, 8, 1)) == []
    assert len(near(on=date(2025, 8, 2))) == 2
