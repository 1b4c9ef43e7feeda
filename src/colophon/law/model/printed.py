"""How a form is recognised in a text that somebody published, and what is often amiss there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Attribute

from colophon.law.model.base import Citation, DottedId, Id, Record, Text
from colophon.reading import Count, Flag

Number = Text
"""The number of a section, such as `2.2.1`; `0` stands for what comes before the first."""

Clues = dict[Id, tuple[Text, ...]]
"""Language -> a few words each; `…` stands for words between."""


class PrintedSection(Record):
    """A section of the form."""

    number: Number
    clues: Clues


class PrintedField(Record):
    """A field of the form, and by which words its place is found."""

    id: DottedId
    section: Number
    clues: Clues = Attribute(default_factory=dict)
    shared: Id | None = None
    """The clues that it shares with fields of other sections."""


class Row(Record):
    """A row of the form's table of modalities."""

    modality: Id
    size: DottedId | None = None
    """The field that holds one of the ranges."""
    content: DottedId
    names: Clues
    another_unit: Flag = False
    """Whether the form lets its size be told in another unit."""
    ranges: dict[Id, tuple[Text, ...]] = Attribute(default_factory=dict)
    """Option of the field -> the words of its range, in several languages."""


class Printed(Record):
    """How a form is recognised in a text, in the languages in which it is published."""

    id: Id
    """The outline that it is the form of."""
    source: Citation
    recognised_from: Count
    """How many of its fields must be found before a text is taken for it."""
    sections: tuple[PrintedSection, ...]
    shared: dict[Id, Clues]
    fields: tuple[PrintedField, ...]
    rows: tuple[Row, ...]
    units: dict[Id, tuple[Text, ...]]
    """Modality -> how the names of the units begin that its sizes are told in."""
    multiples: tuple[Text, ...]
    """Words between a number and its unit."""
    ticked: tuple[Text, ...]
    ticked_letters: tuple[Text, ...]
    """Letters that stand for a tick where one stands alone before an option."""
    blank: tuple[Text, ...]
    yes: tuple[Text, ...]
    no: tuple[Text, ...]
    nothing: tuple[Text, ...]
    """What stands where nothing is told."""
    guidance: tuple[Text, ...]
    """Clues of what the form itself says beside an answer."""
    alternatives: tuple[tuple[DottedId, ...], ...]
    """Entries of which one is enough."""
    earlier: Clues
    """Clues of what drafts of the form asked for and the form does not."""
    words: dict[Id, tuple[Text, ...]]
    """Words that the rules look for, by what they are; several in one text have commas between."""
    months: Annotated[tuple[tuple[Text, ...], ...], Attribute(min_length=12, max_length=12)]
    """How the names of the twelve months begin."""
    short_words: Clues
    """Short words by which the language of an answer is told."""
    hedges: Clues
    """Words that leave a fact open, in languages that the list of hedges of the law has not."""

    def clues_of(self, field: PrintedField) -> tuple[str, ...]:
        """Return the clues of a field, those that it shares among them, each once."""
        shared = self.shared[field.shared] if field.shared else {}
        both = (*field.clues.values(), *shared.values())
        return tuple(dict.fromkeys(clue for clues in both for clue in clues))

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the words of a list, each by itself."""
        words = (word.strip() for line in self.words[name] for word in line.split(","))
        return tuple(dict.fromkeys(word for word in words if word))


class Flaw(Record):
    """Something that is often amiss in published summaries."""

    id: Id
    label: Text
    why: Text
    """Why somebody should look at it, in our words."""
    source: Citation
    fields: tuple[DottedId, ...] = ()
    """The fields that it looks at; none where it looks at the form as a whole."""
    in_dossier: Flag = False
    """Whether it is looked for in one's own dossier as well; what `colophon check` finds is not
    looked for twice."""
