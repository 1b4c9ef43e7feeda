"""What documents must agree on, held against the rest of the law's data: no place is misnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import LawError
from colophon.law.model import Kind, NearThreshold, OneFact, Sets, Sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.law.model import Agreement, Law, Side

_LISTS: Final = {Kind.CHOICE, Kind.CHOICES, Kind.NAME, Kind.NAMES}


def named_by(law: Law, one: Agreement) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield the kind and the id of all that an agreement names, and the ids of that kind."""
    for place in (*one.places, *(standing.place for standing in one.standings)):
        room, _, name = place.partition(".")
        if room == "answers":
            yield "field", name, law.field
        if room == "events":
            yield "event", name, law.event
    if isinstance(one.compares, NearThreshold):
        yield "threshold", one.compares.threshold, law.threshold
        yield "threshold", one.compares.share, law.threshold
        yield "question", one.compares.silent_if, law.question
    if isinstance(one.compares, OneFact):
        for section in one.compares.sections:
            yield "section", section, law.section
        for outline in one.compares.outlines:
            yield "outline", outline, law.outline


def check(law: Law, one: Agreement) -> None:
    """Refuse names that no option has, ranges that nobody gave, and one fact in two places.

    Raises:
        LawError: with the file of the agreement.
    """
    for wrong in _wrong(law, one):
        raise LawError(
            f"`{one.id}`: {wrong}",
            place=f"law/data/consistency/{one.id}.yaml",
            remedy="Mend the name, or the record that it names.",
        )


def _wrong(law: Law, one: Agreement) -> Iterator[str]:
    for standing in one.standings:
        if standing.place.startswith("answers."):
            yield from _no_option(law, standing.place, standing.among)
    match one.compares:
        case Sets(pairs=pairs):
            for pair in pairs:
                yield from _of_side(law, pair.left, pair.right)
                yield from _of_side(law, pair.right, pair.left)
        case Sizes(sizes=sizes):
            for size in sizes:
                if not any(option.range for option in law.field[size.range].options):
                    yield f"no option of {size.range} has a range"
        case OneFact() as fact:
            yield from _of_one_fact(law, fact)
        case _:
            return


def _of_side(law: Law, side: Side, other: Side) -> Iterator[str]:
    for place in side.of:
        room, _, name = place.partition(".")
        if room == "answers" and law.field[name].kind not in _LISTS:
            yield f"{name} holds no names"
    for places in side.yes.values():
        for place in places:
            yield from _no_option(law, place, ("yes", "no"))
    for place in other.of:
        if place.startswith("answers."):
            yield from _no_option(law, place, (*side.yes, *side.named.values()))


def _no_option(law: Law, place: str, names: tuple[str, ...]) -> Iterator[str]:
    field = law.field[place.removeprefix("answers.")]
    options = {option.id for option in field.options}
    for name in names:
        if name not in options:
            yield f"`{name}` is no option of {field.id}"


def _of_one_fact(law: Law, fact: OneFact) -> Iterator[str]:
    for name in fact.fields:
        stands = law.field[name].follows or f"answers.{name}"
        if stands != fact.place:
            yield f"{name} stands at {stands}, not at {fact.place}"
    for outline in fact.outlines:
        shared = {
            name for element in law.outline[outline].all_elements for name in element.sections
        }
        for section in fact.sections:
            if section not in shared:
                yield f"{outline} does not have the section {section}"
