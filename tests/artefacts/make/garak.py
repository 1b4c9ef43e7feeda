"""Make the example of the importer `garak`.

Written by garak 0.17.1 (`pip install garak==0.17.1`; for these probes it runs without most of what
it asks for, torch among it). Its generator `test.Repeat` says what it was told to say. The folders
of the machine that made it are written as `/runs` and `/garak` afterwards.

    python -P tests/artefacts/make/garak.py     (-P: this file has the name of the program)
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import garak
from garak import cli

ARTEFACT = Path(__file__).parents[2] / "importers/examples/garak/artefact"


def main() -> None:
    """Write the artefact anew."""
    shutil.rmtree(ARTEFACT, ignore_errors=True)
    ARTEFACT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        cli.main(
            [
                *(
                    "--target_type",
                    "test.Repeat",
                    "--probes",
                    "lmrc.Anthropomorphisation,test.Blank",
                ),
                *("--generations", "6", "--report_prefix", f"{made}/acme"),
            ]
        )
        for path in Path(made).rglob("acme.*.jsonl"):
            text = path.read_text(encoding="utf-8").replace(made, "/runs")
            text = text.replace(str(Path(garak.__file__).parent), "/garak")
            (ARTEFACT / path.name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
