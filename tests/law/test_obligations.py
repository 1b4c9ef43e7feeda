"""The shipped obligations: every duty of the Act and every measure of the Code, row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest

from colophon.law.load import law
from colophon.law.model import Confirmed, Force, OwedBy, Phase, Sense, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.law.model import Citation, Obligation, Point

GPAI = "general-purpose-ai-model"
SYSTEMIC = "systemic-risk"
PROVIDED = (GPAI, "model-provider")
THIRD = "third-country-provider"
OPEN = "open-source-exception"

CHAPTER_V = date(2025, 8, 2)
"""The day since which the chapter on general-purpose AI models applies."""
POWERS = date(2026, 8, 2)
"""The day since which the Commission may ask, evaluate and fine."""
HIGH_RISK = date(2027, 12, 2)
"""The day since which the duties on high-risk systems of Annex III apply."""

PROVIDER, REPRESENTATIVE = (OwedBy.PROVIDER,), (OwedBy.REPRESENTATIVE,)


class Row(NamedTuple):
    """What an obligation of the Act must be."""

    at: str
    topic: str
    phase: str
    applies_to: tuple[str, ...] = PROVIDED
    unless: Mapping[str, str] = MappingProxyType({})
    shown_by: str = "decision"
    """The outline, the sections, the fields or the events, or a decision."""
    since: date = CHAPTER_V
    owed_by: tuple[OwedBy, ...] = PROVIDER
    grace: bool = True
    consequence: str | None = "art-101"
    confirmed: Confirmed = Confirmed.PRIMARY
    force: Force = Force.BINDING
    possible: bool = False
    on_event: tuple[str, ...] = ()


RISK = (*PROVIDED, SYSTEMIC)
CAPABLE = (*PROVIDED, "high-impact-capabilities")
ABROAD = (*PROVIDED, THIRD)
LIFTED = {OPEN: "Art. 53(2)"}
LIFTED_54 = {OPEN: "Art. 54(6)"}

ACT: dict[str, Row] = {
    "art-25-4": Row(
        "Art. 1, point 12, on Art. 25(4) of the AI Act",
        "value-chain",
        "after-placing",
        since=HIGH_RISK,
        owed_by=(OwedBy.PROVIDER, OwedBy.SYSTEM_PROVIDER),
        grace=False,
        consequence="art-99-4-da",
        confirmed=Confirmed.READING,
    ),
    "art-52-1": Row(
        "Art. 52(1)",
        "classification",
        "when-it-happens",
        CAPABLE,
        shown_by="art-52-notified",
        grace=False,
    ),
    "art-52-2": Row(
        "Art. 52(2)",
        "classification",
        "when-it-happens",
        CAPABLE,
        grace=False,
        consequence=None,
        possible=True,
    ),
    "art-52-5": Row(
        "Art. 52(5)",
        "classification",
        "after-placing",
        shown_by="reassessment-requested",
        grace=False,
        consequence=None,
        possible=True,
        on_event=("designated", "designation-maintained"),
    ),
    "art-52-renotification": Row(
        "para. 42",
        "classification",
        "when-it-happens",
        shown_by="art-52-renotified",
        grace=False,
        consequence=None,
        confirmed=Confirmed.CONVERSION,
        force=Force.GUIDANCE,
        on_event=("rebuttal-facts-changed",),
    ),
    "art-52-estimate": Row(
        "para. 31",
        "classification",
        "before-training",
        shown_by="compute-estimated",
        grace=False,
        consequence=None,
        confirmed=Confirmed.CONVERSION,
        force=Force.GUIDANCE,
        on_event=("large-pre-training-begun",),
    ),
    "art-53-1-a": Row(
        "Art. 53(1)(a)", "documentation", "whole-lifecycle", unless=LIFTED, shown_by="annex-xi"
    ),
    "art-53-1-b": Row(
        "Art. 53(1)(b)", "documentation", "whole-lifecycle", unless=LIFTED, shown_by="annex-xii"
    ),
    "art-53-1-c": Row("Art. 53(1)(c)", "copyright", "whole-lifecycle", shown_by="copyright"),
    "art-53-1-d": Row(
        "Art. 53(1)(d)",
        "training-data",
        "placing-on-the-market",
        shown_by="summary-publication",
    ),
    "art-53-3": Row("Art. 53(3)", "cooperation", "whole-lifecycle", shown_by="cooperation"),
    "art-53-4-copyright": Row(
        "Art. 53(4)", "adherence", "whole-lifecycle", unless={"signatory-copyright": "Art. 53(4)"}
    ),
    "art-53-4-transparency": Row(
        "Art. 53(4)",
        "adherence",
        "whole-lifecycle",
        unless={"signatory-transparency": "Art. 53(4)", **LIFTED},
    ),
    "art-54": Row(
        "Art. 54(1)",
        "representative",
        "placing-on-the-market",
        ABROAD,
        LIFTED_54,
        shown_by="representative",
    ),
    "art-54-2": Row("Art. 54(2)", "representative", "whole-lifecycle", ABROAD, LIFTED_54),
    **{
        f"art-54-{name}": Row(
            f"Art. 54({at})",
            "representative",
            phase,
            ABROAD,
            LIFTED_54,
            owed_by=REPRESENTATIVE,
            consequence=None,
        )
        for name, at, phase in (
            ("3", "3", "on-request"),
            ("3-a", "3)(a", "placing-on-the-market"),
            ("3-b", "3)(b", "after-placing"),
            ("3-c", "3)(c", "on-request"),
            ("3-d", "3)(d", "on-request"),
        )
    },
    "art-54-5": Row(
        "Art. 54(5)",
        "representative",
        "when-it-happens",
        ABROAD,
        LIFTED_54,
        shown_by="mandate-termination-reported",
        owed_by=REPRESENTATIVE,
        consequence=None,
        on_event=("mandate-terminated",),
    ),
    "art-55-1-a": Row(
        "Art. 55(1)(a)",
        "evaluation",
        "development",
        RISK,
        shown_by="risk-evaluation, adversarial-testing",
    ),
    "art-55-1-b": Row(
        "Art. 55(1)(b)", "risk", "whole-lifecycle", RISK, shown_by="systemic-risk-assessment"
    ),
    "art-55-1-c": Row("Art. 55(1)(c)", "incidents", "when-it-happens", RISK, shown_by="incidents"),
    "art-55-1-d": Row(
        "Art. 55(1)(d)", "security", "whole-lifecycle", RISK, shown_by="cybersecurity"
    ),
    "art-55-1-d-infrastructure": Row(
        "Art. 55(1)(d)",
        "security",
        "whole-lifecycle",
        RISK,
        shown_by="cybersecurity.infrastructure",
    ),
    "art-55-1-d-model": Row(
        "Art. 55(1)(d)", "security", "whole-lifecycle", RISK, shown_by="cybersecurity.model"
    ),
    "art-55-2": Row(
        "Art. 55(2)", "adherence", "whole-lifecycle", RISK, {"signatory-safety": "Art. 55(2)"}
    ),
    "art-91": Row(
        "Art. 91",
        "cooperation",
        "on-request",
        shown_by="information-request-answered",
        since=POWERS,
        owed_by=(OwedBy.PROVIDER, OwedBy.REPRESENTATIVE),
        grace=False,
        on_event=("information-request-received",),
    ),
    "art-92": Row(
        "Art. 92",
        "cooperation",
        "on-request",
        shown_by="evaluation-access-given",
        since=POWERS,
        grace=False,
        on_event=("evaluation-request-received",),
    ),
    "art-93": Row(
        "Art. 93",
        "cooperation",
        "on-request",
        shown_by="measures-taken",
        since=POWERS,
        grace=False,
        on_event=("measures-requested",),
    ),
}
"""Obligation -> what it must be; the rows of sections 2.2 and 3.1 to 3.7 of the law's facts."""

BY_PLACING = {
    "art-53-1-a",
    "art-53-1-b",
    "art-53-1-c",
    "art-53-1-d",
    "art-53-3",
    "art-54",
    "art-55-1-a",
    "art-55-1-b",
    "art-55-1-c",
    "art-55-1-d",
    "art-55-1-d-infrastructure",
    "art-55-1-d-model",
    "code-transparency-1-1",
}
"""What is due by the day of placing on the market; of nothing else is a day claimed."""

CODE = {
    "code-transparency-1": 3,
    "code-copyright-1": 5,
    **{
        f"code-safety-{number}": count
        for number, count in enumerate((4, 2, 5, 2, 1, 2, 7, 3, 4, 2), start=1)
    },
}
"""Commitment -> how many measures it has."""

CHAPTERS = {
    "transparency": ("Transparency", "code-of-practice", Confirmed.SECONDARY),
    "copyright": ("Copyright", "code-of-practice", Confirmed.SECONDARY),
    "safety": ("Safety and Security", "code-of-practice-safety", Confirmed.CONVERSION),
}
"""Chapter -> its name, its instrument, and how well its measures are confirmed."""

SHOWN_OTHERWISE = {
    "code-transparency-1-1": "model-documentation-form",
    "code-transparency-1-2": "contact-published, decision",
    "code-copyright-1-1": "copyright-policy",
    "code-safety-1-1": "safety-framework, framework-confirmed",
    "code-safety-1-2": "risk-process-completed, decision",
    "code-safety-1-4": "framework-submitted",
    "code-safety-7-7": "model-report, model-report-submitted",
    "code-safety-9-2": "serious-incident-report, incident-documented",
    "code-safety-9-3": "incident-initial-report",
}
"""Measure -> what shows it; a decision shows every other."""

MAY_NOT_APPLY = {
    "art-25-4",
    "art-54-3",
    "art-54-3-c",
    "art-54-3-d",
    "code-copyright-1-2",
    "code-copyright-1-3",
    "code-safety-6-1",
    "code-safety-6-2",
    "code-safety-10-2",
}
"""Of what a person may decide that it does not apply."""

INCIDENTS = (
    "incident-critical-infrastructure",
    "incident-cybersecurity-breach",
    "incident-death",
    "incident-other-serious-harm",
)

PERIODS = {
    "code-transparency-1-1": ["code-documentation", "code-documentation-retention"],
    "code-transparency-1-2": ["code-contact", "code-downstream-request"],
    "code-copyright-1-1": ["copyright-policy"],
    "code-copyright-1-5": ["code-copyright-complaint"],
    "code-safety-1-1": ["code-framework-after-notification", "code-framework-before-placing"],
    "code-safety-1-2": [
        "code-risk-process",
        "code-risk-process-before-change",
        "code-risk-process-on-grounds",
    ],
    "code-safety-1-3": [
        "code-framework-assessment",
        "code-framework-assessment-on-grounds",
        "code-framework-update",
    ],
    "code-safety-1-4": ["code-framework-submission", "code-framework-update-submission"],
    "code-safety-3-2": ["code-evaluation-time", "code-evaluator-call"],
    "code-safety-3-5": ["code-evaluator-publication", "code-safe-reference"],
    "code-safety-6-2": ["code-interface-review"],
    "code-safety-7-6": [
        "code-model-report-update",
        "code-model-report-before-change",
        "code-model-report-periodic",
    ],
    "code-safety-7-7": [
        "code-model-report",
        "code-model-report-postponed",
        "code-interim-model-report",
        "code-model-report-update-submission",
    ],
    "code-safety-8-3": ["code-whistleblowing"],
    "code-safety-9-3": [
        "code-incident-critical-infrastructure",
        "code-incident-cybersecurity-breach",
        "code-incident-death",
        "code-incident-other-serious-harm",
        "code-incident-intermediate-report",
        "code-incident-final-report",
    ],
    "code-safety-9-4": ["code-incident-retention"],
    "code-safety-10-1": ["code-safety-retention"],
}
"""Measure -> the periods that run for it."""

POINTS: dict[str, list[tuple[str, str]]] = {
    "code-transparency-1-1": [
        ("every item of the form", "asked"),
        ("up to date after relevant changes", "asked"),
        ("Keep earlier versions", "asked"),
        ("documents the modification only", "asked"),
    ],
    "code-transparency-1-2": [
        ("Publish contact information", "asked"),
        ("within the period of the request", "asked"),
        ("newest documentation without being asked", "recalled"),
        ("what else they need", "asked"),
        ("Consider publishing", "encouraged"),
        ("confidential", "asked"),
    ],
    "code-transparency-1-3": [("integrity", "asked"), ("established protocols", "encouraged")],
    "code-copyright-1-1": [
        ("one single document", "asked"),
        ("Assign responsibility", "asked"),
        ("summary of the policy", "encouraged"),
    ],
    "code-copyright-1-2": [
        ("technological measures", "asked"),
        ("persistently, repeatedly", "asked"),
    ],
    "code-copyright-1-3": [
        ("RFC 9309", "asked"),
        ("other suitable machine-readable protocols", "asked"),
        ("somebody else crawled", "recalled"),
        ("Support the making of standards", "encouraged"),
        ("Publish which crawlers", "asked"),
        ("search engine", "encouraged"),
    ],
    "code-copyright-1-4": [
        ("technical safeguards", "asked"),
        ("Prohibit infringing uses", "asked"),
        ("under a contract", "asked"),
    ],
    "code-copyright-1-5": [
        ("point of contact", "asked"),
        ("complaints electronically", "asked"),
        ("No text sets a number of days", "asked"),
    ],
}
"""Measure -> what it asks, encourages, or is only recalled to ask, row by row."""

GUIDED: dict[str, list[str]] = {
    "art-52-1": ["paras 30 and 31", "para. 32", "footnotes 6 and 7"],
    "art-52-2": ["paras 34 and 35", "paras 34 and 35", "para. 40", "paras 41 and 42"],
    "art-53-4-transparency": ["para. 95", "para. 95"],
    "art-53-4-copyright": ["para. 95", "para. 95"],
    "art-55-1-c": ["para. 103"],
    "art-55-2": ["para. 95", "para. 95"],
}
"""Obligation -> the places of the guidelines that say more of it."""


RECITAL_110 = (
    "major accidents",
    "democratic processes",
    "illegal, false or discriminatory content",
    "loss of control",
    "nuclear weapons",
    "offensive cyber",
    "use of tools",
    "copy themselves",
    "bias and discrimination",
    "disinformation",
    "chain reactions",
)
"""The risks of recital 110, 110-1 to 110-11, by a part of their sentence."""


def shown_by(one: Obligation) -> str:
    """Return what shows an obligation, in the words of the tables."""
    wanted = one.fulfilled_by
    named = [wanted.outline] if wanted.outline else []
    decision = ["decision"] if wanted.decision else []
    return ", ".join((*named, *wanted.sections, *wanted.fields, *wanted.events, *decision))


def source(one: Obligation) -> Citation:
    """Return where an obligation is written; none has more than one entry."""
    (entry,) = one.values.values()
    assert entry is not None
    return entry.source


def measures() -> Iterator[tuple[str, str, Obligation]]:
    """Yield each measure with its chapter and its number."""
    for one in law().obligations:
        if one.commitment:
            _, chapter, first, second = one.id.split("-")
            yield chapter, f"{first}.{second}", one


# -- The Act --------------------------------------------------------------------------------------


def test_the_obligations_of_the_act_are_listed() -> None:
    """Thirty-one obligations are kept of the Act and its guidelines, and no other."""
    kept = [one.id for one in law().obligations if one.commitment is None]
    assert set(kept) == set(ACT)
    assert len(kept) == 31


@pytest.mark.parametrize("name", ACT)
def test_an_obligation_is_as_its_article_says(name: str) -> None:
    """Each has its provision and day, whom it binds and spares, and what shows it done."""
    row, one = ACT[name], law().obligation[name]
    assert (one.topic.value, one.phase.value) == (row.topic, row.phase)
    assert one.applies_to == row.applies_to
    assert {question: at.at for question, at in one.unless.items()} == row.unless
    assert shown_by(one) == row.shown_by
    assert list(one.values) == [row.since]
    assert source(one).at == row.at
    assert source(one).confirmed is row.confirmed
    assert law().force(source(one)) is row.force
    assert one.owed_by == row.owed_by
    assert one.consequence == row.consequence
    assert (one.kind == "possibility") == row.possible
    assert one.on_event == row.on_event


@pytest.mark.parametrize("one", law().obligations, ids=lambda one: one.id)
def test_legacy_models_have_until_august_2027(one: Obligation) -> None:
    """Models placed on the market before Chapter V applied have two years more, where it says so.

    The guidelines expected their notification in 2025; requests set their own day.
    """
    has_grace = one.commitment is not None or ACT[one.id].grace
    assert (one.grace is not None) == has_grace
    if one.grace:
        assert one.grace.category == "legacy-model"
        assert one.grace.until == date(2027, 8, 2)
        assert one.grace.source.at == "Art. 111(3)"
        assert one.grace.source.confirmed is Confirmed.PRIMARY


def test_only_what_is_due_by_placing_says_so() -> None:
    """No day is claimed of an obligation of which no text says that placing is its day."""
    assert {one.id for one in law().obligations if one.by_placing} == BY_PLACING


def test_a_notification_is_owed_before_the_threshold_is_passed() -> None:
    """Art. 52(1) binds as well once it is known that the condition will be met."""
    for name in ("art-52-1", "art-52-2"):
        events = law().obligation[name].also_on
        assert events == ("art-52-condition-met", "art-52-condition-foreseen")
    assert not [one.id for one in law().obligations if one.also_on and "art-52" not in one.id]


def test_the_parts_of_art_55_1_d() -> None:
    """Model and physical infrastructure are parts of one letter, and no other is split."""
    parts = {one.id: one.part_of for one in law().obligations if one.part_of}
    assert parts == {
        "art-55-1-d-model": "art-55-1-d",
        "art-55-1-d-infrastructure": "art-55-1-d",
    }


@pytest.mark.parametrize("name", GUIDED)
def test_what_the_guidelines_say_is_guidance(name: str) -> None:
    """What the guidelines add to an obligation is cited to them, as read in a conversion."""
    told = [point.source for point in law().obligation[name].points if point.source]
    guided = [at for at in told if at.instrument == "gpai-guidelines"]
    assert [at.at for at in guided] == GUIDED[name]
    assert {(at.version, at.confirmed) for at in guided} == {("july-2025", Confirmed.CONVERSION)}


@pytest.mark.parametrize("name", ["art-53-4-copyright", "art-53-4-transparency", "art-55-2"])
def test_a_standard_would_give_a_presumption_and_a_code_gives_none(name: str) -> None:
    """What adherence spares says what a standard would give, and that a code does not."""
    standard, code = law().obligation[name].points[-2:]
    assert "harmonised standard would give a presumption" in standard.says
    assert "no such presumption" in code.says
    assert code.source is not None
    assert (code.source.instrument, code.source.at) == ("omnibus-2026", "recital 41")


def test_the_risks_that_recital_110_names() -> None:
    """Assessing systemic risks starts from the eleven that recital 110 names, each a point."""
    points = law().obligation["art-55-1-b"].points
    named = [one for one in points if one.source and one.source.at == "Recital 110"]
    assert [part in one.says for part, one in zip(RECITAL_110, named, strict=True)] == [True] * 11


def test_that_nothing_is_left_to_show_under_the_exception_is_a_reading() -> None:
    """That Art. 53(2) lifts the showing of what it lifts, no text says."""
    source = law().obligation["art-53-4-transparency"].unless[OPEN]
    assert source.confirmed is Confirmed.READING


# -- What follows if not ---------------------------------------------------------------------------


def test_the_fine_of_art_101() -> None:
    """Since 2 August 2026: 3 % of turnover or EUR 15 000 000, whichever is higher."""
    fine = law().consequence["art-101"]
    assert list(fine.values) == [POWERS]
    effect = fine.on(POWERS)
    assert effect is not None
    assert effect.ceiling is not None
    assert (effect.ceiling.percent, effect.ceiling.amount) == (Decimal(3), Decimal(15) * 10**6)
    assert effect.ceiling.currency == "EUR"
    assert effect.ceiling.whichever == "higher"
    assert "preceding financial year" in effect.ceiling.of
    assert effect.source.at == "Art. 101(1)"
    assert effect.source.confirmed is Confirmed.PRIMARY
    grounds = [point.source.at for point in fine.grounds if point.source]
    assert grounds == [f"Art. 101(1)({letter})" for letter in "abcd"]
    assert fine.note is not None
    assert "Art. 99(6)" in fine.note


def test_what_the_amount_of_a_fine_turns_on() -> None:
    """A fine turns on nature, gravity and duration of the infringement, and is proportionate."""
    note = law().consequence["art-101"].note or ""
    assert "nature, gravity and duration" in note
    assert "proportionate" in note


def test_there_is_no_fine_before_the_day() -> None:
    """On 1 August 2026 no fine could follow yet."""
    assert law().consequence["art-101"].on(date(2026, 8, 1)) is None


def test_the_code_as_such_knows_no_fine() -> None:
    """Who does not do as the Code says loses its benefit, which is guidance, and has no ceiling."""
    lost = law().consequence["code-benefit"]
    (effect,) = lost.values.values()
    assert effect is not None
    assert effect.ceiling is None
    assert "no fine for the Code as such" in effect.says
    assert law().force(effect.source) is Force.GUIDANCE
    assert effect.source.at == "paras 94 to 96"


def test_the_fine_for_art_25_has_no_ceiling_here() -> None:
    """The fine that the amendment of 2026 added is cited; its ceiling was not read."""
    (effect,) = law().consequence["art-99-4-da"].values.values()
    assert effect is not None
    assert effect.ceiling is None
    assert list(law().consequence["art-99-4-da"].values) == [date(2026, 7, 27)]


def test_every_consequence_is_of_use() -> None:
    """Each consequence may follow from something."""
    assert {one.consequence for one in law().obligations} - {None} == set(law().consequence)


# -- The Code of Practice --------------------------------------------------------------------------


def test_the_commitments_have_their_measures() -> None:
    """Twelve commitments: 3, 5, and 4, 2, 5, 2, 1, 2, 7, 3, 4 and 2 measures, 32 for safety."""
    assert {one.id: len(one.measures) for one in law().commitments} == CODE
    safety = [one for chapter, _, one in measures() if chapter == "safety"]
    assert len(safety) == 32
    assert len(list(measures())) == 40


def test_the_measures_of_a_commitment_are_numbered_through() -> None:
    """The ids of its measures are that of the commitment with 1, 2, 3 and so on."""
    for commitment in law().commitments:
        numbers = range(1, len(commitment.measures) + 1)
        assert [one.id for one in commitment.measures] == [f"{commitment.id}-{n}" for n in numbers]


@pytest.mark.parametrize(
    ("chapter", "number", "one"), [pytest.param(*row, id=row[2].id) for row in measures()]
)
def test_a_measure_is_as_its_chapter_says(chapter: str, number: str, one: Obligation) -> None:
    """Each measure is voluntary, binds who signed its chapter, and cites the number of its id."""
    name, instrument, confirmed = CHAPTERS[chapter]
    risk = (SYSTEMIC,) if chapter == "safety" else ()
    assert one.applies_to == (*PROVIDED, f"signatory-{chapter}", *risk)
    lifted = {OPEN: "Transparency chapter"} if chapter == "transparency" else {}
    assert {question: at.at for question, at in one.unless.items()} == lifted
    assert one.owed_by == (OwedBy.SIGNATORY,)
    assert one.kind == "duty"
    assert one.consequence == "code-benefit"
    assert list(one.values) == [CHAPTER_V]
    at = f"Measure {number}" if chapter == "safety" else f"{name} chapter, Measure {number}"
    assert (source(one).instrument, source(one).version, source(one).at) == (
        instrument,
        "july-2025",
        at,
    )
    assert source(one).confirmed is confirmed
    assert law().force(source(one)) is Force.VOLUNTARY
    assert shown_by(one) == SHOWN_OTHERWISE.get(one.id, "decision")
    assert list(one.deadlines) == PERIODS.get(one.id, [])
    assert one.commitment is not None
    assert law().commitment[one.commitment].chapter == name


def test_reports_of_incidents_are_owed_for_each_incident() -> None:
    """Measures 9.2 and 9.3 wait for an incident of one of the four kinds."""
    waiting = {one.id for _, _, one in measures() if one.on_event}
    assert waiting == {"code-safety-9-2", "code-safety-9-3"}
    for name in waiting:
        assert law().obligation[name].on_event == INCIDENTS


@pytest.mark.parametrize("name", POINTS)
def test_a_measure_asks_what_its_rows_say(name: str) -> None:
    """What a measure of the first two chapters asks stands row by row; some is encouraged only."""
    found = law().obligation[name].points
    assert len(found) == len(POINTS[name])
    for point, (part, sort) in zip(found, POINTS[name], strict=True):
        assert part in point.says
        assert sort_of(point) == sort


def sort_of(point: Point) -> str:
    """Return whether a point is asked, encouraged, or only recalled."""
    if point.source:
        return point.source.confirmed.value
    return "encouraged" if point.encouraged else "asked"


def test_the_risks_of_the_code_are_told() -> None:
    """Measure 2.1 starts from five kinds of risk and always includes four that it names."""
    kinds, specified = law().obligation["code-safety-2-1"].points
    assert "five kinds of risk of Appendix 1.1" in kinds.says
    for risk in ("nuclear", "loss of control", "cyber offence", "harmful manipulation"):
        assert risk in specified.says


def test_how_models_are_evaluated_is_told() -> None:
    """Measure 3.2 tells what Appendix 3 asks: rigour, elicitation, attacks, teams, outsiders."""
    points = law().obligation["code-safety-3-2"].points
    parts = ("rigour", "Elicit", "withstand attacks", "qualified teams", "external evaluators")
    assert all(part in point.says for part, point in zip(parts, points, strict=True))


def test_nothing_of_the_safety_chapter_is_only_recalled() -> None:
    """The chapter on safety and security was read, so that no point of it has a lower grade."""
    for chapter, _, one in measures():
        if chapter == "safety":
            assert not any(point.source or point.encouraged for point in one.points), one.id


# -- All ------------------------------------------------------------------------------------------


def test_of_what_a_person_may_decide_that_it_does_not_apply() -> None:
    """Only requests and what depends on facts of the provider may be said not to apply."""
    assert {one.id for one in law().obligations if one.where_applicable} == MAY_NOT_APPLY


@pytest.mark.parametrize("one", law().obligations, ids=lambda one: one.id)
def test_what_is_owed_for_each_is_answered_for_each(one: Obligation) -> None:
    """An obligation that events set off ends with events that name the same thing."""
    if one.on_event:
        assert one.fulfilled_by.events
        each = {law().event[name].each for name in (*one.on_event, *one.fulfilled_by.events)}
        assert len(each) == 1
    else:
        assert not any(law().event[name].each for name in one.fulfilled_by.events)


@pytest.mark.parametrize("one", law().obligations, ids=lambda one: one.id)
def test_what_is_owed_when_something_happens_says_when(one: Obligation) -> None:
    """An obligation that events set off is of a phase that says so, and has no day of its own."""
    if one.on_event and one.kind == "duty":
        assert one.phase in {Phase.WHEN_IT_HAPPENS, Phase.ON_REQUEST, Phase.BEFORE_TRAINING}
    if one.on_event or one.also_on:
        assert not one.by_placing


def test_what_may_be_done_waits_for_its_day() -> None:
    """Of what may be done, only the reassessment has periods before which it may not."""
    waiting = {
        one.id
        for one in law().obligations
        if one.kind == "possibility"
        and any(law().deadline[name].sense is Sense.AT_LEAST for name in one.deadlines)
    }
    assert waiting == {"art-52-5"}


def test_every_topic_and_phase_is_of_use() -> None:
    """Some obligation is of each topic, of each phase, and owed by each."""
    assert {one.topic for one in law().obligations} == set(Topic)
    assert {one.phase for one in law().obligations} == set(Phase)
    assert {who for one in law().obligations for who in one.owed_by} == set(OwedBy)


@pytest.mark.parametrize("one", law().obligations, ids=lambda one: one.id)
def test_an_obligation_reads_well(one: Obligation) -> None:
    """Label, duty and points are short, and the sentences end."""
    assert len(one.label) <= 60
    assert one.label[0].isupper()
    assert not one.label.endswith(".")
    assert len(one.duty.split()) <= 60
    for says in (one.duty, *(point.says for point in one.points)):
        assert says.endswith(".")
        assert says[0].isupper()


def test_labels_of_obligations_are_told_apart() -> None:
    """No two obligations share a label."""
    labels = [one.label for one in law().obligations]
    assert sorted(labels) == sorted(set(labels))


def test_who_modifies_owes_less() -> None:
    """The four letters of Art. 53(1), and nothing else, are limited to a modification."""
    limited = {one.id: one.limited for one in law().obligations if one.limited}
    assert set(limited) == {"art-53-1-a", "art-53-1-b", "art-53-1-c", "art-53-1-d"}
    for limit in limited.values():
        assert limit.category == "modification"
        assert limit.source.at == "para. 68"
        assert law().force(limit.source) is Force.GUIDANCE
