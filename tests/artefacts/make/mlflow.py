"""Make the example of `mlflow`: one run in a folder, and the same in a database.

With mlflow 3.17.2:

    pip install mlflow
    python -P tests/artefacts/make/mlflow.py tests/importers/examples/mlflow/artefact

Ids, times, paths and the name of the user are replaced. Of the database only the tables that hold
runs are kept, so that it is small.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

import mlflow
import numpy

KEPT = ("runs", "params", "metrics", "datasets", "inputs", "input_tags")
EXPERIMENT, RUN, DATASET = "1" * 18, "a" * 32, "d" * 32
FIRST = 1772359200000
"""2026-03-01, ten o'clock."""


def run(uri: str) -> None:
    """Log a run as a training that was resumed at its third step logs one."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment("acme-toy")
    with mlflow.start_run(run_name="pretrain"):
        mlflow.log_params(
            {
                "learning_rate": 3e-4,
                "max_steps": 6,
                "num_train_epochs": 3.0,
                "per_device_train_batch_size": 4,
                "optim": "adamw_torch",
            }
        )
        for step in (1, 2, 3, 3, 4, 5, 6):
            mlflow.log_metric("loss", 4.2 - step / 10, step=step)
            mlflow.log_metric("epoch", step / 6, step=step)
        mlflow.log_metric("total_flos", 14340096.0, step=6)
        data = mlflow.data.from_numpy(numpy.zeros((2, 2)), name="toy")
        mlflow.log_input(data, context="training")


def neutral(path: Path) -> None:
    """Replace what is of the machine and of the moment in one text."""
    text = path.read_text()
    text = re.sub(r"(?m)^(artifact_location|artifact_uri): .*", r"\1: mlruns", text)
    text = re.sub(r"(?m)^(user_id): .*", r"\1: acme", text)
    text = re.sub(r"(?m)^source: .*\n(  .*\n)*", "source: '{}'\n", text)
    text = re.sub(r"(?m)^(\w+_time): [0-9]+", rf"\1: {FIRST}", text)
    text = re.sub(r"(?m)^(end_time): [0-9]+", rf"\1: {FIRST + 60000}", text)
    if path.parent.name == "metrics":
        text = re.sub(r"(?m)^[0-9]{13}", str(FIRST), text)
    path.write_text(text)


def folder(scratch: Path, target: Path) -> None:
    """Keep the folder of the run."""
    shutil.rmtree(scratch / "mlruns", ignore_errors=True)
    run((scratch / "mlruns").as_uri())
    (old,) = (path.parent for path in scratch.glob("mlruns/*/*/params"))
    (run_input,) = old.glob("inputs/*")
    ids = {old.parent.name: EXPERIMENT, old.name: RUN, run_input.name: "e" * 32}
    (dataset,) = old.parent.glob("datasets/*")
    ids[dataset.name] = DATASET
    for path in sorted(old.rglob("*")):
        if not path.is_file() or path.parent.name == "tags":
            continue
        neutral(path)
        place, text = str(path.relative_to(old)), path.read_text()
        for before, after in ids.items():
            place, text = place.replace(before, after), text.replace(before, after)
        kept = target / place
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text)


def database(scratch: Path, target: Path) -> None:
    """Keep the tables of runs."""
    run(f"sqlite:///{scratch / 'mlflow.db'}")
    path = target / "mlflow.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as new:
        new.execute("PRAGMA page_size = 1024")
        new.execute("ATTACH ? AS old", (str(scratch / "mlflow.db"),))
        for table in KEPT:
            (sql,) = new.execute(
                "SELECT sql FROM old.sqlite_master WHERE name = ?", (table,)
            ).fetchone()
            new.execute(sql)
            new.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")
        new.execute("DELETE FROM experiments WHERE experiment_id = 0")
        new.execute(
            "UPDATE experiments SET artifact_location = 'mlruns', creation_time = ?, "
            "last_update_time = ?",
            (FIRST, FIRST),
        )
        new.execute(
            "UPDATE runs SET user_id = 'acme', artifact_uri = 'mlruns', start_time = ?, "
            "end_time = ?, run_uuid = ?",
            (FIRST, FIRST + 60000, RUN),
        )
        new.execute("UPDATE params SET run_uuid = ?", (RUN,))
        new.execute("UPDATE metrics SET run_uuid = ?, timestamp = ? + rowid", (RUN, FIRST))
        new.execute("UPDATE datasets SET dataset_uuid = ?, dataset_source = '{}'", (DATASET,))
        new.execute(
            "UPDATE inputs SET input_uuid = ?, source_id = ?, destination_id = ?",
            ("e" * 32, DATASET, RUN),
        )
        new.execute("UPDATE input_tags SET input_uuid = ?", ("e" * 32,))
        new.commit()
        new.execute("DETACH old")
        new.execute("VACUUM")


def main(target: Path) -> None:
    """Write both to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder(Path(scratch), target)
        database(Path(scratch), target)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
