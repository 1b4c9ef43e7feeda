"""Has the provider signed the chapter of the Code of Practice on transparency?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.adherence import signed

if TYPE_CHECKING:
    from colophon.assessment.model import Case, Judgement


def judge(case: Case) -> Judgement:
    """Return met where the dossier lists the chapter."""
    return signed(case, "signatory-transparency", "transparency")
