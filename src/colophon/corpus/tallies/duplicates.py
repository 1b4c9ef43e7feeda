"""How many records repeat the text of another to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts

FACTS: Final = {
    "corpus.duplicates": "how many records repeat the whole text of another, the first left out",
}
NEEDS: Final[frozenset[str]] = frozenset({"digest"})
BY: Final[Mapping[str, str]] = {"digest": "digest"}
KEY: Final = "digest"


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell how many texts were there before."""
    found = counts.connection.execute(
        "SELECT sum(documents) - count(*) FROM counts WHERE tally = 'duplicates' AND key <> ''"
    ).fetchone()
    if found and found[0] is not None:
        yield Evidence(
            fact="corpus.duplicates", value=int(found[0]), unit="documents", locator="text"
        )
