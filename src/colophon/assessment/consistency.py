"""Where two places of a dossier part that must agree: one fact has one value, everywhere.

What must agree, and where it stands, is data: `law/data/consistency`. Here are the few ways of
comparing. Nothing is found where either side is not on file, and a register that lacks something
says nothing by that, for it may leave something out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from colophon.assessment import incidents
from colophon.assessment.conditions import asked
from colophon.assessment.events import happened, starts
from colophon.assessment.model import Finding, Verdict
from colophon.assessment.thresholds import at_least, compared, ledger_place, limit_in_words
from colophon.dossier.effective import State, as_text
from colophon.law.model import Days, Kind, NearThreshold, Parting, Review, Sets, Sizes
from colophon.quantities import Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.assessment.model import Case
    from colophon.dossier.model import Dataset, Value
    from colophon.law.model import Agreement, Side, Size, Standing

_CONFLICT = Parting(finding="conflict")


@dataclass(frozen=True, slots=True)
class Where:
    """What stands somewhere in the dossier.

    Attributes:
        name: the field, the key or the register.
        place: the file and the line.
        value: what stands there, as a person reads it.
    """

    name: str
    place: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one side says, as far as it is on file.

    Attributes:
        has: each name that it has, in small letters, and where.
        lacks: the names that it is said not to have, and where.
        whole: where all of it stands, if it leaves nothing out; else None.
        written: each name as it is written.
    """

    has: Mapping[str, tuple[Where, ...]]
    lacks: Mapping[str, Where]
    whole: Where | None
    written: Mapping[str, str]

    def denies(self, name: str) -> Where | None:
        """Return where it says that it does not have a name; None if it does not say so."""
        return None if name in self.has else self.lacks.get(name) or self.whole


def findings(case: Case) -> Iterator[Finding]:
    """Yield where documents part, in the order of what must agree."""
    for one in case.law.agreements:
        if one.only_if is not None and case.judged(one.only_if).verdict is not Verdict.MET:
            continue
        match one.compares:
            case Sets() as sets:
                yield from _sets(case, one, sets)
            case Sizes() as sizes:
                yield from _sizes(case, one, sizes)
            case Days() as days:
                yield from _days(case, one, days)
            case NearThreshold() as near:
                yield from _near(case, one, near)
            case Review() as review:
                yield from _review(case, one, review)
            case _:  # one fact in one place, or for a person to compare
                continue


# -- Names ----------------------------------------------------------------------------------------


def _sets(case: Case, one: Agreement, sets: Sets) -> Iterator[Finding]:
    if any(_stands(case, standing) is not True for standing in sets.where):
        return
    if any(_stands(case, standing) is True for standing in sets.unless):
        return
    for pair in sets.pairs:
        left, right = _told(case, pair.left), _told(case, pair.right)
        if sets.only_left:
            yield from _parted(case, one, _lacking(left, right), sets.only_left)
        if sets.only_right:
            yield from _parted(case, one, _lacking(right, left), sets.only_right)
        if sets.in_both:
            yield from _in_both(case, one, (left, right), sets.in_both)


def _lacking(left: Told, right: Told) -> Iterator[tuple[str, Where, Where]]:
    """Yield the names that one side has and the other denies, and both places."""
    for name, heres in left.has.items():
        there = right.denies(name)
        if there:
            yield from ((left.written[name], here, there) for here in heres)


def _parted(
    case: Case, one: Agreement, found: Iterable[tuple[str, Where, Where]], parting: Parting
) -> Iterator[Finding]:
    grouped: dict[tuple[Where, Where, str | None], list[str]] = {}
    for name, here, there in found:
        right_if = parting.right_if or parting.loosely.get(name)
        grouped.setdefault((here, there, right_if), []).append(name)
    for (here, there, right_if), names in grouped.items():
        text = case.law.say(
            "consistency.lacks",
            label=one.label,
            here=_at(case, here),
            names=", ".join(names),
            there=_at(case, there),
        )
        yield _finding(case, one, text, (here, there), right_if)


def _in_both(
    case: Case, one: Agreement, sides: tuple[Told, Told], parting: Parting
) -> Iterator[Finding]:
    left, right = sides
    grouped: dict[tuple[Where, Where], list[str]] = {}
    for name in left.has:
        for here in left.has[name]:
            for there in right.has.get(name, ()):
                grouped.setdefault((here, there), []).append(left.written[name])
    for (here, there), names in grouped.items():
        text = case.law.say(
            "consistency.both",
            label=one.label,
            here=_at(case, here),
            names=", ".join(names),
            there=_at(case, there),
        )
        yield _finding(case, one, text, (here, there), parting.right_if)


def _told(case: Case, side: Side) -> Told:
    """Return what a side says, each name as the other side calls it and in small letters."""
    if side.yes:
        return _told_by_yes(case, side)
    has: dict[str, tuple[Where, ...]] = {}
    written: dict[str, str] = {}
    read = [_names_at(case, place) for place in side.of]
    for name, where in (one for _, names in read for one in names):
        if name in side.left_out:
            continue
        called = side.named.get(name, name)
        key = called.casefold()
        written.setdefault(key, called)
        has[key] = (*has.get(key, ()), where)
    whole = None
    if side.whole_if is None or _stands(case, side.whole_if) is True:
        whole = _all_of(read)
    return Told(has, {}, whole, written)


def _all_of(read: list[tuple[Where | None, list[tuple[str, Where]]]]) -> Where | None:
    """Return where several places stand together; None if one of them may leave something out."""
    known = [one for one, _ in read if one is not None]
    if len(known) < len(read):
        return None
    known = [one for one, names in read if one is not None and names] or known
    return _joined(known, ", ".join(dict.fromkeys(one.value for one in known)))


def _joined(several: list[Where], value: str) -> Where:
    names, places = ((one.name for one in several), (one.place for one in several))
    return Where(", ".join(names), ", ".join(dict.fromkeys(places)), value)


def _names_at(case: Case, place: str) -> tuple[Where | None, list[tuple[str, Where]]]:
    """Return where all that stands at a place is said, if it leaves nothing out, and the names."""
    room, _, path = place.partition(".")
    if room == "datasets":
        return None, list(_in_register(case, path))
    if room == "dossier":
        path = path.replace("-", "_")
        value = case.dossier.spine.at(path)
        if not isinstance(value, str):
            return None, []
        where = Where(path, case.spine_place(path), value)
        return where, [(value, where)]
    field = case.law.field[path]
    effective = case.record.values[path]
    file = case.dossier.place(
        f"answers.{path}", otherwise=f"answers/{case.law.section_of[path]}.yaml"
    )
    place = effective.origins[0].place if effective.origins else file
    if asked(case, field).verdict is Verdict.NOT_MET:
        return Where(path, place, case.law.say("consistency.none")), []
    if effective.state is State.NOT_APPLICABLE and field.kind is Kind.NAMES:
        return Where(path, place, case.law.say("consistency.none")), []
    if effective.value is None:
        return None, []
    names = _as_names(effective.value)
    shown = ", ".join(names) or case.law.say("consistency.none")
    where = Where(path, place, shown)
    return where, [(name, where) for name in names]


def _as_names(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (as_text(value),)


def _in_register(case: Case, path: str) -> Iterator[tuple[str, Where]]:
    """Yield the origins or the modalities of the datasets, all or those of one origin."""
    what, _, origin = path.partition(".")
    for position, dataset in enumerate(case.dossier.datasets):
        told_as = (dataset.origin, *(["synthetic"] if dataset.is_synthetic else []))
        if not origin or origin in told_as:
            names = tuple(dict.fromkeys(told_as)) if what == "origins" else dataset.modalities
            where = _of_dataset(case, position, dataset, ", ".join(names))
            yield from ((name, where) for name in names)


def _of_dataset(case: Case, position: int, dataset: Dataset, value: str) -> Where:
    place = case.dossier.place(f"datasets.{position}", otherwise="datasets.yaml")
    return Where(dataset.name, place, value)


def _told_by_yes(case: Case, side: Side) -> Told:
    has: dict[str, tuple[Where, ...]] = {}
    lacks: dict[str, Where] = {}
    for name, places in side.yes.items():
        answers = [_answer(case, place) for place in places]
        yes = tuple(one for one in answers if one and one.value == "yes")
        if yes:
            has[name] = yes
        elif all(answers):
            lacks[name] = _joined([one for one in answers if one], "no")
    return Told(has, lacks, None, {name: name for name in has})


def _answer(case: Case, place: str) -> Where | None:
    known, _ = _names_at(case, place)
    return known


def _stands(case: Case, standing: Standing) -> bool | None:
    """Whether what stands at a place is one of the values that count; None if nothing does."""
    room, _, path = standing.place.partition(".")
    if room == "answers":
        known, names = _names_at(case, standing.place)
        return None if known is None else {name for name, _ in names} <= {*standing.among}
    value = case.dossier.spine.at(path.replace("-", "_"))
    if value is None:
        return None
    word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return word in standing.among


# -- Sizes, days ----------------------------------------------------------------------------------


def _sizes(case: Case, one: Agreement, sizes: Sizes) -> Iterator[Finding]:
    for size in sizes.sizes:
        chosen, _ = _names_at(case, f"answers.{size.range}")
        options = {option.id: option for option in case.law.field[size.range].options}
        option = options.get(chosen.value) if chosen else None
        if chosen is None or option is None or option.range is None:
            continue
        for amount, here, is_whole in _numbers(case, size):
            is_above = option.range.is_above(amount)
            if not (is_above or (is_whole and option.range.is_below(amount))):
                continue
            text = case.law.say(
                f"consistency.{'above' if is_above else 'below'}",
                label=one.label,
                here=_at(case, here),
                there=_at(case, chosen),
            )
            alone = size.alone is None or _stands(case, size.alone) is True
            right_if = sizes.right_if if is_above and not alone else None
            yield _finding(case, one, text, (here, chosen), right_if)


def _numbers(case: Case, size: Size) -> Iterator[tuple[Amount, Where, bool]]:
    """Yield the numbers at a place, where each stands, and whether it is the whole."""
    room, _, path = size.number.partition(".")
    if room == "answers":
        effective = case.record.values[path]
        amount = effective.value
        if isinstance(amount, Amount) and amount.unit == size.unit:
            yield amount, Where(path, effective.origins[0].place, as_text(amount)), True
        return
    _, _, modality = path.partition(".")
    for source in case.summary.sources.listed:
        for of, stated in source.stated.items():
            if of == modality and stated.amount.unit == size.unit:
                where = Where(source.dataset.name, source.place, as_text(stated.amount))
                yield stated.amount, where, False


def _days(case: Case, one: Agreement, days: Days) -> Iterator[Finding]:
    for occasion in days.days:
        path = occasion.place.removeprefix("dossier.").replace("-", "_")
        day = case.dossier.spine.at(path)
        if not isinstance(day, date):
            continue
        there = Where(path, case.spine_place(path), case.law.language.shown(day))
        for start in starts(case):
            if start.event == occasion.event and start.on != day:
                here = Where(start.event, start.place, case.law.language.shown(start.on))
                text = case.law.say(
                    "consistency.days",
                    label=one.label,
                    here=_at(case, here),
                    there=_at(case, there),
                )
                yield _finding(case, one, text, (here, there), None)


# -- Compute, incidents ---------------------------------------------------------------------------


def _near(case: Case, one: Agreement, near: NearThreshold) -> Iterator[Finding]:
    threshold = case.law.threshold[near.threshold]
    level = threshold.on(case.on)
    warning = case.law.threshold[near.share]
    share = warning.on(case.on)
    if not level or level.value is None or not share or share.value is None:
        return
    total = case.account.totals["cumulative"]
    is_past = compared(total, threshold, level) is Answer.YES
    if is_past or case.judged(near.silent_if).verdict is Verdict.MET:
        return
    best = Amount.exactly(total.best, total.unit)
    limit = Amount.exactly(level.value, "").times(Amount.exactly(share.value, ""), "")
    reached = share.model_copy(update={"value": limit.best})
    parts = Amount.exactly(level.parts, "")
    if compared(best.times(parts, total.unit), warning, reached) is Answer.YES:
        text = case.law.say(
            "consistency.near",
            total=case.law.language.shown(best)
            if case.account.is_whole
            else at_least(case.law, best),
            share=case.law.language.percent(share.value),
            limit=limit_in_words(case.law, threshold, level),
        )
        yield Finding(
            "notice",
            ledger_place(case),
            text,
            case.law.say("consistency.near.remedy"),
            asked_by=(share.source, level.source),
            agreement=one.id,
        )


def _review(case: Case, one: Agreement, review: Review) -> Iterator[Finding]:
    before = happened(case, *review.last)
    if not before:
        return
    last = before[-1]
    looked_at = {start.about for start in happened(case, *review.looked_at)}
    for incident in case.dossier.incidents:
        known, place = incidents.known_on(case, incident)
        if last.on < known <= case.on and incident.id not in looked_at:
            text = case.law.say(
                "consistency.review",
                incident=incident.id,
                day=known,
                event=f"{last.event} ({last.place})",
                last=last.on,
            )
            remedy = case.law.say(
                "consistency.review.remedy", event=review.looked_at[0], incident=incident.id
            )
            yield Finding("notice", place, text, remedy, asked_by=(one.source,), agreement=one.id)


# -- What is found --------------------------------------------------------------------------------


def _at(case: Case, where: Where) -> str:
    return case.law.say("consistency.at", name=where.name, place=where.place, value=where.value)


def _finding(
    case: Case, one: Agreement, text: str, sides: tuple[Where, Where], right_if: str | None
) -> Finding:
    here, there = (side.place for side in sides)
    remedy = case.law.say("consistency.remedy", here=here, there=there)
    if right_if:
        remedy = case.law.say("consistency.look", right_if=right_if, remedy=remedy)
    return Finding(
        "notice" if right_if else "conflict",
        here,
        text,
        remedy,
        asked_by=(one.source,),
        agreement=one.id,
    )
