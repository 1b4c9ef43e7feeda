"""`colophon seal`: a package for one audience, and what belongs to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colophon.cli import options, screen
from colophon.cli.folder import Folder
from colophon.errors import UnknownIdError
from colophon.workspace.seal import Wish, seal

if TYPE_CHECKING:
    from datetime import date

    from colophon.workspace.seal import Sealed


@click.group(cls=Folder, package=__name__, invoke_without_command=True)
@click.option(
    "--for",
    "audience",
    metavar="AUDIENCE",
    help="ai-office, national-authority, downstream or public; a request says it too.",
)
@click.option("--request", metavar="ID", help="Answer this request of requests.yaml, and no more.")
@click.option(
    "--only",
    metavar="IDS",
    multiple=True,
    help="Only these documents, sections, fields or registers; with commas between them or "
    "repeated.",
)
@click.option(
    "--format",
    "format_names",
    metavar="FORMAT",
    multiple=True,
    help="As of `write`; may be repeated. JSON always goes in.",
)
@click.option(
    "--key",
    metavar="KEY",
    help="Sign with it: a file, env:NAME, agent, or agent:SHA256:… where ssh-agent holds several.",
)
@click.option(
    "--to",
    metavar="FILE",
    help="The package; in `packages` in the dossier when left out.",
)
@click.option(
    "--timestamp-request",
    "ask",
    metavar="FILE",
    help="Write, too, what an authority for time stamps is asked with (RFC 3161).",
)
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
@click.pass_context
def command(  # noqa: PLR0913 -- one argument for each option
    ctx: click.Context,
    *,
    audience: str | None,
    request: str | None,
    only: tuple[str, ...],
    format_names: tuple[str, ...],
    key: str | None,
    to: str | None,
    ask: str | None,
    language: str,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Seal a package for one audience: one file, the same bytes each time.

    It holds the documents as that audience may see them, the evidence behind what it may see
    exactly, a cover, and a manifest that lists every file with its digest and all that is withheld
    with the reason. `colophon verify` checks it, years later and without a network.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    wish = Wish(
        audience=audience,
        request=request,
        only=_ids(only),
        format_names=format_names,
        language=language,
        key=key,
    )
    sealed = seal(directory, on, wish, to=Path(to) if to else None, ask=Path(ask) if ask else None)
    if wants_json:
        screen.as_json(_told(sealed))
    else:
        _show(sealed)
    return 0


def _ids(only: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids that `--only` names: whoever asks for a part never gets the whole."""
    ids = tuple(one.strip() for text in only for one in text.split(",") if one.strip())
    if only and not ids:
        raise UnknownIdError(
            "it names no document, section, field or register",
            place="--only",
            remedy="Name what goes in, such as licence.name; leave --only out for all of it.",
        )
    return ids


def _told(sealed: Sealed) -> dict[str, Any]:
    manifest = sealed.manifest
    return {
        "package": str(sealed.path),
        "bytes": sealed.size,
        "sha256": sealed.digest,
        "audience": manifest.audience,
        "request": manifest.request.id if manifest.request else None,
        "files": [file.path for file in manifest.files],
        "unfilled": list(manifest.unfilled),
        "withheld": [kept.model_dump(mode="json") for kept in manifest.withheld],
        "signed_by": sealed.fingerprint,
    }


def _show(sealed: Sealed) -> None:
    manifest = sealed.manifest
    click.echo(screen.harmless(str(sealed.path)))
    files = screen.counted(len(manifest.files), "file")
    click.echo(f"  for {manifest.audience}, {files}, {sealed.size} bytes")
    if manifest.unfilled:
        click.echo(f"  {screen.counted(len(manifest.unfilled), 'field')} not filled")
    click.echo(f"  SHA-256 {sealed.digest}")
    if sealed.fingerprint:
        click.echo(f"  signed by {sealed.fingerprint}")
    else:
        click.echo("  not signed: whoever receives it cannot tell who sealed it (--key signs)")
    reasons: dict[tuple[str, str], list[str]] = {}
    for kept in manifest.withheld:
        reasons.setdefault((kept.kind, kept.reason), []).append(kept.id)
    for (kind, reason), ids in reasons.items():
        click.echo(screen.wrapped(f"withheld, {kind}: {', '.join(ids)}", "  ", "    "))
        click.echo(screen.wrapped(reason, "    "))
