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


FRAMEWORK = "safety-framework"
MODEL_REPORT = "model-report"
MANDATE = "representative-mandate"

REPORT: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "model-report-7-1-1": (
        "Measure 7.1, point (1)",
        {
            "architecture": ("architecture.description", "design.model-specifications"),
            "training method": ("design.training-process", "design.decisions"),
            "training data": ("data.types", "data.provenance", "data.obtained", "data.curation"),
            "capabilities": ("model.capabilities",),
            "propensities": ("model.propensities",),
            "affordances": ("model.affordances",),
            "differences to own other models": ("model.differences-to-own-models",),
        },
    ),
    "model-report-7-1-2": (
        "Measure 7.1, point (2)",
        {
            "past and expected use": ("use.past-and-expected",),
            "use in developing or overseeing models": ("use.in-own-development",),
        },
    ),
    "model-report-7-1-3": (
        "Measure 7.1, point (3)",
        {"versions": ("model.versions",), "their differences": ("versions.differences",)},
    ),
    "model-report-7-1-4": (
        "Measure 7.1, point (4)",
        {
            "principles": ("specification.principles",),
            "priority": ("specification.priorities",),
            "topics to refuse": ("specification.refusals",),
            "system prompt": ("specification.system-prompt",),
        },
    ),
    "model-report-7-2": (
        "Measure 7.2",
        {
            "(1)": ("acceptability.justification",),
            "(2)": ("acceptability.conditions",),
            "(3)": ("acceptability.decision", "acceptability.external-input"),
        },
    ),
    "model-report-7-3-1": (
        "Measure 7.3, point (1)",
        {
            "(a)": ("risk-analysis.identification",),
            "(b)": ("risk-analysis.assumptions",),
            "(c)": ("risk-analysis.modelling",),
            "(d)": (
                "risk-analysis.estimates",
                "systemic-risk.sources",
                "systemic-risk.assessment",
            ),
            "(e)": (
                "evaluation.results",
                "evaluation.tasks-and-scoring",
                "evaluation.elicitation",
                "evaluation.human-baselines",
                "evaluation.comparisons",
            ),
            "(f)": ("evaluation.samples",),
            "(g)": ("evaluation.team-resources",),
            "(h)": ("evaluation.safe-reference",),
        },
    ),
    "model-report-7-3-2": (
        "Measure 7.3, point (2)",
        {
            "all mitigations": ("safety-mitigations.list",),
            "how Measure 5.1 is met": ("safety-mitigations.robustness",),
            "limits": ("safety-mitigations.limits",),
        },
    ),
    "model-report-7-3-3": (
        "Measure 7.3, point (3)",
        {
            "security goal": ("security.goal", "security.threat-actors"),
            "mitigations": ("cybersecurity.model", "cybersecurity.infrastructure"),
            "how the goal is met": ("security.how-met",),
            "standards": ("security.standards",),
            "(d)": ("security.deviations",),
        },
    ),
    "model-report-7-3-4": (
        "Measure 7.3, point (4)",
        {
            "techniques and assets": ("changes.techniques",),
            "expected differences": ("changes.differences",),
            "new mitigations": ("changes.mitigations",),
        },
    ),
    "model-report-7-4": (
        "Measure 7.4",
        {
            "evaluator reports": ("external.evaluators", "external.evaluation-reports"),
            "security reviews": ("external.security-reviews",),
            "if none": ("external.exemption",),
            "why that evaluator": ("external.choice",),
        },
    ),
    "model-report-7-5": ("Measure 7.5", {"changes": ("risk-landscape.changes",)}),
    "model-report-7-6": (
        "Measure 7.6",
        {
            "version": ("model-report.version",),
            "date": ("model-report.date",),
            "changelog": ("model-report.changelog",),
        },
    ),
    "model-report-7-7": ("Measure 7.7", {"access": ("model-report.access",)}),
}
"""Element of the Model Report -> where it is asked, and the fields of each of its points."""

CONTENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "framework-1-1": (
        "Measure 1.1",
        ("framework.assessment-processes", "framework.mitigation-processes"),
    ),
    "framework-1-1-1": (
        "Measure 1.1, point (1)",
        ("framework.trigger-points", "framework.trigger-reasons"),
    ),
    "framework-1-1-2-a": (
        "Measure 1.1, point (2)(a)",
        (
            "framework.tiers",
            "framework.tier-reasons",
            "framework.other-criteria",
            "framework.acceptance",
        ),
    ),
    "framework-1-1-2-b": ("Measure 1.1, point (2)(b)", ("framework.tier-mitigations",)),
    "framework-1-1-2-c": ("Measure 1.1, point (2)(c)", ("framework.timelines",)),
    "framework-1-1-2-d": ("Measure 1.1, point (2)(d)", ("framework.external-actors",)),
    "framework-1-1-3": (
        "Measure 1.1, point (3), with Measure 8.1",
        tuple(
            f"responsibility.{one}" for one in ("oversight", "ownership", "support", "assurance")
        ),
    ),
    "framework-1-1-4": (
        "Measure 1.1, point (4)",
        ("framework.update-process", "framework.confirmation"),
    ),
}
"""Element of the Framework -> where it is asked, and its fields."""

APPENDIX_4: dict[str, tuple[str, ...]] = {
    "4-1": ("network-access", "social-engineering", "malware", "vulnerabilities"),
    "4-2": (
        *("parameter-registry", "copy-control", "parameter-encryption", "decryption"),
        *("confidential-computing", "physical-access"),
    ),
    "4-3": (
        *("interface-authorisation", "interface-review", "interface-hardening"),
        "interface-access",
    ),
    "4-4": ("background-checks", "insider-training", "sandboxes", "training-data-checks"),
    "4-5": (
        *("external-reviews", "red-teaming", "bug-bounty", "integrity-tests"),
        *("reporting-channel", "intrusion-detection", "security-team"),
    ),
}
"""Section of Appendix 4 -> the fields of `security` that are its checklist."""

PARAGRAPHS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "54-1": ("Art. 54(1)", ("representative.name", "representative.mandated"), True),
    "54-2": ("Art. 54(2)", ("mandate.means",), False),
    "54-3": ("Art. 54(3)", ("mandate.language",), False),
    "54-3-a": ("Art. 54(3)(a)", ("mandate.verification",), False),
    "54-3-b": ("Art. 54(3)(b)", ("mandate.documentation", "provider.contact"), True),
    "54-3-c": ("Art. 54(3)(c)", ("mandate.information",), False),
    "54-3-d": ("Art. 54(3)(d)", ("mandate.cooperation",), True),
    "54-4": ("Art. 54(4)", ("mandate.addressee",), True),
    "54-5": ("Art. 54(5)", ("mandate.termination",), False),
}
"""Element of the mandate -> where it is asked, its fields, whether national authorities see it."""

ONLY_IF = {
    INCIDENT_REPORT: ("systemic-risk",),
    MODEL_REPORT: ("systemic-risk", "signatory-safety"),
    FRAMEWORK: ("systemic-risk", "signatory-safety"),
    MANDATE: ("third-country-provider",),
}


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


def test_to_report_is_not_to_admit() -> None:
    """The report says that it is no admission."""
    assert "To report is not to admit a wrong" in law().outline[INCIDENT_REPORT].purpose


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


# -- The Model Report, the Framework --------------------------------------------------------------


def of_the_chapter(element: Element) -> bool:
    """Say whether an element cites the chapter on safety, as it was read in a conversion."""
    source = element.source
    return (source.instrument, source.version, source.confirmed) == (
        "code-of-practice-safety",
        "july-2025",
        Confirmed.CONVERSION,
    )


@pytest.mark.parametrize("name", ONLY_IF)
def test_a_form_is_asked_of_some_models_alone(name: str) -> None:
    """Three forms are for systemic risk, two of them for signatories, one is for others abroad."""
    assert law().outline[name].only_if == ONLY_IF[name]


@pytest.mark.parametrize("name", REPORT)
def test_each_point_of_the_model_report_is_held(name: str) -> None:
    """Each point of Commitment 7 has its fields, in the element that cites it."""
    at, points = REPORT[name]
    element = elements(MODEL_REPORT)[name]
    assert element.source.at == at
    assert of_the_chapter(element)
    asked = {field.id for field in fields_of(element)}
    for point, wanted in points.items():
        assert set(wanted) <= asked, point


def test_the_model_report_has_thirteen_elements() -> None:
    """The Model Report goes through Measures 7.1 to 7.7 in order, and nothing is lost."""
    assert list(elements(MODEL_REPORT)) == list(REPORT)
    assert {at.partition(",")[0] for at, _ in REPORT.values()} == {
        f"Measure 7.{number}" for number in range(1, 8)
    }


def test_the_model_report_tells_the_facts_of_the_form() -> None:
    """Architecture, training process and data are the very fields of the documentation form."""
    reused = {
        section
        for element in elements(MODEL_REPORT).values()
        for section in element.sections
        if section
        in {
            one
            for other in ("model-documentation-form", "annex-xi")
            for inner in elements(other).values()
            for one in inner.sections
        }
    }
    assert reused == {
        "architecture",
        "modalities",
        "model-design",
        "training-process",
        "data",
        "data-details",
        "identity",
        "risk-evaluation",
    }


def test_what_is_asked_of_outside_evaluators_turns_on_whether_there_were_any() -> None:
    """Reports and reasons are asked where there were evaluators, the exemption where not."""
    conditions = {
        field.id: [(one.field, one.among) for one in field.asked_if]
        for field in fields_of(elements(MODEL_REPORT)["model-report-7-4"])
        if field.asked_if
    }
    assert conditions == {
        "external.evaluation-reports": [("external.evaluators", ("yes",))],
        "external.choice": [("external.evaluators", ("yes",))],
        "external.exemption": [("external.evaluators", ("no",))],
    }


def test_samples_are_at_least_five() -> None:
    """The Model Report asks for five random samples of each relevant evaluation."""
    assert "at least five samples" in law().field["evaluation.samples"].help


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("security.threat-actors", ("ten experienced professionals", "EUR 1 million")),
        ("evaluation.team-resources", ("doctorate", "three years of relevant work")),
        ("evaluation.safe-reference", ("before 10 July 2025", "no higher score", "wide margin")),
    ],
)
def test_what_the_appendices_measure_by_is_told(field: str, parts: tuple[str, ...]) -> None:
    """The benchmark of threat actors, and marks of teams and safe models, stand in the help."""
    assert [part for part in parts if part not in law().field[field].help] == []


def test_small_providers_may_go_into_less_detail() -> None:
    """The Model Report says that small providers may reduce the detail."""
    assert "small mid-cap provider may go into less detail" in law().outline[MODEL_REPORT].purpose


def test_a_model_report_may_refer_and_cover_several_models() -> None:
    """The Model Report may refer to earlier submissions and cover several models."""
    purpose = law().outline[MODEL_REPORT].purpose
    assert "refer to what was submitted before" in purpose
    assert "cover several models" in purpose


@pytest.mark.parametrize("name", CONTENTS)
def test_each_content_of_the_framework_is_held(name: str) -> None:
    """Each content of Measure 1.1 is an element, cited by its point, with its fields."""
    at, wanted = CONTENTS[name]
    element = elements(FRAMEWORK)[name]
    assert element.source.at == at
    assert of_the_chapter(element)
    assert tuple(field.id for field in fields_of(element)) == wanted


@pytest.mark.parametrize("name", APPENDIX_4)
def test_each_measure_of_appendix_4_is_held(name: str) -> None:
    """Each measure of Appendix 4 is a field, which may be replaced with a reason."""
    element = elements(FRAMEWORK)[f"framework-appendix-{name}"]
    assert element.source.at == f"Measure 6.2 with Appendix {name.replace('-', '.')}"
    assert of_the_chapter(element)
    fields = fields_of(element)
    assert [field.id for field in fields] == [f"security.{one}" for one in APPENDIX_4[name]]
    assert all(field.where_applicable for field in fields)


def test_the_framework_has_its_elements_in_order() -> None:
    """Measure 1.1 comes first; the goal, the checklist and the version stand beyond it."""
    outline = law().outline[FRAMEWORK]
    assert [one.id for one in outline.elements] == list(CONTENTS)
    checklist = [f"framework-appendix-{name}" for name in APPENDIX_4]
    assert [one.id for one in outline.beyond] == ["framework-6-1", *checklist, "framework-1-3"]
    version = elements(FRAMEWORK)["framework-1-3"]
    names = ("version", "date", "changelog")
    assert [field.id for field in fields_of(version)] == [f"framework.{one}" for one in names]
    assert version.source.at == "Measure 1.3"


def test_the_security_goal_is_stated_once() -> None:
    """The Framework and the Model Report ask for one and the same security goal."""
    asking = {element.id for _, element in law().asked_by("security.goal")}
    assert asking == {"model-report-7-3-3", "framework-6-1"}


def test_keys_have_the_length_that_appendix_4_names() -> None:
    """Parameters are encrypted with at least 256 bits."""
    assert "at least 256 bits" in law().field["security.parameter-encryption"].help


@pytest.mark.parametrize("outline", [MODEL_REPORT, FRAMEWORK])
def test_what_only_the_chapter_asks_for_is_for_the_ai_office_alone(outline: str) -> None:
    """A field that only the Model Report or the Framework asks for is shown to nobody else."""
    assert law().outline[outline].audiences == (Audience.AI_OFFICE,)
    assert law().force(law().outline[outline].source) is Force.VOLUNTARY
    others = {section for duty in law().obligations for section in duty.fulfilled_by.sections}
    for element in elements(outline).values():
        for field in fields_of(element):
            asking = {one.id for one, _ in law().asked_by(field.id)}
            if asking <= {MODEL_REPORT, FRAMEWORK} and law().section_of[field.id] not in others:
                assert field.shown_to == OFFICE, field.id
                assert field.confirmed is Confirmed.CONVERSION


# -- The mandate ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_each_paragraph_of_the_mandate_is_held(name: str) -> None:
    """Each paragraph and task of Art. 54 is an element of the mandate, with its fields."""
    at, wanted, is_national = PARAGRAPHS[name]
    element = elements(MANDATE)[f"representative-mandate-{name}"]
    assert element.source.at == at
    assert element.source.confirmed is Confirmed.PRIMARY
    needed = [field for field in fields_of(element) if not field.optional]
    assert tuple(field.id for field in needed) == wanted
    for field in needed:
        assert (Audience.NATIONAL_AUTHORITY in field.shown_to) is is_national
        if field.id.startswith("mandate."):  # others are asked elsewhere too, of more readers
            assert field.shown_to == (AUTHORITIES if is_national else OFFICE)
        assert not field.where_applicable


def test_the_mandate_is_lifted_for_open_source() -> None:
    """The mandate goes through Art. 54(1) to (5), and Art. 54(6) lifts all of it."""
    assert list(elements(MANDATE)) == [f"{MANDATE}-{name}" for name in PARAGRAPHS]
    lifted = law().outline[MANDATE].unless
    assert {name: one.at for name, one in lifted.items()} == {"open-source-exception": "Art. 54(6)"}


def test_documentation_is_kept_ten_years() -> None:
    """The task to keep the documentation names the ten years of the deadline."""
    period = law().deadline["representative-retention"].period
    assert period is not None
    assert (period.count, period.unit.value) == (10, "years")
    assert "for ten years after the model was placed" in law().field["mandate.documentation"].help


def test_the_representative_is_addressed_beside_the_provider_or_in_its_place() -> None:
    """Art. 54(4) leaves two ways to address the representative."""
    field = law().field["mandate.addressee"]
    assert [option.id for option in field.options] == ["in-addition", "instead"]
