"""`colophon open`: the documents in the browser, from the dossier's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.law.model import Audience
from colophon.workspace.overview import overview

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command()
@click.argument("document", required=False, metavar="[DOCUMENT]")
@click.option(
    "--for",
    "audience",
    type=click.Choice([one.value for one in Audience]),
    metavar="AUDIENCE",
    help="ai-office, national-authority, downstream or public.",
)
@click.option("--no-browser", is_flag=True, help="Open nothing; print where the page is.")
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    document: str | None,
    audience: str | None,
    no_browser: bool,
    language: str,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Show the documents in the browser, from documents/ in the dossier.

    Without DOCUMENT, the index page: all documents and formats by audience, what is missing, what
    has changed since the last release. The index is for the provider and is never handed over.
    A page that was made from an earlier state of the dossier is written anew.
    """
    opened = overview(directory, on, document=document, audience=audience, language=language)
    address = opened.page.resolve().as_uri()
    if audience is not None and document is None:
        address += f"#for-{audience}"
    is_shown = not no_browser and not wants_json and _shown(address)
    if wants_json:
        screen.as_json(
            {
                "page": str(opened.page),
                "address": address,
                "written": opened.written,
                "also_for": list(opened.also_for),
            }
        )
        return 0
    click.echo(str(opened.page))
    if opened.also_for:
        told = f"also for: {', '.join(opened.also_for)} (--for)"
        click.echo(screen.quiet(screen.wrapped(told, "  ")))
    if not no_browser and not is_shown:
        words = f"No browser could be opened here. Open this address in one: {address}"
        click.echo(screen.wrapped(words, "  "))
    return 0


def _shown(address: str) -> bool:
    """Say whether a browser took the address."""
    import webbrowser  # noqa: PLC0415 -- most runs do without it

    return webbrowser.open(address)
