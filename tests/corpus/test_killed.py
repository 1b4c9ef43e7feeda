"""Scans that are killed, and corpora that break, change and go away: nothing is ever half there."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from colophon.corpus.database import Means
from colophon.corpus.engines.local import Local
from colophon.corpus.plan import Plan
from colophon.corpus.store import Store
from colophon.corpus.unfinished import PREFIX
from colophon.errors import ArtefactError, ColophonError, DiskError
from colophon.workspace import scan as use, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from colophon.corpus.engines import Done, Tell
    from colophon.corpus.shards import Shard

COLUMNS = "url=url,text=text"


def table(path: Path, *, records: int, site: str = "example.org", groups: int = 100_000) -> Path:
    """Write a Parquet file of records of one site."""
    path.parent.mkdir(exist_ok=True)
    duckdb.sql(
        f"COPY (SELECT 'https://{site}/' || r AS url, md5(r::VARCHAR) AS text "
        f"FROM range({records}) one(r)) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {groups})"
    )
    return path


def lines(path: Path, *, records: int) -> Path:
    """Write a file of JSON lines."""
    path.parent.mkdir(exist_ok=True)
    line = json.dumps({"url": "https://lines.example.net/", "text": "abc"}) + "\n"
    path.write_bytes(gzip.compress((line * records).encode(), 1))
    return path


def dossier(folder: Path) -> Path:
    """Make a dossier in which nothing stands."""
    folder.mkdir()
    (folder / "dossier.yaml").write_text("format: 1\n", encoding="utf-8")
    return folder


def scan(
    directory: Path, *paths: Path, first: Callable[[], object] = lambda: None, **how: Any
) -> tuple[use.Scanned, list[Done]]:
    """Scan the source `web`, after `first` was done; return what came of it, and of each shard."""
    told: list[Done] = []

    class Watch:
        def begin(self, _seen: sources.Outlook, _todo: Sequence[Shard]) -> Tell:
            first()
            return told.append

    plan = Plan(columns=COLUMNS, sample=0)
    source = sources.Source("web", tuple(map(str, paths)), origin="crawled", plan=plan)
    means = Means(1, how.pop("memory", None), directory / sources.STORE / "spill")
    scanned = use.scan(directory, source, engine=Local(means), means=means, watch=Watch(), **how)
    return scanned, told


def evidence(directory: Path) -> dict[str, bytes]:
    """Return what stands in the dossier because of scans."""
    paths = [*directory.glob("evidence/[!.]*"), *directory.glob("datasets.yaml")]
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in paths}


def facts(scanned: use.Scanned) -> dict[str, Any]:
    """Return the facts of a scan; of several of one name, the last."""
    assert scanned.reading is not None
    return {one.fact.removeprefix("corpus."): one.value for one in scanned.reading.evidence}


def reasons(scanned: use.Scanned) -> list[tuple[str, str]]:
    """Return what could not be read, and why."""
    assert scanned.reading is not None
    return [(one.locator, one.reason) for one in scanned.reading.unread]


def require_whole(directory: Path) -> set[str]:
    """Hold that all that has its name is whole; return the keys in the store."""
    kept = {path.stem for path in directory.glob(f"{sources.STORE}/[!.]*.parquet")}
    for key in kept:
        duckdb.execute(f"FROM '{directory}/{sources.STORE}/{key}.parquet'").fetchall()
    for path in directory.glob(f"{sources.STORE}/sources/[!.]*"):
        json.loads(path.read_bytes())
    for path in directory.glob("evidence/[!.]*.json"):
        said = {one["fact"]: one for one in json.loads(path.read_bytes())["evidence"]}
        domains = said["corpus.domain-table"]
        content = (directory / domains["locator"]).read_bytes()
        assert domains["value"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for path in directory.glob("evidence/[!.]*.parquet"):
        duckdb.execute(f"FROM '{path}'").fetchall()
    assert (directory / "dossier.yaml").read_text(encoding="utf-8") == "format: 1\n"
    return kept


# -- Killed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_scanned", [False, True])
def test_a_scan_can_be_killed_at_any_step(is_scanned: bool, tmp_path: Path) -> None:
    """Killed before any file gets its name or is removed, a scan leaves everything whole.

    The next one reads what was missing and no more, and comes to the same bytes. So it is for the
    first scan of a source, and for one that replaces what an earlier one found.
    """
    made = [table(tmp_path / f"corpus/{part}.parquet", records=part + 3) for part in range(2)]
    before = dossier(tmp_path / "before")
    if is_scanned:
        scan(before, *made[:1])
    shutil.copytree(before, tmp_path / "whole")
    old = evidence(before)
    known = {path.stem for path in before.glob(f"{sources.STORE}/*.parquet")}
    job = {"place": str(tmp_path), "paths": list(map(str, made))}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed.py")), json.dumps(job)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        whole = json.loads(running.stdout.readline())
        new = evidence(tmp_path / "whole")
        assert new != old
        assert sorted(whole["told"]) == [str(path) for path in made[is_scanned:]]
        assert whole["steps"] > 5
        for moment in range(1, whole["steps"] + 1):
            directory = tmp_path / f"killed-{moment}"
            assert json.loads(running.stdout.readline()) == {"killed": True}
            kept = require_whole(directory)
            assert known <= kept
            print(file=running.stdin, flush=True)
            again = json.loads(running.stdout.readline())
            assert len(again["told"]) == len(made) - len(kept)
            assert evidence(directory) == new
            require_whole(directory)
            assert not list(directory.rglob(f"{PREFIX}*"))
            print(file=running.stdin, flush=True)
    assert running.returncode == 0


def children(of: int) -> list[int]:
    """Return the processes that count for a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has just ended
            if parent == of and b"spawn_main" in command:
                found.append(int(entry.name))
    return found


def until(happens: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)
    return found


@pytest.fixture
def command(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """Return a function that starts `colophon scan` on the folder `corpus`."""
    dossier(tmp_path / "dossier")

    def command() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "colophon", "scan", "web", "corpus", "--columns", COLUMNS),
                *("-C", "dossier", "--origin", "crawled", "--sample", "0", "--cores", "1"),
            ],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return command


def test_a_process_that_is_killed_is_told_and_the_next_scan_goes_on(
    tmp_path: Path, command: Callable[[], subprocess.Popen[str]]
) -> None:
    """Where a process is killed for want of memory, the command says so; no work is lost."""
    table(tmp_path / "corpus/a.parquet", records=5)
    lines(tmp_path / "corpus/b.jsonl.gz", records=5)
    with command() as running:
        os.kill(until(lambda: children(running.pid))[0], signal.SIGKILL)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (2, "")
    assert "a process that counted was killed, perhaps for want of memory" in err
    assert "Run it again" in err
    assert "Traceback" not in err
    (key,) = require_whole(tmp_path / "dossier")
    first = (tmp_path / f"dossier/{sources.STORE}/{key}.parquet").stat().st_ino
    with command() as running:
        out, err = running.communicate(timeout=30)
    assert running.returncode == 0, err
    assert len(require_whole(tmp_path / "dossier")) == 2
    assert (tmp_path / f"dossier/{sources.STORE}/{key}.parquet").stat().st_ino == first


def test_no_process_is_left_behind(
    tmp_path: Path, command: Callable[[], subprocess.Popen[str]]
) -> None:
    """Where the command itself is killed, the processes that count for it end too."""
    for part in range(3):
        lines(tmp_path / f"corpus/{part}.jsonl.gz", records=200_000)
    with command() as running:
        (child,) = until(lambda: children(running.pid))
        until(lambda: b"duckdb" in Path(f"/proc/{child}/maps").read_bytes())  # it is at work
        running.kill()
        running.communicate(timeout=30)
    until(lambda: not Path(f"/proc/{child}").exists())
    require_whole(tmp_path / "dossier")


# -- Broken ---------------------------------------------------------------------------------------


def test_a_file_that_is_cut_off_is_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    """A Parquet file without its end cannot be read; the other files are counted."""
    made = table(tmp_path / "corpus/a.parquet", records=7)
    cut = tmp_path / "corpus/cut.parquet"
    cut.write_bytes(made.read_bytes()[:-9])
    scanned, told = scan(dossier(tmp_path / "dossier"), tmp_path / "corpus")
    assert facts(scanned)["documents"] == 7
    ((place, reason),) = reasons(scanned)
    assert place == "cut.parquet"
    assert "the file is damaged" in reason
    assert [done.error for done in told] == [None, None]


def test_a_damaged_page_costs_its_part_of_the_file(tmp_path: Path) -> None:
    """Where bytes of a Parquet file were changed, the parts that are whole are counted."""
    made = table(tmp_path / "corpus/a.parquet", records=4 * 10_240, groups=10_240)
    content = bytearray(made.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 999] = bytes(999)
    made.write_bytes(content)
    scanned, _ = scan(dossier(tmp_path / "dossier"), tmp_path / "corpus")
    assert facts(scanned)["documents"] in {10_240, 20_480, 30_720}
    assert all(place.startswith("a.parquet, records ") for place, _ in reasons(scanned))
    assert all("this part is damaged" in reason for _, reason in reasons(scanned))


def test_a_reason_tells_neither_a_value_nor_a_folder(tmp_path: Path) -> None:
    """What is told of a value that is not UTF-8 has neither it nor the place of the file."""
    path = tmp_path / "corpus/a.parquet"
    path.parent.mkdir()
    urls = pa.array([b"https://a.com/secret\xff"], pa.binary()).view(pa.string())
    pq.write_table(pa.Table.from_arrays([urls, pa.array(["a"])], names=["url", "text"]), path)
    table(tmp_path / "corpus/b.parquet", records=7)
    scanned, _ = scan(dossier(tmp_path / "dossier"), tmp_path / "corpus")
    ((place, reason),) = reasons(scanned)
    assert place == "a.parquet, records 0 to 0"
    assert "Invalid string encoding" in reason
    assert "secret" not in reason
    assert str(tmp_path) not in reason


def test_strict_refuses_what_cannot_be_read_whole(tmp_path: Path) -> None:
    """With `strict`, a broken file is an error; nothing is written, what was counted is kept."""
    made = table(tmp_path / "corpus/a.parquet", records=7)
    (tmp_path / "corpus/cut.parquet").write_bytes(made.read_bytes()[:-9])
    directory = dossier(tmp_path / "dossier")
    with pytest.raises(ArtefactError, match="the file is damaged") as caught:
        scan(directory, tmp_path / "corpus", strict=True)
    assert caught.value.place == "cut.parquet"
    assert evidence(directory) == {}
    scanned, told = scan(directory, tmp_path / "corpus")
    assert facts(scanned)["documents"] == 7
    assert told == []
    with pytest.raises(ArtefactError, match="the file is damaged"):
        scan(directory, tmp_path / "corpus", strict=True)  # though nothing has changed


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_no_broken_file(tmp_path: Path) -> None:
    """A file without rights is told, and read as soon as it may be."""
    table(tmp_path / "corpus/a.parquet", records=7)
    closed = table(tmp_path / "corpus/b.parquet", records=5)
    closed.chmod(0)
    directory = dossier(tmp_path / "dossier")
    scanned, told = scan(directory, tmp_path / "corpus")
    assert {done.shard.path: type(done.error) for done in told}[str(closed)] is DiskError
    assert [place for place, _ in reasons(scanned)] == ["b.parquet"]
    closed.chmod(0o600)
    scanned, told = scan(directory, tmp_path / "corpus")
    assert (facts(scanned)["documents"], reasons(scanned)) == (12, [])


# -- Changed and gone -----------------------------------------------------------------------------


def test_only_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    """A second scan reads the file that is another now, and comes to what a first one comes to."""
    table(tmp_path / "corpus/a.parquet", records=7)
    table(tmp_path / "corpus/b.parquet", records=5)
    directory = dossier(tmp_path / "dossier")
    scan(directory, tmp_path / "corpus")
    before = evidence(directory)
    changed = table(tmp_path / "corpus/b.parquet", records=5, site="example.com")
    scanned, told = scan(directory, tmp_path / "corpus")
    assert [done.shard.path for done in told] == [str(changed)]
    assert facts(scanned)["domains"] == 2
    fresh = dossier(tmp_path / "fresh")
    scan(fresh, tmp_path / "corpus")
    assert evidence(directory) == evidence(fresh) != before


def test_a_file_that_is_gone_is_no_part_of_the_next_scan(tmp_path: Path) -> None:
    """Where a file was removed, nothing is read again, and the evidence has nothing of it."""
    table(tmp_path / "corpus/a.parquet", records=7)
    gone = table(tmp_path / "corpus/b.parquet", records=5, site="example.com")
    directory = dossier(tmp_path / "dossier")
    scan(directory, tmp_path / "corpus")
    gone.unlink()
    scanned, told = scan(directory, tmp_path / "corpus")
    assert (told, facts(scanned)["documents"], reasons(scanned)) == ([], 7, [])
    assert len(list(directory.glob("evidence/*"))) == 2
    assert b"example.com" not in b"".join(evidence(directory).values())


@pytest.mark.parametrize("kind", ["parquet", "jsonl.gz"])
def test_a_file_that_goes_while_a_scan_runs_is_told(kind: str, tmp_path: Path) -> None:
    """A file that is gone when its turn comes is told, and counted when it is back."""
    table(tmp_path / "corpus/a.parquet", records=7)
    gone = tmp_path / f"corpus/b.{kind}"
    if kind == "parquet":
        table(gone, records=5)
    else:
        lines(gone, records=5)
    away = tmp_path / "away"
    directory = dossier(tmp_path / "dossier")
    scanned, _ = scan(directory, tmp_path / "corpus", first=lambda: gone.rename(away))
    assert facts(scanned)["documents"] == 7
    assert [place for place, _ in reasons(scanned)] == [gone.name]
    away.rename(gone)
    with pytest.raises(ArtefactError):
        scan(directory, tmp_path / "corpus", first=lambda: gone.rename(away), strict=True)
    away.rename(gone)
    scanned, told = scan(directory, tmp_path / "corpus")
    assert [done.shard.path for done in told] == [str(gone)]
    assert (facts(scanned)["documents"], reasons(scanned)) == (12, [])


def test_a_file_that_changes_while_a_scan_runs_is_told(tmp_path: Path) -> None:
    """Counts of a file that was written to meanwhile are not kept under what it was before."""
    table(tmp_path / "corpus/a.parquet", records=7)
    changed = table(tmp_path / "corpus/b.parquet", records=5)
    directory = dossier(tmp_path / "dossier")
    scanned, _ = scan(directory, tmp_path / "corpus", first=lambda: table(changed, records=6))
    assert reasons(scanned) == [("b.parquet", "it changed while it was counted")]
    scanned, _ = scan(directory, tmp_path / "corpus")
    assert (facts(scanned)["documents"], reasons(scanned)) == (13, [])


def test_a_corpus_of_which_nothing_is_left_is_refused(tmp_path: Path) -> None:
    """Where no file can be reached, there is nothing to tell, and the reason is the error."""
    gone = table(tmp_path / "corpus/a.parquet", records=7)
    directory = dossier(tmp_path / "dossier")
    with pytest.raises(DiskError):
        scan(directory, tmp_path / "corpus", first=gone.unlink)
    assert evidence(directory) == {}


def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where an error comes between, neither a draft nor a file of the counts is there."""
    store = Store(tmp_path / "store")
    with pytest.raises(ValueError, match="broken"), store.keeping("key") as draft:  # noqa: PT012 -- a draft comes first
        draft.write_bytes(b"half")
        raise ValueError("broken")
    assert not list(store.folder.iterdir())


def test_too_little_memory_is_no_damage(tmp_path: Path) -> None:
    """Where memory is not enough for a file, that is said, and not that the file is broken."""
    table(tmp_path / "corpus/a.parquet", records=400_000, groups=400_000)
    directory = dossier(tmp_path / "dossier")
    with pytest.raises(ColophonError, match="memory is not enough") as caught:
        scan(directory, tmp_path / "corpus", memory=2**20)
    assert "--memory" in caught.value.remedy
    assert require_whole(directory) == set()


def test_too_little_memory_for_the_whole_loses_no_counts(tmp_path: Path) -> None:
    """Where memory is not enough to put the counts together, they are kept, and that is said."""
    table(tmp_path / "corpus/a.parquet", records=400_000, groups=400_000)
    directory = dossier(tmp_path / "dossier")
    scan(directory, tmp_path / "corpus", part=(1, 1))
    kept = require_whole(directory)
    with pytest.raises(ColophonError, match="not enough to put the counts together") as caught:
        scan(directory, tmp_path / "corpus", memory=2**20)
    assert "--memory" in caught.value.remedy
    assert require_whole(directory) == kept
    assert evidence(directory) == {}
    assert facts(scan(directory, tmp_path / "corpus")[0])["documents"] == 400_000
