"""Texts are cut where people would cut them."""

from __future__ import annotations

import pytest

from colophon.documents.formats._texts import addresses, one_line, paragraphs


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see https://example.org.", "https://example.org"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("(https://example.org/a_(b)).", "https://example.org/a_(b)"),
        ("“https://example.org/?a=1&b=2”, or", "https://example.org/?a=1&b=2"),
        ("见http://example.org/模型", "http://example.org/"),
        ("https://example.org/a<b>", "https://example.org/a"),
    ],
)
def test_address(line: str, found: str) -> None:
    """A web address ends before the punctuation of the sentence around it."""
    before, address, after = addresses(line)
    assert address == found
    assert before + address + after == line


@pytest.mark.parametrize(
    "line",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:// x",
        "file:///x",
        "example.org",
    ],
)
def test_no_address(line: str) -> None:
    """Nothing but http and https, with a host, is a web address."""
    assert addresses(line) == [line]


def test_paragraphs() -> None:
    """Blank lines part paragraphs, however many; lines keep their indentation."""
    assert paragraphs("\n one\r\n  two\n \n\t\n\nthree\u2028four\n") == [
        [" one", "  two"],
        ["three", "four"],
    ]
    assert paragraphs(" \n ") == []


def test_one_line() -> None:
    """On one line, lines and paragraphs are parted by one space."""
    assert one_line(" one\n  two\n\nthree ") == "one two three"
