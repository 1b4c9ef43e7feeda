"""What every engine does with one shard, wherever that is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from colophon.corpus.engines import Done
from colophon.corpus.kernel import TABLE, Kernel
from colophon.errors import ColophonError, DiskError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store


def count_one(
    kernel: Kernel, connection: DuckDBPyConnection, plan: Plan, store: Store, shard: Shard
) -> Done:
    """Count one shard and keep what it comes to; say why where it cannot be reached.

    Raises:
        ColophonError: the plan does not fit it, or memory or disk are not enough to count it.
    """
    with _limits(shard, store):
        try:
            kernel.count(shard)
            shard.require_unchanged()
        except DiskError as error:
            return Done(shard, error)
        store.keep(plan.key(shard), connection, TABLE)
    return Done(shard)


@contextmanager
def _limits(shard: Shard, store: Store) -> Iterator[None]:
    """Turn what the database says of too little memory or disk into errors of ours."""
    duckdb = needed("duckdb")
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise ColophonError(
            "the memory is not enough to count this file",
            place=shard.path,
            remedy="Give more with --memory, or count fewer files at once with --cores.",
        ) from None
    except duckdb.IOException as error:
        raise DiskError(
            f"the disk refuses: {str(error).partition(chr(10))[0]}",
            place=str(store.folder),
            remedy="Make room, or name another place with --store.",
        ) from None
