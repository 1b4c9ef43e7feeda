"""What the library Datasets says of a dataset, and when it is not believed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import huggingface_dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

INFO: dict[str, Any] = {
    "builder_name": "csv",
    "dataset_name": "csv",
    "config_name": "default",
    "dataset_size": 286,
    "splits": {"train": {"name": "train", "num_bytes": 286, "num_examples": 13}},
}
STATE = {"_data_files": [{"filename": "a.arrow"}], "_fingerprint": "9a97", "_split": "train"}


def read(collect: Collect, **files: Any) -> Reading:
    """Return the reading of the files with these contents."""
    made = {f"{name}.json": json.dumps(value).encode() for name, value in files.items()}
    (reading,) = collect(huggingface_dataset, made)
    return reading


def told(reading: Reading) -> dict[tuple[str, str | None], Any]:
    """Return the values of a reading by their facts and what they are told of."""
    return {(item.fact, item.of): item.value for item in reading.evidence}


def test_the_sizes_of_a_dataset_that_was_saved_are_not_told(collect: Collect) -> None:
    """Rows may have been taken out before; the library still writes the sizes from before."""
    reading = read(collect, dataset_info=INFO, state=STATE)
    assert told(reading) == {
        ("dataset.builder", "default"): "csv",
        ("dataset.split", None): "train",
        ("dataset.fingerprint", None): "9a97",
    }
    (unread,) = reading.unread
    assert unread.locator == "dataset_info.json, /splits"
    assert not unread.damaged


def test_the_sizes_of_a_dataset_that_was_loaded_are_told_of_each_split(collect: Collect) -> None:
    """A length of all splits is not told as that of one."""
    assert told(read(collect, dataset_info=INFO)) == {
        ("dataset.builder", "default"): "csv",
        ("dataset.splits", "default"): ("train",),
        ("dataset.rows", "default, train"): 13,
        ("dataset.bytes", "default, train"): 286,
        ("dataset.total-bytes", "default"): 286,
    }


def test_the_name_of_a_program_is_not_that_of_a_dataset(collect: Collect) -> None:
    """A dataset that was loaded from files of one kind goes by the name of that kind."""
    named = read(collect, dataset_info=INFO | {"dataset_name": "acme_web"})
    assert told(named)["dataset.name", "default"] == "acme_web"
    assert ("dataset.name", "default") not in told(read(collect, dataset_info=INFO))


def test_the_older_form_tells_of_several_configurations(collect: Collect) -> None:
    """Each is told by itself, and no sum of them: they may overlap."""
    reading = read(collect, dataset_infos={"en": INFO, "no": INFO})
    found = told(reading)
    assert found["dataset.rows", "en, train"] == found["dataset.rows", "no, train"] == 13
    assert reading.evidence[0].locator == "/en/builder_name"


@pytest.mark.parametrize("splits", [3, "train", {"train": 3}, {"train": {"name": 1}}, [{}]])
def test_splits_of_another_form_are_unread(collect: Collect, splits: Any) -> None:
    """What is no split is named, and the rest is read."""
    reading = read(collect, dataset_info=INFO | {"splits": splits})
    assert ("dataset.builder", "default") in told(reading)
    assert all(item.locator.startswith("/splits") for item in reading.unread)
    assert reading.unread


def test_a_number_of_rows_in_another_form_is_unread(collect: Collect) -> None:
    """Rows are counted in whole numbers."""
    splits = {"train": {"name": "train", "num_examples": "many", "num_bytes": 1.5}}
    reading = read(collect, dataset_info=INFO | {"splits": splits})
    assert [item.locator for item in reading.unread] == [
        "/splits/train/num_examples",
        "/splits/train/num_bytes",
    ]


def test_files_of_these_names_of_other_programs_are_left_alone(collect: Collect) -> None:
    """Other programs keep a register or a state under the same names."""
    alpaca = {"alpaca": {"file_name": "alpaca.json"}}
    files = {"dataset_info.json": alpaca, "state.json": {"step": 3}}
    made = {name: json.dumps(value).encode() for name, value in files.items()}
    assert collect(huggingface_dataset, made) == []
