"""A new dossier: the first draft, with what the importers read in a model folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier import draft
from colophon.workspace import disk
from colophon.workspace.collect import Collected, evidence, refuse_damaged, survey
from colophon.workspace.law import law
from colophon.workspace.seen import Memory

if TYPE_CHECKING:
    from pathlib import Path

    from colophon.workspace.collect import Watch


def start(
    directory: Path,
    source: Path | None,
    *,
    digest_weights: bool = False,
    keep_going: bool = False,
    watch: Watch | None = None,
) -> Collected:
    """Write the dossier `directory`, which must not be there yet; `source` is a model folder.

    Raises:
        ArtefactError: an artefact is damaged and `keep_going` is not set; nothing is written.
        DiskError: the directory is there already, or something cannot be read or written.
    """
    disk.refuse_taken(directory)
    sources = [source] if source is not None else []
    collected = survey(sources, digest_weights=digest_weights, keep_going=keep_going, watch=watch)
    if not keep_going:
        refuse_damaged(collected)
    tree = draft.files(directory.resolve().name, law(), collected.readings)
    disk.create(directory, {**tree, **evidence(collected)})
    Memory(collected.seen).write(directory)
    return collected
