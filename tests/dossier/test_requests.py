"""The register of requests: read, refused, and told to the calendar once."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from colophon.assessment.assess import assess
from colophon.assessment.calendar import calendar
from colophon.assessment.events import starts
from colophon.dossier import files
from colophon.errors import ColophonError
from colophon.law.load import law
from colophon.reading import yaml
from tests.dossier.test_schemas import SCHEMAS

BARE = {"dossier.yaml": b"format: 1\n"}
WHO = "from: AI Office, audience: ai-office, by: A. Moreau"
EVENT = "event: information-request-received"
DAYS = "received: 2026-11-02, due: 2026-12-01"
ON = date(2026, 11, 21)


def written(rows: str, events: str = "") -> dict[str, bytes]:
    """Return a dossier with these rows in `requests.yaml` and `events.yaml`."""
    requests = f"requests:\n{rows}".encode()
    return {**BARE, "requests.yaml": requests, "events.yaml": f"events: [{events}]\n".encode()}


def row(more: str = "items: [annex-xi]", id: str = "request-2") -> str:
    """Return one request."""
    return f"- {{id: {id}, {WHO}, {more}}}\n"


@pytest.mark.parametrize(
    ("rows", "place", "says"),
    [
        (row() * 2, "requests.yaml:3", "`request-2` stands twice"),
        (row("items: [annex-x]"), "requests.yaml:2", "`annex-x` is no document, section, field or"),
        (row("items: []"), "requests.yaml:2", "items"),
        (row(id="Request 2"), "requests.yaml:2", "id"),
        (row("items: [identity], audience: everybody"), "requests.yaml:2", "audience"),
        (row(f"items: [identity], {EVENT}"), "requests.yaml:2", "write `received` too"),
        (row("items: [identity], due: 2026-12-01"), "requests.yaml:2", "from which event"),
        (
            row(f"items: [identity], {DAYS}, event: placed-on-the-market"),
            "requests.yaml:2",
            "no event that can happen to one request",
        ),
        (
            row("items: [identity], received: 2026-11-02, due: 2026-11-01"),
            "requests.yaml:2",
            "before it arrived",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(rows: str, place: str, says: str) -> None:
    """What the register of requests may not say is refused with file, line and remedy."""
    with pytest.raises(ColophonError) as refused:
        files.read(written(rows), law())
    assert says in str(refused.value)
    assert refused.value.place == place
    assert refused.value.remedy


def due(tree: dict[str, bytes]) -> list[tuple[str | None, date | None]]:
    """Return what is due to requests for information."""
    case = assess(files.read(tree, law()), law(), ON).case
    rows = calendar(case, lambda _: False)
    return [
        (one.start.about, one.day)
        for one in rows
        if one.deadline.id == "information-request" and one.start
    ]


def test_a_request_is_due_once() -> None:
    """A request is due on its day, whether it or an event about it tells the day, or both do."""
    event = "{" + f"{EVENT}, on: 2026-11-02, due: 2026-12-01, about: request-2, by: A. Moreau" + "}"
    told = row(f"items: [identity], {EVENT}, {DAYS}")
    expected = [("request-2", date(2026, 12, 1))]
    assert due(written(told)) == expected
    assert due(written(row(), event)) == expected
    assert due(written(told, event)) == expected


def test_two_days_for_one_request_are_refused() -> None:
    """A request that is due on one day here and on another there is refused."""
    event = "{" + f"{EVENT}, on: 2026-11-02, due: 2026-12-09, about: request-2, by: A. Moreau" + "}"
    with pytest.raises(ColophonError, match=r"has other days in events\.yaml"):
        files.read(written(row(f"items: [identity], {EVENT}, {DAYS}"), event), law())


def test_a_start_names_the_line_of_the_request() -> None:
    """A period that runs from a request names the line of the register that it stands in."""
    dossier = files.read(written(row(f"items: [identity], {EVENT}, {DAYS}")), law())
    (start,) = starts(assess(dossier, law(), ON).case)
    assert (start.place, start.due) == ("requests.yaml:2", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("more", "valid"),
    [
        ("items: [annex-xi, identity, licence.name]", True),
        ("items: [annex-x]", False),
        (f"items: [identity], {EVENT}", True),
        ("items: [identity], event: placed-on-the-market", False),
    ],
)
def test_the_schema_knows_what_can_be_asked_for(more: str, valid: bool) -> None:
    """Editors complete the items of a request and the events that its arrival can be."""
    value = yaml(f"requests:\n{row(more)}".encode(), "requests.yaml").value
    assert jsonschema.Draft202012Validator(SCHEMAS["requests"]).is_valid(value) is valid
