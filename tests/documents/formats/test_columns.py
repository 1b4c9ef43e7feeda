"""How wide the columns of a table are."""

from __future__ import annotations

from hypothesis import given, strategies

from colophon.documents.formats._columns import columns
from colophon.documents.model import Table

cells = strategies.text(alphabet="ab -/\n", max_size=80)


def table(*rows: tuple[str, ...]) -> Table:
    """Return a table whose first row is its headings."""
    return Table(caption="-", columns=rows[0], rows=rows[1:])


def test_words_stay_whole() -> None:
    """A column is wide enough for its longest word, as long as there is room."""
    laid = columns(table(("Modalities", "b"), ("text", "a " * 200)), 60)
    assert laid.most[0] >= len("Modalities")


def test_an_amount_stays_on_a_line() -> None:
    """A number and its power of ten stand beside each other, however narrow the columns are."""
    laid = columns(table(("Size", "b"), ("1,56 × 10¹³ tokens", "some words " * 20)), 40)
    assert laid.most[0] >= len("1,56 × 10¹³")


def test_long_texts_get_the_room() -> None:
    """Of two columns, that of the longer texts is the wider one."""
    laid = columns(table(("a", "b"), ("word", "a sentence of several words " * 4)), 100)
    assert laid.widths[1] > 2 * laid.widths[0]


def test_what_never_ends_does_not_widen() -> None:
    """A digest takes no more room than other words: it breaks."""
    laid = columns(table(("a", "b"), ("f" * 64, "some words in a sentence")), 40)
    assert laid.most[0] < 30


@given(strategies.lists(strategies.tuples(cells, cells, cells), min_size=1, max_size=5))
def test_every_column_has_some_room(rows: list[tuple[str, ...]]) -> None:
    """No column vanishes, and a word may have two letters at least before it breaks."""
    laid = columns(table(*rows), 50)
    assert all(width > 0 for width in laid.widths)
    assert all(most >= 2 for most in laid.most)
