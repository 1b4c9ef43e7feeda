"""Which chapters of the Code of Practice the provider has signed, as the dossier says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Gap, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.assessment.model import Case
    from colophon.dossier.model import Chapter


def signed(case: Case, question: str, chapter: Chapter) -> Judgement:
    """Return met where the provider has signed `chapter`, undetermined where nobody says."""
    ground = case.law.question[question].grounds["adherence"]
    chapters = case.dossier.spine.code_of_practice
    place = case.dossier.place("dossier.code_of_practice", otherwise="dossier.yaml")
    if chapters is None:
        gap = Gap(
            place,
            "Which chapters of the Code of Practice the provider has signed is not on file.",
            "Write code_of_practice in dossier.yaml; [] says that it has signed none.",
        )
        text = "whether the provider has signed it is not known"
        return Judgement.unknown(text, ground.source, gap)
    is_signed = chapter in chapters
    text = f"the provider has {'' if is_signed else 'not '}signed the {chapter} chapter"
    verdict = Verdict.MET if is_signed else Verdict.NOT_MET
    return Judgement(verdict, Because(text, ground.source, place))
