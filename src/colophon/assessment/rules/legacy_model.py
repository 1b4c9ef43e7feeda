"""Was the model placed on the market before the duties began to apply?

What counts is the model's lifecycle: it begins with the large pre-training run, so that a later
model of the same provider from the same run shares the day of the first.
"""

from __future__ import annotations

from colophon.assessment.model import Because, Case, Judgement, Verdict


def judge(case: Case) -> Judgement:
    """Return met where the lineage was first placed on the market before the cut-off."""
    grounds = case.law.question["legacy-model"].grounds
    source, cut_off = grounds["placed-before"].source, grounds["placed-before"].day
    assert cut_off is not None
    model = case.dossier.spine.model
    placed, first = model.placed_on_market, model.lineage_placed_on_market
    spared = (Because(grounds["past-training"].says, grounds["past-training"].source),)
    if first is not None and first < cut_off:
        text = case.law.say("legacy-model.lineage-before", day=first, cut_off=cut_off)
        place = case.spine_place("model.lineage_placed_on_market")
        return Judgement(Verdict.MET, Because(text, grounds["lifecycle"].source, place, spared))
    place = case.spine_place("model.placed_on_market")
    if placed is None:
        return case.unknown("legacy-model.unknown", source, place, cut_off=cut_off)
    if placed < cut_off:
        verdict, phrase = Verdict.MET, "placed-before"
    else:
        verdict = Verdict.NOT_MET
        phrase = "placed-after" if placed <= case.on else "to-be-placed"
    text = case.law.say(f"legacy-model.{phrase}", day=placed, cut_off=cut_off)
    children = spared if verdict is Verdict.MET else ()
    return Judgement(verdict, Because(text, source, place, children))
