"""The ledger's entries -> the two totals, each entry with its amount, method and reason.

Two quantities are kept apart because the law asks for both: the compute that went directly into
parameter updates, and the cumulative compute of all that raised the model's capabilities. Which
of them an activity enters is the law's data (`law/data/activities/`), not decided here.

An entry that another supersedes stays in view and enters nothing, so that no estimate is lost and
none counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon.compute import estimates, lineage
from colophon.compute.estimates import Context
from colophon.dossier.effective import Effective, Origin, State
from colophon.dossier.model import LineageCompute
from colophon.quantities import FLOP, Amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from colophon.dossier.model import Ancestor, Decision, Dossier, Entry
    from colophon.law.model import Activity, Law, Phrase, Policy

Metric: TypeAlias = Literal["parameter-updates", "cumulative"]

NO_OTHER: Final[Mapping[str, bool]] = {}

METRICS: Final[tuple[Metric, ...]] = ("parameter-updates", "cumulative")


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
        activity: what it was spent on, with the totals it enters and by which provision.
        dossier: whose entry it is.
        settled: the open question on whether it counts at all, if its activity has one.
        superseded_by: the entry that took its place.
        models: the models whose compute it brings in, each brought in by one entry only.
    """

    entry: Entry
    amount: Amount
    activity: Activity
    dossier: Dossier
    settled: Settled | None = None
    superseded_by: str | None = None
    models: tuple[Ancestor, ...] = ()

    @property
    def context(self) -> Context:
        """What its estimates stand in."""
        return Context(self.activity, self.dossier, f"compute.{self.entry.id}")

    @property
    def origin(self) -> Origin:
        """Where the entry stands and who made it."""
        ledger = self.dossier.ledger
        return Origin(self.context.place, self.entry.by or ledger.by, self.entry.on or ledger.on)

    @property
    def method(self) -> Phrase:
        """How the amount came about, with the figures that went in."""
        if isinstance(self.entry, LineageCompute):
            return lineage.method(self.models)
        return estimates.method(self.entry, self.context)

    def enters(self, metric: Metric) -> bool:
        """Whether the amount is part of that total."""
        return (
            metric in self.activity.counts_towards
            and self.superseded_by is None
            and (self.settled is None or self.settled.counts)
        )

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
        updates, cumulative = (self.own_towards(metric) for metric in METRICS)
        return Amount(
            max(updates.low, cumulative.low),
            max(updates.best, cumulative.best),
            max(updates.high, cumulative.high),
            FLOP,
        )

    def own_towards(self, metric: Metric) -> Amount:
        """Return what of one total, in FLOP, is not of weights that the model was built on."""
        return Amount.total(
            (
                line.amount
                for line in self.lines
                if line.enters(metric) and not line.activity.of_other_weights
            ),
            FLOP,
        )


def account(
    dossier: Dossier, law: Law, on: date, readings: Mapping[str, bool] = NO_OTHER
) -> Account:
    """Add up the ledger of `dossier`, with the decisions that had been taken by a day.

    Args:
        dossier: whose ledger it is.
        law: what activities enter, and which questions are open.
        on: the day.
        readings: open questions to be answered otherwise than the dossier does, to see what would
            follow: the id of the policy, and whether the compute counts.

    Raises:
        DossierError, ReadingError, UnknownIdError: an entry cannot be counted; see `estimates`.
    """
    ledger = dossier.ledger
    superseded = {old: entry.id for entry in ledger.entries for old in entry.supersedes}
    brought = lineage.brought_in(ledger, frozenset(superseded))
    settled = {
        policy.id: Settled(policy, readings[policy.id], None)
        if policy.id in readings
        else _settled(policy, dossier, on)
        for policy in law.policies
        if policy.default is not None
    }
    lines, activities = [], law.activity
    for entry in ledger.entries:
        activity = activities[entry.activity]
        models: tuple[Ancestor, ...] = ()
        if isinstance(entry, LineageCompute):
            models = brought[entry.id]
            amount = Amount.total((one.amount for one in models), FLOP)
        else:
            amount = estimates.amount(entry, Context(activity, dossier, f"compute.{entry.id}"))
        open_question = settled[activity.policy] if activity.policy else None
        old = superseded.get(entry.id)
        lines.append(Line(entry, amount, activity, dossier, open_question, old, models))
    totals: dict[Metric, Amount] = {
        metric: Amount.total((line.amount for line in lines if line.enters(metric)), FLOP)
        for metric in METRICS
    }
    return Account(tuple(lines), totals, ledger.complete)


def _settled(policy: Policy, dossier: Dossier, on: date) -> Settled:
    """Return how an open question is settled: by a decision, or else by its default."""
    decision = dossier.decided(policy.id, on)
    counts = policy.default if decision is None else decision[0].verdict == "met"
    assert counts is not None, "what compute counts has a default"
    return Settled(policy, counts, decision)
