"""Is the model presumed to have systemic risk? Its cumulative compute against the threshold.

A designation by the Commission, and arguments that it accepted against the presumption, are not
looked at here.
"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Judgement, Verdict, all_of
from colophon.assessment.thresholds import held_against


def judge(case: Case) -> Judgement:
    """Return met where a general-purpose AI model's cumulative compute passes the threshold."""
    question = case.law.question["systemic-risk-presumption"]
    source = question.grounds["classification"].source
    general = case.judged("general-purpose-ai-model")
    if general.verdict in {Verdict.NOT_MET, Verdict.NOT_APPLICABLE}:
        text = "only a general-purpose AI model can be presumed to have systemic risk"
        because = Because(text, source, children=(general.because,))
        return Judgement(Verdict.NOT_APPLICABLE, because)
    compute = held_against(case, case.law.threshold["systemic-risk-compute"])
    if compute.verdict in {Verdict.NOT_APPLICABLE, Verdict.NOT_MET}:
        return compute
    verdict = all_of((general.verdict, compute.verdict))
    if verdict is Verdict.MET:
        return compute
    open_parts = tuple(one for one in (compute, general) if one.verdict is Verdict.UNDETERMINED)
    text = "not known yet: " + " and ".join(
        "whether it is a general-purpose AI model" if one is general else "its cumulative compute"
        for one in open_parts
    )
    because = Because(text, source, children=(compute.because, general.because))
    return Judgement(verdict, because, tuple(gap for one in open_parts for gap in one.gaps))
