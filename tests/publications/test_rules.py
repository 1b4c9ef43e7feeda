"""Each rule finds what it looks for, and nothing where that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from colophon.law.printed import flaws
from colophon.publications.lint import modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.publications.model import Remark

    Linted = Callable[..., list[Remark]]

FOUND = [
    # a third option in a question of Yes and No
    ("answers", {"licensed-data-used": "☐ Yes ☐ No ☒ Other (see below)"}, "Other (see below)"),
    ("answers", {"licensed-data-used": "☒ Yes ☒ No"}, "both ticked"),
    ("answers", {"licensed-data-used": "☐ Yes ☐ No"}, "no box is ticked"),
    ("answers", {"licensed-data-used": "Partly."}, "neither Yes nor No"),
    ("answers", {"licensed-data-used": ""}, "no answer is found"),
    ("answers", {"licensed-data-used": "Yes No"}, "does not tell which boxes"),
    ("answers", {"licensed-data-used": "\uf0a8 Yes \uf0a8 No"}, "does not tell which boxes"),
    # contacts that lead to nobody
    ("contact", {"provider.contact": "Example Ltd, info@example.com"}, "info@"),
    ("contact", {"provider.contact": "Example Ltd, https://example.com/help"}, "general mailbox"),
    ("contact", {"provider.contact": "Example Platforms Ireland Limited"}, "no way to reach"),
    ("continuous-training", {"latest-acquisition": "09/2026"}, "goes on being trained"),
    (
        "crawler-names",
        {"crawler-names": "See list of crawlers here."},
        "sends the reader elsewhere",
    ),
    ("crawler-names", {"crawler-names": "https://example.com/our-bots"}, "names no crawler"),
    # days and months
    ("dates", {"last-update": "1 October 2026"}, "1 October 2026; the form asks for DD/MM/YY"),
    ("dates", {"last-update": "2026-10-01"}, "asks for DD/MM/YY"),
    ("dates", {"last-update": "lately"}, "no day, month or year"),
    ("dates", {"last-update": "30/12/26"}, "lies after 2026-11-21"),
    ("dates", {"last-update": "20/11/26"}, "if there was no earlier version"),
    ("dates", {"model.placed-on-market": "October 2026"}, "which is no day"),
    ("dates", {"latest-acquisition": "September 2026, not dynamic"}, "asks for MM/YYYY"),
    ("dates", {"crawled-from": "up to 06/2026"}, "from one month to another"),
    ("dates", {"crawled-from": "From 2025 to 2026"}, "asks for MM/YYYY"),
    # what follows from a question
    ("dependent-entries", {"crawler-names": "N/A"}, "says that there is nothing to tell"),
    ("dependent-entries", {"crawler-names": ""}, "nothing is found at"),
    ("dependent-entries", {"other-sources-description": "Books."}, "is answered No"),
    # the list of domain names
    (
        "domain-list",
        {"crawled-domains": "Broad multilingual pages and image-rich sites."},
        "neither",
    ),
    ("domain-list", {"crawled-domains": "Domains such as .com, .org and .net."}, "neither"),
    ("domain-list", {"crawled-domains": "Our crawler obeys robots.txt, e.g. always."}, "neither"),
    ("entries", {"version": None}, "is not found in the text"),
    ("entries", {"crawler-names": None}, "“Names of the crawlers” is not found"),
    ("entries", {"unlawful-content": "N/A"}, "nothing is found in the text behind"),
    # doubts, in the language that the answer is written in
    ("hedges", {"reservations": "We may honour some of the protocols."}, "may, some"),
    (
        "hedges",
        {"reservations": "Wij volgen mogelijk de protocollen van sommige sites."},
        "mogelijk",
    ),
    (
        "hedges",
        {"reservations": "Se saattaa noudattaa joitakin protokollia, ja on avoin."},
        "saattaa",
    ),
    (
        "hedges",
        {"reservations": "Nous respectons plusieurs des protocoles et des sites."},
        "plusieurs",
    ),
    (
        "languages",
        {"languages": "Multilingual, with a breadth of languages."},
        "no language is named",
    ),
    (
        "large-datasets",
        {"public-datasets-large": "Data across sectors of the economy."},
        "neither a link",
    ),
    (
        "modalities",
        {"crawled-modalities": "☒ Text ☒ Image ☐ Video ☐ Audio ☐ Other"},
        "image, which",
    ),
    ("public-crawls", {"crawler-names": "CCBot"}, "no crawler of the provider"),
    (
        "public-crawls",
        {"public-datasets-large": "Common Crawl, https://commoncrawl.org, until 2025"},
        "not the snapshots",
    ),
    (
        "synthetic-data",
        {"synthetic-data-models": "N/A", "synthetic-data-other-models": "Not applicable"},
        "no model that made them",
    ),
    ("versions", {"version": "Version 2.1"}, "version 2.1, and nothing leads"),
    ("versions", {"version": "V2"}, "version 2"),
]

SILENT = [
    ("answers", {"licensed-data-used": "No"}),
    ("answers", {"licensed-data-used": "[ ] Yes [x] No"}),
    ("answers", {"licensed-data-used": "X No"}),
    ("answers", {"licensed-data-used": "\uf0a8 Yes \uf0fe No"}),
    ("answers", {"licensed-data-used": "No user data of any service was used."}),
    ("contact", {"provider.contact": "Example Ltd, 1 High Street, Dublin 4, Ireland"}),
    ("contact", {"provider.contact": "Example Ltd, training-data@example.com"}),
    ("contact", {"provider.contact": "Example Ltd, +353 1 555 01 00"}),
    ("continuous-training", {"latest-acquisition": "09/2026, then continuously"}),
    ("crawler-names", {"crawler-names": "GPTBot, see https://example.com"}),
    ("crawler-names", {"crawler-names": "Heritrix"}),
    ("dates", {"last-update": "01/10/2026"}),
    ("dates", {"last-update": "20/11/26", "version": "2"}),
    ("dates", {"last-update": "02/03/26", "model.placed-on-market": "03/02/26"}),
    ("dates", {"model.placed-on-market": "15 October 2026"}),
    ("dates", {"crawled-from": "from 03/2024 to 05/2026"}),
    ("dependent-entries", {"synthetic-data-other-models": ""}),
    ("domain-list", {"crawled-domains": "Flickr.com"}),
    ("domain-list", {"crawled-domains": "The list is in domains.csv beside this summary."}),
    ("domain-list", {"crawled-domains": "https://example.com/list-of-domains"}),
    ("entries", {"model.dependencies": "Not applicable"}),
    ("entries", {"other-sources-description": None}),
    ("hedges", {"reservations": "From May 2024 on, all protocols are honoured."}),
    ("hedges", {"reservations": "A diverse range of protocols is honoured by us."}),
    ("languages", {"languages": "Nederlands en Fins."}),
    ("large-datasets", {"public-datasets-large": "Invented Books; the period is not known."}),
    ("modalities", {"crawled-modalities": "Text"}),
    ("public-crawls", {"public-datasets-large": "FineWeb, made of CC-MAIN-2024-10"}),
    ("versions", {"version": "v1.0"}),
    ("versions", {"version": "2.0, earlier: https://example.com/v1"}),
    ("versions", {"version": "3 (the first)"}),
]


@pytest.mark.parametrize(("flaw", "answers", "words"), FOUND)
def test_what_is_amiss_is_remarked(
    linted: Linted, flaw: str, answers: dict[str, str | None], words: str
) -> None:
    """A remark names its flaw, its section, the line that it rests on and what to do."""
    found = [one for one in linted(answers) if one.flaw == flaw]
    assert [one for one in found if words in one.message], [one.message for one in found]
    for one in found:
        assert one.remedy
        assert one.number is not None
        assert one.field is not None
        assert bool(one.place) is not one.message.endswith("is not found in the text")


@pytest.mark.parametrize(("flaw", "answers"), SILENT)
def test_what_is_plain_is_not_remarked(
    linted: Linted, flaw: str, answers: dict[str, str | None]
) -> None:
    """What only resembles a flaw is left alone."""
    assert [one.message for one in linted(answers) if one.flaw == flaw] == []


def test_several_ranges_of_a_modality_are_remarked(linted: Linted) -> None:
    """Two ticked ranges of one modality are a conflict, with their line."""
    found = linted(rows={"text": ("☐ {0} ☒ {1} ☒ {2}", "News.")})
    assert [(one.flaw, one.kind) for one in found] == [("bands", "conflict")]
    assert found[0].number == "1.3"


def test_a_ticked_modality_without_a_range_is_remarked(linted: Linted) -> None:
    """A modality that is in the data has a size."""
    found = linted(rows={"image": ("☒ of photographs", "Photographs.")})
    assert [one.flaw for one in found] == ["bands"]


def test_a_size_of_text_may_be_told_in_another_unit(linted: Linted) -> None:
    """Text alone has an alternative to the ranges."""
    assert linted(rows={"text": ("☒ 4.1 TB of UTF-8", "News.")}) == []


@pytest.mark.parametrize("modality", ["image", "audio", "video"])
def test_tokens_are_no_unit_of_pictures_and_sounds(linted: Linted, modality: str) -> None:
    """A size of another modality than text in tokens is remarked."""
    found = linted(rows={modality: ("☒ More than 10 trillions tokens", "Clips.")})
    units = [one for one in found if one.flaw == "units"]
    assert [one.kind for one in units] == ["conflict"]
    assert "10 trillions tokens" in units[0].message


def test_images_in_the_description_of_a_text_are_no_unit(linted: Linted) -> None:
    """A word for pictures beside a text is no size."""
    assert linted(rows={"text": ("☐ {0} ☒ {1} ☐ {2}", "Texts with images and hours of news")}) == []


def test_renumbered_sections_are_remarked(linted: Linted) -> None:
    """A section that stands under another number is told with both numbers."""
    found = linted(numbers={"2.3": "4"})
    assert [(one.flaw, one.number) for one in found] == [("form", "2.3")]
    assert "under the number 4" in found[0].message


def test_sections_without_numbers_are_remarked_once(linted: Linted) -> None:
    """Headings that have lost their numbers are one remark, not one each."""
    found = linted(numbers={"2.3": None, "2.4": None})
    assert [one.message for one in found] == ["sections stand without the numbers of the form"]


def test_a_draft_of_the_template_is_told(linted: Linted) -> None:
    """What only drafts asked for shows that another form was filled in."""
    found = linted({"public-datasets-large": "All with more than 5 % of the data: none, 2025"})
    assert any("drafts of the template" in one.message for one in found if one.flaw == "form")


def test_every_flaw_has_its_rule() -> None:
    """The data tell of each rule, and each rule has its data."""
    assert set(modules()) == {flaw.id for flaw in flaws()}


def test_every_flaw_is_tried_here() -> None:
    """Each rule has a case that it finds, and one that it leaves alone."""
    beside = {"bands", "units", "form"}
    assert {flaw for flaw, *_ in FOUND} | beside == {flaw.id for flaw in flaws()}
    assert {flaw for flaw, _ in SILENT} | beside | {"synthetic-data"} == {
        flaw.id for flaw in flaws()
    }
