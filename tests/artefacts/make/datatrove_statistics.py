"""The example of `datatrove_statistics`: the statistics of six texts, and those of the run.

Made with datatrove 0.10.1, which needs orjson, tldextract and nltk too; run
`python -P datatrove_statistics.py`. Of the many metrics, two of each of two groupings are kept.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import LambdaFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.stats import DocStats, StatsMerger

ARTEFACT = Path(__file__).parents[2] / "importers/examples/datatrove_statistics/artefact"
KEPT = ("summary/length", "summary/digit_ratio", "fqdn/length", "fqdn/digit_ratio")

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    Path("in").mkdir()
    Path("in/a.jsonl").write_text(
        "".join(
            json.dumps(
                {
                    "text": f"Line {number} of the text. " * (number % 3 + 1),
                    "id": str(number),
                    "url": f"https://www{number % 2}.example.org/{number}",
                }
            )
            + "\n"
            for number in range(6)
        ),
        "utf-8",
    )
    steps = [JsonlReader("in"), LambdaFilter(lambda text: text.id != "0"), DocStats("out")]
    LocalPipelineExecutor(steps, logging_dir="log").run()
    LocalPipelineExecutor([StatsMerger("out", "out")], logging_dir="merged").run()
    ARTEFACT.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        (ARTEFACT / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(f"out/{name}/metric.json", ARTEFACT / name)
    shutil.copy("log/stats.json", ARTEFACT)
