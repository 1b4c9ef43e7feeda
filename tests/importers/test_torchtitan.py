"""Configurations of torchtitan: what is left to the program tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, huggingface_config, torchtitan

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

JSON = """{"model_spec": {"name": "llama3", "flavor": "8B"},
 "dataloader": {"dataset": "c4"}, "training": {"steps": 10, "global_batch_size": -1},
 "optimizer": {"param_groups": [GROUPS]}}"""
ADAM = '{"pattern": ".*", "optimizer_name": "AdamW", "optimizer_kwargs": {"lr": 3e-4}}'
MUON = '{"pattern": "w", "optimizer_name": "Muon", "optimizer_kwargs": {"lr": 0.02}}'
TEXT = "[model]\nname = 'acme'\n[training]\nseq_len = 4096\n"


def read(gather: Gather, more: str) -> Reading:
    """Return the reading of a configuration."""
    (reading,) = gather(torchtitan, {"acme.toml": TEXT + more})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_minus_one_leaves_a_number_to_the_program(gather: Gather) -> None:
    """How many devices are left, the file does not say."""
    more = "global_batch_size = -1\n[parallelism]\ndata_parallel_shard_degree = -1\n"
    reading = read(gather, more)
    assert facts(reading) == {"training.model": "acme", "training.sequence-length": 4096}
    assert reading.unread == ()


def test_nothing_is_computed_again_where_it_is_switched_off(gather: Gather) -> None:
    """`none` is no kind of it."""
    reading = read(gather, "[activation_checkpoint]\nmode = 'none'\n")
    assert "training.recomputation" not in facts(reading)
    assert reading.unread == ()


@pytest.mark.parametrize("wrong", ["inf", "nan", "-1.0", "1e999", "'fast'", "true", "2026-03-01"])
def test_a_rate_of_another_form_is_unread(gather: Gather, wrong: str) -> None:
    """TOML has more numbers than can be meant."""
    reading = read(gather, f"[optimizer]\nlr = {wrong}\n")
    assert "training.learning-rate" not in facts(reading)
    assert reading.unread[0].locator == "/optimizer/lr"


def test_a_number_may_have_underscores(gather: Gather) -> None:
    """TOML groups digits so."""
    reading = read(gather, "steps = 1_000\n[optimizer]\nlr = 0.000_3\n")
    assert facts(reading)["training.steps-planned"] == 1000
    assert facts(reading)["training.learning-rate"] == "0.0003"


def test_the_last_line_without_an_end_is_not_read(gather: Gather) -> None:
    """`steps = 1` may have been `steps = 1000`."""
    reading = read(gather, "steps = 1")
    assert "training.steps-planned" not in facts(reading)
    assert facts(reading)["training.sequence-length"] == 4096
    (unread,) = reading.unread
    assert unread.locator == "line 5"
    assert not unread.damaged


@pytest.mark.parametrize("end", ["steps =\n", "[training]\n", "x = " + "[" * 5000 + "\n"])
def test_what_is_not_toml_is_damage(gather: Gather, end: str) -> None:
    """It gives no facts, however much of it could be read."""
    reading = read(gather, end)
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_other_configurations_are_left_alone() -> None:
    """Many programs are configured in TOML."""
    folder = Folder(["pyproject.toml"], look=lambda _: b"[project]\n[training]\n")
    assert list(torchtitan.recognise(folder)) == []


def saved(gather: Gather, *groups: str) -> Reading:
    """Return the reading of what version 0.3 writes, under the name of another program's file."""
    text = JSON.replace("GROUPS", ", ".join(groups))
    (reading,) = gather(torchtitan, {"config.json": text})
    return reading


def test_what_newer_versions_write_is_read(gather: Gather) -> None:
    """They are configured in Python, and write JSON."""
    reading = saved(gather, ADAM)
    assert facts(reading) == {
        "training.model": "llama3",
        "training.datasets": "c4",
        "training.steps-planned": 10,
        "training.optimizer": "AdamW",
        "training.learning-rate": "0.0003",
    }
    assert reading.unread == ()


def test_groups_of_parameters_may_have_optimizers_of_their_own(gather: Gather) -> None:
    """All are told, and the largest of their rates."""
    found = facts(saved(gather, ADAM, MUON))
    assert found["training.optimizer"] == ("AdamW", "Muon")
    assert found["training.learning-rate"] == "0.02"


@pytest.mark.parametrize("wrong", ["", "7", '{"optimizer_name": "AdamW"}'])
def test_groups_of_another_form_have_no_rate(gather: Gather, wrong: str) -> None:
    """What is not told is asked about."""
    reading = saved(gather, wrong)
    assert "training.learning-rate" not in facts(reading)
    assert reading.unread[-1].locator == "/optimizer/param_groups"


def test_the_configuration_of_a_training_is_not_that_of_a_model(gather: Gather) -> None:
    """It may have the name of the file of a model."""
    assert gather(huggingface_config, {"config.json": JSON}) == []


def test_what_older_versions_wrote_of_their_toml_is_read(gather: Gather) -> None:
    """The keys of the JSON are those of the TOML."""
    text = """{"job": {"config_file": "a.toml", "description": "run"}, "model": {"name": "acme"},
     "training": {"seq_len": 4096}, "optimizer": {"name": "AdamW", "lr": 0.0008}}"""
    (reading,) = gather(torchtitan, {"saved.json": text})
    assert facts(reading) == {
        "training.run": "run",
        "training.model": "acme",
        "training.sequence-length": 4096,
        "training.optimizer": "AdamW",
        "training.learning-rate": "0.0008",
    }
    assert gather(torchtitan, {"other.json": '{"job": {"name": "a"}}'}) == []
