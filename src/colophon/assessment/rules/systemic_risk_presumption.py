"""Is the model presumed to have high-impact capabilities? Its compute, or what it was made from."""

from __future__ import annotations

from colophon.assessment.generality import not_general
from colophon.assessment.model import Because, Case, Judgement, Verdict, all_of
from colophon.assessment.thresholds import held_against, ledger_place

_ID = "systemic-risk-presumption"


def judge(case: Case) -> Judgement:
    """Return met where a general-purpose AI model's cumulative compute passes the threshold."""
    question = case.law.question[_ID]
    source = question.grounds["classification"].source
    if other := not_general(case, _ID, source):
        return other
    general = case.judged("general-purpose-ai-model")
    compute = held_against(case, case.law.threshold["systemic-risk-compute"], "cumulative")
    if compute.verdict is Verdict.NOT_APPLICABLE:
        return compute
    if compute.verdict is not Verdict.MET:
        compute = _as_modification(case, compute)
    verdict = all_of((general.verdict, compute.verdict))
    if verdict is not Verdict.UNDETERMINED:
        return compute
    open_parts = [one for one in (compute, general) if one.verdict is Verdict.UNDETERMINED]
    phrase = "both" if len(open_parts) > 1 else "compute" if open_parts[0] is compute else "general"
    text = case.law.say(f"{_ID}.unknown-{phrase}")
    because = Because(text, source, None, (compute.because, general.because))
    return Judgement(verdict, because, tuple(gap for one in open_parts for gap in one.gaps))


def _as_modification(case: Case, compute: Judgement) -> Judgement:
    """Look at the model that was modified, where the compute does not carry the presumption."""
    if case.dossier.spine.provider.role != "modifies":
        return compute
    grounds = case.law.question[_ID].grounds
    modification = case.judged("modification")
    if case.dossier.spine.upstream.systemic_risk and modification.verdict is not Verdict.NOT_MET:
        source = grounds["modification"].source
        if modification.verdict is Verdict.MET:
            text = case.law.say(f"{_ID}.modified")
            because = Because(text, source, None, (modification.because, compute.because))
            return Judgement(Verdict.MET, because)
        return modification
    others = any(line.activity.of_other_weights for line in case.account.lines)
    if compute.verdict is Verdict.NOT_MET and not others:
        gap = case.gap(f"{_ID}.no-upstream", ledger_place(case))
        text = case.law.say(f"{_ID}.no-upstream")
        source = grounds["other-weights"].source
        because = Because(text, source, gap.place, (compute.because,))
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    return compute
