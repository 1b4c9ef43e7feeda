"""`colophon release`: the dossier as it stands, frozen as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from colophon.cli import options, screen
from colophon.workspace.lawbook import rule_of
from colophon.workspace.releases import release
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.workspace.releases import Made


@click.command()
@click.argument("version")
@click.option("--note", metavar="TEXT", help="What this version is, in a sentence.")
@click.option("--by", metavar="NAME", help="Who releases it.")
@options.on_a_day("The day of the release, if it is not today.")
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    version: str,
    note: str | None,
    by: str | None,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Freeze the dossier as it stands under the name VERSION.

    The copy lies in releases/VERSION with a digest of each file, is never overwritten, and is
    verified whenever it is read. Documents show the version from then on, with the versions before
    and what changed. A release says nothing of whether the dossier is complete.
    """
    made = release(directory, version, on, by=by, note=note)
    if wants_json:
        screen.as_json(_plain(made))
    else:
        _show(made)
    return 0


def _show(made: Made) -> None:
    record = made.record
    digest = record.dossier_digest.removeprefix("sha256:")[:12]
    by = record.by or "nobody is named"
    click.echo(f"Released: version {record.version} in {made.folder}")
    told = f"on {record.on.isoformat()} · by: {by} · {screen.counted(len(record.files), 'file')}"
    click.echo(screen.quiet(screen.wrapped(f"{told} · dossier {digest}", "  ")))
    if made.same_as:
        click.echo(f"  Nothing has changed since version {made.same_as}.")
    for field, value in made.said.items():
        if value is None:
            words = f"{field}, in which a document says its version, is not answered."
        elif value != record.version:
            words = f"{field}, in which a document says its version, says {value}."
        else:
            continue
        click.echo(screen.wrapped(words, "  ", "    "))
    law = made.case.law
    for row in made.kept_until:
        assert row.day is not None
        doubt = "" if row.certain else ", if it applies"
        words = f"Keep until {row.day.isoformat()}{doubt}: {row.deadline.label}"
        click.echo(screen.wrapped(words, "  ", "    "))
        click.echo(screen.quiet(screen.wrapped(screen.cited(row.deadline.source, law), "    ")))


def _plain(made: Made) -> dict[str, Any]:
    law = made.case.law
    return {
        "folder": str(made.folder),
        **made.record.model_dump(mode="json"),
        "same_as": made.same_as,
        "said": made.said,
        "kept_until": [
            {
                "id": row.deadline.id,
                "label": row.deadline.label,
                "day": row.day.isoformat() if row.day else None,
                "certain": row.certain,
                "rule": rule_of(row.deadline, law),
                **of_citation(row.deadline.source, law),
            }
            for row in made.kept_until
        ],
    }
