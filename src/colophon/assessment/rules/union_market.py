"""Is the model placed on the Union market, or does it count as placed there?

A day of placing on file is a person's statement that it is. Otherwise the ways in which the model
is supplied decide, each with the provision that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.law.model import Question

_ID = "union-market"


def judge(case: Case) -> Judgement:
    """Return met where one of the ways of supply places the model on the Union market."""
    question = case.law.question[_ID]
    source = question.grounds["placing"].source
    model = case.dossier.spine.model
    if model.supplied_as:
        return _supplied(case, question, model.supplied_as)
    place = case.spine_place("model.placed_on_market")
    if model.placed_on_market is None:
        return case.unknown(f"{_ID}.unknown", source, place)
    phrase = "placed" if model.placed_on_market <= case.on else "to-be-placed"
    text = case.law.say(f"{_ID}.{phrase}", day=model.placed_on_market)
    return Judgement(Verdict.MET, Because(text, source, place))


def _supplied(case: Case, question: Question, ways: tuple[str, ...]) -> Judgement:
    place = case.spine_place("model.supplied_as")
    grounds = [question.grounds[way] for way in ways]
    children = tuple(Because(one.says, one.source, place) for one in grounds)
    outcomes = {one.outcome for one in grounds}
    source = question.grounds["placing"].source
    if "met" in outcomes:
        text = case.law.say(f"{_ID}.supplied")
        return Judgement(Verdict.MET, Because(text, source, place, children))
    if "undetermined" not in outcomes:
        text = case.law.say(f"{_ID}.not-supplied")
        return Judgement(Verdict.NOT_MET, Because(text, source, place, children))
    risk = case.judged("systemic-risk")
    verdict, phrase = {
        Verdict.MET: (Verdict.MET, "internal-systemic"),
        Verdict.UNDETERMINED: (Verdict.UNDETERMINED, "internal-unknown"),
    }.get(risk.verdict, (Verdict.NOT_MET, "internal"))
    source = question.grounds["internal-use"].source
    because = Because(case.law.say(f"{_ID}.{phrase}"), source, place, (*children, risk.because))
    return Judgement(verdict, because, risk.gaps if verdict is Verdict.UNDETERMINED else ())
