"""Whether a field is asked of this model, which other answers or a category may decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.model import Case, Verdict, all_of
from colophon.dossier.effective import State

if TYPE_CHECKING:
    from colophon.law.model import Condition, Field


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a field is asked.

    Attributes:
        verdict: met, not_met or undetermined.
        because: why it is not asked, a clause; empty where it is or may be.
        decided_by: ids of the fields whose answers decide; none where a category does.
    """

    verdict: Verdict
    because: str = ""
    decided_by: tuple[str, ...] = ()


def categories(case: Case, questions: tuple[str, ...]) -> Verdict:
    """Return whether what is asked of some categories alone is asked; of none means of all."""
    return all_of(_category(case, question) for question in questions)


def not_in(case: Case, questions: tuple[str, ...]) -> str:
    """Return the first of some categories that is not met."""
    return next(one for one in questions if _category(case, one) is Verdict.NOT_MET)


def _category(case: Case, question: str) -> Verdict:
    verdict = case.judged(question).verdict
    return Verdict.NOT_MET if verdict is Verdict.NOT_APPLICABLE else verdict


def because_of(case: Case, question: str) -> str:
    """Say how a category stands: `Third-country provider is not met`."""
    verdict = case.law.language.named("verdict", case.judged(question).verdict)
    label = case.law.question[question].label
    return case.law.say("condition.category", label=label, verdict=verdict)


def asked(case: Case, field: Field) -> Asked:
    """Return whether `field` is asked of the model of the case."""
    of_category = categories(case, field.only_if)
    if of_category is Verdict.NOT_MET:
        return Asked(Verdict.NOT_MET, because_of(case, not_in(case, field.only_if)))
    if not field.asked_if:
        return Asked(of_category)
    conditions = [_holds(case, one) for one in field.asked_if]
    verdicts = {one.verdict for one in conditions}
    if verdicts == {Verdict.NOT_MET}:
        because = dict.fromkeys(one.because for one in conditions)
        decided_by = dict.fromkeys(name for one in conditions for name in one.decided_by)
        return Asked(Verdict.NOT_MET, "; ".join(because), tuple(decided_by))
    return Asked(of_category if Verdict.MET in verdicts else Verdict.UNDETERMINED)


def _holds(case: Case, condition: Condition) -> Asked:
    """Return whether one condition holds; it does not where its own field is not asked."""
    decides = case.law.field[condition.field]
    above = asked(case, decides)
    if above.verdict is not Verdict.MET:
        return above
    value = case.record.values[decides.id]
    if value.state is State.UNKNOWN:
        if not decides.optional:
            return Asked(Verdict.UNDETERMINED)
        because = case.law.say("condition.not-given", label=decides.label)
    elif value.state is State.NOT_APPLICABLE:
        because = case.law.say("condition.not-applicable", label=decides.label)
    else:
        chosen = value.value if isinstance(value.value, tuple) else (value.value,)
        if set(chosen) & set(condition.among) if condition.among else chosen:
            return Asked(Verdict.MET)
        labels = {option.id: option.label for option in decides.options}
        answer = ", ".join(labels[str(one)] for one in chosen) or case.law.say("value.none")
        because = case.law.say("condition.answered", label=decides.label, answer=answer)
    return Asked(Verdict.NOT_MET, because, (decides.id,))
