"""Jobs of Slurm: each attempt once, its steps never, and what was allocated counted once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, slurm

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

COLUMNS = "JobID|JobName|State|Start|End|Elapsed|AllocTRES|Restarts|ConsumedEnergyRaw\n"
TEN = "2026-03-01T10:00:00"
NOON = "2026-03-01T12:00:00"


def line(  # noqa: PLR0913 -- one argument for each column
    job: str = "7",
    *,
    state: str = "COMPLETED",
    start: str = TEN,
    end: str = NOON,
    elapsed: str = "02:00:00",
    tres: str = "cpu=64,gres/gpu=8,node=1",
    restarts: str = "0",
    energy: str = "0",
) -> str:
    """Return the line of one job."""
    return f"{job}|train|{state}|{start}|{end}|{elapsed}|{tres}|{restarts}|{energy}\n"


def read(gather: Gather, *lines: str) -> Reading:
    """Return the reading of a list with these lines."""
    (reading,) = gather(slurm, {"sacct.txt": COLUMNS + "".join(lines)})
    return reading


def told(reading: Reading, fact: str) -> dict[str | None, Any]:
    """Return the values of one fact by the job that they are told of."""
    return {item.of: item.value for item in reading.evidence if item.fact == fact}


def test_the_steps_of_a_job_are_not_counted_beside_it(gather: Gather) -> None:
    """`.batch`, `.extern` and `.0` repeat what the job holds."""
    steps = [line(f"7.{step}") for step in ("batch", "extern", "0")]
    reading = read(gather, line("7"), *steps)
    assert told(reading, "hardware.accelerators") == {"job 7": 8}
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("tres", "number", "kind"),
    [
        ("gres/gpu=8", 8, None),
        ("gres/gpu:h100=8,gres/gpu=8", 8, "h100"),
        ("gres/gpu=8,gres/gpu:h100=8", 8, "h100"),
        ("gres/gpu:h100=8", 8, "h100"),
        ("gres/gpu:a100=4,gres/gpu:h100=8,gres/gpu=12", 12, ("a100", "h100")),
        ("gres/gpumem=80G,gres/gpuutil=100,gres/gpu=8", 8, None),
        ("cpu=64,mem=512G", None, None),
    ],
)
def test_accelerators_by_kind_and_in_all_are_the_same_ones(
    gather: Gather, tres: str, number: int | None, kind: Any
) -> None:
    """They are never added to each other."""
    reading = read(gather, line(tres=tres))
    assert told(reading, "hardware.accelerators").get("job 7") == number
    assert told(reading, "hardware.accelerator").get("job 7") == kind
    assert reading.unread == ()


def test_kinds_that_are_not_all_of_them_are_asked_about(gather: Gather) -> None:
    """Twelve in all, of which eight are named, may be twelve or a slip."""
    reading = read(gather, line(tres="gres/gpu:h100=8,gres/gpu=12"))
    assert told(reading, "hardware.accelerators") == {}
    assert "12 accelerators in all" in reading.unread[0].reason


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1-02:03:04", 93784), ("02:03:04", 7384), ("03:04", 184), ("100-00:00:00", 8640000)],
)
def test_days_hours_minutes_and_seconds_are_understood(
    gather: Gather, written: str, seconds: int
) -> None:
    """Slurm writes days before a dash, and leaves out hours where there are none."""
    assert told(read(gather, line(elapsed=written)), "training.seconds") == {"job 7": seconds}


@pytest.mark.parametrize("wrong", ["2h", "1:2:3", "-01:00:00", "7200"])
def test_a_time_in_another_form_is_unread(gather: Gather, wrong: str) -> None:
    """What may be seconds or minutes is not guessed."""
    reading = read(gather, line(elapsed=wrong))
    assert told(reading, "training.seconds") == {}
    assert "a time such as" in reading.unread[0].reason


def test_each_attempt_of_a_requeued_job_is_told_on_its_own(gather: Gather) -> None:
    """The accelerators were held in both, so both are listed, with their own times."""
    first = line(state="NODE_FAIL", elapsed="01:00:00")
    second = line(start=NOON, end="2026-03-01T15:00:00", elapsed="03:00:00", restarts="1")
    reading = read(gather, first, second)
    assert told(reading, "training.seconds") == {
        f"job 7, begun {TEN}": 3600,
        f"job 7, begun {NOON}": 10800,
    }
    assert reading.unread == ()


def test_attempts_that_are_not_listed_are_asked_for(gather: Gather) -> None:
    """Without `--duplicates` only the last attempt is listed."""
    reading = read(gather, line(restarts="2"))
    assert told(reading, "training.seconds") == {"job 7": 7200}
    assert "begun 3 times, of which 1 are listed" in reading.unread[0].reason


def test_a_job_that_is_listed_twice_counts_once(gather: Gather) -> None:
    """Two lists that were put together may hold one job twice."""
    reading = read(gather, line(), line())
    assert told(reading, "training.seconds") == {"job 7": 7200}
    assert len({(item.of, item.fact) for item in reading.evidence}) == len(reading.evidence)


def test_a_job_that_is_listed_twice_with_other_values_is_asked_about(gather: Gather) -> None:
    """Which of the two is right, the list does not say."""
    reading = read(gather, line(), line(elapsed="03:00:00"))
    assert reading.evidence == ()
    assert "with other values" in reading.unread[0].reason


def test_a_job_that_was_cancelled_is_told_with_its_state(gather: Gather) -> None:
    """It held accelerators until then; who cancelled it is not told."""
    reading = read(gather, line(state="CANCELLED by 1000"))
    assert told(reading, "training.status") == {"job 7": "CANCELLED"}
    assert told(reading, "training.seconds") == {"job 7": 7200}


@pytest.mark.parametrize("start", ["Unknown", "None", ""])
def test_a_job_that_never_began_has_no_facts(gather: Gather, start: str) -> None:
    """It used nothing."""
    reading = read(gather, line(state="CANCELLED", start=start, elapsed="00:00:00"))
    assert reading.evidence == ()
    assert reading.unread == ()


def test_a_job_that_has_not_ended_is_asked_about(gather: Gather) -> None:
    """Its hours are not yet known; a later line of the same attempt tells them."""
    running = line(state="RUNNING", end="Unknown", elapsed="01:00:00")
    reading = read(gather, running)
    assert reading.evidence == ()
    assert "has not ended" in reading.unread[0].reason
    assert told(read(gather, running, line()), "training.seconds") == {"job 7": 7200}


def test_a_list_without_days_is_read_for_what_it_tells(gather: Gather) -> None:
    """The length and the state of a job tell that it ran and has ended."""
    text = "JobID|State|ElapsedRaw\n7|COMPLETED|60\n8|RUNNING|60\n9|CANCELLED|0\n"
    (reading,) = gather(slurm, {"sacct.txt": text})
    assert told(reading, "training.seconds") == {"job 7": 60}
    assert ["job 8 has not ended" in unread.reason for unread in reading.unread] == [True]


def test_a_list_without_lengths_is_asked_about(gather: Gather) -> None:
    """Nothing is said of jobs of which nobody knows whether they ran."""
    (reading,) = gather(slurm, {"sacct.txt": "JobID|State\n7|COMPLETED\n8|FAILED\n"})
    assert reading.evidence == ()
    assert "2 jobs are listed without" in reading.unread[0].reason


@pytest.mark.parametrize("nothing", ["0", "", str(2**64 - 2), str(2**32 - 2)])
def test_energy_that_was_not_measured_is_no_value(gather: Gather, nothing: str) -> None:
    """Zero and the largest numbers stand where nothing was measured."""
    reading = read(gather, line(energy=nothing))
    assert told(reading, "energy.consumed") == {}
    assert reading.unread == ()


def test_energy_is_in_joules(gather: Gather) -> None:
    """Slurm counts joules."""
    (item,) = (
        item for item in read(gather, line(energy="5")).evidence if item.fact == "energy.consumed"
    )
    assert (item.value, item.unit) == (5, "J")


def test_the_last_line_without_an_end_is_not_read(gather: Gather) -> None:
    """A list that was cut off does not hold its last job."""
    reading = read(gather, line("7"), line("8").rstrip("\n"))
    assert told(reading, "training.seconds") == {"job 7": 7200}
    assert reading.unread[0].damaged


def test_lines_that_end_with_a_bar_are_read_the_same(gather: Gather) -> None:
    """`--parsable` ends each line with one, `--parsable2` does not."""
    lines = "".join(f"{text}|\n" for text in (COLUMNS + line()).splitlines())
    (reading,) = gather(slurm, {"jobs.sacct": lines})
    assert told(reading, "training.seconds") == {"job 7": 7200}


def test_a_name_with_a_quotation_mark_is_a_name(gather: Gather) -> None:
    """Slurm quotes nothing."""
    reading = read(gather, line().replace("train", 'a "b'))
    assert told(reading, "training.run") == {"job 7": 'a "b'}


def document(gather: Gather, *jobs: dict[str, Any]) -> Reading:
    """Return the reading of a list as JSON."""
    (reading,) = gather(slurm, {"sacct.json": json.dumps({"jobs": jobs})})
    return reading


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("listed", [False, True])
def test_json_of_older_and_newer_versions_is_read_the_same(
    gather: Gather, wrapped: bool, listed: bool
) -> None:
    """Newer versions wrap numbers in objects and states in lists."""

    def number(value: int) -> Any:
        return {"set": True, "infinite": False, "number": value} if wrapped else value

    job = {
        "job_id": 7,
        "state": {"current": ["COMPLETED"] if listed else "COMPLETED"},
        "time": {"start": number(1772359200), "end": number(1772366400), "elapsed": number(7200)},
        "tres": {
            "allocated": [
                {"type": "gres", "name": "gpu", "count": 8},
                {"type": "gres", "name": "gpu:h100", "count": 8},
            ]
        },
        "steps": [{"time": {"elapsed": 7200}}],
    }
    reading = document(gather, job)
    assert told(reading, "training.started") == {"job 7": "2026-03-01T10:00:00Z"}
    assert told(reading, "training.seconds") == {"job 7": 7200}
    assert told(reading, "hardware.accelerators") == {"job 7": 8}


def test_json_of_a_job_that_has_not_ended_is_asked_about(gather: Gather) -> None:
    """Its end is zero, which is no moment."""
    time = {"start": 1772359200, "end": 0, "elapsed": 60}
    reading = document(gather, {"job_id": 7, "state": {"current": ["RUNNING"]}, "time": time})
    assert reading.evidence == ()
    assert "has not ended" in reading.unread[0].reason


def test_a_task_of_an_array_is_named_as_the_list_names_it(gather: Gather) -> None:
    """Each task has an id of its own, which nobody knows."""
    task = {"set": True, "number": 4}
    time = {"start": 1772359200, "end": 1772359260, "elapsed": 60}
    job = {"job_id": 99, "array": {"job_id": 7, "task_id": task}, "time": time}
    assert told(document(gather, job), "training.seconds") == {"job 7_4": 60}


@pytest.mark.parametrize(
    "allocated",
    ["gpu", [5], [{"type": "gres", "name": "gpu", "count": "8"}], [{"type": "node"}] * 2],
)
def test_accelerators_in_another_form_are_unread(gather: Gather, allocated: Any) -> None:
    """What is no list of what was allocated tells no number."""
    time = {"start": 1772359200, "end": 1772359260, "elapsed": 60}
    job = {"job_id": 7, "time": time, "tres": {"allocated": allocated}}
    reading = document(gather, job)
    assert told(reading, "hardware.accelerators") == {}
    assert reading.unread[0].locator == "/jobs/0/tres/allocated"


@pytest.mark.parametrize("text", ['{"jobs": 5}', '{"jobs": [5]}', '{"jobs": [{"job_id": 0}]}'])
def test_json_without_jobs_gives_no_facts(gather: Gather, text: str) -> None:
    """A job without an id is none."""
    (reading,) = gather(slurm, {"sacct.json": text})
    assert reading.evidence == ()
    assert reading.unread


def test_other_lists_with_bars_are_left_alone() -> None:
    """The first line must name the ids of jobs."""
    folder = Folder(["slurm.txt", "sacct.json"], look=lambda _: b"a|b\n")
    assert list(slurm.recognise(folder)) == []


def test_a_job_that_never_began_had_no_nodes(gather: Gather) -> None:
    """Zero is what its number of nodes is, and nothing that must be mended."""
    text = "JobID|State|Start|ElapsedRaw|NNodes\n7|CANCELLED by 1001|None|0|0\n"
    (reading,) = gather(slurm, {"sacct.txt": text})
    assert reading.evidence == ()
    assert reading.unread == ()
