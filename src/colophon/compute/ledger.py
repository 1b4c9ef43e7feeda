"""The ledger's entries -> the two totals, each entry with its amount, method and reason.

Two quantities are kept apart because the law asks for both: the compute that went directly into
parameter updates, and the cumulative compute of all that raised the model's capabilities. Which
of them an activity enters is the law's data (`law/data/activities/`), not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never

from colophon.dossier.effective import Effective, Origin, State
from colophon.dossier.model import HardwareCompute, SixPDCompute, StatedCompute
from colophon.law.model import Phrase
from colophon.quantities import FLOP, Amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from colophon.dossier.model import Decision, Dossier, Entry
    from colophon.law.model import Activity, Law, Policy, Said

Metric: TypeAlias = Literal["parameter-updates", "cumulative"]

METRICS: Final[tuple[Metric, ...]] = ("parameter-updates", "cumulative")

SECONDS_PER_HOUR: Final = 3_600
OPERATIONS_PER_PARAMETER_AND_TOKEN: Final = 6
"""Two for the forward pass and four for the backward pass, a multiply-add counted as two."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a question that the texts leave open is settled for this model.

    Attributes:
        counts: whether the compute counts.
        decision: a person's decision with its place; None where the policy's default counts.
    """

    policy: Policy
    counts: bool
    decision: tuple[Decision, str] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger with its amount.

    Attributes:
        amount: in FLOP.
        method: how it came about, with the figures that went in.
        activity: what the compute was spent on, with the totals it enters and by which provision.
        origin: where the entry stands and who made it.
        settled: the open question on whether it counts at all, if its activity has one.
    """

    entry: Entry
    amount: Amount
    method: Phrase
    activity: Activity
    origin: Origin
    settled: Settled | None = None

    def enters(self, metric: Metric) -> bool:
        """Whether the amount is part of that total."""
        counts = self.settled is None or self.settled.counts
        return counts and metric in self.activity.counts_towards

    @property
    def entered(self) -> tuple[Metric, ...]:
        """The totals that the amount is part of."""
        return tuple(metric for metric in METRICS if self.enters(metric))


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger, added up.

    Attributes:
        lines: in the order of the ledger.
        totals: in FLOP; a lower bound as long as the ledger is not complete.
        complete: whether a person says that the entries leave nothing out; None if nobody said.
    """

    lines: tuple[Line, ...]
    totals: Mapping[Metric, Amount]
    complete: bool | None

    @property
    def is_whole(self) -> bool:
        """Whether the totals are the whole of the compute and not merely a part of it."""
        return self.complete is True and bool(self.lines)

    def followed(self) -> Mapping[str, Effective]:
        """Return the fields' values that follow from the ledger, once it is whole."""
        if not self.is_whole:
            return {}
        return {f"compute.{metric}": self._followed(metric) for metric in METRICS}

    def _followed(self, metric: Metric) -> Effective:
        origins = tuple(line.origin for line in self.lines if line.enters(metric))
        return Effective(State.STATED, self.totals[metric], None, origins)

    def own(self) -> Amount:
        """Return the compute, in FLOP, of all but the weights that the model was built on.

        Of the two totals the larger is taken, end by end.
        """
        updates, cumulative = (
            Amount.total(
                (
                    line.amount
                    for line in self.lines
                    if line.enters(metric) and not line.activity.of_other_weights
                ),
                FLOP,
            )
            for metric in METRICS
        )
        return Amount(
            max(updates.low, cumulative.low),
            max(updates.best, cumulative.best),
            max(updates.high, cumulative.high),
            FLOP,
        )


def account(dossier: Dossier, law: Law, on: date) -> Account:
    """Add up the ledger of `dossier`, with the decisions that had been taken by a day."""
    lines = tuple(_line(entry, dossier, law, on) for entry in dossier.ledger.entries)
    totals: dict[Metric, Amount] = {
        metric: Amount.total((line.amount for line in lines if line.enters(metric)), FLOP)
        for metric in METRICS
    }
    return Account(lines, totals, dossier.ledger.complete)


def _line(entry: Entry, dossier: Dossier, law: Law, on: date) -> Line:
    amount, method = measured(entry)
    activity = law.activity[entry.activity]
    ledger = dossier.ledger
    origin = Origin(
        dossier.place(f"compute.{entry.id}", otherwise="compute.yaml"),
        entry.by or ledger.by,
        entry.on or ledger.on,
    )
    settled = activity.policy and _settled(law.policy[activity.policy], dossier, on)
    return Line(entry, amount, method, activity, origin, settled or None)


def _settled(policy: Policy, dossier: Dossier, on: date) -> Settled:
    decision = dossier.decided(policy.id, on)
    counts = policy.default if decision is None else decision[0].verdict == "met"
    assert counts is not None, "what compute counts has a default"
    return Settled(policy, counts, decision)


def measured(entry: Entry) -> tuple[Amount, Phrase]:
    """Return the compute of an entry in FLOP, and the method with its figures."""
    match entry:
        case StatedCompute():
            return entry.amount, Phrase("ledger.method.stated")
        case SixPDCompute():
            parameters = Amount.exactly(entry.active_parameters, "parameters")
            amount = (
                Amount.exactly(OPERATIONS_PER_PARAMETER_AND_TOKEN, "FLOP/parameter/token")
                .times(parameters, "FLOP/token")
                .times(Amount.exactly(entry.tokens, "tokens"), FLOP)
                .within(entry.margin)
            )
            figures: tuple[tuple[str, Said], ...] = (
                ("operations", OPERATIONS_PER_PARAMETER_AND_TOKEN),
                ("parameters", parameters.best),
                ("tokens", entry.tokens),
                ("margin", _percent(entry)),
            )
            return amount, Phrase("ledger.method.six-pd", figures)
        case HardwareCompute():
            seconds = Amount.exactly(entry.unit_hours.hours * SECONDS_PER_HOUR, "s")
            amount = (
                entry.peak.times(seconds, FLOP)
                .times(Amount.exactly(entry.utilisation, ""), FLOP)
                .within(entry.margin)
            )
            figures = (
                ("hours", entry.unit_hours.hours),
                ("peak", entry.peak),
                ("utilisation", entry.utilisation),
                ("margin", _percent(entry)),
            )
            return amount, Phrase("ledger.method.hardware", figures)
        case _:
            assert_never(entry)


def _percent(entry: SixPDCompute | HardwareCompute) -> Amount:
    return Amount.exactly(entry.margin * 100, "%")
