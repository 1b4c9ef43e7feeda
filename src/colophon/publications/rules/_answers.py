"""What rules ask of questions that are answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.choices import State, yes_or_no

if TYPE_CHECKING:
    from colophon.law.model import Field
    from colophon.publications.model import Look


def answer(look: Look, question: str) -> str | None:
    """Return `yes` or `no`; None where the question is not found, or its answer not plain."""
    passage = look.passage(question)
    if passage is None or passage.said:
        return None
    ticks = yes_or_no(passage, look.form)
    if ticks.state is not State.READ or ticks.extra or len(ticks.chosen) != 1:
        return None
    return ticks.chosen[0]


def is_asked(look: Look, field: Field) -> bool | None:
    """Whether a field is asked after the answers to others; None where they do not tell.

    Where several answers decide, one that leads to the field is enough.
    """
    if field.only_if:
        return None
    if not field.asked_if:
        return True
    found: list[bool | None] = []
    for condition in field.asked_if:
        if set(condition.among) != {"yes"}:
            found.append(None)
            continue
        given = answer(look, condition.field)
        found.append(None if given is None else given == "yes")
    if any(found):
        return True
    return None if None in found else False
