"""Does the model count as one with systemic risk? Presumed, designated, or judged to be one.

The Commission's decisions are events on file. A presumption ends for want of nothing but its
acceptance of the provider's arguments; a designation ends with its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from colophon.assessment.decisions import decided, set_aside
from colophon.assessment.events import happened
from colophon.assessment.model import Because, Case, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.assessment.events import Start
    from colophon.law.model import Ground, Question

_ID = "systemic-risk"
_DESIGNATIONS = {
    "designated": "designation",
    "designated-without-notification": "designation-without-notification",
}
"""Event -> ground of the question."""


def judge(case: Case) -> Judgement:
    """Return met where the model is designated, presumed and not excepted, or decided to be one."""
    question = case.law.question[_ID]
    classified = question.grounds["classification"].source
    general = case.judged("general-purpose-ai-model")
    if general.verdict in {Verdict.NOT_MET, Verdict.NOT_APPLICABLE}:
        text = case.law.say(f"{_ID}.not-general")
        return Judgement(
            Verdict.NOT_APPLICABLE, Because(text, classified, None, (general.because,))
        )
    presumption = case.judged("systemic-risk-presumption")
    designation, ended = _designation(case, question)
    if designation:
        children = (presumption.because, *ended)
        return Judgement(Verdict.MET, replace(designation, children=children))
    if presumption.verdict is Verdict.MET:
        return _presumed(case, question, presumption, ended)
    return _not_presumed(case, question, presumption, ended)


def _designation(case: Case, question: Question) -> tuple[Because | None, tuple[Because, ...]]:
    """Return the designation that stands, if any, and those that have ended."""
    endings = {one.about: one for one in happened(case, "designation-ended")}
    standing, ended = None, []
    for one in happened(case, *_DESIGNATIONS):
        ending = endings.get(one.about)
        if ending is None or ending.on < one.on:
            ground = question.grounds[_DESIGNATIONS[one.event]]
            standing = standing or _event(case, ground, one.event, one)
        else:
            ground = question.grounds["reassessment"]
            ended.append(_event(case, ground, "designation-ended", ending))
    return standing, tuple(ended)


def _presumed(
    case: Case, question: Question, presumption: Judgement, ended: tuple[Because, ...]
) -> Judgement:
    """Return met, unless the Commission accepted arguments and nothing behind that has changed."""
    children = (presumption.because, *ended, *_own_judgement(case, question))
    answers = happened(case, "rebuttal-accepted", "rebuttal-rejected")
    if answers and answers[-1].event == "rebuttal-accepted":
        accepted = answers[-1]
        changed = [one for one in happened(case, "rebuttal-facts-changed") if one.on >= accepted.on]
        if not changed:
            because = _event(case, question.grounds["accepted"], "accepted", accepted)
            return Judgement(Verdict.NOT_MET, replace(because, children=children))
        ground = question.grounds["changed"]
        because = _event(case, ground, "accepted-before-change", accepted)
        return Judgement(Verdict.MET, replace(because, children=children))
    if answers:
        rejected = _event(case, question.grounds["rejected"], "rejected", answers[-1])
        children = (*children, rejected)
    elif lodged := happened(case, "rebuttal-lodged"):
        last = _event(case, question.grounds["lodged"], "lodged", lodged[-1])
        children = (*children, last)
    source = question.grounds["presumption"].source
    because = Because(case.law.say(f"{_ID}.presumed"), source, None, children)
    return Judgement(Verdict.MET, because)


def _own_judgement(case: Case, question: Question) -> tuple[Because, ...]:
    """Return that the provider's own judgement sets no presumption aside, where one is on file."""
    children = set_aside(case, question)
    if not children:
        return ()
    source = question.grounds["presumption"].source
    return (Because(case.law.say(f"{_ID}.own-judgement"), source, None, children),)


def _not_presumed(
    case: Case, question: Question, presumption: Judgement, ended: tuple[Because, ...]
) -> Judgement:
    children = (presumption.because, *ended)
    decision = decided(case, question, children)
    if decision and (decision.verdict is Verdict.MET):
        return decision
    if presumption.verdict is Verdict.UNDETERMINED:
        children = (*children, *_own_judgement(case, question))
        source = question.grounds["presumption"].source
        because = Because(case.law.say(f"{_ID}.unknown"), source, None, children)
        return Judgement(Verdict.UNDETERMINED, because, presumption.gaps)
    if decision:
        return decision
    source = question.grounds["classification"].source
    because = Because(case.law.say(f"{_ID}.neither"), source, None, children)
    return Judgement(Verdict.NOT_MET, because)


def _event(case: Case, ground: Ground, phrase: str, event: Start) -> Because:
    """Return an event as a reason, under the provision of `ground`."""
    text = case.law.say(f"{_ID}.{phrase}", day=event.on)
    return Because(text, ground.source, event.place)
