"""`colophon explain`: what an id means, and how it stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.workspace import report
from colophon.workspace.check import check
from colophon.workspace.disk import holds_dossier
from colophon.workspace.explain import explain
from colophon.workspace.law import law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.law.model import Law
    from colophon.workspace.explain_duties import Explanation


@click.command()
@click.argument("id_", metavar="ID")
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(*, id_: str, language: str, on: date, directory: Path, wants_json: bool) -> int:
    """Explain any id of the law, and how it stands here.

    Says what it is, since when it holds and where it is written.

    ID is that of an obligation, commitment, consequence, threshold, field, section, question,
    policy, document, element, activity, event, deadline or instrument; `colophon law` lists them.
    Where two kinds have one id, the kind may stand before it, such as deadline:copyright-policy.
    """
    known = law(language)
    is_here = holds_dossier(directory)
    assessment = check(directory, on, language).assessment if is_here else None
    explanation = explain(id_, known, assessment)
    if wants_json:
        screen.as_json(report.of_explanation(explanation, known))
    else:
        _show(explanation, known)
    return 0


def _show(explanation: Explanation, law: Law) -> None:
    click.echo(f"{click.style(explanation.label, bold=True)}  {screen.quiet(explanation.id)}")
    click.echo(screen.wrapped(explanation.says, "  "))
    for name, value in explanation.facts:
        click.echo(screen.wrapped(f"{name}: {value}", "  ", "    "))
    if explanation.sources:
        screen.heading(law.say("explain.written-in"))
        for citation in dict.fromkeys(explanation.sources):
            click.echo(screen.wrapped(screen.cited(citation, law), "  ", "    "))
    if explanation.here is not None:
        screen.heading(law.say("explain.here"))
        click.echo(screen.wrapped(explanation.here, "  ", "    "))
        if explanation.because:
            screen.because(explanation.because, law, "  ")
