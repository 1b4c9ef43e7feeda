"""The forms, row by row: what each asks for, in which form, after which answer, and of whom."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pytest

from colophon.law.load import law
from colophon.law.model import Audience, Confirmed, Force, Kind, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.law.model import Element, Field

OFFICE, NATIONAL = Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY
PUBLIC = Audience.PUBLIC

TEXT, NAME, NAMES = Kind.TEXT, Kind.NAME, Kind.NAMES
DAY, MONTH, LINK, AMOUNT = Kind.DAY, Kind.MONTH, Kind.LINK, Kind.AMOUNT
YES_NO = ("Yes", "No")
M5 = ("Text", "Image", "Video", "Audio", "Other")
"""The modalities that the summary template offers, in its order."""

TOKENS = (
    "Less than 1 billion tokens",
    "1 billion to 10 trillion tokens",
    "More than 10 trillion tokens",
)
IMAGES = (
    "Less than 1 million images",
    "1 million to 1 billion images",
    "More than 1 billion images",
)
HOURS = ("Less than 10 000 hours", "10 000 to 1 million hours", "More than 1 million hours")
OTHERWISE = "Given in another unit"


class Row(NamedTuple):
    """One row of a form, as the law's own form has it.

    Attributes:
        element: the element that it stands in.
        field: the field that holds it.
        form: the kind of its value, or the labels to choose from.
        after: the answers of which one asks for it, as `field=option`, or a field that is given.
        optional: whether the form is whole without it.
    """

    element: str
    field: str
    form: Kind | tuple[str, ...]
    after: tuple[str, ...] = ()
    optional: bool = False


SUMMARY = {
    "0.a": Row("summary-0", "public-summary.version", TEXT),
    "0.a, earlier versions": Row(
        "summary-0", "public-summary.previous-versions", NAMES, optional=True
    ),
    "0.b": Row("summary-0", "public-summary.last-update", DAY),
    "1.1.a, name": Row("summary-1-1", "provider.name", NAME),
    "1.1.a, contact": Row("summary-1-1", "provider.contact", TEXT),
    "1.1.b, name": Row("summary-1-1-representative", "representative.name", NAME),
    "1.1.b, contact": Row("summary-1-1-representative", "representative.contact", TEXT),
    "1.2.a": Row("summary-1-2", "model.name", NAME),
    "1.2.a, versions": Row("summary-1-2", "model.versions", NAMES),
    "1.2.a, links": Row("summary-1-2", "public-summary.model-cards", NAMES, optional=True),
    "1.2.b": Row("summary-1-2-dependencies", "model.dependencies", NAMES),
    "1.2.b, links": Row(
        "summary-1-2-dependencies",
        "public-summary.dependencies-summaries",
        NAMES,
        ("model.dependencies",),
        optional=True,
    ),
    "1.2.c": Row("summary-1-2-placing", "model.placed-on-market", DAY),
    "1.2.c, other versions": Row(
        "summary-1-2-placing", "public-summary.placing-of-versions", NAMES, optional=True
    ),
    "1.3.a": Row("summary-1-3", "public-summary.modalities", M5),
    "1.3.b, text": Row(
        "summary-1-3",
        "public-summary.text-size",
        (*TOKENS, OTHERWISE),
        ("public-summary.modalities=text",),
    ),
    "1.3.b, text otherwise": Row(
        "summary-1-3",
        "public-summary.text-size-other",
        TEXT,
        ("public-summary.text-size=another-unit",),
    ),
    "1.3.c, text": Row(
        "summary-1-3", "public-summary.text-content", TEXT, ("public-summary.modalities=text",)
    ),
    "1.3.b, image": Row(
        "summary-1-3", "public-summary.image-size", IMAGES, ("public-summary.modalities=image",)
    ),
    "1.3.c, image": Row(
        "summary-1-3", "public-summary.image-content", TEXT, ("public-summary.modalities=image",)
    ),
    "1.3.b, audio": Row(
        "summary-1-3", "public-summary.audio-size", HOURS, ("public-summary.modalities=audio",)
    ),
    "1.3.c, audio": Row(
        "summary-1-3", "public-summary.audio-content", TEXT, ("public-summary.modalities=audio",)
    ),
    "1.3.b, video": Row(
        "summary-1-3", "public-summary.video-size", HOURS, ("public-summary.modalities=video",)
    ),
    "1.3.c, video": Row(
        "summary-1-3", "public-summary.video-content", TEXT, ("public-summary.modalities=video",)
    ),
    "1.3, other": Row(
        "summary-1-3", "public-summary.other-modality", TEXT, ("public-summary.modalities=other",)
    ),
    "1.3.d": Row("summary-1-3-acquisition", "public-summary.latest-acquisition", MONTH),
    "1.3.d, afterwards": Row(
        "summary-1-3-acquisition", "public-summary.continuous-training", YES_NO
    ),
    "1.3.e": Row("summary-1-3-languages", "public-summary.languages", TEXT),
    "1.3.f": Row(
        "summary-1-3-characteristics", "public-summary.characteristics", TEXT, optional=True
    ),
    "1.3.g": Row(
        "summary-1-3-characteristics",
        "public-summary.characteristics-comments",
        TEXT,
        optional=True,
    ),
    "2.1.a": Row("summary-2-1", "public-summary.public-datasets-used", YES_NO),
    "2.1.b": Row(
        "summary-2-1",
        "public-summary.public-datasets-modalities",
        M5,
        ("public-summary.public-datasets-used=yes",),
    ),
    "2.1.c": Row(
        "summary-2-1",
        "public-summary.public-datasets-large",
        NAMES,
        ("public-summary.public-datasets-used=yes",),
    ),
    "2.1.d": Row(
        "summary-2-1",
        "public-summary.public-datasets-other",
        TEXT,
        ("public-summary.public-datasets-used=yes",),
    ),
    "2.1.e": Row("summary-2-1", "public-summary.public-datasets-comments", TEXT, optional=True),
    "2.2.1.a": Row("summary-2-2-1", "public-summary.licensed-data-used", YES_NO),
    "2.2.1.b": Row(
        "summary-2-2-1",
        "public-summary.licensed-data-modalities",
        M5,
        ("public-summary.licensed-data-used=yes",),
    ),
    "2.2.2.a": Row("summary-2-2-2", "public-summary.private-datasets-used", YES_NO),
    "2.2.2.b": Row(
        "summary-2-2-2",
        "public-summary.private-datasets-modalities",
        M5,
        ("public-summary.private-datasets-used=yes",),
    ),
    "2.2.2.c": Row(
        "summary-2-2-2",
        "public-summary.private-datasets-known",
        NAMES,
        ("public-summary.private-datasets-used=yes",),
        optional=True,
    ),
    "2.2.2.d": Row(
        "summary-2-2-2",
        "public-summary.private-datasets-other",
        TEXT,
        ("public-summary.private-datasets-used=yes",),
    ),
    "2.2.2.e": Row(
        "summary-2-2-2", "public-summary.private-datasets-comments", TEXT, optional=True
    ),
    "2.3.a": Row("summary-2-3", "public-summary.crawlers-used", YES_NO),
    "2.3.b": Row(
        "summary-2-3", "public-summary.crawler-names", NAMES, ("public-summary.crawlers-used=yes",)
    ),
    "2.3.c": Row(
        "summary-2-3",
        "public-summary.crawler-purposes",
        TEXT,
        ("public-summary.crawlers-used=yes",),
    ),
    "2.3.d": Row(
        "summary-2-3",
        "public-summary.crawler-behaviour",
        TEXT,
        ("public-summary.crawlers-used=yes",),
    ),
    "2.3.e, from": Row(
        "summary-2-3", "public-summary.crawled-from", MONTH, ("public-summary.crawlers-used=yes",)
    ),
    "2.3.e, to": Row(
        "summary-2-3", "public-summary.crawled-until", MONTH, ("public-summary.crawlers-used=yes",)
    ),
    "2.3.f": Row(
        "summary-2-3", "public-summary.crawled-content", TEXT, ("public-summary.crawlers-used=yes",)
    ),
    "2.3.g": Row(
        "summary-2-3",
        "public-summary.crawled-modalities",
        M5,
        ("public-summary.crawlers-used=yes",),
    ),
    "2.3.h": Row(
        "summary-2-3",
        "public-summary.crawled-domains",
        NAMES,
        ("public-summary.crawlers-used=yes",),
    ),
    "2.3.i": Row("summary-2-3", "public-summary.crawled-comments", TEXT, optional=True),
    "2.4.a": Row("summary-2-4", "public-summary.user-data-model", YES_NO),
    "2.4.b": Row("summary-2-4", "public-summary.user-data-services", YES_NO),
    "2.4.c": Row(
        "summary-2-4",
        "public-summary.user-data-description",
        TEXT,
        ("public-summary.user-data-model=yes", "public-summary.user-data-services=yes"),
    ),
    "2.4.d": Row(
        "summary-2-4",
        "public-summary.user-data-modalities",
        M5,
        ("public-summary.user-data-model=yes", "public-summary.user-data-services=yes"),
    ),
    "2.4.e": Row("summary-2-4", "public-summary.user-data-comments", TEXT, optional=True),
    "2.5.a": Row("summary-2-5", "public-summary.synthetic-data-used", YES_NO),
    "2.5.b": Row(
        "summary-2-5",
        "public-summary.synthetic-data-modalities",
        M5,
        ("public-summary.synthetic-data-used=yes",),
    ),
    "2.5.c": Row(
        "summary-2-5",
        "public-summary.synthetic-data-models",
        NAMES,
        ("public-summary.synthetic-data-used=yes",),
    ),
    "2.5.d": Row(
        "summary-2-5",
        "public-summary.synthetic-data-other-models",
        TEXT,
        ("public-summary.synthetic-data-used=yes",),
    ),
    "2.5.e": Row("summary-2-5", "public-summary.synthetic-data-comments", TEXT, optional=True),
    "2.6.a": Row("summary-2-6", "public-summary.other-sources-used", YES_NO),
    "2.6.b": Row(
        "summary-2-6",
        "public-summary.other-sources-description",
        TEXT,
        ("public-summary.other-sources-used=yes",),
    ),
    "2.6.c": Row("summary-2-6", "public-summary.other-sources-comments", TEXT, optional=True),
    "3.1.a": Row("summary-3-1", "public-summary.signatory", YES_NO),
    "3.1.b": Row("summary-3-1", "public-summary.reservations", TEXT),
    "3.1.c": Row("summary-3-1", "public-summary.reservations-comments", TEXT, optional=True),
    "3.2.a": Row("summary-3-2", "public-summary.unlawful-content", TEXT),
    "3.3.a": Row("summary-3-3", "public-summary.other-processing", TEXT, optional=True),
    "TP-legacy": Row("summary-gaps", "public-summary.gaps", TEXT, optional=True),
}
"""Row of the summary template -> how the law's data hold it, in the template's order."""

SECTIONS = {
    "summary-0": ("Head of the form", "Version and date"),
    "summary-1-1": ("Section 1.1", "1. General information"),
    "summary-1-1-representative": ("Section 1.1", "1. General information"),
    "summary-1-2": ("Section 1.2", "1. General information"),
    "summary-1-2-dependencies": ("Section 1.2", "1. General information"),
    "summary-1-2-placing": ("Section 1.2", "1. General information"),
    "summary-1-3": ("Section 1.3", "1. General information"),
    "summary-1-3-acquisition": ("Section 1.3", "1. General information"),
    "summary-1-3-languages": ("Section 1.3", "1. General information"),
    "summary-1-3-characteristics": ("Section 1.3", "1. General information"),
    "summary-2-1": ("Section 2.1", "2. Data sources"),
    "summary-2-2-1": ("Section 2.2.1", "2. Data sources"),
    "summary-2-2-2": ("Section 2.2.2", "2. Data sources"),
    "summary-2-3": ("Section 2.3", "2. Data sources"),
    "summary-2-4": ("Section 2.4", "2. Data sources"),
    "summary-2-5": ("Section 2.5", "2. Data sources"),
    "summary-2-6": ("Section 2.6", "2. Data sources"),
    "summary-3-1": ("Section 3.1", "3. Processing of the data"),
    "summary-3-2": ("Section 3.2", "3. Processing of the data"),
    "summary-3-3": ("Section 3.3", "3. Processing of the data"),
}
"""Element of the public summary -> its place in the template, and its part."""

WRITTEN = {
    "public-summary.last-update": "DD/MM/YY",
    "public-summary.latest-acquisition": "MM/YYYY",
    "public-summary.crawled-from": "MM/YYYY",
    "public-summary.crawled-until": "MM/YYYY",
}

CRAWLS = ("copyright.crawlers=yes",)

COPYRIGHT = {
    "Art. 53(1)(c), policy": Row("copyright-policy-act", "copyright.policy", LINK),
    "Art. 53(1)(c), reservations": Row("copyright-policy-act", "copyright.reservations", TEXT),
    "CR-1.1-a, models": Row("copyright-policy-1-1", "copyright.models", NAMES),
    "CR-1.1-a, version": Row("copyright-policy-1-1", "copyright.policy-version", NAME),
    "CR-1.1-a, day": Row("copyright-policy-1-1", "copyright.policy-updated", DAY),
    "CR-1.1-b": Row("copyright-policy-1-1", "copyright.responsible", TEXT),
    "CR-1.1-c": Row("copyright-policy-1-1", "copyright.policy-summary", LINK, optional=True),
    "CR-1.2, when crawling": Row("copyright-policy-1-2", "copyright.crawlers", YES_NO),
    "CR-1.2, which crawlers": Row("copyright-policy-1-2", "copyright.crawler-names", NAMES, CRAWLS),
    "CR-1.2-a": Row("copyright-policy-1-2", "copyright.technological-measures", TEXT, CRAWLS),
    "CR-1.2-b": Row("copyright-policy-1-2", "copyright.excluded-websites", TEXT, CRAWLS),
    "CR-1.2-b, evidence": Row("copyright-policy-1-2", "copyright.exclusion-lists", NAMES, CRAWLS),
    "CR-1.3-1a": Row("copyright-policy-1-3", "copyright.robots", TEXT, CRAWLS),
    "CR-1.3-1b": Row("copyright-policy-1-3", "copyright.protocols", NAMES, CRAWLS),
    "CR-1.3-4, published": Row(
        "copyright-policy-1-3", "copyright.crawler-information", LINK, CRAWLS
    ),
    "CR-1.3-4, notice": Row("copyright-policy-1-3", "copyright.update-notices", TEXT, CRAWLS),
    "CR-1.3-3": Row("copyright-policy-1-3", "copyright.standards", TEXT, optional=True),
    "CR-1.3-5": Row(
        "copyright-policy-1-3", "copyright.search-engines", TEXT, CRAWLS, optional=True
    ),
    "CR-1.3-2": Row("copyright-policy-1-3-2", "copyright.third-party-data", TEXT),
    "CR-1.4-a": Row("copyright-policy-1-4", "copyright.output-safeguards", TEXT),
    "CR-1.4-b": Row("copyright-policy-1-4", "copyright.prohibited-uses", TEXT),
    "CR-1.5-a": Row("copyright-policy-1-5", "copyright.contact", TEXT),
    "CR-1.5-b": Row("copyright-policy-1-5", "copyright.complaints", TEXT),
    "CR-1.5-b, published": Row("copyright-policy-1-5", "copyright.complaints-information", LINK),
    "CR-1.5-c": Row("copyright-policy-1-5", "copyright.complaint-handling", TEXT),
}
"""Rule of the copyright chapter -> how the law's data hold it."""

KEPT_FROM_THE_PUBLIC = {
    "copyright.responsible",
    "copyright.exclusion-lists",
    "copyright.output-safeguards",
}

TRIGGERS = ("Training compute above the threshold", "Modification of a model with systemic risk")
CONDITION = ("It became known that the condition will be met", "The condition is met")

NOTIFICATION = {
    "N-1, provider": Row("notification-who", "provider.name", NAME),
    "N-1, model": Row("notification-who", "model.name", NAME),
    "N-1, versions": Row("notification-who", "model.versions", NAMES),
    "N-2": Row("notification-information", "notification.information", TEXT),
    "N-4": Row("notification-information", "notification.rebuttal", YES_NO, optional=True),
    "N-1": Row("notification-since", "notification.condition", CONDITION),
    "N-1, foreseen": Row(
        "notification-since",
        "notification.foreseen-on",
        DAY,
        ("notification.condition=foreseen",),
    ),
    "N-1, met": Row(
        "notification-since", "notification.met-on", DAY, ("notification.condition=met",)
    ),
    "N-1, notified": Row("notification-since", "notification.notified-on", DAY, optional=True),
    "GN-5": Row("notification-trigger", "notification.trigger", TRIGGERS),
    "GN-5, modified models": Row(
        "notification-trigger",
        "notification.modified-models",
        NAMES,
        ("notification.trigger=modification",),
    ),
    "GN-4, compute": Row("notification-compute", "notification.compute", AMOUNT),
    "GN-4, method": Row("notification-compute", "notification.method", TEXT),
    "GN-4, approximations": Row("notification-compute", "notification.approximations", TEXT),
}
"""Rule on the notification -> how the law's data hold it."""

I_O = ("Text", "Images", "Audio", "Video", "Other")

REBUTTAL = {
    "N-4, provider": Row("rebuttal-who", "provider.name", NAME),
    "N-4, model": Row("rebuttal-who", "model.name", NAME),
    "N-4, versions": Row("rebuttal-who", "model.versions", NAMES),
    "N-4, GN-6": Row("rebuttal-arguments", "rebuttal.arguments", TEXT),
    "GN-6, results": Row("rebuttal-results", "rebuttal.results", TEXT, optional=True),
    "GN-7": Row("rebuttal-comparison", "rebuttal.comparison", TEXT, optional=True),
    "GN-6, architecture": Row("rebuttal-model", "rebuttal.architecture", TEXT, optional=True),
    "GN-6, parameters": Row("rebuttal-model", "rebuttal.parameters", AMOUNT, optional=True),
    "GN-6, examples": Row("rebuttal-model", "rebuttal.training-examples", AMOUNT, optional=True),
    "GN-6, curation": Row("rebuttal-model", "rebuttal.data-curation", TEXT, optional=True),
    "GN-6, techniques": Row("rebuttal-model", "rebuttal.training-techniques", TEXT, optional=True),
    "GN-6, inputs": Row("rebuttal-model", "rebuttal.input-modalities", I_O, optional=True),
    "GN-6, outputs": Row("rebuttal-model", "rebuttal.output-modalities", I_O, optional=True),
    "GN-6, tools": Row("rebuttal-model", "rebuttal.tools", TEXT, optional=True),
    "GN-6, context": Row("rebuttal-model", "rebuttal.context-length", TEXT, optional=True),
}
"""What arguments against systemic risk may hold -> how the law's data hold it."""

CRITERIA = {
    "XIII(a)": Row("annex-xiii-a", "criteria.parameters", AMOUNT),
    "XIII(b), size": Row("annex-xiii-b", "criteria.data-size", AMOUNT),
    "XIII(b), quality": Row("annex-xiii-b", "criteria.data-quality", TEXT, optional=True),
    "XIII(c), compute": Row("annex-xiii-c", "criteria.compute", AMOUNT),
    "XIII(c), cost": Row("annex-xiii-c", "criteria.cost", TEXT, optional=True),
    "XIII(c), time": Row("annex-xiii-c", "criteria.time", AMOUNT, optional=True),
    "XIII(c), energy": Row("annex-xiii-c", "criteria.energy", AMOUNT, optional=True),
    "XIII(d), inputs": Row("annex-xiii-d", "criteria.input-modalities", I_O),
    "XIII(d), outputs": Row("annex-xiii-d", "criteria.output-modalities", I_O),
    "XIII(d), state of the art": Row(
        "annex-xiii-d", "criteria.modality-thresholds", TEXT, optional=True
    ),
    "XIII(d), types": Row("annex-xiii-d", "criteria.special-types", TEXT, optional=True),
    "XIII(e), tasks": Row("annex-xiii-e", "criteria.evaluations", TEXT),
    "XIII(e), adaptability": Row("annex-xiii-e", "criteria.adaptability", TEXT),
    "XIII(e), autonomy, scalability": Row("annex-xiii-e", "criteria.autonomy", TEXT),
    "XIII(e), tools": Row("annex-xiii-e", "criteria.tools", TEXT),
    "XIII(f)": Row("annex-xiii-f", "criteria.business-users", AMOUNT),
    "XIII(g)": Row("annex-xiii-g", "criteria.end-users", AMOUNT),
}
"""Criterion of Annex XIII -> how the law's data hold it."""

FORMS = {
    "public-summary": SUMMARY,
    "copyright-policy": COPYRIGHT,
    "systemic-risk-notification": NOTIFICATION,
    "systemic-risk-rebuttal": REBUTTAL,
    "annex-xiii": CRITERIA,
}
ROWS = [
    pytest.param(form, row, id=f"{form}, {name}")
    for form, rows in FORMS.items()
    for name, row in rows.items()
]


def shown(outline: str) -> Iterator[tuple[Element, Field]]:
    """Yield the fields of a document that one of its readers sees, element by element."""
    document = law().outline[outline]
    for element in document.all_elements:
        for section in element.sections:
            for field in law().section[section].fields:
                if not field.shown_to.keys().isdisjoint(document.audiences):
                    yield element, field


def elements(outline: str) -> dict[str, Element]:
    """Return the elements of a document by id."""
    return {one.id: one for one in law().outline[outline].all_elements}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_its_rows_in_order_and_no_others(form: str) -> None:
    """Each row stands where the form has it, and nothing is asked that the form does not ask."""
    asked = [(element.id, field.id) for element, field in shown(form)]
    assert asked == [(row.element, row.field) for row in FORMS[form].values()]


@pytest.mark.parametrize(("form", "row"), ROWS)
def test_a_row_is_as_the_form_has_it(form: str, row: Row) -> None:
    """Each row has its form or options, the answers that ask for it, and may be left out or not."""
    field = law().field[row.field]
    if isinstance(row.form, Kind):
        assert field.kind is row.form
    else:
        assert field.kind in {Kind.CHOICE, Kind.CHOICES}
        assert tuple(option.label for option in field.options) == row.form
    after = tuple(
        f"{one.field}={option}" if option else one.field
        for one in field.asked_if
        for option in (one.among or ("",))
    )
    assert after == row.after
    assert field.optional is row.optional
    assert form in {outline.id for outline, _ in law().asked_by(field.id)}


@pytest.mark.parametrize("outline", [one.id for one in law().outlines])
def test_a_reader_sees_the_answer_that_decides(outline: str) -> None:
    """Where an answer decides whether something is asked, it stands in the same document."""
    there = {field.id for _, field in shown(outline)}
    decide = {one.field for _, field in shown(outline) for one in field.asked_if}
    assert decide <= there


# -- The public summary ---------------------------------------------------------------------------


def test_several_modalities_can_be_ticked_and_one_size_each() -> None:
    """Modalities are several of five; a size and a yes or no are one of their options."""
    for _, field in shown("public-summary"):
        labels = tuple(option.label for option in field.options)
        if labels == M5:
            assert field.kind is Kind.CHOICES
        elif labels:
            assert field.kind is Kind.CHOICE


def test_only_text_may_be_measured_in_another_unit() -> None:
    """The size of text has three ranges and a way out; other sizes have three ranges alone."""
    sizes = {
        field.id: len(field.options)
        for _, field in shown("public-summary")
        if field.id.endswith("-size")
    }
    assert sizes == {
        "public-summary.text-size": 4,
        "public-summary.image-size": 3,
        "public-summary.audio-size": 3,
        "public-summary.video-size": 3,
    }


def test_yes_and_no_are_all_there_is() -> None:
    """A question of the summary that is answered yes or no has exactly these two options."""
    asked = [field for _, field in shown("public-summary") if field.id.endswith("-used")]
    assert len(asked) == 6
    for field in asked:
        assert [option.id for option in field.options] == ["yes", "no"]


def test_the_public_summary_keeps_its_numbering() -> None:
    """Each element cites its section of the template and bears its number, in order."""
    own = law().outline["public-summary"].elements
    assert {one.id: (one.source.at, one.part) for one in own} == SECTIONS
    for element in own:
        assert element.source.instrument == "training-summary-template"
        assert element.source.version == "december-2025"
        assert element.source.confirmed is Confirmed.PRIMARY
        if element.source.at.startswith("Section "):
            number = element.source.at.removeprefix("Section ")
            headings = (element.group or "", element.heading)
            assert any(heading.startswith(f"{number} ") for heading in headings)


def test_each_number_of_the_public_summary_stands_once() -> None:
    """Elements under one number are neighbours, so that documents show its heading once."""
    own = law().outline["public-summary"].elements
    groups = [group for group, _ in groupby(one.group for one in own) if group]
    headings = [one.heading for one in own if one.heading[0].isdecimal()]
    numbers = [heading.partition(" ")[0] for heading in (*groups, *headings)]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) == {
        *("1.1", "1.2", "1.3", "2.1", "2.2", "2.2.1", "2.2.2", "2.3", "2.4", "2.5", "2.6"),
        *("3.1", "3.2", "3.3"),
    }


def test_the_public_summary_is_one_text_for_all() -> None:
    """It is written for the public, and all that it shows anybody may see, exactly."""
    assert law().outline["public-summary"].audiences == (PUBLIC,)
    for _, field in shown("public-summary"):
        assert field.shown_to == dict.fromkeys(Audience, Precision.EXACT)


def test_months_and_days_are_written_as_the_form_wants_them() -> None:
    """The summary writes its own days as DD/MM/YY and months as MM/YYYY."""
    written = {field.id: field.written for field in law().field.values() if field.written}
    assert written == WRITTEN


def test_what_the_summary_asks_of_some_alone() -> None:
    """A representative is named by providers from abroad, save where Art. 54(6) spares them."""
    own = elements("public-summary")
    representative = own["summary-1-1-representative"]
    assert representative.only_if == ("third-country-provider",)
    assert {name: one.at for name, one in representative.unless.items()} == {
        "open-source-exception": "Art. 54(6)"
    }
    assert own["summary-gaps"].only_if == ("legacy-model",)
    conditions = {field.id: field.only_if for field in law().field.values() if field.only_if}
    assert conditions == {
        "representative.name": ("third-country-provider",),
        "representative.contact": ("third-country-provider",),
        "public-summary.gaps": ("legacy-model",),
    }
    assert [one.id for one in own.values() if one.where_applicable] == [
        "summary-1-2-dependencies",
        "summary-1-3-languages",
    ]


def test_the_help_holds_the_rules_of_the_lists() -> None:
    """The help says from which size on a dataset is large, and how many domains are listed."""
    large = law().field["public-summary.public-datasets-large"].help
    assert "more than 3 %" in large
    assert "sized after preparation and not split up" in large
    domains = law().field["public-summary.crawled-domains"].help
    assert "top 10 %" in domains
    assert "5 % or 1 000, whichever is lower" in domains


@pytest.mark.parametrize("modality", ["text", "image", "audio", "video"])
def test_sizes_are_counted_after_preparation_over_all_sources(modality: str) -> None:
    """Each size says what is counted, and that dynamic datasets may be left out."""
    said = law().field[f"public-summary.{modality}-size"].help
    assert "counted after preparation and before training, over all sources" in said
    assert "Dynamic datasets may be left out" in said


def test_the_help_tells_what_unlawful_content_is_not() -> None:
    """Measures against unlawful content are told apart from selection for capabilities."""
    said = law().field["public-summary.unlawful-content"].help
    assert "selected for what the model is to do are not meant" in said


def test_the_help_asks_for_the_snapshots_of_common_crawl() -> None:
    """Who used Common Crawl names its snapshots."""
    assert (
        "for Common Crawl the snapshots" in law().field["public-summary.public-datasets-large"].help
    )


@pytest.mark.parametrize(
    ("rule", "place", "said"),
    [
        ("TP-scope", "public-summary.modalities", "from pre-training to fine-tuning and alignment"),
        ("TP-form", "public-summary", "in good faith, without exact shares of sources"),
        ("TP-when", "public-summary", "at the latest when the model is placed on the Union market"),
        (
            "TP-where",
            "public-summary.link",
            "goes with the model wherever the model is distributed",
        ),
        (
            "TP-update",
            "public-summary.last-update",
            "only where the provider has trained the model",
        ),
        ("TP-share", "public-summary.model-cards", "only if its content is the same"),
        ("TP-derive", "public-summary.dependencies-summaries", "the link of its own summary"),
        ("TP-mod", "public-summary.dependencies-summaries", "only of the data used for the modifi"),
        ("TP-legacy", "public-summary.gaps", "each with the reason"),
        ("TP-voluntary", "public-summary.crawled-comments", "to tell rightsholders on request"),
        ("TP-dataset", "public-summary.public-datasets-comments", "told once, where it fits best"),
    ],
)
def test_the_rules_of_the_summary_are_told_where_they_matter(
    rule: str, place: str, said: str
) -> None:
    """Each rule on the summary as a whole is told beside the row that it concerns, or on top."""
    outlines = law().outline
    told = outlines[place].purpose if place in outlines else law().field[place].help
    assert said in told, rule


def test_adherence_follows_from_the_chapters_that_are_signed() -> None:
    """Whether the copyright chapter is signed is stated once, in the spine."""
    field = law().field["public-summary.signatory"]
    assert (field.follows, field.holds) == ("dossier.code-of-practice", "copyright")
    assert [one.id for one in law().field.values() if one.holds] == [field.id]


# -- The copyright policy -------------------------------------------------------------------------


def test_each_measure_of_the_copyright_chapter_is_cited() -> None:
    """The Act asks for the policy and binds; the five measures are voluntary, one only recalled."""
    outline = law().outline["copyright-policy"]
    assert (outline.source.at, law().force(outline.source)) == ("Art. 53(1)(c)", Force.BINDING)
    act, *measures = outline.elements
    assert (act.source.at, law().force(act.source)) == ("Art. 53(1)(c)", Force.BINDING)
    assert [(one.source.at, one.source.confirmed.value) for one in measures] == [
        ("Copyright chapter, Measure 1.1", "secondary"),
        ("Copyright chapter, Measure 1.2", "secondary"),
        ("Copyright chapter, Measure 1.3", "secondary"),
        ("Copyright chapter, Measure 1.3(2)", "recalled"),
        ("Copyright chapter, Measure 1.4", "secondary"),
        ("Copyright chapter, Measure 1.5", "secondary"),
    ]
    assert {law().force(one.source) for one in measures} == {Force.VOLUNTARY}


def test_the_public_sees_a_summary_of_the_copyright_policy() -> None:
    """Authorities see all of the policy; who is responsible and two details stay with them."""
    kept = set()
    for _, field in shown("copyright-policy"):
        assert {OFFICE, NATIONAL} <= set(field.shown_to)
        kept |= set() if PUBLIC in field.shown_to else {field.id}
    assert kept == KEPT_FROM_THE_PUBLIC


def test_who_may_see_the_copyright_policy_is_our_reading() -> None:
    """No text says who sees which part of the policy, and the data say that of each field."""
    for element, field in shown("copyright-policy"):
        if element.id != "copyright-policy-act" and field.id != "copyright.contact":
            assert field.confirmed is Confirmed.READING


# -- The forms of Art. 52 and Annex XIII ----------------------------------------------------------


def test_the_forms_of_article_52_are_cited() -> None:
    """What the Act asks for and what the guidelines advise are told apart by their citations."""
    cited = {
        element.id: (element.source.instrument, element.source.version, element.source.at)
        for form in ("systemic-risk-notification", "systemic-risk-rebuttal")
        for element in law().outline[form].elements
    }
    act, guidelines = ("ai-act", "oj-2024"), ("gpai-guidelines", "july-2025")
    assert cited == {
        "notification-who": (*act, "Art. 52(1)"),
        "notification-information": (*act, "Art. 52(1)"),
        "notification-since": (*act, "Art. 52(1)"),
        "notification-trigger": (*guidelines, "footnotes 6 and 7"),
        "notification-compute": (*guidelines, "para. 32"),
        "rebuttal-who": (*act, "Art. 52(2)"),
        "rebuttal-arguments": (*act, "Art. 52(2)"),
        "rebuttal-results": (*guidelines, "paras. 34 and 35"),
        "rebuttal-comparison": (*guidelines, "paras. 38 and 39"),
        "rebuttal-model": (*guidelines, "paras. 34 and 35"),
    }
    for form in ("systemic-risk-notification", "systemic-risk-rebuttal"):
        for element in law().outline[form].elements:
            is_act = element.source.instrument == "ai-act"
            grade = Confirmed.PRIMARY if is_act else Confirmed.CONVERSION
            assert element.source.confirmed is grade


def test_only_the_arguments_themselves_are_required_of_a_rebuttal() -> None:
    """Beyond who and what, a rebuttal needs its arguments; all else is advised."""
    required = [field.id for _, field in shown("systemic-risk-rebuttal") if not field.optional]
    assert required == ["provider.name", "model.name", "model.versions", "rebuttal.arguments"]


def test_compute_is_notified_with_two_figures() -> None:
    """The notification gives the cumulative compute of the ledger with two figures."""
    field = law().field["notification.compute"]
    assert field.follows == "compute.cumulative"
    assert field.shown_to == {OFFICE: Precision.TWO_FIGURES}


def test_annex_xiii_has_its_seven_criteria() -> None:
    """The sheet has the seven criteria of Annex XIII in order, each with its point."""
    cited = {one.id: one.source.at for one in law().outline["annex-xiii"].elements}
    letters = "abcdefg"
    assert cited == {f"annex-xiii-{one}": f"Annex XIII, point ({one})" for one in letters}
    assert list(cited) == [f"annex-xiii-{one}" for one in letters]
    for element in law().outline["annex-xiii"].elements:
        assert element.source.instrument == "ai-act"
        assert element.source.confirmed is Confirmed.PRIMARY


def test_users_are_counted() -> None:
    """Business users in the Union and end users are numbers, each of its own kind."""
    units = {
        name: law().field[name].unit for name in ("criteria.business-users", "criteria.end-users")
    }
    assert units == {
        "criteria.business-users": "business users",
        "criteria.end-users": "end users",
    }
    assert "10 000" in law().field["criteria.business-users"].help


@pytest.mark.parametrize(
    ("element", "wanted"),
    [
        (
            "form-general-information",
            (
                *("provider.name", "model.name", "model.authenticity", "model.released"),
                *("model.placed-on-market", "model.dependencies"),
            ),
        ),
        (
            "form-model-properties",
            (
                *("architecture.description", "design.model-specifications"),
                *("model.input-modalities", "model.maximum-input-size"),
                *("model.output-modalities", "model.maximum-output-size", "parameters.total"),
            ),
        ),
        (
            "form-distribution-and-licences",
            (
                *("distribution.channels", "distribution.channels-downstream", "licence.link"),
                *("licence.type", "distribution.additional-assets"),
            ),
        ),
        (
            "form-use",
            (
                *("use.acceptable-use-policy", "use.intended-tasks", "use.system-types"),
                *("integration.technical-means", "hardware.required", "software.required"),
            ),
        ),
        (
            "form-data",
            (
                *("data.types", "data.provenance", "data.obtained", "data.points-training"),
                *("data.scope", "data.curation", "data.unsuitable-sources", "data.biases"),
            ),
        ),
        (
            "form-computational-resources",
            (
                *("training.time", "training.hardware-time", "training.compute.cumulative"),
                "training.compute.method",
            ),
        ),
        (
            "form-energy",
            ("energy.training", "energy.method", "inference.compute", "inference.method"),
        ),
    ],
)
def test_the_model_documentation_form_keeps_its_order(
    element: str, wanted: tuple[str, ...]
) -> None:
    """The items of the form stand in the order of the form, ours among them."""
    outline = law().outline["model-documentation-form"]
    (one,) = [one for one in outline.elements if one.id == element]
    order = [field.id for field in law().fields_of(one)]
    assert [name for name in order if name in wanted] == list(wanted)


def test_the_summary_has_the_table_of_section_1_3() -> None:
    """Modalities head the rows; sizes and types of content stand in them, in another unit too."""
    (one,) = [one for one in law().outline["public-summary"].elements if one.table]
    assert one.id == "summary-1-3"
    assert one.table is not None
    assert [option.label for option in law().field[one.table.rows_of].options] == [*M5]
    size, content = one.table.columns
    assert [*size.cells] == ["text", "image", "audio", "video", "other"]
    assert [*content.cells] == ["text", "image", "audio", "video"]
    rest = {field.id for field in law().fields_of(one)} - {*one.table.fields}
    assert rest == {one.table.rows_of}
