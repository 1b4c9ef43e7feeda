"""`dossier.yaml`: what rules compute with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationInfo, field_validator, model_validator

from colophon.dossier.model.base import (
    Chapter,
    Country,
    Modalities,
    Name,
    Names,
    Record,
    Text,
    training_compute,
)
from colophon.reading import AmountText, Count, Day, Flag

if TYPE_CHECKING:
    from colophon.quantities import Amount

FORMAT_VERSION = 1
"""The format of dossiers that this version writes, and the newest that it reads."""


class Provider(Record):
    """Who develops the model, or has it developed, and places it on the market."""

    name: Text | None = None
    """Legal name."""
    established_in: Country | None = None
    """Country where the provider is established, as two letters of ISO 3166-1, such as `FR`."""
    role: Name | None = None
    """What part it has in the model: `develops`, `has-developed`, `coordinates` a consortium,
    `hosts`, `modifies` or `integrates` the model of another."""
    small_or_medium: Flag | None = None
    """Whether it is a small or medium-sized enterprise, a start-up among them."""


class Model(Record):
    """The general-purpose AI model."""

    name: Text | None = None
    """Unique name of the model, such as `OLMo 2 13B`."""
    versions: Names | None = None
    """Names of the versions that this dossier covers."""
    released: Day | None = None
    """Day of the first release through any channel."""
    placed_on_market: Day | None = None
    """Day on which it was first made available on the Union market, or is to be."""
    lineage_placed_on_market: Day | None = None
    """Day on which the first model of the same large pre-training run and provider was placed on
    the Union market, where that is not this one."""
    supplied_as: tuple[Name, ...] | None = None
    """How it is supplied, such as `api` or `repository`; `colophon explain union-market` lists the
    ways, among them those that are no placing on the market."""
    registered_business_users: Count | None = None
    """How many business users established in the Union are registered for it."""
    input_modalities: Modalities | None = None
    """What it takes in."""
    output_modalities: Modalities | None = None
    """What it can generate."""
    audio_includes_speech: Flag | None = None
    """Whether the audio that it generates can be speech; asked only where audio is an output."""

    @model_validator(mode="after")
    def _lineage_first(self) -> Model:
        first, own = self.lineage_placed_on_market, self.placed_on_market
        if first and own and first > own:
            raise ValueError(
                f"the first model of the lineage cannot have been placed on {first.isoformat()}, "
                f"after this one on {own.isoformat()}"
            )
        return self


class Upstream(Record):
    """The model of another provider that this one was made from, or that is integrated."""

    model: Text | None = None
    """Its name and version."""
    provider: Text | None = None
    """Who provides it."""
    available_in_union: Flag | None = None
    """Whether its provider makes it available on the Union market."""
    union_excluded: Flag | None = None
    """Whether its provider has clearly and unequivocally excluded distribution and use on the Union
    market, in systems too."""
    general_purpose: Flag | None = None
    """Whether it is a general-purpose AI model."""
    systemic_risk: Flag | None = None
    """Whether it is one with systemic risk."""
    compute_known: Flag | None = None
    """`false` where nobody can know or estimate the compute of its training."""
    parameter_updates: AmountText | None = None
    """Training compute that went directly into its parameter updates, in FLOP."""
    cumulative: AmountText | None = None
    """Its cumulative training compute, in FLOP."""

    @field_validator("parameter_updates", "cumulative")
    @classmethod
    def _in_flop(cls, amount: Amount | None, info: ValidationInfo) -> Amount | None:
        return None if amount is None else training_compute(amount, info.field_name)

    @model_validator(mode="after")
    def _known_or_not(self) -> Upstream:
        if self.compute_known is False and (self.parameter_updates or self.cumulative):
            raise ValueError("a compute that is given is known: take `compute_known: false` out")
        return self


class OpenSource(Record):
    """The facts on which the exception for free and open-source models turns.

    `colophon explain open-source-exception` lists what the three lists may name.
    """

    rights: tuple[Name, ...] | None = None
    """What the licence lets anyone do: `access`, `use`, `modification`, `distribution`."""
    conditions: tuple[Name, ...] | None = None
    """The conditions of the licence, such as `attribution` or `non-commercial`; `[]` for none."""
    monetisation: tuple[Name, ...] | None = None
    """What is earned with the model and how, such as `dual-licence`; `[]` for nothing."""
    weights_public: Flag | None = None
    """Whether the parameters, including the weights, are publicly available."""
    architecture_public: Flag | None = None
    """Whether the information on the architecture is publicly available."""
    usage_information_public: Flag | None = None
    """Whether the information on usage is publicly available."""


class Calendar(Record):
    """What the law leaves open in counting days."""

    counting: Name | None = None
    """The way of counting for all periods, such as `plain`; left empty, each period has its own."""
    holidays: Country | None = None
    """The country whose public holidays are no working days, as two letters, such as `BE`; left
    empty, Saturdays and Sundays alone are none."""


class Spine(Record):
    """The content of `dossier.yaml`."""

    format: Count
    """Version of the dossier format."""
    by: Text | None = None
    """Who states what stands in this file."""
    on: Day | None = None
    """The day on which it was stated."""
    provider: Provider = Provider()
    """Who provides the model."""
    model: Model = Model()
    """Which model this dossier is about."""
    upstream: Upstream = Upstream()
    """What another provider made, where the model was made from it or is just that."""
    open_source: OpenSource = OpenSource()
    """The facts on which the exception for free and open-source models turns."""
    code_of_practice: tuple[Chapter, ...] | None = None
    """The chapters of the Code of Practice that the provider has signed; `[]` for none."""
    calendar: Calendar = Calendar()
    """How the days of periods are counted."""

    def at(self, path: str) -> object:
        """Return what stands at a path, such as `model.placed_on_market`; None for nothing."""
        value: object = self
        for step in path.split("."):
            value = getattr(value, step)
        return value
