"""The form is found in texts, whatever layout did to them."""

from __future__ import annotations

import pytest

from colophon.publications.lint import look_through, recognised as is_recognised
from colophon.publications.model import Line, Written
from colophon.publications.readers import docx, html, markdown, pdf
from colophon.publications.recognise import recognise

from .conftest import ANSWERS, FORM, KINDS, LANGUAGES, LAWS, ON, P, recognised, summary

READERS = {
    "text": markdown,
    "scattered": markdown,
    "markdown": markdown,
    "html": html,
    "docx": docx,
    "pdf": pdf,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_found_in_every_kind_of_file(kind: str, language: str) -> None:
    """Each label of each language is found, and behind it stands what was written there."""
    written = READERS[kind].read(KINDS[kind](summary(language=language)), "summary")
    publication = recognise(written, FORM, LAWS)
    assert not {*ANSWERS} - {*publication.fields}
    for name in ("version", "crawler-names", "crawled-domains", "unlawful-content"):
        found = publication.fields[P + name].flowing
        assert found.replace(" ", "") == ANSWERS[P + name].replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_remarked_of_a_plain_summary(kind: str, language: str) -> None:
    """A summary that follows the form in a known language has no remark in any kind of file."""
    written = READERS[kind].read(KINDS[kind](summary(language=language)), "summary")
    publication = recognise(written, FORM, LAWS)
    assert list(look_through(publication, FORM, LAWS, ON)) == []


def test_a_label_of_several_sections_belongs_to_the_section_that_it_stands_in() -> None:
    """The modalities of crawled data are not taken for those of public datasets."""
    blocks = summary({f"{P}crawled-modalities": "☐ Text ☒ Image ☐ Video ☐ Audio ☐ Other"})
    fields = recognised(blocks).fields
    assert "☒ Image" in fields[f"{P}crawled-modalities"].text
    assert "☒ Text" in fields[f"{P}public-datasets-modalities"].text


def test_words_of_a_label_within_a_sentence_are_no_label() -> None:
    """A sentence that holds the words of a short label does not end the passage."""
    text = "What user data, synthetic data and model dependencies are, the policy explains."
    fields = recognised(summary({f"{P}unlawful-content": text})).fields
    assert fields[f"{P}unlawful-content"].text == text
    assert fields["model.dependencies"].text == "N/A"


def test_what_the_form_itself_says_is_no_answer() -> None:
    """The guidance that is printed beside an answer is taken out of it."""
    answer = "N/A\nProviders may also disclose other relevant information and further details."
    fields = recognised(summary({f"{P}crawled-comments": answer})).fields
    assert fields[f"{P}crawled-comments"].flowing == "N/A"


def test_words_that_lost_the_space_between_them_are_told_apart() -> None:
    """A label is found although it is glued to what stands before and behind it."""
    lines = (
        "Version of the Summary: V2Last update: 7/8/261. General information",
        "Versioned model name(s): InventedModel dependencies: N/A",
        "Date of placement of the model on the Union market:4/8/261.3. Overall training data size",
    )
    written = Written("text", tuple(Line(text, f"line {at}") for at, text in enumerate(lines)))
    publication = recognise(written, FORM, LAWS)
    said = {name: passage.flowing for name, passage in publication.fields.items()}
    assert said == {
        f"{P}version": "V2",
        f"{P}last-update": "7/8/26",
        "model.versions": "Invented",
        "model.dependencies": "N/A",
        "model.placed-on-market": "4/8/26",
    }
    assert [one.printed for one in publication.headings] == ["1", "1.3"]


def test_a_size_in_a_cell_of_its_own_may_begin_with_a_small_letter() -> None:
    """The row of a modality is found where its size is words and digits on the next line."""
    told = (
        "1.3. Overall training data size",
        "Text",
        "over 12 trillion tokens",
        "Image",
        "about 5 %",
    )
    written = Written("text", tuple(Line(text, f"line {at}") for at, text in enumerate(told)))
    fields = recognise(written, FORM, LAWS).fields
    assert fields[f"{P}text-size"].flowing.startswith("over 12 trillion tokens")
    assert fields[f"{P}image-size"].flowing == "about 5 %"


def test_a_modality_within_a_sentence_is_no_row() -> None:
    """A line that breaks behind the name of a modality begins no row of the table."""
    told = "1.3. Overall training data size", "Text", "of many kinds is what we use.", "In 2025."
    written = Written("text", tuple(Line(text, f"line {at}") for at, text in enumerate(told)))
    assert recognise(written, FORM, LAWS).fields == {}


def test_another_text_is_not_taken_for_the_form() -> None:
    """A text without the labels of the form has no fields."""
    written = Written("text", (Line("We train on public data. Contact us.", "line 1"),))
    assert not is_recognised(recognise(written, FORM, LAWS), FORM)


def test_an_empty_text_has_nothing() -> None:
    """A text without lines is recognised as nothing, and that is no mistake."""
    assert recognise(Written("text", ()), FORM, LAWS).fields == {}


def test_a_passage_tells_the_place_of_the_line() -> None:
    """A remark points to the line in which its words stand."""
    passage = recognised(summary()).fields[f"{P}crawled-domains"]
    line = passage.at("example.org")
    assert line.text == "example.com, example.org, example.net"
    assert line.place.startswith("line ")
