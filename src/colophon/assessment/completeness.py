"""How complete each document is: every element that is asked of this model, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.conditions import asked, categories
from colophon.assessment.model import Case, Completeness, ElementStanding, Verdict
from colophon.dossier import incidents
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from colophon.law.model import Element, Field, Outline


def completeness(case: Case, outline: Outline) -> Completeness:
    """Return how complete the document is that `outline` asks for.

    A field that nobody may see whom the document is for is no part of the document.
    """
    elements = tuple(
        _standing(case, element, outline.audiences) for element in outline.all_elements
    )
    return Completeness(outline, elements, _asked(case, outline))


def is_about_nothing(case: Case, outline: Outline) -> bool:
    """Say whether a document tells of entries of a register alone, and there is none."""
    sections = {name for element in outline.all_elements for name in element.sections}
    return not case.dossier.incidents and all(case.law.section[one].each for one in sections)


def _standing(case: Case, element: Element, readers: Collection[Audience]) -> ElementStanding:
    missing, undecided = empty_fields(case, case.law.fields_in(element.sections), readers)
    return ElementStanding(element, _asked(case, element), missing, undecided)


def _asked(case: Case, one: Element | Outline) -> Verdict:
    lifted = {case.judged(question).verdict for question in one.unless}
    wanted = categories(case, one.only_if)
    if Verdict.MET in lifted or wanted is Verdict.NOT_MET:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED if Verdict.UNDETERMINED in {*lifted, wanted} else Verdict.MET


def empty_fields(
    case: Case, fields: Iterable[Field], readers: Collection[Audience] = tuple(Audience)
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of those of `fields` that are needed and not filled.

    First those that are asked, then those of which that is not known. What only a missing answer
    decides is neither: that answer is missing itself.
    """
    missing, undecided = [], []
    for field in fields:
        if field.optional or _is_known(case, field.id):
            continue
        if field.shown_to.keys().isdisjoint(readers):
            continue
        verdict = asked(case, field).verdict
        if verdict is Verdict.MET:
            missing.append(field.id)
        elif verdict is Verdict.UNDETERMINED:
            undecided.append(field.id)
    return tuple(missing), tuple(undecided)


def _is_known(case: Case, field: str) -> bool:
    """Whether a field is filled; one that every incident has, whether it is for each of them."""
    if case.law.section[case.law.section_of[field]].each == "incidents":
        return all(
            incidents.values(one, case.dossier, case.law)[field].is_known
            for one in case.dossier.incidents
        )
    return case.record.values[field].is_known
