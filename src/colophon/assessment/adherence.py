"""Which chapters of the Code of Practice the provider has signed, as the dossier says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.assessment.model import Case
    from colophon.dossier.model import Chapter


def signed(case: Case, question: str, chapter: Chapter) -> Judgement:
    """Return met where the provider has signed `chapter`, undetermined where nobody says."""
    source = case.law.question[question].grounds["adherence"].source
    chapters = case.dossier.spine.code_of_practice
    place = case.spine_place("code_of_practice")
    if chapters is None:
        return case.unknown("adherence.unknown", source, place)
    is_signed = chapter in chapters
    text = case.law.say("adherence.signed" if is_signed else "adherence.not-signed")
    verdict = Verdict.MET if is_signed else Verdict.NOT_MET
    return Judgement(verdict, Because(text, source, place))
