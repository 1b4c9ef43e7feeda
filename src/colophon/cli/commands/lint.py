"""`colophon lint`: what reviewers find most in public summaries, before they do."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen

if TYPE_CHECKING:
    from datetime import date

    from colophon.law.model import Law
    from colophon.publications.model import Remark
    from colophon.workspace.lint import Linted


@click.command()
@click.argument("file", required=False)
@click.option("--pdf", metavar="FILE", help="A summary published as PDF.")
@click.option("--docx", metavar="FILE", help="A summary published as DOCX.")
@click.option("--html", metavar="FILE", help="A summary published as a web page, saved.")
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option of the command
    *,
    file: str | None,
    pdf: str | None,
    docx: str | None,
    html: str | None,
    language: str,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Look through a public summary for what reviewers find most.

    Without FILE, the summary as the dossier has it: what `colophon check` finds of it, and more.
    With FILE, one that somebody has published: what it is tells its content.

    Each remark quotes the line that it rests on. What cannot be read is said. Exit code: 0 nothing
    remarked, 1 something remarked, 2 a mistake to mend.
    """
    from colophon.workspace import lint  # noqa: PLC0415 -- start-up matters

    named = {kind: name for kind, name in (("pdf", pdf), ("docx", docx), ("html", html)) if name}
    if file is not None:
        named[""] = file
    if len(named) > 1:
        raise click.UsageError("Name one file at a time.")
    if named:
        kind, name = next(iter(named.items()))
        linted = lint.of_file(Path(name), on, language, kind or None)
    else:
        linted = lint.of_dossier(directory, on, language)
    if wants_json:
        screen.as_json(lint.report(linted))
    else:
        _show(linted)
    return 1 if linted.remarks else 0


def _show(linted: Linted) -> None:
    law = linted.law
    if linted.kind == "dossier":
        click.echo(law.say("lint.of-dossier", model=linted.of, day=linted.on))
    else:
        count = len(linted.found)
        click.echo(law.say("lint.read", file=linted.of, kind=linted.kind.upper(), count=count))
    told: set[str] = set()
    for number, remarks in groupby(linted.remarks, lambda one: one.number):
        screen.heading(_heading(number, law))
        for remark in remarks:
            _remark(remark, law, is_new=remark.remedy not in told)
            told.add(remark.remedy)
    click.echo()
    if not linted.remarks:
        click.echo(screen.wrapped(law.say("lint.nothing", count=len(linted.found))))
    click.echo(screen.quiet(screen.wrapped(law.say("lint.not-judged"))))


def _heading(number: str | None, law: Law) -> str:
    if number is None:
        return law.say("lint.whole")
    if number == "0":
        return law.say("lint.head")
    return law.say("lint.section", number=number)


def _remark(remark: Remark, law: Law, *, is_new: bool) -> None:
    """Print a remark, with what to do about it where that was not printed before."""
    said = law.language.named("finding", remark.kind)
    margin = " " * max(10, len(said) + 1)
    click.echo(screen.row(remark.kind, remark.message, pad=len(margin), said=said))
    if remark.quote:
        click.echo(screen.wrapped(f"{remark.place}: {remark.quote}", margin, margin + "  "))
    elif remark.place:
        click.echo(screen.wrapped(remark.place, margin))
    if is_new:
        click.echo(screen.wrapped(remark.remedy, margin))
    click.echo(
        screen.quiet(screen.wrapped(" · ".join(filter(None, (remark.field, remark.flaw))), margin))
    )
