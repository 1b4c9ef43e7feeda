"""States and results of the Trainer: one run is counted once, however many checkpoints it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, trainer_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]


def log(steps: int, *, of: str = "a") -> list[dict[str, Any]]:
    """Return the log of a run after so many steps."""
    return [{"step": step, "loss": f"{of}{step}"} for step in range(1, steps + 1)]


def state(steps: int, *ends: dict[str, Any], **others: Any) -> str:
    """Return the text of a state after so many steps."""
    values: dict[str, Any] = {
        "global_step": steps,
        "epoch": steps / 10,
        "total_flos": steps * 1e15,
        "log_history": log(steps),
    }
    values |= others
    return json.dumps({**values, "log_history": [*values["log_history"], *ends]})


def end(steps: int, seconds: float) -> dict[str, Any]:
    """Return what the log says when training ends."""
    return {"step": steps, "train_loss": 1.5, "train_runtime": seconds}


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_many_checkpoints_are_one_run(gather: Gather) -> None:
    """The operations of the newest state are those of the whole run; nothing is added up."""
    files = {f"checkpoint-{n}/trainer_state.json": state(n) for n in (5, 10, 100)}
    (reading,) = gather(trainer_state, files)
    assert facts(reading)["training.steps"] == 100
    assert facts(reading)["training.flop-logged"] == 100 * 10**15
    assert reading.unread == ()
    assert reading.evidence[0].locator == "checkpoint-100/trainer_state.json, /global_step"


def test_a_checkpoint_beyond_the_state_of_the_run_is_the_newest(gather: Gather) -> None:
    """A run that was resumed and has not ended has its newest state in a checkpoint."""
    files = {
        "trainer_state.json": state(10),
        "checkpoint-10/trainer_state.json": state(10),
        "checkpoint-20/trainer_state.json": state(20),
    }
    (reading,) = gather(trainer_state, files)
    assert facts(reading)["training.steps"] == 20


def test_a_checkpoint_of_another_run_is_named_and_not_counted(gather: Gather) -> None:
    """Its log is not the beginning of the newest: the file does not say what it was."""
    files = {
        "checkpoint-5/trainer_state.json": state(5, log_history=log(5, of="b")),
        "checkpoint-10/trainer_state.json": state(10),
    }
    (reading,) = gather(trainer_state, files)
    assert facts(reading)["training.steps"] == 10
    (unread,) = reading.unread
    assert unread.locator == "checkpoint-5/trainer_state.json"
    assert "not counted" in unread.reason
    assert not unread.damaged


@pytest.mark.parametrize("key", ["total_flos", "num_input_tokens_seen"])
@pytest.mark.parametrize("nothing", [0, 0.0, None])
def test_zero_is_no_value_where_nothing_was_counted(
    gather: Gather, key: str, nothing: float | None
) -> None:
    """Models of one's own and some trainers log zero operations, and most runs zero tokens."""
    (reading,) = gather(trainer_state, {"trainer_state.json": state(5, **{key: nothing})})
    assert {"training.flop-logged", "training.tokens"} - facts(reading).keys()
    assert 0 not in facts(reading).values()
    assert reading.unread == ()


def test_seconds_are_read_where_the_log_ends(gather: Gather) -> None:
    """The log sums up the seconds when training ends."""
    (reading,) = gather(trainer_state, {"trainer_state.json": state(5, end(5, 12.5))})
    (item,) = (item for item in reading.evidence if item.fact == "training.seconds")
    assert (item.value, item.unit, item.locator) == ("12.5", "s", "/log_history/5/train_runtime")


@pytest.mark.parametrize(
    "written",
    [
        state(5, end(3, 9), end(5, 12)),
        state(5, end(3, 9)),
        state(5, {"step": 1, "train_runtime": 20}, end(5, 12)),
    ],
    ids=["two ends", "an end before the last step", "a clock that goes back"],
)
def test_seconds_of_a_resumed_run_are_not_all_of_them(gather: Gather, written: str) -> None:
    """The clock begins anew when training is resumed; the rest is asked for."""
    results = json.dumps({"epoch": 0.5, "train_runtime": 12})
    (reading,) = gather(
        trainer_state, {"trainer_state.json": written, "train_results.json": results}
    )
    assert "training.seconds" not in facts(reading)
    (unread,) = reading.unread
    assert "clock began anew" in unread.reason


def test_results_are_read_with_the_state_of_the_same_epoch(gather: Gather) -> None:
    """Samples stand in the results alone."""
    results = json.dumps({"epoch": 0.5, "train_samples": 80, "train_runtime": 3})
    files = {"trainer_state.json": state(5), "train_results.json": results}
    (reading,) = gather(trainer_state, files)
    assert facts(reading)["training.dataset-samples"] == 80
    assert facts(reading)["training.seconds"] == 3


def test_the_epoch_of_results_may_be_rounded(gather: Gather) -> None:
    """Older versions wrote two digits of it."""
    results = json.dumps({"epoch": 2.99, "train_samples": 80})
    files = {"trainer_state.json": state(5, epoch=2.9893), "train_results.json": results}
    (reading,) = gather(trainer_state, files)
    assert facts(reading)["training.dataset-samples"] == 80


def test_results_of_another_moment_are_not_mixed_in(gather: Gather) -> None:
    """Results of a run that went on afterwards are not those of its newest state."""
    results = json.dumps({"epoch": 0.2, "train_samples": 80})
    files = {"trainer_state.json": state(5), "train_results.json": results}
    (reading,) = gather(trainer_state, files)
    assert "training.dataset-samples" not in facts(reading)
    assert "another epoch" in reading.unread[0].reason


def test_two_files_that_disagree_give_no_fact(gather: Gather) -> None:
    """A total in the results that is not that of the state is asked about."""
    results = json.dumps({"epoch": 0.5, "train_loss": 1, "total_flos": 7})
    files = {"trainer_state.json": state(5), "train_results.json": results}
    (reading,) = gather(trainer_state, files)
    assert "training.flop-logged" not in facts(reading)
    assert "`train_results.json` says 7" in reading.unread[0].reason


def test_a_state_that_is_broken_leaves_the_newest_unknown(gather: Gather) -> None:
    """An older state is not read in the place of one that was cut off."""
    files = {
        "checkpoint-5/trainer_state.json": state(5),
        "checkpoint-10/trainer_state.json": state(10)[:-20],
    }
    (reading,) = gather(trainer_state, files)
    assert reading.evidence == ()
    assert [unread.damaged for unread in reading.unread] == [True, False]
    assert "newest is not known" in reading.unread[1].reason


def test_a_state_without_steps_gives_no_facts_of_another(gather: Gather) -> None:
    """Where one state does not say how far it is, none can be called the newest."""
    files = {
        "checkpoint-5/trainer_state.json": state(5),
        "checkpoint-10/trainer_state.json": state(10, global_step="ten"),
    }
    (reading,) = gather(trainer_state, files)
    assert reading.evidence == ()
    assert reading.unread


@pytest.mark.parametrize("wrong", [-1, "many", True, [5], 2.5])
def test_a_value_of_another_form_is_unread(gather: Gather, wrong: Any) -> None:
    """What is no whole number of samples is told and not read."""
    (reading,) = gather(trainer_state, {"trainer_state.json": state(5, train_batch_size=wrong)})
    assert "training.batch-size-per-device" not in facts(reading)
    assert "stands where" in reading.unread[0].reason


def test_results_of_other_programs_are_left_alone() -> None:
    """Results of an evaluation alone are no trace of training."""
    folder = Folder(["all_results.json"], look=lambda _: b'{"eval_loss": 1}')
    assert list(trainer_state.recognise(folder)) == []


def test_a_folder_that_is_named_like_a_checkpoint_is_none() -> None:
    """Only the numbers that the Trainer writes make a checkpoint."""
    below = Folder(["trainer_state.json"])
    folder = Folder((), folders=["checkpoint-final", "checkpoint-"], below=lambda _: below)
    assert list(trainer_state.recognise(folder)) == []


def test_a_log_beyond_all_texts_is_passed_over(gather: Gather) -> None:
    """What stands around it is read; what only the log tells is asked for."""
    long = [{"step": step, "loss": "x" * 200} for step in range(40_000)]
    text = json.dumps({"global_step": 7, "log_history": long, "total_flos": 1e15}, indent=2)
    assert len(text) > 10_000_000
    (reading,) = gather(trainer_state, {"trainer_state.json": text})
    assert facts(reading) == {"training.steps": 7, "training.flop-logged": 10**15}
    assert "too long" in reading.unread[0].reason
    (reading,) = gather(trainer_state, {"trainer_state.json": text[:-2_000]})
    assert reading.evidence == ()
    assert reading.unread


def test_seconds_of_a_run_that_was_killed_and_resumed_are_not_all_of_them(gather: Gather) -> None:
    """The first start left no seconds; the loss at the end is that of the second start alone."""
    losses = [{"step": step, "loss": 4.5} for step in (3, 6, 9, 12, 15, 18)]
    whole = {"step": 20, "train_loss": 4.4, "train_runtime": 90.5}
    (reading,) = gather(trainer_state, {"trainer_state.json": state(20, whole, log_history=losses)})
    assert facts(reading)["training.seconds"] == "90.5"
    half = whole | {"train_loss": 2.25}
    (reading,) = gather(trainer_state, {"trainer_state.json": state(20, half, log_history=losses)})
    assert "training.seconds" not in facts(reading)
    assert "clock began anew" in reading.unread[0].reason
