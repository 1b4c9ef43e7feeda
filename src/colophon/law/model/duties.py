"""What obligations turn on: thresholds, questions, activities, days, what fulfils them."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Attribute, model_validator

from colophon.law.model.base import Citation, Dated, DottedId, Id, PhraseId, Record, Text
from colophon.reading import Count, Day, Flag, Number

Measured: TypeAlias = Literal[
    "parameter-updates",
    "cumulative",
    "modification",
    "margin",
    "share",
    "registered-business-users",
    "share-of-public-data",
    "share-of-domains",
    "domains",
]
"""The two totals of training compute, the compute of a modification, the margin of an estimate as a
fraction of it, the share of a threshold that is reached, the registered business users in the
Union; the share of a dataset in all public data of one modality, the share of the domain names of
crawled content that are listed, and their number."""


class InForce(Record):
    """From its day on, something is owed as `source` says; `null` in its place ends it."""

    source: Citation


class Rounding(Record):
    """How what follows from a share is made a whole number, which the text may leave open."""

    way: Literal["up"]
    source: Citation


class Level(Record):
    """From its day on, a threshold has this value; `value: null` ends it."""

    value: Number | None
    parts: Count = Attribute(default=1, ge=1)
    """Into how many equal parts the value is divided: 3 for one third of it, exactly."""
    source: Citation
    rounded: Rounding | None = None
    """How a part of a whole number, such as 5 % of 30, becomes a whole number."""


class Threshold(Dated[Level]):
    """A number in the law that a quantity of a model is held against."""

    id: Id
    label: Text
    metric: Measured
    """What is compared."""
    unit: Text
    comparison: Literal["greater-than", "at-least"]
    """The operator is law too: "greater than" is not "at least"."""
    pending: dict[Day, Level] = Attribute(default={})
    """What acts that are not in force yet would put in its place, from the day that is expected.
    It decides nothing; once such an act is in force, an entry is added to `values`."""


class Limit(Record):
    """What a duty is limited to for those in a category."""

    category: Id
    says: Text
    source: Citation


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
    named_in: Text | None = None
    """The list of the dossier that may name this ground, such as `open_source.conditions`."""
    outcome: Literal["met", "not_met", "undetermined"] | None = None
    """What follows where the dossier names it."""


class Question(Record):
    """A legal question that a module of `assessment/rules` answers for a model on a day."""

    id: Id
    label: Text
    asks: Text
    """The question, in our words."""
    thresholds: tuple[Id, ...] = ()
    """The thresholds that the answer turns on."""
    grounds: Annotated[dict[Id, Ground], Attribute(min_length=1)]
    says: dict[PhraseId, Text] = Attribute(default={})
    """The sentences of an answer, with the names of what is filled in within braces. Of a fact that
    is not on file, `<id>.gap` says so and `<id>.remedy` says what to do."""
    informs: Flag = False
    """Whether the answer merely informs: no duty turns on it, so nothing is open without it."""

    def named_in(self, where: str) -> dict[str, Ground]:
        """Return the grounds that the list `where` of a dossier may name, by id."""
        return {name: one for name, one in self.grounds.items() if one.named_in == where}


class Policy(Record):
    """A question that the texts leave open, and that a provider settles for its own model."""

    id: Id
    label: Text
    asks: Text
    """The question, in our words; it is answered with yes or no."""
    default: Flag | None
    """The answer that counts until somebody decides; null where neither would be cautious."""
    source: Citation

    @property
    def until_decided(self) -> str:
        """The answer that counts until somebody decides, in a word."""
        return "undetermined" if self.default is None else "yes" if self.default else "no"


class Activity(Record):
    """Something that compute is spent on, and the totals it enters."""

    id: Id
    label: Text
    counts_towards: tuple[Literal["parameter-updates", "cumulative"], ...]
    """The totals it enters; none for what is kept in view and left out."""
    of_other_weights: Flag = False
    """Whether it is the making of weights that the model was built on."""
    passes: Literal["training", "forward"] | None = None
    """Whether parameters are updated in it, or the model only runs; None where it may be both."""
    policy: Id | None = None
    """The open question on whether it enters those totals at all."""
    source: Citation
