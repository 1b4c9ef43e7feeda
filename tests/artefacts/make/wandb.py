"""Make the example of `wandb`: a run that was logged offline.

With wandb 0.31.0:

    pip install wandb
    python -P tests/artefacts/make/wandb.py tests/importers/examples/wandb/artefact

What is of the machine and of the moment is replaced record by record, with the checksums made anew;
accelerators, which the machine need not have, are put in.
"""

from __future__ import annotations

import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

import wandb
from wandb.proto.wandb_internal_pb2 import Record

HEAD = b":W&B\xe1\xbe\x00"
BLOCK = 32768
FIRST = 1772359200
"""2026-03-01, ten o'clock."""


def run(folder: str) -> bytes:
    """Log a run and return its store."""
    os.environ["WANDB_MODE"] = "offline"
    settings = {"learning_rate": 3e-4, "max_steps": 6, "per_device_train_batch_size": 4}
    logged = wandb.init(
        project="acme-toy",
        name="pretrain",
        dir=folder,
        config=settings,
        settings=wandb.Settings(console="off"),
    )
    for step in range(1, 7):
        logged.log({"train/loss": 4.2 - step / 10, "train/epoch": step / 6})
    logged.log({"train/total_flos": 14340096.0, "train_runtime": 2.5})
    logged.finish()
    (path,) = Path(folder).glob("wandb/offline-run-*/run-*.wandb")
    return path.read_bytes()


def records(data: bytes) -> list[Record]:
    """Return the records of a store of one block."""
    found, at = [], len(HEAD)
    while at < len(data):
        _, length, kind = struct.unpack("<IHB", data[at : at + 7])
        assert kind == 1, "a record in parts"
        found.append(Record.FromString(data[at + 7 : at + 7 + length]))
        at += 7 + length
    return found


def neutral(record: Record) -> Record:
    """Replace what is of the machine and of the moment."""
    record.ClearField("uuid")
    if record.HasField("environment"):
        record.environment.Clear()
        record.environment.os = "Linux-6.1-x86_64-with-glibc2.36"
        record.environment.gpu_type = "Acme H"
        record.environment.gpu_count = 8
    if record.HasField("run"):
        record.run.run_id = "acme0001"
        record.run.host = "node"
        record.run.start_time.seconds = FIRST
        record.run.start_time.nanos = 0
        record.run.ClearField("telemetry")
        record.run.ClearField("settings")
    for items in (record.summary.update, record.history.item):
        for item in items:
            if "_timestamp" in (item.key, *item.nested_key):
                item.value_json = str(FIRST)
    return record


def main(target: Path) -> None:
    """Write the store to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = records(run(folder))
    kept = ("run", "environment", "config", "summary", "history", "exit")
    data = HEAD
    for record in found:
        if record.WhichOneof("record_type") in kept:
            part = neutral(record).SerializeToString()
            checksum = zlib.crc32(part, zlib.crc32(b"\x01"))
            data += struct.pack("<IHB", checksum, len(part), 1) + part
    assert len(data) < BLOCK
    (target / "run-acme0001.wandb").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
