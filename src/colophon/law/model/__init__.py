"""The shapes of the law's data. Each file in `law/data/` is one of these, or a list of them.

Nothing here knows a model or a provider: what the law says of one is found in `assessment`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from colophon.law.model.base import (
    Citation,
    Confirmed,
    DottedId,
    Force,
    Id,
    Instrument,
    Record,
    Text,
    Version,
)
from colophon.law.model.calendar import Counting, Deadline, Event, Period, Sense, Unit
from colophon.law.model.consistency import (
    Agreement,
    ByHand,
    Days,
    NearThreshold,
    OneFact,
    Pair,
    Parting,
    Review,
    Sets,
    Side,
    Size,
    Sizes,
    Standing,
)
from colophon.law.model.duties import (
    OVERRIDE,
    Activity,
    Fulfilment,
    Grace,
    Ground,
    InForce,
    Level,
    Limit,
    Measured,
    Policy,
    Question,
    Rounding,
    Threshold,
)
from colophon.law.model.forms import (
    REGISTERS,
    Audience,
    Band,
    Column,
    Condition,
    Element,
    Field,
    Grid,
    Kind,
    Option,
    Outline,
    Precision,
    Range,
    Register,
    Section,
)
from colophon.law.model.obligations import (
    Ceiling,
    Commitment,
    Consequence,
    Effect,
    Measure,
    Obligation,
    OwedBy,
    Phase,
    Point,
    Topic,
)
from colophon.law.model.words import Language, Phrase, Said, WordList
from colophon.reading import Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "OVERRIDE",
    "REGISTERS",
    "Activity",
    "Agreement",
    "Audience",
    "Band",
    "ByHand",
    "Ceiling",
    "Citation",
    "Column",
    "Commitment",
    "Condition",
    "Confirmed",
    "Consequence",
    "Counting",
    "Days",
    "Deadline",
    "DottedId",
    "Effect",
    "Element",
    "Event",
    "Field",
    "Force",
    "Fulfilment",
    "Grace",
    "Grid",
    "Ground",
    "Id",
    "InForce",
    "Instrument",
    "Kind",
    "Language",
    "Law",
    "Level",
    "Limit",
    "Measure",
    "Measured",
    "NearThreshold",
    "Obligation",
    "OneFact",
    "Option",
    "Outline",
    "OwedBy",
    "Pair",
    "Parting",
    "Period",
    "Phase",
    "Phrase",
    "Point",
    "Policy",
    "Precision",
    "Question",
    "Range",
    "Register",
    "Review",
    "Rounding",
    "Said",
    "Section",
    "Sense",
    "Sets",
    "Side",
    "Size",
    "Sizes",
    "Standing",
    "Text",
    "Threshold",
    "Topic",
    "Unit",
    "Version",
    "WordList",
]


class Law(Record):
    """All that Colophon knows of the law, and until when it was known."""

    known_on: Day
    """The last day on which these data were held against the sources."""
    instruments: tuple[Instrument, ...]
    thresholds: tuple[Threshold, ...]
    consequences: tuple[Consequence, ...]
    commitments: tuple[Commitment, ...]
    obligations: tuple[Obligation, ...]
    """The obligations of the law, and then the measures of the commitments."""
    questions: tuple[Question, ...]
    policies: tuple[Policy, ...]
    activities: tuple[Activity, ...]
    events: tuple[Event, ...]
    countings: tuple[Counting, ...]
    deadlines: tuple[Deadline, ...]
    sections: tuple[Section, ...]
    outlines: tuple[Outline, ...]
    agreements: tuple[Agreement, ...]
    """What the documents of one dossier must agree on."""
    word_lists: tuple[WordList, ...]
    """Words that are looked for in what people answer."""
    language: Language
    """The language that all of it is in."""

    @cached_property
    def instrument(self) -> Mapping[str, Instrument]:
        """Instruments by id."""
        return {one.id: one for one in self.instruments}

    @cached_property
    def threshold(self) -> Mapping[str, Threshold]:
        """Thresholds by id."""
        return {one.id: one for one in self.thresholds}

    @cached_property
    def obligation(self) -> Mapping[str, Obligation]:
        """Obligations by id."""
        return {one.id: one for one in self.obligations}

    @cached_property
    def commitment(self) -> Mapping[str, Commitment]:
        """Commitments of the Code of Practice by id."""
        return {one.id: one for one in self.commitments}

    @cached_property
    def consequence(self) -> Mapping[str, Consequence]:
        """Consequences by id."""
        return {one.id: one for one in self.consequences}

    @cached_property
    def word_list(self) -> Mapping[str, WordList]:
        """Lists of words by id."""
        return {one.id: one for one in self.word_lists}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {one.id: one for one in self.questions}

    @cached_property
    def policy(self) -> Mapping[str, Policy]:
        """Policies by id."""
        return {one.id: one for one in self.policies}

    @cached_property
    def activity(self) -> Mapping[str, Activity]:
        """Activities by id."""
        return {one.id: one for one in self.activities}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        """Events by id."""
        return {one.id: one for one in self.events}

    @cached_property
    def counting(self) -> Mapping[str, Counting]:
        """Ways of counting days by id."""
        return {one.id: one for one in self.countings}

    @cached_property
    def deadline(self) -> Mapping[str, Deadline]:
        """Deadlines by id."""
        return {one.id: one for one in self.deadlines}

    @cached_property
    def section(self) -> Mapping[str, Section]:
        """Sections by id."""
        return {one.id: one for one in self.sections}

    @cached_property
    def outline(self) -> Mapping[str, Outline]:
        """Outlines by id."""
        return {one.id: one for one in self.outlines}

    @cached_property
    def field(self) -> Mapping[str, Field]:
        """Fields by id."""
        return {field.id: field for section in self.sections for field in section.fields}

    @cached_property
    def agreement(self) -> Mapping[str, Agreement]:
        """What documents must agree on, by id."""
        return {one.id: one for one in self.agreements}

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Field id to the id of its section."""
        return {field.id: section.id for section in self.sections for field in section.fields}

    @cached_property
    def phrase(self) -> Mapping[str, str]:
        """Phrases by id: those of the language, and `<question>.<id>` for those of a question."""
        of_questions = {
            f"{question.id}.{name}": text
            for question in self.questions
            for name, text in question.says.items()
        }
        return {**self.language.phrases, **of_questions}

    def say(self, phrase: str, **values: Said) -> str:
        """Return a phrase with `values` in it, in the language of the law."""
        return self.language.filled(self.phrase[phrase], **values)

    def fields_in(self, sections: Iterable[str]) -> Iterator[Field]:
        """Yield the fields of some sections, in their order."""
        return (field for section in sections for field in self.section[section].fields)

    def fields_of(self, element: Element) -> tuple[Field, ...]:
        """Return the fields of an element in the order of its document."""
        if element.order:
            return tuple(self.field[name] for name in element.order)
        return tuple(self.fields_in(element.sections))

    def asked_by(self, field_id: str) -> Iterator[tuple[Outline, Element]]:
        """Yield the elements of documents that ask for a field, in the order of the documents.

        A document asks for a field only where somebody whom it is for may see the field.
        """
        section = self.section_of[field_id]
        shown_to = self.field[field_id].shown_to
        for outline in self.outlines:
            if shown_to.keys().isdisjoint(outline.audiences):
                continue
            for element in outline.all_elements:
                if section in element.sections:
                    yield outline, element

    def sources_of(self, section: str) -> tuple[Citation, ...]:
        """Return the provisions that ask for a section, of documents and then of obligations."""
        elements = (
            element.source
            for outline in self.outlines
            for element in outline.all_elements
            if section in element.sections
        )
        duties = (
            entry.source
            for obligation in self.obligations
            if section in self.sections_of(obligation)
            for entry in obligation.values.values()
            if entry is not None
        )
        return tuple(dict.fromkeys((*elements, *duties)))

    def sections_of(self, obligation: Obligation) -> tuple[str, ...]:
        """Return the sections that an obligation asks for, in full or some fields of them."""
        wanted = obligation.fulfilled_by
        of_fields = (self.section_of[field] for field in wanted.fields)
        return tuple(dict.fromkeys((*wanted.sections, *of_fields)))

    def cited(self, citation: Citation) -> str:
        """Return a citation as people read it: `AI Act (OJ L 2024/1689), Art. 51(2)`."""
        instrument = self.instrument[citation.instrument]
        version = next(one for one in instrument.versions if one.id == citation.version)
        return f"{instrument.label} ({version.number}), {citation.at}"

    def named(self, label: str, source: Citation) -> str:
        """Return a label, with the force of the text that it stands in where that is not law."""
        force = self.force(source)
        if force is Force.BINDING:
            return label
        return self.say("label.force", label=label, force=self.language.named("force", force))

    def provision(self, citation: Citation) -> str:
        """Return a citation with the force of its text and how well it is confirmed."""
        return self.say(
            "provision",
            citation=self.cited(citation),
            force=self.language.named("force", self.force(citation)),
            confirmed=self.language.named("confirmed", citation.confirmed),
        )

    def force(self, citation: Citation) -> Force:
        """Return the force of the instrument that is cited."""
        return self.instrument[citation.instrument].force
