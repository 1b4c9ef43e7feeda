"""The public summary from the register of sources: what follows, what stays open, what is odd.

Where nobody answers a field, its value follows from the register and the scans, each with the
places that it comes from. From what is there, `yes` follows; `no`, a total or a list follows only
where a person states that the register is complete. What does not follow is open, with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from colophon.assessment.large import large
from colophon.assessment.summary import sections, sizes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from colophon.assessment.large import Standing
    from colophon.dossier.effective import Effective
    from colophon.dossier.sources import Sources
    from colophon.law.model import Law


class Summary(NamedTuple):
    """What follows from the register for the public summary.

    Attributes:
        sources: the register with its scans.
        large: which public datasets are large.
        values: key of `Field.computed` -> the value, with where it comes from.
        open: key -> why nothing follows, a clause in the language of the law.
    """

    sources: Sources
    large: tuple[Standing, ...]
    values: Mapping[str, Effective]
    open: Mapping[str, str]


def summarised(sources: Sources, law: Law, on: date) -> Summary:
    """Return what follows from the register on a day, for each field that is computed from it."""
    standings = large(sources, law, on)
    if not sources.listed and not sources.is_whole:
        return Summary(sources, standings, {}, {})
    found: dict[str, Effective | str] = {}
    found |= sizes.found(sources, law)
    found |= sections.found(sources, standings, law, on)
    values = {key: one for key, one in found.items() if not isinstance(one, str)}
    why = {key: one for key, one in found.items() if isinstance(one, str)}
    return Summary(sources, standings, values, why)
