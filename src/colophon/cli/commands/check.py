"""`colophon check`: verdicts with reasons, obligations, findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from colophon.cli import obligations, options, screen
from colophon.workspace import drift, report
from colophon.workspace.check import check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from colophon.assessment.model import Assessment, Finding
    from colophon.evidence import Evidence
    from colophon.law.model import Law
    from colophon.workspace.drift import Difference


@click.command()
@click.option(
    "--against",
    "paths",
    multiple=True,
    metavar="PATH",
    help="Read the artefacts at PATH again and say, instead, where the record and they part.",
)
@options.in_language()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(
    *, paths: tuple[str, ...], language: str, on: date, directory: Path, wants_json: bool
) -> int:
    """Say what follows under the law on a day.

    Shows each verdict with its reasons, the open obligations, the missing fields and the
    conflicts. Exit code: 0 nothing open, 1 something open, 2 a mistake to mend.

    With --against, nothing is judged: 0 says that every artefact is as it was when it was read, 1
    that one has changed, gone or come.
    """
    if paths:
        return _compare(directory, [Path(path) for path in paths], wants_json=wants_json)
    checked = check(directory, on, language)
    if wants_json:
        screen.as_json(report.of_check(checked))
    else:
        _show(checked.assessment)
    return 1 if checked.assessment.is_open else 0


def _compare(directory: Path, paths: list[Path], *, wants_json: bool) -> int:
    """Print where the record and artefacts part."""
    with screen.watching() as watch:
        comparison = drift.against(directory, paths, watch=watch)
    if wants_json:
        screen.as_json(report.of_comparison(comparison))
    else:
        for change in comparison.changes:
            click.echo(f"{change.artefact} {_SAID[change.how]}")
            for one in change.differences:
                click.echo(screen.wrapped(_difference(one), "  ", "    "))
        click.echo(f"{screen.counted(comparison.agree, 'artefact')} as recorded")
    return 1 if comparison.changes else 0


_SAID: Final = {
    "changed": "has changed since it was read",
    "gone": "is not there any more, or cannot be read",
    "new": "is not in the record; colophon collect reads it",
}


def _difference(one: Difference) -> str:
    of = f" ({one.of})" if one.of else ""
    return f"{one.fact}{of}: recorded {_told(one.recorded)}; found {_told(one.found)}"


def _told(evidence: Sequence[Evidence]) -> str:
    return ", ".join(f"`{one.written()}` at {one.locator}" for one in evidence) or "nothing"


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
