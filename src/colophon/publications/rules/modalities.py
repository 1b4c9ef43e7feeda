"""Modalities of sources that section 1.3 does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.choices import State, band, modalities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield each source with a modality that 1.3 does not tick; silent where 1.3 is not plain."""
    there = _in_the_whole(look)
    if there is None:
        return
    for passage in look.passages():
        ticks = modalities(passage, look.form)
        if passage.said or ticks.state is not State.READ:
            continue
        more = [one for one in ticks.chosen if one not in there and one != "other"]
        if more:
            said = look.law.language.all_of(
                look.law.language.named("modality", one) for one in more
            )
            yield look.remark(
                "conflict",
                "not-among",
                name=passage.field,
                line=passage.first,
                label=look.label(passage.field),
                modalities=said,
            )


def _in_the_whole(look: Look) -> set[str] | None:
    """Return the modalities of 1.3; None where they cannot be told."""
    told = look.passage("public-summary.modalities")
    if told is not None:
        ticks = modalities(told, look.form)
        return set(ticks.chosen) if ticks.state is State.READ else None
    found = set()
    for row in look.form.rows:
        passage = look.passage(row.size) if row.size else None
        if passage is None:
            continue
        ticks = band(passage, row, look)
        if ticks.state is State.UNREADABLE:
            return None
        if ticks.state is State.READ or passage.flowing.startswith(look.form.ticked):
            found.add(row.modality)
    return found or None
