"""How long the video lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import TOLD, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.video": "how long all video lasts",
    "corpus.video-in-part": "of the records that tell it; how many these are; all records",
}
NEEDS: Final[frozenset[Role]] = frozenset({"video-seconds"})
BY: Final[Mapping[str, str]] = {"untold": "video IS NULL"}
KEY: Final = TOLD


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the length of all video."""
    return size(counts, NEEDS, "video", "corpus.video", "video", "milliseconds")
