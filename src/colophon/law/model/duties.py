"""What obligations turn on: thresholds, questions, activities, days, what fulfils them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, Dated, DottedId, Id, Record, Text
from colophon.reading import Day, Flag, Number


class InForce(Record):
    """From its day on, something is owed as `source` says; `null` in its place ends it."""

    source: Citation


class Level(Record):
    """From its day on, a threshold has this value; `value: null` ends it."""

    value: Number | None
    source: Citation


class Threshold(Dated[Level]):
    """A number in the law that a quantity of a model is held against."""

    id: Id
    label: Text
    metric: Literal["parameter-updates", "cumulative"]
    """Which of the two totals of training compute is compared."""
    unit: Text
    comparison: Literal["greater-than", "at-least"]
    """The operator is law too: "greater than" is not "at least"."""


class Grace(Record):
    """A later day by which those in a category must have done their duty."""

    category: Id
    until: Day
    source: Citation


class Fulfilment(Record):
    """What of the dossier shows that a duty is done; all that is named must be there."""

    outline: Id | None = None
    """The document whose every element must be filled."""
    sections: tuple[Id, ...] = ()
    """The sections whose every field must be filled."""
    fields: tuple[DottedId, ...] = ()
    """The fields that must be filled, where a section serves more than one duty."""
    events: tuple[Id, ...] = ()
    """The events that must be on file."""
    decision: Flag = False
    """Whether a person must have decided that it is done."""

    @model_validator(mode="after")
    def _something(self) -> Fulfilment:
        named = (self.outline, self.sections, self.fields, self.events, self.decision)
        if not any(named):
            raise ValueError("name an outline, sections, fields or events, or `decision: true`")
        return self


OVERRIDE = "override"
"""The ground of a question that leaves it to a person's judgement against the other grounds."""


class Ground(Record):
    """One ground that the answer to a question may rest on."""

    says: Text
    """What it turns on, in our words."""
    source: Citation
    day: Day | None = None
    """The day that it turns on, if any."""
    countries: tuple[Text, ...] = ()
    """The countries that it turns on, if any, as two letters of ISO 3166-1."""


class Question(Record):
    """A legal question that a module of `assessment/rules` answers for a model on a day."""

    id: Id
    label: Text
    asks: Text
    """The question, in our words."""
    thresholds: tuple[Id, ...] = ()
    """The thresholds that the answer turns on."""
    grounds: Annotated[dict[Id, Ground], Attribute(min_length=1)]


class Activity(Record):
    """Something that compute is spent on, and the totals it enters."""

    id: Id
    label: Text
    counts_towards: tuple[Literal["parameter-updates", "cumulative"], ...]
    """The totals it enters; none for what is kept in view and left out."""
    of_other_weights: Flag = False
    """Whether it is the making of weights that the model was built on."""
    source: Citation
