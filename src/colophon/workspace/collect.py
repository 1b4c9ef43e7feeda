"""Artefacts -> evidence: walk what a person points at, and let the importers read it.

Only `evidence/` changes. Artefacts that are damaged stop the whole: nothing is written, unless the
person says that the rest should be kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from colophon import importers, parts, reading
from colophon.dossier import files, upgrade
from colophon.dossier.paths import evidence_path
from colophon.errors import ArtefactError, DiskError
from colophon.evidence import Reading
from colophon.importers import Folder, Source, in_silence, shown
from colophon.workspace import disk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.evidence import Unread

Progress = Callable[[str, int, int], None]
"""Is told the artefact, the bytes read of it and the bytes to read."""


@dataclass(slots=True)
class Collected:
    """What came of a collection.

    Attributes:
        readings: new ones, in the order in which they were read.
        known: names of artefacts whose evidence was on file already, unchanged.
        replaced: names of artefacts that have changed since they were read before.
        unrecognised: names of files that no importer reads.
    """

    readings: list[Reading] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)

    @property
    def unread(self) -> Iterator[tuple[Reading, Unread]]:
        """What could not be read, with the reading that it belongs to."""
        return ((one, unread) for one in self.readings for unread in one.unread)


def collect(
    directory: Path,
    paths: Sequence[Path],
    *,
    digest_weights: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> Collected:
    """Read the artefacts at `paths` into the evidence of the dossier in `directory`.

    Raises:
        DossierError, FormatVersionError: there is no dossier, or a newer one.
        ArtefactError: an artefact is damaged and `keep_going` is not set; nothing is written.
        DiskError: a path cannot be read, or the evidence cannot be written.
    """
    tree = upgrade.to_current(disk.read_dossier(directory))
    on_file = {
        path: reading.validate(Reading, reading.json(tree[path], path))
        for path in tree
        if path.startswith("evidence/")
    }
    collected = survey(paths, digest_weights=digest_weights, progress=progress)
    if not keep_going:
        refuse_damaged(collected)
    outdated = _set_apart(collected, on_file)
    disk.write(directory, evidence(collected))
    disk.remove(directory, outdated)
    return collected


def _set_apart(collected: Collected, on_file: Mapping[str, Reading]) -> list[str]:
    """Move what is known already out of the new readings; return the paths that are outdated.

    Two artefacts may have one name, from folders of one name: what was read of either stays.
    """
    read_again = {(one.importer, one.artefact.name) for one in collected.readings}
    valid = {evidence_path(one) for one in collected.readings}
    for one in list(collected.readings):
        same = {path for path, known in on_file.items() if _says_no_more(one, known)}
        if same:
            valid |= same
            collected.readings.remove(one)
            collected.known.append(one.artefact.name)
    outdated = [
        path
        for path, known in on_file.items()
        if (known.importer, known.artefact.name) in read_again and path not in valid
    ]
    collected.replaced += dict.fromkeys(on_file[path].artefact.name for path in outdated)
    return outdated


def _says_no_more(one: Reading, known: Reading) -> bool:
    """Whether `known`, perhaps read with a digest of the weights, holds all of the same file."""
    return (
        one.importer == known.importer
        and one.artefact == known.artefact
        and one.unread == known.unread
        and set(one.evidence) <= set(known.evidence)
    )


def evidence(collected: Collected) -> Mapping[str, bytes]:
    """Return the evidence files of the new readings, path -> content."""
    return {evidence_path(one): files.evidence_bytes(one) for one in collected.readings}


def refuse_damaged(collected: Collected) -> None:
    """Raise for the first artefact that is damaged, naming how many there are.

    Raises:
        ArtefactError: there is one.
    """
    damaged = [(one, unread) for one, unread in collected.unread if unread.damaged]
    if not damaged:
        return
    one, unread = damaged[0]
    more = f" ({len(damaged) - 1} more like it)" if len(damaged) > 1 else ""
    raise ArtefactError(
        f"{unread.reason}{more}",
        place=one.artefact.place(unread.locator),
        remedy=f"{unread.remedy} Nothing was written; --keep-going reads the rest.",
    )


def survey(
    paths: Sequence[Path], *, digest_weights: bool = False, progress: Progress | None = None
) -> Collected:
    """Read the artefacts at `paths` and write nothing.

    Raises:
        DiskError: a path cannot be read.
    """
    collected = Collected()
    modules = list(parts.modules(importers))
    claimed: set[str] = set()
    for path, folder, prefix in _folders(paths):
        files = folder.only(name for name in folder.names if f"{prefix}/{name}" not in claimed)
        left = set(files.names)
        for module in modules:
            for group in module.recognise(files):
                left -= set(group)
                claimed.update(f"{prefix}/{name}" for name in group if "/" in name)
                source = Source(path, group, prefix, digest_weights, _told(progress, prefix, group))
                collected.readings.append(module.collect(source))
        collected.unrecognised += sorted(shown(f"{prefix}/{name}") for name in left)
    return collected


def _folders(paths: Sequence[Path]) -> Iterator[tuple[Path, Folder, str]]:
    """Yield each folder, what lies in it, and its prefix in artefact names.

    A file is named by its path below what the person pointed at, that one's own name first. Files
    and folders that begin with a dot are passed over.
    """
    for path in paths:
        whole = Path(os.path.realpath(path))
        with disk.refusals_explained(path):
            if not whole.exists():
                raise DiskError(
                    "no such file or directory",
                    place=str(path),
                    remedy="Check the name of what is to be collected.",
                )
            is_folder = whole.is_dir()
        if not is_folder:
            with disk.refusals_explained(whole.parent):
                folder = Folder.on_disk(whole.parent)
            yield whole.parent, folder.only((whole.name,)), whole.parent.name
            continue
        yield from _walk(whole, whole.name)


def _walk(path: Path, prefix: str) -> Iterator[tuple[Path, Folder, str]]:
    with disk.refusals_explained(path):
        folder = Folder.on_disk(path)
    visible = folder.only(name for name in folder.names if not name.startswith("."))
    yield path, visible, prefix
    for name in folder.folders:
        if not name.startswith("."):
            yield from _walk(path / name, f"{prefix}/{name}")


def _told(
    progress: Progress | None, prefix: str, group: tuple[str, ...]
) -> Callable[[int, int], None]:
    if progress is None:
        return in_silence
    name = shown(f"{prefix}/{group[0]}")
    return lambda done, total: progress(name, done, total)
