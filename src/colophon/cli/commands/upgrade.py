"""`colophon upgrade`: a dossier to this version's format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.workspace.refresh import refresh

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(*, on: date, directory: Path, wants_json: bool) -> int:
    """Bring a dossier to this version's format, and to what is asked of the model by now.

    A document that is asked of the model on the day, and was not before, gets empty files for its
    answers. Writes anew, too, the schemas that editors check the dossier with.
    """
    written = refresh(directory, on)
    if wants_json:
        screen.as_json({"files": [str(path) for path in written]})
    else:
        click.echo(f"{directory} is in the format of this version ({len(written)} files)")
    return 0
