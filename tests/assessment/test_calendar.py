"""Deadlines: which clock starts when, what ends it, and how it stands on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.calendar import Due, DueState, calendar
from colophon.law.load import law as shipped, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment
    from colophon.law.model import Law

SOURCE = '  { instrument: ai-act, version: oj-2024, at: "Art. 99", confirmed: recalled }\n'


def event(name: str, *, each: bool = False) -> bytes:
    """Return the file of an event."""
    flag = "each: true\n" if each else ""
    return f"id: {name}\nlabel: {name}\nhelp: The day of it.\n{flag}".encode()


def deadline(name: str, rule: str) -> bytes:
    """Return the file of a deadline."""
    return f"id: {name}\nlabel: {name}\nactor: provider\n{rule}source:\n{SOURCE}".encode()


EVENTS = {"known": False, "met": False, "told": False, "checked": False, "hurt": True}
RULES = {
    "tell": "sense: at-most\ntrigger: [met, known]\nperiod: { count: 2, unit: weeks }\n"
    "counting: regulation-1182-71\ndone_by: told\n",
    "report": "sense: at-most\ntrigger: [hurt]\nperiod: { count: 2, unit: days }\n"
    "counting: plain\ndone_by: told\n",
    "keep": "sense: retention\ntrigger: [placed-on-the-market]\n"
    "period: { count: 10, unit: years }\n",
    "prepare": "sense: before\ntrigger: [placed-on-the-market]\n"
    "period: { count: 2, unit: weeks }\ndone_by: told\n",
    "wait": "sense: at-least\ntrigger: [met]\nperiod: { count: 6, unit: months }\n",
    "check": "sense: recurring\ntrigger: [met]\nperiod: { count: 12, unit: months }\n"
    "counting: regulation-1182-71\ndone_by: checked\n",
    "act": "sense: without-delay\ntrigger: [hurt]\n",
    "answer": "sense: in-the-request\ntrigger: [hurt]\n",
    "begin": "sense: milestone\non: 2027-01-01\n",
    "comply": "sense: at-most\non: 2027-08-02\napplies_to: [legacy-model]\n",
}
"""Every sense that a period may have, over five events."""

NAME_EVENTS = ("deadlines/", "events/", "obligations/", "commitments/", "consistency/")
"""The folders of the law whose records name events, and the events."""


@pytest.fixture
def small(law_files: Mapping[str, bytes]) -> Law:
    """Give the law with no deadlines but those of this file, and nothing that names others."""
    followed = [one.follows for one in shipped().field.values() if one.follows]
    kept = {
        path: content
        for path, content in law_files.items()
        if not path.startswith(NAME_EVENTS)
        or path.removesuffix(".yaml").replace("/", ".") in followed
        or path.startswith("events/incident-")  # kinds of harm
    }
    placed = {"placed-on-the-market": False, "released": False}
    kept |= {
        f"events/{name}.yaml": event(name, each=each) for name, each in (EVENTS | placed).items()
    }
    kept |= {f"deadlines/{name}.yaml": deadline(name, rule) for name, rule in RULES.items()}
    return load(kept)


@pytest.fixture
def rows(small: Law, assessed: Callable[..., Assessment]) -> Callable[..., dict[str, Due]]:
    """Return a function that gives the calendar of a record by the names of its deadlines."""

    def rows(record: Mapping[str, Any], on: str) -> dict[str, Due]:
        case = assessed(record, on=date.fromisoformat(on), law=small).case
        found = calendar(case, lambda _day: False)
        return {
            one.deadline.id + (f" {one.start.about}" if one.start and one.start.about else ""): one
            for one in found
        }

    return rows


def happened(name: str, on: str, **more: str) -> dict[str, str]:
    """Return an event of the dossier."""
    return {"event": name, "on": on, **more}


def test_the_clock_starts_at_the_earlier_of_its_events(rows: Callable[..., dict[str, Due]]) -> None:
    """Known on Monday and met a week later: two weeks run from the Monday."""
    events = [happened("met", "2026-10-12"), happened("known", "2026-10-05")]
    row = rows({"events": events}, "2026-10-06")["tell"]
    assert row.start is not None
    assert (row.start.event, row.day, row.state) == ("known", date(2026, 10, 19), DueState.DUE)


@pytest.mark.parametrize(
    ("counting", "day", "other"),
    [
        (None, date(2026, 10, 19), date(2026, 10, 17)),
        ("regulation-1182-71", date(2026, 10, 19), date(2026, 10, 17)),
        ("plain", date(2026, 10, 17), date(2026, 10, 19)),
    ],
)
def test_the_way_of_counting_is_a_switch(
    rows: Callable[..., dict[str, Due]], counting: str | None, day: date, other: date
) -> None:
    """A dossier may choose one way of counting for all; where the two part, both are shown."""
    record = {"events": [happened("met", "2026-10-03")], "calendar": {"counting": counting}}
    row = rows(record, "2026-10-06")["tell"]
    assert (row.day, row.other_day) == (day, other)


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-10-18", DueState.DUE), ("2026-10-19", DueState.DUE), ("2026-10-20", DueState.LATE)],
)
def test_the_last_day_is_not_late(
    rows: Callable[..., dict[str, Due]], on: str, state: DueState
) -> None:
    """Something is late the day after its last day."""
    assert rows({"events": [happened("met", "2026-10-05")]}, on)["tell"].state is state


def test_what_was_done_is_done_from_its_day_on(rows: Callable[..., dict[str, Due]]) -> None:
    """The event that ends a period ends it on its own day, and not before."""
    record = {"events": [happened("met", "2026-10-05"), happened("told", "2026-10-15")]}
    assert rows(record, "2026-10-14")["tell"].state is DueState.DUE
    assert rows(record, "2026-10-15")["tell"].state is DueState.DONE


def test_each_incident_has_its_own_clock(rows: Callable[..., dict[str, Due]]) -> None:
    """Two incidents run side by side, in plain days, with the other counting beside."""
    events = [
        happened("hurt", "2026-10-02", about="first"),
        happened("hurt", "2026-10-06", about="second"),
    ]
    found = rows({"events": events}, "2026-10-05")
    assert (found["report first"].day, found["report first"].state) == (
        date(2026, 10, 4),
        DueState.LATE,
    )
    assert found["report first"].other_day == date(2026, 10, 6)
    assert (found["report second"].day, found["report second"].other_day) == (
        date(2026, 10, 8),
        None,
    )


def test_placing_on_the_market_stands_in_the_spine(rows: Callable[..., dict[str, Due]]) -> None:
    """What is kept and what is prepared runs from the day in dossier.yaml."""
    found = rows({"model": {"placed_on_market": "2026-12-01"}}, "2026-11-21")
    assert found["keep"].day == date(2036, 12, 1)
    assert found["keep"].state is DueState.COMING
    assert (found["prepare"].day, found["prepare"].state) == (date(2026, 11, 17), DueState.LATE)
    assert found["prepare"].start is not None
    assert found["prepare"].start.place.startswith("dossier.yaml:")


def test_what_recurs_runs_from_the_last_time(rows: Callable[..., dict[str, Due]]) -> None:
    """Twelve months run from the event, and again from each time that it was done."""
    events = [happened("met", "2025-10-06")]
    assert rows({"events": events}, "2026-10-01")["check"].day == date(2026, 10, 6)
    events.append(happened("checked", "2026-09-01"))
    assert rows({"events": events}, "2026-10-01")["check"].day == date(2027, 9, 1)


def test_what_may_not_be_done_yet_is_coming(rows: Callable[..., dict[str, Due]]) -> None:
    """Before six months have passed there is nothing to do."""
    record = {"events": [happened("met", "2026-10-05")]}
    assert rows(record, "2027-04-04")["wait"].state is DueState.COMING
    assert rows(record, "2027-04-05")["wait"].state is DueState.DONE


def test_without_delay_has_no_day(rows: Callable[..., dict[str, Due]]) -> None:
    """No number is invented where the law names none; a request sets its own."""
    events = [happened("hurt", "2026-10-02", about="first", due="2026-10-30")]
    found = rows({"events": events}, "2026-10-05")
    assert (found["act first"].day, found["act first"].state) == (None, DueState.DUE)
    assert found["answer first"].day == date(2026, 10, 30)


def test_days_that_the_law_names(rows: Callable[..., dict[str, Due]]) -> None:
    """A milestone comes and passes; who is not concerned does not see what others must do."""
    legacy = rows({"model": {"placed_on_market": "2025-08-01"}}, "2026-12-31")
    assert legacy["begin"].state is DueState.COMING
    assert (legacy["comply"].state, legacy["comply"].certain) == (DueState.DUE, True)
    assert "comply" not in rows({"model": {"placed_on_market": "2025-08-02"}}, "2026-12-31")
    unknown = rows({}, "2027-01-01")
    assert unknown["begin"].state is DueState.DONE
    assert not unknown["comply"].certain
