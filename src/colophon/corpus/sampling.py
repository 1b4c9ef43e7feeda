"""Which records of a shard are looked at more closely, the same on every machine and every day."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP: Final = 2_654_435_761
"""2**32 over the golden ratio: the multiples of it, modulo 2**32, lie evenly among each other."""
_MODULUS: Final = 2**32

KEY_SQL: Final = f"((record + 1) * {_STEP}) % {_MODULUS}"
"""The key of a record in SQL, where `record` is its position in the shard."""


def key(record: int) -> int:
    """Return by which number the record at a position is drawn: the smallest come first."""
    return (record + 1) * _STEP % _MODULUS


class Sample:
    """The records of one shard that are looked at: those with the smallest keys.

    Args:
        size: how many.
        everything: whether every record is wanted, whatever the size.
    """

    def __init__(self, size: int, *, everything: bool = False) -> None:
        self.size = size
        self.everything = everything
        self._largest_first: list[tuple[int, int]] = []

    def wants(self, record: int) -> bool:
        """Say whether the record at a position is drawn, among those that were asked about so far.

        One that is drawn may be pushed out by a later one.
        """
        if self.everything:
            return True
        if self.size == 0:
            return False
        one = (-key(record), record)
        if len(self._largest_first) < self.size:
            heapq.heappush(self._largest_first, one)
            return True
        if one <= self._largest_first[0]:
            return False
        heapq.heapreplace(self._largest_first, one)
        return True

    def likely(self, first: int, count: int) -> Sequence[int]:
        """Return those of so many positions, from `first`, that `wants` may say yes to.

        Asking `wants` about these alone comes to the same as asking about all, and is faster.
        """
        some = range(first, first + count)
        if self.everything:
            return some
        if self.size == 0:
            return ()
        if len(self._largest_first) < self.size:
            return some
        largest = -self._largest_first[0][0]
        return [record for record in some if (record + 1) * _STEP % _MODULUS <= largest]
