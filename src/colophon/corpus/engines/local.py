"""One machine: as many shards at a time as it has cores.

Parquet is read by the database, which lets other threads work; every other format is read in
Python, which does not, and so in processes of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from colophon.corpus import counts
from colophon.corpus.database import connect
from colophon.corpus.engines._one import count_one
from colophon.corpus.kernel import Kernel
from colophon.corpus.readers import parquet
from colophon.corpus.shards import reader_of
from colophon.errors import ColophonError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from colophon.corpus.database import Means
    from colophon.corpus.engines import Done, Tell
    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store

_ours = threading.local()
"""The kernel of this thread, made once."""


@dataclass(frozen=True, slots=True)
class Local:
    """This machine.

    Attributes:
        means: what may be used of it.
    """

    means: Means

    def count(self, shards: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Keep the counts of every shard in the store, and tell of each.

        Raises:
            ColophonError: the plan does not fit a shard, or a process was killed.
        """
        by_engine = [shard for shard in shards if reader_of(shard) is parquet]
        by_reader = [shard for shard in shards if reader_of(shard) is not parquet]
        if by_engine:
            self._in_threads(by_engine, plan, store, tell)
        if by_reader:
            workers = min(self.means.cores, len(by_reader))
            spawning = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(workers, spawning, initializer=_end_with_parent) as pool:
                work = partial(_in_process, self.means.shared(workers), plan, store)
                _run(pool, work, by_reader, workers, tell)

    def _in_threads(self, shards: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Count shards that the database reads itself, the smallest first.

        To divide a shard among cores costs a tenth. So each is read by one core while enough of
        them wait to keep all at work, and the last, which are the largest, by all of them. What
        lies in an object store is divided from the start: there the network is waited for.
        """
        cores = self.means.cores
        left = len(shards)
        with connect(self.means) as database, ThreadPoolExecutor(cores) as pool:
            if left >= 2 * cores and not any(shard.is_remote for shard in shards):
                database.execute("SET threads = 1")

            def divide_the_last(done: Done) -> None:
                nonlocal left
                left -= 1
                if left == 2 * cores - 1:
                    database.execute(f"SET threads = {cores}")
                tell(done)

            work = partial(_in_thread, database, plan, store)
            smallest_first = sorted(shards, key=lambda shard: (shard.size, shard))
            _run(pool, work, smallest_first, cores, divide_the_last)

    def merge(self, connection: DuckDBPyConnection, partials: Sequence[str]) -> None:
        """Make `counts` and `sites` of the whole out of what the store has of the shards."""
        counts.merge(connection, counts.kept(partials))


def _run(
    pool: Executor,
    work: Callable[[Shard], Done],
    shards: Sequence[Shard],
    at_once: int,
    tell: Tell,
) -> None:
    """Have shards counted, few of them waiting, so that an interruption is heard soon."""
    waiting = iter(shards)
    running = {pool.submit(work, shard): shard for shard in islice(waiting, 2 * at_once)}
    try:
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                del running[one]
                tell(one.result())
                for shard in islice(waiting, 1):
                    running[pool.submit(work, shard)] = shard
    except BrokenProcessPool:
        names = ", ".join(shard.path for shard in running.values())
        raise ColophonError(
            "a process that counted was killed, perhaps for want of memory",
            place=names,
            remedy="Run it again: what was counted is kept. Give it less at once with --cores.",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Have this process end when the one that started it is gone, for it would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def _in_thread(database: DuckDBPyConnection, plan: Plan, store: Store, shard: Shard) -> Done:
    if getattr(_ours, "made_for", None) != (id(database), plan):
        _ours.made_for = (id(database), plan)
        _ours.kernel = Kernel(database.cursor(), plan)
    return count_one(_ours.kernel, plan, store, shard)


def _in_process(share: Means, plan: Plan, store: Store, shard: Shard) -> Done:
    if getattr(_ours, "made_for", None) != plan:
        _ours.made_for = plan
        _ours.kernel = Kernel(connect(share), plan)
    return count_one(_ours.kernel, plan, store, shard)
