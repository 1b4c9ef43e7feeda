"""A source of training data as somebody asks for its scan, and what that would read."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from colophon.corpus import shards as corpora
from colophon.corpus.plan import Plan
from colophon.corpus.store import Store
from colophon.corpus.unfinished import draft
from colophon.errors import ColophonError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from colophon.corpus.database import Means
    from colophon.corpus.kernel import Kernel
    from colophon.corpus.layouts import Layout
    from colophon.corpus.shards import Shard
    from colophon.evidence import Unread

STORE: Final = ".colophon/corpus"
"""Where the counts of the shards are kept in a dossier, unless somebody names another place."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of training data, as somebody asks for its scan.

    Attributes:
        id: its name in the register, in kebab-case.
        paths: files, folders, globs and addresses of object stores.
        origin: its category in the public summary, such as `crawled`; None where the register
            tells it.
        name: what it is called; its id where nobody says.
        modalities: what kinds of data it holds, where they cannot be seen.
        private: whether the site of a customer below a private suffix is a domain of its own.
        plan: how it is counted.
    """

    id: str
    paths: tuple[str, ...]
    origin: str | None = None
    name: str | None = None
    modalities: tuple[str, ...] = ()
    private: bool = True
    plan: Plan = field(default_factory=Plan)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a scan would read.

    Attributes:
        shards: all of the source.
        keys: under which the counts of each are kept.
        new: those whose counts are not kept.
        passed_over: files that no reader reads, and hidden ones.
        unread: what ought to be readable and is not.
    """

    shards: list[Shard]
    keys: Mapping[Shard, str]
    new: list[Shard]
    passed_over: list[str]
    unread: list[Unread]


def outlook(directory: Path, source: Source, store: Path | None) -> Outlook:
    """Return what a scan would read; nothing is read of the shards themselves.

    Raises:
        DiskError, ArtefactError: there is nothing that could be read.
    """
    found = corpora.search([_absolute(path) for path in source.paths])
    kept = store_of(directory, store)
    keys = {shard: source.plan.key(shard) for shard in found.shards}
    known = kept.known(keys.values())
    new = [shard for shard, key in keys.items() if key not in known]
    return Outlook(found.shards, keys, new, found.passed_over, found.unread)


@dataclass(frozen=True, slots=True)
class Recognised:
    """How the files of one format are read.

    Attributes:
        format: the name of the reader.
        shards: of this format.
        new: those that are to be counted.
        layout: which column is what in the first of them; or why that cannot be told.
        seconds: about how long the new ones take here, by the smallest of them, which was read to
            tell it; None where nothing is new, or it could not be read.
    """

    format: str
    shards: list[Shard]
    new: list[Shard]
    layout: Layout | ColophonError
    seconds: float | None


def recognised(source: Source, seen: Outlook, means: Means) -> list[Recognised]:
    """Return how the files of a source are read, format by format; nothing is kept of it.

    Raises:
        ColophonError: memory or disk are not enough to try one of the files.
    """
    from colophon.corpus.database import connect, limits  # noqa: PLC0415 -- what counts is heavy
    from colophon.corpus.kernel import Kernel  # noqa: PLC0415 -- and so is this

    by_format: dict[str, list[Shard]] = {}
    for shard in seen.shards:
        by_format.setdefault(corpora.format_of(shard), []).append(shard)
    new = set(seen.new)
    found = []
    with (
        limits("to try one of its files", source.id, means.spill),
        connect(replace(means, cores=1)) as connection,
    ):
        kernel = Kernel(connection, source.plan)
        for name, shards in by_format.items():
            todo = [shard for shard in shards if shard in new]
            seconds = None
            try:
                layout: Layout | ColophonError = kernel.layout(shards[0])
                if todo:
                    seconds = _seconds(kernel, todo, means)
            except ColophonError as error:
                layout = error
            found.append(Recognised(name, shards, todo, layout, seconds))
    return found


def _seconds(kernel: Kernel, todo: Sequence[Shard], means: Means) -> float:
    """Return about how long shards of one format take, by the smallest of them on one core."""
    smallest = min(todo, key=lambda shard: shard.size)
    with draft(means.spill / "counts.parquet") as path:
        kernel.count(smallest, path)  # the first time, libraries are loaded
        began = time.perf_counter()
        kernel.count(smallest, path)
        took = time.perf_counter() - began
    # The database divides a large file among the cores; what is read in Python goes side by side.
    is_divided = corpora.format_of(smallest) == "parquet"
    beside = means.cores if is_divided else min(means.cores, len(todo))
    return took * sum(shard.size for shard in todo) / max(smallest.size, 1) / beside


def _absolute(path: str) -> str:
    return path if "://" in path else os.path.abspath(path)  # noqa: PTH100 -- a glob is no path


def store_of(directory: Path, named: Path | None) -> Store:
    """Return where the counts of a dossier's sources are kept: in it, or where somebody says."""
    return Store(directory / STORE if named is None else named)
