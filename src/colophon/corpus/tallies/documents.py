"""How many records there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role

FACTS: Final = {"corpus.documents": "how many records the corpus holds"}
NEEDS: Final[frozenset[Role]] = frozenset()
BY: Final[Mapping[str, str]] = {}
KEY: Final = "''"


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the number of records, 0 where there are none."""
    total = counts.one("documents")
    yield Evidence(
        fact="corpus.documents",
        value=total.documents if total else 0,
        unit="documents",
        locator="",
    )
