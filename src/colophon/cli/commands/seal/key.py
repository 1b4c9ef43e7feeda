"""`colophon seal key`: a new key that signs packages."""

from __future__ import annotations

from pathlib import Path

import click

from colophon.cli import options, screen
from colophon.workspace import keys


@click.command()
@click.argument("file", metavar="FILE")
@options.as_json()
def command(*, file: str, wants_json: bool) -> int:
    """Make a new Ed25519 key in FILE, which only you can read, and FILE.pub to hand out.

    Nothing is overwritten. With a passphrase in the environment variable COLOPHON_KEY_PASSPHRASE
    the private key is closed by it. Keys of `ssh-keygen -t ed25519` sign packages as well.
    """
    public, fingerprint = keys.new(Path(file))
    if wants_json:
        screen.as_json({"key": file, "public": str(public), "fingerprint": fingerprint})
        return 0
    click.echo(f"{screen.harmless(file)}  the private key: keep it, and show it to nobody")
    click.echo(f"{screen.harmless(str(public))}  the public key: hand it to whoever checks")
    click.echo(f"  {fingerprint}")
    return 0
