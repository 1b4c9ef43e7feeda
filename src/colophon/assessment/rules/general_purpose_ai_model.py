"""Is this a general-purpose AI model? The guidelines' criterion, and decisions that override it.

The criterion is indicative in both directions, so a decision on file wins over it; the criterion
is still shown beneath the decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.decisions import decided
from colophon.assessment.model import Because, Case, Judgement, Verdict
from colophon.assessment.thresholds import held_against

if TYPE_CHECKING:
    from colophon.law.model import Question

_ID = "general-purpose-ai-model"


def judge(case: Case) -> Judgement:
    """Return met where the compute passes the criterion and the modality fits, or by decision."""
    question = case.law.question[_ID]
    threshold = case.law.threshold["gpai-compute"]
    compute = held_against(case, threshold, "parameter-updates")
    if compute.verdict is Verdict.NOT_APPLICABLE:
        if threshold.since(case.on) is None:
            return compute
        compute = _ceased(case, question, compute)
    compute = _with_what_it_was_built_on(case, question, compute)
    modality = _modality(case, question)
    children = (compute.because, modality.because)
    source = question.grounds["compute"].source
    return decided(case, question, children) or case.together(_ID, source, (compute, modality))


def _ceased(case: Case, question: Question, compute: Judgement) -> Judgement:
    """Leave the question to judgement where the criterion has ceased and nothing replaced it."""
    source = question.grounds["definition"].source
    gap = case.gap(f"{_ID}.ceased", "decisions.yaml")
    because = Because(case.law.say(f"{_ID}.ceased"), source, gap.place, (compute.because,))
    return Judgement(Verdict.UNDETERMINED, because, (gap,))


def _with_what_it_was_built_on(case: Case, question: Question, compute: Judgement) -> Judgement:
    """Look at the weights that the model was built on, where its own updates do not suffice."""
    upstream = case.dossier.spine.upstream
    others = [line for line in case.account.lines if line.activity.of_other_weights]
    modifies = case.dossier.spine.provider.role == "modifies"
    if compute.verdict is Verdict.MET or not (others or modifies):
        return compute
    source = question.grounds["modification"].source
    place = case.spine_place("upstream.general_purpose")
    if upstream.general_purpose is None:
        if compute.verdict is Verdict.UNDETERMINED:
            return compute
        gap = case.gap(f"{_ID}.upstream-unknown", others[0].origin.place if others else place)
        text = case.law.say(f"{_ID}.upstream-unknown")
        because = Because(text, source, gap.place, (compute.because,))
        return Judgement(Verdict.UNDETERMINED, because, (gap,))
    if upstream.general_purpose:
        text = case.law.say(f"{_ID}.upstream")
        return Judgement(Verdict.MET, Because(text, source, place, (compute.because,)))
    text = case.law.say(f"{_ID}.upstream-not")
    because = Because(text, source, place, (compute.because,))
    return Judgement(compute.verdict, because, compute.gaps)


def _modality(case: Case, question: Question) -> Judgement:
    """Judge whether the model generates language, or images or video from text."""
    ground = question.grounds["modality"]
    model = case.dossier.spine.model
    takes, makes = model.input_modalities, model.output_modalities

    def found(verdict: Verdict, phrase: str, name: str, **values: str) -> Judgement:
        text = f"{ground.says}: {case.law.say(f'{_ID}.{phrase}', **values)}"
        return Judgement(verdict, Because(text, ground.source, case.spine_place(f"model.{name}")))

    def unknown(phrase: str, name: str) -> Judgement:
        return case.unknown(f"{_ID}.{phrase}", ground.source, case.spine_place(f"model.{name}"))

    if makes is None:
        return unknown("output-unknown", "output_modalities")
    if "text" in makes:
        return found(Verdict.MET, "text", "output_modalities")
    if "audio" in makes and model.audio_includes_speech:
        return found(Verdict.MET, "speech", "audio_includes_speech")
    if {"image", "video"} & set(makes):
        if takes is None:
            return unknown("input-unknown", "input_modalities")
        if "text" in takes:
            return found(Verdict.MET, "from-text", "input_modalities")
    if "audio" in makes and model.audio_includes_speech is None:
        return unknown("speech-unknown", "audio_includes_speech")
    return found(Verdict.NOT_MET, "other", "output_modalities", modalities=", ".join(makes))
