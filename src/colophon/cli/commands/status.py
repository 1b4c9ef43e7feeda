"""`colophon status`: one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.assessment.completeness import is_about_nothing
from colophon.assessment.model import Verdict
from colophon.cli import obligations, options, screen
from colophon.workspace import report
from colophon.workspace.check import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Case, Completeness
    from colophon.workspace.check import Checked

_NEXT = 3

_STANDS = {
    Verdict.MET: "every field filled",
    Verdict.NOT_APPLICABLE: "not asked of this model",
    Verdict.UNDETERMINED: "not known whether more is asked",
}


@click.command()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(*, on: date, directory: Path, wants_json: bool) -> int:
    """Show on one screen how the dossier stands.

    Who and what it is about, the verdicts, the obligations, what is missing and what is next. Exit
    code: 0 nothing open, 1 something open, 2 a mistake to mend.
    """
    checked = check(directory, on)
    if wants_json:
        screen.as_json(report.of_status(checked))
    else:
        _show(checked)
    return 1 if checked.assessment.is_open else 0


def _show(checked: Checked) -> None:
    assessment = checked.assessment
    case = assessment.case
    spine = case.dossier.spine
    where = f" ({spine.provider.established_in})" if spine.provider.established_in else ""
    name = click.style(screen.harmless(spine.model.name or "model without a name"), bold=True)
    provider = screen.harmless(spine.provider.name or "provider unknown")
    click.echo(f"{name} · {provider}{where}")
    digest = checked.digest.removeprefix("sha256:")[:12]
    known = case.law.known_on.isoformat()
    told = f"on {case.on.isoformat()} · law known on {known} · dossier {digest}"
    click.echo(screen.quiet(screen.wrapped(told)))
    screen.heading("Verdicts")
    for name, judgement in assessment.verdicts.items():
        question = case.law.question[name]
        if judgement.verdict is Verdict.MET or not question.informs:
            row = screen.row(judgement.verdict.value, question.label, pad=15, indent=2, hang=2)
            click.echo(row)
    screen.heading("Obligations")
    obligations.in_short(obligations.grouped(assessment.duties, case.law), case.law)
    screen.heading("Documents")
    for outline, standing in assessment.documents.items():
        count = len(standing.missing)
        words = f"{screen.counted(count, 'field')} missing" if count else _stands(standing, case)
        click.echo(f"  {outline:<27}{words}")
    _next(checked)


def _stands(standing: Completeness, case: Case) -> str:
    """Say how a document stands of which nothing is missing."""
    if standing.verdict is Verdict.MET and is_about_nothing(case, standing.outline):
        return "no incident on file"
    return _STANDS[standing.verdict]


def _next(checked: Checked) -> None:
    findings = checked.assessment.findings
    if not findings:
        screen.heading("Nothing is missing, and nothing parts.")
        return
    counts = dict.fromkeys(("missing", "conflict", "unasked", "notice", "unread", "stale"), 0)
    for finding in findings:
        counts[finding.kind] += 1
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    screen.heading(f"Next ({told})")
    for finding in findings[:_NEXT]:
        click.echo(screen.wrapped(f"{finding.message} {finding.remedy}", "  ", "    "))
    click.echo(screen.quiet("  `colophon check` shows all, with the reasons."))
