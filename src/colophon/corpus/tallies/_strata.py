"""The sample of a corpus, shard by shard: each shard is a stratum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from colophon.corpus.counts import Count, Counts


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was seen of one shard.

    Attributes:
        shard: its name.
        documents: how many it holds.
        rows: what the documents looked at come to, by what was found in them.
    """

    shard: str
    documents: int
    rows: tuple[Count, ...]

    @property
    def looked_at(self) -> int:
        """How many documents were looked at, at least one."""
        return sum(row.documents for row in self.rows)

    @property
    def weight(self) -> float:
        """For how many documents of the shard each of them stands."""
        return self.documents / self.looked_at


def keyed(found: str, shard: str) -> str:
    """Return the key of what was found in a shard."""
    return f"{found}\t{shard}"


def strata(counts: Counts, tally: str) -> tuple[Stratum, ...]:
    """Return the shards of which something was looked at for a tally, in order."""
    rows: dict[str, list[Count]] = {}
    for row in counts.rows(tally):
        found, _, shard = row.key.partition("\t")
        rows.setdefault(shard, []).append(replace(row, key=found))
    documents = {row.key: row.documents for row in counts.rows("shards")}
    return tuple(Stratum(shard, documents[shard], tuple(rows[shard])) for shard in sorted(rows))
