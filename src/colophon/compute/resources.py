"""The energy, the time and the cost of training, from what `compute.yaml` says of them.

Of several figures for the same entry of the ledger the most trusted counts: what was metered before
what was sampled, that before hours times power, that before a figure derived from the compute. The
others are cross-checks, never averaged and never added. The arithmetic is exact; only where a
quotient is no decimal number is it rounded, outwards and once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from colophon.dossier.effective import Effective, Origin, State
from colophon.dossier.model import (
    FromFlopEnergy,
    Hardware,
    MeteredEnergy,
    SampledEnergy,
    StatedCost,
    UnitHoursCost,
    UnitHoursEnergy,
)
from colophon.dossier.resources import counted
from colophon.quantities import (
    ENERGY_IN_MWH,
    ENERGY_PER_FLOP_IN_MWH,
    POWER_IN_MW,
    Amount,
    significant,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from colophon.compute.ledger import Account, Line
    from colophon.dossier.model import Boundary, Cost, Dossier, Energy, Entry, TrainingPeriod
    from colophon.law.model import Law

MWH: Final = "MWh"
DAYS: Final = "days"
HOURS_PER_DAY: Final = 24

_Ends: TypeAlias = tuple[Fraction, Fraction, Fraction]
"""Low, best and high."""


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """One entry of energy.

    Attributes:
        counts: whether it counts; else it is a cross-check of what does.
        measured: in MWh, at the entry's own boundary, its margin included.
        amount: in MWh, as far as `reaches`: raised to the facility where the PUE is known.
        reaches: what `amount` covers; the facility where the PUE is known.
        origin: where the entry stands and who made it.
    """

    entry: Energy
    counts: bool
    measured: Amount
    amount: Amount
    reaches: Boundary
    origin: Origin
    ends: _Ends
    """The exact ends of `amount`."""


@dataclass(frozen=True, slots=True)
class HardwareLine:
    """Hours of accelerators in the ledger, as days of all units together.

    Attributes:
        kind: the accelerator; None where the entries do not name it.
        hours: of all units together.
    """

    kind: str | None
    hours: Decimal
    origins: tuple[Origin, ...]

    @property
    def days(self) -> Decimal:
        """Days of all units together, with four significant figures, for showing only."""
        return significant(Fraction(self.hours) / HOURS_PER_DAY, 4)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One entry of cost, in its currency."""

    entry: Cost
    amount: Amount
    origin: Origin


@dataclass(frozen=True)
class Resources:
    """What training took beside compute.

    Attributes:
        energy: in the order of the file.
        periods: each with where it stands.
        hardware: by accelerator, in the order of the ledger.
        cost: in the order of the file.
        account: the ledger that they are held against.
    """

    energy: tuple[EnergyLine, ...]
    periods: tuple[tuple[TrainingPeriod, Origin], ...]
    hardware: tuple[HardwareLine, ...]
    cost: tuple[CostLine, ...]
    account: Account
    law: Law

    @cached_property
    def totals(self) -> Mapping[Boundary, Amount]:
        """The energy that counts, in MWh, by what it covers: unlike figures are not added."""
        sums: dict[Boundary, _Ends] = {}
        for line in self.energy:
            if line.counts:
                sums[line.reaches] = _plus(sums.get(line.reaches, _NOTHING), line.ends)
        return {reaches: Amount.quotient(*ends, MWH) for reaches, ends in sums.items()}

    @cached_property
    def days(self) -> Amount | None:
        """Days of training by the clock, each day once; None where no period is on file."""
        if not self.periods:
            return None
        spans = sorted((one.since.toordinal(), one.until.toordinal()) for one, _ in self.periods)
        count = counted_to = 0
        for since, until in spans:
            count += max(0, until - max(since - 1, counted_to))
            counted_to = max(counted_to, until)
        return Amount.exactly(count, DAYS)

    @cached_property
    def costs(self) -> Mapping[str, Amount]:
        """Currency -> the sum of what was paid in it."""
        sums: dict[str, Amount] = {}
        for line in self.cost:
            unit = line.amount.unit
            sums[unit] = sums[unit] + line.amount if unit in sums else line.amount
        return sums

    def without_energy(self) -> tuple[str, ...]:
        """Return the ids of the ledger's entries whose energy nothing covers."""
        return self._not_in({name for line in self.energy for name in line.entry.covers})

    def without_time(self) -> tuple[str, ...]:
        """Return the ids of the ledger's entries that no period covers."""
        return self._not_in({name for period, _ in self.periods for name in period.covers})

    def without_hours(self) -> tuple[str, ...]:
        """Return the ids of the ledger's entries that give no hours of accelerators."""
        return self._not_in([line.entry.id for line in self.account.lines if _hours_of(line.entry)])

    def _not_in(self, names: Collection[str]) -> tuple[str, ...]:
        return tuple(line.entry.id for line in _own(self.account) if line.entry.id not in names)

    def followed(self) -> Mapping[str, Effective]:
        """Return the fields' values that follow: what is whole, and of one kind.

        Of energy and time, a part is no value: all that counts in a ledger that is said to be
        complete must be covered. Figures that end at different boundaries have no sum.
        """
        found: dict[str, Effective] = {}
        told: str | None
        is_whole = self.account.is_whole
        if is_whole and len(self.totals) == 1 and not self.without_energy():
            origins = tuple(line.origin for line in self.energy if line.counts)
            (total,) = self.totals.values()
            found["energy.total"] = Effective(State.STATED, total, None, origins)
            for name in ("method", "boundary"):
                told = self._energy_in_words(name)
                found[f"energy.{name}"] = Effective(State.STATED, told, None, origins)
        if is_whole and self.days is not None and not self.without_time():
            origins = tuple(origin for _, origin in self.periods)
            found["time.days"] = Effective(State.STATED, self.days, None, origins)
        if is_whole and self.hardware and not self.without_hours():
            told = self._hardware_in_words()
            if told is not None:
                places = (one for line in self.hardware for one in line.origins)
                origins = tuple(dict.fromkeys(places))
                found["entries.hardware-time"] = Effective(State.STATED, told, None, origins)
        if self.cost:
            origins = tuple(line.origin for line in self.cost)
            told = self._cost_in_words()
            found["cost.sums"] = Effective(State.STATED, told, None, origins)
        return found

    def _energy_in_words(self, what: str) -> str:
        """Return how energy was found or what it covers, without a figure or an activity.

        Who reads it may see the energy and the compute less exactly, and not what the compute was
        spent on, so that nothing stands here from which that could be worked out.
        """
        say = self.law.say
        parts = []
        for line in self.energy:
            if not line.counts:
                continue
            entry = line.entry
            words = say(f"resources.{what}.{entry.method if what == 'method' else entry.boundary}")
            if what == "boundary" and entry.pue is not None:
                pue = "pue-unknown" if entry.pue == "unknown" else "pue"
                words += say(f"resources.boundary.{pue}", pue=entry.pue)
            parts.append(words)
        return say("resources.end", told="; ".join(dict.fromkeys(parts)))

    def _hardware_in_words(self) -> str | None:
        """Return the days of each accelerator; None where an entry does not name its own."""
        told = [
            self.law.say("resources.hardware", kind=line.kind, days=line.days, hours=line.hours)
            for line in self.hardware
            if line.kind is not None
        ]
        if len(told) < len(self.hardware):
            return None
        return self.law.say("resources.end", told="; ".join(told))

    def _cost_in_words(self) -> str:
        say = self.law.say
        sums = [self.law.language.shown(amount) for amount in self.costs.values()]
        told = []
        for line in self.cost:
            entry = line.entry
            if isinstance(entry, UnitHoursCost):
                words = say(
                    "resources.cost.unit-hours",
                    hours=entry.unit_hours.hours,
                    price=entry.price,
                    day=entry.on,
                    source=entry.source,
                )
            else:
                words = say("resources.cost.stated", amount=entry.amount, source=entry.source)
            told.append(words)
        return say("resources.cost", sums=self.law.language.all_of(sums), told="; ".join(told))


_NOTHING: _Ends = (Fraction(0), Fraction(0), Fraction(0))


def resources(dossier: Dossier, law: Law, account: Account) -> Resources:
    """Return what training took beside compute, as the dossier's ledger file says."""
    ledger = dossier.ledger

    def origin(name: str, entry: Energy | TrainingPeriod | Cost) -> Origin:
        place = dossier.place(f"{name}.{entry.id}", otherwise="compute.yaml")
        return Origin(place, entry.by or ledger.by, entry.on or ledger.on)

    counting = {one.id for one in counted(ledger.energy)}
    return Resources(
        energy=tuple(
            _energy(one, account, origin("energy", one), counts=one.id in counting)
            for one in ledger.energy
        ),
        periods=tuple((one, origin("time", one)) for one in ledger.time),
        hardware=_hardware(_own(account)),
        cost=tuple(CostLine(one, _cost(one), origin("cost", one)) for one in ledger.cost),
        account=account,
        law=law,
    )


def _own(account: Account) -> tuple[Line, ...]:
    """Return the lines that are training of this model: in a total, and not of other weights."""
    return tuple(
        line for line in account.lines if line.entered and not line.activity.of_other_weights
    )


# -- Energy ---------------------------------------------------------------------------------------


def _energy(entry: Energy, account: Account, origin: Origin, *, counts: bool) -> EnergyLine:
    measured = _measured(entry, account)
    is_known = entry.pue is not None and entry.pue != "unknown"
    ends = measured
    if entry.pue is not None and entry.pue != "unknown":
        ends = _times(measured, Fraction(entry.pue))
    return EnergyLine(
        entry=entry,
        counts=counts,
        measured=Amount.quotient(*measured, MWH),
        amount=Amount.quotient(*ends, MWH),
        reaches="facility" if is_known else entry.boundary,
        origin=origin,
        ends=ends,
    )


def _measured(entry: Energy, account: Account) -> _Ends:
    """Return the energy of an entry in MWh at its own boundary, its margin included."""
    match entry:
        case MeteredEnergy():
            return _within(_in(entry.energy, ENERGY_IN_MWH), Fraction(entry.margin))
        case SampledEnergy():
            sampled = _times(_in(entry.energy, ENERGY_IN_MWH), 1 / Fraction(entry.pue_applied))
            return _within(sampled, Fraction(entry.margin))
        case UnitHoursEnergy():
            used = _times(_in(entry.power, POWER_IN_MW), Fraction(entry.unit_hours.hours))
            return _within(used, Fraction(entry.margin))
        case FromFlopEnergy():
            covered = (
                line.amount
                for line in account.lines
                if line.entry.id in entry.covers and line.superseded_by is None
            )
            operations = _sum(covered)
            low, best, high = _in(entry.energy_per_flop, ENERGY_PER_FLOP_IN_MWH)
            return operations[0] * low, operations[1] * best, operations[2] * high
        case _:
            assert_never(entry)


def _in(amount: Amount, units: Mapping[str, Fraction]) -> _Ends:
    return _times(_sum([amount]), units[amount.unit])


def _sum(amounts: Iterable[Amount]) -> _Ends:
    total = _NOTHING
    for one in amounts:
        total = _plus(total, (Fraction(one.low), Fraction(one.best), Fraction(one.high)))
    return total


def _plus(one: _Ends, other: _Ends) -> _Ends:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _times(ends: _Ends, factor: Fraction) -> _Ends:
    return ends[0] * factor, ends[1] * factor, ends[2] * factor


def _within(ends: _Ends, margin: Fraction) -> _Ends:
    return ends[0] * (1 - margin), ends[1], ends[2] * (1 + margin)


# -- Hardware time and cost -----------------------------------------------------------------------


def _hardware(lines: Iterable[Line]) -> tuple[HardwareLine, ...]:
    """Return the hours of accelerators that entries give, by accelerator."""
    found: dict[str | None, HardwareLine] = {}
    for line in lines:
        known = _hours_of(line.entry)
        for span in known.spans if known else ():
            assert span.unit_hours is not None
            before = found.get(span.named, HardwareLine(None, Decimal(0), ()))
            hours = Amount.exactly(before.hours, "h") + Amount.exactly(span.unit_hours.hours, "h")
            origins = tuple(dict.fromkeys((*before.origins, line.origin)))
            found[span.named] = HardwareLine(span.named, hours.best, origins)
    return tuple(found.values())


def _hours_of(entry: Entry) -> Hardware | None:
    """Return the estimate of an entry that gives its hours: its own, else the first check."""
    return next((one for one in (entry, *entry.checks) if isinstance(one, Hardware)), None)


def _cost(entry: Cost) -> Amount:
    match entry:
        case UnitHoursCost():
            hours = Amount.exactly(entry.unit_hours.hours, "")
            return entry.price.times(hours, entry.price.unit)
        case StatedCost():
            return entry.amount
        case _:
            assert_never(entry)
