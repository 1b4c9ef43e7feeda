"""What every engine does with one shard, wherever that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.corpus.database import limits
from colophon.corpus.engines import Done
from colophon.errors import DiskError

if TYPE_CHECKING:
    from colophon.corpus.kernel import Kernel
    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store


def count_one(kernel: Kernel, plan: Plan, store: Store, shard: Shard) -> Done:
    """Count one shard and keep what it comes to; say why where it cannot be reached.

    Raises:
        ColophonError: the plan does not fit it, or memory or disk are not enough to count it.
    """
    with limits("to count this file", shard.path, store.folder):
        try:
            with store.keeping(plan.key(shard)) as path:
                kernel.count(shard, path)
                shard.require_unchanged()
        except DiskError as error:
            return Done(shard, error)
    return Done(shard)
