"""The example of `dolma_statistics`: the analysis of the attributes of five documents.

Made with dolma 1.2.1, installed without what it depends on: the taggers, which need fasttext and
others, are left out when it is loaded. Run `python -P dolma_statistics.py`.
"""

import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

sys.modules["dolma.taggers"] = ModuleType("dolma.taggers")

from dolma.core.analyzer import create_and_run_analyzer  # noqa: E402 -- after the line above

ARTEFACT = Path(__file__).parents[2] / "importers/examples/dolma_statistics/artefact"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        with gzip.open(f"{folder}/a.jsonl.gz", "wt") as file:
            for number in range(5):
                twice = [[0, 2, 0.5], [3, 4, 0.75]] if number else []
                spans = {"acme__length": [[0, 10 + number, 1.0]], "acme__repeated": twice}
                file.write(json.dumps({"id": str(number), "attributes": spans}) + "\n")
        create_and_run_analyzer(
            attributes=[f"{folder}/*.gz"], report=f"{folder}/report", num_processes=1
        )
        ARTEFACT.mkdir(parents=True, exist_ok=True)
        shutil.copy(f"{folder}/report/summaries.jsonl.gz", ARTEFACT)
