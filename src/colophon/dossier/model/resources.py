"""`compute.yaml`, beside the ledger: the energy, the time and the cost of training."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field as Attribute,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from colophon.dossier.model.base import Name, Record, Text
from colophon.quantities import ENERGY_IN_MWH, ENERGY_PER_FLOP_IN_MWH, POWER_IN_MW, Amount
from colophon.reading import AmountText, Day, Number, UnitHoursText

if TYPE_CHECKING:
    from collections.abc import Collection

    from colophon.reading import Plain

Boundary: TypeAlias = Literal["accelerator", "node", "rack", "facility"]
Covers: TypeAlias = Annotated[tuple[Name, ...], Attribute(min_length=1)]


def _pue(value: Plain) -> Plain:
    """Let a number of 1 or more through, and the word `unknown`."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if value == "unknown" or (is_number and value >= 1):
        return value
    raise ValueError(f"`{value}` is neither a number of 1 or more nor the word unknown")


Pue: TypeAlias = Annotated[
    Decimal | Literal["unknown"],
    BeforeValidator(_pue),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 1}, {"const": "unknown"}]}),
]
"""Power usage effectiveness: the energy of the facility for each unit that its machines use."""


def in_one_of(amount: Amount, name: str, units: Collection[str]) -> Amount:
    """Refuse an amount in another unit.

    Raises:
        ValueError: it is in none of `units`.
    """
    if amount.unit not in units:
        known = ", ".join(units)
        raise ValueError(f"`{name}` is in `{amount.unit}`; what is asked is in one of: {known}")
    return amount


class _Resource(Record):
    id: Name
    """A short name within its list, in kebab-case."""
    source: Text
    """Where the figures come from: a meter, a log, a contract, a page."""
    by: Text | None = None
    """Who entered it; the ledger's own `by` when left out."""
    note: Text | None = None
    """A remark."""


class _Energy(_Resource):
    covers: Covers
    """The ids of the ledger's entries whose energy this is."""
    boundary: Boundary
    """What the figure covers, before any PUE: the accelerators alone, whole machines, racks, or the
    facility with its cooling."""
    pue: Pue | None = None
    """Power usage effectiveness, by which the figure is raised to that of the facility; `unknown`
    leaves it at its boundary. Needed unless the boundary is the facility."""
    on: Day | None = None
    """The day on which it was entered; the ledger's own `on` when left out."""

    @model_validator(mode="after")
    def _to_the_facility(self) -> _Energy:
        if self.boundary == "facility" and self.pue is not None:
            raise ValueError(
                "`pue` has no place where the boundary is the facility, which has it in it already"
            )
        if self.boundary != "facility" and self.pue is None:
            raise ValueError(
                f"`pue` is missing, and the boundary is the {self.boundary}: write the number that "
                "holds for the facility, or unknown"
            )
        return self


class MeteredEnergy(_Energy):
    """Energy that a meter counted: of the facility, of a power distribution unit, of the nodes."""

    method: Literal["metered"]
    energy: AmountText
    """What the meter counted, such as `257 MWh`; in J, Wh or their multiples."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the figure may be off, as a fraction: 0.02 is 2 % each way."""

    @field_validator("energy")
    @classmethod
    def _an_energy(cls, energy: Amount) -> Amount:
        return in_one_of(energy, "energy", ENERGY_IN_MWH)


class SampledEnergy(_Energy):
    """Energy that a program sampled, such as codecarbon or a reader of the driver's counters."""

    method: Literal["sampled"]
    energy: AmountText
    """What the program reports, such as `257 MWh`; in J, Wh or their multiples."""
    pue_applied: Number = Attribute(ge=1)
    """The PUE by which the program has multiplied already, 1 where it has not; it is divided out.
    codecarbon reports it beside the energy."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the figure may be off, as a fraction: 0.1 is 10 % each way."""

    @field_validator("energy")
    @classmethod
    def _an_energy(cls, energy: Amount) -> Amount:
        return in_one_of(energy, "energy", ENERGY_IN_MWH)

    @model_validator(mode="after")
    def _what_was_sampled(self) -> SampledEnergy:
        if self.boundary == "facility" and self.pue_applied != 1:
            raise ValueError(
                "`boundary` is what the program sampled, and a PUE that it applied is no sample of "
                "the facility: write accelerator, node or rack, and the `pue`"
            )
        return self


class UnitHoursEnergy(_Energy):
    """Hours of accelerators times the power of one."""

    method: Literal["unit-hours"]
    unit_hours: UnitHoursText
    """Hours of all accelerators together, such as `2.788M H800 hours`."""
    power: AmountText
    """Power of one accelerator, with what of its machine the boundary takes in, such as `700 W`."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the product may be off, as a fraction: 0.2 is 20 % each way."""

    @field_validator("power")
    @classmethod
    def _a_power(cls, power: Amount) -> Amount:
        return in_one_of(power, "power", POWER_IN_MW)


class FromFlopEnergy(_Energy):
    """The ledger's compute times the energy of one operation."""

    method: Literal["from-flop"]
    energy_per_flop: AmountText
    """Energy of one operation in `J/FLOP` or `pJ/FLOP`, with `low`, `best` and `high`."""

    @field_validator("energy_per_flop")
    @classmethod
    def _an_interval(cls, energy: Amount) -> Amount:
        if energy.is_point:
            raise ValueError(
                "`energy_per_flop` is one number; nobody knows it so well: write low, best and high"
            )
        return in_one_of(energy, "energy_per_flop", ENERGY_PER_FLOP_IN_MWH)


Energy: TypeAlias = MeteredEnergy | SampledEnergy | UnitHoursEnergy | FromFlopEnergy
EnergyEntry: TypeAlias = Annotated[Energy, Attribute(discriminator="method")]

BY_TRUST: tuple[type[Energy], ...] = (
    MeteredEnergy,
    SampledEnergy,
    UnitHoursEnergy,
    FromFlopEnergy,
)
"""The methods, the most trusted first."""


class TrainingPeriod(_Resource):
    """A period in which the model was trained, by the clock."""

    covers: Covers
    """The ids of the ledger's entries that were computed in it, in full or in part."""
    since: Day
    """Its first day."""
    until: Day
    """Its last day, which is counted too."""
    on: Day | None = None
    """The day on which it was entered; the ledger's own `on` when left out."""

    @model_validator(mode="after")
    def _forwards(self) -> TrainingPeriod:
        if self.until < self.since:
            raise ValueError(f"`until` lies before `since`, {self.since.isoformat()}")
        return self


def _in_a_currency(amount: Amount, name: str) -> Amount:
    """Refuse what is not in a currency, as three letters."""
    if not re.fullmatch("[A-Z]{3}", amount.unit):
        raise ValueError(
            f"`{name}` is in `{amount.unit}`; write it in a currency of ISO 4217, such as 2 EUR"
        )
    return amount


class UnitHoursCost(_Resource):
    """Hours of accelerators times the price of one hour."""

    method: Literal["unit-hours"]
    unit_hours: UnitHoursText
    """Hours of all accelerators together, such as `2.788M H800 hours`."""
    price: AmountText
    """What one hour of one accelerator cost, such as `2 USD`."""
    on: Day
    """The day of the price."""

    @field_validator("price")
    @classmethod
    def _a_price(cls, price: Amount) -> Amount:
        return _in_a_currency(price, "price")


class StatedCost(_Resource):
    """A cost that somebody states as a figure."""

    method: Literal["stated"]
    amount: AmountText
    """The figure, such as `5.576e6 USD`, with an interval where it is estimated."""
    on: Day | None = None
    """The day on which it was stated; the ledger's own `on` when left out."""

    @field_validator("amount")
    @classmethod
    def _a_cost(cls, amount: Amount) -> Amount:
        return _in_a_currency(amount, "amount")


Cost: TypeAlias = UnitHoursCost | StatedCost
CostEntry: TypeAlias = Annotated[Cost, Attribute(discriminator="method")]
