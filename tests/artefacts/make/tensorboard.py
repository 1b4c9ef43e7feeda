"""Make the example of `tensorboard`: a run that was resumed, in two event files.

With torch 2.13.0 and tensorboard 2.21.0:

    pip install torch tensorboard
    python -P tests/artefacts/make/tensorboard.py tests/importers/examples/tensorboard/artefact

The scalars are those that the Trainer logs. The files are named by their second and the machine;
both are replaced, in the names and, with the checksums made anew, in the times inside.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.summary.writer.record_writer import masked_crc32c
from torch.utils.tensorboard import SummaryWriter

FIRST = 1772359200
"""2026-03-01, ten o'clock."""


def record(event: Event) -> bytes:
    """Return one record of an event file."""
    data = event.SerializeToString()
    length = struct.pack("<Q", len(data))
    checksums = (struct.pack("<I", masked_crc32c(part)) for part in (length, data))
    return length + next(checksums) + data + next(checksums)


def part(target: Path, number: int, steps: range) -> None:
    """Write one event file with these steps."""
    with tempfile.TemporaryDirectory() as scratch:
        with SummaryWriter(scratch) as writer:
            for step in steps:
                writer.add_scalar("train/loss", 4.2 - step / 10, step)
                writer.add_scalar("train/epoch", step / 6, step)
            writer.add_scalar("train/total_flos", steps[-1] * 2390016.0, steps[-1])
        (path,) = Path(scratch).iterdir()
        data = path.read_bytes()
    begun = FIRST + number * 3600
    with (target / f"events.out.tfevents.{begun}.node.1.0").open("wb") as file:
        at = 0
        while at < len(data):
            (length,) = struct.unpack("<Q", data[at : at + 8])
            event = Event.FromString(data[at + 12 : at + 12 + length])
            event.wall_time = float(begun + event.step)
            file.write(record(event))
            at += 12 + length + 4


def main(target: Path) -> None:
    """Write both files to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    part(target, 0, range(1, 4))
    part(target, 1, range(3, 7))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
