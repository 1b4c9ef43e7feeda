"""How complete each document is: every element that is asked of this model, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.conditions import asked, category
from colophon.assessment.model import Case, Completeness, ElementStanding, Verdict
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
    return Completeness(outline, elements, category(case, outline.only_if))


def _standing(case: Case, element: Element, readers: Collection[Audience]) -> ElementStanding:
    missing, undecided = empty_fields(case, case.law.fields_in(element.sections), readers)
    return ElementStanding(element, _asked(case, element), missing, undecided)


def _asked(case: Case, element: Element) -> Verdict:
    lifted = {case.judged(question).verdict for question in element.unless}
    wanted = category(case, element.only_if)
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
        if field.optional or case.record.values[field.id].is_known:
            continue
        if field.shown_to.keys().isdisjoint(readers):
            continue
        verdict = asked(case, field).verdict
        if verdict is Verdict.MET:
            missing.append(field.id)
        elif verdict is Verdict.UNDETERMINED:
            undecided.append(field.id)
    return tuple(missing), tuple(undecided)
