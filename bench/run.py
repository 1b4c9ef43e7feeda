"""How long the slow things take, as ratios measured side by side in one run.

    make bench

Every command is timed as a whole process, the ones that are compared in turn (A B A B …), after
one warm-up; medians are shown. A ratio above its limit is marked, and nothing fails: machines are
noisy, and a person should look.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from colophon.compute.architecture import architecture
from colophon.compute.counting import Work, operations, per_token
from colophon.compute.ledger import account
from colophon.dossier import files
from colophon.dossier.model import Ledger, Length
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.dossier.model import Dossier

ROUNDS = 15
ROOT = Path(__file__).parent.parent
COLOPHON = str(Path(sys.executable).with_name("colophon"))
LARGE = str(ROOT / "examples" / "llama-3.1-405b" / "dossier")
LAW_SECONDS = 1 / 3
"""How long loading all the law may take on top of start-up."""
ENTRIES = 100_000
LEDGER_SECONDS = 1
"""How long a ledger of so many entries may take to be added up."""
COUNT_SECONDS = 1 / 1000
"""How long counting one configuration may take, its file read."""
TORCH = """
import time, torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import LlamaConfig, LlamaForCausalLM
config = LlamaConfig(
    hidden_size=32, intermediate_size=56, num_hidden_layers=3, num_attention_heads=4, vocab_size=88
)
start = time.perf_counter()
model = LlamaForCausalLM._from_config(config, attn_implementation="eager")
with torch.no_grad(), FlopCounterMode(display=False):
    model(torch.ones((1, 24), dtype=torch.long))
print(time.perf_counter() - start)
"""
"""A tiny model, made and counted by torch's own counter; prints the seconds."""
PARAMETERS = 150_000_000_000
"""Half the elements of 300 GB of bfloat16: enough to show that only the header is read."""


class Comparison(NamedTuple):
    """Two commands, what the first is called, and how many times the second it may take."""

    what: str
    command: list[str]
    peer_name: str
    peer: list[str]
    limit: float


def seconds(command: list[str]) -> float:
    """Return the wall time of one run; a command that crashes ends the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return elapsed


def compare(one: Comparison) -> None:
    """Time both commands in turn and print the medians and their ratio."""
    seconds(one.command), seconds(one.peer)
    pairs = [(seconds(one.command), seconds(one.peer)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    mark = "" if ratio <= one.limit else "   above its limit"
    print(
        f"{one.what:<34}{ours * 1e3:7.0f} ms   {one.peer_name:<28}{theirs * 1e3:7.0f} ms"
        f"   ratio {ratio:5.2f}   limit {one.limit:g}{mark}"
    )


def on_top(what: str, command: list[str], peer: list[str], limit: float) -> None:
    """Time both commands in turn and print by how many seconds the first is slower."""
    seconds(command), seconds(peer)
    extra = statistics.median(seconds(command) - seconds(peer) for _ in range(ROUNDS))
    mark = "" if extra <= limit else "   above its limit"
    print(f"{what:<34}{extra * 1e3:7.0f} ms   limit {limit * 1e3:.0f} ms{mark}")


def huge_weights(folder: Path) -> Path:
    """Make a model folder whose one safetensors file has 300 GB, none of which is on the disk."""
    header = (
        f'{{"weight":{{"dtype":"BF16","shape":[{PARAMETERS}],'
        f'"data_offsets":[0,{2 * PARAMETERS}]}}}}'
    ).encode()
    file = folder / "model" / "model.safetensors"
    file.parent.mkdir()
    with file.open("wb") as stream:
        stream.write(len(header).to_bytes(8, "little") + header)
        stream.truncate(8 + len(header) + 2 * PARAMETERS)
    return file.parent


def count_in_process() -> None:
    """Print how long one configuration takes to be counted, once it is read.

    Where torch is there, its own counter runs a small model of the same shape beside it.
    """
    lines = (ROOT / "tests" / "compute" / "models.jsonl").read_text("utf-8").splitlines()
    models = [json.loads(line)["config"] for line in lines]
    work = Work(Decimal(10**12), (Length(length=(4096,), share=Decimal(1)),))

    def count(config: dict[str, object]) -> float:
        start = time.perf_counter()
        model = architecture(config, "config.json")
        per_token(model, work.lengths), operations(model, work)
        return time.perf_counter() - start

    times = sorted(statistics.median(count(one) for _ in range(ROUNDS)) for one in models)
    median, slowest = statistics.median(times), times[-1]
    mark = "" if slowest <= COUNT_SECONDS else "   above its limit"
    print(
        f"{'count of a configuration':<34}{median * 1e3:7.2f} ms   the slowest of {len(times)}:"
        f" {slowest * 1e3:.2f} ms   limit {COUNT_SECONDS * 1e3:g} ms{mark}"
    )
    oracle = ROOT / ".venv-oracle" / "bin" / "python"
    if not oracle.exists():
        print(f"{'  the same by torch':<34}torch is not installed; `make oracle` installs it")
        return
    done = subprocess.run([oracle, "-c", TORCH], capture_output=True, text=True, check=False)
    print(f"{'  a tiny model by torch':<34}{float(done.stdout or 'nan') * 1e3:7.2f} ms")


def ledger_in_process() -> None:
    """Print how long a large ledger takes to be added up, and how its memory grows.

    Beside it stand the same products and sums by themselves, in exact decimals: what no ledger can
    go below.
    """
    dossier = files.read({"dossier.yaml": b"format: 1\n"}, law())

    def ledger(entries: int) -> Dossier:
        rows = [
            {
                "id": f"run-{index}",
                "activity": "pre-training",
                "method": "six-pd",
                "active_parameters": 7 * 10**9 + index,
                "tokens": 10**12,
                "margin": Decimal("0.1"),
                "source": "log",
            }
            for index in range(entries)
        ]
        shared = {"by": "A. Moreau", "on": date(2026, 11, 21)}
        model = Ledger.model_validate({**shared, "entries": rows})
        return dossier.model_copy(update={"ledger": model})

    large, small = ledger(ENTRIES), ledger(ENTRIES // 10)
    ours = min(timed(lambda: account(large, law(), date(2026, 11, 21))) for _ in range(3))
    bare = min(
        timed(
            lambda: sum(
                Decimal(6) * entry.active_parameters * entry.tokens * factor
                for entry in large.ledger.entries
                for factor in (Decimal("0.9"), Decimal(1), Decimal("1.1"))
            )
        )
        for _ in range(3)
    )
    mark = "" if ours <= LEDGER_SECONDS else "   above its limit"
    print(
        f"{'ledger of 100 000 entries':<34}{ours * 1e3:7.0f} ms   {'the products alone':<28}"
        f"{bare * 1e3:7.0f} ms   ratio {ours / bare:5.2f}   limit {LEDGER_SECONDS * 1e3:g} ms{mark}"
    )
    ratio = memory(large) / memory(small)
    print(f"{'  its memory':<34}{ratio:7.1f} times that of a tenth of the entries")


def timed(function: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def memory(dossier: Dossier) -> int:
    """Return the most bytes that adding up a ledger takes on top of the ledger itself."""
    tracemalloc.start()
    account(dossier, law(), date(2026, 11, 21))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    """Run every comparison."""
    count_in_process()
    ledger_in_process()
    version = [COLOPHON, "--version"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        seconds([COLOPHON, "init", str(folder / "empty")])
        weights = str(huge_weights(folder))
        compare(
            Comparison(
                "start-up (colophon --version)",
                version,
                "python -c 'import pydantic'",
                [sys.executable, "-c", "import pydantic"],
                2,
            )
        )
        compare(
            Comparison(
                "check of the large example",
                [COLOPHON, "-C", LARGE, "check", "--json"],
                "colophon --version",
                version,
                10,
            )
        )
        on_top(
            "law loaded, on top of start-up",
            [sys.executable, "-c", "from colophon.workspace.law import law; law()"],
            version,
            LAW_SECONDS,
        )
        compare(
            Comparison(
                "collect 300 GB of weights",
                [COLOPHON, "-C", str(folder / "empty"), "collect", weights],
                "check of an empty dossier",
                [COLOPHON, "-C", str(folder / "empty"), "check"],
                2,
            )
        )


if __name__ == "__main__":
    main()
