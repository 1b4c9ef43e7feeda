"""What an id means: what it is, since when, where it is written, and how it stands here."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from colophon.assessment.completeness import is_about_nothing
from colophon.assessment.conditions import because_of
from colophon.assessment.domains import rule_of_provider
from colophon.assessment.events import starts
from colophon.assessment.model import Gap, Verdict
from colophon.assessment.thresholds import limit_in_words
from colophon.compute.ledger import METRICS
from colophon.dossier import incidents
from colophon.dossier.answers import where_followed
from colophon.dossier.effective import as_text
from colophon.errors import UnknownIdError
from colophon.quantities import Amount, Answer
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
    from colophon.law.model import Condition, Law, Threshold


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
        return _said(replace(explained, facts=explained.facts + others), law)
    ids = [one for ids in known_ids(law).values() for one in ids]
    begun = [one for one in ids if one.startswith(name.casefold())]
    near = list(dict.fromkeys([*begun, *get_close_matches(name.casefold(), ids)]))[:3]
    hint = f"Did you mean {' or '.join(f'`{one}`' for one in near)}? " if near else ""
    raise UnknownIdError(
        f"nothing has the id `{name}`",
        place=f"explain {name}",
        remedy=f"{hint}`colophon law` lists all.",
    )


def _said(explanation: Explanation, law: Law) -> Explanation:
    """Return an explanation whose facts are named in the language of the law."""
    phrases = law.language.phrases
    facts = tuple(
        (phrases.get(f"fact.{name.replace(';', '').replace(' ', '-')}", name), value)
        for name, value in explanation.facts
    )
    return replace(explanation, facts=facts)


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
    verdict = law.language.named("verdict", judgement.verdict)
    here = law.say("explain.on", verdict=verdict, day=assessment.case.on)
    return Explanation(
        name, "question", question.label, question.asks, facts, sources, here, judgement.because
    )


def _threshold(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    threshold = law.threshold[name]
    operator = law.say(f"operator.{threshold.comparison}")
    metric = law.say(f"metric.{threshold.metric}")
    says = law.say("explain.threshold", metric=metric, operator=operator)
    dated = [
        *((law.say("check.since", day=day), one) for day, one in threshold.values.items()),
        *((law.say("explain.pending", day=day), one) for day, one in threshold.pending.items()),
    ]
    limits = [limit_in_words(law, threshold, level) for _, level in dated]
    facts = tuple(
        (when, f"{operator} {limit}" if limit else law.say("explain.ended"))
        for (when, _), limit in zip(dated, limits, strict=True)
    )
    sources = tuple(level.source for _, level in dated)
    here = None
    if assessment is not None:
        here = "; ".join(
            because_of(assessment.case, question.id)
            for question in law.questions
            if name in question.thresholds
        ) or "; ".join(
            _agreed(one.id, assessment) for one in law.agreements if name in one.thresholds
        )
        here = here or _in_summary(threshold, assessment)
    if assessment is not None and threshold.metric in METRICS:
        account = assessment.case.account
        totals = {str(metric): total for metric, total in account.totals.items()}
        total = _amount(totals[threshold.metric], law)
        if not account.is_whole:
            total = law.say("explain.at-least", amount=total)
        name_of_total = law.language.named("total", threshold.metric)
        here = law.say("explain.total", metric=name_of_total, amount=total)
        if not account.lines:
            here = law.say("explain.no-entry")
    return Explanation(name, "threshold", threshold.label, says, facts, sources, here)


def _in_summary(threshold: Threshold, assessment: Assessment) -> str:
    """Return what a number of the public summary decides in this dossier."""
    case = assessment.case
    if threshold.metric == "share-of-public-data":
        large = [one.group.name for one in case.summary.large if one.is_large is Answer.YES]
        return ", ".join(large) or case.law.say("value.none")
    rule = rule_of_provider(case.dossier, case.law, case.on)
    if isinstance(rule, Gap):
        return rule.message
    return rule.because.text if rule else case.law.say("value.none")


def _document(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    outline = law.outline[name]
    facts = [("for", ", ".join(audience.value for audience in outline.audiences))]
    facts += [("only if", ", ".join(outline.only_if))] if outline.only_if else []
    facts += [("unless", ", ".join(outline.unless))] if outline.unless else []
    facts.append(("elements", ", ".join(element.id for element in outline.all_elements)))
    here = None
    if assessment is not None:
        standing = assessment.documents[name]
        here = law.say("explain.all-filled")
        if standing.asked is Verdict.NOT_MET:
            here = law.say("explain.not-asked")
        elif standing.missing:
            here = law.say("explain.missing", fields=", ".join(standing.missing))
        elif standing.verdict is Verdict.UNDETERMINED:
            here = law.say("explain.perhaps-asked")
        elif is_about_nothing(assessment.case, outline):
            here = law.say("explain.no-incident")
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
        facts.append(("only if", ", ".join(element.only_if)))
    if element.unless:
        facts.append(("unless", ", ".join(element.unless)))
    if element.where_applicable:
        facts.append(("where applicable", law.say("value.yes")))
    here = None
    if assessment is not None:
        standing = next(
            one for one in assessment.documents[outline.id].elements if one.element.id == name
        )
        here = law.say("explain.filled")
        if standing.missing:
            here = law.say("explain.missing", fields=", ".join(standing.missing))
    says = law.say("explain.element", document=outline.label)
    return Explanation(
        name, "element", element.heading, says, tuple(facts), (element.source,), here
    )


def _field(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    field = law.field[name]
    where = (
        law.language.words(where_followed(field.follows))
        if field.follows
        else law.say("explain.in-answers", section=law.section_of[name])
    )
    kind = law.language.named("kind", field.kind)
    form = law.say("explain.in-unit", kind=kind, unit=field.unit) if field.unit else kind
    facts = [("form", form)]
    facts.append(("written", where))
    if field.options:
        facts.append(("options", ", ".join(option.id for option in field.options)))
    facts += [
        (
            law.say("explain.shown-to", audience=law.say(f"audience.{audience.value}")),
            law.language.named("precision", precision),
        )
        for audience, precision in field.shown_to.items()
    ]
    if field.only_if:
        facts.append(("only if", ", ".join(field.only_if)))
    if field.asked_if:
        facts.append(("asked if", _conditions(field.asked_if, law)))
    if field.evidence:
        facts.append(("read from", ", ".join(field.evidence)))
    if field.computed:
        facts.append(("computed from", str(field.computed_from)))
    if field.where_applicable:
        facts.append(("not applicable", law.say("explain.allowed")))
    sources = law.sources_of(law.section_of[name])
    here = None
    if assessment is not None:
        here = _here(name, law, assessment)
        why = assessment.case.summary.open.get(field.computed or "")
        if why is not None and not assessment.case.record.values[name].is_known:
            here += f"; {why}"
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
        return _told(case.record.values[name], law)
    told = (
        f"{one.id}: {_told(incidents.values(one, case.dossier, law)[name], law)}"
        for one in case.dossier.incidents
    )
    return "; ".join(told) or law.say("explain.no-incident")


def _told(value: Effective, law: Law) -> str:
    if value.value is not None:
        origins = "; ".join(origin.place for origin in value.origins)
        shown = value.value
        text = _amount(shown, law) if isinstance(shown, Amount) else as_text(shown)
        return f"{text} ({law.language.named('value-state', value.state)}: {origins})"
    if value.reason:
        return law.say("explain.not-applicable", reason=value.reason)
    return law.say("explain.unknown")


def _amount(amount: Amount, law: Law) -> str:
    """Return an amount exactly, with its best value, in the form of the language."""
    return as_text(amount).replace(".", law.language.decimal_sign)


def _conditions(conditions: tuple[Condition, ...], law: Law) -> str:
    """Return the answers that a field depends on: `energy.metered is yes`."""
    return law.language.one_of(
        law.say("explain.is", field=one.field, options=law.language.one_of(one.among))
        if one.among
        else law.say("explain.is-given", field=one.field)
        for one in conditions
    )


def _section(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    section = law.section[name]
    fields = ", ".join(field.id for field in section.fields)
    sources = law.sources_of(name)
    says = law.say("explain.section", section=name)
    if section.each:
        says = law.say("explain.section-of-each", register=section.each)
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
    totals = ", ".join(law.language.named("total", one) for one in activity.counts_towards)
    totals = totals or law.say("explain.neither-total")
    here = None
    if assessment is not None:
        lines = [line for line in assessment.case.account.lines if line.activity.id == name]
        here = "; ".join(f"{_amount(line.amount, law)} ({line.origin.place})" for line in lines)
        here = here or law.say("explain.no-such-entry")
    says = law.say("explain.activity")
    facts = [("counts towards", totals)]
    if activity.policy:
        facts.append(("not settled by the text", activity.policy))
    return Explanation(
        name, "activity", activity.label, says, tuple(facts), (activity.source,), here
    )


def _policy(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    policy = law.policy[name]
    facts = (("not settled by the text; until somebody decides", _yes_or_no(policy.default, law)),)
    here = None
    if assessment is not None:
        found = assessment.case.dossier.decided(name, assessment.case.on)
        here = law.say("explain.not-decided")
        if found:
            decision, place = found
            answer = _yes_or_no(decision.verdict == "met", law)
            here = law.say(
                "explain.decided",
                answer=answer,
                by=decision.by,
                day=decision.on,
                reason=decision.reason,
                place=place,
            )
    return Explanation(name, "policy", policy.label, policy.asks, facts, (policy.source,), here)


def _yes_or_no(answer: bool | None, law: Law) -> str:  # noqa: FBT001 -- it is the answer itself
    if answer is None:
        return law.say("verdict.undetermined")
    return law.say("value.yes" if answer else "value.no")


def _event(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    event = law.event[name]
    rows = [one.id for one in law.deadlines if name in one.trigger]
    ended = [one.id for one in law.deadlines if name == one.done_by]
    facts = [("sets going", ", ".join(rows))] if rows else []
    facts += [("ends", ", ".join(ended))] if ended else []
    here = None
    if assessment is not None:
        days = [one for one in starts(assessment.case) if one.event == name]
        shown = (f"{law.language.shown(one.on)} ({one.place})" for one in days)
        here = "; ".join(shown) or law.say("explain.not-on-file")
    return Explanation(name, "event", event.label, event.help, tuple(facts), (), here)


def _counting(name: str, law: Law, assessment: Assessment | None) -> Explanation:
    counting = law.counting[name]
    here = None
    if assessment is not None:
        chosen = assessment.case.dossier.spine.calendar.counting
        here = law.say("explain.counting-of-each")
        if chosen:
            here = law.say("explain.counting-chosen", counting=chosen)
    return Explanation(
        name, "counting", counting.label, counting.says, (), (counting.source,), here
    )


def _deadline(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    deadline = law.deadline[name]
    facts = [("when", rule_of(deadline, law)), ("actor", deadline.actor)]
    if deadline.counting:
        facts.append(("counting", deadline.counting))
    if deadline.done_by:
        facts.append(("done by", deadline.done_by))
    if deadline.applies_to:
        facts.append(("applies to", ", ".join(deadline.applies_to)))
    says = deadline.note or law.say("explain.deadline")
    sources = (deadline.source,)
    return Explanation(name, "deadline", deadline.label, says, tuple(facts), sources)


def _instrument(name: str, law: Law, _assessment: Assessment | None) -> Explanation:
    instrument = law.instrument[name]
    facts = [("force", law.language.named("force", instrument.force))]
    facts += [
        (
            law.say("explain.version", id=one.id),
            ", ".join(
                (
                    one.number,
                    law.language.shown(one.dated),
                    law.language.named("confirmed", one.confirmed),
                )
            ),
        )
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
