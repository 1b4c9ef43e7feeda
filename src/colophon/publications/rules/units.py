"""Sizes in the unit of another modality."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a size of a modality that is told in a unit which is not its own."""
    multiples = "|".join(map(re.escape, look.form.multiples))
    for row in look.form.rows:
        passage = look.passage(row.size) if row.size else None
        if passage is None or passage.said:
            continue
        own = look.form.units.get(row.modality, ())
        others = {unit for units in look.form.units.values() for unit in units} - {*own}
        wanted = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
        found = re.search(
            rf"(\d[\d\s.,]*)\s*(?:(?:{multiples})s?\s+)?(?:{wanted})[^\W\d_]*",
            passage.flowing,
            re.IGNORECASE,
        )
        if found:
            yield look.remark(
                "conflict",
                "other",
                name=passage.field,
                line=passage.at(found[0]),
                modality=look.law.language.named("modality", row.modality),
                found=" ".join(found[0].split()),
            )
