"""What is due when: events, and the periods that run from them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, Id, Record, Text
from colophon.reading import Count, Day, Flag


class Event(Record):
    """Something that happens in the life of a model, and that a period may run from or end with."""

    id: Id
    label: Text
    help: Text
    """Which day to enter, in our words."""
    each: Flag = False
    """Whether it happens to one of several things, such as one incident, that `about` names."""


class Sense(StrEnum):
    """What a period means for what is to be done."""

    AT_MOST = "at-most"
    """Done at the latest when the period has run out."""
    AT_LEAST = "at-least"
    """Not done before the period has run out."""
    BEFORE = "before"
    """Done that long before the event, or simply before it."""
    RECURRING = "recurring"
    """Done again each time the period has run out."""
    RETENTION = "retention"
    """Kept until the period has run out."""
    WITHOUT_DELAY = "without-delay"
    """Done without delay, which no text puts in days."""
    MILESTONE = "milestone"
    """Something begins or ends to hold, and nothing is due."""
    IN_THE_REQUEST = "in-the-request"
    """Done within the period that the request itself sets."""


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    BUSINESS_DAYS = "business-days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Counting(Record):
    """A way of counting days: how a period ends."""

    id: Id
    label: Text
    says: Text
    """The rule, in our words."""
    moves_to_a_working_day: Flag
    """Whether a last day that is no working day moves to the next one that is."""
    least_working_days: Count = 0
    """How many working days a period of as many days or more holds at least."""
    source: Citation


class Period(Record):
    """How long."""

    count: Count = Attribute(gt=0)
    unit: Unit


class Deadline(Record):
    """A duty that is due on a day, or a period after an event."""

    id: Id
    label: Text
    """What is due, in our words."""
    actor: Text
    """Who has to do it."""
    sense: Sense
    on: Day | None = None
    """The day, for what is due on a day that the text itself names."""
    trigger: tuple[Id, ...] = ()
    """The events from which the period runs; the earliest that has happened counts."""
    period: Period | None = None
    counting: Id | None = None
    """The way of counting days, where the period is one whose end depends on it."""
    done_by: Id | None = None
    """The event that shows that it was done."""
    applies_to: tuple[Id, ...] = ()
    """Categories (questions of `assessment/rules`) that must all be met."""
    unless: dict[Id, Citation] = Attribute(default={})
    """Categories that it does not concern, each with the provision that says so."""
    until: Id | None = None
    """The event after which what recurs is no longer due."""
    source: Citation
    note: Text | None = None

    @model_validator(mode="after")
    def _dated_or_triggered(self) -> Deadline:
        if (self.on is None) == (not self.trigger):
            raise ValueError("a deadline has either a day `on` or a `trigger`")
        needs_period = self.sense in {
            Sense.AT_MOST,
            Sense.AT_LEAST,
            Sense.RECURRING,
            Sense.RETENTION,
        }
        if self.sense in {Sense.AT_MOST, Sense.RECURRING} and self.period and not self.counting:
            raise ValueError("a period that ends needs a `counting`")
        if self.trigger and needs_period and self.period is None:
            raise ValueError(f"`{self.sense.value}` needs a `period`")
        return self
