"""About how many tokens the texts have: a tokenizer on a sample of the records of each shard."""

from __future__ import annotations

from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Final

from colophon.corpus.tallies._evidence import Z_95
from colophon.corpus.tallies._strata import strata
from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role
    from colophon.corpus.tools import Tools

FACTS: Final = {
    "corpus.tokens-estimate": "about how many tokens all texts have: low, likely, high",
}
NEEDS: Final[frozenset[Role]] = frozenset({"text"})
UNLESS: Final[frozenset[str]] = frozenset({"tokens", "no-tokenizer"})


def look(text: str, tools: Tools) -> tuple[str, int | None]:
    """Return the tokens of a text, under a key for each size."""
    tokens = tools.tokens(text)
    return f"{len(text.encode())} {tokens}", tokens


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell the number of tokens, with the interval that holds it 95 of 100 times.

    The sample tells how many tokens there are to a byte, and the texts are measured whole: this is
    the combined ratio estimator of a stratified sample.
    """
    found = strata(counts, "token_sample")
    sampled_bytes = sum(one.weight * (row.bytes or 0) for one in found for row in one.rows)
    total = sum(row.bytes or 0 for row in counts.rows("text"))
    if not sampled_bytes:
        return
    ratio = sum(one.weight * (row.tokens or 0) for one in found for row in one.rows) / sampled_bytes
    variance = 0.0
    for one in found:
        if one.looked_at < 2:  # noqa: PLR2004 -- one document alone does not vary
            continue
        parts = [(row.documents, *map(int, row.key.split())) for row in one.rows]
        off = [(times, tokens - ratio * size) for times, size, tokens in parts]
        mean = sum(times * error for times, error in off) / one.looked_at
        spread = sum(times * (error - mean) ** 2 for times, error in off) / (one.looked_at - 1)
        unseen = 1 - one.looked_at / one.documents
        variance += one.documents**2 * unseen * spread / one.looked_at
    likely, half = ratio * total, Z_95 * sqrt(variance)
    looked_at = sum(one.looked_at for one in found)
    documents = sum(one.documents for one in found)
    tools = ", ".join(row.key for row in counts.rows("tokenizers"))
    yield Evidence(
        fact="corpus.tokens-estimate",
        value=(max(0, floor(likely - half)), round(likely), ceil(likely + half)),
        unit="tokens",
        locator=f"{tools} on {looked_at} of {documents} documents",
    )
