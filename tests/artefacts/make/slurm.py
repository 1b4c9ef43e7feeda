"""Make the example of `slurm`: the same few jobs in both forms of `sacct`.

`sacct` needs a cluster, so the lists are written as its manual describes them (Slurm 24.05), with
invented jobs:

    python -P tests/artefacts/make/slurm.py tests/importers/examples/slurm/artefact

The first is what this prints:

    sacct --parsable2 --noconvert --duplicates \
      --format=JobID,JobName,State,Start,End,ElapsedRaw,AllocTRES,NNodes,Restarts,ConsumedEnergyRaw
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

COLUMNS = "JobID|JobName|State|Start|End|ElapsedRaw|AllocTRES|NNodes|Restarts|ConsumedEnergyRaw"
TRES = "billing=128,cpu=128,gres/gpu:h100=16,gres/gpu=16,mem=1024G,node=2"
JOBS = [
    ("4711", "pretrain", "NODE_FAIL", "2026-03-01T10:00:00", "2026-03-01T11:00:00", 3600, 0),
    ("4711", "pretrain", "COMPLETED", "2026-03-01T11:05:00", "2026-03-02T13:08:04", 93784, 1),
    ("4712_1", "sweep", "CANCELLED by 1000", "2026-03-03T08:00:00", "2026-03-03T08:30:00", 1800, 0),
]


def line(job: tuple, *, step: str = "") -> str:
    """Return the line of a job or of one of its steps."""
    name, title, state, start, end, seconds, restarts = job
    energy = 0 if step else seconds * 9000
    title = step or title
    name = f"{name}.{step}" if step else name
    return f"{name}|{title}|{state}|{start}|{end}|{seconds}|{TRES}|2|{restarts}|{energy}\n"


def number(value: int) -> dict:
    """Return a number as newer versions write it."""
    return {"set": True, "infinite": False, "number": value}


def document(job: tuple) -> dict:
    """Return a job as JSON."""
    name, title, state, start, end, seconds, restarts = job
    array, _, task = name.partition("_")
    at = (
        int(datetime.fromisoformat(moment).replace(tzinfo=timezone.utc).timestamp())
        for moment in (start, end)
    )
    return {
        "array": {
            "job_id": int(array) if task else 0,
            "task_id": number(int(task)) if task else {"set": False, "number": 0},
        },
        "job_id": int(array) + 1000 if task else int(array),
        "name": title,
        "restart_cnt": restarts,
        "state": {"current": [state.partition(" ")[0]], "reason": "None"},
        "steps": [{"step": {"name": "batch"}, "time": {"elapsed": seconds}}],
        "time": {"start": next(at), "end": next(at), "elapsed": seconds, "suspended": 0},
        "tres": {
            "allocated": [
                {"type": "cpu", "name": "", "id": 1, "count": 128},
                {"type": "node", "name": "", "id": 4, "count": 2},
                {"type": "gres", "name": "gpu", "id": 1001, "count": 16},
                {"type": "gres", "name": "gpu:h100", "id": 1002, "count": 16},
            ]
        },
    }


def main(target: Path) -> None:
    """Write both lists to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    lines = (line(job) + line(job, step="batch") + line(job, step="0") for job in JOBS)
    (target / "sacct.txt").write_text(f"{COLUMNS}\n{''.join(lines)}")
    jobs = {"jobs": [document(job) for job in JOBS], "meta": {"slurm": {"release": "24.05.0"}}}
    (target / "sacct.json").write_text(json.dumps(jobs, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
