"""How each obligation stands: whom it binds, who is exempt, what is not shown, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.conditions import because_of
from colophon.assessment.fulfilment import decision_on, fulfilment, starting, until_when
from colophon.assessment.model import Because, Case, Duty, DutyState, Verdict
from colophon.law.model import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.events import Start
    from colophon.law.model import Obligation


def duty(case: Case, obligation: Obligation) -> Duty:
    """Return how `obligation` stands on the day of the case."""
    entry = obligation.on(case.on)
    if entry is None:
        text = case.law.say("duty.not-in-force", day=case.on)
        return Duty(obligation, DutyState.NOT_APPLICABLE, Because(text))
    since = obligation.since(case.on)
    starts = starting(case, obligation)
    state, because = _binds(case, obligation, starts)
    if state in {DutyState.EXEMPT, DutyState.NOT_APPLICABLE}:
        return Duty(obligation, state, because, since=since)
    decided = decision_on(case, obligation)
    if decided and decided.verdict is Verdict.NOT_APPLICABLE:
        return Duty(obligation, DutyState.NOT_APPLICABLE, decided.because, since=since)
    found = fulfilment(case, obligation, starts)
    if decided:
        children = (*because.children, decided.because)
        because = Because(because.text, because.citation, children=children)
    if state is DutyState.UNDETERMINED:
        due = _due(case, obligation, found.waiting)
        missing = (*found.missing, *found.undecided)
        return Duty(obligation, state, because, missing, since, due)
    if found.is_open:
        state = DutyState.OPEN
    else:
        state = DutyState.MET if found.is_settled else DutyState.UNDETERMINED
    if obligation.kind == "possibility":
        state = DutyState.MET if state is DutyState.MET else DutyState.POSSIBLE
        return Duty(obligation, state, because, since=since)
    due = _due(case, obligation, found.waiting)
    late = state is DutyState.OPEN and due is not None and due < case.on
    return Duty(obligation, state, because, found.missing, since, due, late, found.gaps)


def _binds(
    case: Case, obligation: Obligation, starts: tuple[Start, ...]
) -> tuple[DutyState | None, Because]:
    """Return the state that categories and events alone decide; None where the duty binds."""
    entry = obligation.on(case.on)
    assert entry is not None
    label = case.law.question
    set_off = bool(starts) and not obligation.on_event
    wanted = {} if set_off else {one: case.judged(one) for one in obligation.applies_to}
    exempting = {one: case.judged(one) for one in obligation.unless}
    children = tuple(one.because for one in (*wanted.values(), *exempting.values()))
    for question, judgement in wanted.items():
        if judgement.verdict in {Verdict.NOT_MET, Verdict.NOT_APPLICABLE}:
            why = because_of(case, question)
            if obligation.commitment:
                why = judgement.because.text
            text = case.law.say("duty.not-here", because=why)
            because = Because(text, entry.source, children=(judgement.because,))
            return DutyState.NOT_APPLICABLE, because
    for question, judgement in exempting.items():
        if judgement.verdict is Verdict.MET:
            text = case.law.say("duty.lifted", label=label[question].label)
            because = Because(text, obligation.unless[question], children=(judgement.because,))
            return DutyState.EXEMPT, because
    waits = _waits(case, obligation, starts)
    if waits:
        return DutyState.NOT_APPLICABLE, Because(waits, entry.source)
    unknown = [
        label[question].label
        for question, judgement in {**wanted, **exempting}.items()
        if judgement.verdict is Verdict.UNDETERMINED
    ]
    if unknown:
        text = case.law.say("duty.unknown", labels=", ".join(unknown))
        return DutyState.UNDETERMINED, Because(text, entry.source, children=children)
    text = case.law.say(f"duty.binds.{case.law.force(entry.source)}")
    if obligation.kind == "possibility":
        text = case.law.say("duty.possible")
    happened = tuple(_happened(case, start) for start in starts)
    children = (*_limits(case, obligation), *children, *happened)
    return None, Because(text, entry.source, children=children)


def _limits(case: Case, obligation: Obligation) -> Iterator[Because]:
    """Yield what a duty is limited to for this provider."""
    limit = obligation.limited
    if limit and case.judged(limit.category).verdict is Verdict.MET:
        yield Because(limit.says.rstrip("."), limit.source)


def _waits(case: Case, obligation: Obligation, starts: tuple[Start, ...]) -> str | None:
    """Return why an obligation is not owed yet that waits for an event or a day."""
    if obligation.on_event and not starts:
        events = case.law.language.one_of(case.law.event[one].label for one in obligation.on_event)
        return case.law.say("duty.no-event", events=events)
    day = until_when(case, obligation)
    return case.law.say("duty.not-before", day=day) if day else None


def _happened(case: Case, start: Start) -> Because:
    label = case.law.event[start.event].label
    if start.about:
        label = case.law.say("event.about", event=label, about=start.about)
    text = case.law.say("event.on", event=label, day=start.on)
    return Because(text, place=start.place)


def _due(case: Case, obligation: Obligation, waiting: tuple[Start, ...]) -> date | None:
    """Return the day by which the duty must be done; None as long as that cannot be known.

    `waiting` are the events that set it off and that nothing on file answers.
    """
    asked = [start.due for start in waiting if start.due]
    if asked:
        return min(asked)
    since = obligation.since(case.on)
    placed = case.dossier.spine.model.placed_on_market
    on_request = obligation.on_event or obligation.phase is Phase.ON_REQUEST
    if since is None or placed is None or on_request:
        return None
    if obligation.grace and case.judged(obligation.grace.category).verdict is Verdict.MET:
        return obligation.grace.until
    return max(since, placed) if obligation.by_placing else None
