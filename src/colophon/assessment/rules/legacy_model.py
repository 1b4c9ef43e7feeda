"""Was the model placed on the market before the duties began to apply?"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict


def judge(case: Case) -> Judgement:
    """Return met where the day of placing on the market lies before the cut-off."""
    ground = case.law.question["legacy-model"].grounds["placed-before"]
    assert ground.day is not None
    cut_off = ground.day.isoformat()
    placed = case.dossier.spine.model.placed_on_market
    place = case.dossier.place("dossier.model.placed_on_market", otherwise="dossier.yaml")
    if placed is None:
        gap = Gap(
            place,
            "The day on which the model was placed on the Union market is not on file.",
            "Write model.placed_on_market in dossier.yaml.",
        )
        text = f"whether it was placed on the market before {cut_off} is not known"
        return Judgement.unknown(text, ground.source, gap)
    before = placed < ground.day
    text = (
        f"it {'was' if placed <= case.on else 'is to be'} placed on the market on "
        f"{placed.isoformat()}, "
        f"{'before' if before else 'not before'} {cut_off}"
    )
    verdict = Verdict.MET if before else Verdict.NOT_MET
    return Judgement(verdict, Because(text, ground.source, place))
