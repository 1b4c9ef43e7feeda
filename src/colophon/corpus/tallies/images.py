"""How many images there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import TOLD, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.images": "how many images there are",
    "corpus.images-in-part": "of the records that tell it; how many these are; all records",
}
NEEDS: Final[frozenset[Role]] = frozenset({"images"})
BY: Final[Mapping[str, str]] = {"untold": "images IS NULL"}
KEY: Final = TOLD


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the number of images."""
    return size(counts, NEEDS, "images", "corpus.images", "images", "images")
