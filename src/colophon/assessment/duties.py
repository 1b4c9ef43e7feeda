"""How each obligation stands: whom it binds, who is exempt, what is missing, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.completeness import completeness, empty_fields
from colophon.assessment.model import Because, Case, Duty, DutyState, Verdict

if TYPE_CHECKING:
    from datetime import date

    from colophon.law.model import Obligation


def duty(case: Case, obligation: Obligation) -> Duty:
    """Return how `obligation` stands on the day of the case."""
    entry = obligation.on(case.on)
    if entry is None:
        text = case.law.say("duty.not-in-force", day=case.on)
        return Duty(obligation, DutyState.NOT_APPLICABLE, Because(text))
    state, because = _binds(case, obligation)
    missing: tuple[str, ...] = ()
    if state is None or state is DutyState.UNDETERMINED:
        missing, undecided, settled = _missing(case, obligation)
        if state is DutyState.UNDETERMINED:
            missing = (*missing, *undecided)
        if state is None:
            state = (
                DutyState.OPEN if missing else DutyState.MET if settled else DutyState.UNDETERMINED
            )
    owed = state not in {DutyState.EXEMPT, DutyState.NOT_APPLICABLE}
    due = _due(case, obligation) if owed else None
    late = state is DutyState.OPEN and due is not None and due < case.on
    return Duty(obligation, state, because, missing, obligation.since(case.on), due, late)


def _binds(case: Case, obligation: Obligation) -> tuple[DutyState | None, Because]:
    """Return the state that categories alone decide; None where the duty binds."""
    entry = obligation.on(case.on)
    assert entry is not None
    label = case.law.question
    wanted = {one: case.judged(one) for one in obligation.applies_to}
    exempting = {one: case.judged(one) for one in obligation.unless}
    children = tuple(one.because for one in (*wanted.values(), *exempting.values()))
    for question, judgement in wanted.items():
        if judgement.verdict in {Verdict.NOT_MET, Verdict.NOT_APPLICABLE}:
            verdict = case.law.language.named("verdict", judgement.verdict)
            text = case.law.say("duty.not-here", label=label[question].label, verdict=verdict)
            because = Because(text, entry.source, children=(judgement.because,))
            return DutyState.NOT_APPLICABLE, because
    for question, judgement in exempting.items():
        if judgement.verdict is Verdict.MET:
            text = case.law.say("duty.lifted", label=label[question].label)
            because = Because(text, obligation.unless[question], children=(judgement.because,))
            return DutyState.EXEMPT, because
    unknown = [
        label[question].label
        for question, judgement in {**wanted, **exempting}.items()
        if judgement.verdict is Verdict.UNDETERMINED
    ]
    if unknown:
        text = case.law.say("duty.unknown", labels=", ".join(unknown))
        return DutyState.UNDETERMINED, Because(text, entry.source, children=children)
    return None, Because(case.law.say("duty.binds"), entry.source, children=children)


def _missing(case: Case, obligation: Obligation) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the missing fields, those that are empty and would be missing in some category.

    Last comes whether it is settled that nothing else is asked.
    """
    wanted = obligation.fulfilled_by
    missing, undecided = empty_fields(case, wanted.sections)
    of_category = tuple(one for one in undecided if not case.law.field[one].asked_if)
    if wanted.outline is None:
        return missing, of_category, not undecided
    standing = completeness(case, case.law.outline[wanted.outline])
    both = tuple(dict.fromkeys((*standing.missing, *missing)))
    settled = not undecided and standing.verdict is not Verdict.UNDETERMINED
    return both, of_category, settled


def _due(case: Case, obligation: Obligation) -> date | None:
    """Return the day by which the duty must be done; None as long as that cannot be known."""
    since = obligation.since(case.on)
    placed = case.dossier.spine.model.placed_on_market
    if since is None or placed is None:
        return None
    if obligation.grace and case.judged(obligation.grace.category).verdict is Verdict.MET:
        return obligation.grace.until
    return max(since, placed)
