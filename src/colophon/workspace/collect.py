"""Artefacts -> evidence: walk what a person points at, and let the importers read it.

Only `evidence/` changes. Artefacts that are damaged stop the whole: nothing is written, unless the
person says that the rest should be kept.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from colophon import importers, parts, reading
from colophon.dossier import files, upgrade
from colophon.dossier.paths import evidence_path
from colophon.errors import ArtefactError, DiskError
from colophon.evidence import Reading
from colophon.importers import Folder, Source, in_silence, shown
from colophon.workspace import disk
from colophon.workspace.seen import Memory, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from colophon.evidence import Unread

_DOSSIER: Final = "dossier.yaml"
_NAMED: Final = 1000
"""So many of the files that no importer reads are named; the others are counted."""


@dataclass(slots=True)
class Names:
    """Names of which there may be millions: how many, and the first of them.

    Attributes:
        count: how many.
        first: a thousand at most, as they may be shown.
    """

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, names: Iterable[str]) -> None:
        """Count more names."""
        for name in names:
            self.count += 1
            if len(self.first) < _NAMED:
                self.first.append(shown(name))


@dataclass(slots=True)
class Collected:
    """What came of a collection.

    Attributes:
        readings: new ones, in the order in which they were read.
        known: names of artefacts whose evidence was on file already, unchanged.
        replaced: names of artefacts that have changed since they were read before.
        failed: what the disk refused, where the rest was wanted.
        unrecognised: files that no importer reads.
        links: links to folders, which are not followed.
        seen: what the files of all artefacts were like.
    """

    readings: list[Reading] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    failed: list[DiskError] = field(default_factory=list)
    unrecognised: Names = field(default_factory=Names)
    links: Names = field(default_factory=Names)
    seen: list[Seen] = field(default_factory=list)

    @property
    def unread(self) -> Iterator[tuple[Reading, Unread]]:
        """What could not be read, with the reading that it belongs to."""
        return ((one, unread) for one in self.readings for unread in one.unread)


class Watch(Protocol):
    """Somebody who wants to see how a collection goes on."""

    def reads(self, artefact: str, done: int, total: int) -> None:
        """Hear how many bytes of an artefact are read, and are to be read."""

    def passes(self, folder: str, files: int, read: int) -> None:
        """Hear of a folder: its name, the files in it, and the artefacts that were read so far."""


def collect(
    directory: Path,
    paths: Sequence[Path],
    *,
    digest_weights: bool = False,
    keep_going: bool = False,
    watch: Watch | None = None,
) -> Collected:
    """Read the artefacts at `paths` into the evidence of the dossier in `directory`.

    Raises:
        DossierError, FormatVersionError: there is no dossier, or a newer one.
        ArtefactError: an artefact is damaged and `keep_going` is not set; nothing is written.
        DiskError: a path cannot be read, or the evidence cannot be written.
    """
    tree = upgrade.to_current(disk.read_dossier(directory))
    on_file = on_file_in(tree)
    memory = Memory.read(directory, on_file)
    collected = survey(
        paths,
        digest_weights=digest_weights,
        keep_going=keep_going,
        memory=memory,
        watch=watch,
    )
    if not keep_going:
        refuse_damaged(collected)
    outdated = _set_apart(collected, on_file)
    disk.write(directory, evidence(collected))
    disk.remove(directory, outdated)
    memory.take(collected.seen)
    memory.write(directory)
    return collected


def on_file_in(tree: Mapping[str, bytes]) -> dict[str, Reading]:
    """Return what the evidence files of a dossier hold, by their paths.

    Raises:
        ReadingError, DossierError: a file is none.
    """
    return {
        path: reading.validate(Reading, reading.json(tree[path], path))
        for path in tree
        if path.startswith("evidence/")
    }


def _set_apart(collected: Collected, on_file: Mapping[str, Reading]) -> list[str]:
    """Move what is known already out of the new readings; return the paths that are outdated.

    Two artefacts may have one name, from folders of one name: what was read of either stays.
    """
    read_again = {(one.importer, one.artefact.name) for one in collected.readings}
    valid = {one.evidence for one in collected.seen}
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
    paths: Sequence[Path],
    *,
    digest_weights: bool = False,
    keep_going: bool = False,
    memory: Memory | None = None,
    watch: Watch | None = None,
) -> Collected:
    """Read the artefacts at `paths` and write nothing.

    Args:
        paths: files, or folders with all that is in them.
        digest_weights: whether to read every byte of the weights.
        keep_going: whether to go on where the disk refuses a file or a folder.
        memory: what artefacts were like when they were read; what has not changed is not read.
        watch: is told how it goes on.

    Raises:
        DiskError: a path cannot be read; something below it cannot, and `keep_going` is not set.
    """
    collected = Collected()
    modules = parts.by_name(importers)
    memory = memory or Memory()
    claimed: set[str] = set()
    for path, folder, prefix in _folders(paths, collected, keep_going=keep_going):
        files = folder.only(name for name in folder.names if f"{prefix}/{name}" not in claimed)
        claimed.difference_update(f"{prefix}/{name}" for name in folder.names)
        left = set(files.names)
        for name, module in modules.items():
            for group in module.recognise(files):
                left -= set(group)
                claimed.update(f"{prefix}/{one}" for one in group if "/" in one)
                told = _told(watch, prefix, group)
                source = Source(path, group, prefix, digest_weights, told)
                try:
                    _take(collected, source, name, module, memory)
                except DiskError as error:
                    if not keep_going:
                        raise
                    collected.failed.append(error)
        collected.unrecognised.add(f"{prefix}/{name}" for name in sorted(left))
        collected.links.add(f"{prefix}/{name}" for name in folder.links)
        if watch is not None:
            watch.passes(shown(prefix), len(folder.names), len(collected.readings))
    return collected


def _take(
    collected: Collected, source: Source, importer: str, module: ModuleType, memory: Memory
) -> None:
    """Read one artefact, unless it is remembered as it is.

    Raises:
        DiskError: the disk refuses.
    """
    now = Seen.of(importer, source)
    then = memory.unchanged(now)
    if then is not None:
        collected.seen.append(then)
        collected.known.append(source.artefact_name(source.names[0]))
        return
    read = module.collect(source)
    collected.readings.append(read)
    collected.seen.append(now.came_to(read))


def _folders(
    paths: Sequence[Path], collected: Collected, *, keep_going: bool
) -> Iterator[tuple[Path, Folder, str]]:
    """Yield each folder, what lies in it, and its prefix in artefact names.

    A file is named by its path below what the person pointed at, that one's own name first. Files
    and folders that begin with a dot are passed over, and so is a dossier: it is no artefact.
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
            alone = Folder((whole.name,), look=folder.head, look_further=folder.beginning)
            yield whole.parent, alone, whole.parent.name
            continue
        waiting = [(whole, whole.name)]
        while waiting:
            here, prefix = waiting.pop()
            try:
                with disk.refusals_explained(here):
                    folder = Folder.on_disk(here)
            except DiskError as error:
                if not keep_going or here == whole:
                    raise
                collected.failed.append(error)
                continue
            if here != whole and _DOSSIER in folder:
                continue
            yield here, folder.only(filter(_is_visible, folder.names)), prefix
            below = filter(_is_visible, reversed(folder.folders))
            waiting += [(here / name, f"{prefix}/{name}") for name in below]


def _is_visible(name: str) -> bool:
    return not name.startswith(".")


def _told(watch: Watch | None, prefix: str, group: tuple[str, ...]) -> Callable[[int, int], None]:
    if watch is None:
        return in_silence
    name = shown(f"{prefix}/{group[0]}")
    return lambda done, total: watch.reads(name, done, total)
