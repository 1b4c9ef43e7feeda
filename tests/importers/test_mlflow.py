"""Runs of MLflow: what was written last counts, and what went back is asked about."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, Source, mlflow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

META = (
    "end_time: 1772359260000\nexperiment_id: '1'\nlifecycle_stage: active\nrun_id: aa\n"
    "run_name: pretrain\nstart_time: 1772359200000\nstatus: 3\n"
)
EXPERIMENT = "artifact_location: mlruns/1\nexperiment_id: '1'\nlifecycle_stage: active\nname: toy\n"


def run(gather: Gather, meta: str = META, **files: str) -> Reading:
    """Return the reading of a run folder with these files, `__` between their folders."""
    texts = {name.replace("__", "/"): text for name, text in files.items()}
    (reading,) = gather(mlflow, {"meta.yaml": meta, **texts})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def metric(*values: tuple[int, object]) -> str:
    """Return a metric with these steps and values."""
    return "".join(
        f"{1772359200000 + at} {value} {step}\n" for at, (step, value) in enumerate(values)
    )


def test_a_run_folder_is_one_artefact(gather: Gather) -> None:
    """All its files are read together, and none is left for others."""
    reading = run(
        gather, metrics__train__total_flos=metric((5, 1e15)), tags__mlflow="a", params__x="1"
    )
    assert facts(reading) == {
        "training.run": "pretrain",
        "training.status": "FINISHED",
        "training.started": "2026-03-01T10:00:00Z",
        "training.ended": "2026-03-01T10:01:00Z",
        "training.flop-logged": 10**15,
    }
    assert reading.evidence[-1].locator == "metrics/train/total_flos, step 5"


def test_of_a_metric_the_last_value_counts(gather: Gather) -> None:
    """A count that is logged several times holds what it held before."""
    reading = run(gather, metrics__total_flos=metric((1, 10), (2, 20), (3, 30)))
    assert facts(reading)["training.flop-logged"] == 30


def test_steps_that_were_written_twice_count_once(gather: Gather) -> None:
    """A run that was resumed from its second step writes the third again, and goes on."""
    text = metric((1, 10), (2, 20), (3, 30), (3, 30), (4, 40))
    reading = run(gather, metrics__total_flos=text)
    assert facts(reading)["training.flop-logged"] == 40
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text",
    [metric((1, 10), (2, 20), (2, 5), (3, 15)), metric((1, 10), (5, 20), (3, 20))],
    ids=["the count", "the step"],
)
def test_what_goes_back_is_asked_about(gather: Gather, text: str) -> None:
    """Steps that were given up cost as much as those that were kept."""
    reading = run(gather, metrics__total_flos=text)
    assert "training.flop-logged" not in facts(reading)
    assert "goes back" in reading.unread[0].reason


def test_zero_operations_are_no_value(gather: Gather) -> None:
    """The Trainer logs zero where it cannot count."""
    reading = run(gather, metrics__total_flos=metric((5, 0.0)))
    assert "training.flop-logged" not in facts(reading)
    assert reading.unread == ()


def test_a_metric_without_an_end_is_not_read_to_its_last_line(gather: Gather) -> None:
    """A count that was cut off is none."""
    reading = run(gather, metrics__total_flos=metric((1, 10), (2, 200))[:-4])
    assert facts(reading)["training.flop-logged"] == 10
    assert "may be cut off" in reading.unread[0].reason


@pytest.mark.parametrize("line", ["1 2\n", "a b c\n", "1 1_0 2\n", "1 1e999 2\n"])
def test_a_line_of_another_form_gives_no_value(gather: Gather, line: str) -> None:
    """A metric that is damaged in one place is not read in another."""
    reading = run(gather, metrics__total_flos=metric((1, 10)) + line)
    assert "training.flop-logged" not in facts(reading)
    assert reading.unread[0].damaged
    assert reading.unread[0].locator == "metrics/total_flos, line 2"


def test_values_that_are_no_numbers_are_passed_over(gather: Gather) -> None:
    """A loss that is not a number is logged all the same."""
    reading = run(gather, metrics__epoch=metric((1, 0.5), (2, "nan")))
    assert facts(reading)["training.epochs"] == "0.5"


def test_epochs_that_were_set_count_only_where_steps_were_not(gather: Gather) -> None:
    """With a number of steps, the number of epochs is not looked at."""
    both = run(gather, params__max_steps="100", params__num_train_epochs="3.0")
    assert "training.epochs-planned" not in facts(both)
    assert facts(both)["training.steps-planned"] == 100
    alone = run(gather, params__max_steps="-1", params__num_train_epochs="3.0")
    assert facts(alone)["training.epochs-planned"] == 3
    assert "training.steps-planned" not in facts(alone)
    assert alone.unread == ()


def test_a_run_that_was_deleted_is_not_read(gather: Gather) -> None:
    """MLflow keeps the files of what was deleted."""
    reading = run(gather, META.replace("active", "deleted"), params__max_steps="5")
    assert reading.evidence == ()
    assert "deleted" in reading.unread[0].reason


def test_a_run_that_goes_on_has_no_end(gather: Gather) -> None:
    """What is null is not told."""
    meta = META.replace("end_time: 1772359260000", "end_time: null").replace(
        "status: 3", "status: 1"
    )
    reading = run(gather, meta)
    assert facts(reading)["training.status"] == "RUNNING"
    assert "training.ended" not in facts(reading)
    assert reading.unread == ()


def test_a_moment_that_is_cut_off_is_none(gather: Gather) -> None:
    """`start_time: 17723592` would be another moment."""
    at = META.index("00000\nstatus")
    reading = run(gather, META[:at])
    assert "training.started" not in facts(reading)
    assert facts(reading)["training.run"] == "pretrain"
    assert "may be cut off" in reading.unread[0].reason


def test_an_experiment_names_the_datasets_that_were_logged(gather: Gather) -> None:
    """Whether they were for training, only the runs say."""
    files = {"meta.yaml": EXPERIMENT, "datasets/d/meta.yaml": "digest: a\nname: web\n"}
    (reading,) = gather(mlflow, files)
    assert facts(reading) == {"training.inputs": "web"}
    assert reading.evidence[0].locator == "datasets/d/meta.yaml, /name"


def test_an_experiment_whose_dataset_has_no_name_says_so(gather: Gather) -> None:
    """What stands there otherwise is told and not read."""
    files = {"meta.yaml": EXPERIMENT, "datasets/d/meta.yaml": "name: [web]\n"}
    assert gather(mlflow, files)[0].unread[0].locator == "datasets/d/meta.yaml, /name"
    files = {"meta.yaml": EXPERIMENT, "datasets/d/meta.yaml": "name: [web\n"}
    assert gather(mlflow, files)[0].unread[0].damaged


def test_an_experiment_without_datasets_tells_nothing(gather: Gather) -> None:
    """It is left among the files that nobody reads."""
    assert gather(mlflow, {"meta.yaml": EXPERIMENT}) == []


def test_a_model_that_was_logged_is_no_run() -> None:
    """Other files of this name are left alone."""
    folder = Folder(["meta.yaml"], look=lambda _: b"model_id: m\nlifecycle_stage: active\n")
    assert list(mlflow.recognise(folder)) == []


RUNS = (
    "CREATE TABLE runs (run_uuid, name, status, start_time, end_time, lifecycle_stage);"
    "CREATE TABLE params (key, value, run_uuid);"
    "CREATE TABLE metrics (key, value, timestamp, step, is_nan, run_uuid);"
)


def database(path: Path, script: str) -> Reading:
    """Return the reading of a database that this script makes."""
    with sqlite3.connect(path / "mlflow.db") as made:
        made.executescript(script)
    made.close()
    (names,) = mlflow.recognise(Folder.on_disk(path))
    return mlflow.collect(Source(path, names))


def test_each_run_of_a_database_is_told_on_its_own(tmp_path: Path) -> None:
    """Two runs of one name are two; one that was deleted is none."""
    reading = database(
        tmp_path,
        RUNS + "INSERT INTO runs VALUES ('aaaaaaaa1', 'x', 'FINISHED', 1, 2, 'active'),"
        "('bbbbbbbb2', 'x', 'FAILED', 1, 2, 'active'), ('c', 'x', 'FAILED', 1, 2, 'deleted');"
        "INSERT INTO metrics VALUES ('total_flos', 1e15, 5, 5, 0, 'aaaaaaaa1'),"
        "('total_flos', 3e15, 6, 6, 0, 'bbbbbbbb2'), ('total_flos', 2e15, 5, 5, 0, 'bbbbbbbb2');",
    )
    found = {
        item.of: item.value for item in reading.evidence if item.fact == "training.flop-logged"
    }
    assert found == {"x (aaaaaaaa)": 10**15, "x (bbbbbbbb)": 3 * 10**15}
    assert "1 runs were deleted" in reading.unread[0].reason


def test_a_database_of_another_program_is_left_with_a_reason(tmp_path: Path) -> None:
    """The name says MLflow, the tables do not."""
    reading = database(tmp_path, "CREATE TABLE a (b);")
    assert reading.evidence == ()
    assert not reading.unread[0].damaged


def test_a_view_in_the_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    """A view may be made to run for ever."""
    reading = database(
        tmp_path,
        RUNS.replace(
            "CREATE TABLE runs (run_uuid, name, status, start_time, end_time, lifecycle_stage)",
            "CREATE VIEW runs AS SELECT 1",
        ),
    )
    assert "without the tables" in reading.unread[0].reason


def test_a_journal_beside_a_database_is_told(tmp_path: Path) -> None:
    """What MLflow has not yet written into the database is not read."""
    database(tmp_path, RUNS)
    (tmp_path / "mlflow.db-wal").write_bytes(b"more")
    reading = mlflow.collect(Source(tmp_path, ("mlflow.db",)))
    assert "journal" in reading.unread[0].reason


def test_reading_a_database_does_not_touch_it(tmp_path: Path) -> None:
    """No file is written beside it."""
    database(tmp_path, RUNS)
    assert [path.name for path in tmp_path.iterdir()] == ["mlflow.db"]


@pytest.mark.parametrize("value", ["'text'", "x'00'", "NULL", "9e999"])
def test_a_value_of_another_form_in_a_database_is_unread(tmp_path: Path, value: str) -> None:
    """SQLite lets anything stand in any column."""
    reading = database(
        tmp_path,
        RUNS + "INSERT INTO runs VALUES ('a', 'x', 'FINISHED', 1, 2, 'active');"
        f"INSERT INTO metrics VALUES ('total_flos', {value}, 5, 5, 0, 'a');",
    )
    assert "training.flop-logged" not in facts(reading)
    assert reading.unread


def test_seconds_of_the_last_start_of_a_run_are_not_all_of_them(gather: Gather) -> None:
    """A run that goes on under its id has values that lie further apart than the seconds tell."""
    seconds = "1772359900000 20 20\n"
    first = "1772359200000 0.5 5\n1772359205000 1 10\n"
    reading = run(gather, metrics__train_runtime=seconds, metrics__epoch=first)
    assert "training.seconds" not in facts(reading)
    assert any("clock began anew" in one.reason for one in reading.unread)
    reading = run(gather, metrics__train_runtime="1772359215000 20 10\n", metrics__epoch=first)
    assert facts(reading)["training.seconds"] == 20
