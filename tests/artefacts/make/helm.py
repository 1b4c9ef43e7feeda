"""Make the example of the importer `helm`.

Written by HELM 0.5.16 (`pip install crfm-helm==0.5.16`; for this run it needs neither torch nor a
network): its own run `simple_mcqa` of its own model `simple/model1`. The values of each
sample, `per_instance_stats.json`, are large and left out.

    python -P tests/artefacts/make/helm.py     (-P: this file has the name of the program)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ARTEFACT = Path(__file__).parents[2] / "importers/examples/helm/artefact"
RUN = "simple_mcqa:model=simple/model1"


def main() -> None:
    """Write the artefact anew."""
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        command = [sys.executable, "-m", "helm.benchmark.run", "--run-entries", RUN]
        options = ["--suite", "acme", "--max-eval-instances", "5", "--disable-cache"]
        subprocess.run([*command, *options, "--local-path", "local"], check=True)
        shutil.rmtree(ARTEFACT, ignore_errors=True)
        run = Path(made, "benchmark_output/runs/acme", RUN.replace("/", "_"))
        shutil.copytree(run, ARTEFACT, ignore=shutil.ignore_patterns("per_instance_stats.json"))


if __name__ == "__main__":
    main()
