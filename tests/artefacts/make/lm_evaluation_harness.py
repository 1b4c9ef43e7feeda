"""Make the example of the importer `lm_evaluation_harness`.

Written by lm-evaluation-harness 0.4.13 (`pip install lm_eval==0.4.13`; it needs no torch for this).
Its model `dummy` answers by chance, from a seed. The tasks are two of our own and a group of both;
one is cut off by a limit of its documents. Nothing is taken from a network.

    python tests/artefacts/make/lm_evaluation_harness.py
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from pathlib import Path

from lm_eval import simple_evaluate
from lm_eval.loggers import EvaluationTracker
from lm_eval.tasks import TaskManager

ARTEFACT = Path(__file__).parents[2] / "importers/examples/lm_evaluation_harness/artefact"

TASK = """\
task: {task}
dataset_path: json
dataset_kwargs: {{data_files: {{test: {task}.jsonl}}}}
test_split: test
output_type: multiple_choice
doc_to_text: "Question: {{{{question}}}} Answer:"
doc_to_choice: ["yes", "no"]
doc_to_target: answer
metric_list:
  - {{metric: acc, aggregation: mean, higher_is_better: true}}
  - {{metric: acc_norm, aggregation: mean, higher_is_better: true}}
metadata: {{version: {version}}}
"""

GROUP = """\
group: acme_sums
task: [acme_even, acme_prime]
aggregate_metric_list:
  - {metric: acc, weight_by_size: true}
metadata: {version: 1.0}
"""


def main() -> None:
    """Write the artefact anew."""
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        for task, version in (("acme_even", "1.0"), ("acme_prime", "2")):
            Path(f"{task}.yaml").write_text(TASK.format(task=task, version=version))
            lines = (json.dumps({"question": f"{n}?", "answer": n % 2}) for n in range(12))
            Path(f"{task}.jsonl").write_text("\n".join(lines) + "\n")
        Path("group.yaml").write_text(GROUP)
        evaluate()
        shutil.rmtree(ARTEFACT, ignore_errors=True)
        shutil.copytree(Path(made, "out", "acme__acme-7b"), ARTEFACT)


def evaluate() -> None:
    """Run the program in the folder of the tasks."""
    random.seed(7)
    tracker = EvaluationTracker(output_path="out")
    results = simple_evaluate(
        model="dummy",
        model_args="pretrained=acme/acme-7b,revision=2f0c1d9",
        tasks=["acme_sums"],
        task_manager=TaskManager(include_path=".", include_defaults=False),
        num_fewshot=2,
        limit=8,
        bootstrap_iters=100,
        log_samples=True,
        evaluation_tracker=tracker,
    )
    samples = results.pop("samples")
    tracker.save_results_aggregated(results=results, samples=samples)
    for task, one in samples.items():
        tracker.save_results_samples(task_name=task, samples=one)


if __name__ == "__main__":
    main()
