"""Make the example of `codecarbon`: one run written twice, and another after it.

With codecarbon 3.3.2:

    pip install codecarbon
    python -P tests/artefacts/make/codecarbon.py tests/importers/examples/codecarbon/artefact

Ids, times and what names the machine are replaced.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

from codecarbon import OfflineEmissionsTracker

NEUTRAL = {
    "os": "Linux-6.1-x86_64-with-glibc2.36",
    "python_version": "3.11.7",
    "cpu_model": "Acme 9000",
    "ram_total_size": "64.0",
}


def tracker(folder: str) -> OfflineEmissionsTracker:
    """Return a tracker that writes to `folder`."""
    return OfflineEmissionsTracker(
        project_name="acme-toy",
        country_iso_code="FRA",
        output_dir=folder,
        pue=1.2,
        allow_multiple_runs=True,
        log_level="critical",
        measure_power_secs=1,
    )


def main(target: Path) -> None:
    """Write the table to `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        first = tracker(scratch)
        first.start()
        time.sleep(1.5)
        first.flush()
        time.sleep(1.5)
        first.stop()
        second = tracker(scratch)
        second.start()
        time.sleep(1.5)
        second.stop()
        with (Path(scratch) / "emissions.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
    runs = dict.fromkeys(row["run_id"] for row in rows)
    ids = {run: f"00000000-0000-4000-8000-00000000000{at}" for at, run in enumerate(runs, 1)}
    for at, row in enumerate(rows):
        row.update(NEUTRAL, run_id=ids[row["run_id"]], timestamp=f"2026-03-01T10:00:0{at * 3}")
        row["experiment_id"] = "00000000-0000-4000-8000-000000000000"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "emissions.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
