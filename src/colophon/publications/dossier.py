"""The summary of a dossier that is not published yet, as a publication."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from colophon.dossier.effective import State
from colophon.publications.lint import DOSSIER
from colophon.publications.model import Line, Passage, Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.assessment.model import Case

OUTLINE = "public-summary"


def of_case(case: Case) -> Publication:
    """Return the fields of the summary that have a value, as they stand in the dossier."""
    law = case.law
    fields = {}
    for field in law.fields_in(law.outline[OUTLINE].sections):
        value = case.record.values[field.id]
        if value.state is State.NOT_APPLICABLE:
            fields[field.id] = Passage(field.id, (), "", "not-applicable")
        elif value.is_known:
            place = value.origins[0].place if value.origins else "dossier.yaml"
            lines = tuple(Line(text, place) for text in _lines(value.value))
            fields[field.id] = Passage(field.id, lines, place)
    return Publication(DOSSIER, fields, is_ours=True)


def _lines(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from value.splitlines()
        case tuple():
            for one in value:
                yield from _lines(one)
        case date():
            yield value.strftime("%d/%m/%y")
        case _:
            yield str(value)
