"""What of a value is a link."""

from __future__ import annotations

import pytest

from colophon.documents.exports import _links
from colophon.documents.subject import Entry


@pytest.mark.parametrize(
    ("value", "is_link", "links"),
    [
        ("https://example.org/ä/b", True, ("https://example.org/ä/b",)),
        ("policies/copyright.md", True, ("policies/copyright.md",)),
        ("policies/copyright.md", False, ()),
        ("a word", True, ()),
        ("word", True, ()),
        ("See https://example.org/a (and https://example.org/b).", False, None),
        ("See <https://example.org/a>.", True, ("https://example.org/a",)),
        ("Docker/Hub", False, ()),
    ],
)
def test_links(value: str, is_link: bool, links: tuple[str, ...] | None) -> None:
    """A link is told whole; of a text, the addresses in it; of a word, nothing."""
    entry = Entry("one", "One", "stated", (value,), (value,), is_link=is_link)
    wanted = ("https://example.org/a", "https://example.org/b") if links is None else links
    assert _links.links(entry) == wanted


def test_nothing_but_links() -> None:
    """A value is links alone only where nothing else stands in it."""
    for value, alone in (("https://example.org/a", True), ("https://example.org/a.", False)):
        entry = Entry("one", "One", "stated", (value,), (value,))
        assert _links.nothing_but_links(entry) is alone
    assert not _links.nothing_but_links(None)
    assert not _links.nothing_but_links(Entry("one", "One", "stated", ("none",)))
