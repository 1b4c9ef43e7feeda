"""Progress and logs of Megatron: counts that go on are read, those that go back are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, megatron

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

BEGIN = "2026-03-01 10:00:00\tJob ID: 7\t# GPUs: 16\t"


def saved(steps: int, flop: str, tokens: str = "0.10", word: str = "Saved") -> str:
    """Return the line of one checkpoint."""
    return (
        f"{BEGIN}{word} checkpoint\tIteration: {steps}\tJob throughput: 1.0 TFLOP/s/GPU\t"
        f"Cumulative throughput: 1.0 TFLOP/s/GPU\tFloating-point operations: {flop}\t"
        f"Tokens (in billions): {tokens}\n"
    )


START = f"{BEGIN}Starting job\n"


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading that are told of the whole, by their facts."""
    return {item.fact: item.value for item in reading.evidence if item.of is None}


def progress(gather: Gather, text: str) -> Reading:
    """Return the reading of a `progress.txt`."""
    (reading,) = gather(megatron, {"progress.txt": text})
    return reading


def test_the_newest_checkpoint_holds_what_resumed_jobs_did(gather: Gather) -> None:
    """A job that resumes goes on with the counts of the one before; nothing is added up."""
    text = START + saved(100, "1.23e+21", "4.20") + START + saved(200, "2.46e+21", "8.41")
    assert facts(progress(gather, text)) == {
        "training.steps": 200,
        "training.flop-logged": "2.46e21",
        "training.tokens": "8.41e9",
    }


@pytest.mark.parametrize(
    "after",
    [
        saved(100, "2.00e+21", "0.20"),
        saved(300, "1.00e+20", "0.20"),
        saved(300, "2.00e+21", "0.01"),
    ],
    ids=["steps", "operations", "tokens"],
)
def test_counts_that_go_back_are_asked_about(gather: Gather, after: str) -> None:
    """Steps done again and another training in the same folder look the same."""
    reading = progress(gather, START + saved(200, "1.50e+21") + START + after)
    assert facts(reading) == {}
    (unread,) = reading.unread
    assert unread.locator == "line 4"
    assert not unread.damaged


def test_a_checkpoint_that_is_saved_beside_the_training_is_counted_once(gather: Gather) -> None:
    """Its line is written when saving begins; the one when it ends holds no numbers."""
    text = START + saved(100, "1.23e+21", word="Saving async")
    text += f"{BEGIN}Saved async checkpoint\tIteration: 100\n"
    reading = progress(gather, text)
    assert facts(reading)["training.steps"] == 100
    assert reading.unread == ()


def test_the_accelerators_are_told_of_each_job(gather: Gather) -> None:
    """A job may begin on more of them than the one before."""
    text = START + START.replace("Job ID: 7", "Job ID: ").replace(": 16", ": 32").replace(
        "0:", "1:"
    )
    found = progress(gather, text).evidence
    assert {item.of: item.value for item in found if item.fact == "hardware.accelerators"} == {
        "job 7, begun 2026-03-01 10:00:00": 16,
        "job, begun 2026-03-01 11:01:00": 32,
    }


def test_the_last_line_without_an_end_is_not_read(gather: Gather) -> None:
    """A count that may have been cut off is no count; the line before holds an older state."""
    reading = progress(gather, START + saved(100, "1.23e+21") + saved(200, "2.46e+21", "8.41")[:-2])
    assert facts(reading)["training.steps"] == 100
    (unread,) = reading.unread
    assert unread.locator == "line 3"
    assert "may be cut off" in unread.reason


@pytest.mark.parametrize("flop", ["1.2.3e+21", "nan", "1e+99", "12e21"])
def test_a_line_of_another_form_gives_no_facts(gather: Gather, flop: str) -> None:
    """What is not written as the program writes it may be of anything."""
    reading = progress(gather, START + saved(100, "1.23e+21") + saved(200, flop))
    assert facts(reading) == {}
    assert reading.unread[0].damaged


def test_the_progress_of_other_programs_is_left_alone() -> None:
    """Many programs call a file `progress.txt`, and many write logs."""
    folder = Folder(["progress.txt", "a.log"], look=lambda _: b"50 %\n")
    assert list(megatron.recognise(folder)) == []


HEADER = "------------------------ arguments ------------------------\n"
FOOTER = "-------------------- end of arguments ---------------------\n"


def log(gather: Gather, text: str) -> Reading:
    """Return the reading of a log."""
    (reading,) = gather(megatron, {"train.log": text})
    return reading


def arguments(**values: Any) -> str:
    """Return what a start prints."""
    lines = (f"  {name} {'.' * (48 - len(name))} {value}\n" for name, value in values.items())
    return HEADER + "".join(lines) + FOOTER


def step(number: int) -> str:
    """Return what is printed of one step."""
    return f" [x] iteration {number:8d}/     100 | consumed samples: {number * 8:12d} | loss: 1 |\n"


def test_what_is_set_to_none_is_no_value(gather: Gather) -> None:
    """Megatron prints `None` for what was not given."""
    text = arguments(train_iters=100, train_samples=None, fp8=None, seq_length=4096)
    assert facts(log(gather, text)) == {
        "training.steps-planned": 100,
        "training.sequence-length": 4096,
    }


def test_a_batch_that_grows_is_asked_about(gather: Gather) -> None:
    """Steps times batch are then not the samples."""
    reading = log(gather, arguments(global_batch_size=64, rampup_batch_size="[16, 8, 5000]"))
    assert "[16, 8, 5000]" in reading.unread[0].reason


def test_each_start_in_one_log_is_told_on_its_own(gather: Gather) -> None:
    """A log to which two jobs wrote holds the arguments of both."""
    reading = log(gather, arguments(world_size=16) + arguments(world_size=32))
    found = {item.of: item.value for item in reading.evidence}
    assert found == {"start 1": 16, "start 2": 32}


def test_the_arguments_behind_the_number_of_a_rank_are_read(gather: Gather) -> None:
    """Launchers write the rank before each line."""
    text = "".join(f"[default0]:{line}\n" for line in arguments(world_size=16).splitlines())
    assert facts(log(gather, text)) == {"hardware.accelerators": 16}


def test_the_last_step_holds_the_samples(gather: Gather) -> None:
    """The samples of the log are counted from the beginning of the training."""
    reading = log(gather, arguments() + step(10) + step(20))
    assert facts(reading) == {"training.steps": 20, "training.samples": 160}


def test_steps_that_go_back_are_asked_about(gather: Gather) -> None:
    """A log in which steps were done again does not hold how many were done."""
    reading = log(gather, arguments() + step(10) + step(20) + step(15))
    assert facts(reading) == {}
    assert "go back" in reading.unread[0].reason


def test_arguments_without_an_end_are_said_to_be_so(gather: Gather) -> None:
    """What was printed until then is still what was set."""
    reading = log(
        gather, HEADER + "  world_size ................ 16\n  seq_length ............. 40"
    )
    assert facts(reading) == {"hardware.accelerators": 16}
    assert ["some may be missing" in unread.reason for unread in reading.unread] == [True, False]


@pytest.mark.parametrize("wrong", ["many", "-1", "0", "1.5", "9" * 10_000])
def test_an_argument_of_another_form_is_unread(gather: Gather, wrong: str) -> None:
    """What is no number of tokens is told and not read."""
    reading = log(gather, arguments(seq_length=wrong))
    assert facts(reading) == {}
    assert "belongs" in reading.unread[0].reason


def test_arguments_behind_what_a_launcher_writes_are_found(gather: Gather) -> None:
    """Modules, warnings and the surroundings stand before the program begins."""
    before = "[W] NCCL version 2.27 has nothing to say\n" * 1000
    assert facts(log(gather, before + arguments(world_size=16))) == {"hardware.accelerators": 16}


def test_a_log_that_is_not_of_megatron_is_left_alone(gather: Gather) -> None:
    """However long it is."""
    assert gather(megatron, {"train.log": "step 1\n" * 20_000}) == []
