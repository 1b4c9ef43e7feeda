"""Synthetic data of which no model is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.rules._answers import answer
from colophon.publications.wording import is_beginning_of_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a Yes after which neither models on the market nor others are told of."""
    question, *models = look.flaw.fields
    if answer(look, question) != "yes":
        return
    passages = list(look.passages(models))
    if not passages or any(one.said == "missing" for one in passages):
        return  # `entries` says that they are not there
    if all(one.said or is_beginning_of_nothing(one.flowing, look.form) for one in passages):
        passage = look.passage(question)
        assert passage is not None
        yield look.remark("notice", "only-yes", name=question, line=passage.first)
