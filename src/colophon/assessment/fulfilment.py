"""What on file shows that a duty is done: fields, documents, events, a person's decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.calendar import not_before
from colophon.assessment.completeness import completeness, empty_fields
from colophon.assessment.decisions import latest
from colophon.assessment.events import happened
from colophon.assessment.model import Case, Gap, Judgement, Verdict
from colophon.law.model import Sense

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.events import Start
    from colophon.law.model import Obligation


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """What of a duty is not shown.

    Attributes:
        missing: ids of the fields that are not filled.
        undecided: ids of the empty fields of which it is not known whether they are asked.
        gaps: the events and decisions that are not on file.
        waiting: the events that set the duty off and that nothing on file answers.
        is_settled: whether it is known that nothing else is asked.
    """

    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    gaps: tuple[Gap, ...]
    waiting: tuple[Start, ...]
    is_settled: bool

    @property
    def is_open(self) -> bool:
        """Whether something is not shown."""
        return bool(self.missing or self.gaps)


def fulfilment(case: Case, obligation: Obligation, started: tuple[Start, ...]) -> Fulfilled:
    """Return what of `obligation` is not shown, where `started` has set it off."""
    wanted = obligation.fulfilled_by
    fields = (
        *case.law.fields_in(wanted.sections),
        *(case.law.field[name] for name in wanted.fields),
    )
    missing, undecided = empty_fields(case, fields)
    settled = not undecided
    if wanted.outline is not None:
        standing = completeness(case, case.law.outline[wanted.outline])
        missing = (*standing.missing, *missing)
        settled = settled and standing.verdict is not Verdict.UNDETERMINED
    of_category = tuple(one for one in undecided if not case.law.field[one].asked_if)
    gaps = [*_missing_events(case, obligation, started), *_missing_decision(case, obligation)]
    waiting = tuple(
        start
        for start in started
        if obligation.on_event and any(_unanswered(case, obligation, start))
    )
    return Fulfilled(tuple(dict.fromkeys(missing)), of_category, tuple(gaps), waiting, settled)


def starting(case: Case, obligation: Obligation) -> tuple[Start, ...]:
    """Return the events on file up to the day that set `obligation` off."""
    names = (*obligation.on_event, *obligation.also_on)
    return tuple(happened(case, *names))


def until_when(case: Case, obligation: Obligation) -> date | None:
    """Return the day before which what may be done may not, if that day lies ahead."""
    if obligation.kind != "possibility":
        return None
    days = (
        day
        for name in obligation.deadlines
        if case.law.deadline[name].sense is Sense.AT_LEAST
        for day in not_before(case, case.law.deadline[name])
    )
    return max((day for day in days if day > case.on), default=None)


def decision_on(case: Case, obligation: Obligation) -> Judgement | None:
    """Return what a person decided of `obligation`, if it is left to a person."""
    entry = obligation.on(case.on)
    assert entry is not None
    return latest(case, obligation.id, entry.source) if obligation.fulfilled_by.decision else None


def _missing_decision(case: Case, obligation: Obligation) -> Iterator[Gap]:
    if not obligation.fulfilled_by.decision:
        return
    say, name = case.law.say, _named(case, obligation)
    decided = decision_on(case, obligation)
    if decided is None:
        phrase = "applicable" if obligation.where_applicable else "stated"
        yield Gap(
            "decisions.yaml",
            say("duty.not-stated", name=name),
            say(f"duty.not-{phrase}.remedy", id=obligation.id),
        )
    elif decided.verdict is Verdict.NOT_MET:
        yield Gap(
            decided.because.place or "decisions.yaml",
            say("duty.not-done", name=name, because=decided.because.text.rstrip(".")),
            say("duty.not-done.remedy", id=obligation.id),
        )


def _missing_events(
    case: Case, obligation: Obligation, started: tuple[Start, ...]
) -> Iterator[Gap]:
    if obligation.on_event:
        for start in started:
            for event in _unanswered(case, obligation, start):
                yield _no_event(case, obligation, event, start.about)
        return
    for event in obligation.fulfilled_by.events:
        if not happened(case, event):
            yield _no_event(case, obligation, event, None)


def _unanswered(case: Case, obligation: Obligation, start: Start) -> Iterator[str]:
    """Yield the events that did not happen to what `start` is about; an earlier day will do."""
    for event in obligation.fulfilled_by.events:
        if not any(one.about == start.about for one in happened(case, event)):
            yield event


def _no_event(case: Case, obligation: Obligation, event: str, about: str | None) -> Gap:
    say, name = case.law.say, _named(case, obligation)
    if about:
        text = say("duty.no-event-about", name=name, about=about)
        remedy = say("duty.no-event-about.remedy", event=event, about=about)
    else:
        text = say("duty.not-shown", name=name)
        remedy = say("duty.not-shown.remedy", event=event)
    if obligation.also_on and not starting(case, obligation):
        events = case.law.language.one_of(obligation.also_on)
        remedy = say("duty.runs-from", remedy=remedy, events=events)
    return Gap("events.yaml", text, remedy)


def _named(case: Case, obligation: Obligation) -> str:
    """Return the label of an obligation, with its force where it is not law."""
    entry = obligation.on(case.on)
    assert entry is not None
    return case.law.named(obligation.label, entry.source)
