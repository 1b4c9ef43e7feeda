"""What would follow if an open question on what compute counts were answered the other way.

Only such readings are shown as change a verdict: the others are no reason to ask anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.assess import case_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.assessment.model import Case, Verdict
    from colophon.compute.ledger import Metric
    from colophon.law.model import Policy
    from colophon.quantities import Amount


@dataclass(frozen=True, slots=True)
class Turned:
    """Open questions, answered otherwise than the dossier answers them.

    Attributes:
        policies: the questions.
        counts: whether the compute that they are about would count.
        totals: in FLOP, as they would be.
        changes: question of the law -> the verdict as it is, and as it would be.
    """

    policies: tuple[Policy, ...]
    counts: bool
    totals: Mapping[Metric, Amount]
    changes: Mapping[str, tuple[Verdict, Verdict]]


def turned(case: Case) -> Iterator[Turned]:
    """Yield the readings that would change a verdict: each by itself, then all that may together.

    Several questions are turned together only where none of them does it alone.
    """
    settled = {line.settled.policy.id: line.settled for line in case.account.lines if line.settled}
    found = False
    for one in settled.values():
        result = _turned(case, {one.policy.id: not one.counts})
        if result.changes:
            found = True
            yield result
    if found:
        return
    for counts in (True, False):
        others = {name: counts for name, one in settled.items() if one.counts is not counts}
        if len(others) > 1:
            result = _turned(case, others)
            if result.changes:
                yield result


def _turned(case: Case, readings: Mapping[str, bool]) -> Turned:
    other = case_of(case.dossier, case.law, case.on, readings)
    changes = {}
    for question in case.law.question:
        before, after = case.judged(question).verdict, other.judged(question).verdict
        if before is not after:
            changes[question] = (before, after)
    return Turned(
        tuple(case.law.policy[name] for name in readings),
        next(iter(readings.values())),
        other.account.totals,
        changes,
    )
