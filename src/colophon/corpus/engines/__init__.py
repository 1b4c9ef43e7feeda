"""Engines: where the shards of a corpus are counted, and where the counts are merged.

What is counted stands in the kernel, and how counts are added up in `colophon.corpus.counts`, so
every engine comes to the same, to the byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store
    from colophon.errors import ColophonError


@dataclass(frozen=True, slots=True)
class Done:
    """A shard is dealt with.

    Attributes:
        shard: which one.
        error: why it could not be reached; None where its counts are kept.
    """

    shard: Shard
    error: ColophonError | None = None


Tell: TypeAlias = "Callable[[Done], None]"
"""Is told of each shard when it is dealt with."""


class Engine(Protocol):
    """Where shards are counted and counts are merged."""

    def count(self, shards: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Keep the counts of every shard in the store, and tell of each.

        Raises:
            ColophonError: the plan does not fit a shard, or what counted was killed; what was
                counted before is kept.
        """

    def merge(self, connection: DuckDBPyConnection, partials: Sequence[str]) -> None:
        """Make `counts` and `sites` of the whole out of what the store has of the shards.

        There is at least one.
        """


@dataclass(frozen=True, slots=True)
class Later:
    """An engine that is made when there is something to do: the libraries of one load slowly.

    Attributes:
        make: makes it.
    """

    make: Callable[[], Engine]

    def count(self, shards: Sequence[Shard], plan: Plan, store: Store, tell: Tell) -> None:
        """Count, as the engine does."""
        self.make().count(shards, plan, store, tell)

    def merge(self, connection: DuckDBPyConnection, partials: Sequence[str]) -> None:
        """Merge, as the engine does."""
        self.make().merge(connection, partials)
