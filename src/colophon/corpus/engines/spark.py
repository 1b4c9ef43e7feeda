"""A cluster: Spark gives the shards to its workers, and puts together what they come to.

Each shard is counted by the same kernel as on one machine, in a Python worker of the cluster. So
every machine needs this Colophon, with the extra `corpus`, and sees the store and the corpus at the
same place. PYSPARK_PYTHON names the Python of the workers. Spark's own settings hold, but its log
is kept in the store.
"""

from __future__ import annotations

import os
import pickle
import shutil
import time
import uuid
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import colophon
from colophon.corpus import counts
from colophon.corpus.engines import Done, _there
from colophon.corpus.engines._session import Session
from colophon.corpus.store import Store
from colophon.corpus.unfinished import draft, unfinished
from colophon.errors import ColophonError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from colophon.corpus.database import Means
    from colophon.corpus.engines import Tell
    from colophon.corpus.engines._there import Outcome
    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard

LOG: Final = "spark.log"
"""The file in the store for what Spark says."""

_MOST_TASKS: Final = 10_000
"""So many tasks the driver of a job takes lightly: of more shards, each task has several."""

_BEAT: Final = 0.1
"""Seconds between two looks at what the workers told."""

_PATIENCE: Final = 10.0
"""Seconds in which a file that another machine wrote must have arrived here."""

_SOMEWHERE: Final = "one of them"


@dataclass(slots=True, weakref_slot=True)
class Spark:
    """A cluster.

    One Spark is started for the counting and the merging that follows it.

    Attributes:
        master: its address, such as `spark://host:7077`.
        means: what may be used of each machine; how many cores, the cluster knows itself.
    """

    master: str
    means: Means
    _session: Session | None = field(default=None, init=False, repr=False)

    def count(self, shards: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Keep the counts of every shard in the store, and tell of each.

        Raises:
            ColophonError: the plan does not fit a shard, a machine has another Colophon or does
                not see the store, or the cluster gave up.
        """
        if not shards:
            return
        store = Store(_absolute(store.folder))
        if plan.tokenizer is not None:
            path = _absolute(Path(plan.tokenizer.path))
            plan = replace(plan, tokenizer=replace(plan.tokenizer, path=str(path)))
        store.folder.mkdir(parents=True, exist_ok=True)
        with self._open(store.folder) as session, draft(store.folder / uuid.uuid4().hex) as sign:
            sign.touch()
            job = _Counting(session, shards, plan, store)
            told = _there.Job(plan, store, sign.name, session.cores, self.means.memory)
            job.run(told, tell)

    def merge(self, connection: DuckDBPyConnection, partials: Sequence[str]) -> None:
        """Make `counts` and `sites` of the whole out of what the store has of the shards.

        Raises:
            ColophonError: the machines do not see the store, or the cluster gave up.
        """
        paths = [_absolute(Path(path)) for path in partials]
        folder = paths[0].parent
        merged = unfinished(folder / f"{uuid.uuid4().hex}.merged")
        try:
            with self._open(folder) as session:
                rows = _merge(session, paths, merged)
            self.close()
            _take(connection, merged, rows)
        finally:
            self.close()
            shutil.rmtree(merged, ignore_errors=True)

    def close(self) -> None:
        """Stop Spark, if it runs."""
        if self._session is not None:
            self._session.stop()
            self._session = None

    @contextmanager
    def _open(self, folder: Path) -> Iterator[Session]:
        """Start Spark unless it runs; stop it if what is done with it goes wrong."""
        if self._session is None:
            self._session = Session(self.master, folder / LOG)
            weakref.finalize(self, self._session.stop)  # at the latest when the program ends
        try:
            yield self._session
        except BaseException:
            self.close()
            raise


class _Counting:
    """One job of Spark that counts shards.

    Args:
        session: where it runs.
        shards: which.
        plan: how they are counted.
        store: where the counts are kept.
    """

    def __init__(self, session: Session, shards: Sequence[Shard], plan: Plan, store: Store) -> None:
        self._session = session
        # The largest first: what is begun last is then soon done.
        self._shards = sorted(shards, key=lambda shard: (-shard.size, shard))
        self._keys = [plan.key(shard) for shard in self._shards]
        self._store = store
        self._heard: set[int] = set()
        self._failure: Exception | None = None

    def run(self, job: _there.Job, tell: Tell) -> None:
        """Have the shards counted, and tell of each as soon as its task has ended."""
        adding = needed("pyspark.accumulators").AddingAccumulatorParam([])
        outcomes = self._session.context.accumulator([], adding)
        thread = Thread(target=self._work, args=(job, outcomes), daemon=True)
        thread.start()
        told, is_running = 0, True
        while is_running:
            thread.join(_BEAT)
            is_running = thread.is_alive()
            news = outcomes.value[told:]
            told += len(news)
            for outcome in news:
                self._tell(outcome, tell)
        if self._failure is not None:
            paths = [self._shards[first].path for first in range(0, len(self._shards), self._each)]
            raise self._session.failed(self._failure, paths)
        for number in range(len(self._shards)):
            self._tell((number, None, None), tell)

    @property
    def _each(self) -> int:
        """How many shards a task has."""
        return -(-len(self._shards) // _MOST_TASKS)

    def _work(self, job: _there.Job, outcomes: Any) -> None:
        """Run the job; for a thread of its own."""
        numbered = enumerate(zip(self._keys, self._shards, strict=True))
        tasks = [(number, key, pickle.dumps(shard)) for number, (key, shard) in numbered]
        try:
            work = _there.work(colophon.__version__, pickle.dumps(job), outcomes)
            context = self._session.context
            context.parallelize(tasks, -(-len(tasks) // self._each)).foreachPartition(work)
        except Exception as error:  # noqa: BLE001 -- raised again by who waits
            self._failure = error

    def _tell(self, outcome: Outcome, tell: Tell) -> None:
        """Tell of a shard, once; raise what ends the job."""
        number, error, refusal = outcome
        if number in self._heard:
            return
        self._heard.add(number)
        if refusal is not None:
            raise _other(refusal) if isinstance(refusal, str) else refusal
        if error is None:
            self._require(self._keys[number])
        tell(Done(self._shards[number], error))

    def _require(self, key: str) -> None:
        """Raise unless the counts of a shard are in the store, which may take a moment."""
        until = time.monotonic() + _PATIENCE
        while not (self._store.path(key).exists() or self._store.known([key])):
            if time.monotonic() > until:
                raise _there.unseen(self._store, _SOMEWHERE)
            time.sleep(_BEAT)


def _other(there: str) -> ColophonError:
    """Return the error that a worker has another Colophon, or none."""
    return ColophonError(
        f"the cluster has {there}, and this is Colophon {colophon.__version__}",
        place="--master",
        remedy="Install the same on every machine: pip install "
        f"'colophon[corpus]=={colophon.__version__}'; PYSPARK_PYTHON names the Python of the "
        "workers.",
    )


def _merge(session: Session, partials: Sequence[Path], merged: Path) -> int:
    """Have the cluster write what counts come to into a folder; return the number of rows."""
    functions = needed("pyspark.sql.functions")
    written = needed("pyspark.sql").Observation()
    try:
        read = session.sql.read.schema(_SCHEMA).parquet(*map(_address, partials))
        query = f"SELECT tally, key, {counts.MERGED} FROM {{parts}} GROUP BY tally, key"
        rows = session.sql.sql(query, parts=read)
        rows = rows.observe(written, functions.count(functions.lit(1)).alias("rows"))
        rows.write.parquet(f"file://{merged}")
    except Exception as error:  # noqa: BLE001 -- Spark raises many kinds
        if "does not exist" in str(error) or "FILE_NOT_EXIST" in str(error):
            raise _there.unseen(Store(merged.parent), _SOMEWHERE) from None
        raise session.failed(error, []) from None
    found: int = written.get["rows"]
    return found


_SCHEMA: Final = counts.SCHEMA.replace("VARCHAR", "STRING")


def _take(connection: DuckDBPyConnection, merged: Path, rows: int) -> None:
    """Make `counts` and `sites` out of what the cluster wrote, which must be all here."""
    files = [str(path) for path in sorted(merged.glob("*.parquet"))]
    counts.zero(connection, "merged")
    if files:
        connection.execute(f"INSERT INTO merged FROM {counts.files(files)}")
    found = connection.execute("SELECT count(*) FROM merged").fetchall()[0][0]
    if found != rows:
        raise _there.unseen(Store(merged.parent), _SOMEWHERE)
    counts.merge(connection, "merged")


def _absolute(path: Path) -> Path:
    """Return a path that means the same in another process; links in it stay as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 -- `resolve` would follow them


def _address(path: Path) -> str:
    """Return a file as Spark names it, in which no character stands for others."""
    return "file://" + "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in str(path))
