"""How many tokens there are, where a column or a tokenizer tells of every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import TOLD, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.tokens": "how many tokens all texts have",
    "corpus.tokens-in-part": "of the records that tell it; how many these are; all records",
}
NEEDS: Final[frozenset[Role]] = frozenset({"tokens"})
BY: Final[Mapping[str, str]] = {"untold": "tokens IS NULL"}
KEY: Final = TOLD


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the number of tokens."""
    return size(counts, NEEDS, "tokens", "corpus.tokens", "tokens", "tokens")
