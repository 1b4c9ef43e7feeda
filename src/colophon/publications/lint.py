"""A publication -> what is remarked of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.law.printed import flaws
from colophon.publications import rules
from colophon.publications.model import Look, Publication, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from types import ModuleType

    from colophon.law.model import Law
    from colophon.law.model.printed import Printed
    from colophon.publications.model import Gap, Written


def modules() -> Mapping[str, ModuleType]:
    """Return the rules by the id of the flaw that each looks for."""
    return {name.replace("_", "-"): module for name, module in parts.by_name(rules).items()}


def numbers(form: Printed, laws: Sequence[Law]) -> Mapping[str, str]:
    """Return the number of the section in which each field of the form stands."""
    found = {field.id: field.section for field in form.fields}
    law = laws[0]
    for element in law.outline[form.id].elements:
        number = _SECTION.search(element.source.at)
        for field in law.fields_in(element.sections):
            found.setdefault(field.id, number[1] if number else "0")
    return found


_SECTION: Final = re.compile(r"Section (\d+(?:\.\d+)*)")


def look_through(
    publication: Publication, form: Printed, laws: Sequence[Law], on: date
) -> tuple[Remark, ...]:
    """Return what the rules remark, in the order of the form.

    `laws` is the law in every language, that of the remarks first.
    """
    found: list[Remark] = []
    known = numbers(form, laws)
    by_flaw = modules()
    for flaw in flaws():
        if publication.kind == DOSSIER and not flaw.in_dossier:
            continue
        look = Look(publication, form, flaw, tuple(laws), on, known)
        found += by_flaw[flaw.id].remarks(look)
    return tuple(in_order(found, laws[0], form))


def in_order(remarks: Iterable[Remark], law: Law, form: Printed) -> list[Remark]:
    """Return remarks in the order of the form; what is about the whole comes first."""
    fields = law.fields_in(law.outline[form.id].sections)
    places = {field.id: at for at, field in enumerate(fields)}
    return sorted(remarks, key=lambda one: (_order(one.number), places.get(one.field or "", -1)))


DOSSIER = "dossier"
"""The kind of a publication that was made of a dossier, and not read from a file."""


def recognised(publication: Publication, form: Printed) -> bool:
    """Whether enough of the form is found for a text to be taken for it."""
    return len(publication.fields) >= form.recognised_from


def unread(written: Written, law: Law) -> Iterator[Remark]:
    """Yield what of a file could not be read."""
    if not written.lines:
        yield _gap(law, "lint.unread.text", "", {"kind": written.kind})
    for gap in written.unread:
        yield of_gap(gap, law)


def of_gap(gap: Gap, law: Law) -> Remark:
    """Return what is said of a part of a file that could not be read."""
    return _gap(law, gap.phrase, gap.place, dict(gap.values))


def not_recognised(publication: Publication, law: Law) -> Remark:
    """Return that a text is not taken for the form."""
    count = str(len(publication.fields))
    return _gap(law, "lint.unread.form", "", {"count": count})


def _gap(law: Law, phrase: str, place: str, values: Mapping[str, str]) -> Remark:
    message = law.say(phrase, **values)
    remedy = law.say(f"{phrase}.remedy", **values)
    return Remark("form", "unread", None, None, place, "", message, remedy)


def _order(number: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".")) if number else (-1,)
