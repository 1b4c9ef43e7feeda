"""How large the texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import TOLD, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.text-bytes": "how large all texts are, in bytes of UTF-8",
    "corpus.text-bytes-in-part": "of the records that tell it; how many these are; all records",
}
NEEDS: Final[frozenset[Role]] = frozenset({"text", "bytes"})
BY: Final[Mapping[str, str]] = {"untold": "bytes IS NULL"}
KEY: Final = TOLD


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the size of all texts."""
    return size(counts, NEEDS, "text", "corpus.text-bytes", "bytes", "bytes")
