"""When the content was collected: the first day and the last, and each month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import UNTOLD, sized
from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role

FACTS: Final = {
    "corpus.first-day": "the first day on which content was collected",
    "corpus.last-day": "the last day on which content was collected",
    "corpus.month": "a month, the documents collected in it, their bytes of text",
    "corpus.without-day": "why a day is not known, the documents, their bytes of text",
}
NEEDS: Final[frozenset[Role]] = frozenset({"date"})
_NOT_UNDERSTOOD: Final = "not understood"
BY: Final[Mapping[str, str]] = {"day": "day", "undated": "undated"}
KEY: Final = f"""CASE
    WHEN day IS NOT NULL THEN strftime(day, '%Y-%m')
    WHEN undated THEN '{UNTOLD}' ELSE '{_NOT_UNDERSTOOD}' END"""


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the first and the last day, the months, and how much has no day."""
    how = counts.how("date")
    months = [row for row in counts.rows("dates") if row.first is not None]
    if months:
        first = min(row.first for row in months if row.first)
        last = max(row.last for row in months if row.last)
        yield Evidence(fact="corpus.first-day", value=first.isoformat(), locator=how)
        yield Evidence(fact="corpus.last-day", value=last.isoformat(), locator=how)
    for row in counts.rows("dates"):
        fact = "corpus.month" if row.first else "corpus.without-day"
        yield Evidence(fact=fact, value=(row.key, *sized(row)), locator=how)
