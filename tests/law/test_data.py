"""The shipped data of the law: what each document asks for, and who may see what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from colophon.law.load import citations, law
from colophon.law.model import (
    Audience,
    Confirmed,
    Element,
    Field,
    Force,
    Kind,
    Precision,
    Section,
    Threshold,
)
from colophon.quantities import FLOP

if TYPE_CHECKING:
    from collections.abc import Iterable

OFFICE, NATIONAL = Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY
DOWNSTREAM, PUBLIC = Audience.DOWNSTREAM, Audience.PUBLIC
AUTHORITIES = {OFFICE, NATIONAL}

CHAPTER_V = date(2025, 8, 2)
"""The day since which the chapter on general-purpose AI models applies."""

FIRST_LEGAL_NUMBER = Decimal(10) ** 20
"""Where a lost superscript makes 1025 of 10^25, the number falls below it."""

CATEGORIES = {
    "general-purpose-ai-model",
    "high-impact-capabilities",
    "model-provider",
    "systemic-risk",
    "open-source-exception",
    "third-country-provider",
    "legacy-model",
    "signatory-transparency",
    "signatory-copyright",
    "signatory-safety",
}

FACTS = {
    "data.datasets",
    "energy.co2",
    "licence.link",
    "licence.name",
    "model.attention-heads",
    "model.base-models",
    "model.class",
    "model.context-length",
    "model.dtype",
    "model.experts",
    "model.experts-per-token",
    "model.hidden-size",
    "model.key-value-heads",
    "model.languages",
    "model.layers",
    "model.sliding-window",
    "model.task",
    "model.type",
    "model.vocabulary",
    "software.library",
    "software.transformers-version",
    "weights.digest",
    "weights.dtypes",
    "weights.parameters",
}
"""The vocabulary of the importers."""

FOLLOWS = {
    "provider.name": "dossier.provider.name",
    "model.name": "dossier.model.name",
    "model.versions": "dossier.model.versions",
    "model.released": "dossier.model.released",
    "model.placed-on-market": "dossier.model.placed-on-market",
    "model.input-modalities": "dossier.model.input-modalities",
    "model.output-modalities": "dossier.model.output-modalities",
    "training.compute.cumulative": "compute.cumulative",
    "criteria.business-users": "dossier.model.registered-business-users",
    "public-summary.signatory": "dossier.code-of-practice",
    "public-summary.reservations": "answers.copyright.reservations",
    "copyright.crawler-names": "answers.public-summary.crawler-names",
    "copyright.crawlers": "answers.public-summary.crawlers-used",
    "notification.modified-models": "answers.model.dependencies",
    "notification.foreseen-on": "events.art-52-condition-foreseen",
    "notification.met-on": "events.art-52-condition-met",
    "notification.notified-on": "events.art-52-notified",
    "notification.compute": "compute.cumulative",
    "notification.method": "answers.training.compute.method",
    "rebuttal.architecture": "answers.architecture.description",
    "rebuttal.parameters": "answers.parameters.total",
    "rebuttal.training-examples": "answers.data.points-training",
    "rebuttal.data-curation": "answers.data.curation",
    "rebuttal.training-techniques": "answers.design.training-process",
    "rebuttal.input-modalities": "dossier.model.input-modalities",
    "rebuttal.output-modalities": "dossier.model.output-modalities",
    "rebuttal.tools": "answers.criteria.tools",
    "criteria.parameters": "answers.parameters.total",
    "criteria.data-size": "answers.data.points-training",
    "criteria.compute": "compute.cumulative",
    "criteria.time": "answers.training.time",
    "criteria.energy": "answers.energy.training",
    "criteria.input-modalities": "dossier.model.input-modalities",
    "criteria.output-modalities": "dossier.model.output-modalities",
}

ANNEX_XI = {
    "annex-xi-1-1-a": ["intended-use"],
    "annex-xi-1-1-b": ["acceptable-use"],
    "annex-xi-1-1-c": ["release", "distribution"],
    "annex-xi-1-1-d": ["architecture"],
    "annex-xi-1-1-e": ["modalities"],
    "annex-xi-1-1-f": ["licence", "licence-text"],
    "annex-xi-1-2-a": ["integration"],
    "annex-xi-1-2-b": ["model-design", "training-process"],
    "annex-xi-1-2-c": ["data", "data-details"],
    "annex-xi-1-2-d": ["training-resources"],
    "annex-xi-1-2-e": ["energy"],
    "annex-xi-2-1": ["risk-evaluation"],
    "annex-xi-2-2": ["adversarial-testing", "model-adaptations"],
    "annex-xi-2-3": ["system-architecture"],
}

ANNEX_XII = {
    "annex-xii-1-a": ["intended-use"],
    "annex-xii-1-b": ["acceptable-use"],
    "annex-xii-1-c": ["release", "distribution-downstream"],
    "annex-xii-1-d": ["interaction"],
    "annex-xii-1-e": ["software"],
    "annex-xii-1-f": ["architecture"],
    "annex-xii-1-g": ["modalities"],
    "annex-xii-1-h": ["licence", "licence-type"],
    "annex-xii-2-a": ["integration"],
    "annex-xii-2-b": ["modalities", "sizes"],
    "annex-xii-2-c": ["data"],
}

WHERE_APPLICABLE = {
    "annex-xi-1-2-b",
    "annex-xi-1-2-c",
    "annex-xi-2-2",
    "annex-xi-2-3",
    "annex-xii-1-d",
    "annex-xii-1-e",
    "annex-xii-2-c",
}

SYSTEMIC_RISK_ONLY = {"annex-xi-2-1", "annex-xi-2-2", "annex-xi-2-3"}

EVERYONE = "office national downstream"
BOTH = "office national"

FORM: dict[str, tuple[str, str, int | None]] = {
    "head, version": ("documentation.version", EVERYONE, None),
    "head, day": ("documentation.updated", EVERYONE, None),
    "G1.1": ("provider.name", EVERYONE, None),
    "G1.2": ("model.name", EVERYONE, None),
    "G1.2, versions": ("model.versions", EVERYONE, None),
    "G1.3": ("model.authenticity", BOTH, None),
    "G1.4": ("model.released", EVERYONE, None),
    "G1.5": ("model.placed-on-market", EVERYONE, None),
    "G1.6": ("model.dependencies", EVERYONE, None),
    "G2.1": ("architecture.description", EVERYONE, 20),
    "G2.2": ("design.model-specifications", BOTH, 100),
    "G2.3": ("model.input-modalities", EVERYONE, None),
    "G2.3m": ("model.maximum-input-size", "downstream", None),
    "G2.4": ("model.output-modalities", EVERYONE, None),
    "G2.4m": ("model.maximum-output-size", "downstream", None),
    "G2.5": ("parameters.total", EVERYONE, None),
    "G3.1a": ("distribution.channels", BOTH, None),
    "G3.1b": ("distribution.channels-downstream", "downstream", None),
    "G3.2a": ("licence.link", BOTH, None),
    "G3.2b": ("licence.type", "downstream", None),
    "G3.3": ("distribution.additional-assets", BOTH, None),
    "G4.1": ("use.acceptable-use-policy", EVERYONE, None),
    "G4.2": ("use.intended-tasks", EVERYONE, 200),
    "G4.3": ("use.system-types", EVERYONE, 300),
    "G4.4": ("integration.technical-means", EVERYONE, 100),
    "G4.5": ("hardware.required", "downstream", 100),
    "G4.6": ("software.required", "downstream", 100),
    "G5.1": ("design.training-process", BOTH, 400),
    "G5.2": ("design.decisions", BOTH, 200),
    "G6.1": ("data.types", EVERYONE, None),
    "G6.2": ("data.provenance", EVERYONE, None),
    "G6.3": ("data.obtained", BOTH, 300),
    "G6.4, training": ("data.points-training", BOTH, None),
    "G6.4, testing": ("data.points-testing", BOTH, None),
    "G6.4, validation": ("data.points-validation", BOTH, None),
    "G6.4a, other units": ("data.points-other-rounded", "national", None),
    "G6.4b, other units": ("data.points-other", "office", None),
    "G6.4, the unit": ("data.points-unit", BOTH, None),
    "G6.5": ("data.scope", BOTH, 200),
    "G6.6": ("data.curation", EVERYONE, 300),
    "G6.7": ("data.unsuitable-sources", BOTH, 400),
    "G6.8": ("data.biases", BOTH, 200),
    "G7.1": ("training.time", BOTH, None),
    "G7.1b, hardware days": ("training.hardware-time", "office", None),
    "G7.2": ("training.compute.cumulative", BOTH, None),
    "G7.3": ("training.compute.method", BOTH, 100),
    "G8.1": ("energy.training", BOTH, None),
    "G8.2": ("energy.method", BOTH, 100),
    "G8.3": ("inference.compute", BOTH, None),
    "G8.4": ("inference.method", BOTH, None),
}
"""Item of the Model Documentation Form -> field, recipients, recommended number of words."""

RECIPIENTS = {"office": OFFICE, "national": NATIONAL, "downstream": DOWNSTREAM}

PRECISION = {
    "parameters.total": {
        OFFICE: Precision.EXACT,
        NATIONAL: Precision.BAND,
        DOWNSTREAM: Precision.BAND,
    },
    "data.points-training": {OFFICE: Precision.TWO_FIGURES, NATIONAL: Precision.ONE_FIGURE},
    "data.points-testing": {OFFICE: Precision.TWO_FIGURES, NATIONAL: Precision.ONE_FIGURE},
    "data.points-validation": {OFFICE: Precision.TWO_FIGURES, NATIONAL: Precision.ONE_FIGURE},
    "training.compute.cumulative": {
        OFFICE: Precision.TWO_FIGURES,
        NATIONAL: Precision.ORDER_OF_MAGNITUDE,
    },
    "training.time": {OFFICE: Precision.EXACT, NATIONAL: Precision.BAND},
    "energy.training": {OFFICE: Precision.TWO_FIGURES, NATIONAL: Precision.TWO_FIGURES},
    "inference.compute": {OFFICE: Precision.TWO_FIGURES, NATIONAL: Precision.TWO_FIGURES},
    "notification.compute": {OFFICE: Precision.TWO_FIGURES},
    "rebuttal.parameters": {OFFICE: Precision.EXACT},
    "rebuttal.training-examples": {OFFICE: Precision.TWO_FIGURES},
    "criteria.parameters": {OFFICE: Precision.EXACT},
    "criteria.data-size": {OFFICE: Precision.TWO_FIGURES},
    "criteria.compute": {OFFICE: Precision.TWO_FIGURES},
    "criteria.time": {OFFICE: Precision.EXACT},
    "criteria.energy": {OFFICE: Precision.TWO_FIGURES},
    "criteria.business-users": {OFFICE: Precision.EXACT},
    "criteria.end-users": {OFFICE: Precision.EXACT},
}

GPAI = "general-purpose-ai-model"
SYSTEMIC = "systemic-risk"
OPEN = "open-source-exception"

THRESHOLDS = {
    "gpai-compute": ("parameter-updates", "greater-than", Decimal("1e23"), 1, "para. 17"),
    "systemic-risk-compute": ("cumulative", "greater-than", Decimal("1e25"), 1, "Art. 51(2)"),
    "modification-share": ("modification", "greater-than", 1, 3, "para. 63"),
    "modification-of-systemic-risk": (
        *("modification", "greater-than", Decimal("1e25"), 3, "para. 64"),
    ),
    "modification-of-general-purpose": (
        *("modification", "greater-than", Decimal("1e23"), 3, "para. 64"),
    ),
    "estimate-margin": ("margin", "greater-than", Decimal("0.3"), 1, "para. 123"),
    "systemic-risk-warning": ("share", "at-least", Decimal("0.8"), 1, "alert bands"),
    "registered-business-users": (
        *("registered-business-users", "at-least", 10_000, 1, "Annex XIII, point (f)"),
    ),
    "large-public-dataset": (
        *("share-of-public-data", "greater-than", Decimal("0.03"), 1, "Section 2.1"),
    ),
    "domains-listed": ("share-of-domains", "at-least", Decimal("0.1"), 1, "Section 2.3"),
    "domains-listed-small": ("share-of-domains", "at-least", Decimal("0.05"), 1, "Section 2.3"),
    "domains-listed-small-most": ("domains", "at-least", 1_000, 1, "Section 2.3"),
}
"""Threshold -> what is compared, the operator, the number, its parts, and where it is written."""

UPDATES = ("parameter-updates", "cumulative")

POLICIES = {
    "rollouts": ("Q-01", True),
    "verifier-inference": ("Q-02", True),
    "teacher-inference": ("Q-03", True),
    "aborted-run": ("Q-04", False),
    "lost-steps": ("Q-05", True),
    "parameter-sweeps": ("Q-06", False),
    "data-processing": ("Q-07", True),
    "synthetic-data-status": ("Q-08", True),
    "small-change-past-the-threshold": ("Q-09", None),
    "reference-inference": ("Q-10", True),
}
"""Open question -> its number, and the answer that counts until somebody decides."""

ACTIVITIES: dict[str, tuple[str, ...]] = {
    "pre-training": UPDATES,
    "continued-pre-training": UPDATES,
    "long-context-extension": UPDATES,
    "fine-tuning": UPDATES,
    "preference-optimisation": UPDATES,
    "reinforcement-learning": UPDATES,
    "synthetic-data-not-public": ("cumulative",),
    "merged-weights": ("cumulative",),
    "synthetic-data-public": (),
    "evaluation": (),
    "exploratory-research": (),
    "teacher-training": (),
    "auxiliary-training": (),
    "recomputation": (),
    "rollouts": ("cumulative",),
    "verifier-inference": ("cumulative",),
    "teacher-inference": ("cumulative",),
    "reference-inference": ("cumulative",),
    "aborted-run": UPDATES,
    "lost-steps": UPDATES,
    "parameter-sweep": UPDATES,
    "data-processing": ("cumulative",),
    "synthetic-data-of-unclear-status": ("cumulative",),
}

LONGEST_HELP = 60
LONGEST_SENTENCE = 35


def elements(outline: str) -> dict[str, Element]:
    """Return the elements of an outline by id."""
    return {element.id: element for element in law().outline[outline].elements}


def fields_of(element: Element) -> list[Field]:
    """Return the fields that an element asks for."""
    return [field for name in element.sections for field in law().section[name].fields]


def ids(records: Iterable[Field | Section | Threshold]) -> list[str]:
    """Return the ids of records, in order."""
    return [record.id for record in records]


def each_field() -> pytest.MarkDecorator:
    """Run a test once for every field."""
    return pytest.mark.parametrize("field", law().field.values(), ids=lambda field: field.id)


# -- Documents ------------------------------------------------------------------------------------


def test_annex_xi_has_its_fourteen_elements() -> None:
    """The outline of Annex XI has its fourteen elements in order, each with its sections."""
    asked = {one.id: list(one.sections) for one in law().outline["annex-xi"].elements}
    assert list(asked.items()) == list(ANNEX_XI.items())
    assert len(asked) == 14


def test_annex_xii_has_its_eleven_elements() -> None:
    """The outline of Annex XII has its eleven elements in order, each with its sections."""
    asked = {one.id: list(one.sections) for one in law().outline["annex-xii"].elements}
    assert list(asked.items()) == list(ANNEX_XII.items())
    assert len(asked) == 11


def test_the_form_has_its_eight_groups() -> None:
    """The Model Documentation Form has a head and eight groups."""
    assert list(elements("model-documentation-form")) == [
        "form-head",
        "form-general-information",
        "form-model-properties",
        "form-distribution-and-licences",
        "form-use",
        "form-training-process",
        "form-data",
        "form-computational-resources",
        "form-energy",
    ]


@pytest.mark.parametrize("outline", ["annex-xi", "annex-xii"])
def test_an_element_of_an_annex_is_cited_by_the_place_that_its_id_names(outline: str) -> None:
    """The id of an element of an annex spells the place that it cites."""
    for element in elements(outline).values():
        place = element.source.at.replace("Section ", "").replace("point ", "").replace(", ", "-")
        spelt = place.replace(" ", "-").replace("(", "-").replace(")", "").lower()
        assert spelt == element.id
        assert element.source.instrument == "ai-act"
        assert element.source.version == "oj-2024"
        assert element.source.confirmed is Confirmed.PRIMARY


def test_where_the_annexes_say_where_applicable() -> None:
    """Seven elements of the annexes are asked for only where they apply."""
    both = {**elements("annex-xi"), **elements("annex-xii")}
    assert {one.id for one in both.values() if one.where_applicable} == WHERE_APPLICABLE


def test_what_is_asked_of_some_models_alone() -> None:
    """Section 2 of Annex XI is for systemic risk; the public names a representative from abroad."""
    conditions = {
        element.id: element.only_if
        for outline in law().outlines
        for element in outline.all_elements
        if element.only_if
    }
    assert conditions == {
        **dict.fromkeys(SYSTEMIC_RISK_ONLY, (SYSTEMIC,)),
        "summary-1-1-representative": ("third-country-provider",),
        "summary-gaps": ("legacy-model",),
    }


def test_which_documents_are_for_some_models_alone() -> None:
    """No small model is asked for the forms of systemic risk, nor is the mandate in the Union."""
    conditions = {one.id: one.only_if for one in law().outlines if one.only_if}
    of_art_52 = ["systemic-risk-notification", "systemic-risk-rebuttal"]
    of_the_code = ["model-report", "safety-framework"]
    assert conditions == {
        **dict.fromkeys(of_art_52, ("high-impact-capabilities",)),
        **dict.fromkeys(["annex-xiii", "serious-incident-report"], (SYSTEMIC,)),
        **dict.fromkeys(of_the_code, (SYSTEMIC, "signatory-safety")),
        "representative-mandate": ("third-country-provider",),
    }


def test_each_document_has_its_audiences() -> None:
    """Each document is for the audiences that the law names, and for no others."""
    assert {one.id: set(one.audiences) for one in law().outlines} == {
        "annex-xi": AUTHORITIES,
        "annex-xii": {DOWNSTREAM},
        "annex-xiii": {OFFICE},
        "copyright-policy": AUTHORITIES | {PUBLIC},
        "model-documentation-form": AUTHORITIES | {DOWNSTREAM},
        "serious-incident-report": AUTHORITIES,
        "model-report": {OFFICE},
        "safety-framework": {OFFICE},
        "representative-mandate": AUTHORITIES,
        "public-summary": {PUBLIC},
        "systemic-risk-notification": {OFFICE},
        "systemic-risk-rebuttal": {OFFICE},
    }


@pytest.mark.parametrize("outline", ["annex-xi", "annex-xii"])
def test_no_element_of_an_annex_is_empty_for_its_audience(outline: str) -> None:
    """Each audience of an annex sees at least one field of each element."""
    for element in elements(outline).values():
        for audience in law().outline[outline].audiences:
            assert any(audience in field.shown_to for field in fields_of(element)), element.id


def test_registers_are_shown_to_authorities_alone() -> None:
    """The compute ledger is for the AI Office alone, the other registers for both authorities."""
    shown = {
        element.id: (element.registers, set(element.registers_for))
        for outline in law().outlines
        for element in outline.all_elements
        if element.registers or element.registers_for
    }
    assert shown == {
        "annex-xi-1-2-c": (("datasets",), AUTHORITIES),
        "annex-xi-1-2-d": (("compute",), {OFFICE}),
        "art-53-1-a-testing": (("evaluations",), AUTHORITIES),
        "form-data": (("datasets",), AUTHORITIES),
        "form-computational-resources": (("compute",), {OFFICE}),
        "model-report-7-1-1": (("datasets",), {OFFICE}),
        "model-report-7-3-1": (("evaluations",), {OFFICE}),
        "annex-xiii-e": (("evaluations",), {OFFICE}),
        "rebuttal-results": (("evaluations",), {OFFICE}),
    }


def test_every_section_is_asked_for() -> None:
    """Every section is named by an outline or by an obligation."""
    by_outlines = {
        name for one in law().outlines for element in one.all_elements for name in element.sections
    }
    by_obligations = {name for one in law().obligations for name in one.fulfilled_by.sections}
    assert by_outlines | by_obligations == set(law().section)


def test_maximum_size_belongs_to_annex_xii_alone() -> None:
    """The maximum size of inputs breaks the documentation for downstream providers, not XI."""
    asking = {outline.id for outline, _ in law().asked_by("model.maximum-input-size")}
    assert asking == {"annex-xii", "model-documentation-form"}


@pytest.mark.parametrize("field", ["training.compute.cumulative", "energy.training", "data.biases"])
def test_what_annex_xi_asks_alone_is_not_in_annex_xii(field: str) -> None:
    """Compute, energy and the handling of biases are owed to authorities only."""
    asking = {outline.id for outline, _ in law().asked_by(field)}
    also = {"model-report"} if field == "data.biases" else set()
    assert asking == {"annex-xi", "model-documentation-form"} | also


@pytest.mark.parametrize(
    ("field", "others"),
    [
        (
            "provider.name",
            {"public-summary", "systemic-risk-notification", "systemic-risk-rebuttal"},
        ),
        ("model.authenticity", set()),
        ("model.dependencies", {"public-summary"}),
        ("distribution.additional-assets", set()),
        ("hardware.required", set()),
        ("inference.compute", set()),
    ],
)
def test_what_the_form_adds_stands_in_sections_of_its_own(field: str, others: set[str]) -> None:
    """What the form adds is asked by no annex, and beside it only by forms that name it too."""
    asking = {outline.id for outline, _ in law().asked_by(field)}
    assert asking == {"model-documentation-form"} | others


# -- Fields ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", FORM)
def test_every_item_of_the_form_has_its_field(item: str) -> None:
    """Each item of the form is a field of the form, for its recipients, with its word limit."""
    name, recipients, words = FORM[item]
    field = law().field[name]
    assert "model-documentation-form" in {outline.id for outline, _ in law().asked_by(name)}
    assert set(field.shown_to) - {PUBLIC} == {RECIPIENTS[word] for word in recipients.split()}
    assert field.words == words


def test_what_the_form_does_not_ask_is_known() -> None:
    """Beside its items the form's sections hold only what the annexes add, or what is optional."""
    asked = {name for name, _, _ in FORM.values()}
    more = {
        field.id
        for element in elements("model-documentation-form").values()
        for field in fields_of(element)
        if field.id not in asked and not field.optional
    }
    assert more == {"licence.name", "model.input-format", "model.output-format"}


def test_each_coarse_amount_has_its_precision() -> None:
    """Every amount is shown to each audience as exactly as the form says, and no more."""
    amounts = {
        field.id: dict(field.shown_to)
        for field in law().field.values()
        if field.kind is Kind.AMOUNT
    }
    assert amounts == PRECISION


@each_field()
def test_compute_and_energy_never_leave_the_authorities(field: Field) -> None:
    """No figure or account of compute, time or energy is shown downstream or to the public."""
    sections = {"training-resources", "energy", "inference"}
    if law().section_of[field.id] in sections or field.unit in {"FLOP", "MWh", "days"}:
        assert set(field.shown_to) <= AUTHORITIES


@each_field()
def test_systemic_risk_stays_with_the_authorities(field: Field) -> None:
    """Security, incidents, evaluations of risk and who answers requests are not for everyone."""
    sections = {
        "adversarial-testing",
        "cooperation",
        "cybersecurity",
        "incidents",
        "model-adaptations",
        "representative",
        "risk-evaluation",
        "system-architecture",
        "systemic-risk-assessment",
    }
    if law().section_of[field.id] in sections and field.id != "representative.name":
        assert set(field.shown_to) == AUTHORITIES


def test_the_public_knows_the_representative_and_not_the_mandate() -> None:
    """The summary template wants the name of the authorised representative in public, no more."""
    public = {one.id for one in law().section["representative"].fields if PUBLIC in one.shown_to}
    assert public == {"representative.name"}


@each_field()
def test_what_goes_with_a_notification_is_for_the_ai_office_alone(field: Field) -> None:
    """The notification, the arguments against it and the criteria are seen by nobody else."""
    if field.id.partition(".")[0] in {"notification", "rebuttal", "criteria"}:
        assert set(field.shown_to) == {OFFICE}


@pytest.mark.parametrize("element", elements("annex-xii").values(), ids=lambda one: one.id)
def test_annex_xii_asks_for_what_downstream_providers_see(element: Element) -> None:
    """Every field that Annex XII asks for is shown to downstream providers."""
    assert [field.id for field in fields_of(element) if DOWNSTREAM not in field.shown_to] == []


@each_field()
def test_what_everyone_sees_everyone_sees_exactly(field: Field) -> None:
    """What is public is shown to each audience, and exactly."""
    if PUBLIC in field.shown_to:
        assert field.shown_to == dict.fromkeys(Audience, Precision.EXACT)


def test_what_is_public_is_listed() -> None:
    """Names, days, modalities, licence, uses, copyright policy and summary are public; no more.

    All that the summary template asks for is public; `test_forms.py` lists it.
    """
    public = {field.id for field in law().field.values() if PUBLIC in field.shown_to}
    assert {name for name in public if not name.startswith("public-summary.")} == {
        "copyright.complaint-handling",
        "copyright.complaints",
        "copyright.complaints-information",
        "copyright.contact",
        "copyright.crawler-information",
        "copyright.crawler-names",
        "copyright.crawlers",
        "copyright.excluded-websites",
        "copyright.models",
        "copyright.policy",
        "copyright.policy-summary",
        "copyright.policy-updated",
        "copyright.policy-version",
        "copyright.prohibited-uses",
        "copyright.protocols",
        "copyright.reservations",
        "copyright.robots",
        "copyright.search-engines",
        "copyright.standards",
        "copyright.technological-measures",
        "copyright.third-party-data",
        "copyright.update-notices",
        "licence.name",
        "model.dependencies",
        "model.input-modalities",
        "model.name",
        "model.output-modalities",
        "model.placed-on-market",
        "model.released",
        "model.versions",
        "provider.contact",
        "provider.name",
        "representative.contact",
        "representative.name",
        "use.acceptable-use-policy",
        "use.intended-tasks",
    }


@each_field()
def test_not_applicable_is_allowed_exactly_where_the_law_allows_it(field: Field) -> None:
    """A field may be not applicable where every binding provision that asks for it says so."""
    binding = [
        element.where_applicable
        for _, element in law().asked_by(field.id)
        if law().force(element.source) is Force.BINDING
    ]
    section = law().section_of[field.id]
    duties = [one for one in law().obligations if section in one.fulfilled_by.sections]
    if binding or duties:
        assert field.where_applicable is (all(binding) and not duties)


def test_only_the_form_lets_these_be_not_applicable() -> None:
    """Of what only the form asks for, two items may be not applicable."""
    free = {
        field.id
        for field in law().field.values()
        if field.where_applicable
        and {outline.id for outline, _ in law().asked_by(field.id)} == {"model-documentation-form"}
    }
    assert free == {"model.authenticity", "hardware.required"}


def test_what_stands_in_the_spine_is_followed() -> None:
    """Each field whose value stands elsewhere names that place, and no other field does."""
    follows = {
        field.id: field.follows
        for section in law().sections
        for field in section.fields
        if field.follows and section.each is None  # those of incidents: test_safety_forms
    }
    assert follows == FOLLOWS


def test_only_a_fact_that_is_the_value_is_evidence() -> None:
    """Five fields can be read by a machine; for all others a fact is a hint at most."""
    assert {field.id: field.evidence for field in law().field.values() if field.evidence} == {
        "parameters.total": ("weights.parameters",),
        "model.authenticity": ("weights.digest",),
        "licence.name": ("licence.name",),
        "licence.link": ("licence.link",),
    }


def test_every_fact_of_the_importers_is_of_use() -> None:
    """Evidence and hints name facts of the importers, and each of those facts is named."""
    named = {fact for field in law().field.values() for fact in (*field.evidence, *field.hints)}
    assert named == FACTS


def test_the_position_limit_is_a_hint_to_the_maximum_size() -> None:
    """The context length of a configuration never becomes the maximum size by itself."""
    field = law().field["model.maximum-input-size"]
    assert "model.context-length" in field.hints
    assert not field.evidence


@each_field()
def test_bands_rise(field: Field) -> None:
    """The bands of a field rise without a gap, and the last one is open."""
    if field.bands:
        tops = [band.up_to for band in field.bands]
        closed = [top for top in tops if top is not None]
        assert tops == [*closed, None]
        assert closed == sorted(set(closed))


def test_the_form_has_eight_ranges_of_model_size() -> None:
    """The eight ranges of the number of parameters end where the form ends them."""
    tops = [band.up_to for band in law().field["parameters.total"].bands]
    millions = [500, 5_000, 15_000, 50_000, 100_000, 500_000, 1_000_000]
    assert tops == [*(Decimal(top) * 10**6 for top in millions), None]


def test_the_form_has_four_ranges_of_training_time() -> None:
    """Less than a month, up to three, up to six, and more; a month is thirty days."""
    bands = law().field["training.time"].bands
    assert [(band.up_to, band.exclusive) for band in bands] == [
        (30, True),
        (90, False),
        (180, False),
        (None, False),
    ]
    assert bands[0].label == "Less than 1 month"


def test_energy_may_be_estimated_from_compute() -> None:
    """The last sentence of Section 1 of Annex XI stands in the help of the energy."""
    assert "estimated from the compute if it is not known" in law().field["energy.training"].help


def test_only_training_time_has_a_range_without_its_edge() -> None:
    """Of all ranges, the first of training time alone leaves out its upper edge."""
    without = {
        (field.id, band.label)
        for field in law().field.values()
        for band in field.bands
        if band.exclusive
    }
    assert without == {("training.time", "Less than 1 month")}


def test_modalities_are_the_same_everywhere() -> None:
    """Inputs, outputs and data name modalities by the same ids."""
    names = ["model.input-modalities", "model.output-modalities", "data.types"]
    options = {tuple(option.id for option in law().field[name].options) for name in names}
    assert options == {("text", "image", "audio", "video", "other")}


def test_the_form_has_six_kinds_of_provenance() -> None:
    """The sources of data that the form offers are six, other means among them."""
    assert [option.id for option in law().field["data.provenance"].options] == [
        "crawled",
        "private",
        "user-data",
        "public-dataset",
        "synthetic-not-public",
        "other",
    ]


def test_the_form_has_four_types_of_licence() -> None:
    """A licence is free, restricted or proprietary, or there is none."""
    assert [option.id for option in law().field["licence.type"].options] == [
        "free-and-open-source",
        "restricted",
        "proprietary",
        "no-licence",
    ]


@each_field()
def test_options_are_told_apart(field: Field) -> None:
    """No two options of a choice share an id or a label."""
    assert len({option.id for option in field.options}) == len(field.options)
    assert len({option.label for option in field.options}) == len(field.options)


@each_field()
def test_help_is_short(field: Field) -> None:
    """Help has at most three sentences and sixty words, and no sentence runs on."""
    sentences = [one for one in field.help.replace("Art. ", "Art.").split(". ") if one]
    assert field.help.endswith(".")
    assert len(sentences) <= 3
    assert len(field.help.split()) <= LONGEST_HELP
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST_SENTENCE


def test_labels_of_fields_are_told_apart() -> None:
    """No two fields share a label, so that a message names one."""
    labels = [field.label for field in law().field.values()]
    assert sorted(labels) == sorted(set(labels))


def test_what_was_only_recalled_is_marked() -> None:
    """The items of the form that nobody could check are marked as recalled."""
    recalled = {one.id for one in law().field.values() if one.confirmed is Confirmed.RECALLED}
    assert recalled == {
        "data.obtained",
        "data.points-other",
        "data.points-other-rounded",
        "data.points-testing",
        "data.points-training",
        "data.points-unit",
        "data.points-validation",
        "data.unsuitable-sources",
        "design.training-process",
    }


# -- Thresholds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", law().thresholds, ids=lambda one: one.id)
def test_no_threshold_has_lost_its_superscript(threshold: Threshold) -> None:
    """Every value of a threshold of compute is an exact decimal of at least 10^20."""
    for level in threshold.values.values():
        assert isinstance(level.value, Decimal)
        if threshold.unit != FLOP:
            continue
        assert level.value >= FIRST_LEGAL_NUMBER
        assert level.value == level.value.to_integral_value()


@pytest.mark.parametrize(
    ("name", "metric", "exponent", "place"),
    [
        ("systemic-risk-compute", "cumulative", 25, "AI Act (OJ L 2024/1689), Art. 51(2)"),
        (
            "gpai-compute",
            "parameter-updates",
            23,
            "GPAI Guidelines (C(2025) 5045 final), para. 17",
        ),
    ],
)
def test_a_threshold_holds_its_number_since_its_day(
    name: str, metric: str, exponent: int, place: str
) -> None:
    """Both thresholds are strict, in FLOP, exact, and hold since Chapter V applies."""
    threshold = law().threshold[name]
    assert threshold.metric == metric
    assert threshold.comparison == "greater-than"
    assert threshold.unit == "FLOP"
    assert threshold.on(date(2025, 8, 1)) is None
    level = threshold.on(CHAPTER_V)
    assert level is not None
    assert level.value == Decimal(10) ** exponent
    assert law().cited(level.source) == place


def test_the_thresholds_are_listed() -> None:
    """Each threshold has what it measures, its operator, and its number, divided where it is."""
    assert {
        one.id: (one.metric, one.comparison, level.value, level.parts, level.source.at)
        for one in law().thresholds
        for level in one.values.values()
    } == THRESHOLDS


@pytest.mark.parametrize("threshold", law().thresholds, ids=lambda one: one.id)
def test_nothing_is_pending(threshold: Threshold) -> None:
    """No delegated act that would change a threshold was known when the law was looked at."""
    assert threshold.pending == {}
    assert list(threshold.values) == [CHAPTER_V]


# -- Categories and activities --------------------------------------------------------------------


def test_categories_are_known() -> None:
    """Every category that the data name is a question that some rule answers."""
    named = {name for one in law().obligations for name in (*one.applies_to, *one.unless)}
    named |= {one.grace.category for one in law().obligations if one.grace}
    for outline in law().outlines:
        named |= {*outline.only_if, *outline.unless}
        for element in outline.all_elements:
            named |= {*element.only_if, *element.unless}
    named |= {name for one in law().field.values() for name in one.only_if}
    assert named == CATEGORIES
    assert named <= set(law().question)


def test_each_activity_enters_its_totals() -> None:
    """Each activity enters both totals, the cumulative one, or none, as the guidelines say."""
    assert {one.id: one.counts_towards for one in law().activities} == ACTIVITIES


def test_what_updates_parameters_is_also_cumulative() -> None:
    """The cumulative total holds everything that the total of parameter updates holds."""
    for activity in law().activities:
        if "parameter-updates" in activity.counts_towards:
            assert "cumulative" in activity.counts_towards


def test_activities_rest_on_the_guidelines() -> None:
    """What counts as training compute is guidance, read in a conversion of the July text."""
    for activity in law().activities:
        if activity.policy:
            assert activity.source == law().policy[activity.policy].source
            continue
        assert law().force(activity.source) is Force.GUIDANCE
        assert activity.source.version == "july-2025"
        assert activity.source.confirmed is Confirmed.CONVERSION


@pytest.mark.parametrize(
    ("ground", "place"), [("operations", "para. 125"), ("not-exhaustive", "paras 119 and 122")]
)
def test_what_counts_is_told_with_its_source(ground: str, place: str) -> None:
    """That all operations count alike, and that the lists are not closed, is guidance."""
    found = law().question["systemic-risk-presumption"].grounds[ground]
    assert found.source.at == place
    assert (found.source.instrument, found.source.version) == ("gpai-guidelines", "july-2025")
    assert found.source.confirmed is Confirmed.CONVERSION


def test_what_the_texts_leave_open_is_a_switch() -> None:
    """Each open question has its number and its default, and stands as a reading of our own."""
    found = {one.id: (one.source.at, one.default) for one in law().policies}
    assert found == POLICIES
    assert all(law().force(one.source) is Force.READING for one in law().policies)
    switched = {one.policy for one in law().activities if one.policy}
    assert switched == set(POLICIES) - {"small-change-past-the-threshold"}


# -- Instruments and ids --------------------------------------------------------------------------


def test_each_instrument_has_its_force() -> None:
    """Regulations and the template they point to bind; guidance, code and reading do not."""
    assert {one.id: one.force for one in law().instruments} == {
        "ai-act": Force.BINDING,
        "omnibus-2026": Force.BINDING,
        "implementing-regulation-2025-454": Force.BINDING,
        "implementing-regulation-2026-1755": Force.BINDING,
        "regulation-1182-71": Force.BINDING,
        "market-surveillance-regulation": Force.BINDING,
        "training-summary-template": Force.BINDING,
        "training-summary-notice": Force.GUIDANCE,
        "incident-template": Force.GUIDANCE,
        "gpai-guidelines": Force.GUIDANCE,
        "code-of-practice": Force.VOLUNTARY,
        "code-of-practice-safety": Force.VOLUNTARY,
        "colophon-reading": Force.READING,
    }


def test_no_citation_is_surer_than_its_version() -> None:
    """A place in a text is confirmed at most as well as the version that was read."""
    order = list(Confirmed)
    for path, citation in citations(law()):
        instrument = law().instrument[citation.instrument]
        version = next(one for one in instrument.versions if one.id == citation.version)
        assert order.index(citation.confirmed) >= order.index(version.confirmed), path


def test_nothing_cited_is_dated_after_the_data() -> None:
    """No version of an instrument is younger than the day on which the data were checked."""
    for instrument in law().instruments:
        for version in instrument.versions:
            assert version.dated <= law().known_on


def test_no_id_is_used_twice() -> None:
    """An id names one thing among its kind, and a section never bears the name of an outline."""
    fields = [field for section in law().sections for field in section.fields]
    for names in (ids(law().sections), ids(law().thresholds), ids(fields)):
        assert sorted(names) == sorted(set(names))
    assert not set(law().section) & set(law().outline)
