"""Make the example of the importer `huggingface_eval_results`.

Written by huggingface_hub (`pip install huggingface_hub pyyaml`), version 2.4.0, the way its
documentation shows; the results are our own.

    python tests/artefacts/make/huggingface_eval_results.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml  # noqa: TID251 -- the documentation of the program writes its files with this one
from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

ARTEFACT = Path(__file__).parents[2] / "importers/examples/huggingface_eval_results/artefact"

ENTRIES = [
    EvalResultEntry(dataset_id="acme/sums", task_id="even", value=20.90),
    EvalResultEntry(
        dataset_id="acme/sums",
        task_id="prime",
        value=41,
        dataset_revision="5503434ddd753f426f4b38109466949a1217c2bb",
        date="2026-03-01T10:30:00Z",
        source_url="https://example.org/logs",
        source_name="Logs of Acme",
        source_org="acme",
        notes="no-tools",
    ),
]


def main() -> None:
    """Write the artefact anew."""
    shutil.rmtree(ARTEFACT, ignore_errors=True)
    folder = ARTEFACT / ".eval_results"
    folder.mkdir(parents=True)
    (folder / "sums.yaml").write_text(yaml.dump(eval_result_entries_to_yaml(ENTRIES)))


if __name__ == "__main__":
    main()
