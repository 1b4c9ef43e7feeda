"""Is the provider established outside the Union?"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict


def judge(case: Case) -> Judgement:
    """Return met where the provider's country is none of the Union's."""
    ground = case.law.question["third-country-provider"].grounds["establishment"]
    country = case.dossier.spine.provider.established_in
    place = case.dossier.place("dossier.provider.established_in", otherwise="dossier.yaml")
    if country is None:
        gap = Gap(
            place,
            "Where the provider is established is not on file.",
            "Write provider.established_in in dossier.yaml, as two letters such as FR.",
        )
        text = "where the provider is established is not known"
        return Judgement.unknown(text, ground.source, gap)
    inside = country in ground.countries
    text = f"the provider is established {'in' if inside else 'outside'} the Union: {country}"
    because = Because(text, ground.source, place)
    return Judgement(Verdict.NOT_MET if inside else Verdict.MET, because)
