"""The weights that lie beside a configuration: how many parameters their header names.

A configuration in the dossier and the `config.json` that was collected are one file if their
digests are one; the weights are those that were collected from its folder.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.compute.stream import Parameters
    from colophon.dossier.model import Dossier

_FACT = "weights.parameters"


def parameters_beside(name: str, dossier: Dossier) -> int | None:
    """Return how many parameters the weights beside a configuration have; None without any.

    Args:
        name: of the configuration.
        dossier: that keeps it, and the evidence.
    """
    digest = f"sha256:{sha256(dossier.configurations[name].encode()).hexdigest()}"
    folders = {
        _folder(reading.artefact.name)
        for reading in dossier.readings
        if reading.artefact.digest == digest
    }
    found = {
        evidence.value
        for reading in dossier.readings
        if _folder(reading.artefact.name) in folders
        for evidence in reading.evidence
        if evidence.fact == _FACT and type(evidence.value) is int
    }
    return found.pop() if len(found) == 1 else None


def _folder(artefact: str) -> str:
    return artefact.rpartition("/")[0]


def difference(counted: Parameters, stored: int) -> Fraction:
    """Return by how much the parameters of a configuration and of weights part, as a fraction.

    Zero where they are the same, also where the weights hold what is not part of the model: modules
    that only training runs, or a copy of the embedding that the output head shares.
    """
    if stored in stored_as(counted):
        return Fraction(0)
    return abs(Fraction(stored, counted.total) - 1)


def stored_as(counted: Parameters) -> Mapping[int, tuple[Literal["beside", "copy"], ...]]:
    """Return how many parameters weights may hold, and what beyond those of the model.

    `beside` are modules that only training runs; `copy` is one of the embedding that the output
    head shares.
    """
    copy = 0 if counted.output_head else counted.embedding
    return {
        counted.total + counted.beside + copy: ("beside", "copy"),
        counted.total + copy: ("copy",),
        counted.total + counted.beside: ("beside",),
        counted.total: (),
    }
