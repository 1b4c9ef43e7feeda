"""What documents must agree on: every row of the facts, by construction or as a comparison."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from colophon.dossier.model import Dataset, Spine
from colophon.errors import LawError
from colophon.law.load import law, load
from colophon.law.model import (
    ByHand,
    Citation,
    Confirmed,
    Field,
    NearThreshold,
    OneFact,
    Range,
    Review,
    Sets,
    Sizes,
)
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.law.model import Agreement

ROWS = {
    "provenance of the Form and section 2 of the summary": {
        "provenance-in-summary": "sets",
        "datasets-in-summary": "sets",
        "datasets-in-form": "sets",
    },
    "modalities of the Form and section 1.3 of the summary": {
        "modalities-in-summary": "sets",
        "modalities-of-sources": "sets",
        "modalities-of-datasets": "sets",
        "modalities-in-use": "sets",
    },
    "numbers of the Form and ranges of section 1.3": {
        "sizes-in-summary": "sizes",
        "sizes-of-datasets": "sizes",
    },
    "day of placing": {"day-of-placing": "one-fact", "days-of-placing": "days"},
    "dependencies, and teachers apart": {
        "dependencies": "one-fact",
        "original-among-dependencies": "sets",
        "teachers-apart": "sets",
    },
    "unsuitable sources and unlawful content": {"unlawful-content": "by-hand"},
    "copyright policy, section 3.1, page on crawlers": {
        "adherence-in-summary": "one-fact",
        "reservations": "one-fact",
        "use-of-crawlers": "one-fact",
        "names-of-crawlers": "one-fact",
        "protocols-and-behaviour": "by-hand",
    },
    "compute of the Form, threshold, notification": {
        "compute-in-documents": "one-fact",
        "compute-near-threshold": "near-threshold",
    },
    "Model Report and Form": {"model-in-report": "one-fact"},
    "incidents, Model Report and Framework": {
        "incident-and-model-report": "review",
        "incident-and-framework": "review",
    },
}
"""The rows of section 9 of the facts, each with what holds it and how that is compared."""

TICKS = {
    "public-dataset": {"public-datasets-used"},
    "private": {"licensed-data-used", "private-datasets-used"},
    "crawled": {"crawlers-used"},
    "user-data": {"user-data-model", "user-data-services"},
    "synthetic-not-public": {"synthetic-data-used"},
    "other": {"other-sources-used"},
}
"""The ticks of the Form and the questions of sections 2.1 to 2.6 of the summary."""

ORIGINS = {
    "public-dataset": ({"public-datasets-used"}, "public-datasets-modalities"),
    "licensed": ({"licensed-data-used"}, "licensed-data-modalities"),
    "other-private": ({"private-datasets-used"}, "private-datasets-modalities"),
    "crawled": ({"crawlers-used"}, "crawled-modalities"),
    "user-data": ({"user-data-model", "user-data-services"}, "user-data-modalities"),
    "synthetic": ({"synthetic-data-used"}, "synthetic-data-modalities"),
    "other": ({"other-sources-used"}, None),
}
"""The origins of the register, their questions, and where the summary asks for their modalities."""

BILLION, TRILLION = 10**9, 10**12
RANGES: dict[str, dict[str, Range | None]] = {
    "public-summary.text-size": {
        "under-1-billion-tokens": Range(less_than=Decimal(BILLION)),
        "1-billion-to-10-trillion-tokens": Range(
            at_least=Decimal(BILLION), at_most=Decimal(10 * TRILLION)
        ),
        "over-10-trillion-tokens": Range(greater_than=Decimal(10 * TRILLION)),
        "another-unit": None,
    },
    "public-summary.image-size": {
        "under-1-million-images": Range(less_than=Decimal(10**6)),
        "1-million-to-1-billion-images": Range(at_least=Decimal(10**6), at_most=Decimal(BILLION)),
        "over-1-billion-images": Range(greater_than=Decimal(BILLION)),
    },
    **{
        name: {
            "under-10-thousand-hours": Range(less_than=Decimal(10_000)),
            "10-thousand-to-1-million-hours": Range(
                at_least=Decimal(10_000), at_most=Decimal(10**6)
            ),
            "over-1-million-hours": Range(greater_than=Decimal(10**6)),
        }
        for name in ("public-summary.audio-size", "public-summary.video-size")
    },
}
"""The ranges of section 1.3 of the summary."""


def compares(name: str, shape: type[Any]) -> Any:
    """Return how an agreement is compared, which has this shape."""
    found = law().agreement[name].compares
    assert isinstance(found, shape)
    return found


def short(places: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Return the questions of the summary without what all of them begin with."""
    prefix = "answers.public-summary."
    return {name: {one.removeprefix(prefix) for one in many} for name, many in places.items()}


def test_every_row_of_the_facts_is_held() -> None:
    """Each row has what holds it, and nothing is held that no row asks for."""
    held = {name: kind for row in ROWS.values() for name, kind in row.items()}
    assert {one.id: one.compares.kind for one in law().agreements} == held


@pytest.mark.parametrize("one", law().agreements, ids=lambda one: one.id)
def test_an_agreement_is_our_reading_unless_a_text_has_it(one: Agreement) -> None:
    """All are our reading, but that incidents are a reason to look at the Framework."""
    source = (one.source.instrument, one.source.confirmed)
    reading = ("colophon-reading", Confirmed.READING)
    measure = ("code-of-practice-safety", Confirmed.CONVERSION)
    assert source == (measure if one.id == "incident-and-framework" else reading)
    assert one.says.endswith(".")


def test_the_ticks_of_the_form_are_the_sections_of_the_summary() -> None:
    """Each tick has its questions, all ticks and all questions are there, and both ways part."""
    sets: Sets = compares("provenance-in-summary", Sets)
    (pair,) = sets.pairs
    assert pair.left.of == ("answers.data.provenance",)
    assert short(pair.right.yes) == TICKS
    assert set(TICKS) == {one.id for one in law().field["data.provenance"].options}
    asked = {
        name.removeprefix("public-summary.")
        for name in law().field
        if name.startswith("public-summary.") and name.endswith(("-used", "-model", "-services"))
    }
    assert {one for many in TICKS.values() for one in many} == asked
    assert sets.only_left is not None
    assert sets.only_right is not None
    assert sets.only_left.finding == sets.only_right.finding == "conflict"
    assert sets.only_left.loosely == {}
    assert set(sets.only_right.loosely) == {"synthetic-not-public"}


def test_the_origins_of_the_register_are_the_sections_of_the_summary() -> None:
    """Each origin has its question and its modalities; a register only ever says what it has."""
    sets: Sets = compares("datasets-in-summary", Sets)
    (pair,) = sets.pairs
    assert short(pair.right.yes) == {name: asked for name, (asked, _) in ORIGINS.items()}
    assert set(ORIGINS) == set(Dataset.model_fields["origin"].annotation.__args__)  # type: ignore[union-attr]  # a Literal
    assert sets.only_right is None
    pairs = compares("modalities-of-datasets", Sets).pairs
    assert [(one.left.of, one.right.of) for one in pairs] == [
        (("datasets.modalities",), ("answers.public-summary.modalities",)),
        (("datasets.modalities",), ("answers.data.types",)),
        *(
            ((f"datasets.modalities.{origin}",), (f"answers.public-summary.{field}",))
            for origin, (_, field) in ORIGINS.items()
            if field
        ),
    ]


def test_the_origins_of_the_register_are_ticks_of_the_form() -> None:
    """Each origin is a tick, by its own name or another, but for synthetic data."""
    (pair,) = compares("datasets-in-form", Sets).pairs
    named = {name: pair.left.named.get(name, name) for name in ORIGINS}
    assert pair.left.left_out == ("synthetic",)
    assert {named[name] for name in ORIGINS if name != "synthetic"} == set(TICKS) - {
        "synthetic-not-public"
    }


def test_the_union_of_the_modalities_leaves_no_section_out() -> None:
    """Every section of the summary that asks for modalities is in the union, and only those."""
    (pair,) = compares("modalities-of-sources", Sets).pairs
    asked = {
        f"answers.{name}"
        for name in law().field
        if name.startswith("public-summary.") and name.endswith("-modalities")
    }
    assert set(pair.right.of) == asked
    assert len(pair.right.of) == len(asked) == 6
    assert pair.right.whole_if is not None
    assert pair.right.whole_if.place == "answers.public-summary.other-sources-used"
    assert pair.right.whole_if.among == ("no",)


@pytest.mark.parametrize("name", RANGES)
def test_an_option_has_the_numbers_that_its_label_names(name: str) -> None:
    """Each range has its limits with their operators, and no number falls between two."""
    options = {one.id: one.range for one in law().field[name].options}
    assert options == RANGES[name]
    ranges = [one for one in RANGES[name].values() if one]
    for lower, higher in pairwise(ranges):
        limit = lower.less_than or lower.at_most
        assert limit is not None
        assert limit == (higher.at_least or higher.greater_than)
        point = Amount.exactly(limit, "")
        assert lower.is_above(point) is not higher.is_below(point)


def test_each_size_is_held_against_the_range_of_its_modality() -> None:
    """Tokens with text, images with images, hours with audio and with video."""
    sizes = compares("sizes-of-datasets", Sizes).sizes
    assert [(one.number.rpartition(".")[2], one.unit, one.range) for one in sizes] == [
        ("text", "tokens", "public-summary.text-size"),
        ("image", "images", "public-summary.image-size"),
        ("audio", "hours", "public-summary.audio-size"),
        ("video", "hours", "public-summary.video-size"),
    ]
    (own,) = compares("sizes-in-summary", Sizes).sizes
    assert law().field[own.number.removeprefix("answers.")].unit == own.unit == "tokens"


def test_the_warning_comes_at_four_fifths_of_the_threshold_of_systemic_risk() -> None:
    """The share is data, dated, and our reading; whoever was warned already hears nothing."""
    near: NearThreshold = compares("compute-near-threshold", NearThreshold)
    assert (near.threshold, near.silent_if) == ("systemic-risk-compute", "near-systemic-risk")
    (share,) = law().threshold[near.share].values.values()
    assert share is not None
    assert share.value == Decimal("0.8")
    assert share.source.instrument == "colophon-reading"


@pytest.mark.parametrize("name", ["incident-and-model-report", "incident-and-framework"])
def test_what_shows_a_look_is_about_one_incident(name: str) -> None:
    """Each event that shows a look can be about one incident, and only signatories look."""
    review: Review = compares(name, Review)
    assert all(law().event[event].each for event in review.looked_at)
    assert law().agreement[name].only_if == "signatory-safety"


def test_what_a_person_compares_is_text() -> None:
    """Only texts, and a page elsewhere, are left to a person; one side at least is no list."""
    for one in law().agreements:
        if isinstance(one.compares, ByHand):
            fields = [law().field[place.removeprefix("answers.")] for place in one.compares.places]
            assert sum(field.kind.value in {"text", "link"} for field in fields) > len(fields) / 2
            assert "a person must read" in one.says


def test_a_place_of_the_spine_is_there() -> None:
    """Each place of dossier.yaml that is named is an attribute of it."""
    places = {
        place
        for one in law().agreements
        for place in (*one.places, *(standing.place for standing in one.standings))
        if place.startswith("dossier.")
    }
    assert places
    for place in places:
        value: Any = Spine(format=1)
        for step in place.removeprefix("dossier.").replace("-", "_").split("."):
            assert hasattr(value, step), place
            value = getattr(value, step)


def test_one_fact_shows_all_fields_that_follow_it() -> None:
    """Where one fact has a place, no field follows that place and is left out of the row."""
    for one in law().agreements:
        if isinstance(one.compares, OneFact) and one.compares.place:
            following = {
                field.id for field in law().field.values() if stands(field) == one.compares.place
            }
            assert following == set(one.compares.fields), one.id


def stands(field: Field) -> str:
    """Return where the value of a field stands."""
    return field.follows or f"answers.{field.id}"


def test_a_citation_is_whole() -> None:
    """Every agreement is cited with instrument, version, place and grade."""
    assert all(isinstance(one.source, Citation) for one in law().agreements)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "message"),
    [
        ("provenance-in-summary", "          other: [", "          offline: [", "no option of"),
        ("provenance-in-summary", "data.provenance", "data.provenence", "is not there"),
        ("provenance-in-summary", "summary.crawlers-used", "summary.crawler-names", "no option"),
        ("modalities-in-summary", "data.types", "data.curation", "holds no names"),
        ("modalities-of-sources", "is: [no]", "is: [nothing]", "no option of"),
        ("sizes-of-datasets", "range: public-summary.text-size", "range: data.types", "a range"),
        ("day-of-placing", "fields: [", "fields: [model.released, ", "stands at dossier.model.rel"),
        ("model-in-report", "sections: [", "sections: [energy, ", "does not have the section"),
        ("incident-and-framework", "framework-doubted", "framework-doubt", "is not there"),
        ("incident-and-framework", "only_if: sig", "only_if: zig", "is not there"),
        ("compute-near-threshold", "systemic-risk-warning", "systemic-risk-worry", "is not there"),
    ],
)
def test_what_is_misnamed_is_refused(
    file: str, right: str, wrong: str, message: str, law_files: dict[str, bytes]
) -> None:
    """A place, an option, a section or a range that is not there is refused with its file."""
    path = f"consistency/{file}.yaml"
    before = law_files[path].decode()
    assert right in before
    changed = {**law_files, path: before.replace(right, wrong).encode()}
    with pytest.raises(LawError, match=message) as refused:
        load(changed)
    assert refused.value.place == f"law/data/{path}"
