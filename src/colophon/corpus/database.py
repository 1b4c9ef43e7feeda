"""The database that counts: embedded, bounded in memory, and without a network."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.corpus.unfinished import sweep, unfinished
from colophon.errors import ColophonError, DiskError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection


_LESS_AT_ONCE: Final = (
    "Give more with --memory, or use fewer cores with --cores; what was counted is kept."
)
_LEAST_MEMORY: Final = 2**30
_MEMORY_OF_A_CORE: Final = 2**29
"""In bytes: what does not fit is spilled to the disk, and the machine has other things to do."""


@dataclass(frozen=True, slots=True)
class Means:
    """What may be used of a machine.

    Attributes:
        cores: how many; those that this process may use, where nobody says.
        memory: in bytes; what the database takes by itself, where nobody says.
        spill: the folder for what does not fit into memory.
    """

    cores: int
    memory: int | None
    spill: Path

    @classmethod
    def here(cls, spill: Path, count: int | None = None, memory: int | None = None) -> Means:
        """Return what is used of this machine: all cores, and little memory for each."""
        at_once = count or cores()
        return cls(at_once, memory or max(_LEAST_MEMORY, at_once * _MEMORY_OF_A_CORE), spill)

    def shared(self, by: int) -> Means:
        """Return the part of one of several processes."""
        memory = None if self.memory is None else self.memory // by
        return Means(max(1, self.cores // by), memory, self.spill)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def connect(means: Means) -> DuckDBPyConnection:
    """Return a new database in memory, which spills to the disk; what others left there goes.

    Raises:
        DiskError: the folder for that cannot be made.
    """
    try:
        means.spill.mkdir(parents=True, exist_ok=True)  # the database makes no more than its own
    except OSError as error:
        raise DiskError(
            (error.strerror or str(error)).lower(),
            place=str(means.spill),
            remedy="Give yourself the rights to it, or name another place with --store.",
        ) from None
    sweep(means.spill)
    config = {
        "threads": str(means.cores),
        "temp_directory": str(unfinished(means.spill / "spill")),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if means.memory is not None:
        config["memory_limit"] = f"{means.memory}B"
    connection: DuckDBPyConnection = needed("duckdb").connect(config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@contextmanager
def limits(task: str, place: str, folder: Path, remedy: str = _LESS_AT_ONCE) -> Iterator[None]:
    """Turn what the database says of too little memory or disk into errors of ours.

    Args:
        task: what is done, such as `to count this file`.
        place: where, for the message.
        folder: where the database writes what it keeps and what does not fit into memory.
        remedy: for too little memory.
    """
    duckdb = needed("duckdb")
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise ColophonError(
            f"the memory is not enough {task}",
            place=place,
            remedy=remedy,
        ) from None
    except duckdb.IOException as error:
        raise DiskError(
            f"the disk refuses: {str(error).partition(chr(10))[0]}",
            place=str(folder),
            remedy="Make room, or name another place with --store.",
        ) from None
