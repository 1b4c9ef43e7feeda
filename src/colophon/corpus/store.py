"""Where what each shard comes to is kept, so that no shard is read twice.

One file for each shard, named by the digest of all that decides what it comes to. A file appears
whole or not at all; whoever counts the same shard at the same time writes the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_UNFINISHED: Final = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of counts. On a cluster it lies where every machine sees it.

    Attributes:
        folder: where it is; made when something is kept.
    """

    folder: Path

    def path(self, key: str) -> Path:
        """Return where the counts of a shard are, or would be."""
        return self.folder / f"{key}.parquet"

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys of which the counts are kept."""
        try:
            there = {path.name for path in self.folder.iterdir()}
        except FileNotFoundError:
            return set()
        return {key for key in keys if f"{key}.parquet" in there}

    @contextmanager
    def keeping(self, key: str) -> Iterator[Path]:
        """Give the name of a file to write, which is kept under a key unless an error is raised."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = unfinished(self.path(key))
        try:
            yield draft
            draft.replace(self.path(key))
        finally:
            draft.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what processes of this machine left that were killed while they wrote."""
        sweep(self.folder)


def unfinished(path: Path) -> Path:
    """Return the name of a file of this process while it is written, before it gets its own."""
    return path.with_name(f"{_UNFINISHED}{socket.gethostname()}-{os.getpid()}-{path.name}")


def digest_of(path: Path) -> str:
    """Return `sha256:…` of a file, which may be larger than memory."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def sweep(folder: Path) -> None:
    """Remove from a folder what processes of this machine left unfinished."""
    for path in folder.glob(f"{_UNFINISHED}{socket.gethostname()}-*"):
        process = path.name.removeprefix(f"{_UNFINISHED}{socket.gethostname()}-").partition("-")[0]
        if _lives(int(process)):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
