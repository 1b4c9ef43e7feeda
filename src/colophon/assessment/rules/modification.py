"""Is the change to another provider's model so large that it makes a provider?

The compute of the change is held against one third of the original's. Where the original's compute
is neither known nor can be estimated, and only there, one third of the threshold for its kind takes
its place. A decision on file wins over both, for compute merely indicates a significant change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from colophon.assessment.decisions import decided
from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict
from colophon.assessment.shares import METRIC_OF, fallbacks, name_of, original_by
from colophon.assessment.thresholds import (
    at_least,
    compared,
    held_against,
    ledger_place,
    limit_in_words,
    not_complete,
    not_in_force,
    reasons,
)
from colophon.quantities import FLOP, Amount, Answer

if TYPE_CHECKING:
    from colophon.law.model import Level, Question, Threshold

_ID = "modification"
_POLICY = "small-change-past-the-threshold"
_PHRASES = {
    Answer.YES: "larger",
    Answer.NO: "not-larger",
    Answer.UNDETERMINED: "perhaps-larger",
}


def judge(case: Case) -> Judgement:
    """Return met where the change took more than one third of the original's compute."""
    question = case.law.question[_ID]
    source = question.grounds["change"].source
    role, place = case.dossier.spine.provider.role, case.spine_place("provider.role")
    if role is None:
        roles = ", ".join(case.law.question["model-provider"].named_in("provider.role"))
        return case.unknown("model-provider.role-unknown", source, place, roles=roles)
    if role != "modifies":
        because = Because(case.law.say(f"{_ID}.no-modification"), source, place)
        return Judgement(Verdict.NOT_APPLICABLE, because)
    by_compute = _by_compute(case, question)
    return decided(case, question, (by_compute.because,)) or by_compute


def _by_compute(case: Case, question: Question) -> Judgement:
    share = case.law.threshold["modification-share"]
    level = share.on(case.on)
    if level is None or level.value is None:
        return not_in_force(case, share)
    if not case.account.lines:
        gap = case.gap("ledger.no-entry", ledger_place(case))
        because = Because(gap.message.rstrip("."), question.grounds["change"].source, gap.place)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    upstream = case.dossier.spine.upstream
    if upstream.compute_known is False:
        held = _against_fallback(case, question)
    else:
        held = _against_original(case, question, share, level)
    if held.verdict is Verdict.NOT_MET and upstream.systemic_risk is False:
        return _past_the_threshold(case, held)
    return held


def _against_original(case: Case, question: Question, share: Threshold, level: Level) -> Judgement:
    """Hold the change against one third of the original's compute, by the metric of its kind."""
    upstream = case.dossier.spine.upstream
    if upstream.systemic_risk is None:
        source = question.grounds["metric"].source
        place = case.spine_place("upstream.systemic_risk")
        return case.unknown(f"{_ID}.upstream-systemic-risk", source, place)
    metric = METRIC_OF[upstream.systemic_risk]
    name = name_of(metric)
    original, place = original_by(case, metric)
    what = case.law.say(f"metric.{metric}")
    if original is None:
        source = question.grounds["metric"].source
        return case.unknown(f"{_ID}.upstream-compute", source, place, what=what, name=name)
    assert level.value is not None
    parts = Amount.exactly(level.parts, "")
    change = case.account.own().times(parts, FLOP)
    limit = original.times(Amount.exactly(level.value, ""), FLOP)
    answer = _larger(change, limit)
    text = case.law.say(f"{_ID}.original", what=what, amount=original)
    children = (Because(text, question.grounds["metric"].source, place),)
    because = Because("", level.source, None, children)
    return _held(case, answer, limit_in_words(case.law, share, level), because)


def _larger(change: Amount, limit: Amount) -> Answer:
    """Say whether one interval lies wholly above another."""
    if change.low > limit.high:
        return Answer.YES
    return Answer.UNDETERMINED if change.high > limit.low else Answer.NO


def _against_fallback(case: Case, question: Question) -> Judgement:
    """Hold the change against one third of the threshold for the original's kind."""
    judged = [_against_one_fallback(case, question, one) for one in fallbacks(case)]
    if len({one.verdict for one in judged}) == 1:
        return judged[0]
    source = question.grounds["fallback"].source
    place = case.spine_place("upstream.systemic_risk")
    unknown = case.unknown(f"{_ID}.upstream-systemic-risk", source, place)
    children = tuple(one.because for one in judged)
    because = Because(unknown.because.text, source, place, children)
    return Judgement(Verdict.UNDETERMINED, because, unknown.gaps)


def _against_one_fallback(case: Case, question: Question, threshold: Threshold) -> Judgement:
    level = threshold.on(case.on)
    if level is None or level.value is None:
        return not_in_force(case, threshold)
    answer = compared(case.account.own(), threshold, level)
    ground = question.grounds["fallback"]
    place = case.spine_place("upstream.compute_known")
    children = (Because(ground.says, ground.source, place),)
    because = Because("", level.source, None, children)
    return _held(case, answer, limit_in_words(case.law, threshold, level), because)


def _held(case: Case, answer: Answer, limit: str, because: Because) -> Judgement:
    """Return what follows from the comparison of the change with `limit`.

    `because` holds the provision and what else is behind it; its text is written here.
    """
    own, is_whole = case.account.own(), case.account.is_whole
    change = case.law.language.shown(own) if is_whole else at_least(case.law, own)
    grounds = case.law.question[_ID].grounds
    told = ("larger", "limited") if answer is Answer.YES else ("larger",)
    children = (
        *because.children,
        *reasons(case, "cumulative"),
        *(Because(grounds[name].says, grounds[name].source) for name in told),
    )
    gaps: tuple[Gap, ...] = ()
    if answer is not Answer.YES and not is_whole:
        answer, gaps = Answer.UNDETERMINED, (not_complete(case),)
    elif answer is Answer.UNDETERMINED:
        what = case.law.say(f"{_ID}.change-in-words")
        gaps = (case.gap("ledger.too-wide", ledger_place(case), what=what, limit=limit),)
    text = case.law.say(f"{_ID}.{_PHRASES[answer]}", change=change, limit=limit)
    verdict = {
        Answer.YES: Verdict.MET,
        Answer.NO: Verdict.NOT_MET,
        Answer.UNDETERMINED: Verdict.UNDETERMINED,
    }[answer]
    return Judgement(verdict, replace(because, text=text, children=children), gaps)


def _past_the_threshold(case: Case, held: Judgement) -> Judgement:
    """Look at a small change that takes the whole past the threshold, which no text settles."""
    threshold = case.law.threshold["systemic-risk-compute"]
    whole = held_against(case, threshold, "cumulative")
    if whole.verdict is not Verdict.MET:
        return held
    policy = case.law.policy[_POLICY]
    decision = case.dossier.decided(policy.id, case.on)
    children = (held.because, whole.because)
    if decision is None:
        gap = case.gap(f"{_ID}.policy-open", "decisions.yaml")
        text = case.law.say(f"{_ID}.policy-open")
        because = Because(text, policy.source, gap.place, children)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    taken, place = decision
    verdict = Verdict(taken.verdict)
    phrase = "policy-yes" if verdict is Verdict.MET else "policy-no"
    because = Because(case.law.say(f"{_ID}.{phrase}"), policy.source, place, children)
    return Judgement(verdict, because)
