"""What the tests of the readers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.corpus import readers
from colophon.corpus.sampling import Sample
from colophon.corpus.shards import Shard
from colophon.evidence import Unread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def shard(tmp_path: Path) -> Callable[[str, bytes], Shard]:
    """Return what writes a file and returns it as a shard."""

    def written(name: str, content: bytes) -> Shard:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return Shard(str(path), len(content), "1")

    return written


@pytest.fixture
def read() -> Callable[..., tuple[list[dict[str, Any]], list[Unread]]]:
    """Return what reads a shard: its records, and what could not be read."""

    def done(
        shard: Shard, roles: dict[Any, str], sample: Sample | None = None
    ) -> tuple[list[dict[str, Any]], list[Unread]]:
        reader = readers.of(shard.path)
        assert reader is not None
        rows: list[dict[str, Any]] = []
        unread: list[Unread] = []
        for one in reader.batches(shard, roles, sample or Sample(0, everything=True)):
            if isinstance(one, Unread):
                unread.append(one)
            else:
                rows.extend(one.to_pylist())
        assert [row["record"] for row in rows] == list(range(len(rows)))
        return rows, unread

    return done
