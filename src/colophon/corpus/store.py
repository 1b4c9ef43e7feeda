"""Where what each shard comes to is kept, so that no shard is read twice.

One file for each shard, named by the digest of all that decides what it comes to. A file appears
whole or not at all; whoever counts the same shard at the same time writes the same.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.corpus.unfinished import draft, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


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
        with draft(self.path(key)) as path:
            yield path
            path.replace(self.path(key))

    def sweep(self) -> None:
        """Remove what processes of this machine left that were killed while they wrote."""
        sweep(self.folder)


def digest_of(path: Path) -> str:
    """Return `sha256:…` of a file, which may be larger than memory."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
