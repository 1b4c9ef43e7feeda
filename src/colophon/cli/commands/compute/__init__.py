"""`colophon compute`: the ledger and its two totals, and what is computed beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import ledger as drawn, options, screen
from colophon.cli.folder import Folder
from colophon.workspace.ledger import as_json, ledger

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.group(cls=Folder, package=__name__, invoke_without_command=True)
@click.option(
    "--details", is_flag=True, help="Add who entered what where, and by which provision it counts."
)
@options.on_a_day()
@options.in_dossier()
@options.as_json()
@click.pass_context
def command(
    ctx: click.Context, *, details: bool, on: date, directory: Path, wants_json: bool
) -> int:
    """Show the ledger of training compute and its totals.

    Entries, other estimates beside them, the levels of the law, and open questions that would
    change a verdict. Exit code: 0 the ledger is complete, 1 it is not, 2 a mistake to mend.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    seen = ledger(directory, on)
    if wants_json:
        screen.as_json(as_json(seen))
    elif not seen.case.account.lines:
        click.echo("The ledger has no entry. Enter each activity in compute.yaml.")
    else:
        drawn.show(seen, details=details)
    return 0 if seen.case.account.is_whole else 1
