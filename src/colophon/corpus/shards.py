"""Paths, globs and addresses of object stores -> shards: the files of a corpus, each with a stamp.

A shard is named by where it lies. Its stamp says whether it has changed since: the length and the
time of the last change on a disk, the entity tag in an object store.

A folder is read with all folders in it. What is hidden in it, and files that no reader reads, are
passed over; what ought to be readable and is not, such as a broken link, is told.
"""

from __future__ import annotations

import io
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from colophon.corpus import readers, remote
from colophon.errors import ArtefactError, DiskError
from colophon.evidence import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType
    from typing import BinaryIO

_BESIDE: Final = frozenset({"dataset_dict.json", "dataset_info.json", "state.json"})
"""What the library `datasets` writes beside the records, under names that records have, too."""

_REMEDY: Final = "Give files, folders, globs, or addresses such as s3://bucket/folder."


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """A file of a corpus.

    Attributes:
        path: where it lies: a path on the disk, or an address such as `s3://bucket/part-0.parquet`.
        size: its length in bytes.
        stamp: what changes when the file does: a time of change, or an entity tag.
    """

    path: str
    size: int
    stamp: str

    @property
    def is_remote(self) -> bool:
        """Whether it lies in an object store."""
        return "://" in self.path

    def open(self) -> BinaryIO:
        """Open it for reading.

        Raises:
            DiskError: the disk or the store refuses, now or in a later call of what is returned.
        """
        with _refusals(self.path):
            file = remote.open_file(self.path) if self.is_remote else io.FileIO(self.path)
        return cast("BinaryIO", _File(file, self.path))

    def require_unchanged(self) -> None:
        """Raise if it is not what it was when it was found; an object store is not asked.

        Raises:
            DiskError: it is gone, may not be read, or has changed.
        """
        if self.is_remote:
            return
        with _refusals(self.path), Path(self.path).open("rb", buffering=0) as file:
            status = os.fstat(file.fileno())
        if (status.st_size, _stamp(status)) != (self.size, self.stamp):
            raise DiskError(
                "it changed while it was counted",
                place=self.path,
                remedy="Scan again when nothing writes to it any more.",
            )


@dataclass(slots=True)
class Found:
    """What lies where somebody pointed.

    Attributes:
        shards: the files of the corpus, by path, each once.
        passed_over: the hidden files and folders, and the files that no reader reads.
        unread: what ought to be readable and is not, and names that lead to a file again.
    """

    shards: list[Shard] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def find(paths: Sequence[str]) -> list[Shard]:
    """Return the files of the corpus, by path, each once; `search` also tells what it left out.

    Raises: as `search` does.
    """
    return search(paths).shards


def search(paths: Sequence[str]) -> Found:
    """Find the files of a corpus in files, folders, globs and addresses of object stores.

    Raises:
        DiskError: nothing lies there, or the disk or the store refuses.
        ArtefactError: what is named is no file, or no reader reads it.
        ColophonError: the library for the object store is not installed.
    """
    search_ = _Search()
    for path in paths:
        before = len(search_.found.shards) + search_.again
        if "://" in path:
            search_.remotely(path)
        else:
            search_.locally(path)
        if len(search_.found.shards) + search_.again == before and not search_.found.unread:
            raise DiskError(
                "no file that can be read lies there",
                place=path,
                remedy=f"Files that are read end in {', '.join(readers.endings())}.",
            )
    search_.found.shards.sort()
    search_.found.passed_over.sort()
    return search_.found


class _Search:
    """One search: what was found so far, and which files and folders that were."""

    def __init__(self) -> None:
        self.found = Found()
        self.again = 0
        self._files: set[str] = set()
        self._folders: set[tuple[int, int]] = set()

    # -- On the disk ------------------------------------------------------------------------------

    def locally(self, path: str) -> None:
        """Find what lies at a path or matches a glob."""
        if os.path.lexists(path):
            self._named(os.path.normpath(path))
            return
        folder, parts = _split(path)
        if not parts:
            raise DiskError("there is no such file or folder", place=path, remedy=_REMEDY)
        matched = False
        for one in self._matches(folder, parts, set()):
            matched = True
            self._met(one, is_link=Path(one).is_symlink())
        if not matched:
            raise DiskError("no file matches it", place=path, remedy=_REMEDY)

    def _named(self, path: str) -> None:
        with _refusals(path):
            status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            with _refusals(path):
                os.scandir(path).close()
            self._walk(path, status)
        elif not stat.S_ISREG(status.st_mode):
            raise ArtefactError(
                "it is neither a file nor a folder",
                place=path,
                remedy="Name the files themselves; sockets, pipes and devices are not read.",
            )
        elif readers.of(path) is None:
            raise ArtefactError(
                "nothing reads files with such a name",
                place=path,
                remedy=f"Files that are read end in {', '.join(readers.endings())}.",
            )
        else:
            self._take(path, status, is_link=Path(path).is_symlink())

    def _met(self, path: str, *, is_link: bool) -> None:
        """Take in what was met in a folder or by a glob: nothing here stops the search."""
        try:
            path.encode()
            status = Path(path).stat()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            self._tell(shown, "its name is not UTF-8", "Rename it.")
            return
        except OSError as error:
            self._tell(path, _reason(error, path), "Mend or remove it.")
            return
        name = path.rpartition("/")[2]
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) not in self._folders:
                self._walk(path, status)
            elif is_link:
                self._tell(path, "it is a link to a folder that is read already", "Nothing.")
        elif not stat.S_ISREG(status.st_mode):
            self._tell(path, "it is neither a file nor a folder", "Remove it from the corpus.")
        elif readers.of(name) is None or _is_beside(name):
            self.found.passed_over.append(path)
        else:
            self._take(path, status, is_link=is_link)

    def _walk(self, folder: str, status: os.stat_result) -> None:
        self._folders.add((status.st_dev, status.st_ino))
        for entry in self._entries(folder):
            if entry.name.startswith("."):
                self.found.passed_over.append(entry.path)
            else:
                self._met(os.path.normpath(entry.path), is_link=entry.is_symlink())

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._tell(folder, _reason(error, folder), "Mend or remove it.")
            return []

    def _take(self, path: str, status: os.stat_result, *, is_link: bool) -> None:
        real = os.path.realpath(path)
        if real in self._files:
            self.again += 1
            if is_link:
                self._tell(path, "it is a link to a file that is read already", "Nothing.")
            return
        self._files.add(real)
        self.found.shards.append(Shard(path, status.st_size, _stamp(status)))

    def _tell(self, path: str, reason: str, remedy: str) -> None:
        self.found.unread.append(Unread(locator=path, reason=reason, remedy=remedy))

    def _matches(
        self, folder: str, parts: Sequence[str], seen: set[tuple[int, int, int]]
    ) -> Iterator[str]:
        """Yield what matches the parts of a glob below a folder, links included, each way once."""
        if not parts:
            yield os.path.normpath(folder)
            return
        part, rest = parts[0], parts[1:]
        if part != "**" and not _is_pattern(part):
            one = str(Path(folder) / part)
            if os.path.lexists(one):
                yield from self._matches(one, rest, seen)
            return
        try:
            status = Path(folder).stat()
        except OSError as error:
            self._tell(folder, _reason(error, folder), "Mend or remove it.")
            return
        place = (status.st_dev, status.st_ino, len(parts))
        if not stat.S_ISDIR(status.st_mode) or place in seen:
            return
        seen.add(place)
        if part == "**":
            yield from self._matches(folder, rest, seen)
        for entry in self._entries(folder):
            if entry.name.startswith(".") and not part.startswith("."):
                continue
            one = str(Path(folder) / entry.name)
            if part == "**":
                if rest and _is_folder(one):
                    yield from self._matches(one, parts, seen)
            elif fnmatchcase(entry.name, part) and (not rest or _is_folder(one)):
                yield from self._matches(one, rest, seen)

    # -- In an object store -----------------------------------------------------------------------

    def remotely(self, address: str) -> None:
        """Find what lies at an address of an object store or matches a glob."""
        with _refusals(address):
            entries, is_file = remote.search(address)
        if not entries:
            raise DiskError("nothing lies there", place=address, remedy=_REMEDY)
        for entry in entries:
            name = entry.address.rpartition("/")[2]
            if not is_file and (entry.is_hidden or readers.of(name) is None or _is_beside(name)):
                self.found.passed_over.append(entry.address)
            elif entry.address in self._files:
                self.again += 1
            elif readers.of(name) is not None:
                self._files.add(entry.address)
                self.found.shards.append(Shard(entry.address, entry.size, entry.stamp))


def _stamp(status: os.stat_result) -> str:
    """Return the stamp of a file on the disk."""
    return f"{status.st_mtime_ns}"


def _is_beside(name: str) -> bool:
    """Whether a file is no part of the corpus, though its name ends as if it were."""
    is_cache = name.startswith("cache-") and name.endswith(".arrow")
    return name in _BESIDE or is_cache


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except OSError:
        return False


def _is_pattern(part: str) -> bool:
    return any(sign in part for sign in "*?[")


def _split(path: str) -> tuple[str, list[str]]:
    """Return the folder before the first part of a glob that is a pattern, and the parts."""
    parts = path.split("/")
    first = next((at for at, part in enumerate(parts) if _is_pattern(part)), len(parts))
    folder = "/".join(parts[:first]) or ("/" if path.startswith("/") else ".")
    return folder, [part for part in parts[first:] if part not in {"", "."}]


def _reason(error: OSError, path: str) -> str:
    if Path(path).is_symlink() and not Path(path).exists():
        return "it is a link that leads nowhere, or to itself"
    return f"the disk refuses: {error.strerror or error}"


@contextmanager
def _refusals(path: str) -> Iterator[None]:
    """Turn what a disk or a store refuses into our error."""
    try:
        yield
    except OSError as error:
        raise _refusal(error, path) from error


def _refusal(error: OSError, path: str) -> DiskError:
    return DiskError(
        f"the store refuses: {error}" if "://" in path else _reason(error, path),
        place=path,
        remedy="Check that it is there, and that you may read it.",
    )


class _File(io.RawIOBase):
    """A file that is read, whose refusals are DiskErrors."""

    def __init__(self, file: Any, path: str) -> None:
        super().__init__()
        self._file = file
        self._path = path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            found: bytes = self._file.read(size)
        except OSError as error:
            raise _refusal(error, self._path) from error
        return found

    def readinto(self, buffer: Any, /) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        try:
            place: int = self._file.seek(offset, whence)
        except OSError as error:
            raise _refusal(error, self._path) from error
        return place

    def tell(self) -> int:
        place: int = self._file.tell()
        return place

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def folder(shards: Sequence[Shard]) -> str:
    """Return what the paths of all shards begin with, up to the last `/` before they part."""
    if not shards:
        return ""
    first, last = min(shards).path, max(shards).path
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    )
    return first[: first.rfind("/", 0, alike) + 1]


def reader_of(shard: Shard) -> ModuleType:
    """Return the reader of a shard."""
    reader = readers.of(shard.path)
    assert reader is not None  # or it would not have become a shard
    return reader


def format_of(shard: Shard) -> str:
    """Return the name of the reader of a shard."""
    return reader_of(shard).__name__.rpartition(".")[2]
