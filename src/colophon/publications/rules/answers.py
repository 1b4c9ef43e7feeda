"""Answers that are neither Yes nor No, or both, or that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.choices import State, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Passage, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield what is amiss with each question, then those whose marks cannot be read, together."""
    unreadable: list[Passage] = []
    for passage in look.passages():
        if passage.said:
            continue
        label = look.label(passage.field)
        ticks = yes_or_no(passage, look.form)
        if ticks.state is State.UNREADABLE:
            unreadable.append(passage)
        elif ticks.state is State.READ and (ticks.extra or len(ticks.chosen) > 1):
            what = "extra" if ticks.extra else "both"
            first = ticks.extra[0] if ticks.extra else ""
            line = passage.at(first) if first else passage.first
            yield look.remark(
                "conflict", what, name=passage.field, line=line, label=label, extra=first
            )
        elif ticks.state is State.BLANK:
            yield look.remark(
                "conflict", "blank", name=passage.field, line=passage.first, label=label
            )
        elif ticks.state is State.NOTHING:
            yield look.remark(
                "missing", "nothing", name=passage.field, line=passage.first, label=label
            )
        elif ticks.state is State.PROSE:
            yield look.remark(
                "notice", "prose", name=passage.field, line=passage.first, label=label
            )
    if unreadable:
        names = ", ".join(dict.fromkeys(look.numbers[one.field] for one in unreadable))
        one = unreadable[0]
        yield look.remark("unread", "unreadable", name=one.field, line=one.first, numbers=names)
