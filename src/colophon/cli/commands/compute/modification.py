"""`colophon compute modification`: is the change to another's model so large that it counts?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.errors import ReadingError
from colophon.quantities import FLOP
from colophon.workspace.modification import (
    Original,
    as_json,
    modification,
    share_in_percent,
)

if TYPE_CHECKING:
    from datetime import date

    from colophon.quantities import Amount
    from colophon.workspace.modification import Modification


def _original(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> object:
    """Read an amount, or take what begins with no digit for a path."""
    if text is None:
        return None
    if Path(text).is_dir():
        return Path(text)
    if not text.strip()[:1].isdigit():
        raise ReadingError(
            f"`{text}` is neither an amount nor the directory of a dossier",
            place="--original",
            remedy=f"Write an amount such as `3.8e25 {FLOP}`, or check the path.",
        )
    return options.read_amount(text, "--original", FLOP)


@click.command()
@click.option(
    "--original",
    metavar="AMOUNT|PATH",
    callback=_original,
    help="The original's cumulative compute, such as '3.8e25 FLOP', or its dossier.",
)
@click.option(
    "--original-updates",
    "updates",
    metavar="AMOUNT",
    callback=options.amount_in(FLOP),
    help="The original's compute that went directly into parameter updates.",
)
@click.option(
    "--systemic-risk",
    type=click.Choice(["yes", "no"]),
    help="Whether the original has systemic risk.",
)
@click.option(
    "--unknown",
    is_flag=True,
    help="Nobody can know or estimate the original's compute.",
)
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    original: Amount | Path | None,
    updates: Amount | None,
    systemic_risk: str | None,
    unknown: bool,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Say whether a change to another's model makes a provider.

    The original is what dossier.yaml says under `upstream`, or for this call what the options say;
    nothing is written. Exit code: 0 the question is answered, 1 it is not, 2 a mistake to mend.
    """
    risk = None if systemic_risk is None else systemic_risk == "yes"
    answer = modification(directory, on, Original(original, updates, risk, unknown))
    if wants_json:
        screen.as_json(as_json(answer))
    else:
        _show(answer)
    return 0 if answer.is_answered else 1


def _show(answer: Modification) -> None:
    case, law = answer.case, answer.case.law
    at_least = "" if case.account.is_whole else "at least "
    if answer.taken:
        told = "; ".join(f"{name} from {where}" for name, where in answer.taken.items())
        click.echo(screen.wrapped(f"For this call alone: {told}", "", "  "))
    for share in answer.shares:
        screen.heading(f"By {share.metric}")
        change = f"{at_least}{share.change}" if case.account.lines else "no entry in compute.yaml"
        original = f"{share.original}  {share.place}" if share.original else "not known"
        for name, value in (
            ("change", change),
            ("original", original),
            ("share", share_in_percent(share) or "not known"),
        ):
            click.echo(screen.wrapped(value, f"  {name:<10}", " " * 12))
    screen.heading("Held against")
    for one in answer.yardsticks:
        by = f", by {one.metric}" if one.metric else ", in place of the original's compute"
        click.echo(screen.wrapped(f"one of {one.parts} parts of {one.whole}{by}", "  ", "    "))
        click.echo(screen.quiet(screen.wrapped(screen.cited(one.source, law), "    ")))
    if not answer.yardsticks:
        click.echo("  nothing, as long as the original is not known")
    verdict = answer.judgement.verdict.value
    click.echo(f"\n{law.question['modification'].label}: {screen.word(verdict)}")
    screen.because(answer.judgement.because, law)
    if answer.judgement.gaps:
        screen.heading("Needed")
        for gap in answer.judgement.gaps:
            click.echo(screen.wrapped(f"{gap.place}: {gap.message}", "  ", "    "))
            click.echo(screen.quiet(screen.wrapped(gap.remedy, "    ")))
        told = "--original, --original-updates and --systemic-risk say it for one call alone."
        click.echo(screen.quiet(screen.wrapped(told, "  ")))
