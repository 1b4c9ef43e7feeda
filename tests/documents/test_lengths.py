"""How long bars from zero are."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, strategies as st

from colophon.documents.lengths import length, letters, percent
from colophon.documents.scale import DOTTED

SIZES = st.integers(0, 10**18)


@given(SIZES, SIZES)
def test_a_longer_part_has_no_shorter_bar(one: int, other: int) -> None:
    """Lengths stand in the order of the parts, in percent and in letters as well."""
    small, large = sorted((one, other))
    shorter, longer = length(small, large), length(large, large)
    assert Decimal(shorter) <= Decimal(longer)
    drawn = [letters(share, 42, DOTTED).count(DOTTED.line) for share in (shorter, longer)]
    assert drawn == sorted(drawn)
    widths = [Decimal(percent(share) or 0) for share in (shorter, longer)]
    assert widths == sorted(widths)


@given(SIZES, SIZES.filter(bool), st.integers(1, 120))
def test_only_nothing_is_drawn_as_nothing(part: int, longest: int, width: int) -> None:
    """What is above zero is seen, however small it is, and what is zero is not."""
    share = length(min(part, longest), longest)
    drawn = letters(share, width, DOTTED)
    assert len(drawn) == width
    assert (DOTTED.line in drawn) == (part > 0)
    assert (percent(share) is not None) == (part > 0)


def test_of_nothing_nothing_is_drawn() -> None:
    """Where the longest is zero, no part has a bar."""
    assert length(0, 0) == "0"
