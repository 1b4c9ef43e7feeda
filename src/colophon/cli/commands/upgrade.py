"""`colophon upgrade`: a dossier to this version's format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.workspace.refresh import refresh

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.in_dossier()
@options.as_json()
def command(*, directory: Path, wants_json: bool) -> int:
    """Bring a dossier to this version's format.

    Writes anew, too, the schemas that editors check it with.
    """
    written = refresh(directory)
    if wants_json:
        screen.as_json({"files": [str(path) for path in written]})
    else:
        click.echo(f"{directory} is in the format of this version ({len(written)} files)")
    return 0
