"""Does the model count as one with systemic risk? By its capabilities, or by designation.

The Commission's decisions are events on file. Nothing but its acceptance of the provider's
arguments takes a model with high-impact capabilities out; a designation ends with its own decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from colophon.assessment.events import happened, starts
from colophon.assessment.generality import not_general
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
    """Return met where the model is designated, or has high-impact capabilities and stays in."""
    question = case.law.question[_ID]
    classified = question.grounds["classification"].source
    if other := not_general(case, _ID, classified):
        return other
    capabilities = case.judged("high-impact-capabilities")
    designation, others = _designation(case, question)
    children = (capabilities.because, *others)
    if designation:
        return Judgement(Verdict.MET, replace(designation, children=children))
    if capabilities.verdict is Verdict.MET:
        return _capable(case, question, children)
    phrase = "unknown" if capabilities.verdict is Verdict.UNDETERMINED else "neither"
    because = Because(case.law.say(f"{_ID}.{phrase}"), classified, None, children)
    return Judgement(capabilities.verdict, because, capabilities.gaps)


def _designation(case: Case, question: Question) -> tuple[Because | None, tuple[Because, ...]]:
    """Return the designation that binds, if any, and those that do not bind yet or any more."""
    endings = {one.about: one for one in happened(case, "designation-ended")}
    standing, others = None, []
    for one in happened(case, *_DESIGNATIONS):
        ending = endings.get(one.about)
        if ending is not None and ending.on >= one.on:
            ground = question.grounds["reassessment"]
            others.append(_event(case, ground, "designation-ended", ending))
            continue
        informed = _informed(case, one)
        if informed is None:
            ground = question.grounds[_DESIGNATIONS[one.event]]
            standing = standing or _event(case, ground, one.event, one)
        elif informed.on <= case.on:
            standing = standing or _event(
                case, question.grounds["informed"], informed.event, informed
            )
        else:
            others.append(_event(case, question.grounds["informed"], "not-informed-yet", one))
    return standing, tuple(others)


def _informed(case: Case, designation: Start) -> Start | None:
    """Return when the provider was, or will be, informed of a designation, if that is on file."""
    if designation.event != "designated":
        return None  # of the other designation, the day on file is that of being informed
    return next(
        (
            one
            for one in starts(case)
            if one.event == "informed-of-designation" and one.about == designation.about
        ),
        None,
    )


def _capable(case: Case, question: Question, children: tuple[Because, ...]) -> Judgement:
    """Return met, unless the Commission accepted arguments and nothing behind that has changed."""
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
    source = question.grounds["classification"].source
    because = Because(case.law.say(f"{_ID}.capable"), source, None, children)
    return Judgement(Verdict.MET, because)


def _event(case: Case, ground: Ground, phrase: str, event: Start) -> Because:
    """Return an event as a reason, under the provision of `ground`."""
    text = case.law.say(f"{_ID}.{phrase}", day=event.on)
    return Because(text, ground.source, event.place)
