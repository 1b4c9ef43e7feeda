"""What documents ask for: fields in sections, sections in the elements of outlines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, get_args

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, Confirmed, DottedId, Id, Record, Text
from colophon.reading import Count, Flag, Number

if TYPE_CHECKING:
    from colophon.quantities import Amount


Register: TypeAlias = Literal["compute", "datasets", "evaluations"]
"""A register of the dossier that documents show."""
REGISTERS: Final[tuple[Register, ...]] = get_args(Register)


class Audience(StrEnum):
    """Who a document is for."""

    AI_OFFICE = "ai-office"
    NATIONAL_AUTHORITY = "national-authority"
    DOWNSTREAM = "downstream"
    PUBLIC = "public"


class Precision(StrEnum):
    """How exactly an audience sees a value."""

    EXACT = "exact"
    TWO_FIGURES = "two-figures"
    ONE_FIGURE = "one-figure"
    ORDER_OF_MAGNITUDE = "order-of-magnitude"
    BAND = "band"


class Kind(StrEnum):
    """What form the value of a field has."""

    TEXT = "text"
    """Sentences. Two texts are never compared by machine."""
    NAME = "name"
    """A word or a name; compared without regard to case."""
    NAMES = "names"
    """A list of names; compared as a set."""
    AMOUNT = "amount"
    """A number with a unit, with or without an interval."""
    DAY = "day"
    MONTH = "month"
    """A month of a year, such as `2025-06`."""
    CHOICE = "choice"
    """One of the options."""
    CHOICES = "choices"
    """One or more of the options."""
    LINK = "link"
    """A web address, or the path of a file beside the dossier."""


Computed: TypeAlias = Literal[
    "energy.total",
    "energy.method",
    "energy.boundary",
    "time.days",
    "entries.hardware-time",
    "entries.method",
    "cost.sums",
    "datasets.modalities",
    "datasets.text-size",
    "datasets.image-size",
    "datasets.audio-size",
    "datasets.video-size",
    "datasets.public-datasets-used",
    "datasets.public-datasets-modalities",
    "datasets.public-datasets-large",
    "datasets.public-datasets-other",
    "datasets.licensed-data-used",
    "datasets.licensed-data-modalities",
    "datasets.private-datasets-used",
    "datasets.private-datasets-modalities",
    "datasets.private-datasets-known",
    "datasets.private-datasets-other",
    "datasets.crawlers-used",
    "datasets.crawler-names",
    "datasets.crawler-purposes",
    "datasets.crawled-from",
    "datasets.crawled-until",
    "datasets.crawled-modalities",
    "datasets.domain-list",
    "datasets.user-data-model",
    "datasets.user-data-services",
    "datasets.user-data-description",
    "datasets.user-data-modalities",
    "datasets.synthetic-data-used",
    "datasets.synthetic-data-modalities",
    "datasets.synthetic-data-models",
    "datasets.synthetic-data-other-models",
    "datasets.other-sources-used",
    "datasets.other-sources-description",
    "datasets.latest-acquisition",
    "datasets.languages",
]
"""What is computed, from a list of `compute.yaml` or, after `datasets.`, from the register of
sources and the scans."""

IN_WORDS: frozenset[Computed] = frozenset(
    {
        "datasets.public-datasets-large",
        "datasets.private-datasets-known",
        "datasets.synthetic-data-models",
        "datasets.domain-list",
    }
)
"""What is computed as lines in our words, so that an answer in other words is no other answer."""


class Range(Record):
    """The numbers that an option stands for; the operator is part of each limit."""

    at_least: Number | None = None
    greater_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None

    def is_above(self, amount: Amount) -> bool:
        """Whether the whole of an amount lies above the range."""
        return (self.at_most is not None and amount.low > self.at_most) or (
            self.less_than is not None and amount.low >= self.less_than
        )

    @property
    def ends(self) -> bool:
        """Whether the range has an upper end."""
        return self.at_most is not None or self.less_than is not None

    def holds(self, amount: Amount) -> bool:
        """Whether the whole of an amount lies in the range."""
        return (
            (self.at_least is None or amount.low >= self.at_least)
            and (self.greater_than is None or amount.low > self.greater_than)
            and (self.at_most is None or amount.high <= self.at_most)
            and (self.less_than is None or amount.high < self.less_than)
        )

    def is_below(self, amount: Amount) -> bool:
        """Whether the whole of an amount lies below the range."""
        return (self.at_least is not None and amount.high < self.at_least) or (
            self.greater_than is not None and amount.high <= self.greater_than
        )


class Option(Record):
    """One of the values that a choice may have."""

    id: Id
    label: Text
    range: Range | None = None
    """The numbers that it stands for, where it stands for a range of them."""


class Band(Record):
    """A range of amounts that stands for the exact one."""

    label: Text
    up_to: Number | None
    """The largest amount in the band, in the field's unit; null for the last."""
    exclusive: Flag = False
    """Whether `up_to` itself lies in the next band: less than it, not up to it."""


class Condition(Record):
    """An answer to another field, on which it depends whether a field is asked."""

    field: DottedId
    among: tuple[Id, ...] = Attribute(default=(), alias="is")
    """The options of which one must be chosen; none where it is enough that there is a value."""


class Field(Record):
    """Something that a document says of the model."""

    id: DottedId
    label: Text
    help: Text
    """What to write, in our words."""
    kind: Kind
    unit: Text | None = None
    """The unit, for amounts."""
    options: tuple[Option, ...] = ()
    """The values to choose from, for choices."""
    words: Count | None = None
    """How many words the form recommends at most; never enforced."""
    evidence: tuple[DottedId, ...] = ()
    """The facts, in the importers' vocabulary, from which the value may be read."""
    hints: tuple[DottedId, ...] = ()
    """Facts that may help a person to write the value, and are never taken for it."""
    follows: DottedId | None = None
    """Where the value stands elsewhere: `dossier.model.name`, `compute.cumulative`, the day of an
    event in `events.art-52-notified`, another field in `answers.parameters.total`; for each
    incident, `incidents.started`. Such a field is never answered by itself."""
    computed: Computed | None = None
    """What is taken where nobody answers: computed from a list of `compute.yaml`, such as
    `energy.total` from its `energy`, or from the register of sources, such as
    `datasets.text-size`. An answer wins, and where the two part it is a conflict."""
    holds: Id | None = None
    """What the list that it follows must hold for the value to be `yes`, else `no`."""
    asked_if: tuple[Condition, ...] = ()
    """The answers of which one must be there for it to be asked; none where it always is."""
    only_if: tuple[Id, ...] = ()
    """The categories of models of which alone it is asked; all of them must be met."""
    optional: Flag = False
    """Whether a document is whole without it."""
    where_applicable: Flag = False
    """Whether the law lets it be left out, with a reason, where it does not apply."""
    shown_to: Annotated[dict[Audience, Precision], Attribute(min_length=1)]
    """Who may see it, and how exactly; an audience that is not named may not."""
    bands: tuple[Band, ...] = ()
    """The ranges, where an audience sees a band."""
    written: Literal["DD/MM/YY", "MM/YYYY"] | None = None
    """How the form wants a day or a month written, where it says so."""
    confirmed: Confirmed
    """How well recipients, options, limits and bands are confirmed."""

    @property
    def computed_from(self) -> str | None:
        """The file and the list that it is computed from, such as `compute.yaml: energy`."""
        room, _, _ = (self.computed or "").partition(".")
        if room == "datasets":
            return "datasets.yaml"
        return f"compute.yaml: {room}" if room else None

    @model_validator(mode="after")
    def _whole(self) -> Field:
        if (self.kind is Kind.AMOUNT) != (self.unit is not None):
            raise ValueError("an amount has a unit, and nothing else has")
        if (self.kind in {Kind.CHOICE, Kind.CHOICES}) != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        if (Precision.BAND in self.shown_to.values()) != bool(self.bands):
            raise ValueError("`bands` stand where, and only where, an audience sees a band")
        coarse = set(self.shown_to.values()) - {Precision.EXACT}
        if coarse and self.kind is not Kind.AMOUNT:
            raise ValueError("only an amount can be shown less exactly")
        if self.follows and self.evidence:
            raise ValueError("a field that follows another place has no evidence of its own")
        if self.computed and (self.follows or self.evidence):
            raise ValueError("a computed field follows no other place and has no evidence")
        if self.holds and (not self.follows or {one.id for one in self.options} != {"yes", "no"}):
            raise ValueError("`holds` belongs to a field that follows a list with `yes` or `no`")
        if self.written and self.kind is not _WRITTEN[self.written]:
            raise ValueError(f"only a {_WRITTEN[self.written].value} is written as {self.written}")
        return self


_WRITTEN = {"DD/MM/YY": Kind.DAY, "MM/YYYY": Kind.MONTH}


class Section(Record):
    """Fields that are asked together: the content of `answers/<id>.yaml` in a dossier."""

    id: Id
    label: Text
    each: Literal["incidents"] | None = None
    """The register every entry of which has these fields. They are written there and follow from
    there; the dossier as a whole has no value for them."""
    fields: Annotated[tuple[Field, ...], Attribute(min_length=1)]

    @model_validator(mode="after")
    def _of_entries(self) -> Section:
        rooms = {field.follows.partition(".")[0] if field.follows else "" for field in self.fields}
        if self.each and not rooms <= {self.each, "events"}:
            raise ValueError(f"its fields follow `{self.each}.…` or `events.…`, and nothing else")
        if not self.each and "incidents" in rooms:
            raise ValueError("fields that follow the entries of a register need `each`")
        return self


class Column(Record):
    """A column of the table that an official form has."""

    heading: Text
    cells: Annotated[dict[Id, tuple[DottedId, ...]], Attribute(min_length=1)]
    """The fields that stand in each of its rows, by the option that the row is for."""


class Grid(Record):
    """The table that an official form has for some fields of an element."""

    rows_of: DottedId
    """The choice whose options head the rows, in their order."""
    columns: Annotated[tuple[Column, ...], Attribute(min_length=1)]

    @property
    def fields(self) -> tuple[str, ...]:
        """Ids of the fields that stand in it, row by row."""
        rows = dict.fromkeys(row for column in self.columns for row in column.cells)
        return tuple(
            field for row in rows for column in self.columns for field in column.cells.get(row, ())
        )


class Element(Record):
    """One thing that a document must hold, as one provision asks for it."""

    id: Id
    part: Text
    """The heading of the part of the document that it stands in."""
    group: Text | None = None
    """The heading that it shares with its neighbours within the part, if there is one."""
    heading: Text
    source: Citation
    where_applicable: Flag = False
    """Whether the provision says "where applicable" or the like."""
    only_if: tuple[Id, ...] = ()
    """The categories of models of which alone it is asked; all of them must be met."""
    unless: dict[Id, Citation] = Attribute(default={})
    """Categories of models of which it is not asked, each with the provision that says so."""
    sections: Annotated[tuple[Id, ...], Attribute(min_length=1)]
    """The sections of fields that fill it."""
    order: tuple[DottedId, ...] = ()
    """All of their fields as the official form has them, where that is not their order in the
    sections."""
    table: Grid | None = None
    """The table in which the official form has some of its neighbouring fields."""
    registers: tuple[Register, ...] = ()
    """The registers of the dossier that it shows in full, to the audiences of `registers_for`."""
    registers_for: tuple[Audience, ...] = ()


class Outline(Record):
    """A document: what it is called, for whom it is, and the elements in their order."""

    id: Id
    label: Text
    purpose: Text
    """Who asks for it and what for, in our words."""
    source: Citation
    audiences: Annotated[tuple[Audience, ...], Attribute(min_length=1)]
    recipients: Flag = False
    """Whether the official form marks at each item which of the audiences get it."""
    only_if: tuple[Id, ...] = ()
    """The categories of models of which alone the whole document is asked; all must be met."""
    unless: dict[Id, Citation] = Attribute(default={})
    """Categories of models of which it is not asked, each with the provision that says so."""
    elements: Annotated[tuple[Element, ...], Attribute(min_length=1)]
    beyond: tuple[Element, ...] = ()
    """What the duty asks for beyond the elements that the form or annex lists."""

    @property
    def all_elements(self) -> tuple[Element, ...]:
        """The elements, and what is asked beyond them."""
        return (*self.elements, *self.beyond)

    @property
    def sections(self) -> tuple[str, ...]:
        """Ids of the sections that fill it, each once."""
        return tuple(
            dict.fromkeys(section for one in self.all_elements for section in one.sections)
        )
