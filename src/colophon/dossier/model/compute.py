"""`compute.yaml`: the ledger of training compute."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Attribute, StringConstraints, field_validator

from colophon.dossier.model.base import Record, Text, training_compute
from colophon.dossier.model.resources import CostEntry, EnergyEntry, Period
from colophon.quantities import FLOP_PER_SECOND, Amount
from colophon.reading import AmountText, Count, Day, Flag, Number


class _Entry(Record):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """A short name within the ledger, in kebab-case."""
    activity: Text
    """What the compute was spent on: the id of an activity of the law, such as `pre-training`."""
    source: Text
    """Where the figures come from: a log, a report, a page, a person's measurement."""
    by: Text | None = None
    """Who entered it; the ledger's own `by` when left out."""
    on: Day | None = None
    """The day on which it was entered; the ledger's own `on` when left out."""
    note: Text | None = None
    """A remark."""


class StatedCompute(_Entry):
    """Compute that somebody states as a figure."""

    method: Literal["stated"]
    amount: AmountText
    """The figure in FLOP, with an interval where it is rounded or estimated."""

    @field_validator("amount")
    @classmethod
    def _in_flop(cls, amount: Amount) -> Amount:
        if amount.unit == FLOP_PER_SECOND:
            raise ValueError(
                "`amount` is in FLOP/s, a rate; training compute is an amount in FLOP: give the "
                "time too, with `method: hardware`"
            )
        return training_compute(amount, "amount")


class SixPDCompute(_Entry):
    """Six operations per active parameter and token."""

    method: Literal["six-pd"]
    active_parameters: Count = Attribute(gt=0)
    """Parameters that take part in the computation of one token."""
    tokens: Number = Attribute(gt=0)
    """Tokens processed in training, every epoch counted."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the product may be off, as a fraction: 0.1 is 10 % each way."""


class HardwareCompute(_Entry):
    """Accelerators times time times peak times utilisation."""

    method: Literal["hardware"]
    unit_hours: Number = Attribute(gt=0)
    """Hours of all accelerators together, such as GPU-hours."""
    peak: AmountText
    """Dense peak of one accelerator in FLOP/s for the data type that was used."""
    utilisation: Number = Attribute(gt=0, le=1)
    """Share of the peak that went into the model's own operations, averaged over the time."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the product may be off, as a fraction: 0.3 is 30 % each way."""

    @field_validator("peak")
    @classmethod
    def _a_rate(cls, peak: Amount) -> Amount:
        if peak.unit != FLOP_PER_SECOND:
            raise ValueError(f"`peak` is in `{peak.unit}`; the peak of a chip is in FLOP/s")
        return peak


Entry: TypeAlias = Annotated[
    StatedCompute | SixPDCompute | HardwareCompute, Attribute(discriminator="method")
]


class Ledger(Record):
    """The content of `compute.yaml`: training compute, one entry for each activity."""

    complete: Flag | None = None
    """Whether the entries cover all training compute so far. Until it is `true`, the totals are
    only known to be at least the sum of the entries."""
    by: Text | None = None
    """Who enters, where an entry does not say."""
    on: Day | None = None
    """The day of entry, where an entry does not say."""
    note: Text | None = None
    """A remark."""
    entries: tuple[Entry, ...] = ()
    """The entries, one for each activity."""
    energy: tuple[EnergyEntry, ...] = ()
    """The energy that training used, each entry with the ledger's entries that it covers."""
    time: tuple[Period, ...] = ()
    """The periods of training by the clock."""
    cost: tuple[CostEntry, ...] = ()
    """What training cost; sums are made for each currency, and nothing is converted."""
