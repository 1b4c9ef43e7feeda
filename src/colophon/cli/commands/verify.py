"""`colophon verify`: what is proved of a package, and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.errors import EXIT_CODE_MISTAKE, ColophonError
from colophon.workspace.verify import as_json, not_proved, proved, verify

if TYPE_CHECKING:
    from colophon.workspace.verify import Verified


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--key",
    metavar="KEY",
    help="The key that must have signed it: a file with the public key, or SHA256:…",
)
@click.option(
    "--authority",
    metavar="FILE",
    help="The certificate of the authority for time stamps that you trust, in PEM.",
)
@options.as_json()
def command(*, file: str, key: str | None, authority: str | None, wants_json: bool) -> int:
    """Check the package FILE: what is proved of it, and what is not.

    Nothing is unpacked, and no network is needed. Exit code: 0 unchanged, and signed by the key
    that was named; 1 unchanged, and something could not be held against anything; 2 changed, signed
    by another key, or no package: the message names what differs first.
    """
    try:
        one = verify(
            Path(file), key=key, authority=Path(authority) if authority is not None else None
        )
    except ColophonError as error:
        if not wants_json:
            raise
        told = {"place": error.place, "message": error.message, "remedy": error.remedy}
        screen.as_json({"unchanged": False, "problem": told})
        return EXIT_CODE_MISTAKE
    if wants_json:
        screen.as_json(as_json(one))
    else:
        _show(one, file)
    return 1 if one.is_open else 0


def _show(one: Verified, file: str) -> None:
    manifest = one.manifest
    click.echo(screen.harmless(f"{file}: unchanged"))
    about = f"{manifest.model} of {manifest.provider}, for {manifest.audience}, on {manifest.on}"
    click.echo(screen.wrapped(about, "  ", "    "))
    if manifest.request is not None:
        asked = f"request {manifest.request.id} of {manifest.request.sender}"
        click.echo(screen.wrapped(asked, "  ", "    "))
    kept = len(manifest.withheld)
    if kept:
        click.echo(f"  {screen.counted(kept, 'thing')} withheld: see the cover, or --json")
    screen.heading("Proved")
    for sentence in proved(one):
        click.echo(screen.wrapped(sentence, "  ", "    "))
    screen.heading("Not proved")
    for sentence in not_proved(one):
        click.echo(screen.wrapped(sentence, "  ", "    "))
