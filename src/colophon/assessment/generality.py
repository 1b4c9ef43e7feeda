"""What is asked of general-purpose AI models alone does not arise of any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Judgement, Verdict

if TYPE_CHECKING:
    from colophon.assessment.model import Case
    from colophon.law.model import Citation


def not_general(case: Case, question: str, source: Citation) -> Judgement | None:
    """Return that a question does not apply, in the words of `<question>.not-general`.

    None where the model is a general-purpose AI model, or may be.
    """
    general = case.judged("general-purpose-ai-model")
    if general.verdict not in {Verdict.NOT_MET, Verdict.NOT_APPLICABLE}:
        return None
    text = case.law.say(f"{question}.not-general")
    return Judgement(Verdict.NOT_APPLICABLE, Because(text, source, None, (general.because,)))
