"""The shipped forms of the safety chapter, of incidents, and of the mandate, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from colophon.dossier.model import Incident
from colophon.errors import LawError, ReadingError
from colophon.law.load import law, load
from colophon.law.model import Audience, Confirmed, Force, Kind, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.law.model import Element, Field

OFFICE = {Audience.AI_OFFICE: Precision.EXACT}
AUTHORITIES = {**OFFICE, Audience.NATIONAL_AUTHORITY: Precision.EXACT}

INCIDENT_REPORT = "serious-incident-report"

TEN_FIELDS: dict[int, tuple[str, ...]] = {
    1: ("started", "ended"),
    2: ("harm", "affected"),
    3: ("chain-of-events",),
    4: ("model",),
    5: ("involvement",),
    6: ("response",),
    7: ("recommendation",),
    8: ("root-cause",),
    9: ("patterns",),
    10: ("submitter",),
}
"""Field of the Commission's template -> the fields of `serious-incident` that hold it."""

THREE_TIMES = {
    "aware": "incident-aware",
    "suspected": "incident-link-suspected",
    "submitted": "incident-initial-report",
}
"""The times that the template lacks -> the event that each follows."""

LATER_REPORTS = {
    "intermediate-reports": "incident-intermediate-report",
    "final-report": "incident-final-report",
}

CLASSES = {
    "incident-critical-infrastructure": ("code-incident-critical-infrastructure", 2),
    "incident-cybersecurity-breach": ("code-incident-cybersecurity-breach", 5),
    "incident-death": ("code-incident-death", 10),
    "incident-other-serious-harm": ("code-incident-other-serious-harm", 15),
}
"""Kind of harm in Measure 9.3 -> the deadline of its initial report, and the days of it."""


def elements(outline: str) -> dict[str, Element]:
    """Return the elements of an outline by id."""
    return {element.id: element for element in law().outline[outline].all_elements}


def fields_of(element: Element) -> list[Field]:
    """Return the fields that an element asks for."""
    return [field for name in element.sections for field in law().section[name].fields]


# -- The report of a serious incident -------------------------------------------------------------


@pytest.mark.parametrize("number", TEN_FIELDS)
def test_each_field_of_the_template_is_held(number: int) -> None:
    """Each of the ten official fields is an element, cited by its number, with its fields."""
    element = elements(INCIDENT_REPORT)[f"incident-report-{number}"]
    wanted = [f"serious-incident.{name}" for name in TEN_FIELDS[number]]
    assert [field.id for field in fields_of(element)] == wanted
    assert not any(field.optional for field in fields_of(element))
    assert (element.source.instrument, element.source.confirmed) == (
        "incident-template",
        Confirmed.SECONDARY,
    )
    first, _, then = element.source.at.partition(", ")
    assert first == f"field {number}"
    measure = f"as Measure 9.2, point ({number}), of the Code of Practice"
    assert then == (measure if number < 10 else "")


def test_the_template_has_ten_fields() -> None:
    """The outline lists the ten official fields in order, and what is ours stands beyond them."""
    outline = law().outline[INCIDENT_REPORT]
    assert [one.id for one in outline.elements] == [f"incident-report-{n}" for n in TEN_FIELDS]
    assert [one.id for one in outline.beyond] == [
        "incident-report-classes",
        "incident-report-times",
    ]
    assert law().force(outline.source) is Force.BINDING


def test_the_times_that_the_template_lacks_are_ours() -> None:
    """Awareness, suspicion and submission follow events, and are marked as Colophon's reading."""
    element = elements(INCIDENT_REPORT)["incident-report-times"]
    assert law().force(element.source) is Force.READING
    times = {**THREE_TIMES, **LATER_REPORTS}
    assert {field.id: field.follows for field in fields_of(element)} == {
        f"serious-incident.{name}": f"events.{event}" for name, event in times.items()
    }
    assert all(field.confirmed is Confirmed.READING for field in fields_of(element))
    assert [field.id for field in fields_of(element) if not field.optional] == [
        "serious-incident.aware"
    ]
    assert all(law().event[event].each for event in times.values())


@pytest.mark.parametrize("event", CLASSES)
def test_a_kind_of_harm_is_the_event_that_starts_its_clock(event: str) -> None:
    """Each of the four kinds of harm of Measure 9.3 is named as the event of its deadline."""
    name, days = CLASSES[event]
    deadline = law().deadline[name]
    assert deadline.trigger == (event,)
    assert deadline.period is not None
    assert deadline.period.count == days


def test_several_kinds_of_harm_may_apply() -> None:
    """The kinds of harm are the four of Measure 9.3, and more than one may be chosen."""
    field = law().field["serious-incident.classes"]
    assert field.kind is Kind.CHOICES
    assert [option.id for option in field.options] == list(CLASSES)
    assert elements(INCIDENT_REPORT)["incident-report-classes"].source.at == "Measure 9.3"


def test_reports_go_to_the_ai_office_and_to_national_authorities() -> None:
    """Art. 55(1)(c) names both, and nobody else sees a field of an incident."""
    assert set(law().outline[INCIDENT_REPORT].audiences) == set(AUTHORITIES)
    for element in elements(INCIDENT_REPORT).values():
        assert all(field.shown_to == AUTHORITIES for field in fields_of(element))


def test_an_incident_has_the_attributes_that_fields_follow() -> None:
    """Every field of an incident follows its entry or an event, and no attribute is lost."""
    follows = [
        field.follows or ""
        for section in law().sections
        if section.each
        for field in section.fields
    ]
    followed = {one.partition(".")[2].replace("-", "_") for one in follows if "incidents." in one}
    assert followed == set(Incident.model_fields) - {"id", "by", "on", "note"}


SHORT = """\
id: short
label: Short
{each}fields:
  - id: short.one
    label: One
    help: One.
    kind: text
    follows: {follows}
    shown_to: {{ ai-office: exact }}
    confirmed: reading
"""


@pytest.mark.parametrize(
    ("each", "follows", "says"),
    [
        ("each: incidents\n", "dossier.model.name", "follow `incidents.…` or `events.…`"),
        ("", "incidents.harm", "need `each`"),
    ],
)
def test_a_field_of_an_incident_follows_its_entry(
    law_files: Mapping[str, bytes], each: str, follows: str, says: str
) -> None:
    """Fields of each incident and fields of the model are not mixed in a section."""
    section = SHORT.format(each=each, follows=follows).encode()
    with pytest.raises(ReadingError, match=says) as refused:
        load({**law_files, "fields/short.yaml": section})
    assert refused.value.place.startswith("law/data/fields/short.yaml:")


@pytest.mark.parametrize(
    ("each", "follows", "says"),
    [
        ("", "events.incident-aware", "which can happen more than once"),
        ("each: incidents\n", "events.art-52-notified", "which does not happen to each incident"),
    ],
)
def test_an_event_of_an_incident_happens_to_each(
    law_files: Mapping[str, bytes], each: str, follows: str, says: str
) -> None:
    """The fields of an incident follow events of each incident, and no other field does."""
    section = SHORT.format(each=each, follows=follows).encode()
    with pytest.raises(LawError, match=says) as refused:
        load({**law_files, "fields/short.yaml": section})
    assert refused.value.place == "law/data/fields/short.yaml"


def test_an_event_that_is_followed_is_known(law_files: Mapping[str, bytes]) -> None:
    """A time of an incident that follows no event is refused, with its file."""
    section = SHORT.format(each="each: incidents\n", follows="events.full-moon").encode()
    with pytest.raises(
        LawError, match="the event `full-moon` is named and is not there"
    ) as refused:
        load({**law_files, "fields/short.yaml": section})
    assert refused.value.place == "law/data/fields/short.yaml"


def test_an_element_is_of_the_model_or_of_each_incident(law_files: Mapping[str, bytes]) -> None:
    """An element that names sections of both is refused, with its file."""
    path = f"outlines/{INCIDENT_REPORT}.yaml"
    text = law_files[path].replace(b"[serious-incident-dates]", b"[serious-incident-dates, energy]")
    with pytest.raises(LawError, match="both of the model and of each incident") as refused:
        load({**law_files, path: text})
    assert refused.value.place == f"law/data/{path}"
