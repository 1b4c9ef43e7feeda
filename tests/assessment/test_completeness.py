"""What each document lacks when one thing is not on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.model import Verdict
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment, Completeness
    from colophon.law.model import Element

SYSTEMIC = {"complete": True, "entries": {"pre-training": 2 * 10**25}}

XI = [one for one in law().outline["annex-xi"].elements if not one.only_if]
XI_2 = [one for one in law().outline["annex-xi"].elements if one.only_if]
XII = law().outline["annex-xii"].elements


SMALL = {
    one.id: Verdict.NOT_APPLICABLE
    if {"systemic-risk", "high-impact-capabilities"} & {*one.only_if}
    else Verdict.MET  # of a third country, the mandate is asked
    for one in law().outlines
}
"""How the documents stand of a small model of which all is told that is asked."""


def stands(documents: Mapping[str, Completeness]) -> dict[str, Verdict]:
    """Return how each document stands."""
    return {name: one.verdict for name, one in documents.items()}


def lacking(assessment: Assessment, document: str) -> list[str]:
    """Return the places in the law that ask for what the document lacks."""
    return [
        one.element.source.at
        for one in assessment.documents[document].elements
        if one.missing and one.asked is Verdict.MET
    ]


def without(record: dict[str, Any], element: Element) -> set[str]:
    """Empty every field of an element, wherever its value stands; return the fields' sections."""
    for section in element.sections:
        for field in law().section[section].fields:
            match (field.follows or "").split("."):
                case ["dossier", part, name]:
                    record[part].pop(name.replace("-", "_"), None)
                case ["compute", _]:
                    record["compute"]["complete"] = False
                case _:
                    del record["answers"][field.id]
    return set(element.sections)


def emptied(elements: list[Element] | tuple[Element, ...], sections: set[str]) -> list[str]:
    """Return the places in the law that ask for a field of `sections` that a document needs."""
    return [
        one.source.at
        for one in elements
        if any(
            not field.optional
            for section in sections & {*one.sections}
            for field in law().section[section].fields
        )
    ]


def test_the_annexes_have_the_elements_of_the_law() -> None:
    """Annex XI asks for 11 elements, for 3 more with systemic risk, and Annex XII for 11."""
    assert (len(XI), len(XI_2), len(XII)) == (11, 3, 11)


def test_a_dossier_in_which_everything_is_answered_is_whole(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Every document of a dossier in which everything is answered is complete, or not asked."""
    documents = assessed(whole).documents
    assert stands(documents) == SMALL
    assert not any(one.missing for one in documents.values())


@pytest.mark.parametrize("element", XI, ids=[one.id for one in XI])
def test_annex_xi_misses_exactly_what_is_not_on_file(
    element: Element, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where the fields of one element of Annex XI are empty, that provision and no other is open.

    The number of parameters, the modalities and the like are owed by Annex XII as well.
    """
    sections = without(whole, element)
    assessment = assessed(whole)
    assert lacking(assessment, "annex-xi") == [element.source.at]
    assert lacking(assessment, "annex-xii") == emptied(XII, sections)
    assert assessment.documents["annex-xi"].verdict is Verdict.NOT_MET


@pytest.mark.parametrize("element", XII, ids=[one.id for one in XII])
def test_annex_xii_misses_exactly_what_is_not_on_file(
    element: Element, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where the fields of one element of Annex XII are empty, no unrelated provision is open."""
    sections = without(whole, element)
    assessment = assessed(whole)
    assert element.source.at in lacking(assessment, "annex-xii")
    assert lacking(assessment, "annex-xii") == emptied(XII, sections)
    assert lacking(assessment, "annex-xi") == emptied(XI, sections)


@pytest.mark.parametrize("element", XI_2, ids=[one.id for one in XI_2])
def test_section_2_is_asked_of_models_with_systemic_risk_alone(
    element: Element, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """What Section 2 of Annex XI asks for is missing with systemic risk, and not without it."""
    without(whole, element)
    assert lacking(assessed(whole), "annex-xi") == []
    whole["compute"] = SYSTEMIC
    assert lacking(assessed(whole), "annex-xi") == [element.source.at]


@pytest.mark.parametrize("element", XI_2, ids=[one.id for one in XI_2])
def test_where_systemic_risk_is_unknown_section_2_decides_nothing(
    element: Element, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where it is unknown whether Section 2 is asked, what it lacks leaves the document open."""
    interval = [9 * 10**24, 10**25, 2 * 10**25]
    whole["compute"] = {"complete": True, "entries": {"pre-training": interval}}
    assert assessed(whole).documents["annex-xi"].verdict is Verdict.MET
    without(whole, element)
    document = assessed(whole).documents["annex-xi"]
    assert document.verdict is Verdict.UNDETERMINED
    assert document.missing == ()


def test_the_testing_process_is_owed_beyond_the_annex(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """The testing process is no element of Annex XI and is owed by Article 53(1)(a) itself."""
    del whole["answers"]["testing.process"]
    assert lacking(assessed(whole), "annex-xi") == ["Art. 53(1)(a)"]


def test_what_is_optional_is_never_missing(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A document is whole without the fields that are optional."""
    optional = [field.id for field in law().field.values() if field.optional]
    assert optional
    for field in optional:
        whole["answers"].pop(field, None)
    assert stands(assessed(whole).documents) == SMALL


def test_a_reason_stands_for_a_value(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A field that does not apply is not missing, for its reason is on file."""
    where = [field.id for field in law().field.values() if field.where_applicable]
    whole["answers"] |= {field: {"not_applicable": "There is none."} for field in where}
    assert stands(assessed(whole).documents) == SMALL


def test_each_missing_field_is_listed_once(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A field that two elements of one document ask for is missing once."""
    del whole["answers"]["model.input-format"]
    assert assessed(whole).documents["annex-xii"].missing == ("model.input-format",)
