"""Runs of Weights & Biases: what the last record says, and what was resumed."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, wandb

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Gather = Callable[..., list[Reading]]

HEAD = b":W&B\xe1\xbe\x00"
BLOCK = 2**15


def field(number: int, data: bytes) -> bytes:
    """Return a field that holds bytes."""
    key = number << 3 | 2
    head = bytes([key]) if key < 128 else bytes([key & 127 | 128, key >> 7])
    length, ends = len(data), b""
    while length >= 128:
        ends, length = ends + bytes([length & 127 | 128]), length >> 7
    return head + ends + bytes([length]) + data


def summary(**values: Any) -> bytes:
    """Return a record that updates the summary."""
    items = (
        field(1, field(2, key.encode()) + field(16, json.dumps(value).encode()))
        for key, value in values.items()
    )
    return field(3, b"".join(items))


def run(name: str = "pretrain", *more: bytes) -> bytes:
    """Return a record of the run itself."""
    return field(17, field(1, b"abc") + field(8, name.encode()) + b"".join(more))


def store(*records: bytes) -> bytes:
    """Return the store of these records, in parts where a block ends."""
    data = HEAD
    for record in records:
        rest, first = record, True
        while first or rest:
            left = BLOCK - len(data) % BLOCK
            if left < 7:
                data += bytes(left)
                left = BLOCK
            part, rest = rest[: left - 7], rest[left - 7 :]
            kind = (2 if rest else 1) if first else (3 if rest else 4)
            data += struct.pack(
                "<IHB", zlib.crc32(part, zlib.crc32(bytes([kind]))), len(part), kind
            )
            data += part
            first = False
    return data


def read(gather: Gather, *records: bytes) -> Reading:
    """Return the reading of the store of these records."""
    (reading,) = gather(wandb, {"run-abc.wandb": store(*records)})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def test_of_the_summary_the_last_value_counts(gather: Gather) -> None:
    """Each record updates those before it; nothing is added up."""
    reading = read(gather, run(), summary(total_flos=1e15), summary(total_flos=3e15, loss=2))
    assert facts(reading) == {"training.run": "pretrain", "training.flop-logged": 3 * 10**15}
    assert reading.evidence[-1].locator == "record 3, key total_flos"


def test_a_record_in_parts_over_several_blocks_is_one(gather: Gather) -> None:
    """A long output stands between two summaries."""
    reading = read(gather, summary(epoch=1), field(4, bytes(100_000)), summary(epoch=2))
    assert facts(reading) == {"training.epochs": 2}
    assert reading.unread == ()


def test_what_is_left_of_a_block_is_passed_over(gather: Gather) -> None:
    """A block that has no room for another part ends with zeros."""
    for left in range(12):
        filling = BLOCK - len(HEAD) - 7 - left - 4
        reading = read(gather, field(4, bytes(filling)), summary(epoch=2))
        assert facts(reading) == {"training.epochs": 2}


def test_a_record_beyond_all_is_passed_over(gather: Gather) -> None:
    """An output of many megabytes is not kept in memory."""
    reading = read(gather, summary(epoch=1), field(4, bytes(2**24)), summary(epoch=2))
    assert facts(reading) == {"training.epochs": 2}


def test_what_was_taken_out_of_the_summary_is_not_read(gather: Gather) -> None:
    """A record may remove what others set."""
    gone = field(3, field(2, field(1, b"epoch")))
    assert facts(read(gather, summary(epoch=1), gone)) == {}


def test_records_out_of_their_order_make_the_store_damaged(gather: Gather) -> None:
    """A last part without a first is of no record."""
    part = struct.pack("<IHB", zlib.crc32(b"a", zlib.crc32(b"\x04")), 1, 4) + b"a"
    (reading,) = gather(wandb, {"run-abc.wandb": HEAD + part})
    assert reading.unread[0].damaged
    (reading,) = gather(wandb, {"run-abc.wandb": b"another file"})
    assert reading.unread[0].damaged


def test_two_stores_in_one_folder_are_two_runs(gather: Gather) -> None:
    """Each is read on its own."""
    files = {"run-a.wandb": store(summary(epoch=1)), "run-b.wandb": store(summary(epoch=2))}
    assert [facts(one) for one in gather(wandb, files)] == [
        {"training.epochs": 1},
        {"training.epochs": 2},
    ]


def test_seconds_are_those_of_the_training_where_it_logs_them(gather: Gather) -> None:
    """The clock of the run goes on while the program does other things."""
    assert facts(read(gather, summary(_runtime=90))) == {"training.seconds": 90}
    both = read(gather, summary(_runtime=90, train_runtime=60.5))
    assert facts(both) == {"training.seconds": "60.5"}


def test_a_run_that_was_resumed_is_asked_about(gather: Gather) -> None:
    """Its clock does not hold what was done before."""
    reading = read(gather, run("x", bytes([18 << 3 & 127 | 128, 18 >> 4, 1])), summary(_runtime=9))
    assert facts(reading) == {"training.run": "x"}
    assert "was resumed" in reading.unread[0].reason


def test_zero_operations_are_no_value(gather: Gather) -> None:
    """The Trainer logs zero where it cannot count."""
    reading = read(gather, summary(total_flos=0.0, num_input_tokens_seen=0))
    assert facts(reading) == {}
    assert reading.unread == ()


def test_what_begins_anew_when_resumed_is_no_total(gather: Gather) -> None:
    """OLMo-core has logged operations in all that were those since the last start."""
    reading = read(
        gather, summary(**{"throughput/total flops": 1e20, "throughput/total tokens": 5})
    )
    assert facts(reading) == {"training.tokens": 5}
    assert "begins at zero" in reading.unread[0].reason


def test_the_last_record_may_be_cut_off(gather: Gather) -> None:
    """It is not read; those before it are."""
    data = store(summary(epoch=1), summary(epoch=2))
    for cut in range(1, len(store(summary(epoch=2))) - len(HEAD)):
        (reading,) = gather(wandb, {"run-abc.wandb": data[:-cut]})
        assert facts(reading) == {"training.epochs": 1}
        assert "no end" in reading.unread[0].reason


def test_a_record_that_has_changed_makes_the_store_damaged(gather: Gather) -> None:
    """One bit is enough."""
    data = store(summary(epoch=1), summary(epoch=2))
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        (reading,) = gather(wandb, {"run-abc.wandb": changed})
        assert "training.epochs" not in facts(reading) or facts(reading)["training.epochs"] == 1
        assert reading.unread


FILES = {
    "files/wandb-summary.json": '{"_runtime": 90, "total_flos": 1e15, "_wandb": {"runtime": 90}}',
    "files/wandb-metadata.json": '{"gpu": "Acme H", "gpu_count": 8, "host": "node"}',
    "files/config.yaml": "_wandb:\n  value: {}\nmax_steps:\n  value: 100\nlearning_rate:\n"
    "  value: 0.0003\n",
}
TOLD = {
    "hardware.accelerator": "Acme H",
    "hardware.accelerators-per-node": 8,
    "training.steps-planned": 100,
    "training.learning-rate": "0.0003",
    "training.flop-logged": 10**15,
    "training.seconds": 90,
}


def test_the_texts_of_a_run_are_read_from_its_folder_or_their_own(gather: Gather) -> None:
    """Whichever of the two is pointed at, they are one artefact."""
    (whole,) = gather(wandb, FILES)
    assert facts(whole) == TOLD
    (inside,) = gather(wandb, {name.removeprefix("files/"): text for name, text in FILES.items()})
    assert facts(inside) == TOLD


def test_a_text_is_read_instead_of_the_records(gather: Gather) -> None:
    """What was not logged offline leaves both."""
    files = {**FILES, "run-abc.wandb": store(run(), summary(total_flos=1))}
    (reading,) = gather(wandb, files)
    assert facts(reading) == {"training.run": "pretrain", **TOLD}


def test_a_text_that_holds_nothing_takes_nothing_away(gather: Gather) -> None:
    """Older versions leave one beside the records of a run that was logged offline."""
    files = {
        "offline-run-1-abc/run-abc.wandb": store(summary(total_flos=1e15)),
        "offline-run-1-abc/files/wandb-summary.json": '{"_wandb": {"runtime": 0}}',
    }
    folder = {name.partition("/")[2]: text for name, text in files.items()}
    (reading,) = gather(wandb, folder)
    assert facts(reading) == {"training.flop-logged": 10**15}


def test_a_text_that_is_cut_off_is_not_read_to_its_end(gather: Gather) -> None:
    """`value: 0.0003` may have been more."""
    files = {**FILES, "files/config.yaml": FILES["files/config.yaml"].rstrip()}
    (reading,) = gather(wandb, files)
    assert "training.learning-rate" not in facts(reading)
    assert "may be cut off" in reading.unread[0].reason
    files = {**FILES, "files/wandb-summary.json": FILES["files/wandb-summary.json"][:-1]}
    (reading,) = gather(wandb, files)
    assert reading.evidence == ()
    assert reading.unread[0].damaged


@pytest.mark.parametrize("wrong", ["many", -1, True, [1], 1e99])
def test_a_value_of_another_form_is_unread(gather: Gather, wrong: Any) -> None:
    """Anything may be logged under any name."""
    reading = read(gather, summary(num_input_tokens_seen=wrong))
    assert facts(reading) == {}
    assert reading.unread


def test_other_files_of_these_names_are_left_alone() -> None:
    """A configuration is that of a run only if it says so."""
    folder = Folder(["config.yaml", "run-a.txt"], look=lambda _: b"model: a\n")
    assert list(wandb.recognise(folder)) == []
