"""Which records were made by a machine, as the corpus marks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import UNTOLD, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.synthetic": "a mark of what made a record, its documents, their bytes of text",
    "corpus.without-synthetic": "how many documents the corpus tells none of",
}
NEEDS: Final[frozenset[Role]] = frozenset({"synthetic"})
BY: Final[Mapping[str, str]] = {"synthetic": "synthetic"}
KEY: Final = f"coalesce(nullif(trim(synthetic), ''), '{UNTOLD}')"


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell each mark with its size."""
    return shares(counts, "synthetic", "corpus.synthetic", "synthetic")
