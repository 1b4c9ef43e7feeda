"""A process, measured: how long it takes, and how much memory it and its children have at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE: Final = Path(__file__).parent
COLOPHON: Final = str(Path(sys.executable).with_name("colophon"))
EVERY: Final = 0.05
"""Seconds between two looks at the memory."""
PAGE: Final = 4096
MEGABYTE: Final = 1e6


class ScanError(Exception):
    """A process did not do what it was started for."""


@dataclass(frozen=True)
class Run:
    """One run of a process.

    Attributes:
        whole: seconds from start to end.
        seconds: of the work alone, where the process tells it.
        cpu: seconds of all cores together, of the process and those that it started.
        peak: the most resident memory of the process and its children at once, in megabytes;
            what they share is counted for each of them.
        spilled: the most that lay in the folder for spilling, in megabytes.
        found: what the process found.
    """

    whole: float
    seconds: float
    cpu: float
    peak: float
    spilled: float = 0
    found: dict[str, Any] = field(default_factory=dict)


class _Watch:
    """What looks at a process from time to time."""

    def __init__(self, process: subprocess.Popen[bytes], spill: Path | None) -> None:
        self._process = process
        self._spill = spill
        self._over = threading.Event()
        self.peak = 0.0
        self.spilled = 0.0
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            pages = sum(map(_resident, _tree(self._process.pid)))
            self.peak = max(self.peak, pages * PAGE / MEGABYTE)
            if self._spill:
                self.spilled = max(self.spilled, _size(self._spill) / MEGABYTE)


def _tree(process: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text()
        except OSError:
            continue
        for child in children.split():
            yield from _tree(int(child))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_blocks * 512
        except OSError:
            continue
    return size


def run(command: Sequence[str], spill: Path | None = None) -> tuple[Run, bytes]:
    """Run a command and return what was measured, and what it printed.

    Raises:
        ScanError: it failed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        watch = _Watch(process, spill)
        _, status, used = os.wait4(process.pid, 0)
        whole = time.perf_counter() - start
        code = process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        for stream in (out, errors):
            stream.seek(0)
        if code:
            said = errors.read().decode(errors="replace").strip().splitlines()
            raise ScanError(f"left with {code}: {' '.join(said[-3:])}")
        cpu = used.ru_utime + used.ru_stime
        return Run(whole, whole, cpu, watch.peak, watch.spilled), out.read()


def peer(name: str, folder: Path, cores: int) -> Run:
    """Run a peer on a corpus.

    Raises:
        ScanError: it failed.
    """
    command = [sys.executable, str(HERE / "peers.py"), name, str(folder), str(cores)]
    measured, out = run(command)
    found = json.loads(out.splitlines()[-1])
    if "digest" in found:
        found[f"digest-{name.rpartition('-')[2]}"] = found.pop("digest")
    return replace(measured, seconds=found.pop("seconds"), found=found)


def scan(
    paths: Sequence[Path],
    cores: int,
    options: Sequence[str] = (),
    *,
    again: bool = False,
    compared: bool = True,
) -> Iterator[Run]:
    """Scan a corpus into a fresh dossier, and once again if wanted.

    Args:
        paths: of the corpus.
        cores: how many may be used.
        options: more of them.
        again: whether it is scanned a second time.
        compared: whether the table is held against those of others, for which it must fit into
            memory.

    Raises:
        ScanError: it failed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        dossier = Path(temporary) / "dossier"
        subprocess.run([COLOPHON, "init", str(dossier)], stdout=subprocess.DEVNULL, check=True)
        command = [COLOPHON, "scan", "web", *map(str, paths), "--origin", "crawled", "--json"]
        command += ["--cores", str(cores), "-C", str(dossier), *options]
        measured, out = run(command, dossier / ".colophon" / "corpus" / "spill")
        found = _found(dossier, json.loads(out), compared=compared)
        yield replace(measured, found=found)
        if again:
            measured, _ = run(command)
            yield measured


def _found(dossier: Path, told: Any, *, compared: bool) -> dict[str, Any]:
    """Return what tells whether a scan found the same as its peers."""
    import duckdb
    from peers import digest

    (table,) = (dossier / "evidence").glob("*.parquet")
    ((domains,),) = duckdb.sql(f"SELECT count(*) FROM '{table}'").fetchall()  # noqa: S608 -- of our own table
    found: dict[str, Any] = {"documents": _documents(told), "domains": domains}
    for size in ("bytes", "tokens") if compared else ():
        query = f"SELECT domain, documents, coalesce({size}, -1)::BIGINT FROM '{table}'"  # noqa: S608 -- of our own table
        found[f"digest-{size}"] = digest(duckdb.sql(query).fetchall())["digest"]
    return found


def _documents(told: Any) -> int | None:
    """Return how many documents a scan says that it counted."""
    for one in told["reading"]["evidence"]:
        if one["fact"] == "corpus.documents":
            return int(one["value"])
    return None
