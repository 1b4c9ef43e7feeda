"""Entries of the energy that training used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.dossier.proposals import Entry, Row, Thing, exact, slug
from colophon.dossier.proposals._numbers import agree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "compute.yaml"
LIST: Final = "energy"
NEEDS: Mapping[str, str] = {
    "method": "metered, or sampled by a program",
    "covers": "the ids of the entries of the ledger whose energy this is, such as [pre-training]",
    "boundary": "what the figure covers: accelerator, node, rack or facility",
    "pue": "the power usage effectiveness of the facility, or unknown",
    "pue_applied": "the factor by which the program has multiplied already, 1 where it has not",
    "margin": "how far the figure may be off, as a fraction",
}

_BOUNDARIES: Final = {
    "accelerator": "accelerator",
    "machine": "node",
    "node": "node",
    "rack": "rack",
    "facility": "facility",
}
"""The boundaries of the register, by the words of programs that mean the same."""

_METHODS: Final = {"codecarbon": "sampled", "energy_meter": "metered"}
"""How the register calls what the artefacts of an importer hold; of others a person has to say."""


def propose(things: Sequence[Thing]) -> Iterator[Entry]:
    """Yield what a program sampled, or a meter counted."""
    for thing in things:
        if consumed := thing.own("energy.consumed"):
            yield _entry(thing, consumed.written())


def _entry(thing: Thing, energy: str) -> Entry:
    name = slug(thing.words("energy.project") or thing.name or thing.reading.artefact.name)
    boundary = _BOUNDARIES.get(thing.words("energy.boundary") or "")
    method = _METHODS.get(thing.reading.importer)
    row: Row = {"id": name, "method": method, "covers": None, "energy": energy}
    row["boundary"] = boundary
    if method == "sampled":
        row["pue_applied"] = exact(thing.value("energy.pue"))
    if boundary != "facility":
        row["pue"] = None
    return Entry(name, {**row, "margin": None, "source": thing.place("energy.consumed")})


def same(_row: Row, _entry: Entry) -> bool:
    """No two figures of energy are about the same but for their source."""
    return False


def differ(row: Row, entry: Entry) -> Iterator[str]:
    """Yield `energy` where it is another number."""
    if "energy" in row and not agree(row["energy"], entry.row["energy"]):
        yield "energy"
