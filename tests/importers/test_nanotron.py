"""Configurations of nanotron, and how far a checkpoint was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colophon.importers import Folder, nanotron

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

TEXT = "checkpoints:\n  checkpoint_interval: 10\n  checkpoints_path: c\n"


def read(gather: Gather, more: str) -> Reading:
    """Return the reading of a configuration."""
    (reading,) = gather(nanotron, {"config.yaml": TEXT + more})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_before_training_no_steps_are_done(gather: Gather) -> None:
    """The step is null until a checkpoint is written."""
    reading = read(gather, "general:\n  run: acme\n  step: null\n  consumed_train_samples: null\n")
    assert facts(reading) == {"training.run": "acme"}
    assert reading.unread == ()


def test_datasets_are_told_of_each_stage(gather: Gather) -> None:
    """A folder is no name of a dataset."""
    stage = "- name: {}\n  data:\n    dataset:\n      {}\n"
    text = (
        "data_stages:\n"
        + stage.format("web", "hf_dataset_or_datasets: acme/web")
        + stage.format("own", "dataset_folder: /data/own")
        + stage.format("mix", "hf_dataset_or_datasets: {acme/a: 0.5}")
    )
    reading = read(gather, text)
    assert [(item.of, item.value) for item in reading.evidence] == [("web", ("acme/web",))]
    assert reading.unread == ()


def test_layers_that_are_computed_again_are_told(gather: Gather) -> None:
    """Where none is, nothing is told."""
    told = read(gather, "parallelism:\n  recompute_layer: true\n")
    assert facts(told) == {"training.recomputation": "layers"}
    assert facts(read(gather, "parallelism:\n  recompute_layer: false\n")) == {}
    assert read(gather, "parallelism:\n  recompute_layer: some\n").unread


def test_a_number_of_another_form_is_unread(gather: Gather) -> None:
    """What is no number of tokens is told and not read."""
    reading = read(gather, "tokens:\n  sequence_length: long\n")
    assert facts(reading) == {}
    assert reading.unread[0].locator == "/tokens/sequence_length"


def test_what_is_not_yaml_is_damage(gather: Gather) -> None:
    """It gives no facts."""
    reading = read(gather, "tokens: {sequence_length: 40\n")
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_the_last_line_without_an_end_is_not_read(gather: Gather) -> None:
    """`sequence_length: 40` may have been `sequence_length: 4096`."""
    reading = read(gather, "tokens:\n  micro_batch_size: 4\n  sequence_length: 40")
    assert facts(reading) == {"training.batch-size-per-device": 4}
    assert "may be cut off" in reading.unread[0].reason


def test_other_configurations_are_left_alone() -> None:
    """Most programs are configured in YAML."""
    folder = Folder(["config.yaml"], look=lambda _: b"checkpoints: true\n")
    assert list(nanotron.recognise(folder)) == []


def test_a_name_that_is_made_when_the_program_starts_is_none(gather: Gather) -> None:
    """What was set is not yet what the run was called."""
    reading = read(gather, "general:\n  run: tiny_%date_%jobid\n")
    assert facts(reading) == {}
    assert reading.unread[0].locator == "/general/run"
