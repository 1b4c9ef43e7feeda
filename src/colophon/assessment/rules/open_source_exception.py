"""Does the exception for free and open-source models hold? Four facts, and no systemic risk."""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict, all_of

_FACTS = {
    "free-licence": "free_licence",
    "weights": "weights_public",
    "architecture": "architecture_public",
    "usage-information": "usage_information_public",
}
"""Ground of the question -> attribute of the dossier's `open_source`."""


def judge(case: Case) -> Judgement:
    """Return met where all four facts are true and the model has no systemic risk."""
    question = case.law.question["open-source-exception"]
    parts = [_fact(case, ground, attribute) for ground, attribute in _FACTS.items()]
    parts.append(_no_systemic_risk(case))
    verdict = all_of(part.verdict for part in parts)
    text = {
        Verdict.MET: "every condition of the exception is met",
        Verdict.NOT_MET: "a condition of the exception is not met",
        Verdict.UNDETERMINED: "a condition of the exception is not known yet",
    }[verdict]
    source = question.grounds["free-licence"].source
    because = Because(text, source, children=tuple(part.because for part in parts))
    gaps = tuple(gap for part in parts for gap in part.gaps)
    return Judgement(verdict, because, gaps if verdict is Verdict.UNDETERMINED else ())


def _fact(case: Case, name: str, attribute: str) -> Judgement:
    ground = case.law.question["open-source-exception"].grounds[name]
    value: bool | None = getattr(case.dossier.spine.open_source, attribute)
    place = case.dossier.place(f"dossier.open_source.{attribute}", otherwise="dossier.yaml")
    if value is None:
        gap = Gap(
            place,
            f"Whether this holds is not on file: {ground.says[0].lower()}{ground.says[1:]}.",
            f"Write open_source.{attribute}: true or false in dossier.yaml.",
        )
        return Judgement.unknown(f"{ground.says}: not known", ground.source, gap)
    because = Because(f"{ground.says}: {'yes' if value else 'no'}", ground.source, place)
    return Judgement(Verdict.MET if value else Verdict.NOT_MET, because)


def _no_systemic_risk(case: Case) -> Judgement:
    ground = case.law.question["open-source-exception"].grounds["no-systemic-risk"]
    presumption = case.judged("systemic-risk-presumption")
    verdict, word = {
        Verdict.MET: (Verdict.NOT_MET, "it is presumed to have systemic risk"),
        Verdict.NOT_MET: (Verdict.MET, "it is not presumed to have systemic risk"),
        Verdict.NOT_APPLICABLE: (Verdict.MET, "no presumption of systemic risk applies"),
        Verdict.UNDETERMINED: (Verdict.UNDETERMINED, "whether it has systemic risk is not known"),
    }[presumption.verdict]
    because = Because(f"{ground.says}: {word}", ground.source, children=(presumption.because,))
    return Judgement(verdict, because, presumption.gaps)
