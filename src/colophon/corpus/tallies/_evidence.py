"""What several tallies do with their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from colophon.corpus.counts import Count, Counts
    from colophon.corpus.readers import Role

UNTOLD: Final = "untold"
"""The key of records that do not tell what the tally counts."""

TOLD: Final = f"CASE WHEN untold THEN '{UNTOLD}' ELSE '' END"
"""The key of a record that tells its size, or does not."""

Z_95: Final = 1.959963984540054
"""The standard normal deviate of an interval that holds 95 of 100 times."""


def size(  # noqa: PLR0913 -- a measure has so many sides
    counts: Counts, roles: Iterable[Role], tally: str, fact: str, measure: str, unit: str
) -> Iterator[Evidence]:
    """Tell the sum of a measure; as a part, where some records do not tell it.

    Args:
        counts: of the corpus.
        roles: which columns tell it.
        tally: whose keys are those of `TOLD`.
        fact: the name of the fact; `…-in-part` where some records do not tell it.
        measure: the column of counts.
        unit: of the measure.
    """
    rows = {row.key: row for row in counts.rows(tally)}
    if "" not in rows:
        return
    amount = getattr(rows[""], measure)
    how = counts.how(*sorted(roles))
    if UNTOLD not in rows:
        yield Evidence(fact=fact, value=amount, unit=unit, locator=how)
        return
    documents = rows[""].documents
    yield Evidence(
        fact=f"{fact}-in-part",
        value=(amount, documents, documents + rows[UNTOLD].documents),
        unit=unit,
        locator=how,
    )


def shares(counts: Counts, tally: str, fact: str, role: Role) -> Iterator[Evidence]:
    """Tell the documents and the bytes of text under each key, and how many have none.

    Args:
        counts: of the corpus.
        tally: whose keys are told.
        fact: the name of the fact, such as `corpus.language`; `corpus.without-language` tells the
            documents that have none.
        role: which column tells it.
    """
    how = counts.how(role)
    for row in counts.rows(tally):
        if row.key == UNTOLD:
            without = fact.replace(".", ".without-")
            yield Evidence(fact=without, value=row.documents, unit="documents", locator=how)
        else:
            yield Evidence(fact=fact, value=(row.key, *sized(row)), locator=how)


def sized(row: Count) -> tuple[int, ...]:
    """Return the documents of a count, and the bytes of their text where it was measured."""
    return (row.documents,) if row.bytes is None else (row.documents, row.bytes)
