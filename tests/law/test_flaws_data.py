"""The shipped data on flaws of published summaries, and on how their form is recognised."""

from __future__ import annotations

import re

import pytest

from colophon.law.load import languages, law
from colophon.law.model import Kind
from colophon.law.printed import flaws, printed
from colophon.publications.squeezed import squeeze

FORM = printed("public-summary")

each_flaw = pytest.mark.parametrize("flaw", flaws(), ids=lambda one: one.id)
each_language = pytest.mark.parametrize("language", languages())


@each_flaw
def test_a_flaw_names_fields_and_sources_that_are_there(flaw: object) -> None:
    """Every field and every text that a flaw refers to is in the law's data."""
    one = next(known for known in flaws() if known is flaw)
    assert not set(one.fields) - law().field.keys()
    versions = {version.id for version in law().instrument[one.source.instrument].versions}
    assert one.source.version in versions


def test_every_field_of_the_form_is_one_that_the_public_sees() -> None:
    """What is recognised in a published text are fields of the outline, in their sections."""
    known = {}
    for element in law().outline[FORM.id].elements:
        for field in law().fields_in(element.sections):
            known[field.id] = element.source.at
    for one in FORM.fields:
        assert known[one.id] in {f"Section {one.section}", "Head of the form"}, one.id
        assert (one.section == "0") is (known[one.id] == "Head of the form")


def test_every_required_entry_of_the_form_is_recognised() -> None:
    """No entry that every provider fills is left out of what is looked for."""
    beside = {
        "provider.name",  # stands in one entry with the contact
        "representative.name",  # the same
        "model.name",  # stands in one entry with the versions
        "public-summary.modalities",  # the rows of the table
        "public-summary.continuous-training",  # stands in one entry with the latest data
        "public-summary.crawled-until",  # stands in one entry with the beginning
        "public-summary.text-size-other",  # stands beside the ranges
    }
    rows = {name for row in FORM.rows for name in (row.size, row.content) if name}
    there = {one.id for one in FORM.fields} | rows | beside
    asked = {
        field.id
        for field in law().fields_in(law().outline[FORM.id].sections)
        if not field.optional and "public" in {one.value for one in field.shown_to}
    }
    assert not asked - there


def test_the_ranges_are_the_options_of_their_fields() -> None:
    """Each range of the table is an option of the law's field, and none is left out."""
    for row in FORM.rows:
        if row.size:
            options = {option.id for option in law().field[row.size].options if option.range}
            assert set(row.ranges) == options


def test_clues_are_words() -> None:
    """Every clue has letters to look for, and no field has one twice."""
    for one in FORM.fields:
        clues = FORM.clues_of(one)
        assert clues
        assert all(len(squeeze(clue)) >= 3 for clue in clues)


def test_questions_of_yes_and_no_are_those_of_the_law() -> None:
    """The answers that are looked at are all choices of yes and no in the form."""
    (answers,) = (one for one in flaws() if one.id == "answers")
    choices = {
        one.id
        for one in FORM.fields
        if law().field[one.id].kind is Kind.CHOICE
        and {option.id for option in law().field[one.id].options} == {"yes", "no"}
    }
    assert set(answers.fields) == choices


@each_language
def test_every_remark_has_its_words_and_its_remedy(language: str) -> None:
    """Each sentence of a remark stands in every language, with what to do."""
    phrases = law(language).language.phrases
    said = {name for name in phrases if name.startswith("lint.") and name.count(".") > 1}
    for name in said:
        bare = name.removesuffix(".remedy")
        assert {bare, f"{bare}.remedy"} <= phrases.keys()
    assert said == {
        name for name in law().language.phrases if name.startswith("lint.") and name.count(".") > 1
    }
    of_flaws = {name.split(".")[1] for name in said}
    assert of_flaws == {one.id for one in flaws()} | {"unread"}


@each_language
def test_no_remark_judges(language: str) -> None:
    """No sentence gives a score or pronounces anything to be in order with the law."""
    phrases = law(language).language.phrases
    text = " ".join(value for name, value in phrases.items() if name.startswith("lint."))
    assert not re.search(r"\bcomplian|\bscore|\bgrade|conform", text, re.IGNORECASE)


def test_the_months_are_told_apart() -> None:
    """No beginning of a month's name stands for two months."""
    beginnings = [one for month in FORM.months for one in month]
    assert len(set(beginnings)) == len(beginnings)
