"""What is due for a dossier on the disk, on the screen and in a calendar file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import holidays
import pytest
from icalendar import Calendar

from colophon.cli import run
from colophon.dossier.model import COUNTRIES
from colophon.workspace.due import as_ics, as_json, due
from colophon.workspace.start import start

if TYPE_CHECKING:
    from pathlib import Path

MET = "events:\n  - { event: art-52-condition-met, on: 2026-10-05, by: A. Moreau }\n"
TOLD = "  - { event: art-52-notified, on: 2026-10-12, by: A. Moreau }\n"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Give a dossier in which the condition of Art. 52(1) was met on a Monday."""
    directory = tmp_path / "acme"
    start(directory, None)
    (directory / "events.yaml").write_text(MET)
    return directory


def row(directory: Path, on: str) -> dict[str, object]:
    """Return the notification of Art. 52(1) as it stands on a day."""
    rows = as_json(due(directory, date.fromisoformat(on)))["rows"]
    found: dict[str, object] = next(one for one in rows if one["id"] == "art-52-notification")
    return found


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-10-05", "due"), ("2026-10-19", "due"), ("2026-10-20", "late")],
)
def test_the_notification_is_due_in_two_weeks(dossier: Path, on: str, state: str) -> None:
    """From a Monday the two weeks of Art. 52(1) end on a Monday, and then it is late."""
    found = row(dossier, on)
    assert (found["day"], found["state"]) == ("2026-10-19", state)
    assert found["citation"] == "AI Act (OJ L 2024/1689), Art. 52(1)"


def test_what_was_notified_is_done(dossier: Path) -> None:
    """The event of the notification ends the clock."""
    (dossier / "events.yaml").write_text(MET + TOLD)
    assert row(dossier, "2026-11-21")["state"] == "done"


def test_the_exit_code_says_whether_anything_is_late(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clock that runs is 0, one that has run out is 1."""
    assert run(["-C", str(dossier), "due", "--on", "2026-10-19"]) == 0
    assert run(["-C", str(dossier), "due", "--on", "2026-10-20"]) == 1
    assert "Late" in capsys.readouterr().out


def test_a_holiday_moves_the_last_day(dossier: Path) -> None:
    """With the holidays of Belgium, two weeks before Christmas end on the next working day."""
    (dossier / "events.yaml").write_text(MET.replace("2026-10-05", "2026-12-11"))
    assert row(dossier, "2026-12-12")["day"] == "2026-12-25"
    spine = dossier / "dossier.yaml"
    spine.write_text(spine.read_text().replace("  holidays:", "  holidays: BE", 1))
    assert row(dossier, "2026-12-12")["day"] == "2026-12-28"


def test_every_country_has_holidays() -> None:
    """Whichever country a dossier may name, its holidays are known."""
    countries = set(COUNTRIES.split())
    assert countries <= set(holidays.list_supported_countries())


def test_a_calendar_file_opens_in_calendar_programs(dossier: Path) -> None:
    """A reader of the standard finds each entry on its day, and the bytes are always the same."""
    agenda = due(dossier, date(2026, 10, 6))
    content = as_ics(agenda)
    assert content == as_ics(due(dossier, date(2026, 10, 6)))
    entries = Calendar.from_ical(content.decode()).walk("VEVENT")
    days = {row.day for row in agenda.rows if row.day and row.state != "done"}
    assert {entry["DTSTART"].dt for entry in entries} == days
    assert len({entry["UID"] for entry in entries}) == len(entries)
    notification = next(one for one in entries if one["UID"].startswith("art-52-notification."))
    assert "Art. 52(1)" in notification["DESCRIPTION"]


def test_a_calendar_file_is_written_where_it_is_wanted(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--ics` writes the file and says so."""
    file = tmp_path / "deadlines.ics"
    run(["-C", str(dossier), "due", "--on", "2026-10-06", "--ics", str(file)])
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Written:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ("- { event: birthday, on: 2026-10-05, by: A }", "not an event that the law knows"),
        ("- { event: incident-death, on: 2026-10-05, by: A }", "not said which this is"),
        (
            "- { event: art-52-notified, on: 2026-10-05, by: A, about: x }",
            "it is about nothing else",
        ),
    ],
)
def test_an_event_that_cannot_be_meant_is_refused(
    dossier: Path, events: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown event, one of several without a name, and a name for what happens once."""
    (dossier / "events.yaml").write_text(f"events:\n  {events}\n")
    assert run(["-C", str(dossier), "due", "--on", "2026-10-06"]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert "events.yaml:2" in said
