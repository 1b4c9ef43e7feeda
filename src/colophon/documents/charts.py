"""The ledger as a chart: an interval for each entry and total, and the levels of the law. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.assessment.foresight import levels
from colophon.documents import views
from colophon.documents.model import Bar, Chart, Mark
from colophon.law.model import Precision
from colophon.quantities import FLOP, Amount, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.assessment.foresight import Level
    from colophon.assessment.model import Case
    from colophon.compute.ledger import Line

MOST_BARS: Final = 30
"""How many entries have a bar each; of more, those of one activity are added up."""


def of_ledger(case: Case) -> Chart | None:
    """Return the chart of a ledger; None where it has no amount above zero.

    Its levels are the thresholds in force on the day of the case. What a modifier's change is held
    against is left out where it follows from another provider's figures, which no document shows.
    """
    language = case.law.language
    bars = (*_entries(case), *_totals(case))
    marks = tuple(_mark(one, case) for one in levels(case, alone=False) if one.place is None)
    if all(bar.high == "0" for bar in bars):
        return None
    said = "; ".join(
        [
            *(f"{bar.group}: {', '.join(_named(bar))}: {bar.amount}" for bar in bars),
            *(f"{language.say('register.chart.levels')}: {mark.label}" for mark in marks),
        ]
    )
    return Chart(
        caption=language.say("register.chart"),
        unit=FLOP,
        bars=bars,
        marks=marks,
        levels=language.say("register.chart.levels"),
        description=language.say("register.chart.description", said=said),
    )


def _named(bar: Bar) -> Iterator[str]:
    yield bar.label
    if bar.detail:
        yield bar.detail


def _entries(case: Case) -> Iterator[Bar]:
    """Yield the bars of the entries: those that count before those that do not."""
    lines = case.account.lines
    for phrase, some in (
        ("register.chart.counted", [line for line in lines if line.entered]),
        ("register.chart.apart", [line for line in lines if not line.entered]),
    ):
        group = case.law.say(phrase)
        if len(lines) <= MOST_BARS:
            for line in some:
                yield _bar(case, group, line.activity.label, line.amount, line.entry.id)
        else:
            yield from _of_activities(case, group, some)


def _of_activities(case: Case, group: str, lines: Sequence[Line]) -> Iterator[Bar]:
    """Yield a bar for each activity, with the sum of its entries."""
    by_activity: dict[str, list[Line]] = {}
    for line in lines:
        by_activity.setdefault(line.activity.id, []).append(line)
    for some in by_activity.values():
        amount = Amount.total((line.amount for line in some), FLOP)
        count = case.law.say("register.chart.entries", count=len(some))
        yield _bar(case, group, some[0].activity.label, amount, count)


def _totals(case: Case) -> Iterator[Bar]:
    account = case.account
    phrase = "register.chart.totals" if account.is_whole else "register.chart.totals-at-least"
    for metric, total in account.totals.items():
        label = case.law.language.named("total", metric)
        yield _bar(case, case.law.say(phrase), label, total, None)


def _bar(case: Case, group: str, label: str, amount: Amount, detail: str | None) -> Bar:
    return Bar(
        group=group,
        label=label,
        detail=detail,
        amount=views.amount(amount, Precision.TWO_FIGURES, case.law.language),
        low=plain(amount.low),
        best=plain(amount.best),
        high=plain(amount.high),
    )


def _mark(level: Level, case: Case) -> Mark:
    language = case.law.language
    limit = level.limit
    whole = views.amount(limit.whole, Precision.EXACT, language)
    by = level.metric or "modification"
    label = language.say(
        "register.chart.level",
        operator=language.say(f"operator.{level.threshold.comparison}"),
        limit=whole if limit.parts == 1 else f"1/{limit.parts} × {whole}",
        metric=language.say(f"metric.{by}"),
        citation=case.law.cited(level.source),
    )
    return Mark(label=label, whole=plain(limit.whole.best), parts=limit.parts)
