"""What one shard reports of itself: the first places, and then how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 20


class Reports:
    """What could not be read in one shard, of which only the first places are told one by one.

    Args:
        several: what is counted, such as `lines`.
    """

    def __init__(self, several: str) -> None:
        self._several = several
        self._count = 0
        self._damaged = False

    def one(self, unread: Unread) -> Iterator[Unread]:
        """Yield what is to be told of another one: itself, or nothing yet."""
        self._count += 1
        self._damaged = self._damaged or unread.damaged
        if self._count <= _MOST:
            yield unread

    def rest(self) -> Iterator[Unread]:
        """Yield how many there were beyond those that were told, at the end."""
        if self._count > _MOST:
            yield Unread(
                locator="",
                reason=f"{self._count - _MOST} more {self._several} could not be read",
                remedy="Mend the file, or look at the first ones, which are told one by one.",
                damaged=self._damaged,
            )


def broken(reason: str, records: int) -> Unread:
    """Tell that a shard breaks, after so many records."""
    before = "No record was" if records == 0 else f"{records} record{'s' * (records != 1)} were"
    return Unread(
        locator=f"after record {records}" if records else "",
        reason=f"{reason}; {before.replace('1 record were', '1 record was').lower()} read before",
        remedy="Fetch or write the file again, and scan again.",
        damaged=True,
    )
