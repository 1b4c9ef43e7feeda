"""How long a scan of training data takes and how much memory, beside its limit and its peers.

    make bench-corpus ARGS="--documents 60000 --rounds 2"

README.md says what is measured and what the limits are. The data are made once, below `build/`.
A ratio above its limit is marked, and nothing fails: machines are noisy, and a person should look.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "examples"))

import corpus  # noqa: E402 -- it stands among the examples
from invented import Corpus  # noqa: E402 -- found through the line above
from measuring import Run, ScanError, peer, scan  # noqa: E402 -- the same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PER_SHARD: Final = 240_000
"""So many documents make a file of hundreds of megabytes, as published corpora have them."""
PER_SHARD_OF_COLUMNS: Final = 960_000
"""And so many where the texts are left out: a file of two gigabytes has as many."""
DRAWN_FROM: Final = 1_600_000
"""So many domains are there to draw from: a million of them come up."""
LIBRARIES: Final = (
    *("colophon", "duckdb", "pyarrow", "pandas", "polars", "datatrove"),
    *("orjson", "msgspec", "fastwarc", "isal", "backports.zstd"),
)
PARTS: Final = ("parquet", "columns", "jsonl", "warc", "wet", "sizes", "memory", "spill")
BY_TOKENS: Final = (
    "--columns",
    "url=url,date=date,dump=dump,language=language,licence=license,tokens=token_count",
)
"""How records without their texts are scanned: only a person tells whose tokens these are."""
SLOW: Final = ("pandas", "polars", "datatrove")
MEGABYTE: Final = 1e6
MEMORY: Final = 2000
"""So many megabytes are the most that ten million hosts may take."""


@dataclass
class Results:
    """What was measured.

    Attributes:
        runs: of each contender, in the order of the rounds.
        ratios: what was compared, the ratio, its limit, and whether more is better.
        notes: what else was seen.
        machine: where it was measured.
        file: where all this is kept, again after every comparison, so that a run that is stopped
            leaves what it has measured.
    """

    runs: dict[str, list[Run]] = field(default_factory=dict)
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    machine: dict[str, Any] = field(default_factory=dict)
    file: Path | None = None

    def rounds(self, times: int, contenders: dict[str, Callable[[], Iterable[Run]]]) -> None:
        """Run every contender so many times, in turn (A B C A B C …)."""
        for number in range(times):
            for name, contender in contenders.items():
                try:
                    for suffix, run in zip(("", ", again"), contender(), strict=False):
                        self.runs.setdefault(name + suffix, []).append(run)
                        print(_line(f"round {number + 1}: {name}{suffix}", [run]), flush=True)
                except ScanError as error:
                    self.note(f"{name}: not measured: {error}")
            print(f"        load {_load()}", flush=True)
            self.save()

    def save(self) -> None:
        """Write what was measured so far, where a file is named."""
        if self.file:
            told = {
                "machine": self.machine,
                "load at the end": _load(),
                "runs": {name: [asdict(run) for run in runs] for name, runs in self.runs.items()},
                "ratios": [{**asdict(one), "holds": one.holds} for one in self.ratios],
                "notes": self.notes,
            }
            self.file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def found(self, key: str, names: Iterable[str]) -> set[Any]:
        """Return what several contenders found in all their runs: one value where they agree."""
        return {run.found.get(key) for name in names for run in self.runs.get(name, ())}

    def compare(self, what: str, ours: str, theirs: Sequence[str], limit: float, by: str) -> None:
        """Compare with the fastest of several peers, round by round; the median counts.

        Args:
            what: is compared.
            ours: the contender that is held to a limit.
            theirs: the contenders that it is held against.
            limit: of the ratio.
            by: `slower` for the most that ours may take in units of theirs; `faster` for the least
                that theirs takes in units of ours, as whole processes.
        """
        there = [name for name in theirs if self.runs.get(name)]
        if not there or not self.runs.get(ours):
            self.note(f"{what}: not measured")
            return
        fastest = min(there, key=lambda name: _median(run.seconds for run in self.runs[name]))
        pairs = list(zip(self.runs[ours], self.runs[fastest], strict=False))
        if by == "slower":
            ratio = _median(our.whole / their.seconds for our, their in pairs)
        else:
            ratio = _median(their.whole / our.whole for our, their in pairs)
        self.ratios.append(Ratio(what, fastest, ratio, limit, by))

    def note(self, text: str) -> None:
        """Keep what somebody should know, and say it."""
        self.notes.append(text)
        print(f"        {text}", flush=True)


@dataclass(frozen=True)
class Ratio:
    """A ratio that has a limit.

    Attributes:
        what: is compared.
        against: the peer.
        value: the ratio.
        limit: of it.
        by: `slower` where the limit is the most, `faster` where it is the least.
    """

    what: str
    against: str
    value: float
    limit: float
    by: str

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit if self.by == "slower" else self.value >= self.limit


# -- What is measured -----------------------------------------------------------------------------


def on_parquet(results: Results, folder: Path, asked: argparse.Namespace) -> None:
    """Sizes in bytes, beside merely reading, pandas, Polars and datatrove."""
    contenders = _peers(["limit-text", "pandas-bytes", "polars-bytes", "datatrove"], folder, asked)
    contenders["scan"] = lambda: scan([folder], asked.cores, again=True)
    results.rounds(asked.rounds, contenders)
    results.compare("bytes, by reading the text", "scan", ["limit-text"], 1.5, "slower")
    results.compare("bytes, faster than pandas", "scan", ["pandas-bytes"], 3, "faster")
    results.compare("bytes, faster than datatrove", "scan", ["datatrove"], 6, "faster")
    results.compare("bytes, faster than Polars", "scan", ["polars-bytes"], 0, "faster")
    results.compare("second run, by the first", "scan, again", ["scan"], 0.02, "slower")
    _hold_together(results, "bytes", "scan")


def on_columns(results: Results, folder: Path, asked: argparse.Namespace) -> None:
    """Sizes by a column of tokens, beside merely reading the columns, pandas and Polars."""
    contenders = _peers(["limit-columns", "pandas-tokens", "polars-tokens"], folder, asked)
    contenders["scan of columns"] = lambda: scan([folder], asked.cores, BY_TOKENS)
    results.rounds(asked.rounds, contenders)
    ours = "scan of columns"
    results.compare("tokens, by reading the columns", ours, ["limit-columns"], 8, "slower")
    results.compare("tokens, faster than pandas", ours, ["pandas-tokens"], 3, "faster")
    results.compare("tokens, faster than Polars", ours, ["polars-tokens"], 0, "faster")
    _hold_together(results, "tokens", ours)


def _peers(
    names: Iterable[str], folder: Path, asked: argparse.Namespace
) -> dict[str, Callable[[], Iterable[Run]]]:
    """Return those of the peers that are not to be left out."""
    return {
        name: lambda name=name: [peer(name, folder, asked.cores)]  # type: ignore[misc]  # bound now
        for name in names
        if name.partition("-")[0] not in asked.without
    }


def _hold_together(results: Results, size: str, ours: str) -> None:
    """Say whether the tables of domains are the same, where there are several."""
    several = [
        name for name in (f"pandas-{size}", f"polars-{size}", ours) if results.runs.get(name)
    ]
    if len(several) == 1:
        return
    tables = results.found(f"digest-{size}", several)
    same = "the same table" if len(tables) == 1 else f"NOT THE SAME TABLE, {len(tables)} of them"
    domains = sorted(results.found("domains", several))
    results.note(f"{same} of domains with {size} by {', '.join(several)}: {domains}")


def on_lines(results: Results, folder: Path, asked: argparse.Namespace, form: str) -> None:
    """One format beside unpacking and parsing alone, with whatever is fastest in this run."""
    readers = {
        "jsonl": ["jsonl-orjson", "jsonl-msgspec", "jsonl-polars", "jsonl-duckdb"],
        "warc": ["warc-fastwarc", "warc-isal"],
        "wet": ["warc-fastwarc", "warc-isal"],
    }[form]
    contenders = {
        f"{name} on {form}": lambda name=name: [peer(name, folder, asked.cores)] for name in readers
    }
    contenders[f"scan of {form}"] = lambda: scan([folder], asked.cores)
    results.rounds(asked.rounds, contenders)
    peers = [f"{name} on {form}" for name in readers]
    what = f"{form}, by unpacking and parsing"
    results.compare(what, f"scan of {form}", peers, 1.6, "slower")
    documents = results.found("documents", [*peers, f"scan of {form}"])
    same = "the same number" if len(documents) == 1 else "NOT THE SAME NUMBER"
    results.note(f"{same} of documents of {form} by every reader: {sorted(documents)}")


def at_sizes(results: Results, folder: Path, asked: argparse.Namespace) -> None:
    """An eighth, a quarter, a half and the whole of the corpus: is the cost that of the bytes?"""
    shards = sorted(folder.glob("*.parquet"))
    sizes = {}
    contenders = {}
    for part in (8, 4, 2, 1):
        some = shards[: max(1, len(shards) // part)]
        name = f"scan of 1/{part}"
        sizes[name] = sum(path.stat().st_size for path in some) / MEGABYTE
        contenders[name] = lambda some=some: scan(some, asked.cores)
    results.rounds(asked.rounds, contenders)
    costs = {
        name: _median(run.whole for run in results.runs[name]) / size
        for name, size in sizes.items()
        if name in results.runs
    }
    told = ", ".join(f"{sizes[name]:.0f} MB {1e3 * cost:.2f}" for name, cost in costs.items())
    results.note(f"milliseconds for a megabyte on disk: {told}")


def with_hosts(results: Results, folder: Path, asked: argparse.Namespace, memory: str) -> None:
    """A table in which every host stands once: the memory, and what is spilled to the disk."""
    name = f"scan of {folder.name}"
    options = [*BY_TOKENS, *(["--memory", memory] if memory else [])]
    results.rounds(1, {name: lambda: scan([folder], asked.cores, options, compared=False)})
    for run in results.runs.get(name, ()):
        if not memory:
            results.ratios.append(
                Ratio(f"{folder.name}, MB of memory", "nothing", run.peak, MEMORY, "slower")
            )
        results.note(
            f"{folder.name}: {run.found['domains']} domains, {run.whole:.1f} s, "
            f"{run.peak:.0f} MB of memory, {run.spilled:.0f} MB spilled at the most"
        )


# -- The data -------------------------------------------------------------------------------------


def data(wanted: Corpus, folder: Path, cores: int) -> Path:
    """Return the folder of a corpus, which is made if it is not there yet."""
    mark = folder / "README.md"
    files = [folder / wanted.name(shard) for shard in range(wanted.shards)]
    said = corpus.readme(wanted)
    if not (mark.exists() and mark.read_text("utf-8") == said and all(map(Path.exists, files))):
        print(f"making {folder.relative_to(ROOT)} …", flush=True)
        for path in folder.glob("*"):
            path.unlink()
        corpus.make(wanted, folder, cores)
    for path in files:  # into the memory of the system, for all alike
        with path.open("rb") as file:
            while file.read(2**24):
                pass
    size = sum(path.stat().st_size for path in files) / MEGABYTE
    print(f"\n{folder.name}: {wanted.documents} documents, {len(files)} files, {size:.0f} MB")
    return folder


def measure(asked: argparse.Namespace) -> Results:
    """Measure the parts that are asked for, and say where."""
    results = Results(machine=machine(), file=asked.json)
    print("\n".join(f"{name}: {value}" for name, value in results.machine.items()))
    folder = ROOT / "build" / "bench-corpus"
    count = asked.documents
    whole = Corpus(count, max(8, count // PER_SHARD), drawn_from=min(2 * count, DRAWN_FROM))
    some = max(8, count // 2)
    lines = replace(whole, documents=some, shards=max(8, some // PER_SHARD))
    if {"parquet", "sizes"} & set(asked.only):
        parquet = data(whole, folder / f"parquet-{count}", asked.cores)
        if "parquet" in asked.only:
            on_parquet(results, parquet, asked)
        if "sizes" in asked.only:
            at_sizes(results, parquet, asked)
    if "columns" in asked.only:
        wanted = replace(
            whole, documents=4 * count, shards=max(8, 4 * count // PER_SHARD_OF_COLUMNS), text=False
        )
        on_columns(results, data(wanted, folder / f"columns-{4 * count}", asked.cores), asked)
    for form, ending in (("jsonl", "jsonl.zst"), ("warc", "warc.gz"), ("wet", "warc.wet.gz")):
        if form in asked.only:
            wanted = replace(lines, format=ending)
            where = data(wanted, folder / f"{form}-{wanted.documents}", asked.cores)
            on_lines(results, where, asked, form)
    for part, hosts, memory in (("memory", asked.hosts, ""), ("spill", 10 * asked.hosts, "2GB")):
        if part in asked.only:
            shards = max(8, hosts // 500_000)
            wanted = Corpus(hosts, shards, text=False, every_host_once=True)
            where = data(wanted, folder / f"hosts-{hosts}", asked.cores)
            with_hosts(results, where, asked, memory)
    return results


# -- What is told ---------------------------------------------------------------------------------


def machine() -> dict[str, Any]:
    """Return where this is measured, and with what."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{memory / 2**30:.0f} GiB",
        "python": platform.python_version(),
        "load": _load(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "commit": _commit(),
    }


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _load() -> str:
    return " ".join(f"{load:.2f}" for load in os.getloadavg())


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _line(name: str, runs: list[Run]) -> str:
    whole = [run.whole for run in runs]
    return (
        f"{name:<38}{_median(whole):9.2f} s  {min(whole):8.2f} … {max(whole):<8.2f}"
        f"{_median(run.seconds for run in runs):8.2f} s{_median(run.cpu for run in runs):9.2f} s"
        f"{max(run.peak for run in runs):7.0f} MB"
    )


def table(results: Results) -> None:
    """Print the table of everything that was measured."""
    print(f"\n{'':<38}{'process':>11}  {'least … most':<20}{'work':>7}{'cores':>11}{'memory':>10}")
    for name, runs in results.runs.items():
        print(_line(name, runs))
    print(f"\n{'ratio':<38}{'':>11}  {'limit':<14}against")
    for one in results.ratios:
        sign = "at most" if one.by == "slower" else "at least"
        limit = f"{sign} {one.limit:g}" if one.limit else "none"
        mark = "" if one.holds else "   ABOVE ITS LIMIT" if one.by == "slower" else "   BELOW IT"
        print(f"{one.what:<38}{one.value:11.3g}  {limit:<14}{one.against}{mark}")
    print("", *results.notes, sep="\n")


def main() -> None:
    """Measure what the command line asks for, and tell it."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--documents", type=int, default=4_800_000, metavar="N")
    parser.add_argument("--hosts", type=int, default=10_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)), metavar="N")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        default=PARTS[:-1],
        help="all but `spill` if unsaid: ten times the hosts with --memory 2GB, slow",
    )
    parser.add_argument(
        "--without",
        nargs="+",
        choices=SLOW,
        default=(),
        help="leave out peers that take minutes each",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    asked = parser.parse_args()
    results = measure(asked)
    table(results)
    results.save()


if __name__ == "__main__":
    main()
