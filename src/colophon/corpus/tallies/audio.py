"""How long the audio lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import TOLD, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.audio": "how long all audio lasts",
    "corpus.audio-in-part": "of the records that tell it; how many these are; all records",
}
NEEDS: Final[frozenset[Role]] = frozenset({"audio-seconds"})
BY: Final[Mapping[str, str]] = {"untold": "audio IS NULL"}
KEY: Final = TOLD


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the length of all audio."""
    return size(counts, NEEDS, "audio", "corpus.audio", "audio", "milliseconds")
