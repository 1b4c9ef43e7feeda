"""Is the provider established outside the Union?"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Judgement, Verdict


def judge(case: Case) -> Judgement:
    """Return met where the provider's country is none of the Union's."""
    ground = case.law.question["third-country-provider"].grounds["establishment"]
    country = case.dossier.spine.provider.established_in
    place = case.spine_place("provider.established_in")
    if country is None:
        return case.unknown("third-country-provider.unknown", ground.source, place)
    verdict, phrase = (
        (Verdict.NOT_MET, "inside") if country in ground.countries else (Verdict.MET, "outside")
    )
    text = case.law.say(f"third-country-provider.{phrase}", country=country)
    return Judgement(verdict, Because(text, ground.source, place))
