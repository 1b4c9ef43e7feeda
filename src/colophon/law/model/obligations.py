"""What is owed: obligations, the commitments and measures of the Code, what follows if not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, Dated, Id, Record, Text
from colophon.law.model.duties import Fulfilment, Grace, InForce, Limit
from colophon.reading import Flag, Number

if TYPE_CHECKING:
    from collections.abc import Iterable


class Phase(StrEnum):
    """When in the life of a model something is owed."""

    BEFORE_TRAINING = "before-training"
    DEVELOPMENT = "development"
    PLACING = "placing-on-the-market"
    AFTER_PLACING = "after-placing"
    WHOLE_LIFECYCLE = "whole-lifecycle"
    WHEN_IT_HAPPENS = "when-it-happens"
    """Owed because something happened, such as an incident."""
    ON_REQUEST = "on-request"
    """Owed when somebody asks."""


class Topic(StrEnum):
    """What an obligation is about."""

    CLASSIFICATION = "classification"
    DOCUMENTATION = "documentation"
    TRAINING_DATA = "training-data"
    COPYRIGHT = "copyright"
    EVALUATION = "evaluation"
    RISK = "risk"
    INCIDENTS = "incidents"
    SECURITY = "security"
    GOVERNANCE = "governance"
    ADHERENCE = "adherence"
    """How it is shown that duties are met: a code of practice, or other means."""
    REPRESENTATIVE = "representative"
    COOPERATION = "cooperation"
    VALUE_CHAIN = "value-chain"


class OwedBy(StrEnum):
    """Who owes something."""

    PROVIDER = "provider"
    REPRESENTATIVE = "authorised-representative"
    SIGNATORY = "signatory"
    """A provider that has signed the chapter of the Code of Practice."""
    SYSTEM_PROVIDER = "system-provider"
    """The provider of an AI system that the model is built into."""


class Point(Record):
    """One of the things that an obligation asks."""

    says: Text
    """What it asks, in our words."""
    encouraged: Flag = False
    """Whether it is encouraged only, and not asked."""
    source: Citation | None = None
    """Where it is written, if elsewhere than the obligation or less well confirmed."""


class Ceiling(Record):
    """The most that a fine may come to: a share of the turnover, or an amount."""

    percent: Number
    """The share, in percent."""
    of: Text
    """What it is a share of."""
    amount: Number
    currency: Text
    whichever: Literal["higher", "lower"]
    """Which of the two counts."""


class Effect(Record):
    """From its day on, this follows; `null` in its place ends it."""

    says: Text
    """What follows, in our words."""
    ceiling: Ceiling | None = None
    source: Citation


class Consequence(Dated[Effect | None]):
    """What may follow where an obligation is not met."""

    id: Id
    label: Text
    grounds: tuple[Point, ...] = ()
    """On what it may rest, each where it is written."""
    note: Text | None = None


class Owed(Dated[InForce | None]):
    """What obligations and measures have in common."""

    id: Id
    label: Text
    duty: Text
    """What must be done, or may be, in one or two sentences of our own."""
    points: tuple[Point, ...] = ()
    """What it asks, one by one."""
    phase: Phase
    topic: Topic
    by_placing: Flag = False
    """Whether it must be done by the day on which the model is placed on the market."""
    on_event: tuple[Id, ...] = ()
    """The events of which one must have happened before it is owed; owed for each anew."""
    also_on: tuple[Id, ...] = ()
    """The events after which it is owed although not every category is met."""
    deadlines: tuple[Id, ...] = ()
    """The periods that run for it."""
    fulfilled_by: Fulfilment
    where_applicable: Flag = False
    """Whether a person may decide, with a reason, that it does not apply."""
    note: Text | None = None

    @model_validator(mode="after")
    def _decided(self) -> Owed:
        if self.where_applicable and not self.fulfilled_by.decision:
            raise ValueError("`where_applicable` needs `decision: true` under `fulfilled_by`")
        return self


class Obligation(Owed):
    """A duty, or something that may be done."""

    kind: Literal["duty", "possibility"] = "duty"
    """Whether it is owed, or may be done."""
    owed_by: Annotated[tuple[OwedBy, ...], Attribute(min_length=1)]
    applies_to: Annotated[tuple[Id, ...], Attribute(min_length=1)]
    """Categories (questions of `assessment/rules`) that must all be met."""
    unless: dict[Id, Citation] = Attribute(default={})
    """Categories that exempt from the duty, each with the provision that says so."""
    grace: Grace | None = None
    limited: Limit | None = None
    """What it is limited to for those in a category, such as who modified another's model."""
    consequence: Id | None = None
    """What may follow where it is not met, if the texts that are kept say so."""
    part_of: Id | None = None
    """The obligation of which this is a part."""
    commitment: Id | None = None
    """The commitment of the Code of Practice whose measure this is."""


class Measure(Owed):
    """A measure of the Code of Practice; whom it binds stands in its commitment."""


class Commitment(Record):
    """A commitment of the Code of Practice, with its measures."""

    id: Id
    chapter: Text
    """The chapter that it stands in."""
    label: Text
    aim: Text
    """What those who signed have bound themselves to, in our words."""
    source: Citation
    owed_by: Annotated[tuple[OwedBy, ...], Attribute(min_length=1)]
    applies_to: Annotated[tuple[Id, ...], Attribute(min_length=1)]
    """Categories that must all be met for its measures to bind."""
    unless: dict[Id, Citation] = Attribute(default={})
    grace: Grace | None = None
    consequence: Id
    measures: Annotated[tuple[Measure, ...], Attribute(min_length=1)]

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the measures as obligations of those who signed."""
        shared = _fields(self, ("owed_by", "applies_to", "unless", "grace", "consequence"))
        return tuple(
            Obligation(**_fields(one, Owed.model_fields), **shared, commitment=self.id)
            for one in self.measures
        )


def _fields(record: Record, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
