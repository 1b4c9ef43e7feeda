"""One folder, as importers see it before they read anything."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LOOK: Final = 4096
"""So many bytes from its beginning tell what a file is."""

LOOK_FURTHER: Final = 64 * 1024
"""So many are looked at where something else may stand before what tells it, as in a log."""


def _nothing(_name: str) -> bytes:
    return b""


class Folder:
    """The names in one folder, the folders in it, and the beginning of each file.

    Attributes:
        names: of its files, in order.
        folders: the names of the folders in it, in order.
        links: the names of links to folders, in order; they may lead in a circle.
    """

    def __init__(  # noqa: PLR0913 -- all but the names are what few callers have
        self,
        names: Iterable[str],
        *,
        folders: Iterable[str] = (),
        links: Iterable[str] = (),
        look: Callable[[str], bytes] = _nothing,
        look_further: Callable[[str], bytes] | None = None,
        below: Callable[[str], Folder] | None = None,
    ) -> None:
        self.names = tuple(sorted(names))
        self.folders = tuple(sorted(folders))
        self.links = tuple(sorted(links))
        self._look = look
        self._look_further = look_further
        self._below = below
        self._heads: dict[str, bytes] = {}

    @classmethod
    def on_disk(cls, path: Path) -> Folder:
        """Return what lies at `path`: folders, links to folders, and all else as files.

        Raises:
            OSError: it cannot be listed.
        """
        names: list[str] = []
        folders: list[str] = []
        links: list[str] = []
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                else:
                    (links if _leads_to_folder(entry) else names).append(entry.name)
        return cls(
            names,
            folders=folders,
            links=links,
            look=lambda name: _head(f"{path}/{name}", LOOK),
            look_further=lambda name: _head(f"{path}/{name}", LOOK_FURTHER),
            below=lambda name: cls.on_disk(path / name),
        )

    def only(self, names: Iterable[str]) -> Folder:
        """Return the same with some of its files alone."""
        return Folder(
            names,
            folders=self.folders,
            links=self.links,
            look=self.head,
            look_further=self.beginning,
            below=self._below,
        )

    def __contains__(self, name: object) -> bool:
        """Whether a file of this name lies in it."""
        return name in self.names

    def head(self, name: str) -> bytes:
        """Return the first `LOOK` bytes of a file; nothing where it cannot be read.

        They are read once, whoever asks for them: look at the name first, which costs nothing.
        """
        if name not in self._heads:
            self._heads[name] = self._look(name)
        return self._heads[name]

    def beginning(self, name: str) -> bytes:
        """Return the first `LOOK_FURTHER` bytes of a file; nothing where it cannot be read.

        They are read each time: only for names of which there are few, and where `head` was short.
        """
        head = self.head(name)
        if len(head) < LOOK or self._look_further is None:
            return head
        return self._look_further(name) or head

    def below(self, name: str) -> Folder:
        """Return a folder in it; one without anything where it cannot be listed."""
        if self._below is None or name not in self.folders:
            return Folder(())
        try:
            return self._below(name)
        except OSError:
            return Folder(())


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _head(path: str, length: int) -> bytes:
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # for a pipe would wait
    except OSError:
        return b""
    try:
        return os.read(file, length) if stat.S_ISREG(os.fstat(file).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(file)
