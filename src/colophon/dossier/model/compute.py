"""`compute.yaml`: the ledger of training compute.

An entry is one activity with its compute. How that is known is its *estimate*: stated, counted from
a configuration, six operations for each parameter and token, from hardware and time, from a log's
throughput, or added up from the models that went in. `checks` hold other estimates of the same
compute; they stand beside the entry and are never added to it or averaged with it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BeforeValidator,
    Field as Attribute,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from colophon.dossier.model.base import Name, Record, Text, training_compute
from colophon.dossier.model.resources import CostEntry, EnergyEntry, TrainingPeriod
from colophon.quantities import FLOP_PER_SECOND, Amount
from colophon.reading import (
    AmountText,
    Count,
    Day,
    Flag,
    Number,
    ParameterCount,
    RateText,
    TokenCount,
    UnitHoursText,
)

# -- What goes into estimates ---------------------------------------------------------------------


class Length(Record):
    """Sequences of one length, and how many of the tokens are in such."""

    length: Annotated[tuple[int, ...], Attribute(min_length=1)]
    """Tokens of a sequence; for an encoder and a decoder one number each."""
    share: Number = Attribute(gt=0, le=1)
    """Share of the tokens that are in sequences of this length."""


def read_length(value: Any) -> Any:
    """Read the length of a sequence: `4096`, or `512/114` for an encoder and a decoder.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, str):
        value = value.split("/")
    sizes = value if isinstance(value, list | tuple) else (value,)
    try:
        found = tuple(int(size) for size in sizes if not isinstance(size, bool))
    except (TypeError, ValueError):
        found = ()
    if not found or min(found) < 1:
        raise ValueError(f"`{value}` is no length of a sequence; write 4096, or 512/114 for two")
    return found


def _read_lengths(value: Any) -> Any:
    """Read one length, or a list of lengths with their shares of the tokens."""
    if not isinstance(value, list | tuple):
        return ({"length": read_length(value), "share": Decimal(1)},)
    return tuple(
        {**one, "length": read_length(one["length"])}
        if isinstance(one, dict) and "length" in one
        else one
        for one in value
    )


_LENGTH_SCHEMA = {
    "anyOf": [
        {"type": "number", "multipleOf": 1, "minimum": 1},
        {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
    ]
}
Lengths: TypeAlias = Annotated[
    tuple[Length, ...],
    BeforeValidator(_read_lengths),
    WithJsonSchema(
        {
            "description": "Tokens of a sequence: 4096, 512/114, or lengths with their shares.",
            "anyOf": [
                *_LENGTH_SCHEMA["anyOf"],
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["length", "share"],
                        "additionalProperties": False,
                        "properties": {"length": _LENGTH_SCHEMA, "share": {"type": "number"}},
                    },
                },
            ],
        }
    ),
]

Trains: TypeAlias = Literal["all", "nothing", "adapter", "part"]


class _Worked(Record):
    """Tokens that go through a model, and what of it they train."""

    margin: Number = Attribute(ge=0, lt=1)
    """How far the result may be off, as a fraction: 0.1 is 10 % each way."""
    trains: Trains | None = None
    """What is updated: `all`, `nothing` in mere forward passes, an `adapter` of few parameters
    beside frozen ones, or the upper `part`. Left out, what the activity does: forward passes, or
    training of all."""
    trained_parameters: ParameterCount | None = None
    """Parameters of the adapter; or those from the lowest updated layer upwards."""

    @model_validator(mode="after")
    def _trained(self) -> Self:
        some = self.trains in {"adapter", "part"}
        if some and self.trained_parameters is None:
            raise ValueError(
                f"`trains: {self.trains}` trains some of the parameters only, and "
                "`trained_parameters`, how many, is missing"
            )
        if self.trained_parameters is not None and not some:
            raise ValueError(
                "`trained_parameters` belongs to `trains: adapter` and `trains: part`, and to no "
                "other"
            )
        return self


class _Passed(_Worked):
    """Sequences that go through a model whose configuration is on file."""

    configuration: Name
    """The model's configuration: the name of a file in `configurations/`, without `.json`."""
    length: Lengths | None = None
    """Tokens of the sequences as they were trained on, which the configuration does not tell;
    left out where it does, as for images."""
    attention: Literal["causal", "full", "unknown"]
    """Whether kernels skipped what the causal mask hides (`causal`), or computed it (`full`);
    `unknown` gives an interval from one to the other, with the larger as the best value."""
    images: Number | None = Attribute(default=None, ge=0)
    """Images or recordings that went through the model's towers, every epoch counted."""
    patches: Count | None = Attribute(default=None, gt=0)
    """Patches of one image, where the model's tower takes images of any size."""
    frozen: tuple[Text, ...] = ()
    """Streams of the model that were not updated, such as `vision`: forward passes only."""

    @field_validator("length")
    @classmethod
    def _whole(cls, lengths: tuple[Length, ...] | None) -> tuple[Length, ...] | None:
        if lengths is not None and sum(one.share for one in lengths) != 1:
            raise ValueError("the shares of `length` do not add up to 1")
        return lengths

    @model_validator(mode="after")
    def _not_a_part(self) -> Self:
        if self.trains == "part":
            raise ValueError(
                "`trains: part` is not counted from a configuration; use `frozen`, or six-pd"
            )
        return self


class Period(Record):
    """A time in which units of one kind were at work."""

    unit_hours: UnitHoursText | None = None
    """Hours of all accelerators together, such as `2.788M H800 hours`."""
    accelerator: Text | None = None
    """Their name as the driver reports it, such as `NVIDIA H100 80GB HBM3`, where the hours do not
    name them."""
    dtype: Text | None = None
    """The type of number that did most products, such as bf16; with `accelerator`, it tells the
    peak where `peak` is left out."""
    peak: RateText | None = None
    """Dense peak of one accelerator in FLOP/s for the data type that was used."""
    utilisation: Number | None = Attribute(default=None, gt=0, le=1)
    """Share of the peak that went into the model's own operations, averaged over all the time:
    model FLOP utilisation, and not the counter of a driver."""
    executed: Number | None = Attribute(default=None, gt=0, le=1)
    """Instead of `utilisation`: the share of the peak that was executed, recomputation included
    (hardware FLOP utilisation)."""
    recomputed: Number | None = Attribute(default=None, ge=0, le=1)
    """With `executed`: how much of the forward pass was computed twice, 1 for all of it."""

    @field_validator("peak")
    @classmethod
    def _a_rate(cls, peak: Amount | None) -> Amount | None:
        if peak is not None and peak.unit != FLOP_PER_SECOND:
            raise ValueError(f"`peak` is in `{peak.unit}`; the peak of a chip is in FLOP/s")
        return peak

    @property
    def named(self) -> str | None:
        """The name of the accelerator, from wherever it is told; None where it is not."""
        return self.accelerator or (self.unit_hours.accelerator if self.unit_hours else None)

    @model_validator(mode="after")
    def _told(self) -> Self:
        """Refuse a period of which it is not told what its compute follows from."""
        self._follows()
        return self

    def _follows(self) -> None:
        if self.unit_hours is None:
            raise ValueError("`unit_hours` is missing: the hours of all accelerators together")
        if self.accelerator is not None and self.unit_hours.accelerator is not None:
            raise ValueError("`accelerator` is named in `unit_hours` already; leave one out")
        if self.peak is None and (self.named is None or self.dtype is None):
            raise ValueError("give `peak`, or `accelerator` and `dtype`, from which it is known")
        if (self.utilisation is None) == (self.executed is None):
            raise ValueError("give one of `utilisation` and `executed`")
        if (self.executed is None) != (self.recomputed is None):
            raise ValueError("`executed` and `recomputed` belong together")


# -- Estimates ------------------------------------------------------------------------------------


class _Estimate(Record):
    """What every estimate says of itself."""

    source: Text
    """Where the figures come from: a log, a report, a page, a person's measurement."""
    by: Text | None = None
    """Who entered it; the ledger's own `by` when left out."""
    on: Day | None = None
    """The day on which it was entered; the ledger's own `on` when left out."""
    note: Text | None = None
    """A remark."""


class Stated(_Estimate):
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


class SixPD(_Worked, _Estimate):
    """Six operations per active parameter and token, two where nothing is trained."""

    method: Literal["six-pd"]
    active_parameters: ParameterCount
    """Parameters that take part in the computation of one token, an adapter's not included."""
    tokens: TokenCount
    """Tokens processed in training, every epoch counted."""


class Counted(_Passed, _Estimate):
    """The operations of a configuration's forward and backward passes, counted exactly."""

    method: Literal["architecture"]
    tokens: TokenCount
    """Tokens processed, every epoch, every prompt and every discarded sample counted."""


class Throughput(_Passed, _Estimate):
    """Tokens per second from a log, times the time, times the operations of a configuration."""

    method: Literal["throughput"]
    tokens_per_second: Number = Attribute(gt=0)
    """Tokens that all units together processed in a second, averaged over `hours`."""
    hours: Number = Attribute(gt=0)
    """Hours by the clock in which they did."""


class Hardware(Period, _Estimate):
    """Accelerators times time times peak times utilisation, for one period or several."""

    method: Literal["hardware"]
    periods: tuple[Period, ...] = ()
    """Several periods, each with its units, in place of the one that the entry itself tells."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the result may be off, as a fraction: 0.3 is 30 % each way."""

    def _follows(self) -> None:
        """Refuse both: one period in the entry itself, and several below it."""
        beside = [name for name in Period.model_fields if getattr(self, name) is not None]
        if not self.periods:
            super()._follows()
        elif beside:
            raise ValueError(f"`{beside[0]}` stands beside `periods`; move it into one of them")

    @property
    def spans(self) -> tuple[Period, ...]:
        """The periods, one or several."""
        return self.periods or (self,)


class Lineage(_Estimate):
    """The compute of models that went in, with all that they were built on, each counted once."""

    method: Literal["lineage"]
    models: Annotated[tuple[Name, ...], Attribute(min_length=1)]
    """Ids of `models` that were merged in or started from."""


Estimate: TypeAlias = Annotated[
    Stated | SixPD | Counted | Throughput | Hardware, Attribute(discriminator="method")
]
"""How the compute of an entry may be cross-checked."""


# -- The ledger -----------------------------------------------------------------------------------


class _Entry(Record):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """A short name within the ledger, in kebab-case."""
    activity: Text
    """What the compute was spent on: the id of an activity of the law, such as `pre-training`."""
    supersedes: tuple[Name, ...] = ()
    """Entries that this one takes the place of: they stay on file and count no more."""
    checks: tuple[Estimate, ...] = ()
    """Other estimates of the same compute, shown beside it."""


class StatedCompute(Stated, _Entry):
    """An entry whose compute somebody states."""


class SixPDCompute(SixPD, _Entry):
    """An entry of so many operations for each parameter and token."""


class CountedCompute(Counted, _Entry):
    """An entry that is counted from a configuration."""


class ThroughputCompute(Throughput, _Entry):
    """An entry from the throughput that a log tells."""


class HardwareCompute(Hardware, _Entry):
    """An entry from accelerators and time."""


class LineageCompute(Lineage, _Entry):
    """An entry for the models that this one was built on."""


Entry: TypeAlias = Annotated[
    StatedCompute
    | SixPDCompute
    | CountedCompute
    | ThroughputCompute
    | HardwareCompute
    | LineageCompute,
    Attribute(discriminator="method"),
]


class Ancestor(_Estimate):
    """A model that this one was built on, or that one of those was."""

    id: Name
    """A short name, for `models` and `built_on`."""
    amount: AmountText
    """The compute of its own training, without that of the models it was built on, in FLOP."""
    built_on: tuple[Name, ...] = ()
    """Ids of other `models`, or of entries, that it was merged from or started from."""

    @field_validator("amount")
    @classmethod
    def _in_flop(cls, amount: Amount) -> Amount:
        return training_compute(amount, "amount")


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
    models: tuple[Ancestor, ...] = ()
    """The models that this one was built on, for entries with `method: lineage`."""
    energy: tuple[EnergyEntry, ...] = ()
    """The energy that training used, each entry with the ledger's entries that it covers."""
    time: tuple[TrainingPeriod, ...] = ()
    """The periods of training by the clock."""
    cost: tuple[CostEntry, ...] = ()
    """What training cost; sums are made for each currency, and nothing is converted."""
