"""`colophon due`: what is late, due and coming."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.assessment.calendar import DueState
from colophon.cli import options, screen
from colophon.workspace import disk
from colophon.workspace.due import as_ics, as_json, due
from colophon.workspace.lawbook import rule_of

if TYPE_CHECKING:
    from datetime import date

    from colophon.assessment.calendar import Due
    from colophon.law.model import Law
    from colophon.workspace.due import Agenda


@click.command()
@click.option("--ics", metavar="FILE", help="Write a calendar file for calendar programs.")
@click.option("--all", "wants_all", is_flag=True, help="Show what is done or past, too.")
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(
    *, ics: str | None, wants_all: bool, on: date, directory: Path, wants_json: bool
) -> int:
    """List what is late, due and coming.

    Periods run from the events of events.yaml. Exit code: 0 nothing is late, 1 something is
    that is known to apply.
    """
    agenda = due(directory, on)
    if ics:
        path = Path(ics)
        disk.write(path.parent, {path.name: as_ics(agenda)})
    if wants_json:
        screen.as_json(as_json(agenda))
    else:
        _show(agenda, wants_all=wants_all)
        if ics:
            click.echo(f"\nWritten: {ics}")
    return 1 if agenda.is_late else 0


def _show(agenda: Agenda, *, wants_all: bool) -> None:
    known = agenda.case.law.known_on.isoformat()
    holidays = agenda.holidays or "none but Saturdays and Sundays"
    told = f"on {agenda.case.on.isoformat()} · law known on {known} · holidays: {holidays}"
    click.echo(screen.quiet(told))
    for state in DueState:
        rows = [row for row in agenda.rows if row.state is state]
        if rows and (wants_all or state is not DueState.DONE):
            screen.heading(state.value.capitalize())
            for row in rows:
                _row(row, agenda.case.law)


def _row(row: Due, law: Law) -> None:
    day = row.day.isoformat() if row.day else "no day"
    about = f" ({row.start.about})" if row.start and row.start.about else ""
    doubt = "" if row.certain else ", if it applies"
    click.echo(screen.wrapped(f"{row.deadline.label}{about}{doubt}", f"  {day:<12}", " " * 14))
    words = rule_of(row.deadline, law)
    if row.start:
        words += f" · {row.start.event} on {row.start.on.isoformat()}, {row.start.place}"
    if row.other_day:
        words += f" · {row.other_day.isoformat()} under the other way of counting"
    click.echo(screen.quiet(screen.wrapped(words, " " * 14)))
    click.echo(screen.quiet(screen.wrapped(screen.cited(row.deadline.source, law), " " * 14)))
