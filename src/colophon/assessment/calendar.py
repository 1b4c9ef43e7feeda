"""Events and the law's periods -> what is late, what is due, what is coming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from colophon.assessment.events import Start, happened, starts
from colophon.assessment.model import Verdict
from colophon.assessment.periods import end, shifted
from colophon.law.model import Sense

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Case
    from colophon.assessment.periods import IsHoliday
    from colophon.law.model import Counting, Deadline


class DueState(StrEnum):
    """How something that is due stands on a day."""

    LATE = "late"
    """Its day has passed, and nothing shows that it was done."""
    DUE = "due"
    """It is to be done now, or by a day that has not passed."""
    COMING = "coming"
    """Its day lies ahead, and nothing is to be done before it."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline for one start.

    Attributes:
        start: the event that it runs from; None for a day that the law itself names.
        day: the day; None where no text puts it in days.
        other_day: the day under the other way of counting, where the two part.
        certain: False where it is not known yet whether it applies to this model.
    """

    deadline: Deadline
    state: DueState
    day: date | None
    start: Start | None = None
    other_day: date | None = None
    certain: bool = True


def calendar(case: Case, is_holiday: IsHoliday) -> tuple[Due, ...]:
    """Return what is late, due, coming and done, in the order of their days."""
    rows = [
        one for deadline in case.law.deadlines for one in _of_deadline(case, deadline, is_holiday)
    ]
    states = list(DueState)
    return tuple(
        sorted(
            rows,
            key=lambda one: (
                states.index(one.state),
                one.day or case.on,
                one.deadline.id,
                one.start.about or "" if one.start else "",
            ),
        )
    )


def not_before(case: Case, deadline: Deadline) -> Iterator[date]:
    """Yield the days before which something may not be done: no working day moves them."""
    for due in _of_deadline(case, deadline, lambda _: False):
        if due.day is not None:
            yield due.day


def _of_deadline(case: Case, deadline: Deadline, is_holiday: IsHoliday) -> Iterator[Due]:
    wanted = {case.judged(category).verdict for category in deadline.applies_to}
    exempting = {case.judged(category).verdict for category in deadline.unless}
    if wanted & {Verdict.NOT_MET, Verdict.NOT_APPLICABLE} or Verdict.MET in exempting:
        return
    certain = Verdict.UNDETERMINED not in wanted | exempting
    if deadline.on is not None:
        done = deadline.done_by is not None and bool(happened(case, deadline.done_by))
        yield Due(
            deadline, _state(case, deadline, deadline.on, done=done), deadline.on, certain=certain
        )
        return
    running: dict[str | None, Start] = {}
    for start in starts(case):
        if start.event in deadline.trigger:
            before = running.get(start.about)
            if before is None or start.on < before.on:
                running[start.about] = start
    for start in running.values():
        yield replace(_running(case, deadline, start, is_holiday), certain=certain)


def _running(case: Case, deadline: Deadline, start: Start, is_holiday: IsHoliday) -> Due:
    done_on = _days(case, deadline.done_by, start)
    recurs = deadline.sense is Sense.RECURRING
    runs_from = max([start.on, *done_on]) if recurs else start.on
    counting = case.dossier.spine.calendar.counting or deadline.counting
    days = {way.id: _day(deadline, start, runs_from, way, is_holiday) for way in case.law.countings}
    day = days[counting] if counting else next(iter(days.values()))
    other = next((one for one in days.values() if one != day), None)
    done = bool(_days(case, deadline.until, start) if recurs else done_on)
    state = _state(case, deadline, day, done=done)
    return Due(deadline, state, day, start, other)


def _days(case: Case, event: str | None, start: Start) -> list[date]:
    """Return the days up to that of the case on which `event` happened to what `start` is about.

    What was done before the clock began to run is done.
    """
    if event is None:
        return []
    return [one.on for one in happened(case, event) if one.about == start.about]


def _day(
    deadline: Deadline,
    start: Start,
    runs_from: date,
    counting: Counting,
    is_holiday: IsHoliday,
) -> date | None:
    match deadline.sense:
        case Sense.IN_THE_REQUEST:
            return start.due
        case Sense.WITHOUT_DELAY | Sense.MILESTONE:
            return None
        case Sense.BEFORE:
            # The Regulation leaves periods that run backwards as they are.
            return shifted(runs_from, deadline.period, back=True) if deadline.period else runs_from
        case Sense.RETENTION | Sense.AT_LEAST:
            # Nothing has to be done on the last day, so it does not move to a working day.
            assert deadline.period is not None
            return shifted(runs_from, deadline.period)
        case Sense.AT_MOST | Sense.RECURRING:
            assert deadline.period is not None
            return end(runs_from, deadline.period, counting, is_holiday)


def _state(case: Case, deadline: Deadline, day: date | None, *, done: bool) -> DueState:
    if done:
        return DueState.DONE
    if deadline.sense in {Sense.MILESTONE, Sense.AT_LEAST, Sense.RETENTION}:
        return DueState.DONE if day is not None and day <= case.on else DueState.COMING
    if day is not None and day < case.on:
        return DueState.LATE
    return DueState.DUE
