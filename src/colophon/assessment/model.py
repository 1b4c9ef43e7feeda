"""The shapes of an assessment. Nothing in it is a score; a verdict comes with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from colophon.assessment.summary import Summary
    from colophon.compute.ledger import Account
    from colophon.dossier.effective import Record
    from colophon.dossier.model import Dossier
    from colophon.law.model import Citation, Element, Law, Obligation, Outline, Said


class Verdict(StrEnum):
    """The answer to a legal question."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on conditions that must all be met: one that is not met decides."""
    seen = set(verdicts)
    if Verdict.NOT_MET in seen:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED if Verdict.UNDETERMINED in seen else Verdict.MET


@dataclass(frozen=True, slots=True)
class Because:
    """A reason, with the reasons for it.

    Attributes:
        text: the reason in one sentence or phrase.
        citation: where it is written, if the law says it.
        place: where in the dossier, if the dossier says it.
        children: the reasons for it.
        since: the day since which the provision has held, where that is dated.
    """

    text: str
    citation: Citation | None = None
    place: str | None = None
    children: tuple[Because, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that a question turns on and that is not on file.

    Attributes:
        place: where it would stand.
        message: which fact, in one sentence.
        remedy: what to do about it.
    """

    place: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one question, with its reasons and, if undetermined, what is missing."""

    verdict: Verdict
    because: Because
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    Attributes:
        on: the day of the assessment.
        judged: the judgement on another question, by its id.
        summary: what follows from the register of sources.
    """

    dossier: Dossier
    law: Law
    on: date
    account: Account
    record: Record
    judged: Callable[[str], Judgement]
    summary: Summary

    def gap(self, phrase: str, place: str, **values: Said) -> Gap:
        """Return that a fact is not on file, in the words of `<phrase>.gap` and `.remedy`."""
        return Gap(
            place,
            self.law.say(f"{phrase}.gap", **values),
            self.law.say(f"{phrase}.remedy", **values),
        )

    def unknown(self, phrase: str, source: Citation, place: str, **values: Said) -> Judgement:
        """Return that a question is undetermined for want of one fact, at its place."""
        gap = self.gap(phrase, place, **values)
        because = Because(self.law.say(phrase, **values), source, place)
        return Judgement(Verdict.UNDETERMINED, because, (gap,))

    def together(self, question: str, source: Citation, parts: Sequence[Judgement]) -> Judgement:
        """Return the verdict on a question whose parts must all be met.

        Its words are `<question>.met`, `.not-met` and `.undetermined`; what is missing counts only
        where it could change the verdict.
        """
        verdict = all_of(part.verdict for part in parts)
        text = self.law.say(f"{question}.{verdict.value.replace('_', '-')}")
        because = Because(text, source, children=tuple(part.because for part in parts))
        gaps = tuple(gap for part in parts for gap in part.gaps)
        return Judgement(verdict, because, gaps if verdict is Verdict.UNDETERMINED else ())

    def spine_place(self, name: str) -> str:
        """Return where a value of `dossier.yaml` stands, such as `model.placed_on_market`."""
        return self.dossier.place(f"dossier.{name}", otherwise="dossier.yaml")


@dataclass(frozen=True, slots=True)
class ElementStanding:
    """How one element of a document stands.

    Attributes:
        asked: whether it is asked of this model: met, not_met, undetermined.
        missing: ids of the fields that are not filled.
        undecided: ids of empty fields of which it is not known whether they are asked.
    """

    element: Element
    asked: Verdict
    missing: tuple[str, ...]
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete one document is.

    Attributes:
        asked: whether the document is asked of this model: met, not_met, undetermined.
    """

    outline: Outline
    elements: tuple[ElementStanding, ...]
    asked: Verdict = Verdict.MET

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the missing fields of the elements that are asked, each once."""
        if self.asked is not Verdict.MET:
            return ()
        asked = (one for one in self.elements if one.asked is Verdict.MET)
        return tuple(dict.fromkeys(field for one in asked for field in one.missing))

    @property
    def verdict(self) -> Verdict:
        """Met when every element that is asked is filled; not applicable if none is asked."""
        if self.asked is Verdict.NOT_MET:
            return Verdict.NOT_APPLICABLE
        if self.missing:
            return Verdict.NOT_MET
        open_ones = (
            one
            for one in self.elements
            if one.asked is not Verdict.NOT_MET
            and (one.undecided or (one.missing and Verdict.UNDETERMINED in {one.asked, self.asked}))
        )
        return Verdict.UNDETERMINED if any(open_ones) else Verdict.MET


class DutyState(StrEnum):
    """How an obligation stands."""

    MET = "met"
    """All that the dossier has to hold for it is there."""
    OPEN = "open"
    POSSIBLE = "possible"
    """It may be done, and is not owed."""
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation, as it stands for this model on this day.

    Attributes:
        because: why it has this state.
        missing: ids of the fields that would show that it is done.
        since: the day since which the law knows it; None before.
        gaps: the events and decisions that would show that it is done, and are not on file.
        due: the day by which it must be done; None where it does not bind or that is not known.
        late: whether that day has passed and the duty is open.
    """

    obligation: Obligation
    state: DutyState
    because: Because
    missing: tuple[str, ...] = ()
    since: date | None = None
    due: date | None = None
    late: bool = False
    gaps: tuple[Gap, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it is owed, or may turn out to be, and is not shown to be done."""
        is_possibility = self.obligation.kind == "possibility"
        return not is_possibility and self.state in {DutyState.OPEN, DutyState.UNDETERMINED}


@dataclass(frozen=True, slots=True)
class Finding:
    """A state of the dossier that somebody should look at.

    Attributes:
        field: id of the field, or None.
        question: id of the question, or None.
        obligation: id of the obligation that an event or a decision would show done, or None.
        agreement: id of what documents must agree on, or None.
        place: where in the dossier.
        asked_by: the provisions that ask for it.
    """

    kind: Literal["missing", "conflict", "unasked", "notice", "unread", "stale"]
    place: str
    message: str
    remedy: str
    field: str | None = None
    question: str | None = None
    obligation: str | None = None
    agreement: str | None = None
    asked_by: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows from a dossier under the law on a day.

    Attributes:
        case: the dossier, the law, the day, the ledger and the record that it rests on.
        verdicts: question id -> judgement.
        documents: outline id -> how complete it is.
    """

    case: Case
    verdicts: Mapping[str, Judgement]
    documents: Mapping[str, Completeness]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]

    def with_findings(self, findings: Iterable[Finding]) -> Assessment:
        """Return the same with more findings, of what lies outside the dossier."""
        return replace(self, findings=(*self.findings, *findings))

    @property
    def is_open(self) -> bool:
        """Whether anything is missing, conflicting, unasked, undetermined or late.

        A voluntary measure counts where the provider has signed its chapter: it has bound itself.
        What may be done and is not owed never counts.
        """
        return (
            any(finding.kind in {"missing", "conflict", "unasked"} for finding in self.findings)
            or any(
                one.verdict is Verdict.UNDETERMINED and not self.case.law.question[question].informs
                for question, one in self.verdicts.items()
            )
            or any(duty.waits for duty in self.duties)
        )
