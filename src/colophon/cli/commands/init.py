"""`colophon init`: a new dossier."""

from __future__ import annotations

from pathlib import Path

import click

from colophon.cli import options, screen
from colophon.workspace.start import start


@click.command()
@click.argument("name")
@click.option("--from", "source", metavar="DIR", help="A model folder to read what it can from.")
@options.reading_artefacts()
@options.as_json()
def command(
    *, name: str, source: str | None, digest_weights: bool, keep_going: bool, wants_json: bool
) -> int:
    """Start a new dossier in the directory NAME.

    Reads what it can from a model folder, lists what it read and what it could not, and why, and
    leaves every question that no file can answer as an empty line to fill.
    """
    with screen.watching() as watch:
        result = start(
            Path(name),
            Path(source) if source else None,
            digest_weights=digest_weights,
            keep_going=keep_going,
            watch=watch,
        )
    if wants_json:
        screen.as_json({"directory": name, **screen.collected_json(result)})
        return 0
    click.echo(f"New dossier: {name}/")
    screen.collected(result)
    click.echo("\nNext: fill in dossier.yaml, compute.yaml and answers/, then")
    click.echo(f"  colophon -C {name} status")
    return 0
