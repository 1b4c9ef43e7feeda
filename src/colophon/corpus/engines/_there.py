"""What a Python worker of a cluster does with the shards that Spark gives it."""

from __future__ import annotations

import os
import pickle
import socket
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from colophon.corpus.database import Means, connect, cores
from colophon.corpus.engines._one import count_one
from colophon.corpus.kernel import Kernel
from colophon.corpus.tools import tokenizer
from colophon.errors import ColophonError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store

Task: TypeAlias = "tuple[int, str, bytes]"
"""The number of a shard in the job, the key of its counts, and the shard, pickled."""

Outcome: TypeAlias = "tuple[int, ColophonError | None, ColophonError | str | None]"
"""The number of a shard, why it cannot be reached, and why the job cannot go on.

The last is a text where another Colophon is there, or none. Both are None where the counts are
kept.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What all workers are told.

    Attributes:
        plan: how shards are counted.
        store: where the counts are kept; it lies at the same place on every machine.
        sign: the name of a file in the store, by which a worker knows that it is the same one.
        cores: how many a worker may use.
        memory: what all workers of one machine may use, in bytes; None where nobody says.
    """

    plan: Plan
    store: Store
    sign: str
    cores: int
    memory: int | None


def work(version: str, job: bytes, outcomes: Any) -> Callable[[Iterable[Task]], None]:
    """Return what Spark has done with each part of the shards.

    The function goes to the workers by value, and Colophon is imported when it runs: so it can
    tell whether they have the same one.

    Args:
        version: of this Colophon.
        job: a `Job`, pickled.
        outcomes: an accumulator of lists, which takes those of the shards.
    """

    def in_worker(tasks: Iterable[Task]) -> None:
        import importlib  # noqa: PLC0415 -- what stands outside does not go along

        try:
            there = "Colophon " + importlib.import_module("colophon").__version__
            engine = importlib.import_module("colophon.corpus.engines._there")
        except ImportError as error:
            there, engine = f"no Colophon that loads ({error})", None
        for number, key, shard in tasks:
            if engine is None or there != "Colophon " + version:
                outcomes.add([(number, None, there)])
            else:
                outcomes.add([(number, *engine.count(job, key, shard))])

    return in_worker


def count(
    job: bytes, key: str, shard: bytes
) -> tuple[ColophonError | None, ColophonError | str | None]:
    """Count a shard in this worker and keep what it comes to; return the rest of its outcome."""
    said = _unpickled(job)
    one: Shard = pickle.loads(shard)  # noqa: S301 -- from our own driver
    if said.plan.key(one) != key:
        return None, "another Colophon of the same version"
    try:
        if not (said.store.folder / said.sign).exists():
            raise unseen(said.store, socket.gethostname())
        if said.store.path(key).exists():
            return None, None  # by a worker that was lost before Spark heard of it
        return count_one(_kernel(job), said.plan, said.store, one).error, None
    except ColophonError as refusal:
        return None, refusal


def unseen(store: Store, machine: str) -> ColophonError:
    """Return the error that a machine does not see the store."""
    return ColophonError(
        f"the machines do not all see this folder, where counts are kept: {machine} does not",
        place=str(store.folder),
        remedy="Name one that all machines see at the same place: --store /shared/counts.",
    )


@lru_cache(maxsize=1)
def _unpickled(job: bytes) -> Job:
    found: Job = pickle.loads(job)  # noqa: S301 -- from our own driver
    found.store.sweep()
    return found


@lru_cache(maxsize=1)
def _kernel(job: bytes) -> Kernel:
    """Return the kernel of this process, made once."""
    said = _unpickled(job)
    named = said.plan.tokenizer
    if named is not None and tokenizer(Path(named.path)).digest != named.digest:
        raise ColophonError(
            f"{socket.gethostname()}, a machine of the cluster, has another tokenizer there",
            place=named.path,
            remedy="Put the same file at the same place on every machine.",
        )
    return Kernel(connect(_means(said)), said.plan)


def _means(job: Job) -> Means:
    """Return what this worker may use: its share of the memory, and disk that Spark clears away."""
    spill = os.environ.get("SPARK_LOCAL_DIRS", "").partition(",")[0] or tempfile.gettempdir()
    means = Means(job.cores, job.memory, Path(spill) / "colophon")
    workers = max(1, cores() // job.cores)
    if means.memory is None:
        with connect(means) as database:
            asked = "SELECT parse_formatted_bytes(current_setting('memory_limit'))"
            means = replace(means, memory=database.sql(asked).fetchall()[0][0])
    assert means.memory is not None
    return replace(means, memory=means.memory // workers)
