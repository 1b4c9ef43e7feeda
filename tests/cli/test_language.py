"""`--language` changes the words, and nothing that a program compares."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.law.load import ENGLISH, languages, law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.cli.conftest import Done

    Command = Callable[..., Done]

OTHERS = [one for one in languages() if one != ENGLISH]
each_language = pytest.mark.parametrize("language", OTHERS)

RECORD = {
    "provider": {"name": "Acme SAS", "established_in": "FR"},
    "model": {
        "name": "Acme 7B",
        "input_modalities": ["text"],
        "output_modalities": ["text"],
        "placed_on_market": "2026-03-01",
    },
    "compute": {
        "complete": True,
        "entries": {"pre-training": [Decimal("7.5e22"), Decimal("8.25e22"), Decimal("9e22")]},
    },
    "datasets": [
        {"name": "Crawl", "origin": "crawled", "modalities": ["text"], "source": "inventory"}
    ],
}
WORDS = {"text", "message", "remedy", "label", "heading", "says", "here", "name", "value"}
"""Keys of JSON below which words may stand."""
SAID = {"citation", *WORDS}


@pytest.fixture
def acme(save: Callable[..., Path], tree_of: Callable[[Mapping[str, Any]], Any]) -> Path:
    """Give the folder of a dossier with a ledger, a dataset and much that is missing."""
    return save("acme", tree_of(RECORD))


def unsaid(value: Any) -> Any:
    """Return plain values without the words that people read."""
    if isinstance(value, dict):
        return {key: unsaid(inner) for key, inner in value.items() if key not in SAID}
    return [unsaid(inner) for inner in value] if isinstance(value, list) else value


@each_language
def test_check_says_the_same_in_other_words(colophon: Command, acme: Path, language: str) -> None:
    """Keys, verdicts, ids, places and days of `check --json` are those of English."""
    arguments = ("check", "--json", "-C", str(acme), "--on", "2026-11-21")
    english, other = colophon(*arguments), colophon(*arguments, "--language", language)
    assert other.code == english.code
    assert unsaid(other.json) == unsaid(english.json)
    assert other.json != english.json


@each_language
def test_check_is_said_in_the_language(colophon: Command, acme: Path, language: str) -> None:
    """The headings and the words for verdicts are those of the language."""
    done = colophon("check", "-C", str(acme), "--on", "2026-11-21", "--language", language)
    say = law(language).say
    for phrase in ("check.verdicts", "check.obligations", "check.findings"):
        assert f"\n{say(phrase)}\n" in done.out
    assert say("verdict.not-met") in done.out


@each_language
def test_every_id_can_be_explained(colophon: Command, acme: Path, language: str) -> None:
    """An explanation holds the label in the language."""
    known = law(language)
    some: tuple[Any, ...] = (
        *known.questions[:3],
        *known.obligations[:3],
        *known.thresholds[:1],
        *known.outlines[:1],
        *known.policies[:1],
        known.activity["pre-training"],
        *known.events[:1],
        *known.deadlines[:1],
        *known.instruments[:1],
    )
    for one in some:
        done = colophon("explain", one.id, "-C", str(acme), "--language", language)
        assert done.code == 0
        assert one.label in " ".join(done.out.split())


@each_language
def test_a_document_names_its_language(colophon: Command, acme: Path, language: str) -> None:
    """The file is named after its language, which its pages say of themselves."""
    done = colophon("write", "annex-xi", "-C", str(acme), "--language", language, "--json")
    names = [path.rpartition("/")[2] for path in done.json["written"]]
    assert f"annex-xi.ai-office.{language}.md" in names
    documents = acme / "documents"
    page = (documents / f"annex-xi.ai-office.{language}.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert '<span lang="en">' not in page
    text = (documents / f"annex-xi.ai-office.{language}.md").read_text("utf-8")
    assert re.search(r"8,25 × 10²² FLOP", text)
    assert not re.search(r"8\.25", text)


def test_english_is_written_as_before(colophon: Command, acme: Path) -> None:
    """An English document has no language in its name."""
    done = colophon("write", "annex-xii", "--format", "json", "-C", str(acme), "--json")
    assert [path.rpartition("/")[2] for path in done.json["written"]] == [
        "annex-xii.downstream.json"
    ]


@pytest.mark.parametrize("arguments", [("check",), ("write",), ("explain", "art-54")])
def test_an_unknown_language_is_one_error(
    colophon: Command, acme: Path, arguments: tuple[str, ...]
) -> None:
    """A language that is not there is refused with those that are."""
    done = colophon(*arguments, "-C", str(acme), "--language", "xx")
    assert done.code == 2
    assert done.err == (
        f"colophon: --language: there is no language `xx`\n"
        f"  Choose from: {', '.join(languages())}.\n"
    )
