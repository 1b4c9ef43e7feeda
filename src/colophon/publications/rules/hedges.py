"""Words that leave open what the summary is to say plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.summary.checks import hedging
from colophon.publications.wording import ADDRESS, is_beginning_of_nothing, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield each entry that holds such words, in the language that it is written in."""
    every = {**look.law.word_list["hedges"].words, **look.form.hedges}
    for passage in look.passages():
        text = ADDRESS.sub(" ", passage.flowing)
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        language = language_of(text, look.form)
        words = every.get(language, ()) if language else ()
        found = [one.strip(" .!?\n") for one in hedging(words).findall(text)] if words else []
        if found:
            yield look.remark(
                "notice",
                "words",
                name=passage.field,
                line=passage.at(found[0]),
                label=look.label(passage.field),
                words=", ".join(dict.fromkeys(one.casefold() for one in found)),
            )
