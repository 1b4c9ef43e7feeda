"""The shipped events and deadlines: every row of the tables is held, with its exact period."""

from __future__ import annotations

from datetime import date

import pytest

from colophon.law.load import law
from colophon.law.model import Confirmed, Deadline, Event, Force, Sense, Unit

PLACED = "placed-on-the-market"
INCIDENTS = (
    "incident-critical-infrastructure",
    "incident-cybersecurity-breach",
    "incident-death",
    "incident-other-serious-harm",
)
KNOWN = ("incident-aware", "incident-link-suspected")
CODE = ("code-of-practice", "code-of-practice-safety")
RECALLED = ("market-surveillance-regulation", "regulation-1182-71")
LONGEST_HELP = 60

ROWS: dict[str, tuple[str, ...]] = {
    "A-01": ("ai-act-in-force",),
    "A-02": ("ai-act-first-chapters-apply",),
    "A-03": ("codes-of-practice-due", "code-of-practice-published"),
    "A-04": ("gpai-guidelines-approved", "training-summary-template-published"),
    "A-05": ("chapter-v-applies", "legacy-cut-off"),
    "A-06": ("legacy-notification",),
    "A-07": ("incident-template-published", "gpai-guidelines-adopted"),
    "A-08": ("omnibus-in-force", "ai-office-competent-for-own-systems"),
    "A-09": ("enforcement-begins", "ai-act-generally-applies"),
    "A-10": ("marking-of-earlier-systems", "new-prohibitions-apply"),
    "A-11": ("legacy-duties",),
    "A-12": ("high-risk-annex-iii-applies", "high-risk-annex-i-applies"),
    "A-13": ("ai-office-evaluated", "energy-standards-report"),
    "A-14": ("delegation-report", "delegation-last-objection", "delegation-ends"),
    "A-15": ("ai-act-reviewed", "enforcement-assessed"),
    "R-01": ("art-52-notification",),
    "R-02": ("compute-estimate",),
    "R-03": ("reassessment-after-designation",),
    "R-04": ("reassessment-after-maintenance",),
    "R-05": ("representative",),
    "R-06": ("representative-retention",),
    "R-07": ("mandate-termination-report",),
    "R-08": (
        "technical-documentation",
        "downstream-documentation",
        "copyright-policy",
        "public-summary",
    ),
    "R-09": ("documentation-update",),
    "R-10": ("serious-incident-report",),
    "R-11": ("code-incident-critical-infrastructure",),
    "R-12": ("code-incident-cybersecurity-breach",),
    "R-13": ("code-incident-death",),
    "R-14": ("code-incident-other-serious-harm",),
    "R-15": ("code-incident-intermediate-report",),
    "R-16": ("code-incident-final-report",),
    "R-17": ("code-incident-retention",),
    "R-18": ("code-framework-after-notification",),
    "R-19": ("code-framework-before-placing",),
    "R-20": ("code-framework-submission", "code-framework-update-submission"),
    "R-21": ("code-framework-assessment", "code-framework-assessment-on-grounds"),
    "R-22": ("code-model-report", "code-model-report-postponed", "code-interim-model-report"),
    "R-23": ("code-model-report-update-submission",),
    "R-24": ("code-model-report-periodic",),
    "R-25": ("code-downstream-request",),
    "R-26": ("code-documentation-retention", "code-safety-retention"),
    "R-27": ("public-summary-update", "public-summary-update-material"),
    "R-28": ("information-request", "evaluation-request"),
    "R-29": ("preliminary-findings-answer", "preliminary-findings-least-time"),
    "R-30": ("ai-office-answer-to-authority",),
    "R-31": ("ai-office-answer-on-own-system",),
    "R-32": ("system-incident-other", "system-incident-widespread", "system-incident-death"),
    "R-33": ("delegated-act", "delegated-act-extended"),
    "R-34": ("art-52-new-notification",),
    "R-35": ("limitation-models", "limitation-systems"),
    "ST-01": ("code-framework-after-notification", "code-framework-before-placing"),
    "ST-02": ("code-framework-submission", "code-framework-update-submission"),
    "ST-03": ("code-framework-assessment", "code-framework-assessment-on-grounds"),
    "ST-04": ("code-framework-update",),
    "ST-05": (
        "code-risk-process",
        "code-risk-process-on-grounds",
        "code-risk-process-before-change",
    ),
    "ST-06": ("code-model-report",),
    "ST-07": ("code-model-report-postponed", "code-interim-model-report"),
    "ST-08": ("code-model-report-update", "code-model-report-before-change"),
    "ST-09": ("code-model-report-periodic",),
    "ST-10": ("code-model-report-update-submission",),
    "ST-11": ("code-safe-reference",),
    "ST-12": ("code-evaluator-publication",),
    "ST-13": ("code-evaluator-call",),
    "ST-14": ("code-evaluation-time",),
    "ST-15": ("code-interface-review",),
    "ST-16": tuple(f"code-{incident}" for incident in INCIDENTS),
    "ST-17": ("code-incident-intermediate-report",),
    "ST-18": ("code-incident-final-report",),
    "ST-19": ("code-incident-retention",),
    "ST-20": ("code-safety-retention",),
    "ST-21": ("code-whistleblowing",),
    "TP-when": ("public-summary",),
    "TP-update": ("public-summary-update", "public-summary-update-material"),
    "TP-legacy": ("legacy-public-summary",),
    "TR-1.1-a": ("code-documentation",),
    "TR-1.1-b": ("documentation-update",),
    "TR-1.1-c": ("code-documentation-retention",),
    "TR-1.2-a": ("code-contact",),
    "TR-1.2-b": ("information-request",),
    "TR-1.2-d": ("code-downstream-request",),
    "CR-1.5-c": ("code-copyright-complaint",),
    "56(6)": ("code-approval-ended",),
}
"""Row of the tables of deadlines -> the deadlines that hold it."""

WITHOUT_A_DEADLINE = {
    "TR-1.2-c": "information for downstream providers stands ready; no day is named",
    "TR-1.2-e": "public disclosure is encouraged only",
    "TR-1.3-a": "control of quality and integrity has no day",
    "TR-conf": "confidentiality binds those who receive the documentation",
    "TR-mod": "it says how far a duty reaches, not when it is due",
    "TR-foss": "it says whom the chapter spares, not when something is due",
    "CR-1.1-a": "the policy of Art. 53(1)(c) is due as `copyright-policy`",
    "CR-1.1-b": "responsibility is assigned with the policy",
    "CR-1.1-c": "a summary of the policy is encouraged only",
    "CR-1.2-a": "it holds at each crawl",
    "CR-1.2-b": "it holds at each crawl",
    "CR-1.3-1a": "it holds at each crawl",
    "CR-1.3-1b": "it holds at each crawl",
    "CR-1.3-2": "it says what the measure leaves untouched",
    "CR-1.3-3": "support of standards is encouraged only",
    "CR-1.3-4": "rightsholders are told of updates by themselves; no day is named",
    "CR-1.3-5": "care of search engines is encouraged only",
    "CR-1.4-a": "safeguards against infringing outputs have no day",
    "CR-1.4-b": "a prohibition in the terms of use has no day",
    "CR-1.4-c": "it says how far a duty reaches, not when it is due",
    "CR-1.5-a": "the contact for rightsholders has no day",
    "CR-1.5-b": "the way to complain has no day",
    "TP-scope": "it says what the summary covers",
    "TP-form": "it says how the summary is written",
    "TP-where": "it says where the summary is published",
    "TP-share": "it says which models a summary covers",
    "TP-derive": "it says what the summary of a version covers",
    "TP-mod": "it says what the summary of a modification covers",
    "TP-voluntary": "answers on single domains are recommended only, and no day is named",
    "TP-secrets": "it says how detailed the summary is",
    "TP-lang": "no language is prescribed",
    "TP-dataset": "it says what counts as one data set",
    "TP-adr": "settling disputes out of court is encouraged only",
}
"""Row of the tables -> why no deadline holds it."""

JUDGED = "no period runs from it; it decides whether the model has systemic risk"
UNUSED_EVENTS = {
    "released": "its day stands in dossier.yaml, and no text lets a period run from it",
    "designated-without-notification": JUDGED,
    "designation-ended": JUDGED,
    "informed-of-designation": JUDGED,
    "rebuttal-accepted": JUDGED,
    "rebuttal-lodged": JUDGED,
    "rebuttal-rejected": JUDGED,
}

ABSOLUTE: dict[str, tuple[date, Sense]] = {
    "ai-act-in-force": (date(2024, 8, 1), Sense.MILESTONE),
    "ai-act-first-chapters-apply": (date(2025, 2, 2), Sense.MILESTONE),
    "codes-of-practice-due": (date(2025, 5, 2), Sense.MILESTONE),
    "code-of-practice-published": (date(2025, 7, 10), Sense.MILESTONE),
    "gpai-guidelines-approved": (date(2025, 7, 18), Sense.MILESTONE),
    "training-summary-template-published": (date(2025, 7, 24), Sense.MILESTONE),
    "chapter-v-applies": (date(2025, 8, 2), Sense.MILESTONE),
    "legacy-cut-off": (date(2025, 8, 2), Sense.MILESTONE),
    "legacy-notification": (date(2025, 8, 16), Sense.AT_MOST),
    "incident-template-published": (date(2025, 11, 4), Sense.MILESTONE),
    "gpai-guidelines-adopted": (date(2025, 11, 19), Sense.MILESTONE),
    "omnibus-in-force": (date(2026, 7, 27), Sense.MILESTONE),
    "ai-office-competent-for-own-systems": (date(2026, 7, 27), Sense.MILESTONE),
    "code-approval-ended": (date(2026, 7, 27), Sense.MILESTONE),
    "enforcement-begins": (date(2026, 8, 2), Sense.MILESTONE),
    "ai-act-generally-applies": (date(2026, 8, 2), Sense.MILESTONE),
    "marking-of-earlier-systems": (date(2026, 12, 2), Sense.MILESTONE),
    "new-prohibitions-apply": (date(2026, 12, 2), Sense.MILESTONE),
    "legacy-duties": (date(2027, 8, 2), Sense.AT_MOST),
    "legacy-public-summary": (date(2027, 8, 2), Sense.AT_MOST),
    "high-risk-annex-iii-applies": (date(2027, 12, 2), Sense.MILESTONE),
    "high-risk-annex-i-applies": (date(2028, 8, 2), Sense.MILESTONE),
    "ai-office-evaluated": (date(2028, 8, 2), Sense.MILESTONE),
    "energy-standards-report": (date(2028, 8, 2), Sense.MILESTONE),
    "delegation-report": (date(2028, 11, 1), Sense.MILESTONE),
    "delegation-last-objection": (date(2029, 5, 1), Sense.MILESTONE),
    "delegation-ends": (date(2029, 8, 1), Sense.MILESTONE),
    "ai-act-reviewed": (date(2029, 8, 2), Sense.MILESTONE),
    "enforcement-assessed": (date(2031, 8, 2), Sense.MILESTONE),
}

RELATIVE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # The AI Act, and what the Commission has made of it
    "art-52-notification": (
        "2 weeks",
        "at-most",
        ("art-52-condition-met", "art-52-condition-foreseen"),
    ),
    "art-52-new-notification": ("", "without-delay", ("rebuttal-facts-changed",)),
    "compute-estimate": ("", "before", ("large-pre-training-begun",)),
    "reassessment-after-designation": ("6 months", "at-least", ("designated",)),
    "reassessment-after-maintenance": ("6 months", "at-least", ("designation-maintained",)),
    "representative": ("", "before", (PLACED,)),
    "representative-retention": ("10 years", "retention", (PLACED,)),
    "mandate-termination-report": ("", "without-delay", ("mandate-terminated",)),
    "technical-documentation": ("", "before", (PLACED,)),
    "downstream-documentation": ("", "before", (PLACED,)),
    "copyright-policy": ("", "before", (PLACED,)),
    "public-summary": ("", "before", (PLACED,)),
    "documentation-update": ("", "without-delay", ("model-changed",)),
    "public-summary-update": ("6 months", "at-most", ("further-trained",)),
    "public-summary-update-material": ("", "without-delay", ("further-trained-materially",)),
    "serious-incident-report": ("", "without-delay", (*KNOWN, *INCIDENTS)),
    "information-request": ("", "in-the-request", ("information-request-received",)),
    "evaluation-request": ("", "in-the-request", ("evaluation-request-received",)),
    "preliminary-findings-answer": ("", "in-the-request", ("preliminary-findings-received",)),
    "preliminary-findings-least-time": (
        "10 business-days",
        "at-least",
        ("preliminary-findings-received",),
    ),
    "ai-office-answer-to-authority": ("", "milestone", ("authority-request-to-ai-office",)),
    "ai-office-answer-on-own-system": (
        "",
        "milestone",
        ("authority-request-on-own-system",),
    ),
    "system-incident-other": ("15 days", "at-most", ("system-incident",)),
    "system-incident-widespread": ("2 days", "at-most", ("system-incident-widespread",)),
    "system-incident-death": ("10 days", "at-most", ("system-incident-death",)),
    "delegated-act": ("3 months", "at-least", ("delegated-act-notified",)),
    "delegated-act-extended": ("3 months", "at-least", ("delegated-act-period-extended",)),
    "limitation-models": ("", "milestone", ("infringement-ended",)),
    "limitation-systems": ("", "milestone", ("infringement-ended",)),
    # The Code of Practice
    "code-documentation": ("", "before", (PLACED,)),
    "code-documentation-retention": ("10 years", "retention", (PLACED,)),
    "code-contact": ("", "before", (PLACED,)),
    "code-downstream-request": ("14 days", "at-most", ("downstream-request-received",)),
    "code-copyright-complaint": ("", "without-delay", ("rightsholder-complaint-received",)),
    "code-framework-after-notification": ("4 weeks", "at-most", ("art-52-notified",)),
    "code-framework-before-placing": ("2 weeks", "before", (PLACED,)),
    "code-framework-submission": ("5 business-days", "at-most", ("framework-confirmed",)),
    "code-framework-update-submission": (
        "5 business-days",
        "at-most",
        ("framework-update-confirmed",),
    ),
    "code-framework-assessment": ("12 months", "recurring", (PLACED,)),
    "code-framework-assessment-on-grounds": ("", "without-delay", ("framework-doubted",)),
    "code-framework-update": ("", "without-delay", ("framework-update-needed",)),
    "code-risk-process": ("", "before", (PLACED,)),
    "code-risk-process-on-grounds": ("", "without-delay", ("model-report-ground-known",)),
    "code-risk-process-before-change": ("", "before", ("model-change-made-available",)),
    "code-model-report": ("", "before", (PLACED,)),
    "code-model-report-postponed": ("15 business-days", "at-most", ("model-report-postponed",)),
    "code-interim-model-report": ("", "without-delay", ("model-report-postponed",)),
    "code-model-report-update": ("", "without-delay", ("model-report-ground-known",)),
    "code-model-report-before-change": ("", "before", ("model-change-made-available",)),
    "code-model-report-periodic": ("6 months", "recurring", ("model-report-submitted",)),
    "code-model-report-update-submission": (
        "5 business-days",
        "at-most",
        ("model-report-update-confirmed",),
    ),
    "code-safe-reference": ("6 months", "at-most", ("safe-reference-lost",)),
    "code-evaluator-publication": (
        "30 business-days",
        "at-most",
        ("evaluator-publication-announced",),
    ),
    "code-evaluator-call": ("20 business-days", "at-least", ("evaluator-call-opened",)),
    "code-evaluation-time": ("20 business-days", "at-least", ("evaluation-begun",)),
    "code-interface-review": ("6 months", "recurring", ("interface-access-authorised",)),
    "code-incident-critical-infrastructure": ("2 days", "at-most", INCIDENTS[:1]),
    "code-incident-cybersecurity-breach": ("5 days", "at-most", INCIDENTS[1:2]),
    "code-incident-death": ("10 days", "at-most", INCIDENTS[2:3]),
    "code-incident-other-serious-harm": ("15 days", "at-most", INCIDENTS[3:]),
    "code-incident-intermediate-report": ("4 weeks", "recurring", ("incident-initial-report",)),
    "code-incident-final-report": ("60 days", "at-most", ("incident-resolved",)),
    "code-incident-retention": ("5 years", "retention", ("incident-documented",)),
    "code-safety-retention": ("10 years", "retention", (PLACED,)),
    "code-whistleblowing": (
        "12 months",
        "recurring",
        ("framework-confirmed", "staff-told-of-whistleblowing"),
    ),
}

SHOWN_BEFORE_THE_LEDGER_PROVES_IT = {
    "art-52-notification",
    "art-52-new-notification",
    "compute-estimate",
    "reassessment-after-designation",
    "reassessment-after-maintenance",
    "information-request",
    "evaluation-request",
    "preliminary-findings-answer",
    "preliminary-findings-least-time",
}
"""Deadlines of providers of models that run from their own events, whatever the ledger says."""


def each_deadline() -> pytest.MarkDecorator:
    """Run a test for every deadline."""
    return pytest.mark.parametrize("deadline", law().deadlines, ids=lambda one: one.id)


def each_event() -> pytest.MarkDecorator:
    """Run a test for every event."""
    return pytest.mark.parametrize("event", law().events, ids=lambda one: one.id)


def is_of_the_code(deadline: Deadline) -> bool:
    """Say whether a commitment of the Code sets the deadline, rather than announces a day."""
    return deadline.source.instrument in CODE and deadline.on is None


# -- Nothing is missing ---------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_tables_is_held(row: str) -> None:
    """Each row of the tables of deadlines has its deadlines in the data."""
    assert set(ROWS[row]) <= set(law().deadline)


@pytest.mark.parametrize(("prefix", "last"), [("A", 15), ("R", 35), ("ST", 21)])
def test_no_row_of_a_table_is_skipped(prefix: str, last: int) -> None:
    """The rows of each table are held from the first to the last."""
    rows = {f"{prefix}-{number:02}" for number in range(1, last + 1)}
    assert {row for row in ROWS if row.startswith(f"{prefix}-")} == rows


def test_what_has_no_deadline_has_a_reason() -> None:
    """A row has deadlines or a reason why it has none, never both."""
    assert not set(ROWS) & set(WITHOUT_A_DEADLINE)
    assert all(WITHOUT_A_DEADLINE.values())


def test_every_deadline_stands_in_a_table() -> None:
    """No deadline is there that no row of the tables asks for."""
    assert {name for names in ROWS.values() for name in names} == set(law().deadline)


def test_every_event_is_of_use() -> None:
    """A period or a duty is set off by each event or ends with it, or a reason says why not."""
    used = {
        name
        for deadline in law().deadlines
        for name in (*deadline.trigger, deadline.done_by)
        if name is not None
    }
    used |= {
        name
        for one in law().obligations
        for name in (*one.on_event, *one.also_on, *one.fulfilled_by.events)
    }
    assert set(law().event) - used == set(UNUSED_EVENTS)


# -- Days and periods -----------------------------------------------------------------------------


def test_days_and_periods_are_told_apart() -> None:
    """Each deadline has either its own day or a trigger."""
    assert {one.id for one in law().deadlines if one.on is not None} == set(ABSOLUTE)
    assert {one.id for one in law().deadlines if one.trigger} == set(RELATIVE)


@pytest.mark.parametrize("name", ABSOLUTE)
def test_a_day_is_exact(name: str) -> None:
    """What the texts put on a day stands on that day."""
    deadline = law().deadline[name]
    assert (deadline.on, deadline.sense) == ABSOLUTE[name]


@pytest.mark.parametrize("name", RELATIVE)
def test_a_period_is_exact(name: str) -> None:
    """What runs from an event has its count, its unit, its sense and its events."""
    deadline = law().deadline[name]
    period = deadline.period
    words = f"{period.count} {period.unit.value}" if period else ""
    assert (words, deadline.sense.value, deadline.trigger) == RELATIVE[name]


@each_deadline()
def test_limits_have_a_period(deadline: Deadline) -> None:
    """What is due at most, at least, again or kept for so long after an event says how long."""
    limits = {Sense.AT_MOST, Sense.AT_LEAST, Sense.RECURRING, Sense.RETENTION}
    if deadline.trigger and deadline.sense in limits:
        assert deadline.period is not None


@each_deadline()
def test_what_no_text_counts_has_no_period(deadline: Deadline) -> None:
    """Nothing that is due without delay, when a request says, or not at all has a period."""
    if deadline.sense in {Sense.WITHOUT_DELAY, Sense.IN_THE_REQUEST, Sense.MILESTONE}:
        assert deadline.period is None


@each_deadline()
def test_what_is_to_be_done_can_be_shown_to_be_done(deadline: Deadline) -> None:
    """All that can be late has an event that ends it."""
    if deadline.sense not in {Sense.MILESTONE, Sense.AT_LEAST, Sense.RETENTION}:
        assert deadline.done_by is not None


@each_deadline()
def test_an_end_names_what_its_start_names(deadline: Deadline) -> None:
    """What happens to one of several things ends with an event that names the thing too."""
    if deadline.done_by is not None:
        ends = law().event[deadline.done_by].each
        assert {law().event[name].each for name in deadline.trigger} <= {ends}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ai-office-answer-to-authority", "The AI Office has 30 days."),
        ("ai-office-answer-on-own-system", "The AI Office has four months."),
        ("limitation-models", "Five years."),
        ("limitation-systems", "Five years."),
    ],
)
def test_a_period_that_binds_the_commission_is_told_in_a_note(name: str, says: str) -> None:
    """How long the Commission has is told in words, since nothing is due from the provider."""
    note = law().deadline[name].note
    assert note is not None
    assert note.startswith(says)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("delegation-ends", ("Art. 51(2)", "Annexes XI, XII and XIII", "Art. 53(5)")),
        ("enforcement-begins", ("Arts 88 to 94", "Art. 101")),
    ],
)
def test_a_day_says_what_begins_or_ends_with_it(name: str, parts: tuple[str, ...]) -> None:
    """The note on a day names the provisions that it is about."""
    note = law().deadline[name].note or ""
    assert [part for part in parts if part not in note] == []


def test_decisions_on_systemic_risk_did_not_wait_for_enforcement() -> None:
    """Decisions under Art. 52 could be taken since Chapter V applied, and that is guidance."""
    note = law().deadline["enforcement-begins"].note or ""
    assert "Decisions under Art. 52, such as a designation, could be taken a year earlier" in note
    assert "para. 107 of the guidelines" in note


def test_before_a_rejection_the_provider_is_heard() -> None:
    """The event of a rejection says what comes before it."""
    assert "sees a draft of the decision and the file" in law().event["rebuttal-rejected"].help


def test_several_clocks_of_an_incident_are_told() -> None:
    """Of several clocks the earliest counts, by our reading; a joint report keeps the first one."""
    for name in INCIDENTS:
        note = law().deadline[f"code-{name}"].note or ""
        assert "Where several clocks apply, the earliest counts (our reading)" in note
    assert "the clock of the first one counts" in law().event["incident-initial-report"].help


def test_when_an_incident_is_resolved() -> None:
    """An incident is resolved when measures were adopted against the harm and the risk."""
    help_ = law().event["incident-resolved"].help
    assert "corrective measures were adopted to put the harm right" in help_
    assert "assess and mitigate the risks" in help_


@each_deadline()
def test_what_others_owe_is_never_late(deadline: Deadline) -> None:
    """What binds the Commission or the legislature is never due from the provider."""
    if deadline.actor in {"Commission", "European Parliament and Council"}:
        assert deadline.sense in {Sense.MILESTONE, Sense.AT_LEAST}


# -- Counting -------------------------------------------------------------------------------------


@each_deadline()
def test_days_of_the_code_are_counted_plainly(deadline: Deadline) -> None:
    """Periods of the Code are counted plainly and say that this is a reading; no others are."""
    if is_of_the_code(deadline) and deadline.period is not None:
        assert deadline.counting == "plain"
        assert deadline.note is not None
        assert "Whether Regulation 1182/71 governs the voluntary Code" in deadline.note
    else:
        assert deadline.counting in {None, "regulation-1182-71"}


def test_the_ways_of_counting_are_as_their_texts_say() -> None:
    """The Regulation moves the last day and asks for two working days; plain counting does not."""
    assert {
        one.id: (one.moves_to_a_working_day, one.least_working_days, law().force(one.source))
        for one in law().countings
    } == {
        "regulation-1182-71": (True, 2, Force.BINDING),
        "plain": (False, 0, Force.READING),
    }


def test_business_days_are_those_that_the_texts_call_so() -> None:
    """Eight periods are in business days; all other days are days of the calendar."""
    assert {
        one.id
        for one in law().deadlines
        if one.period is not None and one.period.unit is Unit.BUSINESS_DAYS
    } == {
        "code-evaluation-time",
        "code-evaluator-call",
        "code-evaluator-publication",
        "code-framework-submission",
        "code-framework-update-submission",
        "code-model-report-postponed",
        "code-model-report-update-submission",
        "preliminary-findings-least-time",
    }


# -- Who is concerned -----------------------------------------------------------------------------


@each_deadline()
def test_the_code_binds_those_who_signed_it(deadline: Deadline) -> None:
    """A commitment of the Code concerns who signed its chapter, and no other deadline does."""
    chapters = {name for name in deadline.applies_to if name.startswith("signatory-")}
    assert len(chapters) == int(is_of_the_code(deadline))
    assert deadline.id.startswith("code-") or not chapters


@each_deadline()
def test_placing_a_model_on_the_market_concerns_a_kind_of_model(deadline: Deadline) -> None:
    """No period that runs from placing on the market concerns everybody."""
    if PLACED in deadline.trigger:
        assert deadline.applies_to


@each_deadline()
def test_safety_periods_that_run_from_placing_concern_systemic_risk(deadline: Deadline) -> None:
    """Of those who signed the safety chapter, only models with systemic risk have its periods."""
    if PLACED in deadline.trigger and "signatory-safety" in deadline.applies_to:
        assert "systemic-risk" in deadline.applies_to


@pytest.mark.parametrize("name", sorted(SHOWN_BEFORE_THE_LEDGER_PROVES_IT))
def test_some_clocks_do_not_wait_for_the_ledger(name: str) -> None:
    """A clock that its own event proves runs whatever the ledger of compute says."""
    assert law().deadline[name].applies_to == ()


@pytest.mark.parametrize("name", ["legacy-duties", "legacy-public-summary"])
def test_legacy_models_have_until_august_2027(name: str) -> None:
    """What is due on 2 August 2027 is due for models placed before Chapter V applied alone."""
    assert law().deadline[name].applies_to == ("legacy-model",)


# -- How well it is known -------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", [one for one in law().deadlines if one.id.startswith("code-")])
def test_the_safety_chapter_was_read(deadline: Deadline) -> None:
    """Commitments on safety were read in the chapter itself, all others in accounts of it."""
    if deadline.on is None:
        of_safety = deadline.source.instrument == "code-of-practice-safety"
        expected = Confirmed.CONVERSION if of_safety else Confirmed.SECONDARY
        assert deadline.source.confirmed is expected
        assert law().force(deadline.source) is Force.VOLUNTARY


def test_what_was_recalled_or_inferred_is_marked() -> None:
    """Deadlines whose text nobody checked, or whose day is our own inference, are known."""
    grades = (Confirmed.RECALLED, Confirmed.READING)
    assert {one.id for one in law().deadlines if one.source.confirmed in grades} == {
        "copyright-policy",
        "delegation-last-objection",
        "delegation-report",
        "downstream-documentation",
        "preliminary-findings-answer",
        "preliminary-findings-least-time",
        "technical-documentation",
    }


@pytest.mark.parametrize("name", RECALLED)
def test_what_was_not_read_says_so(name: str) -> None:
    """The regulations that were recalled are marked so, and bind all the same."""
    instrument = law().instrument[name]
    assert instrument.force is Force.BINDING
    assert {version.confirmed for version in instrument.versions} == {Confirmed.RECALLED}


# -- Words ----------------------------------------------------------------------------------------


@each_event()
def test_the_help_of_an_event_says_which_day(event: Event) -> None:
    """The help of an event names a day, is short, and ends."""
    assert " day" in event.help
    assert event.help.endswith(".")
    assert len(event.help.split()) <= LONGEST_HELP


def test_labels_of_events_and_deadlines_are_told_apart() -> None:
    """No two events share a label, and no two deadlines do."""
    for labels in (
        [one.label for one in law().events],
        [one.label for one in law().deadlines],
    ):
        assert sorted(labels) == sorted(set(labels))


@each_deadline()
def test_a_deadline_is_put_shortly(deadline: Deadline) -> None:
    """A label is a phrase without a full stop; a note is sentences."""
    assert not deadline.label.endswith(".")
    assert deadline.note is None or deadline.note.endswith(".")
