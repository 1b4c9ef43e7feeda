"""A document before it has a format: headings, paragraphs, tables, charts, entries of the form.

Texts here are plain text. A format escapes them; it adds and leaves out nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field as Attribute

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Paragraph(_Record):
    """Running text."""

    kind: Literal["paragraph"] = "paragraph"
    text: str


class Table(_Record):
    """Rows under column headings; every row has as many cells as there are columns."""

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Bar(_Record):
    """An amount in a chart. Its ends are plain decimal numbers as text, so that none is rounded."""

    group: str
    """What the bar stands among, such as the entries or the totals; neighbours share it."""
    label: str
    detail: str | None = None
    """What tells it from others of that label."""
    amount: str
    """The amount as people read it."""
    low: str
    best: str
    high: str


class Mark(_Record):
    """A level in a chart that amounts are held against: one of equal parts of a value."""

    label: str
    whole: str
    """A plain decimal number as text."""
    parts: int = 1
    """Into how many parts it is divided; 3 for one third."""


class Chart(_Record):
    """Amounts as intervals on one scale of powers of ten, with the levels that they are held to.

    Amounts of zero have no place on the scale and are only named.
    """

    kind: Literal["chart"] = "chart"
    caption: str
    unit: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    levels: str
    """What the marks are, as a heading."""
    description: str
    """The same in words, for whoever cannot see it."""


class Share(_Record):
    """A part in a chart of parts."""

    label: str
    detail: str | None = None
    """What tells it from others of that label, or how it is known."""
    amount: str
    """The amount as people read it."""
    length: str | None
    """The length of its bar as a share of the longest: a plain decimal number from 0 to 1 as text.
    None where it is only written."""


class Shares(_Record):
    """Amounts of parts as bars from zero on one linear scale, the longest across the drawing."""

    kind: Literal["shares"] = "shares"
    caption: str
    unit: str
    parts: tuple[Share, ...]
    note: str | None = None
    """What is left out, and why."""
    description: str
    """The same in words, for whoever cannot see it."""


class Choice(_Record):
    """An option of the form, with its box."""

    label: str
    chosen: bool
    """Whether its box is ticked."""


class Cell(_Record):
    """A place in a table of the official form."""

    row: str
    """The heading of its row."""
    column: str
    """The heading of its column."""


class _Entry(_Record):
    kind: str
    field: str
    """The field's id."""
    label: str
    cell: Cell | None = None
    """Where it stands, where the official form has a table for it and its neighbours."""
    recipients: tuple[Choice, ...] = ()
    """All whom the official form has as recipients, ticked where they get it just as it is here;
    none where the form tells no recipients."""


class Stated(_Entry):
    """An entry of the form that has a value."""

    kind: Literal["stated"] = "stated"
    value: tuple[str, ...]
    """One item a line; a text with blank lines between its paragraphs is one item."""
    options: tuple[Choice, ...] = ()
    """All options of the form in its order, where the entry is a choice; never one that it has
    not."""
    source: str
    """Who states it, or where it was read."""
    note: str | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """What is still to be said of the value where its options are shown: what no box tells."""
        told = tuple(one.label for one in self.options if one.chosen)
        return () if self.options and self.value == told else self.value


class NotApplicable(_Entry):
    """An entry that does not apply to this model, with the reason."""

    kind: Literal["not-applicable"] = "not-applicable"
    reason: str
    source: str


class Missing(_Entry):
    """An entry that nobody has filled."""

    kind: Literal["missing"] = "missing"
    options: tuple[Choice, ...] = ()
    """All options of the form in its order, none of them chosen."""
    asked_by: str
    """The provision that asks for it."""
    note: str | None = None
    """Why it is missing, if somebody says so."""


class Withheld(_Entry):
    """An entry that the provider keeps from this audience, with the reason."""

    kind: Literal["withheld"] = "withheld"
    reason: str


Entry: TypeAlias = Stated | NotApplicable | Missing | Withheld
"""What a document tells of one field."""

Block: TypeAlias = Annotated[
    Paragraph | Table | Chart | Shares | Entry, Attribute(discriminator="kind")
]


class Section(_Record):
    """What one provision asks for."""

    id: str
    """Stable, fit for an anchor in a page."""
    under: str | None = None
    """The heading that it stands under together with its neighbours, if there is one."""
    heading: str
    provision: str
    """Where it is asked, with the force of the text and how well it is confirmed."""
    blocks: tuple[Block, ...]


class Part(_Record):
    """Sections under one heading."""

    heading: str
    sections: tuple[Section, ...]


class Words(_Record):
    """The words that a format itself says, and how it writes a day."""

    language: str
    """The language that they are in, as a BCP 47 tag."""
    day: str
    """How a day is written, with `{year}`, `{month}` and `{day}`."""
    asked_by: str
    audience: str
    codes: str
    """That characters stand as their code, where a format cannot draw them."""
    contents: str
    dossier_digest: str
    entries_filled: str
    entries_missing: str
    law_known_on: str
    made_by: str
    missing: str
    model: str
    not_applicable: str
    note: str
    on: str
    provider: str
    recipients: str
    skip: str
    source: str
    version: str
    withheld: str

    def of_day(self, day: date) -> str:
        """Return a day as it is written in the language."""
        return self.day.format(year=day.year, month=day.month, day=day.day)


class Version(_Record):
    """The released version of the record that a document shows, or that it has moved on from."""

    name: str
    on: date
    """The day of its release."""
    changed: bool
    """Whether the record has changed since, so that the document shows a later state."""
    said: str
    """The same in words."""


class Document(_Record):
    """One document for one audience on one day."""

    id: str
    title: str
    """What the document is, such as "Technical documentation"."""
    model: str
    """The name of the model that it is about."""
    provider: str
    """The provider's name, or that it is unknown."""
    audience: str
    """The id of the audience, such as `ai-office`."""
    audience_label: str
    """The audience as people say it, such as "AI Office"."""
    notice: str | None = None
    """That it is not asked of this model, or may not be, where the law asks it of some alone."""
    purpose: str
    """Who asks for it and what for."""
    language: str
    """Its language as a BCP 47 tag, such as `en`."""
    on: date
    """The day that it speaks of."""
    law_known_on: date
    """The last day on which the law that it rests on was held against the sources."""
    dossier_digest: str
    """`sha256:…` of the dossier that it was made from."""
    made_by: str
    """The program and its version."""
    version: Version | None = None
    """None where no version of the record was released."""
    entries_filled: int
    """How many entries have a value, do not apply, or are withheld from this audience."""
    entries_missing: int
    """How many entries nobody has filled."""
    parts: tuple[Part, ...]
    words: Words
    """What a format for people says around the rest."""

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry, in order."""
        for part in self.parts:
            for section in part.sections:
                for block in section.blocks:
                    if isinstance(block, Entry):
                        yield block
