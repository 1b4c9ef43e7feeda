"""The shipped lists of words that are looked for in what people answer."""

from __future__ import annotations

import re

import pytest

from colophon.law.load import languages, law
from colophon.law.model import Kind, WordList

each_list = pytest.mark.parametrize("one", law().word_lists, ids=lambda one: one.id)


@each_list
def test_words_are_looked_for_in_answers_of_words(one: WordList) -> None:
    """Every field of a list holds sentences or lines, and is answered rather than followed."""
    for name in one.fields:
        field = law().field[name]
        assert field.kind in {Kind.TEXT, Kind.NAMES}
    assert len(set(one.fields)) == len(one.fields)


@each_list
def test_each_word_stands_once(one: WordList) -> None:
    """No language has a word twice, and none is empty."""
    for words in one.words.values():
        assert words
        assert len({word.casefold() for word in words}) == len(words)


def test_hedges_are_known_in_every_language_of_the_program() -> None:
    """Words that leave a fact open are listed, in small letters, for each language."""
    hedges = law().word_list["hedges"]
    assert set(hedges.words) == set(languages())
    assert all(word == word.lower() for word in hedges.all)


def test_snapshots_of_public_crawls_have_their_form() -> None:
    """A snapshot is named by year and week."""
    pattern = law().word_list["public-crawls"].pattern
    assert pattern is not None
    assert re.search(pattern, "the pages of CC-MAIN-2024-10")
    assert not re.search(pattern, "CC-MAIN")
