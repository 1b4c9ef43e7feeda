"""The law in other languages: what is translated, what is missing, and what may never change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest

from colophon.errors import LawError, UnknownIdError
from colophon.law import translation
from colophon.law.load import (
    ENGLISH,
    languages,
    law,
    load,
    made_from,
    made_from_now,
    shipped,
    standing,
)
from colophon.law.model import (
    Ceiling,
    Citation,
    Ground,
    Instrument,
    Language,
    Law,
    Level,
    Question,
    Threshold,
    Version,
    WordList,
)
from colophon.law.model.base import Record, Text
from tests.law.test_load import TREE, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHERS = [one for one in languages() if one != ENGLISH]
each_language = pytest.mark.parametrize("language", OTHERS)

THE_SAME_EVERYWHERE: dict[tuple[type[Record], str], str] = {
    (Ceiling, "currency"): "a code",
    (Citation, "at"): "a place in a text, which people look up",
    (Ground, "countries"): "codes",
    (Ground, "named_in"): "the name of a list of the dossier",
    (Instrument, "eli"): "an identifier",
    (Language, "day"): "a form",
    (Language, "label"): "the name of the language in itself",
    (Threshold, "unit"): "a unit",
    (Version, "number"): "the official number of a document",
    (WordList, "pattern"): "a regular expression",
    (WordList, "words"): "words of each language, by the language",
}
"""Attributes that hold text and are not translated, each with the reason."""
UNITS = {"unit"}

DUTCH = """\
id: nl
label: Nederlands
decimal_sign: ","
day: "{day:02}-{month:02}-{year}"
phrases:
  a.phrase: "{amount} is te veel"
obligations:
  duty: { label: Een plicht, duty: Schrijf het op. }
fields:
  size.total: { label: Omvang, help: Hoe groot het is. }
sections: { size: Omvang }
elements: { paper-1: Omvang }
parts: { All: Alles }
questions:
  everyone:
    label: Iedereen
    grounds: { being: Het is er }
"""


def dutch(file: str = DUTCH) -> Law:
    """Return the law of the small tree in Dutch."""
    tree = {**TREE, "text/nl.yaml": file}
    return load(encoded(tree), "nl")


def shapes(kind: type[Record], seen: set[type[Record]]) -> Iterator[type[Record]]:
    """Yield the shapes that records of a shape are made of, itself first."""
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    for hint in get_type_hints(kind, include_extras=True).values():
        for one in _classes(hint):
            yield from shapes(one, seen)


def _classes(hint: Any) -> Iterator[type[Record]]:
    if isinstance(hint, type) and issubclass(hint, Record):
        yield hint
    for inner in get_args(hint):
        yield from _classes(inner)


def _holds_text(hint: Any) -> bool:
    return bool(hint == Text) or any(_holds_text(inner) for inner in get_args(hint))


def test_every_attribute_with_text_is_translated_or_said_to_be_the_same() -> None:
    """Whoever adds a text to a shape of the law says whether other languages have their own."""
    listed = {(kind, name) for kind, names in translation.TEXTS.items() for name in names}
    listed |= {*translation.SHARED, *THE_SAME_EVERYWHERE}
    forgotten = [
        f"{kind.__name__}.{name}"
        for kind in shapes(Law, set())
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if name in kind.model_fields and _holds_text(hint) and name not in UNITS
        if not any((one, name) in listed for one in kind.__mro__)
    ]
    assert not forgotten


def test_a_text_is_replaced_by_its_translation() -> None:
    """Each text is found by the ids that lead to it; a record of one text is that text."""
    found = dutch()
    assert found.obligation["duty"].duty == "Schrijf het op."
    assert found.field["size.total"].help == "Hoe groot het is."
    assert found.section["size"].label == "Omvang"
    (element,) = found.outline["paper"].elements
    assert (element.heading, element.part) == ("Omvang", "Alles")
    assert found.question["everyone"].grounds["being"].says == "Het is er"
    assert found.say("a.phrase", amount=3) == "3 is te veel"
    assert found.language.id == "nl"


def test_what_has_no_translation_stays_english() -> None:
    """A gap is shown in English, and listed."""
    found = dutch()
    assert found.question["everyone"].asks == "Is it anyone?"
    assert found.outline["paper"].label == "Paper"
    tree = encoded({**TREE, "text/nl.yaml": DUTCH})
    missing = standing(tree, "nl").missing
    assert "questions / everyone / asks" in missing
    assert "outlines / paper / label" in missing
    assert "obligations / duty / duty" not in missing


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("  duty: {", "  duties: {", 8, "`obligations / duties / label` translates nothing"),
        ("Hoe groot het is.", "[Hoe groot]", 10, "translates nothing that is there"),
        ("{amount} is", "{bedrag} is", 6, "`phrases / a.phrase` has other names in braces"),
        ("All: Alles", "All: 12", 13, "`parts / All` is no text"),
        ("All: Alles", "Everything: Alles", 13, "`parts / Everything` translates nothing"),
    ],
)
def test_a_mistake_in_a_translation_is_refused(
    right: str, wrong: str, line: int, message: str
) -> None:
    """A translation of nothing, or with other names in braces, is refused with its line."""
    with pytest.raises(LawError) as raised:
        dutch(DUTCH.replace(right, wrong))
    assert raised.value.place == f"law/data/text/nl.yaml:{line}"
    assert message in raised.value.message


def test_a_translation_whose_english_has_changed_is_not_shown() -> None:
    """English is shown instead of a stale translation, until the translation is looked at."""
    tree = encoded({**TREE, "text/nl.yaml": DUTCH})
    tree["text/nl.made-from"] = made_from_now(tree, "nl").encode()
    assert not standing(tree, "nl").stale
    changed = tree | {
        "obligations/duty.yaml": tree["obligations/duty.yaml"].replace(
            b"Write it down.", b"Write it down twice."
        )
    }
    assert load(changed, "nl").obligation["duty"].duty == "Write it down twice."
    assert standing(changed, "nl").stale == ("obligations / duty / duty",)
    assert made_from_now(changed, "nl") == changed["text/nl.made-from"].decode()
    mended = changed | {
        "text/nl.yaml": changed["text/nl.yaml"].replace(b"Schrijf het op", b"Schrijf het twee keer")
    }
    assert load(mended, "nl").obligation["duty"].duty == "Schrijf het twee keer."
    mended["text/nl.made-from"] = made_from_now(mended, "nl").encode()
    assert not standing(mended, "nl").stale


def test_numbers_and_days_are_written_in_the_form_of_the_language() -> None:
    """A decimal comma, and days in the language's own order."""
    day = law().known_on
    written = {one: law(one).language.shown(day) for one in (ENGLISH, "nl", "fi")}
    assert written == {"en": "2026-11-21", "nl": "21-11-2026", "fi": "21.11.2026"}
    level = Level.model_validate({"value": None, "source": CITATION})
    assert level.value is None
    assert law("nl").language.shown(law().threshold["estimate-margin"].on(day).value) == "0,3"  # type: ignore[union-attr,arg-type]  # it is in force


CITATION = {"instrument": "ai-act", "version": "oj-2024", "at": "Art. 1", "confirmed": "primary"}


@each_language
def test_a_language_changes_words_and_nothing_else(language: str) -> None:
    """With English in its texts again, the law of a language is the law: no number, no citation."""
    english = translation.english_texts(law())
    other = law(language).model_copy(update={"language": law().language})
    back: list[str] = []

    def in_english(address: translation.Address, _text: str) -> str:
        back.append(english.get(address, ""))
        return english.get(address, "")

    # A shared text is found by its English, which the other language no longer holds.
    plain = _without_shared(translation._law(other, in_english))
    assert plain == _without_shared(translation._law(law(), lambda _address, text: text))
    assert back


def _without_shared(law: Law) -> Law:
    outlines = tuple(
        one.model_copy(
            update={
                name: tuple(
                    element.model_copy(update={"part": "", "group": None, "table": None})
                    for element in getattr(one, name)
                )
                for name in ("elements", "beyond")
            }
        )
        for one in law.outlines
    )
    deadlines = tuple(one.model_copy(update={"actor": ""}) for one in law.deadlines)
    commitments = tuple(one.model_copy(update={"chapter": ""}) for one in law.commitments)
    shared = {"outlines": outlines, "deadlines": deadlines, "commitments": commitments}
    return law.model_copy(update=shared)


@each_language
def test_no_number_is_lost_in_translation(language: str) -> None:
    """Numbers of articles, days and words in a text stand in its translation, too."""
    english = translation.english_texts(law())
    other = law(language)
    mine = dict(_texts_at(other))
    lost = [
        f"{' / '.join(map(str, address))}: {text} -> {mine[address]}"
        for address, text in english.items()
        if address in mine and sorted(_numbers(text)) != sorted(_numbers(mine[address]))
    ]
    assert not lost


def _texts_at(law: Law) -> Iterator[tuple[translation.Address, str]]:
    return iter(translation.english_texts(law).items())


def _numbers(text: str) -> list[str]:
    """Return the numbers in a text, the days in them apart; thousands are written together."""
    together = re.sub(
        r"(?<=\d)[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}.](?=\d{3}\b)", "", text
    )
    return re.findall(r"\d+", together)


def test_a_language_that_is_not_there_is_one_clear_error() -> None:
    """An unknown language is refused with those that there are."""
    with pytest.raises(UnknownIdError, match="there is no language `xx`") as raised:
        law("xx")
    assert raised.value.remedy == f"Choose from: {', '.join(languages())}."


@each_language
def test_what_a_translation_was_made_from_is_kept(language: str) -> None:
    """`make docs` has been run since a translation was added or changed."""
    tree = shipped()
    assert made_from(tree, language) == made_from_now(tree, language)


def test_a_question_may_not_say_what_a_phrase_says() -> None:
    """Phrases of questions stand beneath their question, and are found by both ids."""
    assert isinstance(law().questions[0], Question)
    assert law("nl").say("union-market.unknown")
