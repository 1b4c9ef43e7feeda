"""A total of the ledger held against a threshold of the law, with the reason down to the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict
from colophon.quantities import Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.compute.ledger import Line, Metric
    from colophon.law.model import Law, Level, Threshold

_HOLDS = {
    Answer.YES: "threshold.passed",
    Answer.NO: "threshold.not-passed",
    Answer.UNDETERMINED: "threshold.perhaps-passed",
}


def held_against(case: Case, threshold: Threshold, metric: Metric) -> Judgement:
    """Say whether the total of `metric` passes `threshold` on the day of the case.

    A ledger that is not said to be complete can show that a threshold is passed, and never that
    it is not: what is left out might pass it.
    """
    say = case.law.say
    level = threshold.on(case.on)
    if level is None or level.value is None:
        return not_in_force(case, threshold)
    total = case.account.totals[metric]
    limit = limit_in_words(case.law, threshold, level)
    since = threshold.since(case.on)
    operator = say(f"operator.{threshold.comparison}")
    what = say(f"metric.{metric}")
    if not case.account.lines:
        gap = case.gap("ledger.no-entry", ledger_place(case))
        text = say("threshold.unknown", what=what, limit=limit)
        because = Because(text, level.source, gap.place, (), since)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    lines = tuple(reasons(case, metric))
    answer = compared(total, threshold, level)
    if answer is not Answer.YES and not case.account.is_whole:
        gap = not_complete(case)
        text = say(
            "threshold.undecided",
            what=what,
            total=at_least(case.law, total),
            operator=operator,
            limit=limit,
        )
        children = (*lines, Because(gap.message, place=gap.place))
        because = Because(text, level.source, None, children, since)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    known = case.law.language.shown(total) if case.account.is_whole else at_least(case.law, total)
    text = say(_HOLDS[answer], total=known, operator=operator, limit=limit)
    because = Because(text, level.source, None, lines, since)
    if answer is Answer.UNDETERMINED:
        gap = case.gap("ledger.too-wide", ledger_place(case), what=what, limit=limit)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    return Judgement(Verdict.MET if answer is Answer.YES else Verdict.NOT_MET, because)


def not_in_force(case: Case, threshold: Threshold) -> Judgement:
    """Return that on the day of the case there is nothing to hold anything against."""
    level = threshold.on(case.on)
    text = case.law.say("threshold.not-in-force", day=case.on, label=threshold.label)
    source = None if level is None else level.source
    return Judgement(Verdict.NOT_APPLICABLE, Because(text, source))


def compared(total: Amount, threshold: Threshold, level: Level) -> Answer:
    """Compare a total with a threshold's level, by the operator of the law and exactly."""
    assert level.value is not None
    total = total.times(Amount.exactly(level.parts, ""), total.unit)
    if threshold.comparison == "greater-than":
        return total.greater_than(level.value)
    return total.at_least(level.value)


def limit_in_words(law: Law, threshold: Threshold, level: Level) -> str:
    """Return a level as people read it: `1e25 FLOP`, `1e25/3 FLOP`; nothing where it ceased."""
    if level.value is None:
        return ""
    divided = "" if level.parts == 1 else f"/{level.parts}"
    return f"{law.language.shown(level.value)}{divided} {threshold.unit}"


def at_least(law: Law, amount: Amount) -> str:
    """Return an amount of which only the lower end is known to hold."""
    return law.say("threshold.at-least", amount=Amount.exactly(amount.low, amount.unit))


def reasons(case: Case, metric: Metric) -> Iterator[Because]:
    """Yield the lines of the ledger: those that enter the total of `metric`, then the others."""
    lines = case.account.lines
    yield from (_line(case, line) for line in lines if line.enters(metric))
    yield from (_left_out(case, line, metric) for line in lines if not line.enters(metric))


def _line(case: Case, line: Line) -> Because:
    text = case.law.say(
        "ledger.line",
        activity=line.activity.label,
        amount=line.amount,
        method=case.law.language.words(line.method),
        source=line.entry.source,
    )
    if line.origin.by and line.origin.on:
        text += case.law.say("ledger.line-by", by=line.origin.by, day=line.origin.on)
    return Because(text, line.activity.source, line.origin.place, tuple(_settled(case, line)))


def _left_out(case: Case, line: Line, metric: Metric) -> Because:
    text = case.law.say(
        "ledger.left-out",
        metric=case.law.language.named("total", metric),
        activity=line.activity.label,
        amount=line.amount,
    )
    if line.superseded_by is not None:
        why = case.law.say("ledger.superseded", entry=line.superseded_by)
        return Because(text, place=line.origin.place, children=(Because(why),))
    return Because(text, line.activity.source, line.origin.place, tuple(_settled(case, line)))


def _settled(case: Case, line: Line) -> Iterator[Because]:
    """Yield how a question that the texts leave open was settled for a line."""
    if line.settled is None:
        return
    policy = line.settled.policy
    phrase = "ledger.policy-in" if line.settled.counts else "ledger.policy-out"
    children: tuple[Because, ...] = ()
    if line.settled.decision is not None:
        decision, place = line.settled.decision
        text = case.law.say(
            "decision.taken", by=decision.by, day=decision.on, reason=decision.reason
        )
        children = (Because(text, place=place),)
    yield Because(case.law.say(phrase, label=policy.label), policy.source, None, children)


def ledger_place(case: Case) -> str:
    """Return where the entries of the ledger stand."""
    return case.dossier.place("compute.entries", otherwise="compute.yaml")


def not_complete(case: Case) -> Gap:
    """Return that nobody says that the ledger leaves nothing out."""
    place = case.dossier.place("compute.complete", otherwise="compute.yaml")
    return case.gap("ledger.not-complete", place)
