"""`colophon propose`: what the evidence supports and the registers lack."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from colophon.cli import options, screen
from colophon.workspace.propose import propose

if TYPE_CHECKING:
    from pathlib import Path

    from colophon.workspace.propose import Proposed

_COLOURS = {"+": "green", "-": "red", "@": "bright_black"}


def _pairs(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    pairs = {}
    for value in values:
        key, equals, said = value.partition("=")
        if not key or not equals:
            raise click.BadParameter(f"`{value}` is not KEY=VALUE, such as activity=pre-training")
        pairs[key] = said
    return pairs


@click.command()
@click.argument("patterns", nargs=-1, metavar="[NAME...]")
@click.option("--accept", is_flag=True, help="Enter them in the registers.")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_pairs,
    help="Say what no file tells, of each of them: --set activity=pre-training.",
)
@options.in_dossier()
@options.as_json()
def command(
    *,
    patterns: tuple[str, ...],
    accept: bool,
    given: dict[str, str],
    directory: Path,
    wants_json: bool,
) -> int:
    """Show what the evidence supports and the registers lack.

    NAME is that of a proposal, or a pattern such as 'evaluations/*'; all without. What no file
    tells and a register needs stands as `?`: it is for you to say. Only --accept writes, at the end
    of the lists, and leaves all else as it is.
    """
    result = propose(directory, patterns, given, accept=accept)
    if wants_json:
        screen.as_json(
            {
                "proposals": [
                    {
                        "id": one.id,
                        "file": one.file,
                        "list": one.list,
                        "entry": {key: _plain(value) for key, value in one.row.items()},
                        "needs": dict(one.needs),
                    }
                    for one in result.proposals
                ],
                "written": [str(path) for path in result.written],
            }
        )
        return 0
    _show(result, accepted=accept)
    return 0


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _show(result: Proposed, *, accepted: bool) -> None:
    if not result.proposals:
        click.echo("The registers have all that the evidence supports.")
        return
    for line in result.difference.splitlines():
        click.echo(click.style(line, fg=_COLOURS.get(line[:1])))
    if accepted:
        entered = f"{len(result.proposals)} {'entry' if len(result.proposals) == 1 else 'entries'}"
        click.echo(f"\n{entered} entered in {', '.join(path.name for path in result.written)}")
        return
    click.echo()
    for one in result.proposals:
        needs = f"  needs {', '.join(one.needs)}" if one.needs else ""
        click.echo(one.id + screen.quiet(needs))
    unsaid = {key: what for one in result.proposals for key, what in one.needs.items()}
    if unsaid:
        click.echo("\nWhat no file tells:")
        for key, what in unsaid.items():
            click.echo(screen.wrapped(f"--set {key}=…  {what}", "  ", "    "))
    click.echo("\nEnter them with: colophon propose NAME… --accept")
