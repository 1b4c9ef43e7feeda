"""Does the exception for free and open-source models hold? The licence, the money, what is public.

No licence is known by its name: a dossier names what the licence grants, under which conditions,
and how money is made, and each of these is a ground with the provision that says what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.decisions import decided, set_aside
from colophon.assessment.model import Because, Case, Judgement, Verdict, all_of

if TYPE_CHECKING:
    from colophon.law.model import Question

_ID = "open-source-exception"
_PUBLIC = {
    "weights": "weights_public",
    "architecture": "architecture_public",
    "usage-information": "usage_information_public",
}
"""Ground of the question -> attribute of the dossier's `open_source`."""


def judge(case: Case) -> Judgement:
    """Return met where the licence is free and open, all is public, and no systemic risk is."""
    question = case.law.question[_ID]
    conditions = _conditions(case, question)
    parts = [
        _rights(case, question),
        conditions,
        _named(case, question, "monetisation", "monetisation"),
        *(_public(case, question, ground) for ground in _PUBLIC),
        _no_systemic_risk(case, question),
    ]
    return case.together(_ID, question.grounds["licence"].source, parts)


def _rights(case: Case, question: Question) -> Judgement:
    """Judge whether the licence grants every right: one that is missing takes all away."""
    granted = case.dossier.spine.open_source.rights
    if granted is None:
        return _list_unknown(case, question, "rights")
    rights = question.named_in("open_source.rights")
    place = case.spine_place("open_source.rights")
    children = tuple(Because(rights[one].says, rights[one].source, place) for one in granted)
    source = question.grounds["licence"].source
    lacking = [name for name in rights if name not in granted]
    if lacking:
        text = case.law.say(f"{_ID}.rights-lack", lacking=", ".join(lacking))
        return Judgement(Verdict.NOT_MET, Because(text, source, place, children))
    text = case.law.say(f"{_ID}.rights")
    return Judgement(Verdict.MET, Because(text, source, place, children))


def _conditions(case: Case, question: Question) -> Judgement:
    """Judge the licence's conditions; a decision settles those that are left to judgement."""
    found = _named(case, question, "conditions", "conditions")
    if case.dossier.spine.open_source.conditions is None:
        return found
    if found.verdict is not Verdict.UNDETERMINED:
        children = (*found.because.children, *set_aside(case, question))
        because = found.because
        because = Because(because.text, because.citation, because.place, children)
        return Judgement(found.verdict, because)
    return decided(case, question, (found.because,)) or found


def _named(case: Case, question: Question, attribute: str, phrase: str) -> Judgement:
    """Judge by what a list of the dossier names: each is a ground with its outcome."""
    named: tuple[str, ...] | None = getattr(case.dossier.spine.open_source, attribute)
    if named is None:
        return _list_unknown(case, question, attribute)
    place = case.spine_place(f"open_source.{attribute}")
    grounds = {name: question.grounds[name] for name in named}
    verdict = all_of(Verdict(one.outcome) for one in grounds.values() if one.outcome)
    children = tuple(Because(one.says, one.source, place) for one in grounds.values())
    source = question.grounds["licence"].source
    if verdict is Verdict.UNDETERMINED:
        unjudged = [name for name, one in grounds.items() if one.outcome == "undetermined"]
        gap = case.gap(f"{_ID}.{phrase}-open", place, named=", ".join(unjudged))
        text = case.law.say(f"{_ID}.{phrase}-open")
        return Judgement(verdict, Because(text, source, place, children), (gap,))
    text = case.law.say(f"{_ID}.{phrase}{'' if verdict is Verdict.MET else '-fail'}")
    return Judgement(verdict, Because(text, source, place, children))


def _list_unknown(case: Case, question: Question, attribute: str) -> Judgement:
    name = f"open_source.{attribute}"
    source = question.grounds["licence"].source
    return case.unknown(f"{_ID}.list-unknown", source, case.spine_place(name), list=name)


def _public(case: Case, question: Question, name: str) -> Judgement:
    ground, attribute = question.grounds[name], _PUBLIC[name]
    value: bool | None = getattr(case.dossier.spine.open_source, attribute)
    name = f"open_source.{attribute}"
    place = case.spine_place(name)
    if value is None:
        return case.unknown(f"{_ID}.unknown", ground.source, place, fact=ground.says, name=name)
    text = case.law.say(f"{_ID}.{'yes' if value else 'no'}", fact=ground.says)
    verdict = Verdict.MET if value else Verdict.NOT_MET
    return Judgement(verdict, Because(text, ground.source, place))


def _no_systemic_risk(case: Case, question: Question) -> Judgement:
    ground = question.grounds["no-systemic-risk"]
    risk = case.judged("systemic-risk")
    verdict, phrase = {
        Verdict.MET: (Verdict.NOT_MET, "systemic-risk"),
        Verdict.UNDETERMINED: (Verdict.UNDETERMINED, "systemic-risk-unknown"),
    }.get(risk.verdict, (Verdict.MET, "no-systemic-risk"))
    text = f"{ground.says}: {case.law.say(f'{_ID}.{phrase}')}"
    because = Because(text, ground.source, children=(risk.because,))
    return Judgement(verdict, because, risk.gaps)
