"""What the modules on the public summary share: a value that follows, or why none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from colophon.dossier.effective import Effective, Origin, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.dossier.model import Value
    from colophon.dossier.sources import Source, Sources
    from colophon.law.model import Law

Found: TypeAlias = Effective | str
"""A value with where it comes from, or a clause that says why there is none."""


def told(value: Value, origins: Iterable[Origin]) -> Effective:
    """Return a value that follows, with each place that it comes from once.

    It was read where machines alone tell it, and is stated where a person has a part in it.
    """
    places = tuple(dict.fromkeys(origins))
    is_read = bool(places) and all(one.digest is not None for one in places)
    return Effective(State.READ if is_read else State.STATED, value, None, places)


def incomplete(sources: Sources, law: Law) -> str:
    """Say why nothing can be drawn from what the register lacks."""
    if sources.inventory.complete:
        strangers = ", ".join(one.reading.artefact.name for one in sources.strangers)
        return law.say("summary.open.stranger", names=strangers)
    return law.say("summary.open.incomplete")


def names(among: Iterable[Source]) -> str:
    """Return the names of sources, each once."""
    return ", ".join(dict.fromkeys(one.dataset.name for one in among))


def listed(clauses: Iterable[str]) -> str:
    """Return clauses one after the other."""
    return "; ".join(clauses)
