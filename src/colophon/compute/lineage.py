"""The models that a model was built on: all that went into them, each counted once.

Merged weights carry the training of all their parents, and weights that a run starts from carry
theirs. Two parents may have been trained from one ancestor; its training was done once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier.model import LineageCompute
from colophon.law.model import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.dossier.model import Ancestor, Ledger


def brought_in(ledger: Ledger, superseded: frozenset[str]) -> Mapping[str, tuple[Ancestor, ...]]:
    """Return the models that each entry of the lineage brings in, by the entry's id.

    A model that several entries lead to is brought in by the first of them, in the order of their
    ids, so that the order of the file is no matter. What an entry of the ledger itself covers is
    not a model and is not brought in. A superseded entry shows what it brought in by itself.

    Args:
        ledger: its entries and models.
        superseded: the ids of the entries that count no more.
    """
    models = {one.id: one for one in ledger.models}
    entries = sorted(
        (one for one in ledger.entries if isinstance(one, LineageCompute)), key=lambda one: one.id
    )
    counted: set[str] = set()
    result = {}
    for entry in entries:
        seen = set() if entry.id in superseded else counted
        result[entry.id] = tuple(_with_ancestors(entry.models, models, seen))
    return result


def _with_ancestors(
    names: Sequence[str], models: Mapping[str, Ancestor], seen: set[str]
) -> Iterator[Ancestor]:
    """Yield the models of some names and all that they were built on, but those seen before."""
    waiting = list(reversed(names))
    while waiting:
        name = waiting.pop()
        if name in models and name not in seen:
            seen.add(name)
            yield models[name]
            waiting += reversed(models[name].built_on)


def method(models: Sequence[Ancestor]) -> Phrase:
    """Return how the compute of the lineage came about."""
    names = ", ".join(one.id for one in models)
    return Phrase("ledger.method.lineage", (("models", names or "–"),))
