"""Is the estimate of the cumulative compute so near the threshold that its margin matters?

The law compares the estimate itself. The guidelines allow it to be off by a margin, so a provider
whose estimate lies within that margin of the threshold, on either side, should know.
"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Judgement, Verdict
from colophon.assessment.thresholds import (
    compared,
    ledger_place,
    limit_in_words,
    not_complete,
    not_in_force,
)
from colophon.quantities import Amount, Answer

_ID = "near-systemic-risk"


def judge(case: Case) -> Judgement:
    """Return met where the margin takes the best estimate across the threshold."""
    threshold = case.law.threshold["systemic-risk-compute"]
    margin = case.law.threshold["estimate-margin"].on(case.on)
    level = threshold.on(case.on)
    if level is None or level.value is None:
        return not_in_force(case, threshold)
    if margin is None or margin.value is None:
        return not_in_force(case, case.law.threshold["estimate-margin"])
    ground = case.law.question[_ID].grounds["margin"]
    if not case.account.is_whole:
        gap = not_complete(case)
        because = Because(case.law.say(f"{_ID}.unknown"), ground.source, gap.place)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    total = case.account.totals["cumulative"]
    best = Amount.exactly(total.best, total.unit)
    wide = best.within(margin.value)
    is_above = compared(best, threshold, level) is Answer.YES
    other_end = Amount.exactly(wide.low if is_above else wide.high, total.unit)
    parts = is_above is not (compared(other_end, threshold, level) is Answer.YES)
    phrase = f"{'near-' if parts else ''}{'above' if is_above else 'below'}"
    text = case.law.say(
        f"{_ID}.{phrase}",
        total=best,
        margin=case.law.language.percent(margin.value),
        operator=case.law.say(f"operator.{threshold.comparison}"),
        limit=limit_in_words(case.law, threshold, level),
    )
    alert = case.law.question[_ID].grounds["alert"]
    children = (Because(alert.says, alert.source),) if parts else ()
    because = Because(text, margin.source, ledger_place(case), children, threshold.since(case.on))
    return Judgement(Verdict.MET if parts else Verdict.NOT_MET, because)
