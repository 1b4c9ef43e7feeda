"""Event files of TensorBoard: checksums, precision, and runs that were resumed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, tensorboard
from colophon.importers.tensorboard import checksum

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

FLOP = "train/total_flos"


def field(number: int, data: bytes) -> bytes:
    """Return a field that holds bytes."""
    return bytes([number << 3 | 2, len(data)]) + data


def record(data: bytes) -> bytes:
    """Return a record of an event file."""
    length = struct.pack("<Q", len(data))
    ends = (struct.pack("<I", checksum(part)) for part in (length, data))
    return length + next(ends) + data + next(ends)


def scalar(step: int, value: float, tag: str = FLOP) -> bytes:
    """Return a record of one scalar."""
    inside = field(1, tag.encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", value)
    return record(bytes([2 << 3, step]) + field(5, field(1, inside)))


def tensor(step: int, value: float, tag: str = FLOP) -> bytes:
    """Return a record of one number with double precision in a tensor."""
    number = bytes([1 << 3, 2]) + field(4, struct.pack("<d", value))
    inside = field(1, tag.encode()) + field(8, number)
    return record(bytes([2 << 3, step]) + field(5, field(1, inside)))


VERSION = record(field(3, b"brain.Event:2"))


def read(gather: Gather, *files: bytes) -> Reading:
    """Return the reading of event files that were begun after each other."""
    names = (f"events.out.tfevents.{at}.node" for at in range(9, 9 + len(files)))
    (reading,) = gather(tensorboard, dict(zip(names, files, strict=True)))
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_the_checksum_is_that_of_the_records() -> None:
    """The value is the known one of nine digits, turned as records hold it."""
    known = 0xE3069283
    assert checksum(b"123456789") == ((known >> 15 | known << 17) + 0xA282EAD8) & 0xFFFFFFFF


@pytest.mark.parametrize(
    ("value", "told"),
    [(1.5e15, 15 * 10**14), (1e19 / 3, 3333333300000000000), (0.1, "0.1"), (2.0**24 + 2, 16777218)],
)
def test_a_scalar_is_told_in_the_fewest_digits(
    gather: Gather, value: float, told: int | str
) -> None:
    """Single precision holds about seven; the others would be invented."""
    assert facts(read(gather, VERSION + scalar(1, value))) == {"training.flop-logged": told}


def test_a_tensor_of_one_number_is_read_too(gather: Gather) -> None:
    """Newer writers put scalars into tensors."""
    reading = read(gather, VERSION + tensor(1, 1e19 / 3))
    assert facts(reading) == {"training.flop-logged": 3333333333333333500}


def test_a_run_that_was_resumed_counts_once(gather: Gather) -> None:
    """The second file goes on where the first was, and is begun later whatever its name's order."""
    reading = read(
        gather, VERSION + scalar(1, 10) + scalar(2, 20), VERSION + scalar(2, 20) + scalar(3, 30)
    )
    assert facts(reading) == {"training.flop-logged": 30}
    (item,) = reading.evidence
    assert item.locator == "events.out.tfevents.10.node, tag train/total_flos, step 3"


@pytest.mark.parametrize("again", [scalar(1, 10), scalar(3, 25) + scalar(1, 26)])
def test_two_runs_in_one_folder_are_asked_about(gather: Gather, again: bytes) -> None:
    """The count begins anew, or the steps do."""
    reading = read(gather, VERSION + scalar(1, 10) + scalar(2, 20), VERSION + again)
    assert facts(reading) == {}
    assert "goes back" in reading.unread[0].reason


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_the_last_record_may_be_cut_off(gather: Gather, cut: int) -> None:
    """It is not read; the one before it is."""
    reading = read(gather, (VERSION + scalar(1, 10) + scalar(2, 20))[:-cut])
    assert facts(reading) == {"training.flop-logged": 10}
    (unread,) = reading.unread
    assert "no end" in unread.reason
    assert not unread.damaged


def test_a_record_that_has_changed_makes_the_file_damaged(gather: Gather) -> None:
    """One bit is enough: what is left is not all."""
    whole = VERSION + scalar(1, 10) + scalar(2, 20)
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        reading = read(gather, changed)
        assert reading.evidence == () or facts(reading) == {"training.flop-logged": 10}
        assert reading.unread


def test_what_begins_anew_when_resumed_is_no_total(gather: Gather) -> None:
    """OLMo-core has logged operations in all that were those since the last start."""
    reading = read(gather, VERSION + scalar(5, 1e3, "throughput/total petaflops"))
    assert facts(reading) == {}
    assert "begins at zero" in reading.unread[0].reason


def test_zero_and_no_numbers_are_no_values(gather: Gather) -> None:
    """The Trainer logs zero where it cannot count."""
    reading = read(gather, VERSION + scalar(1, 0) + scalar(2, float("nan"), "train/epoch"))
    assert facts(reading) == {}
    assert reading.unread == ()


def test_long_records_are_passed_over(gather: Gather) -> None:
    """Pictures and graphs hold no scalars."""
    reading = read(
        gather, VERSION + record(field(4, b"")[:1] + b"\x80\x80\x02" + bytes(2**15)) + scalar(1, 10)
    )
    assert facts(reading) == {"training.flop-logged": 10}


def test_files_of_other_names_are_left_alone() -> None:
    """Only the name that TensorBoard looks for is read."""
    folder = Folder(["events.txt", "events.out.tfevents", "a.tfevents.1"])
    assert list(tensorboard.recognise(folder)) == []


def timed(moment: float, step: int, **values: float) -> bytes:
    """Return the record of an event with several scalars of the Trainer, at a moment."""
    summary = b"".join(
        field(1, field(1, f"train/{tag}".encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", value))
        for tag, value in values.items()
    )
    return record(
        bytes([1 << 3 | 1]) + struct.pack("<d", moment) + bytes([2 << 3, step]) + field(5, summary)
    )


def test_seconds_of_the_last_start_alone_are_not_told(gather: Gather) -> None:
    """The records of both starts lie in one folder, further apart than the seconds tell."""
    first = timed(1000, 5, epoch=0.5) + timed(1010, 10, epoch=1)
    second = timed(5000, 15, epoch=1.5) + timed(5010, 20, epoch=2, train_runtime=20)
    reading = read(gather, first, second)
    assert facts(reading) == {"training.epochs": 2}
    assert "clock began anew" in reading.unread[0].reason


def test_seconds_of_a_start_whose_beginning_lies_elsewhere_are_not_told(gather: Gather) -> None:
    """By default each start has a folder of its own: its first step shows that it is not all."""
    second = timed(5000, 15, epoch=1.5) + timed(5010, 20, epoch=2, train_runtime=20)
    assert facts(read(gather, second)) == {"training.epochs": 2}
    whole = timed(5000, 5, epoch=0.5) + timed(5010, 10, epoch=1, train_runtime=20)
    assert facts(read(gather, whole)) == {"training.epochs": 1, "training.seconds": 20}
