"""`colophon compute`: the ledger and its two totals, and what is computed beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.cli.folder import Folder
from colophon.workspace import report
from colophon.workspace.check import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.compute.ledger import Account
    from colophon.law.model import Law


@click.group(cls=Folder, package=__name__, invoke_without_command=True)
@options.on_a_day()
@options.in_dossier()
@options.as_json()
@click.pass_context
def command(ctx: click.Context, *, on: date, directory: Path, wants_json: bool) -> int:
    """Show the ledger of training compute and its totals.

    Each entry with its method, its source and the totals that it enters. Exit code: 0 the ledger
    is complete, 1 it is not, 2 a mistake to mend.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    case = check(directory, on).assessment.case
    if wants_json:
        screen.as_json({"on": on.isoformat(), **report.of_account(case.account, case.law)})
    else:
        _show(case.account, case.law)
    return 0 if case.account.is_whole else 1


def _show(account: Account, law: Law) -> None:
    if not account.lines:
        click.echo("The ledger has no entry. Enter each activity in compute.yaml.")
        return
    for position, line in enumerate(account.lines):
        if position:
            click.echo()
        enters = ", ".join(line.entered) or "neither total"
        if line.settled:
            enters += f" (not settled by the text: {line.settled.policy.id})"
        name = line.entry.id
        amount = screen.wrapped(f"{name}  {line.amount}", "", "  ")
        click.echo(click.style(name, bold=True) + amount.removeprefix(name))
        click.echo(
            screen.wrapped(f"{line.activity.label}: {law.language.words(line.method)}", "  ")
        )
        click.echo(screen.wrapped(f"enters: {enters}", "  "))
        told = f"{screen.cited(line.activity.source, law)} · {line.origin.place}"
        click.echo(screen.quiet(screen.wrapped(told, "  ")))
        click.echo(screen.quiet(screen.wrapped(f"source: {line.entry.source}", "  ")))
    screen.heading("Totals" if account.is_whole else "Totals, at least")
    for metric, total in account.totals.items():
        click.echo(screen.wrapped(f"{metric:<18} {total}", "  ", " " * 21))
    if not account.is_whole:
        click.echo("  The ledger is not said to be complete: compute.yaml, `complete: true`.")
