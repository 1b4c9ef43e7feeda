"""Scans in processes that are killed at a moment, and again without, for `test_killed.py`.

Run with a job as JSON on the command line, it forks a process for each moment: a moment is the
number of the step, among all at which the process is about to give a file below `root` its name or
to remove one, at which it is killed. For each it prints a line of JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.corpus.database import Means
from colophon.corpus.engines.local import Local
from colophon.corpus.plan import Plan
from colophon.workspace import scan as use, sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from colophon.corpus.engines import Done, Tell
    from colophon.corpus.shards import Shard

STEPS = {"os.rename", "os.remove"}
NEVER = 10**9


class Steps:
    """Counts the steps of this process below a folder, and kills it at one of them."""

    def __init__(self, root: str, moment: int) -> None:
        self.root = root
        self.moment = moment
        self.count = 0

    def hear(self, event: str, told: tuple[Any, ...]) -> None:
        """Hear what Python is about to do."""
        if event in STEPS and any(str(one).startswith(self.root) for one in told[:2]):
            self.count += 1
            if self.count == self.moment:
                os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """Hears of the shards."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begin(self, _seen: sources.Outlook, _todo: Sequence[Shard]) -> Tell:
        """Hear that it begins."""
        return self._hear

    def _hear(self, done: Done) -> None:
        self.told.append(done.shard.path)


def scan(directory: Path, paths: Sequence[str]) -> list[str]:
    """Scan the source `web`; return the paths of the shards that were counted."""
    means = Means(1, None, directory / sources.STORE / "spill")
    plan = Plan(columns="url=url,text=text", sample=0)
    source = sources.Source("web", tuple(paths), origin="crawled", plan=plan)
    watch = Watch()
    use.scan(directory, source, engine=Local(means), means=means, watch=watch)
    return watch.told


def in_process(directory: Path, paths: Sequence[str], moment: int) -> dict[str, Any]:
    """Scan in a process of its own that is killed at a moment; return what came of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            steps = Steps(str(directory), moment)
            sys.addaudithook(steps.hear)
            told = scan(directory, paths)
            os.write(writer, json.dumps({"told": told, "steps": steps.count}).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return {"killed": os.WIFSIGNALED(status), **(json.loads(said) if said else {})}


def answer(said: dict[str, Any]) -> None:
    """Tell whoever started this what came of a scan."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do the job of the command line."""
    job = json.loads(sys.argv[1])
    place = Path(job["place"])
    whole = in_process(place / "whole", job["paths"], NEVER)
    answer(whole)
    for moment in range(1, whole["steps"] + 1):
        directory = place / f"killed-{moment}"
        shutil.copytree(place / "before", directory)
        done = in_process(directory, job["paths"], moment)
        answer(done)
        sys.stdin.readline()  # whoever started it looks at what is there now
        again = in_process(directory, job["paths"], NEVER)
        answer(again)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
