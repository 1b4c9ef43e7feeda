"""Does the model meet the condition of high-impact capabilities? Presumed, or judged by people.

A provider may find them below the threshold. Above it, nothing that the provider decides sets the
presumption aside: that is for the Commission, and a matter of the question on systemic risk.
"""

from __future__ import annotations

from colophon.assessment.decisions import decided, set_aside
from colophon.assessment.generality import not_general
from colophon.assessment.model import Because, Case, Judgement, Verdict

_ID = "high-impact-capabilities"


def judge(case: Case) -> Judgement:
    """Return met where the capabilities are presumed, or decided to be there."""
    question = case.law.question[_ID]
    source = question.grounds["presumption"].source
    if other := not_general(case, _ID, source):
        return other
    presumption = case.judged("systemic-risk-presumption")
    children: tuple[Because, ...] = (presumption.because,)
    decision = decided(case, question, children)
    if decision and presumption.verdict is not Verdict.MET and decision.verdict is Verdict.MET:
        return decision
    if presumption.verdict in {Verdict.MET, Verdict.UNDETERMINED}:
        aside = set_aside(case, question)
        if aside:
            text = case.law.say(f"{_ID}.own-judgement")
            children = (*children, Because(text, source, None, aside))
        phrase = "presumed" if presumption.verdict is Verdict.MET else "unknown"
        because = Because(case.law.say(f"{_ID}.{phrase}"), source, None, children)
        return Judgement(presumption.verdict, because, presumption.gaps)
    if decision:
        return decision
    source = question.grounds["override"].source
    because = Because(case.law.say(f"{_ID}.neither"), source, None, children)
    return Judgement(Verdict.NOT_MET, because)
