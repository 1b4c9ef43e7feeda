"""Under which licences the records stand, as the corpus names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import UNTOLD, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.licence": "a licence that the corpus names, its documents, their bytes of text",
    "corpus.without-licence": "how many documents the corpus tells none of",
}
NEEDS: Final[frozenset[Role]] = frozenset({"licence"})
BY: Final[Mapping[str, str]] = {"licence": "licence"}
KEY: Final = f"coalesce(nullif(trim(licence), ''), '{UNTOLD}')"


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell each licence with its size."""
    return shares(counts, "licences", "corpus.licence", "licence")
