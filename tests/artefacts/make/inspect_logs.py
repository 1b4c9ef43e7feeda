"""Make the example of the importer `inspect_logs`.

Written by Inspect 0.3.285 (`pip install inspect_ai==0.3.285`): one log as `.eval`, whose entries
are packed with Zstandard, and one as JSON. Nothing is taken from a network: a solver of our own
gives the answers in the place of the model. The task has four samples, two epochs, two reducers
and two scorers; the second log is of three samples and one epoch.

    python tests/artefacts/make/inspect_logs.py
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from inspect_ai import Epochs, Task, eval as run
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import includes, match
from inspect_ai.solver import solver

ARTEFACT = Path(__file__).parents[2] / "importers/examples/inspect_logs/artefact"


def main() -> None:
    """Write the artefact anew."""
    shutil.rmtree(ARTEFACT, ignore_errors=True)
    ARTEFACT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        os.environ |= {"HOME": made, "XDG_DATA_HOME": made, "INSPECT_DISPLAY": "none"}
        for form in ("eval", "json"):
            evaluate(form)
            (log,) = Path(made, form).glob(f"*.{form}")
            shutil.copy(log, ARTEFACT / f"2026-11-21T12-00-00+00-00_acme-sums_{form}.{form}")


@solver
def answer() -> Any:
    """Give one answer to every sample."""

    async def solve(state: Any, _generate: Any) -> Any:
        state.output = ModelOutput.from_content("mockllm/model", "It is 4, or 6.")
        return state

    return solve


def evaluate(form: str) -> None:
    """Run the program, which writes its log into the folder `form`."""
    dataset = MemoryDataset(
        [Sample(input=f"{n} + {n}?", target=str(2 * n)) for n in range(1, 5)], name="acme-sums"
    )
    run(
        Task(
            name="acme_sums",
            dataset=dataset,
            solver=answer(),
            scorer=[includes(), match()],
            epochs=Epochs(2, ["mean", "max"]) if form == "eval" else None,
            version="2-A" if form == "eval" else 0,
        ),
        model="mockllm/model",
        limit=3 if form == "json" else None,
        log_dir=form,
        log_format=form,
        temperature=0.0,
    )


if __name__ == "__main__":
    main()
