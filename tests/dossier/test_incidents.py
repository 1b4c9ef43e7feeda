"""The register of incidents: read, refused, and made the fields of a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.dossier import files, incidents
from colophon.dossier.effective import Origin, State
from colophon.errors import ColophonError
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    TreeOf = Callable[[Mapping[str, Any]], dict[str, bytes]]

BARE = {"dossier.yaml": b"format: 1\n"}
WHO = "by: A. Moreau, on: 2026-10-05"


def written(rows: str) -> dict[str, bytes]:
    """Return a dossier with these lines in `incidents.yaml`."""
    return {**BARE, "incidents.yaml": f"incidents:\n{rows}".encode()}


@pytest.mark.parametrize(
    ("rows", "place", "says"),
    [
        (f"- {{id: incident-3, {WHO}}}\n" * 2, "incidents.yaml:3", "`incident-3` stands twice"),
        (
            f"- {{id: incident-3, {WHO}, classes: [incident-fire]}}\n",
            "incidents.yaml:2",
            "`incident-fire` is not a kind of harm",
        ),
        (f"- {{id: incident-3, {WHO}, classes: []}}\n", "incidents.yaml:2", "classes"),
        (f"- {{id: Incident 3, {WHO}}}\n", "incidents.yaml:2", "id"),
        (f"- {{{WHO}}}\n", "incidents.yaml:2", "`id` is missing"),
        ("- {id: incident-3, by: A. Moreau}\n", "incidents.yaml:2", "`on` is missing"),
        ("- {id: incident-3, on: 2026-10-05}\n", "incidents.yaml:2", "`by` is missing"),
        (f"- {{id: incident-3, {WHO}, started: 2026-02-30}}\n", "incidents.yaml:2", "not a day"),
        (f"- {{id: incident-3, {WHO}, ended: 3.10.2026}}\n", "incidents.yaml:2", "not a day"),
        (f"- {{id: incident-3, {WHO}, weather: fine}}\n", "incidents.yaml:2", "weather"),
    ],
)
def test_a_mistake_is_refused_with_its_place(rows: str, place: str, says: str) -> None:
    """What the register of incidents may not say is refused with file, line and remedy."""
    with pytest.raises(ColophonError) as refused:
        files.read(written(rows), law())
    assert says in refused.value.message
    assert refused.value.place == place
    assert refused.value.remedy


@pytest.mark.parametrize("when", ["2026-10-01", "about mid-October", "not yet known", "2 October"])
def test_a_day_may_be_approximate(when: str) -> None:
    """The beginning and the end of an incident are days, or the best approximation in words."""
    dossier = files.read(written(f"- {{id: incident-3, {WHO}, started: {when}}}\n"), law())
    (incident,) = dossier.incidents
    assert incident.started == when
    value = incidents.values(incident, dossier, law())["serious-incident.started"]
    origin = Origin("incidents.yaml:2", "A. Moreau", date(2026, 10, 5))
    assert (value.state, value.value, value.origins) == (State.STATED, when, (origin,))


def test_what_is_not_said_is_unknown_and_what_is_not_known_is_said() -> None:
    """An empty point is unknown; one that says `not yet known` is stated."""
    rows = f"- {{id: incident-3, {WHO}, harm: , root_cause: not yet known}}\n"
    dossier = files.read(written(rows), law())
    values = incidents.values(dossier.incidents[0], dossier, law())
    assert values["serious-incident.harm"].state is State.UNKNOWN
    assert values["serious-incident.root-cause"].value == "not yet known"


def test_times_follow_from_the_events_of_the_incident(tree_of: TreeOf) -> None:
    """The times of an incident are the days of its own events, the earliest first."""
    events = [
        ("incident-aware", "2026-10-03", "incident-3"),
        ("incident-aware", "2026-10-02", "incident-3"),
        ("incident-aware", "2026-09-01", "incident-4"),
        ("incident-intermediate-report", "2026-12-01", "incident-3"),
        ("incident-intermediate-report", "2026-11-03", "incident-3"),
    ]
    record = {
        "incidents": [{"id": "incident-3", "by": "A. Moreau", "on": "2026-10-05"}],
        "events": [{"event": event, "on": on, "about": about} for event, on, about in events],
    }
    dossier = files.read(tree_of(record), law())
    values = incidents.values(dossier.incidents[0], dossier, law())
    assert values["serious-incident.aware"].value == date(2026, 10, 2)
    assert values["serious-incident.aware"].origins == (Origin("events.yaml:3", "A. Moreau"),)
    reports = values["serious-incident.intermediate-reports"]
    assert reports.value == ("2026-11-03", "2026-12-01")
    assert values["serious-incident.submitted"].state is State.UNKNOWN


def test_a_register_is_written_as_it_was_read() -> None:
    """An incident that is read and written into a new folder says the same."""
    rows = f"- {{id: incident-3, {WHO}, classes: [incident-death], ended: not yet known}}\n"
    dossier = files.read(written(rows), law())
    again = files.read(files.write(dossier, {}, law()), law())
    assert again.incidents == dossier.incidents
