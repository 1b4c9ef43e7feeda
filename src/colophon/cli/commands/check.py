"""`colophon check`: verdicts with reasons, obligations, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import obligations, options, screen
from colophon.workspace import report
from colophon.workspace.check import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Assessment, Finding
    from colophon.law.model import Law


@click.command()
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(*, language: str, on: date, directory: Path, wants_json: bool) -> int:
    """Say what follows under the law on a day.

    Shows each verdict with its reasons, the open obligations, the missing fields and the
    conflicts. Exit code: 0 nothing open, 1 something open, 2 a mistake to mend.
    """
    checked = check(directory, on, language)
    if wants_json:
        screen.as_json(report.of_check(checked))
    else:
        _show(checked.assessment)
    return 1 if checked.assessment.is_open else 0


def _show(assessment: Assessment) -> None:
    law = assessment.case.law
    click.echo(law.say("check.day", day=assessment.case.on, known=law.known_on))
    screen.heading(law.say("check.verdicts"))
    trees = {one.because: question for question, one in assessment.verdicts.items()}
    for question, judgement in assessment.verdicts.items():
        said = law.language.named("verdict", judgement.verdict)
        click.echo(f"{question}: {screen.word(judgement.verdict.value, said=said)}")
        screen.because(judgement.because, law, elsewhere=trees)
    screen.heading(law.say("check.obligations"))
    obligations.in_full(obligations.grouped(assessment.duties, law), law)
    if assessment.findings:
        screen.heading(law.say("check.findings"))
        for finding in assessment.findings:
            _finding(finding, law)


def _finding(finding: Finding, law: Law) -> None:
    named = (finding.field, finding.question, finding.obligation, finding.agreement)
    name = next(filter(None, named), "")
    said = law.language.named("finding", finding.kind)
    margin = " " * max(10, len(said) + 1)
    click.echo(screen.row(finding.kind, finding.message, pad=len(margin), said=said))
    click.echo(screen.wrapped(f"{finding.place}: {finding.remedy}", margin))
    asked = "; ".join(law.cited(citation) for citation in finding.asked_by)
    if name or asked:
        click.echo(screen.quiet(screen.wrapped(" · ".join(filter(None, (name, asked))), margin)))
