"""A corpus counted by Spark, in real processes on this machine, held against one machine alone.

Each test starts a Spark of its own, for it has to stop at the end; so there are few of them.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from colophon.corpus import shards
from colophon.corpus.database import Means
from colophon.corpus.engines._session import Session
from colophon.corpus.engines.local import Local
from colophon.corpus.engines.spark import LOG, Spark
from colophon.corpus.plan import Plan
from colophon.corpus.store import Store
from colophon.corpus.unfinished import PREFIX
from colophon.errors import ColophonError
from colophon.workspace import scan as use, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from colophon.corpus.engines import Done, Engine, Tell
    from colophon.corpus.shards import Shard

ODD = (
    "http://user:secret@Shop.Example.COM:8080/a",
    "https://example.co.uk./a",
    "https://bücher.example.de/ü",
    "https://xn--bcher-kva.example.de/",
    "http://192.0.2.7/a",
    "http://[2001:db8::1]:80/",
    "https://name.github.io/blog",
    "http://",
    "no address at all",
    "",
)
LANGUAGES = (
    "This is a sentence of a page on the sea, the wind and the boats in the harbour. ",
    "Dies ist ein Satz einer Seite über das Meer, den Wind und die Boote im Hafen. ",
    "Ceci est une phrase d'une page sur la mer, le vent et les bateaux du port. ",
)
TWO_WORKERS = "local-cluster[2,1,1024]"
"""A Spark with two more processes for Java, each with processes for Python."""


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let Java start quickly, and Spark stay on this machine and in this folder."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path / "spark"))
    few = "--conf spark.sql.shuffle.partitions=2 pyspark-shell"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", few)
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)


def corpus(folder: Path, *, parts: int, records: int) -> Path:
    """Make a corpus of Parquet files and two of JSON lines, one of them cut off."""
    folder.mkdir()
    odd = ", ".join("'" + url.replace("'", "''") + "'" for url in ODD)
    texts = ", ".join("'" + text.replace("'", "''") + "'" for text in LANGUAGES)
    for part in range(parts):
        duckdb.sql(
            f"COPY (SELECT CASE WHEN r % 50 = 0 THEN [{odd}][(r // 50 + {part}) % {len(ODD)} + 1] "
            f"ELSE 'https://www.h' || (r * {part + 7} % 211) || '.org/' || r END AS url, "
            f"repeat([{texts}][r % 3 + 1], (r % 20 + 1)::INT) AS text, "
            "DATE '2024-01-01' + (r % 400)::INT AS date, 'CC-MAIN-2024-10' AS dump "
            f"FROM range({records}) one(r)) TO '{folder}/part-{part:02}.parquet' (FORMAT parquet)"
        )
    lines = [
        json.dumps({"url": f"https://j{line % 9}.net/", "text": LANGUAGES[line % 3] * line})
        for line in range(60)
    ]
    content = gzip.compress("\n".join(lines).encode())
    (folder / "whole.jsonl.gz").write_bytes(content)
    (folder / "cut-off.jsonl.gz").write_bytes(content[:-40])
    return folder


def dossier(folder: Path) -> Path:
    """Make a dossier in which nothing stands yet."""
    folder.mkdir()
    (folder / "dossier.yaml").write_text("format: 1\n", encoding="utf-8")
    return folder


class Watch:
    """Hears of a scan, and may do something when it begins and whenever a shard is done."""

    def __init__(
        self, first: Callable[[], None] = lambda: None, each: Callable[[], None] = lambda: None
    ) -> None:
        self.told: list[Done] = []
        self._first = first
        self._each = each

    def begin(self, _seen: sources.Outlook, _todo: Sequence[Shard]) -> Tell:
        """Hear that it begins."""
        self._first()
        return self._hear

    def _hear(self, done: Done) -> None:
        self.told.append(done)
        self._each()


def scan(
    directory: Path, source: sources.Source, engine: Engine, watch: Watch
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """Scan a source; return what stands in the evidence, and of which shards was told what."""
    means = Means(2, None, directory / "spill")
    use.scan(directory, source, engine=engine, means=means, watch=watch)
    evidence = {path.name: path.read_bytes() for path in (directory / "evidence").iterdir()}
    return evidence, sorted((done.shard.path, str(done.error)) for done in watch.told)


def executors(below: int) -> list[int]:
    """Return the processes for Java that Spark has below a process: its workers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has just ended
            if parent == below and b"CoarseGrainedExecutorBackend" in command:
                found.append(int(entry.name))
    return found


def test_a_cluster_comes_to_the_same_as_one_machine(tmp_path: Path) -> None:
    """Two workers give the bytes that one machine gives, of odd and broken files too.

    A shard that is gone when its turn comes is told as such.
    """
    made = corpus(tmp_path / "corpus", parts=6, records=600)
    gone = made / "gone.jsonl"
    gone.write_text('{"url": "https://gone.example/", "text": "gone"}\n', encoding="utf-8")
    status = gone.stat()
    source = sources.Source(
        "web", (str(made),), origin="crawled", plan=Plan(sample=50, finds_duplicates=True)
    )
    alone = scan(dossier(tmp_path / "alone"), source, _local(tmp_path), Watch(gone.unlink))
    gone.write_text('{"url": "https://gone.example/", "text": "gone"}\n', encoding="utf-8")
    os.utime(gone, ns=(status.st_atime_ns, status.st_mtime_ns))
    directory = dossier(tmp_path / "together")
    spark = Spark(TWO_WORKERS, Means(2, None, tmp_path))
    assert scan(directory, source, spark, Watch(gone.unlink)) == alone
    assert [name for name, error in alone[1] if error != "None"] == [str(gone)]
    store = {path.name for path in (directory / sources.STORE).iterdir()}
    assert len([name for name in store if name.endswith(".parquet")]) == 8
    assert not [name for name in store if name.startswith(PREFIX)]


def test_the_loss_of_a_worker_changes_nothing(tmp_path: Path) -> None:
    """Where a worker is killed while it counts, another one counts its shards: same bytes."""
    made = corpus(tmp_path / "corpus", parts=8, records=20_000)
    source = sources.Source("web", (str(made),), origin="crawled", plan=Plan(finds_duplicates=True))
    alone = scan(dossier(tmp_path / "alone"), source, _local(tmp_path), Watch())
    spark = Spark(TWO_WORKERS, Means(2, None, tmp_path))
    killed: list[int] = []

    def kill_one() -> None:
        if not killed:
            session = spark._session  # noqa: SLF001 -- to find its processes
            assert session is not None
            killed.append(executors(session._gateway.proc.pid)[0])  # noqa: SLF001 -- no other way leads to the process
            os.kill(killed[0], signal.SIGKILL)

    class Counting:
        """Spark counts; it has been seen to merge, and that takes a while."""

        count = staticmethod(spark.count)
        merge = staticmethod(_local(tmp_path).merge)

    directory = dossier(tmp_path / "together")
    try:
        assert scan(directory, source, Counting(), Watch(each=kill_one)) == alone
    finally:
        spark.close()
    assert killed
    assert "Lost executor" in (directory / sources.STORE / LOG).read_text(encoding="utf-8")


def test_a_store_that_the_workers_do_not_see_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a folder is not the same for all machines, that is said before anything is counted."""
    monkeypatch.chdir(tmp_path)
    found = shards.find([str(corpus(tmp_path / "corpus", parts=2, records=100))])
    store = Store(Path("/proc/self/cwd/counts"))  # where each process is, and so another for each
    told: list[Done] = []
    spark = Spark("local-cluster[1,1,1024]", Means(2, None, tmp_path))
    with pytest.raises(ColophonError, match="do not all see this folder") as caught:
        spark.count(found, Plan(), store, told.append)
    assert caught.value.place == str(store.folder)
    assert "--store" in caught.value.remedy
    assert [path.name for path in store.folder.iterdir()] == [LOG]
    assert told == []


def test_what_the_workers_refuse_is_one_clear_error(tmp_path: Path) -> None:
    """A plan that does not fit a shard ends the command with our words alone, and no process."""
    corpus(tmp_path / "corpus", parts=2, records=100)
    done = _command(tmp_path, "--columns", "url=link,text=text", "--master", "local[2]")
    assert done.returncode == 2, done.stderr
    assert "link" in done.stderr
    assert "--columns" in done.stderr
    for noise in ("Traceback", "WARN", "Exception", "java", "Picked up"):
        assert noise not in done.stderr
    assert done.stdout == ""


def test_a_connection_that_breaks_is_told_in_the_log_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where Spark is stopped in the middle of what workers tell, the screen shows none of it."""
    session = Session("local[1]", tmp_path / LOG)
    try:
        server = session.context._accumulatorServer  # noqa: SLF001 -- whose connection is broken here
        with socket.create_connection(server.server_address):
            pass  # and gone before anything was said
    finally:
        session.stop()
    assert capfd.readouterr().err == ""
    assert "ValueError" in (tmp_path / LOG).read_text(encoding="utf-8")


def test_no_java_is_one_clear_error(tmp_path: Path) -> None:
    """Without Java, Spark is not started, and the command says what it needs."""
    corpus(tmp_path / "corpus", parts=1, records=10)
    done = _command(tmp_path, "--master", "local[2]", JAVA_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "Spark needs Java 17 or newer" in done.stderr
    assert "Traceback" not in done.stderr


def _local(tmp_path: Path) -> Local:
    return Local(Means(2, None, tmp_path / "spill"))


def _command(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `colophon scan` on the corpus with Spark."""
    dossier(tmp_path / "dossier")
    return subprocess.run(
        [
            *(sys.executable, "-m", "colophon", "scan", "web", str(tmp_path / "corpus")),
            *("-C", str(tmp_path / "dossier"), "--origin", "crawled", "--engine", "spark"),
            *options,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, **environment},
    )
