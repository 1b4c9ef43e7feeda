"""A person's decision, where the law leaves a question or the doing of a duty to judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.law.model import Citation, Ground


def decided(
    case: Case, question: str, ground: Ground, children: tuple[Because, ...]
) -> Judgement | None:
    """Return the latest decision on `question` up to the day of the case; None without one.

    `children` are the reasons that the decision sets aside; they stay in view beneath it.
    """
    return latest(case, question, ground.source, children)


def latest(
    case: Case, name: str, source: Citation, children: tuple[Because, ...] = ()
) -> Judgement | None:
    """Return the latest decision on `name` up to the day of the case; None without one.

    `name` is the id of a question or of an obligation, and `source` the provision that leaves it
    to judgement.
    """
    decisions = [
        (decision.on, position, decision)
        for position, decision in enumerate(case.dossier.decisions)
        if decision.question == name and decision.on <= case.on
    ]
    if not decisions:
        return None
    _, position, one = max(decisions, key=lambda decision: decision[:2])
    text = f"decided by {one.by} on {one.on.isoformat()}: {one.reason}"
    place = case.dossier.place(f"decisions.{position}", otherwise="decisions.yaml")
    return Judgement(Verdict(one.verdict), Because(text, source, place, children))
