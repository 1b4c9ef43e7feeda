"""Tables of meters: a unit and a boundary, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, energy_meter

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

HEAD = "timestamp,energy_kWh,boundary\n"


def row(minute: int, energy: object, boundary: str = "node") -> str:
    """Return one row of a table."""
    return f"2026-03-01T10:{minute:02}:00Z,{energy},{boundary}\n"


def read(gather: Gather, text: str) -> Reading:
    """Return the reading of a table."""
    (reading,) = gather(energy_meter, {"meter.csv": text})
    return reading


def consumed(reading: Reading) -> dict[str | None, Any]:
    """Return the energy with its unit, by what it is that of."""
    return {
        item.of: (item.value, item.unit)
        for item in reading.evidence
        if item.fact == "energy.consumed"
    }


def test_intervals_are_added_up_exactly(gather: Gather) -> None:
    """No sum is rounded."""
    reading = read(gather, HEAD + row(1, "0.1") + row(2, "0.2") + row(3, "1e-20"))
    assert consumed(reading) == {"node": ("0.30000000000000000001", "kWh")}
    assert reading.unread == ()


def test_boundaries_are_told_apart(gather: Gather) -> None:
    """The rack may hold the node."""
    reading = read(gather, HEAD + row(1, 1) + row(1, 5, "rack") + row(2, 1))
    assert consumed(reading) == {"node": (2, "kWh"), "rack": (5, "kWh")}


def test_a_counter_has_used_its_last_minus_its_first(gather: Gather) -> None:
    """What it showed before is not of this training."""
    text = "boundary,counter_MJ,timestamp\nnode,100.5,2026-03-01\nnode,140,2026-03-02\n"
    reading = read(gather, text)
    assert consumed(reading) == {"node": ("39.5", "MJ")}
    found = {item.fact: item.value for item in reading.evidence}
    assert (found["energy.started"], found["energy.ended"]) == ("2026-03-01", "2026-03-02")


@pytest.mark.parametrize(
    ("column", "unit"),
    [("energy_kwh", "kWh"), ("energy_Wh", "Wh"), ("energy_MWh", "MWh"), ("energy_j", "J")],
)
def test_the_column_names_the_unit(gather: Gather, column: str, unit: str) -> None:
    """Small letters do where they cannot be mistaken."""
    reading = read(gather, HEAD.replace("energy_kWh", column) + row(1, 5))
    assert consumed(reading) == {"node": (5, unit)}


@pytest.mark.parametrize(
    "column", ["energy", "energy_mwh", "energy_mj", "energy_units", "energy_kWh,counter_kWh"]
)
def test_a_column_without_one_unit_is_refused(gather: Gather, column: str) -> None:
    """`mwh` may be a thousandth or a million."""
    reading = read(gather, HEAD.replace("energy_kWh", column) + row(1, 5))
    assert reading.evidence == ()
    assert reading.unread[0].locator == "row 1"
    assert not reading.unread[0].damaged


def test_a_table_without_a_boundary_is_refused(gather: Gather) -> None:
    """Energy of what, nobody could say."""
    reading = read(gather, "timestamp,energy_kWh\n2026-03-01,5\n")
    assert reading.evidence == ()
    assert "boundary" in reading.unread[0].reason


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (row(1, 1) + row(1, 1), "do not rise"),
        (row(2, 1) + row(1, 1), "do not rise"),
        (row(1, 1) + row(2, 1).replace("Z", ""), "do not rise"),
        (row(1, 1) + row(2, ""), "without a moment"),
        (row(1, 1) + row(2, "nan"), "without a moment"),
        (row(1, 1) + row(2, "1 2"), "without a moment"),
        (row(1, 1) + row(2, -1), "negative"),
        (row(1, 1, "") + row(2, 1, ""), "without a moment, a number or a boundary"),
    ],
)
def test_a_table_with_a_gap_is_not_added_up(gather: Gather, rows: str, why: str) -> None:
    """A sum that leaves out a row, or holds one twice, would be wrong."""
    reading = read(gather, HEAD + rows)
    assert consumed(reading) == {}
    assert why in reading.unread[0].reason


def test_a_counter_that_goes_back_is_asked_about(gather: Gather) -> None:
    """It was changed, or began anew."""
    text = HEAD.replace("energy", "counter") + row(1, 10) + row(2, 15) + row(3, 2)
    reading = read(gather, text)
    assert consumed(reading) == {}
    assert "goes back" in reading.unread[0].reason


def test_the_last_row_without_an_end_is_not_read(gather: Gather) -> None:
    """The energy is that up to the row before, and says so."""
    reading = read(gather, HEAD + row(1, 1) + row(2, 100)[:-6])
    assert consumed(reading) == {"node": (1, "kWh")}
    assert reading.evidence[-1].value == "2026-03-01T10:01:00Z"
    assert "may be cut off" in reading.unread[0].reason


def test_a_row_that_is_not_whole_gives_no_energy(gather: Gather) -> None:
    """What is missing may be of any boundary."""
    reading = read(gather, HEAD + row(1, 1) + "2026-03-01T10:02:00Z,5\n" + row(3, 1))
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_a_field_beyond_all_is_damage(gather: Gather) -> None:
    """No name of a meter is so long."""
    reading = read(gather, HEAD + row(1, 1) + row(2, 1, '"' + "x" * 200_000 + '"'))
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_a_meter_that_showed_nothing_measured_nothing(gather: Gather) -> None:
    """Zero is what a meter shows that is not connected."""
    assert read(gather, HEAD + row(1, 0) + row(2, 0)).evidence == ()


def test_other_tables_are_left_alone() -> None:
    """A table of power, or of codecarbon, is another thing."""
    heads = {
        "power_meter.csv": b"timestamp,power_w\n",
        "energy.csv": b"timestamp,run_id,energy_consumed\n",
    }
    folder = Folder(heads, look=heads.__getitem__)
    assert list(energy_meter.recognise(folder)) == []
