"""`colophon export`: what other programs read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.errors import ReadingError
from colophon.workspace.export import export, insert

if TYPE_CHECKING:
    from datetime import date

    from colophon.workspace.export import Exported


@click.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--for",
    "audience",
    metavar="AUDIENCE",
    default="public",
    show_default=True,
    help="ai-office, national-authority, downstream or public.",
)
@click.option(
    "--to",
    metavar="DIR|FILE",
    help="Where to: a folder, or a file such as bom.json; `documents` in the dossier if left out.",
)
@click.option(
    "--into",
    "card",
    metavar="README.md",
    type=click.Path(path_type=Path),
    help="Put the section into this model card, and change nothing else in it.",
)
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    name: str,
    audience: str,
    to: str | None,
    card: Path | None,
    language: str,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Write what other programs read of the model, for one audience.

    NAME is cyclonedx, spdx, model-card, ledger-csv or domain-list. Each holds what the documents
    tell that audience, at the same precision, and no more. What nobody has stated is not there, and
    is named as missing.
    """
    if card is None:
        folder = Path(to) if to else directory / "documents"
        written = export(directory, on, name, audience=audience, language=language, to=folder)
    elif name != "model-card" or to:
        raise ReadingError(
            "only the section of a model card is put into a file that is there",
            place="--into",
            remedy="Write `colophon export model-card --into README.md`, without --to.",
        )
    else:
        written = insert(directory, on, card, audience=audience, language=language)
    if wants_json:
        parted = [asdict(one) for one in written.parted]
        screen.as_json({"written": str(written.file), "parted": parted})
    else:
        _show(written)
    return 1 if written.parted else 0


def _show(written: Exported) -> None:
    click.echo(str(written.file))
    for one in written.parted:
        says = "is empty" if one.says is None else f"says `{screen.harmless(one.says)}`"
        click.echo(
            f"  {one.place}: `{one.key}` {says}, the dossier `{screen.harmless(one.dossier)}`; "
            "it was left as it is"
        )
