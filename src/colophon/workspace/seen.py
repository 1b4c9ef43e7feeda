"""Where artefacts lay on this machine and what their files were like when they were read.

Kept beside the dossier and out of version control. It saves reading again what has not changed, and
tells what has; whoever lacks it loses nothing but time.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from colophon.dossier.paths import evidence_path
from colophon.importers import Source
from colophon.workspace import disk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from importlib.resources.abc import Traversable

    from colophon.evidence import Reading

FOLDER: Final = ".colophon/collected"
_FILE: Final = "artefacts.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """An artefact as it was when it was read.

    Attributes:
        importer: which read it.
        folder: where it lies.
        names: of its files in that folder.
        prefix: the way to the folder from what the person named.
        stamps: the length of each file in bytes, and when it was changed, in nanoseconds.
        digest_weights: whether every byte of the weights was read.
        evidence: the evidence file that came of it.
    """

    importer: str
    folder: str
    names: tuple[str, ...]
    prefix: str
    stamps: tuple[tuple[int, int], ...]
    digest_weights: bool
    evidence: str = ""

    @classmethod
    def of(cls, importer: str, source: Source) -> Seen:
        """Return what the files of a source are like now; without stamps where one has gone."""
        stamps: list[tuple[int, int]] = []
        for name in source.names:
            try:
                status = (source.folder / name).stat()
            except OSError:
                stamps.clear()
                break
            stamps.append((status.st_size, status.st_mtime_ns))
        return cls(
            importer,
            os.fspath(source.folder),
            source.names,
            source.prefix,
            tuple(stamps),
            source.digest_weights,
        )

    @property
    def source(self) -> Source:
        """The files, to be read again."""
        return Source(Path(self.folder), self.names, self.prefix, self.digest_weights)

    @property
    def root(self) -> Path:
        """The folder that was named when it was read."""
        above = self.prefix.count("/")
        return Path(self.folder).parents[above - 1] if above else Path(self.folder)

    @property
    def has_other_stamps(self) -> bool:
        """Whether its files are there, and have another length or time than they had."""
        now = Seen.of(self.importer, self.source).stamps
        return bool(now) and now != self.stamps

    @property
    def place(self) -> tuple[str, str, tuple[str, ...]]:
        """What is the same for one artefact at all times."""
        return self.importer, self.folder, self.names

    def came_to(self, reading: Reading) -> Seen:
        """Return the same with what was read of it."""
        return replace(self, evidence=evidence_path(reading))


class Memory:
    """What is remembered of all artefacts of a dossier."""

    def __init__(self, seen: Iterable[Seen] = ()) -> None:
        self._seen = {one.place: one for one in seen}

    @classmethod
    def read(cls, directory: Path, on_file: Collection[str]) -> Memory:
        """Return what is remembered; nothing where it is damaged or of another version.

        Args:
            directory: of the dossier.
            on_file: the evidence files that are there; what came to others is forgotten.
        """
        try:
            said = json.loads((directory / FOLDER / _FILE).read_bytes())
            if said["made_by"] != _made_by():
                return cls()
            return cls(
                Seen(
                    **{
                        **one,
                        "names": tuple(one["names"]),
                        "stamps": tuple((size, time) for size, time in one["stamps"]),
                    }
                )
                for one in said["artefacts"]
                if one["evidence"] in on_file
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, directory: Path) -> None:
        """Keep it.

        Raises:
            DiskError: it cannot be written.
        """
        rows = [asdict(one) for _, one in sorted(self._seen.items())]
        said = {"made_by": _made_by(), "artefacts": rows}
        text = json.dumps(said, ensure_ascii=False, indent=1)
        content = {_FILE: text.encode(errors="surrogateescape")}
        disk.write(directory / FOLDER, {**disk.KEPT_OUT_OF_GIT, **content})

    def __iter__(self) -> Iterator[Seen]:
        """Yield all, in order."""
        return (one for _, one in sorted(self._seen.items()))

    def take(self, seen: Iterable[Seen]) -> None:
        """Remember these, in place of what was remembered of the same artefacts."""
        self._seen.update((one.place, one) for one in seen if one.stamps)

    def unchanged(self, now: Seen) -> Seen | None:
        """Return what was read of an artefact that is as it was then; None where it is not."""
        then = self._seen.get(now.place)
        if then is None or not now.stamps or then.stamps != now.stamps:
            return None
        if then.prefix != now.prefix or (now.digest_weights and not then.digest_weights):
            return None
        return then


@cache
def _made_by() -> str:
    """Return the digest of the importers: others may read more."""
    found = hashlib.sha256()
    for file in _modules(files("colophon") / "importers"):
        found.update(file.read_bytes())
    return found.hexdigest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _modules(one)
        elif one.name.endswith(".py"):
            yield one
