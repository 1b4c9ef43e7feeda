"""New content into an old file: what is equal stays, comments and all."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.dossier import merge
from colophon.reading import yaml

LIST = b"""\
# The list.
rows:
  # the first
  - id: a   # A
    size: 1e3
  # the second
  - id: b
    size: 2.50
"""
A = {"id": "a", "size": 1000}
B = {"id": "b", "size": 2}
C = {"id": "c", "size": 3}


def merged(old: bytes, before: Any, content: Any) -> str:
    """Return the new text of a file, which says what it should."""
    new = merge.into(old, "file.yaml", before, content)
    assert yaml(new, "file.yaml").value == content
    return new.decode()


def test_a_file_that_is_not_there_is_written() -> None:
    """Content without an old file makes a file of its own."""
    assert merged(b"", None, {"a": 1, "b": ["x", "y"]}) == "a: 1\nb:\n  - x\n  - y\n"


def test_what_is_equal_is_not_touched() -> None:
    """Where the content is what the file said before, its bytes stay."""
    rows = {"rows": [A, B]}
    assert merge.into(LIST, "file.yaml", rows, rows) == LIST


def test_an_item_at_the_end_leaves_the_others_alone() -> None:
    """A new item is added below, and the lines above it stay as they were."""
    text = merge.into(LIST, "file.yaml", {"rows": [A, B]}, {"rows": [A, B, C]})
    assert text == LIST + b"  - id: c\n    size: 3\n"


@pytest.mark.parametrize(
    "rows",
    [[A], [B], [C], [B, A], [C, A, B], [A, C, B], [B, C, A], []],
    ids=lambda rows: "".join(row["id"] for row in rows) or "none",
)
def test_items_keep_their_spelling_wherever_they_go(rows: list[dict[str, Any]]) -> None:
    """Items that are added, moved or taken out leave a list that says what it should."""
    text = merge.into(LIST, "file.yaml", {"rows": [A, B]}, {"rows": rows}).decode()
    read = yaml(text.encode(), "file.yaml").value["rows"]
    assert [row["id"] for row in read] == [row["id"] for row in rows]
    assert text.startswith("# The list.\n")


def test_an_item_that_changes_keeps_its_comments() -> None:
    """A value inside an item is replaced in its line."""
    text = merge.into(LIST, "file.yaml", {"rows": [A, B]}, {"rows": [{**A, "size": 7}, B]})
    assert text == LIST.replace(b"size: 1e3", b"size: 7")


def test_a_value_that_is_gone_is_taken_out_and_an_empty_line_stays() -> None:
    """What the content no longer says goes; what never said anything stays where it is."""
    old = b"a: 1\nb:   # to be filled\nc: 3\n"
    assert (
        merge.into(old, "file.yaml", {"a": 1, "c": 3}, {"c": 3}) == b"b:   # to be filled\nc: 3\n"
    )


@pytest.mark.parametrize(
    "word", ["017", "1e25", "no", "true", "null", "~", "a: b", "a\nb", "a\x85b"]
)
def test_a_word_is_written_so_that_it_is_read_as_a_word(word: str) -> None:
    """Text that looks like something else is quoted or escaped."""
    merged(b"a: x\n", {"a": "x"}, {"a": word})


def test_a_commented_file_can_be_emptied() -> None:
    """A file of which nothing is left can still be read."""
    assert yaml(merge.into(LIST, "file.yaml", {"rows": [A, B]}, {}), "file.yaml").value == {}
