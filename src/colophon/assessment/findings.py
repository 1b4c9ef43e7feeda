"""What somebody should look at: missing, conflicting, unasked, worth knowing, unread, stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment import consistency, incidents
from colophon.assessment.conditions import asked, not_in
from colophon.assessment.model import Finding, Verdict
from colophon.assessment.summary import changes, checks
from colophon.assessment.thresholds import ledger_place
from colophon.compute import reconciliation
from colophon.dossier.answers import where_followed
from colophon.dossier.effective import State, origin_of
from colophon.law.model import Force, Kind
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.assessment.model import Case, Duty, Judgement
    from colophon.dossier.effective import Conflict
    from colophon.law.model import Citation, Field


def findings(
    case: Case, verdicts: Mapping[str, Judgement], duties: tuple[Duty, ...]
) -> Iterator[Finding]:
    """Yield the findings: what parts, facts that questions turn on, fields, duties, the rest."""
    say = case.law.say
    yield from _conflicts(case)
    yield from _unasked(case)
    yield from _gaps(case, verdicts)
    yield from _missing(case, duties)
    yield from _notices(case, verdicts)
    yield from _not_shown(case, duties)
    yield from consistency.findings(case)
    yield from checks.findings(case)
    yield from changes.findings(case)
    yield from _left_open(case)
    yield from incidents.findings(case)
    yield from _unread(case)
    if case.on > case.law.known_on:
        yield Finding(
            "stale",
            "law/data/law.yaml",
            say("finding.stale.message", known=case.law.known_on, day=case.on),
            say("finding.stale.remedy"),
        )


def _gaps(case: Case, verdicts: Mapping[str, Judgement]) -> Iterator[Finding]:
    seen = set()
    for question, judgement in verdicts.items():
        if judgement.verdict is not Verdict.UNDETERMINED or case.law.question[question].informs:
            continue
        for gap in judgement.gaps:
            if gap not in seen:
                seen.add(gap)
                yield Finding("missing", gap.place, gap.message, gap.remedy, question=question)


def _missing(case: Case, duties: tuple[Duty, ...]) -> Iterator[Finding]:
    asked: dict[str, list[Citation]] = {}
    for duty in duties:
        if duty.waits:
            for field_id in duty.missing:
                citations = asked.setdefault(field_id, [])
                citations += [
                    one for one in _asked_by(case, duty, field_id) if one not in citations
                ]
    for field_id, citations in asked.items():
        field = case.law.field[field_id]
        yield Finding(
            "missing",
            _place(case, field),
            case.law.say("finding.missing.message", label=field.label),
            _remedy(case, field),
            field=field_id,
            asked_by=tuple(citations),
        )


def _not_shown(case: Case, duties: tuple[Duty, ...]) -> Iterator[Finding]:
    """Yield what events and decisions would show: of law first, then of guidance and the Code."""
    owed = [(duty, entry.source) for duty in duties if (entry := duty.obligation.on(case.on))]
    owed.sort(key=lambda one: list(Force).index(case.law.force(one[1])))
    for duty, source in owed:
        for gap in duty.gaps:
            name = duty.obligation.id
            asked_by = (source,)
            yield Finding(
                "missing", gap.place, gap.message, gap.remedy, obligation=name, asked_by=asked_by
            )


def _asked_by(case: Case, duty: Duty, field: str) -> Iterator[Citation]:
    """Yield the elements of the duty's document that ask for the field, or the duty itself."""
    section = case.law.section_of[field]
    wanted = duty.obligation.fulfilled_by
    if section in case.law.sections_of(duty.obligation):
        entry = duty.obligation.on(case.on)
        assert entry is not None
        yield entry.source
    if wanted.outline is not None:
        for outline, element in case.law.asked_by(field):
            if outline.id == wanted.outline:
                yield element.source


def _place(case: Case, field: Field) -> str:
    if field.follows:
        room, _, path = field.follows.partition(".")
        if room == "answers":
            return _place(case, case.law.field[path])
        if room != "dossier":
            return f"{room}.yaml"
        key = f"dossier.{path.replace('-', '_')}"
        return case.dossier.place(key, otherwise="dossier.yaml")
    file = f"answers/{case.law.section_of[field.id]}.yaml"
    return case.dossier.place(f"answers.{field.id}", otherwise=file)


def _remedy(case: Case, field: Field) -> str:
    say = case.law.say
    if field.follows and field.follows.startswith("compute."):
        return say("finding.missing.compute")
    if field.follows:
        where = case.law.language.words(where_followed(field.follows))
        return say("finding.missing.followed", where=where)
    hints = [
        say(
            "finding.missing.hint",
            fact=evidence.fact,
            value=evidence.written(),
            place=origin_of(reading, evidence).place,
        )
        for reading in case.dossier.readings
        for evidence in reading.evidence
        if evidence.fact in field.hints
    ]
    section = case.law.section_of[field.id]
    remedy = say("finding.missing.answer", field=field.id, section=section)
    if field.computed and field.computed in case.summary.open:
        why = case.summary.open[field.computed]
        remedy = say("finding.missing.open", remedy=remedy, why=why)
    elif field.computed:
        file, _, name = str(field.computed_from).partition(": ")
        phrase = "finding.missing.computed" if name else "finding.missing.register"
        remedy = say(phrase, remedy=remedy, name=name or file)
    if hints:
        return say("finding.missing.hints", remedy=remedy, hints="; ".join(hints))
    return remedy


def _notices(case: Case, verdicts: Mapping[str, Judgement]) -> Iterator[Finding]:
    """Yield what somebody should know although nothing is open for it."""
    for question, judgement in verdicts.items():
        if judgement.verdict is Verdict.MET and case.law.question[question].informs:
            because = judgement.because
            remedy = case.law.say(f"{question}.met.remedy")
            place = because.place or "dossier.yaml"
            yield Finding("notice", place, because.text, remedy, question=question)
    yield from _flags(case)
    margin = case.law.threshold["estimate-margin"].on(case.on)
    if margin is None or margin.value is None:
        return
    for metric, total in case.account.totals.items():
        allowed = Amount.exactly(total.best, total.unit).within(margin.value)
        if total.low < allowed.low or total.high > allowed.high:
            text = case.law.say(
                "ledger.wide",
                what=case.law.say(f"metric.{metric}"),
                total=total,
                margin=case.law.language.percent(margin.value),
                best=total.best,
            )
            remedy = case.law.say("ledger.wide.remedy")
            place = ledger_place(case)
            yield Finding("notice", place, text, remedy, asked_by=(margin.source,))


def _flags(case: Case) -> Iterator[Finding]:
    """Yield what is odd about the estimates of one thing, side by side."""
    for line in case.account.lines:
        if line.superseded_by is not None:
            continue
        for flag in reconciliation.flags(line):
            remedy = case.law.say(f"{flag.id}.remedy")
            text = case.law.language.sentence(flag)
            yield Finding("notice", line.origin.place, text, remedy)


def _conflicts(case: Case) -> Iterator[Finding]:
    for conflict in case.record.conflicts:
        if _is_held_already(case, conflict):
            continue
        sides = "; ".join(
            case.law.say("finding.conflict.side", value=value, place=place)
            for value, place in conflict.values
        )
        field = case.law.field[conflict.field]
        yield Finding(
            "conflict",
            conflict.values[0][1],
            case.law.say("finding.conflict.message", label=field.label, sides=sides),
            case.law.say(
                "finding.conflict.computed" if field.computed else "finding.conflict.remedy",
                field=conflict.field,
                file=str(field.computed_from).partition(":")[0],
            ),
            field=conflict.field,
        )


def _is_held_already(case: Case, conflict: Conflict) -> bool:
    """Whether the register has what an answer lacks, which agreements of the documents find."""
    field = case.law.field[conflict.field]
    follows = case.summary.values.get(field.computed or "")
    if follows is None or field.kind not in {Kind.CHOICE, Kind.CHOICES}:
        return False
    computed = follows.value
    answer = case.record.values[field.id].value
    if field.kind is Kind.CHOICE:
        return computed == "yes"
    return not set(computed if isinstance(computed, tuple) else ()) <= set(
        answer if isinstance(answer, tuple) else ()
    )


def _unasked(case: Case) -> Iterator[Finding]:
    """Yield what somebody filled although an answer or a category says that it is not asked."""
    for field in case.law.field.values():
        if case.record.values[field.id].state is not State.STATED or field.follows:
            continue
        standing = asked(case, field)
        if standing.verdict is Verdict.NOT_MET:
            say = case.law.say
            places = [_where(case, name) for name in standing.decided_by]
            where = (
                case.law.language.all_of(places)
                if places
                else say("finding.unasked.category", question=not_in(case, field.only_if))
            )
            yield Finding(
                "unasked",
                _place(case, field),
                say("finding.unasked.message", label=field.label, because=standing.because),
                say("finding.unasked.remedy", where=where),
                field=field.id,
            )


def _where(case: Case, name: str) -> str:
    """Say where a field is answered: `energy.metered in answers/energy.yaml`."""
    follows = case.law.field[name].follows or ""
    room, _, path = follows.partition(".")
    if room == "answers":
        return _where(case, path)
    if follows:
        where = case.law.language.words(where_followed(follows))
        return case.law.say("finding.where.followed", field=name, where=where)
    section = case.law.section_of[name]
    return case.law.say("finding.where.answer", field=name, section=section)


def _left_open(case: Case) -> Iterator[Finding]:
    """Yield what does not follow from the register of sources yet, for each reason once."""
    waiting: dict[str, list[str]] = {}
    for field in case.law.field.values():
        why = case.summary.open.get(field.computed or "")
        if why is None or case.record.values[field.id].is_known:
            continue
        if asked(case, field).verdict is Verdict.MET:
            waiting.setdefault(why, []).append(field.id)
    sources = case.summary.sources
    for why, fields in waiting.items():
        text = case.law.say("summary.open.message", fields=", ".join(fields), why=why)
        remedy = case.law.say("summary.open.remedy")
        yield Finding("notice", sources.place, text, remedy)


def _unread(case: Case) -> Iterator[Finding]:
    for reading in case.dossier.readings:
        for unread in reading.unread:
            place = reading.artefact.place(unread.locator)
            yield Finding("unread", place, unread.reason, unread.remedy)
