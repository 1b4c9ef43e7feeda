"""From which dumps or snapshots the records come, such as those of Common Crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import UNTOLD, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.evidence import Evidence

FACTS: Final = {
    "corpus.dump": "a dump or snapshot, its documents, their bytes of text",
    "corpus.without-dump": "how many documents the corpus tells none of",
}
NEEDS: Final[frozenset[Role]] = frozenset({"dump"})
BY: Final[Mapping[str, str]] = {"dump": "dump"}
KEY: Final = f"""coalesce(
    nullif(regexp_extract(dump, 'CC-MAIN-[0-9]{{4}}-[0-9]{{2}}'), ''),
    nullif(trim(dump), ''),
    '{UNTOLD}')"""


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell each dump with its size."""
    return shares(counts, "dumps", "corpus.dump", "dump")
