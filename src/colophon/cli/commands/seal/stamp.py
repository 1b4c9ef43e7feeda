"""`colophon seal stamp`: time stamps and Sigstore bundles into a sealed package."""

from __future__ import annotations

from pathlib import Path

import click

from colophon.cli import options, screen
from colophon.workspace.stamp import stamp


def _path(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path | None:
    return Path(value) if value else None


@click.command()
@click.argument("package", metavar="PACKAGE")
@click.option(
    "--timestamp-request",
    "ask",
    metavar="FILE",
    callback=_path,
    help="Write what an authority for time stamps is asked with (RFC 3161).",
)
@click.option(
    "--timestamp",
    metavar="FILE",
    callback=_path,
    help="Put in the answer of that authority, or the token in it.",
)
@click.option(
    "--bundle",
    metavar="FILE",
    callback=_path,
    help="Put in a Sigstore bundle of manifest.json, as `cosign sign-blob --bundle` writes it.",
)
@options.as_json()
def command(
    *,
    package: str,
    ask: Path | None,
    timestamp: Path | None,
    bundle: Path | None,
    wants_json: bool,
) -> int:
    """Put into PACKAGE what others say of it: a time stamp, a Sigstore bundle.

    Both are of the manifest and its signature, which stay as they are. What is of another package
    is refused.
    """
    written = stamp(Path(package), ask=ask, timestamp=timestamp, bundle=bundle)
    if wants_json:
        screen.as_json({"written": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(screen.harmless(str(path)))
    return 0
