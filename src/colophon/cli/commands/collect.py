"""`colophon collect`: read artefacts into evidence."""

from __future__ import annotations

from pathlib import Path

import click

from colophon.cli import options, screen
from colophon.workspace.collect import collect


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.in_dossier()
@options.reading_artefacts()
@options.as_json()
def command(
    *,
    paths: tuple[str, ...],
    directory: Path,
    digest_weights: bool,
    keep_going: bool,
    wants_json: bool,
) -> int:
    """Read more artefacts; only evidence/ changes.

    PATH is a file or a folder. A damaged artefact stops the whole and nothing is written, unless
    --keep-going is given.
    """
    with screen.watching() as watch:
        result = collect(
            directory,
            [Path(path) for path in paths],
            digest_weights=digest_weights,
            keep_going=keep_going,
            watch=watch,
        )
    if wants_json:
        screen.as_json(screen.collected_json(result))
    else:
        screen.collected(result)
    return 0
