"""How long a walk through many files takes, and how much memory a report without end.

    make bench

The walk is held against reading the first bytes of every file and nothing else. The report is a
gigabyte of JSON lines as garak writes them; the most memory that a process has had is compared with
its limit.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLOPHON = str(Path(sys.executable).with_name("colophon"))
FILES = 100_000
IN_A_FOLDER = 200
ENDINGS = ("txt", "py", "json", "log", "csv", "yaml", "md", "dat")
SHARE = 3
"""The walk may take so many times what reading the first bytes takes."""
GIGABYTE = 10**9
MEMORY = 200
"""In megabytes, for a report of a gigabyte."""
ROUNDS = 5


def run(command: list[str]) -> tuple[float, float]:
    """Return the seconds of a command, and the megabytes of memory that it had at most."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, used.ru_maxrss / 1e3


def many_files(folder: Path) -> Path:
    """Make a tree of small files of many kinds, a few of which tell of a model."""
    runs = folder / "runs"
    for number in range(FILES):
        place = runs / f"{number // IN_A_FOLDER:04}"
        if number % IN_A_FOLDER == 0:
            place.mkdir(parents=True)
            (place / "config.json").write_text('{"model_type": "acme", "num_hidden_layers": 2}')
            continue
        ending = ENDINGS[number % len(ENDINGS)]
        (place / f"part-{number}.{ending}").write_text(f'{{"number": {number}}}\n' * 8)
    return runs


def large_report(folder: Path) -> Path:
    """Make a report of garak of a gigabyte, nearly all of it attempts."""
    attempt = {"entry_type": "attempt", "probe_classname": "dan.Ablation", "outputs": ["x" * 5000]}
    line = json.dumps(attempt).encode() + b"\n"
    report = folder / "large" / "garak.acme.report.jsonl"
    report.parent.mkdir()
    with report.open("wb") as file:
        for row in (
            {"entry_type": "start_run setup", "plugins.target_type": "test", "run.generations": 1},
            {"entry_type": "init", "garak_version": "0.17.1", "start_time": "2026-11-21T10:00:00"},
        ):
            file.write(json.dumps(row).encode() + b"\n")
        file.writelines([line] * (GIGABYTE // len(line)))
    return report


def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dossier = str(folder / "empty")
        run([COLOPHON, "init", dossier])
        runs = str(many_files(folder))
        plain = ["sh", "-c", 'find "$0" -type f -print0 | xargs -0 head -q -c 4096', runs]
        ours = [COLOPHON, "-C", dossier, "collect", runs, "--json"]
        run(plain), run(ours)
        pairs = [(run(ours)[0], run(plain)[0]) for _ in range(ROUNDS)]
        ratio = statistics.median(a / b for a, b in pairs)
        walk, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
        mark = "" if ratio <= SHARE else "   above its limit"
        print(
            f"{f'collect {FILES:,} small files':<34}{walk * 1e3:7.0f} ms   "
            f"{'find | xargs head':<28}{bare * 1e3:7.0f} ms   ratio {ratio:5.2f}   "
            f"limit {SHARE}{mark}"
        )
        report = str(large_report(folder))
        seconds, peak = run([COLOPHON, "-C", dossier, "collect", report, "--keep-going", "--json"])
        mark = "" if peak <= MEMORY else "   above its limit"
        print(
            f"{'collect a report of 1 GB':<34}{seconds * 1e3:7.0f} ms   "
            f"{'memory':<28}{peak:7.0f} MB   limit {MEMORY} MB{mark}"
        )


if __name__ == "__main__":
    main()
