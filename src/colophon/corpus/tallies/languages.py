"""Which languages the corpus itself names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import UNTOLD, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.language": "a language that the corpus names, its documents, their bytes of text",
    "corpus.without-language": "how many documents the corpus tells none of",
}
NEEDS: Final[frozenset[Role]] = frozenset({"language"})
BY: Final[Mapping[str, str]] = {"language": "language"}
KEY: Final = f"coalesce(nullif(lower(trim(split_part(language, ',', 1))), ''), '{UNTOLD}')"
"""Of several languages, the most frequent stands first."""


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell each language with its size."""
    return shares(counts, "languages", "corpus.language", "language")
