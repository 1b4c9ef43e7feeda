"""Energy by run: the last row counts, and whole machines are not added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, codecarbon

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

HEAD = (
    "timestamp,project_name,run_id,duration,emissions,gpu_energy,energy_consumed,"
    "gpu_count,gpu_model,tracking_mode,pue\n"
)


def row(  # noqa: PLR0913 -- one argument for each column
    run: str = "a",
    *,
    at: str = "10:00:00",
    duration: object = 60,
    energy: object = "1.5",
    mode: str = "machine",
    pue: object = "1.0",
) -> str:
    """Return one row of a table."""
    return f"2026-03-01T{at},acme,{run},{duration},0.25,1.25,{energy},8,8 x Acme H,{mode},{pue}\n"


def told(reading: Reading, fact: str) -> dict[str | None, Any]:
    """Return the values of one fact by the run that they are told of."""
    return {item.of: item.value for item in reading.evidence if item.fact == fact}


def test_the_last_row_of_a_run_holds_all_of_it(gather: Gather) -> None:
    """Rows of one run are not added up."""
    text = HEAD + row(energy="0.5", duration=20) + row(energy="1.5", duration=60)
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.consumed") == {"a": "1.5"}
    assert reading.unread == ()
    assert {item.locator.partition(",")[0] for item in reading.evidence} == {"row 3"}


def test_each_run_is_told_of_on_its_own(gather: Gather) -> None:
    """Two runs after each other are two, whatever the order of their rows."""
    text = HEAD + row("a", at="10:00:00") + row("b", at="12:00:00", energy=2)
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.consumed") == {"a": "1.5", "b": 2}
    assert reading.unread == ()


def test_machines_measured_at_one_time_are_asked_about(gather: Gather) -> None:
    """Ranks on one node each measure the whole node; the table does not name the node."""
    text = HEAD + row("a") + row("b", at="10:00:30")
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.consumed") == {"a": "1.5", "b": "1.5"}
    (unread,) = reading.unread
    assert "a, b" in unread.reason
    assert not unread.damaged


def test_runs_right_after_each_other_are_not_asked_about(gather: Gather) -> None:
    """Moments are in whole seconds, durations are not."""
    text = HEAD + row("a") + row("b", at="10:01:00", duration="60.5")
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert reading.unread == ()


def test_the_tables_of_several_ranks_are_read_together(gather: Gather) -> None:
    """Each rank may write a table of its own beside the others."""
    files = {"emissions_rank0.csv": HEAD + row("a"), "emissions_rank1.csv": HEAD + row("b")}
    (reading,) = gather(codecarbon, files)
    assert told(reading, "energy.consumed") == {"a": "1.5", "b": "1.5"}
    assert "2 runs measured a whole machine" in reading.unread[0].reason
    assert reading.evidence[0].locator.startswith("emissions_rank0.csv, row 2, ")


def test_processes_measured_at_one_time_are_not_asked_about(gather: Gather) -> None:
    """What is measured of a process is not measured twice."""
    text = HEAD + row("a", mode="process") + row("b", mode="process")
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.boundary") == {"a": "process", "b": "process"}
    assert reading.unread == ()


def test_a_clock_that_goes_back_gives_no_energy(gather: Gather) -> None:
    """Rows of one id that are of two clocks are not cumulative, and not added up either."""
    text = HEAD + row(duration=60) + row(duration=20)
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert reading.evidence == ()
    assert "goes back" in reading.unread[0].reason


def test_the_overhead_of_the_building_is_told_beside_the_energy(gather: Gather) -> None:
    """The energy has been multiplied by it: whoever multiplies again must know."""
    (reading,) = gather(codecarbon, {"emissions.csv": HEAD + row(pue="1.20")})
    assert told(reading, "energy.pue") == {"a": "1.2"}


@pytest.mark.parametrize("factor", ["0.9", "0", "-1", "high"])
def test_a_factor_below_one_is_unread(gather: Gather, factor: str) -> None:
    """No building takes energy away."""
    (reading,) = gather(codecarbon, {"emissions.csv": HEAD + row(pue=factor)})
    assert told(reading, "energy.pue") == {}
    assert reading.unread


def test_the_last_row_without_an_end_is_not_read(gather: Gather) -> None:
    """A number that may have been cut is no number."""
    text = HEAD + row("a") + row("b", at="12:00:00", pue="1.25").rstrip("5\n")
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.pue") == {"a": 1}
    assert told(reading, "energy.consumed") == {"a": "1.5"}
    assert "may be cut off" in reading.unread[0].reason
    assert reading.unread[0].damaged


def test_a_run_whose_last_row_is_cut_off_gives_no_energy(gather: Gather) -> None:
    """The row before it is not all of the run."""
    text = HEAD + row(duration=20) + row(duration=60)[:-9]
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.consumed") == {}


@pytest.mark.parametrize("energy", ["0", "0.0", "-1", "nan", "1,5", "1_0", "9" * 10_000])
def test_energy_in_another_form_is_unread(gather: Gather, energy: str) -> None:
    """Zero is what is written where nothing was measured."""
    text = HEAD + row(energy=f'"{energy}"')
    (reading,) = gather(codecarbon, {"emissions.csv": text})
    assert told(reading, "energy.consumed") == {}
    assert "belongs" in reading.unread[0].reason


def test_a_table_of_tasks_is_not_added_to_its_run(gather: Gather) -> None:
    """Tasks are parts of a run that has its own row elsewhere."""
    (reading,) = gather(codecarbon, {"emissions_x.csv": f"task_name,{HEAD}fit,{row()}"})
    assert reading.evidence == ()
    assert "single tasks" in reading.unread[0].reason


def test_tables_of_other_programs_are_left_alone() -> None:
    """The name alone does not make it a table of codecarbon."""
    folder = Folder(["emissions_of_cars.csv"], look=lambda _: b"year,emissions\n")
    assert list(codecarbon.recognise(folder)) == []
