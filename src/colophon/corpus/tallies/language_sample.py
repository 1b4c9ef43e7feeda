"""Which languages the texts are in, by a detector, on a sample of the records of each shard."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import Z_95
from colophon.corpus.tallies._strata import strata
from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.corpus.tallies._strata import Stratum
    from colophon.corpus.tools import Tools

FACTS: Final = {
    "corpus.language-sample": (
        "a language by detection, and the share of the documents in it: low, likely, high"
    ),
}
NEEDS: Final[frozenset[Role]] = frozenset({"text"})
UNLESS: Final[frozenset[Role]] = frozenset({"language"})
UNDETERMINED: Final = "und"
"""The code of ISO 639 for a language that cannot be told: here, of texts with few letters."""

_CHARACTERS: Final = 500
"""How much of a text the detector sees: more hardly changes what it says."""
_FEWEST_LETTERS: Final = 20
"""On fewer letters, detectors name some language all the same."""


def look(text: str, tools: Tools) -> tuple[str, int | None]:
    """Return the language of a text, as the detector names it."""
    start = text[:_CHARACTERS]
    if sum(map(str.isalpha, start)) < _FEWEST_LETTERS:
        return UNDETERMINED, None
    return tools.language(start), None


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the share of each language, with the interval that holds it 95 of 100 times."""
    found = strata(counts, "language_sample")
    documents = sum(one.documents for one in found)
    looked_at = sum(one.looked_at for one in found)
    names = sorted({row.key for one in found for row in one.rows})
    tools = ", ".join(row.key for row in counts.rows("detectors"))
    for name in names:
        low, likely, high = _share(name, found)
        yield Evidence(
            fact="corpus.language-sample",
            value=(name, f"{low:.4f}", f"{likely:.4f}", f"{high:.4f}"),
            locator=f"{tools} on {looked_at} of {documents} documents",
        )


def _share(name: str, found: Sequence[Stratum]) -> tuple[float, float, float]:
    """Return the share of a language by strata, and the ends of Wilson's interval.

    The variance of a stratified sample says how many documents a simple one would need to be as
    good; with so many, Wilson's interval is taken, which holds near 0 and 1 as well.
    """
    documents = sum(one.documents for one in found)
    counted: dict[str, int] = defaultdict(int)
    for one in found:
        counted[one.shard] += sum(row.documents for row in one.rows if row.key == name)
    share = variance = 0.0
    for one in found:
        weight = one.documents / documents
        part = counted[one.shard] / one.looked_at
        share += weight * part
        if one.looked_at > 1:
            unseen = 1 - one.looked_at / one.documents
            variance += weight**2 * unseen * part * (1 - part) / (one.looked_at - 1)
    if all(one.looked_at == one.documents for one in found):
        return share, share, share
    as_good = share * (1 - share) / variance if variance else sum(one.looked_at for one in found)
    middle = (share + Z_95**2 / (2 * as_good)) / (1 + Z_95**2 / as_good)
    half = Z_95 * sqrt(share * (1 - share) / as_good + Z_95**2 / (4 * as_good**2))
    half /= 1 + Z_95**2 / as_good
    return max(0.0, middle - half), share, min(1.0, middle + half)
