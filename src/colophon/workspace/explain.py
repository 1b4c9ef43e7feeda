"""What an id means: what it is, since when, where it is written, and how it stands here."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from colophon.assessment.completeness import is_about_nothing
from colophon.assessment.events import starts
from colophon.assessment.model import Verdict
from colophon.assessment.thresholds import limit_in_words
from colophon.compute.ledger import METRICS
from colophon.dossier import incidents
from colophon.dossier.answers import where_followed
from colophon.dossier.draft import in_words
from colophon.dossier.effective import as_text
from colophon.errors import UnknownIdError
from colophon.workspace.explain_duties import (
    Explanation,
    of_commitment,
    of_consequence,
    of_obligation,
)
from colophon.workspace.lawbook import COMPARED, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment
    from colophon.dossier.effective import Effective
    from colophon.law.model import Law


def explain(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    """Explain `name`, which is any id of the law; `assessment` says how it stands here.

    Where several kinds have the id, the first of them is explained and the others are named;
    `deadline:copyright-policy` asks for one of them.

    Raises:
        UnknownIdError: the law has no such id.
    """
    known = known_ids(law)
    wanted, _, bare = name.rpartition(":")
    kinds = [kind for kind, ids in known.items() if bare in ids and wanted in {"", kind}]
    if kinds:
        explained = _EXPLAIN[kinds[0]](bare, law, assessment)
        others = tuple(("also", f"{kind}:{bare}") for kind in kinds[1:])
        return replace(explained, facts=explained.facts + others)
    ids = [one for ids in known_ids(law).values() for one in ids]
    begun = [one for one in ids if one.startswith(name.casefold())]
    near = list(dict.fromkeys([*begun, *get_close_matches(name.casefold(), ids)]))[:3]
    hint = f"Did you mean {' or '.join(f'`{one}`' for one in near)}? " if near else ""
    raise UnknownIdError(
        f"nothing has the id `{name}`",
        place=f"explain {name}",
        remedy=f"{hint}`colophon law` lists all.",
    )


def known_ids(law: Law) -> Mapping[str, Mapping[str, object]]:
    """Return the ids of the law by kind."""
    elements = {
        element.id: (outline, element)
        for outline in law.outlines
        for element in outline.all_elements
    }
    return {
        "question": law.question,
        "obligation": law.obligation,
        "commitment": law.commitment,
        "consequence": law.consequence,
        "threshold": law.threshold,
        "document": law.outline,
        "element": elements,
        "field": law.field,
        "section": law.section,
        "agreement": law.agreement,
        "policy": law.policy,
        "activity": law.activity,
        "event": law.event,
        "counting": law.counting,
        "deadline": law.deadline,
        "instrument": law.instrument,
    }


def _question(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    question = law.question[name]
    thresholds = [law.threshold[one] for one in question.thresholds]
    sources = (
        *(ground.source for ground in question.grounds.values()),
        *(level.source for one in thresholds for level in one.values.values()),
    )
    facts = tuple(("turns on", ground.says) for ground in question.grounds.values())
    if assessment is None:
        return Explanation(name, "question", question.label, question.asks, facts, sources)
    judgement = assessment.verdicts[name]
    here = f"{judgement.verdict.value.replace('_', ' ')} on {assessment.case.on.isoformat()}"
    return Explanation(
        name, "question", question.label, question.asks, facts, sources, here, judgement.because
    )


def _threshold(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    threshold = law.threshold[name]
    operator = threshold.comparison.replace("-", " ")
    says = f"Compares the {law.say(f'metric.{threshold.metric}')}: {operator} the value."
    dated = [
        *((f"since {day.isoformat()}", level) for day, level in threshold.values.items()),
        *((f"pending, from {day.isoformat()}", level) for day, level in threshold.pending.items()),
    ]
    limits = [limit_in_words(law, threshold, level) for _, level in dated]
    facts = tuple(
        (when, f"{operator} {limit}" if limit else "ceased")
        for (when, _), limit in zip(dated, limits, strict=True)
    )
    sources = tuple(level.source for _, level in dated)
    here = None
    if assessment is not None:
        here = "; ".join(
            f"{question.label}: {assessment.verdicts[question.id].verdict.value.replace('_', ' ')}"
            for question in law.questions
            if name in question.thresholds
        ) or "; ".join(
            _agreed(one.id, assessment) for one in law.agreements if name in one.thresholds
        )
    if assessment is not None and threshold.metric in METRICS:
        account = assessment.case.account
        totals = {str(metric): total for metric, total in account.totals.items()}
        bound = "" if account.is_whole else "at least "
        here = f"{threshold.metric} total: {bound}{as_text(totals[threshold.metric])}"
        if not account.lines:
            here = "the ledger has no entry"
    return Explanation(name, "threshold", threshold.label, says, facts, sources, here)


def _document(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    outline = law.outline[name]
    facts = [("for", ", ".join(audience.value for audience in outline.audiences))]
    facts += [("only if", outline.only_if)] if outline.only_if else []
    facts += [("unless", ", ".join(outline.unless))] if outline.unless else []
    facts.append(("elements", ", ".join(element.id for element in outline.all_elements)))
    here = None
    if assessment is not None:
        standing = assessment.documents[name]
        here = "every entry that is asked is filled"
        if standing.asked is Verdict.NOT_MET:
            here = "not asked of this model"
        elif standing.missing:
            here = f"missing: {', '.join(standing.missing)}"
        elif standing.verdict is Verdict.UNDETERMINED:
            here = "what is asked is not known"
        elif is_about_nothing(assessment.case, outline):
            here = "no incident is on file"
    return Explanation(
        name, "document", outline.label, outline.purpose, tuple(facts), (outline.source,), here
    )


def _element(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    outline, element = next(
        (outline, element)
        for outline in law.outlines
        for element in outline.all_elements
        if element.id == name
    )
    fields = [field.id for section in element.sections for field in law.section[section].fields]
    facts = [("document", outline.id), ("fields", ", ".join(fields))]
    if element.only_if:
        facts.append(("only if", element.only_if))
    if element.unless:
        facts.append(("unless", ", ".join(element.unless)))
    if element.where_applicable:
        facts.append(("where applicable", "yes"))
    here = None
    if assessment is not None:
        standing = next(
            one for one in assessment.documents[outline.id].elements if one.element.id == name
        )
        here = f"missing: {', '.join(standing.missing)}" if standing.missing else "filled"
    says = f"An element of {outline.label}."
    return Explanation(
        name, "element", element.heading, says, tuple(facts), (element.source,), here
    )


def _field(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    field = law.field[name]
    where = (
        where_followed(field.follows)
        if field.follows
        else f"in answers/{law.section_of[name]}.yaml"
    )
    facts = [("form", field.kind.value + (f" in {field.unit}" if field.unit else ""))]
    facts.append(("written", where))
    if field.options:
        facts.append(("options", ", ".join(option.id for option in field.options)))
    facts += [
        (f"shown to {audience.value}", precision.value)
        for audience, precision in field.shown_to.items()
    ]
    if field.only_if:
        facts.append(("only if", field.only_if))
    if field.asked_if:
        facts.append(("asked if", in_words(field.asked_if)))
    if field.evidence:
        facts.append(("read from", ", ".join(field.evidence)))
    if field.where_applicable:
        facts.append(("not applicable", "allowed, with a reason"))
    sources = law.sources_of(law.section_of[name])
    here = None
    if assessment is not None:
        here = _here(name, law, assessment)
        here += "".join(
            f"; {finding.message}"
            for finding in assessment.findings
            if finding.field == name and finding.kind in {"conflict", "unasked"}
        )
    return Explanation(name, "field", field.label, field.help, tuple(facts), sources, here)


def _here(name: str, law: Law, assessment: Assessment) -> str:
    """Return the value of a field in this dossier, or its values, one for each incident."""
    case = assessment.case
    if law.section[law.section_of[name]].each is None:
        return _told(case.record.values[name])
    told = (
        f"{one.id}: {_told(incidents.values(one, case.dossier, law)[name])}"
        for one in case.dossier.incidents
    )
    return "; ".join(told) or "no incident is on file"


def _told(value: Effective) -> str:
    if value.value is not None:
        origins = "; ".join(origin.place for origin in value.origins)
        return f"{as_text(value.value)} ({value.state.value}: {origins})"
    return f"not applicable: {value.reason}" if value.reason else "unknown"


def _section(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    section = law.section[name]
    fields = ", ".join(field.id for field in section.fields)
    sources = law.sources_of(name)
    says = f"Fields that are answered together in answers/{name}.yaml."
    if section.each:
        says = f"Fields that every entry of {section.each}.yaml has."
    return Explanation(name, "section", section.label, says, (("fields", fields),), sources)


def _agreement(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    agreement = law.agreement[name]
    facts = [("compared", COMPARED[agreement.compares.kind])]
    facts += [("place", place) for place in agreement.places]
    if agreement.only_if:
        facts.append(("only if", agreement.only_if))
    here = None if assessment is None else _agreed(name, assessment)
    sources = (agreement.source,)
    return Explanation(
        name, "agreement", agreement.label, agreement.says, tuple(facts), sources, here
    )


def _agreed(name: str, assessment: Assessment) -> str:
    """Return where documents part, or that nothing is found."""
    found = [one.message for one in assessment.findings if one.agreement == name]
    return " ".join(found) or "nothing is found, as far as it is on file"


def _activity(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    activity = law.activity[name]
    totals = ", ".join(activity.counts_towards) or "neither total"
    here = None
    if assessment is not None:
        lines = [line for line in assessment.case.account.lines if line.activity.id == name]
        here = "; ".join(f"{as_text(line.amount)} ({line.origin.place})" for line in lines)
        here = here or "the ledger has no such entry"
    says = "Something that compute is spent on, for the entries of compute.yaml."
    facts = [("counts towards", totals)]
    if activity.policy:
        facts.append(("not settled by the text", activity.policy))
    return Explanation(
        name, "activity", activity.label, says, tuple(facts), (activity.source,), here
    )


def _policy(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    policy = law.policy[name]
    facts = (("not settled by the text; until somebody decides", policy.until_decided),)
    here = None
    if assessment is not None:
        found = assessment.case.dossier.decided(name, assessment.case.on)
        here = "nobody has decided it"
        if found:
            decision, place = found
            answer = "yes" if decision.verdict == "met" else "no"
            here = (
                f"{answer}, decided by {decision.by} on {decision.on.isoformat()}: "
                f"{decision.reason} ({place})"
            )
    return Explanation(name, "policy", policy.label, policy.asks, facts, (policy.source,), here)


def _event(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    event = law.event[name]
    rows = [one.id for one in law.deadlines if name in one.trigger]
    ended = [one.id for one in law.deadlines if name == one.done_by]
    facts = [("sets going", ", ".join(rows))] if rows else []
    facts += [("ends", ", ".join(ended))] if ended else []
    here = None
    if assessment is not None:
        days = [one for one in starts(assessment.case) if one.event == name]
        here = "; ".join(f"{one.on.isoformat()} ({one.place})" for one in days) or "not on file"
    return Explanation(name, "event", event.label, event.help, tuple(facts), (), here)


def _counting(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    counting = law.counting[name]
    here = None
    if assessment is not None:
        chosen = assessment.case.dossier.spine.calendar.counting
        here = f"chosen for all periods: {chosen}" if chosen else "each period has its own"
    return Explanation(
        name, "counting", counting.label, counting.says, (), (counting.source,), here
    )


def _deadline(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    deadline = law.deadline[name]
    facts = [("when", rule_of(deadline)), ("actor", deadline.actor)]
    if deadline.counting:
        facts.append(("counting", deadline.counting))
    if deadline.done_by:
        facts.append(("done by", deadline.done_by))
    if deadline.applies_to:
        facts.append(("applies to", ", ".join(deadline.applies_to)))
    says = deadline.note or "`colophon due` says how it stands."
    sources = (deadline.source,)
    return Explanation(name, "deadline", deadline.label, says, tuple(facts), sources)


def _instrument(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    instrument = law.instrument[name]
    facts = [("force", instrument.force.value)]
    facts += [
        (f"version {one.id}", f"{one.number}, {one.dated.isoformat()}, {one.confirmed.value}")
        for one in instrument.versions
    ]
    if instrument.eli:
        facts.append(("ELI", instrument.eli))
    return Explanation(name, "instrument", instrument.label, instrument.title, tuple(facts), ())


_EXPLAIN: Mapping[str, Callable[[str, Law, Assessment | None], Explanation]] = {
    "question": _question,
    "obligation": of_obligation,
    "commitment": of_commitment,
    "consequence": of_consequence,
    "threshold": _threshold,
    "document": _document,
    "element": _element,
    "field": _field,
    "section": _section,
    "agreement": _agreement,
    "policy": _policy,
    "activity": _activity,
    "event": _event,
    "counting": _counting,
    "deadline": _deadline,
    "instrument": _instrument,
}
