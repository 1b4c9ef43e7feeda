"""Make the example of the importer `every_eval_ever`.

Written by Every Eval Ever 0.3.0 (`pip install every_eval_ever==0.3.0`, on Python 3.12), which
converts the example of the importer `lm_evaluation_harness`: make that one first.

    python -P tests/artefacts/make/every_eval_ever.py     (-P: this file has the program's name)
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from every_eval_ever import cli

EXAMPLES = Path(__file__).parents[2] / "importers/examples"
ARTEFACT = EXAMPLES / "every_eval_ever/artefact"
FOUND = EXAMPLES / "lm_evaluation_harness/artefact"
UUID = "00000000-0000-4000-8000-00000000000"


def main() -> None:
    """Write the artefact anew, with names of files that stay the same."""
    shutil.rmtree(ARTEFACT, ignore_errors=True)
    ARTEFACT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        # The group of tasks has no samples of its own, over which the program complains at the end.
        with contextlib.suppress(Exception, SystemExit):
            cli.main(
                [
                    *("convert", "lm_eval", "--log_path", str(FOUND), "--output_dir", made),
                    *("--include-samples", "--source_organization_name", "Acme"),
                    *("--evaluator_relationship", "first_party"),
                ]
            )
        for index, task in enumerate(("acme_even", "acme_sums")):
            (record,) = Path(made, task).rglob("*.json")
            text = record.read_text().replace(record.stem, f"{UUID}{index}")
            (ARTEFACT / f"{UUID}{index}.json").write_text(text)
            for samples in Path(made, task).rglob("*_samples.jsonl"):
                shutil.copy(samples, ARTEFACT / f"{UUID}{index}_samples.jsonl")


if __name__ == "__main__":
    main()
