"""The table of training data sources: what is stated, what was measured, what could not be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.documents.model import Paragraph, Table
from colophon.documents.registers import blocks
from colophon.dossier import files
from colophon.law.load import law
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.documents.model import Chart, Shares

WEB = {
    "id": "web",
    "name": "Web",
    "origin": "crawled",
    "modalities": ["text"],
    "size": "7123 tokens",
    "crawlers": ["ExampleBot"],
    "source": "inventory",
}


@pytest.fixture
def shown(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., list[Table | Chart | Shares | Paragraph]]:
    """Return a function that gives what an audience sees of a register with scans."""

    def shown(
        *entries: Mapping[str, Any],
        audience: Audience = Audience.AI_OFFICE,
        complete: bool = False,
        scans: Mapping[str, bytes] | None = None,
    ) -> list[Table | Chart | Shares | Paragraph]:
        record = {"datasets": {"complete": complete, "datasets": [*entries]}}
        dossier = files.read({**tree_of(record), **(scans or {})}, law())
        return list(blocks("datasets", case_of(dossier, law(), date(2026, 11, 21)), audience))

    return shown


def cells(found: list[Table | Chart | Shares | Paragraph], column: str) -> list[str]:
    """Return the cells of a column of the table."""
    table = found[0]
    assert isinstance(table, Table)
    return [row[table.columns.index(column)] for row in table.rows]


def texts(found: list[Table | Chart | Shares | Paragraph]) -> list[str]:
    """Return the paragraphs beneath the table."""
    return [one.text for one in found if isinstance(one, Paragraph)]


def test_what_was_measured_stands_beside_what_is_stated(
    shown: Callable[..., list[Table | Chart | Shares | Paragraph]],
    scan_of: Callable[..., dict[str, bytes]],
) -> None:
    """The office sees both numbers exactly, a national authority each with one figure."""
    scans = scan_of("web", {"tokens": 7456})
    exact = cells(shown(WEB, scans=scans), "Size")
    assert [one.replace("\N{NARROW NO-BREAK SPACE}", "") for one in exact] == [
        "7123 tokens\n7456 tokens (measured)"
    ]
    national = shown(WEB, scans=scans, audience=Audience.NATIONAL_AUTHORITY)
    assert cells(national, "Size") == ["7000 tokens\n7000 tokens (measured)"]


def test_a_lower_bound_is_told_as_one_and_what_was_not_read_is_named(
    shown: Callable[..., list[Table | Chart | Shares | Paragraph]],
    scan_of: Callable[..., dict[str, bytes]],
) -> None:
    """A scan with gaps measured at least so much, in bytes where nothing else was counted."""
    found = shown(WEB, scans=scan_of("web", {"text-bytes": 9}, unread=1))
    assert cells(found, "Size")[0].endswith(
        "at least 9 bytes (measured; not everything could be read)"
    )
    assert "Not everything could be read of: Web." in texts(found)[-1]


def test_who_states_that_the_register_is_complete_stands_beneath_it(
    shown: Callable[..., list[Table | Chart | Shares | Paragraph]],
) -> None:
    """The statement has its author and day; without it the reader is told that nobody made it."""
    assert texts(shown(WEB, complete=True)) == [
        "A. Moreau states on 2026-10-02 that the register is complete."
    ]
    assert texts(shown(WEB)) == ["Nobody states that the register is complete."]


def test_particulars_say_what_a_source_is(
    shown: Callable[..., list[Table | Chart | Shares | Paragraph]],
) -> None:
    """Crawlers, makers, months and the collection of a source stand in its row."""
    made = {
        "name": "Made",
        "origin": "synthetic",
        "modalities": ["text"],
        "parent": "Web",
        "since": "2024-05",
        "until": "not known",
        "models": [{"name": "Teacher", "on_market": True, "summary": "https://t.example"}],
        "source": "inventory",
    }
    found = shown(WEB, made)
    assert cells(found, "Name") == ["Web", "Made\npart of Web"]
    assert cells(found, "Particulars") == [
        "ExampleBot: not known",
        "Teacher, https://t.example",
    ]
    assert cells(found, "Period") == ["not known", "collected from 2024-05 to not known"]
