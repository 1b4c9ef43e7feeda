"""Names, addresses and words in answers are told apart."""

from __future__ import annotations

import pytest

from colophon.publications.wording import (
    domain_names,
    has_postal_address,
    is_beginning_of_nothing,
    is_nothing,
    language_of,
    pointers,
)

from .conftest import FORM


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Flickr.com", ["Flickr.com"]),
        ("example.co.uk, bücher.example", ["example.co.uk"]),
        ("domains such as .com, .org and .net", []),
        ("robots.txt and ai.txt are honoured, e.g. version 2.0", []),
        ("write to a@example.com", []),
    ],
)
def test_domain_names(text: str, names: list[str]) -> None:
    """Names of domains are found; endings, files, versions and mailboxes are none."""
    assert domain_names(text)[: len(names) or None] == names


def test_pointers() -> None:
    """An address or a file says where a list can be had."""
    assert pointers("see https://example.com/x and domains.csv, not robots.txt") == [
        "https://example.com/x",
        "domains.csv",
    ]


@pytest.mark.parametrize("text", ["", " ", "N/A", "N/A.", "not applicable", "—", "n.v.t.", "None"])
def test_nothing(text: str) -> None:
    """What stands where nothing is told is nothing."""
    assert is_nothing(text, FORM)


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        ("N/A. The exception was not relied on.", True),
        ("Not applicable (provider established in the Union)", True),
        ("None of the datasets are publicly known.", False),
        ("Nobody knows.", False),
    ],
)
def test_the_beginning_of_nothing(text: str, is_none: bool) -> None:
    """A reason may follow the words that nothing applies; a sentence that begins alike is none."""
    assert is_beginning_of_nothing(text, FORM) is is_none


def test_a_postal_address_has_a_number() -> None:
    """A company's name is no address."""
    assert has_postal_address("Example Ltd, Gordon House, Barrow Street, Dublin 4, Ireland")
    assert not has_postal_address("Example Platforms Ireland Limited of Dublin")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The data and the texts of the sites", "en"),
        ("De teksten van het web en de blogs", "nl"),
        ("Tekstit ja kuvat, jotka eivät ole julkisia", "fi"),
        ("Les données des sites et du web", "fr"),
        ("I dati della rete che sono usati per il modello", "it"),
        ("Die Daten und die Texte aus dem Netz", "de"),
        ("Fineweb", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    """Short words tell the language; where there are none it is not guessed."""
    assert language_of(text, FORM) == language
