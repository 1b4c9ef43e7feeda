"""The database that counts: bounded in memory, spilling to the disk."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from colophon.corpus.database import Means, connect
from colophon.corpus.unfinished import unfinished
from colophon.errors import DiskError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_does_not_fit_into_memory_is_spilled(tmp_path: Path) -> None:
    """A sum over more keys than memory holds comes out right, from the disk."""
    means = Means(2, 64 * 2**20, tmp_path / "not" / "made" / "yet")
    with connect(means) as connection:
        connection.execute(
            "CREATE TEMP TABLE one AS SELECT md5((i % 1500000)::VARCHAR) AS key "
            "FROM range(3000000) one(i)"
        )
        found = connection.execute(
            "SELECT count(*), min(times), max(times) FROM "
            "(SELECT key, count(*) AS times FROM one GROUP BY key)"
        ).fetchone()
    assert found == (1500000, 2, 2)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where there is a file in the way, it is said."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError) as caught:
        connect(Means(1, None, tmp_path / "file" / "spill"))
    assert caught.value.place == str(tmp_path / "file" / "spill")


def test_little_memory_is_used_where_nobody_says(tmp_path: Path) -> None:
    """512 MB for a core, and at least 1 GB."""
    assert Means.here(tmp_path, 1).memory == 2**30
    assert Means.here(tmp_path, 64).memory == 2**35
    assert Means.here(tmp_path, 2, 5).memory == 5


def test_what_was_spilled_by_a_process_that_was_killed_is_removed(tmp_path: Path) -> None:
    """What a process that still runs, or one of another machine, has on the disk stays."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    own = unfinished(tmp_path / "spill")
    old = tmp_path / own.name.replace(f"~{os.getpid()}~", f"~{ended.pid}~")
    elsewhere = [
        tmp_path / old.name.replace(socket.gethostname(), f"{socket.gethostname()}{end}")
        for end in ("-login", f"-{ended.pid}")
    ]
    for folder in (own, old, *elsewhere):
        folder.mkdir()
        (folder / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(bytes(1000))
    with connect(Means(1, None, tmp_path)):
        assert not old.exists()
        assert all(folder.exists() for folder in (own, *elsewhere))
