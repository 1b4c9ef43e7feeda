"""What is late, due and coming for a dossier on the disk, also as a calendar file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from colophon import __version__
from colophon.assessment.calendar import Due, DueState, calendar
from colophon.workspace.check import check
from colophon.workspace.lawbook import rule_of
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Case
    from colophon.assessment.periods import IsHoliday
    from colophon.law.model import Law


@dataclass(frozen=True, slots=True)
class Agenda:
    """The calendar of a dossier on a day.

    Attributes:
        holidays: the country whose holidays were counted with; None for weekends alone.
    """

    case: Case
    rows: tuple[Due, ...]
    holidays: str | None

    @property
    def is_late(self) -> bool:
        """Whether anything is late that is known to apply."""
        return any(row.state is DueState.LATE and row.certain for row in self.rows)


def due(directory: Path, on: date) -> Agenda:
    """Return the calendar of the dossier in `directory` on a day.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: it cannot be read.
    """
    case = check(directory, on).assessment.case
    country = case.dossier.spine.calendar.holidays
    return Agenda(case, calendar(case, holidays_of(country)), country)


def holidays_of(country: str | None) -> IsHoliday:
    """Return what tells the public holidays of a country; of None there are none."""
    if country is None:
        return lambda _day: False
    import holidays  # noqa: PLC0415 -- large, and most runs do without it

    known = holidays.country_holidays(country)
    return lambda day: day in known


def as_json(agenda: Agenda) -> dict[str, Any]:
    """Return the agenda as plain values, days in ISO 8601."""
    law = agenda.case.law
    return {
        "on": agenda.case.on.isoformat(),
        "law_known_on": law.known_on.isoformat(),
        "holidays": agenda.holidays,
        "rows": [_row(row, law) for row in agenda.rows],
    }


def _row(row: Due, law: Law) -> dict[str, Any]:
    start = row.start
    return {
        "id": row.deadline.id,
        "label": row.deadline.label,
        "state": row.state.value,
        "day": row.day.isoformat() if row.day else None,
        "other_day": row.other_day.isoformat() if row.other_day else None,
        "certain": row.certain,
        "actor": row.deadline.actor,
        "rule": rule_of(row.deadline, law),
        "from": {
            "event": start.event,
            "on": start.on.isoformat(),
            "about": start.about,
            "place": start.place,
        }
        if start
        else None,
        **of_citation(row.deadline.source, law),
    }


def as_ics(agenda: Agenda) -> bytes:
    """Return what is late, due and coming as a calendar file (RFC 5545), one entry a day.

    The same agenda gives the same bytes: the stamp of an entry is the day of the agenda.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 -- only this file needs it

    file = Calendar()
    file.add("prodid", f"-//Colophon//{__version__}//EN")
    file.add("version", "2.0")
    stamp = datetime.combine(agenda.case.on, time(), tzinfo=UTC)
    law = agenda.case.law
    for row in agenda.rows:
        if row.day is None or row.state is DueState.DONE:
            continue
        about = row.start.about if row.start else None
        entry = Event()
        entry.add("uid", f"{row.deadline.id}.{about or 'model'}.{row.day.isoformat()}@colophon")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", row.day)
        model = agenda.case.dossier.spine.model.name or "model"
        entry.add("summary", f"{model}: {row.deadline.label}" + (f" ({about})" if about else ""))
        entry.add("description", f"{rule_of(row.deadline, law)}; {law.cited(row.deadline.source)}")
        file.add_component(entry)
    content: bytes = file.to_ical()
    return content
