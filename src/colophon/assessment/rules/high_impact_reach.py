"""Is a high impact presumed through the model's reach? One criterion of seven, and no more."""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Judgement, Verdict
from colophon.assessment.thresholds import compared, limit_in_words, not_in_force
from colophon.quantities import Amount, Answer

_ID = "high-impact-reach"


def judge(case: Case) -> Judgement:
    """Return met where the registered business users in the Union reach the number of the law."""
    threshold = case.law.threshold["registered-business-users"]
    level = threshold.on(case.on)
    if level is None or level.value is None:
        return not_in_force(case, threshold)
    users = case.dossier.spine.model.registered_business_users
    place = case.spine_place("model.registered_business_users")
    reach = case.law.question[_ID].grounds["reach"]
    within = Because(reach.says, reach.source)
    if users is None:
        return case.unknown(f"{_ID}.unknown", level.source, place)
    answer = compared(Amount.exactly(users, threshold.unit), threshold, level)
    phrase = "presumed" if answer is Answer.YES else "not-presumed"
    text = case.law.say(
        f"{_ID}.{phrase}", users=users, limit=limit_in_words(case.law, threshold, level)
    )
    because = Because(text, level.source, place, (within,), threshold.since(case.on))
    return Judgement(Verdict.MET if answer is Answer.YES else Verdict.NOT_MET, because)
