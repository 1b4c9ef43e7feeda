"""How many domain names the public summary lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.assessment.domains import ListingRule, listing_rule, rule_of_provider
from colophon.assessment.model import Gap
from colophon.dossier import files
from colophon.law.load import law
from colophon.law.model import Confirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = date(2026, 11, 21)


def rule(*, small: bool) -> ListingRule:
    """Return the rule on the day of these tests."""
    found = listing_rule(law(), DAY, small=small)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("names", "small", "listed"),
    [
        (0, False, 0),
        (1, False, 1),
        (10, False, 1),
        (11, False, 2),
        (1_000_000, False, 100_000),
        (1, True, 1),
        (30, True, 2),
        (20_000, True, 1_000),
        (20_001, True, 1_000),
        (19_981, True, 1_000),
        (19_980, True, 999),
    ],
)
def test_so_many_of_the_names_are_listed(names: int, small: bool, listed: int) -> None:
    """A tenth, or a twentieth and at most a thousand, and a part of a name is a whole one."""
    assert rule(small=small).count(names) == listed


@given(st.integers(0, 10**9))
def test_the_rule_for_others_lists_no_fewer(names: int) -> None:
    """A list by the rule for large providers serves a small one too."""
    assert rule(small=True).count(names) <= rule(small=False).count(names) <= names


def test_no_rule_is_in_force_before_its_day() -> None:
    """Before the duties apply nothing is listed by them."""
    assert listing_rule(law(), date(2025, 8, 1), small=False) is None
    assert listing_rule(law(), date(2025, 8, 2), small=False) is not None


def test_the_rule_says_what_is_law_and_what_is_our_reading() -> None:
    """The numbers are the template's; that a part is rounded up is our reading."""
    sources = rule(small=True).sources
    assert [(one.instrument, one.confirmed) for one in sources] == [
        ("training-summary-template", Confirmed.PRIMARY),
        ("training-summary-template", Confirmed.PRIMARY),
        ("colophon-reading", Confirmed.READING),
    ]
    assert rule(small=True).because.text == "5 % of the domain names or 1000, whichever is lower"


@pytest.mark.parametrize("said", [True, False, None])
def test_the_provider_of_a_dossier_decides(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]], said: bool | None
) -> None:
    """The rule is that of the provider's size; where it is not on file, that is what is missing."""
    provider = {} if said is None else {"small_or_medium": said}
    dossier = files.read(tree_of({"provider": provider}), law())
    found = rule_of_provider(dossier, law(), DAY)
    if said is None:
        assert isinstance(found, Gap)
        assert "small_or_medium" in found.remedy
    else:
        assert found == rule(small=said)
    assert rule_of_provider(dossier, law(), date(2025, 8, 1)) is None
