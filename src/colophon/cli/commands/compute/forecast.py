"""`colophon compute forecast`: when a training run passes the levels of the law."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colophon.assessment.foresight import Basis
from colophon.cli import options, screen
from colophon.cli.sequences import of_sequences
from colophon.compute.forecast import FLOP_PER_DAY, When
from colophon.quantities import FLOP, FLOP_PER_SECOND, Answer
from colophon.workspace.forecast import Plan, as_json, forecast

if TYPE_CHECKING:
    from datetime import date

    from colophon.assessment.foresight import Foreseen, Level, Notification
    from colophon.compute.forecast import Passing, Run
    from colophon.law.model import Law
    from colophon.workspace.forecast import Forecast

_COLUMN = 12
_OPERATORS = {"greater-than": "more than", "at-least": "at least"}


@click.command()
@click.option(
    "--flop",
    "total",
    metavar="AMOUNT",
    callback=options.amount_in(FLOP),
    help="What the run adds from --from on, such as '3e25 FLOP', '2e25..3e25..5e25 FLOP'.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="CONFIG",
    help="Or what it adds from the model's config.json,",
)
@click.option(
    "--tokens",
    metavar="NUMBER",
    callback=options.written(options.read_tokens),
    help="the tokens that it processes, such as 14.8T,",
)
@of_sequences()
@click.option(
    "--attention",
    type=click.Choice(["causal", "full", "unknown"]),
    help="and whether kernels skip what the causal mask hides.",
)
@click.option(
    "--pace",
    metavar="AMOUNT",
    callback=options.amount_in(FLOP_PER_DAY, FLOP_PER_SECOND),
    help="What it adds in a time, in FLOP/day or FLOP/s, day and night.",
)
@click.option(
    "--units",
    metavar="NUMBER",
    callback=options.number_in(),
    help="Or its pace from how many accelerators it has,",
)
@click.option(
    "--peak",
    metavar="AMOUNT",
    callback=options.amount_in(FLOP_PER_SECOND),
    help="the dense peak of one in FLOP/s,",
)
@click.option(
    "--accelerator",
    metavar="NAME",
    help="or its name, as the driver reports it, for the peak,",
)
@click.option("--dtype", metavar="NAME", help="with the type of number, such as bf16,")
@click.option(
    "--utilisation",
    metavar="NUMBER",
    callback=options.number_in(at_most=1),
    help="and the share of it that is used over all the time: 0.38, 0.3..0.38..0.42.",
)
@click.option(
    "--tokens-per-second",
    metavar="NUMBER",
    callback=options.number_in(),
    help="Or its pace from a log, with --config, --length and --attention.",
)
@click.option(
    "--from",
    "since",
    metavar="DAY",
    callback=options.a_day,
    help="First day of the run; the ledger holds what was before. The day of --on when left out.",
)
@click.option("--until", metavar="DAY", callback=options.a_day, help="Last day of the run.")
@click.option("--alone", is_flag=True, help="Leave out what the ledger and the events hold.")
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(
    *,
    since: date | None,
    alone: bool,
    on: date,
    directory: Path,
    wants_json: bool,
    **planned: Any,
) -> int:
    """Say when a training run passes a level of the law, and when to notify.

    The run comes on top of what the ledger holds; it is taken to be training, which enters both
    totals, at an even pace. Without a dossier it is looked at alone.
    """
    plan = Plan(since or on, **planned)
    found = forecast(directory, on, plan, alone=alone)
    if wants_json:
        screen.as_json(as_json(found))
    else:
        _show(found)
    return 0


def _show(found: Forecast) -> None:
    law = found.case.law
    click.echo(screen.wrapped(_of_run(found.run), "", "  "))
    click.echo(screen.wrapped(_before(found), "", "  "))
    if not found.rows:
        click.echo("No level of compute is in force on that day.")
        return
    width = max(len(row.level.threshold.id) for row in found.rows) + 2
    columns = ("level", "earliest", "likely", "latest", "notification by")
    head = columns[0].ljust(width) + "".join(name.ljust(_COLUMN) for name in columns[1:])
    screen.heading(head.rstrip())
    for row in found.rows:
        crossing = row.crossing
        days = [_day(one) for one in (crossing.earliest, crossing.likely, crossing.latest)]
        cells = [*days, _by(row)]
        line = row.level.threshold.id.ljust(width) + "".join(one.ljust(_COLUMN) for one in cells)
        click.echo(line.rstrip())
        click.echo(screen.quiet(screen.wrapped(_limit(row.level), "  ", "    ")))
        click.echo(screen.quiet(screen.wrapped(screen.cited(row.level.source, law), "  ", "    ")))
    if found.lacks_original:
        told = "The model changes another's, of which too little is known: no share of it is shown."
        click.echo(screen.wrapped(told))
    screen.heading("What follows")
    for row in found.rows:
        click.echo(screen.wrapped(_follows(row, found, law), "  ", "    "))


def _of_run(run: Run) -> str:
    """Return what is known of a run in a sentence."""
    words = [f"A run from {run.since.isoformat()} on"]
    if run.until:
        words.append(f"until {run.until.isoformat()}")
    if run.total:
        words.append(f"that adds {run.total}")
    if run.pace:
        words.append(f"at {run.pace}")
    return " ".join(words)


def _before(found: Forecast) -> str:
    """Return what the run comes on top of in a sentence."""
    if not found.has_dossier:
        return "Alone: there is no dossier here."
    if found.alone:
        return "Alone: what the ledger holds is left out."
    totals = found.case.account.totals
    bound = "at least " if found.is_bound else ""
    told = ", ".join(f"{metric} {bound}{total}" for metric, total in totals.items())
    warning = (
        ". The ledger is not said to be complete, so each level may be passed earlier"
        if found.is_bound
        else ""
    )
    return f"On top of the ledger: {told}{warning}."


def _day(passing: Passing) -> str:
    match passing.when:
        case When.ALREADY:
            return "already"
        case When.NEVER:
            return "never"
        case When.UNDATED:
            return "no day"
        case When.ON_A_DAY:
            assert passing.day
            return passing.day.isoformat()


def _by(row: Foreseen) -> str:
    if row.level.notifies is False:
        return "not asked"
    told = row.notification
    if told is None:
        return "-"
    return told.by.isoformat() if told.by else "done"


def _limit(level: Level) -> str:
    operator = _OPERATORS[level.threshold.comparison]
    part = f"one of {level.limit.parts} parts of " if level.limit.parts > 1 else ""
    metric = level.metric or "the larger total of the change"
    at = f", {level.place}" if level.place else ""
    return f"{operator} {part}{level.limit.whole}, {metric}{at}"


def _follows(row: Foreseen, found: Forecast, law: Law) -> str:
    """Return whether a level is passed and what follows, in sentences."""
    name, passes = row.level.threshold.id, row.crossing.passes
    told = {
        Answer.YES: "will be passed, by the low values too",
        Answer.UNDETERMINED: "may be passed",
        Answer.NO: "is not passed by this run",
    }[passes]
    if row.crossing.latest.when is When.ALREADY:
        told = "is passed already"
    elif passes is Answer.UNDETERMINED and not found.run.has_an_end:
        told = "is passed on those days if the run goes on as it does; no end of it is given"
    sentence = f"{name} {told}."
    if row.notification is None:
        return sentence
    doubt = " If the original has systemic risk:" if row.level.notifies is None else ""
    notified = _notified(row.notification, found).removesuffix(".")
    return f"{sentence}{doubt} {notified} ({law.cited(row.notification.source)})."


def _notified(told: Notification, found: Forecast) -> str:
    """Return by when the notification is due, and why."""
    if told.basis is Basis.DONE:
        return "The notification is on file."
    assert told.start
    assert told.by
    on, start = found.case.on.isoformat(), told.start.isoformat()
    by = f"by {told.by.isoformat()} at the latest"
    if told.other:
        by += f" ({told.other.isoformat()} under the other way of counting)"
    match told.basis:
        case Basis.EVENT:
            return f"The time for the notification runs since the event on {start}: {by}."
        case Basis.PASSED:
            return (
                f"The condition is met, on {start} at the latest: the notification is due without "
                f"delay, {by}, and earlier if the level was passed earlier."
            )
        case Basis.FORESEEN:
            return (
                f"So it is known on {on} that the condition will be met: the notification is due "
                f"without delay, {by}."
            )
        case Basis.CROSSING:
            return (
                f"Passed on {start}, the notification would be due {by}; sooner once it is known "
                "that the level will be passed."
            )
