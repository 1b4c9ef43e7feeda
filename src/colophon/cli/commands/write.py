"""`colophon write`: the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.workspace.write import lacking, write

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option(
    "--for",
    "audiences",
    metavar="AUDIENCE",
    multiple=True,
    help="ai-office, national-authority, downstream or public; may be repeated.",
)
@click.option(
    "--format",
    "format_names",
    metavar="FORMAT",
    multiple=True,
    help="docx, html, json, markdown or pdf; may be repeated.",
)
@click.option("--to", metavar="DIR", help="Where to; `documents` in the dossier when left out.")
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    documents: tuple[str, ...],
    audiences: tuple[str, ...],
    format_names: tuple[str, ...],
    to: str | None,
    language: str,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Write documents, each for its audiences.

    All documents, for all of their audiences, in every format, as far as nothing else is said.
    What is not asked of this model is written only when it is named. A format that needs a library
    which is not installed is left out, and the command says so.

    DOCUMENT is the id of an outline, such as annex-xi; `colophon law outlines` lists them. What is
    missing is shown as missing, with the provision that asks for it.
    """
    written = write(
        directory,
        on,
        documents=documents,
        audiences=audiences,
        format_names=format_names,
        language=language,
        to=Path(to) if to else directory / "documents",
    )
    left_out = {} if format_names else lacking()
    if wants_json:
        screen.as_json({"written": [str(path) for path in written], "left_out": left_out})
    else:
        for path in written:
            click.echo(str(path))
        for name, libraries in left_out.items():
            click.echo(
                f"Left out: {name}, which needs {', '.join(libraries)}. "
                "Run: pip install 'colophon[documents]'",
                err=True,
            )
    return 0
