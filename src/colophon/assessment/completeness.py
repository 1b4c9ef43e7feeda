"""How complete each document is: every element that is asked of this model, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Case, Completeness, ElementStanding, Verdict
from colophon.dossier import incidents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.law.model import Element, Outline


def completeness(case: Case, outline: Outline) -> Completeness:
    """Return how complete the document is that `outline` asks for."""
    return Completeness(
        outline, tuple(_standing(case, element) for element in outline.all_elements)
    )


def _standing(case: Case, element: Element) -> ElementStanding:
    asked = Verdict.MET if element.only_if is None else case.judged(element.only_if).verdict
    if asked is Verdict.NOT_APPLICABLE:
        asked = Verdict.NOT_MET
    return ElementStanding(element, asked, missing_fields(case, element.sections))


def missing_fields(case: Case, sections: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the fields of `sections` that are needed and not filled."""
    return tuple(
        field.id
        for section in sections
        for field in case.law.section[section].fields
        if not field.optional and not _is_known(case, section, field.id)
    )


def _is_known(case: Case, section: str, field: str) -> bool:
    """Whether a field is filled; one that every incident has, whether it is for each of them."""
    if case.law.section[section].each == "incidents":
        return all(
            incidents.values(one, case.dossier, case.law)[field].is_known
            for one in case.dossier.incidents
        )
    return case.record.values[field].is_known
