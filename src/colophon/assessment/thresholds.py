"""A total of the ledger held against a threshold of the law, with the reason down to the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict
from colophon.quantities import Amount, Answer, plain

if TYPE_CHECKING:
    from decimal import Decimal

    from colophon.compute.ledger import Line, Metric
    from colophon.law.model import Threshold

_METRIC_WORDS = {
    "parameter-updates": "compute that went directly into parameter updates",
    "cumulative": "cumulative training compute",
}
_OPERATOR_WORDS = {"greater-than": "greater than", "at-least": "at least"}
_HOLDS = {
    Answer.YES: "is {operator}",
    Answer.NO: "is not {operator}",
    Answer.UNDETERMINED: "may be {operator}",
}


def held_against(case: Case, threshold: Threshold) -> Judgement:
    """Say whether the total that `threshold` measures passes it on the day of the case.

    A ledger that is not said to be complete can show that a threshold is passed, and never that
    it is not: what is left out might pass it.
    """
    level = threshold.on(case.on)
    if level is None or level.value is None:
        text = f"no such threshold is in force on {case.on.isoformat()}: {threshold.label}"
        citation = None if level is None else level.source
        return Judgement(Verdict.NOT_APPLICABLE, Because(text, citation))
    total = case.account.totals[threshold.metric]
    words = _METRIC_WORDS[threshold.metric]
    lines = tuple(_because(line) for line in case.account.lines if line.enters(threshold.metric))
    left_out = tuple(
        _left_out(line, threshold.metric)
        for line in case.account.lines
        if not line.enters(threshold.metric)
    )
    limit = f"{plain(level.value)} {threshold.unit}"
    since = threshold.since(case.on)
    operator = _OPERATOR_WORDS[threshold.comparison]
    if not case.account.lines:
        gap = _no_entries(case)
        text = f"{words} is unknown; it is held against {limit}"
        return Judgement(
            Verdict.UNDETERMINED, Because(text, level.source, gap.place, (), since), (gap,)
        )
    answer = _compare(total, threshold, level.value)
    if answer is not Answer.YES and not case.account.is_whole:
        gap = _not_complete(case)
        text = (
            f"{words} is {_at_least(total)}, which does not decide whether it is {operator} {limit}"
        )
        children = (*lines, *left_out, Because(gap.message, place=gap.place))
        because = Because(text, level.source, None, children, since)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    known = _interval(total) if case.account.is_whole else _at_least(total)
    text = f"{known} {_HOLDS[answer].format(operator=operator)} {limit}"
    because = Because(text, level.source, None, (*lines, *left_out), since)
    if answer is Answer.UNDETERMINED:
        return Judgement(Verdict.UNDETERMINED, because, (_too_wide(case, words, limit),))
    return Judgement(Verdict.MET if answer is Answer.YES else Verdict.NOT_MET, because)


def _compare(total: Amount, threshold: Threshold, limit: Decimal) -> Answer:
    if threshold.comparison == "greater-than":
        return total.greater_than(limit)
    return total.at_least(limit)


def _because(line: Line) -> Because:
    text = f"{line.activity.label}: {_interval(line.amount)}, {line.method} ({line.entry.source})"
    if line.origin.by and line.origin.on:
        text += f", entered by {line.origin.by} on {line.origin.on.isoformat()}"
    return Because(text, line.activity.source, line.origin.place)


def _left_out(line: Line, metric: Metric) -> Because:
    text = f"left out of the {metric} total: {line.activity.label}, {_interval(line.amount)}"
    return Because(text, line.activity.source, line.origin.place)


def _interval(amount: Amount) -> str:
    if amount.is_point:
        return f"{plain(amount.best)} {amount.unit}"
    return f"{plain(amount.low)} … {plain(amount.high)} {amount.unit}"


def _at_least(amount: Amount) -> str:
    return f"at least {plain(amount.low)} {amount.unit}"


def _no_entries(case: Case) -> Gap:
    place = case.dossier.place("compute.entries", otherwise="compute.yaml")
    return Gap(
        place,
        "The ledger has no entry.",
        "Enter each activity that compute was spent on in compute.yaml.",
    )


def _not_complete(case: Case) -> Gap:
    return Gap(
        case.dossier.place("compute.complete", otherwise="compute.yaml"),
        "The ledger is not said to be complete, so its totals are only lower bounds.",
        "Enter what is left out in compute.yaml, then write `complete: true`.",
    )


def _too_wide(case: Case, words: str, limit: str) -> Gap:
    place = case.dossier.place("compute.entries", otherwise="compute.yaml")
    return Gap(
        place,
        f"The interval of the {words} lies on both sides of {limit}.",
        "Narrow the interval: measure what was estimated in compute.yaml.",
    )
