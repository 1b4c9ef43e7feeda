"""Is this a general-purpose AI model? The guidelines' criterion, and decisions that override it.

The criterion is indicative in both directions, so a decision on file wins over it; the criterion
is still shown beneath the decision.
"""

from __future__ import annotations

from colophon.assessment.decisions import decided
from colophon.assessment.model import Because, Case, Gap, Judgement, Verdict, all_of
from colophon.assessment.thresholds import held_against
from colophon.law.model import OVERRIDE


def judge(case: Case) -> Judgement:
    """Return met where the compute passes the criterion and the modality fits, or by decision."""
    question = case.law.question["general-purpose-ai-model"]
    compute = held_against(case, case.law.threshold["gpai-compute"])
    if compute.verdict is Verdict.NOT_APPLICABLE:
        return compute
    compute = _unless_modified(case, compute)
    modality = _modality(case)
    children = (compute.because, modality.because)
    decision = decided(case, question.id, question.grounds[OVERRIDE], children)
    if decision:
        return decision
    verdict = all_of((compute.verdict, modality.verdict))
    text = {
        Verdict.MET: "both parts of the indicative criterion are met",
        Verdict.NOT_MET: "the indicative criterion is not met",
        Verdict.UNDETERMINED: "the indicative criterion cannot be judged yet",
    }[verdict]
    because = Because(text, question.grounds["compute"].source, children=children)
    gaps = (*compute.gaps, *modality.gaps) if verdict is Verdict.UNDETERMINED else ()
    return Judgement(verdict, because, gaps)


def _unless_modified(case: Case, compute: Judgement) -> Judgement:
    """Leave the compute open where it falls short and the model was built on other weights.

    The criterion counts the model's own updates; whether the change to the other weights makes it
    a model of its own turns on their compute, which is a question of its own.
    """
    others = [line for line in case.account.lines if line.activity.of_other_weights]
    if compute.verdict is not Verdict.NOT_MET or not others:
        return compute
    ground = case.law.question["general-purpose-ai-model"].grounds["modification"]
    place = others[0].origin.place
    gap = Gap(
        place,
        "The model was built on other weights, so its own updates alone do not decide.",
        "Weigh the change against the original's compute, and record it in decisions.yaml.",
    )
    because = Because(ground.says, ground.source, place, (compute.because,))
    return Judgement(Verdict.UNDETERMINED, because, (gap,))


def _modality(case: Case) -> Judgement:
    """Judge whether the model generates language, or images or video from text."""
    ground = case.law.question["general-purpose-ai-model"].grounds["modality"]
    model = case.dossier.spine.model
    takes, makes = model.input_modalities, model.output_modalities

    def place(name: str) -> str:
        return case.dossier.place(f"dossier.model.{name}", otherwise="dossier.yaml")

    def found(verdict: Verdict, text: str, name: str) -> Judgement:
        return Judgement(verdict, Because(f"{ground.says}: {text}", ground.source, place(name)))

    def unknown(text: str, name: str) -> Judgement:
        gap = Gap(place(name), f"{text.capitalize()}.", f"Write model.{name} in dossier.yaml.")
        return Judgement.unknown(f"{ground.says}: {text}", ground.source, gap)

    if makes is None:
        return unknown("what it can generate is not on file", "output_modalities")
    if "text" in makes:
        return found(Verdict.MET, "it generates text", "output_modalities")
    if "audio" in makes and model.audio_includes_speech:
        return found(Verdict.MET, "it generates speech", "audio_includes_speech")
    if {"image", "video"} & set(makes):
        if takes is None:
            return unknown("what it takes in is not on file", "input_modalities")
        if "text" in takes:
            return found(Verdict.MET, "it generates images or video from text", "input_modalities")
    if "audio" in makes and model.audio_includes_speech is None:
        return unknown("whether its audio can be speech is not on file", "audio_includes_speech")
    return found(Verdict.NOT_MET, f"it generates {', '.join(makes)}", "output_modalities")
