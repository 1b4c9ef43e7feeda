"""A planned run against the levels of the law: when each is passed, and what follows from it.

A notification is due from the day on which the condition for it is met, or on which it becomes
known that it will be, whichever is first. So a plan that passes the level by its low values too
sets the clock going on the day on which it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from colophon.assessment.events import happened
from colophon.assessment.periods import end
from colophon.assessment.shares import yardsticks
from colophon.compute.forecast import Crossing, Limit, When, crossing
from colophon.compute.ledger import METRICS
from colophon.quantities import FLOP, Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Case
    from colophon.assessment.periods import IsHoliday
    from colophon.compute.forecast import Run
    from colophon.compute.ledger import Metric
    from colophon.law.model import Citation, Deadline, Threshold

_NOTIFICATION = "art-52-notification"
_CONDITION = "systemic-risk-compute"
_ROLE = "modifies"


@dataclass(frozen=True, slots=True)
class Level:
    """An amount of compute that something follows from.

    Attributes:
        threshold: the law's threshold that it comes from.
        metric: by which the model's compute is counted; None for the larger of the two totals, by
            which a change to another's model is.
        already: what there is before the run, in FLOP.
        notifies: whether passing it calls for a notification; None where that is not known.
        place: where the amount that it is a part of stands; None for a level of the law itself.
    """

    threshold: Threshold
    metric: Metric | None
    already: Amount
    limit: Limit
    source: Citation
    notifies: bool | None
    place: str | None = None


class Basis(StrEnum):
    """Why the time for the notification runs from its day."""

    DONE = "done"
    """It does not run: the notification is on file."""
    EVENT = "event"
    """An event on file set it going."""
    PASSED = "passed"
    """The level is passed already; it has run since then, and since this day at the latest."""
    FORESEEN = "foreseen"
    """It is known on this day that the level will be passed."""
    CROSSING = "crossing"
    """The level may be passed, on this day at the earliest."""


@dataclass(frozen=True, slots=True)
class Notification:
    """By when the notification would be due.

    Attributes:
        start: the day from which the time runs, by `basis`.
        by: its last day.
        other: its last day under the other way of counting, where the two part.
    """

    basis: Basis
    source: Citation
    start: date | None = None
    by: date | None = None
    other: date | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """When a level is passed, and the notification that follows, if any can."""

    level: Level
    crossing: Crossing
    notification: Notification | None


def foresee(case: Case, run: Run, is_holiday: IsHoliday, *, alone: bool) -> tuple[Foreseen, ...]:
    """Return when a run passes each level in force on the day of the case.

    `alone` leaves out what the ledger holds, and the events on file.
    """
    return tuple(
        _foreseen(case, run, level, is_holiday, alone=alone) for level in levels(case, alone=alone)
    )


def levels(case: Case, *, alone: bool) -> Iterator[Level]:
    """Yield the levels of compute in force on the day of the case.

    They are the thresholds of the law that a total is held against, and for a change to another
    provider's model what the change is held against, as far as the original is known.
    """
    nothing = Amount.exactly(0, FLOP)
    for threshold in case.law.thresholds:
        level = threshold.on(case.on)
        metric = next((one for one in METRICS if one == threshold.metric), None)
        if metric is None or threshold.unit != FLOP or level is None or level.value is None:
            continue
        already = nothing if alone else case.account.totals[metric]
        limit = Limit(Amount.exactly(level.value, FLOP), level.parts, _strictly(threshold))
        notifies = threshold.id == _CONDITION
        yield Level(threshold, metric, already, limit, level.source, notifies)
    if case.dossier.spine.provider.role != _ROLE:
        return
    for one in yardsticks(case):
        already = nothing if alone else case.account.own()
        limit = Limit(one.whole, one.parts, _strictly(one.threshold))
        notifies_too = case.dossier.spine.upstream.systemic_risk
        yield Level(one.threshold, None, already, limit, one.source, notifies_too, one.place)


def _strictly(threshold: Threshold) -> bool:
    return threshold.comparison == "greater-than"


def _foreseen(
    case: Case, run: Run, level: Level, is_holiday: IsHoliday, *, alone: bool
) -> Foreseen:
    is_whole = alone or case.account.is_whole
    found = crossing(run, level.already, level.limit, is_whole=is_whole)
    told = None
    if level.notifies is not False:
        told = _notification(case, found, is_holiday, alone=alone)
    return Foreseen(level, found, told)


def _notification(
    case: Case, found: Crossing, is_holiday: IsHoliday, *, alone: bool
) -> Notification | None:
    deadline = case.law.deadline[_NOTIFICATION]
    started = _started(case, deadline, found, alone=alone)
    if started is None:
        return None
    basis, start = started
    if start is None:
        return Notification(basis, deadline.source)
    assert deadline.period is not None
    counting = case.dossier.spine.calendar.counting or deadline.counting
    assert counting is not None
    try:
        days = {way.id: end(start, deadline.period, way, is_holiday) for way in case.law.countings}
    except OverflowError:
        return None  # beyond the calendar
    by = days[counting]
    other = next((day for day in days.values() if day != by), None)
    return Notification(basis, deadline.source, start, by, other)


def _started(
    case: Case, deadline: Deadline, found: Crossing, *, alone: bool
) -> tuple[Basis, date | None] | None:
    """Return why and from which day the time runs; None where it is not seen to run at all."""
    if not alone:
        if deadline.done_by and happened(case, deadline.done_by):
            return Basis.DONE, None
        if events := happened(case, *deadline.trigger):
            return Basis.EVENT, events[0].on
    latest, earliest = found.latest, found.earliest
    if found.passes is Answer.YES:
        if latest.when is When.ALREADY:
            return Basis.PASSED, case.on
        if latest.day is not None and latest.day < case.on:
            return Basis.PASSED, latest.day
        return Basis.FORESEEN, case.on
    if found.passes is Answer.NO:
        return None
    if earliest.when is When.ALREADY:
        return Basis.CROSSING, case.on
    return (Basis.CROSSING, earliest.day) if earliest.day else None
