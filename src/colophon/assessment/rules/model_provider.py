"""Is the organisation that the dossier names the provider of the model?

Who merely hosts a model is not. Who modifies one of another provider is, where the change is large
enough; who integrates one is, where its provider clearly shut the Union out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.decisions import decided
from colophon.assessment.model import Because, Case, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.law.model import Question

_ID = "model-provider"


def judge(case: Case) -> Judgement:
    """Return met where it plays a provider's part and the model is on the Union market."""
    question = case.law.question[_ID]
    part, market = _part(case, question), case.judged("union-market")
    children = (part.because, market.because)
    source = question.grounds["definition"].source
    return decided(case, question, children) or case.together(_ID, source, (part, market))


def _part(case: Case, question: Question) -> Judgement:
    role = case.dossier.spine.provider.role
    place = case.spine_place("provider.role")
    if role is None:
        source = question.grounds["definition"].source
        roles = ", ".join(question.named_in("provider.role"))
        return case.unknown(f"{_ID}.role-unknown", source, place, roles=roles)
    ground = question.grounds[role]
    if ground.outcome:
        return Judgement(Verdict(ground.outcome), Because(ground.says, ground.source, place))
    decisive = case.judged("modification") if role == "modifies" else _integrates(case, question)
    because = Because(ground.says, ground.source, place, (decisive.because,))
    if decisive.verdict is Verdict.NOT_APPLICABLE:
        gap = case.gap(f"{_ID}.no-measure", "decisions.yaml")
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    return Judgement(decisive.verdict, because, decisive.gaps)


def _integrates(case: Case, question: Question) -> Judgement:
    """Judge by where, and with which exclusions, the model's own provider makes it available."""
    upstream = case.dossier.spine.upstream

    def follows(verdict: Verdict, name: str, attribute: str) -> Judgement:
        ground = question.grounds[name]
        place = case.spine_place(f"upstream.{attribute}")
        return Judgement(verdict, Because(ground.says, ground.source, place))

    if upstream.available_in_union:
        return follows(Verdict.NOT_MET, "available-in-union", "available_in_union")
    if upstream.available_in_union is None or upstream.union_excluded is None:
        source = question.grounds["integrates"].source
        place = case.spine_place("upstream")
        return case.unknown(f"{_ID}.upstream-unknown", source, place)
    if upstream.union_excluded:
        return follows(Verdict.MET, "union-excluded", "union_excluded")
    return follows(Verdict.NOT_MET, "available-elsewhere", "union_excluded")
