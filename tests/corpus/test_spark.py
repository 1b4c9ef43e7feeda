"""What the workers of a cluster do, and what is said of them; `make spark` runs a cluster."""

from __future__ import annotations

import importlib.util
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import colophon
from colophon.corpus import shards
from colophon.corpus.database import Means
from colophon.corpus.engines import _session, _there
from colophon.corpus.engines._there import Job
from colophon.corpus.engines.spark import Spark
from colophon.corpus.plan import Plan
from colophon.corpus.store import Store
from colophon.corpus.tools import Tokenizer
from colophon.errors import ColophonError, DiskError

if TYPE_CHECKING:
    from colophon.corpus.engines._there import Outcome
    from colophon.corpus.shards import Shard

PLAN = Plan(columns="url=url", sample=0)


class Heard:
    """An accumulator of lists, as Spark gives it to the workers."""

    def __init__(self) -> None:
        self.value: list[Outcome] = []

    def add(self, more: list[Outcome]) -> None:
        """Take in more."""
        self.value += more


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store that has the sign by which workers know it."""
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts/sign").touch()
    return Store(tmp_path / "counts")


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    """Give a shard of three records."""
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT 'https://a.org/' AS url FROM range(3)) TO '{path}'")
    return shards.find([str(path)])[0]


def worked(store: Store, shard: Shard, *, version: str = "", **job: Any) -> Outcome:
    """Have a worker count a shard; return what it tells."""
    told = {"plan": PLAN, "store": store, "sign": "sign", "cores": 1, "memory": None, **job}
    heard = Heard()
    work = _there.work(version or colophon.__version__, pickle.dumps(Job(**told)), heard)
    work([(7, PLAN.key(shard), pickle.dumps(shard))])
    (outcome,) = heard.value
    return outcome


def test_a_worker_keeps_the_counts_of_a_shard(store: Store, shard: Shard) -> None:
    """The counts of a shard are in the store; who counts it again finds them there."""
    assert worked(store, shard) == (7, None, None)
    path = store.path(PLAN.key(shard))
    first = path.stat().st_ino
    assert worked(store, shard) == (7, None, None)
    assert path.stat().st_ino == first


def test_a_shard_that_is_gone_does_not_end_the_job(store: Store, shard: Shard) -> None:
    """A shard that cannot be reached is told as such, and nothing is kept of it."""
    Path(shard.path).unlink()
    number, error, refusal = worked(store, shard)
    assert (number, type(error), refusal) == (7, DiskError, None)
    assert not store.path(PLAN.key(shard)).exists()


def test_a_worker_of_another_version_counts_nothing(store: Store, shard: Shard) -> None:
    """Another version, and another state of the same one, refuse to count."""
    assert worked(store, shard, version="0.0.1") == (7, None, f"Colophon {colophon.__version__}")
    other = Plan(columns="url=url", sample=1)  # stands for a worker that comes to another key
    assert worked(store, shard, plan=other) == (7, None, "another Colophon of the same version")
    assert not store.path(PLAN.key(shard)).exists()


def test_a_worker_that_does_not_see_the_store_counts_nothing(store: Store, shard: Shard) -> None:
    """A folder without the sign is another folder, whatever its name."""
    _, _, refusal = worked(store, shard, sign="another")
    assert isinstance(refusal, ColophonError)
    assert refusal.place == str(store.folder)
    assert "--store" in refusal.remedy
    assert not store.path(PLAN.key(shard)).exists()


def test_a_plan_that_does_not_fit_ends_the_job(store: Store, shard: Shard) -> None:
    """What a person has to mend comes back as it was raised."""
    plan = Plan(columns="url=link", sample=0)
    heard = Heard()
    job = Job(plan, store, "sign", 1, None)
    work = _there.work(colophon.__version__, pickle.dumps(job), heard)
    work([(0, plan.key(shard), pickle.dumps(shard))])
    ((_, error, refusal),) = heard.value
    assert error is None
    assert isinstance(refusal, ColophonError)
    assert refusal.place == "--columns"


def test_a_worker_with_another_tokenizer_counts_nothing(
    store: Store, shard: Shard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that a person names has to be the same one on every machine."""
    named = Tokenizer("/shared/tokenizer.json", "sha256:one")
    other = Tokenizer("/shared/tokenizer.json", "sha256:other")
    monkeypatch.setattr(_there, "tokenizer", {Path(named.path): other}.__getitem__)
    plan = Plan(columns="url=url", sample=0, tokenizer=named)
    error, refusal = _there.count(
        pickle.dumps(Job(plan, store, "sign", 1, None)), plan.key(shard), pickle.dumps(shard)
    )
    assert error is None
    assert isinstance(refusal, ColophonError)
    assert refusal.place == named.path
    assert not store.path(plan.key(shard)).exists()


def test_a_worker_takes_its_share_of_a_machine(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many workers as there are cores for share the memory, said or not, and spill apart."""
    monkeypatch.setattr(_there, "cores", lambda: 8)
    monkeypatch.setenv("SPARK_LOCAL_DIRS", "/one,/two")
    said = _there._means(Job(PLAN, store, "sign", 2, 4000))
    assert said == Means(2, 1000, Path("/one/colophon"))


def test_memory_that_nobody_tells_is_shared_too(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where nobody says how much memory there is, the database says it."""
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path))
    shares = []
    for cores in (1, 4):
        monkeypatch.setattr(_there, "cores", lambda cores=cores: cores)
        shares.append(_there._means(Job(PLAN, store, "sign", 1, None)).memory)
    assert shares[0] is not None
    assert shares[1] == shares[0] // 4


# -- What is said ---------------------------------------------------------------------------------

LOST = """An error occurred while calling o49.collectToPython.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 \
times, most recent failure: Lost task 1.3 in stage 0.0 (TID 5) (host executor 1): \
ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: worker lost"""
PYTHON = """An error occurred while calling o49.collectToPython.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 \
times, most recent failure: org.apache.spark.api.python.PythonException: Traceback
pyspark.errors.exceptions.base.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in worker has \
different version: 3.9 than that in driver: 3.11.
"""
REFUSED = """An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.
: org.apache.spark.SparkException: Could not parse Master URL: 'x'
"""


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (LOST, "/b.parquet", "what counted on the cluster was killed each time"),
        (PYTHON, "spark://host:1", "Python in worker has different version: 3.9"),
        (REFUSED, "spark://host:1", "Spark ended the work: Could not parse Master URL: 'x'"),
    ],
)
def test_what_spark_says_is_told_in_one_line(text: str, place: str, message: str) -> None:
    """Of pages of Java, one line is told, with the place and where the rest is."""
    session = _session.Session.__new__(_session.Session)
    session._master, session._log = "spark://host:1", Path("/store/spark.log")
    error = session.failed(RuntimeError(text), ["/a.parquet", "/b.parquet"])
    assert error.place == place
    assert message in error.message
    assert "\n" not in error.message


def test_spark_needs_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java the error says which is needed, and where it was looked for."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ColophonError, match=f"Java 17 or newer, and there is none in {tmp_path}"):
        _session._require_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ColophonError, match="Java 17 or newer, and there is none"):
        _session._require_java()


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="it is installed")
def test_spark_is_an_extra(store: Store, shard: Shard) -> None:
    """Without the library the error names the extra that brings it, and nothing is left behind."""
    spark = Spark("local[1]", Means(1, None, store.folder))
    with pytest.raises(ColophonError, match="pyspark") as caught:
        spark.count([shard], PLAN, store, lambda _: None)
    assert caught.value.place == "colophon[spark]"
    assert [path.name for path in store.folder.iterdir()] == ["sign"]


@pytest.mark.parametrize(
    ("log", "message"),
    [
        (
            (
                'Exception in thread "main" org.apache.spark.SparkException: Master is bad\n'
                "\tat org.apache.spark.deploy.SparkSubmit.main(SparkSubmit.scala)\n"
            ),
            "Spark does not start: Master is bad",
        ),
        (
            "18:31 WARN Utils: IP\n18:32 ERROR Backend: It has been killed. Reason: no master\n",
            "Spark does not start: It has been killed. Reason: no master",
        ),
        ("java.lang.UnsupportedClassVersionError: …\n", "Spark needs Java 17 or newer, and this"),
        ("", "Spark does not start: refused"),
    ],
)
def test_why_spark_does_not_start_is_taken_from_its_log(
    log: str, message: str, tmp_path: Path
) -> None:
    """Where the connection to Spark says nothing, its log does."""
    session = _session.Session.__new__(_session.Session)
    session._master, session._log = "spark://host:1", tmp_path / "spark.log"
    session._log.write_text(log, encoding="utf-8")
    assert message in session._not_started(ConnectionRefusedError("refused")).message
