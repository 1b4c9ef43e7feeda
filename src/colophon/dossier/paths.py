"""Which files a dossier consists of, and what they are called. Loads nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from colophon.evidence import Reading

CONFIGURATIONS: Final = "configurations/"
"""The folder in which the configurations of models are kept."""

REGISTERS = (
    "compute.yaml",
    "datasets.yaml",
    "evaluations.yaml",
    "decisions.yaml",
    "events.yaml",
    "incidents.yaml",
    "requests.yaml",
)
"""The files beside `dossier.yaml` that a person writes; each may be absent."""


def belongs(path: str) -> bool:
    """Say whether a file at `path` is part of a dossier; others may lie beside it unread."""
    return (
        path in {"dossier.yaml", *REGISTERS}
        or (path.startswith("answers/") and path.endswith(".yaml"))
        or (path.startswith(("evidence/", CONFIGURATIONS)) and path.endswith(".json"))
    )


def evidence_path(one: Reading) -> str:
    """Return `evidence/<importer>-<digest>.json`, the digest over what was read and where.

    What is read of a corpus changes as the corpus does, so its file is named by the source.
    """
    artefact = one.artefact
    if artefact.is_listing:
        return f"evidence/{one.importer}-{artefact.name}.json"
    name = hashlib.sha256(f"{artefact.name}\n{artefact.digest}".encode()).hexdigest()[:16]
    return f"evidence/{one.importer}-{name}.json"
