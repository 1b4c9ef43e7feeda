"""What data-juicer counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import data_juicer_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

TABLE = ",text_len,lang\ncount,4.0,4.0\nmean,33.5,\nmax,57.0,\n"


def read(collect: Collect, table: str) -> Reading:
    """Return the reading of an `overall.csv` with this text."""
    (reading,) = collect(data_juicer_statistics, {"overall.csv": table.encode()})
    return reading


def told(reading: Reading) -> dict[tuple[str | None, str], Any]:
    """Return the values of a reading by what was counted and the fact."""
    return {(item.of, item.fact.partition(".")[2]): item.value for item in reading.evidence}


def test_each_cell_is_told_of_its_column(collect: Collect) -> None:
    """A cell that is empty tells nothing."""
    reading = read(collect, TABLE)
    assert told(reading) == {
        ("text_len", "values"): 4,
        ("lang", "values"): 4,
        ("text_len", "mean"): "33.5",
        ("text_len", "maximum"): 57,
    }
    assert reading.unread == ()


def test_a_line_that_was_cut_off_is_not_read(collect: Collect) -> None:
    """57.0 may have been 570.1."""
    reading = read(collect, TABLE.removesuffix(",\n"))
    assert ("text_len", "maximum") not in told(reading)
    (unread,) = reading.unread
    assert unread.locator == "line 4"


@pytest.mark.parametrize("cell", ["nan", "many", "4.5", "-1"])
def test_a_number_of_values_in_another_form_is_unread(collect: Collect, cell: str) -> None:
    """What is no whole number is told with its place."""
    reading = read(collect, f",a\ncount,{cell}\n")
    assert reading.evidence == ()
    assert [item.locator for item in reading.unread] == ["row count, column a"]


def test_other_tables_of_this_name_are_left_alone(collect: Collect) -> None:
    """The name alone does not make it one."""
    assert collect(data_juicer_statistics, {"overall.csv": b"name,score\nacme,3\n"}) == []
