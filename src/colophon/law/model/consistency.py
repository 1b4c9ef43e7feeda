"""What the documents of one dossier must agree on: one fact has one value, everywhere.

A place is written as fields write what they follow: `answers.data.types` for an answer,
`dossier.upstream.model` for the spine, `datasets.origins`, `datasets.modalities.crawled` and
`datasets.sizes.text` for the register of datasets, all of them or those of one origin or modality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, DottedId, Id, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Standing(Record):
    """What stands at a place, on which it depends whether two sides are compared."""

    place: DottedId
    among: Annotated[tuple[Id, ...], Attribute(alias="is", min_length=1)]
    """The values of which one must stand there; of a switch, `yes` or `no`."""


class Parting(Record):
    """What is found where two sides part."""

    finding: Literal["conflict", "notice"]
    right_if: Text | None = None
    """When the two may rightly part, in a sentence."""
    loosely: dict[Id, Text] = Attribute(default={})
    """The names over which the two may rightly part, each with the sentence that says when; over
    them it is a notice."""

    @model_validator(mode="after")
    def _explained(self) -> Parting:
        if (self.finding == "notice") != (self.right_if is not None):
            raise ValueError(
                "a notice says when the two may rightly part; a conflict is never right"
            )
        return self


class Side(Record):
    """Names that stand somewhere in a dossier. What is not on file has none and lacks none."""

    of: tuple[DottedId, ...] = ()
    """The places whose names are put together."""
    yes: dict[Id, tuple[DottedId, ...]] = Attribute(default={})
    """Name -> the places of which one says yes where it holds, and all say no where it does not."""
    named: dict[Id, Id] = Attribute(default={})
    """Name here -> what the other side calls it, where that is another word."""
    left_out: tuple[Id, ...] = ()
    """The names of which the other side may rightly say something else."""
    whole_if: Standing | None = None
    """What must stand somewhere for the places to leave nothing out; registers always may."""

    @model_validator(mode="after")
    def _something(self) -> Side:
        if bool(self.of) == bool(self.yes):
            raise ValueError("a side is `of` places, or of those that say `yes`")
        return self

    @property
    def places(self) -> tuple[str, ...]:
        """All places of the side."""
        return (*self.of, *(one for places in self.yes.values() for one in places))


class Pair(Record):
    """Two sides that are held against each other."""

    left: Side
    right: Side


class Sets(Record):
    """Both sides have the same names, or one has no more than the other, or none in common."""

    kind: Literal["sets"]
    pairs: Annotated[tuple[Pair, ...], Attribute(min_length=1)]
    where: tuple[Standing, ...] = ()
    """What must stand somewhere for them to be compared, all of it."""
    unless: tuple[Standing, ...] = ()
    """What stands somewhere where they are not, any of it."""
    only_left: Parting | None = None
    """What is found where the left has a name that the right lacks."""
    only_right: Parting | None = None
    """What is found where the right has a name that the left lacks."""
    in_both: Parting | None = None
    """What is found where both have a name."""


class Size(Record):
    """A number, and the choice of a range that it must lie in."""

    number: DottedId
    """Where it stands; each number of a register is a part of the whole."""
    unit: Text
    """The unit that is compared; numbers in others are left alone."""
    range: DottedId
    """The field whose options have ranges."""
    alone: Standing | None = None
    """What must stand somewhere for the number to hold nothing but what the range is about."""


class Sizes(Record):
    """Numbers lie in the ranges that are chosen for them."""

    kind: Literal["sizes"]
    sizes: Annotated[tuple[Size, ...], Attribute(min_length=1)]
    right_if: Text | None = None
    """When a number that may hold something else rightly lies above, in a sentence."""


class Occasion(Record):
    """A day of the dossier, and the event that happened on it."""

    place: DottedId
    event: Id


class Days(Record):
    """A day that stands in two places is the same."""

    kind: Literal["days"]
    days: Annotated[tuple[Occasion, ...], Attribute(min_length=1)]


class NearThreshold(Record):
    """The cumulative total of the ledger has come near a threshold."""

    kind: Literal["near-threshold"]
    threshold: Id
    share: Id
    """The threshold that says from which share of the other it is near."""
    silent_if: Id
    """The question that, where it is met, has warned already."""


class Review(Record):
    """An incident that became known after the last of some events calls for a look."""

    kind: Literal["review"]
    last: Annotated[tuple[Id, ...], Attribute(min_length=1)]
    """The events after which an incident is news."""
    looked_at: Annotated[tuple[Id, ...], Attribute(min_length=1)]
    """The events about the incident that show that somebody has looked."""


class OneFact(Record):
    """One fact that several documents show cannot part: it stands in one place."""

    kind: Literal["one-fact"]
    place: DottedId | None = None
    """Where it stands, where fields follow it."""
    fields: tuple[DottedId, ...] = ()
    """The fields that show it."""
    sections: tuple[Id, ...] = ()
    """The sections that the documents share."""
    outlines: tuple[Id, ...] = ()
    """The documents that have those sections."""


class ByHand(Record):
    """Two texts that only a person can hold against each other."""

    kind: Literal["by-hand"]
    places: Annotated[tuple[DottedId, ...], Attribute(min_length=2)]


Comparison: TypeAlias = Annotated[
    Sets | Sizes | Days | NearThreshold | Review | OneFact | ByHand, Attribute(discriminator="kind")
]


class Agreement(Record):
    """Something that the documents of one dossier must agree on."""

    id: Id
    label: Text
    says: Text
    """What must agree, in our words."""
    source: Citation
    only_if: Id | None = None
    """The category of models of which alone it is held."""
    compares: Comparison

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the dossier that are held against each other."""
        match self.compares:
            case Sets(pairs=pairs):
                found = [one for pair in pairs for one in (*pair.left.places, *pair.right.places)]
            case Sizes(sizes=sizes):
                found = [one for size in sizes for one in (size.number, f"answers.{size.range}")]
            case Days(days=days):
                found = [one for day in days for one in (day.place, f"events.{day.event}")]
            case Review(last=last, looked_at=looked_at):
                found = [f"events.{one}" for one in (*last, *looked_at)]
            case OneFact(place=place, fields=fields):
                found = [*filter(None, [place]), *(f"answers.{one}" for one in fields)]
            case ByHand(places=places):
                found = [*places]
            case _:
                found = ["compute.cumulative"]
        return tuple(dict.fromkeys(found))

    @property
    def thresholds(self) -> tuple[str, ...]:
        """The ids of the thresholds that it turns on."""
        near = self.compares
        return (near.threshold, near.share) if isinstance(near, NearThreshold) else ()

    @property
    def standings(self) -> Iterator[Standing]:
        """What it depends on whether, and how far, it is compared."""
        match self.compares:
            case Sets(where=where, unless=unless, pairs=pairs):
                yield from (*where, *unless)
                sides = (side for pair in pairs for side in (pair.left, pair.right))
                yield from (one.whole_if for one in sides if one.whole_if)
            case Sizes(sizes=sizes):
                yield from (one.alone for one in sizes if one.alone)
            case _:
                return
