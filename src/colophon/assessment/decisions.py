"""A person's decision, where the law leaves a question or the doing of a duty to judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Judgement, Verdict
from colophon.law.model import OVERRIDE

if TYPE_CHECKING:
    from colophon.law.model import Citation, Question


def decided(case: Case, question: Question, children: tuple[Because, ...]) -> Judgement | None:
    """Return the latest decision on `question` up to the day of the case; None without one.

    `children` are the reasons that the decision sets aside; they stay in view beneath it.
    """
    return latest(case, question.id, question.grounds[OVERRIDE].source, children)


def latest(
    case: Case, name: str, source: Citation, children: tuple[Because, ...] = ()
) -> Judgement | None:
    """Return the latest decision on `name` up to the day of the case; None without one.

    `name` is the id of a question or of an obligation, and `source` the provision that leaves it
    to judgement.
    """
    found = case.dossier.decided(name, case.on)
    if found is None:
        return None
    decision, place = found
    text = case.law.say("decision.taken", by=decision.by, day=decision.on, reason=decision.reason)
    return Judgement(Verdict(decision.verdict), Because(text, source, place, children))


def set_aside(case: Case, question: Question) -> tuple[Because, ...]:
    """Return, as a reason that does not count, a decision on file that nothing leaves room for."""
    found = case.dossier.decided(question.id, case.on)
    if found is None:
        return ()
    decision, place = found
    text = case.law.say(
        "decision.set-aside", by=decision.by, day=decision.on, reason=decision.reason
    )
    return (Because(text, question.grounds[OVERRIDE].source, place),)
