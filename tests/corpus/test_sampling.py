"""Which records are looked at more closely."""

from __future__ import annotations

from hypothesis import given, strategies as st

from colophon.corpus.sampling import Sample, key


@given(size=st.integers(0, 20), lengths=st.lists(st.integers(0, 60), max_size=10))
def test_asking_about_the_likely_ones_comes_to_the_same_as_asking_about_all(
    size: int, lengths: list[int]
) -> None:
    """However the records are cut into pieces."""
    one_by_one, by_pieces = Sample(size), Sample(size)
    first = 0
    for length in lengths:
        asked = range(first, first + length)
        all_wanted = [record for record in asked if one_by_one.wants(record)]
        likely = by_pieces.likely(first, length)
        assert [record for record in likely if by_pieces.wants(record)] == all_wanted
        first += length


@given(size=st.integers(1, 20), count=st.integers(1, 500))
def test_those_with_the_smallest_keys_are_among_those_that_are_drawn(size: int, count: int) -> None:
    """Later ones push out earlier ones, so that some more are drawn on the way."""
    sample = Sample(size)
    drawn = {record for record in range(count) if sample.wants(record)}
    assert set(sorted(range(count), key=key)[:size]) <= drawn


def test_everything_may_be_wanted() -> None:
    """Whatever the size."""
    sample = Sample(0, everything=True)
    assert list(sample.likely(5, 3)) == [5, 6, 7]
    assert sample.wants(5)
