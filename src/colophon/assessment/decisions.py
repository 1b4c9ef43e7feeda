"""A person's decision on a question, where the law leaves the question to judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.law.model import Ground


def decided(
    case: Case, question: str, ground: Ground, children: tuple[Because, ...]
) -> Judgement | None:
    """Return the latest decision on `question` up to the day of the case; None without one.

    `children` are the reasons that the decision sets aside; they stay in view beneath it.
    """
    decisions = [
        (decision.on, position, decision)
        for position, decision in enumerate(case.dossier.decisions)
        if decision.question == question and decision.on <= case.on
    ]
    if not decisions:
        return None
    _, position, latest = max(decisions, key=lambda one: one[:2])
    text = f"decided by {latest.by} on {latest.on.isoformat()}: {latest.reason}"
    place = case.dossier.place(f"decisions.{position}", otherwise="decisions.yaml")
    return Judgement(Verdict(latest.verdict), Because(text, ground.source, place, children))
