"""From which sites the records come, and so from which registrable domains."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.corpus.counts import Counts
    from colophon.corpus.readers import Role

FACTS: Final = {
    "corpus.domains": "how many registrable domain names there are",
    "corpus.top-domain": "one of the largest domains: its name, documents, bytes, tokens",
    "corpus.with-domain": "a measure of all records that lead to a domain, and its sum",
    "corpus.without-domain": "why an address leads to no domain, the documents, their bytes",
}
NEEDS: Final[frozenset[Role]] = frozenset({"url"})
BY: Final[Mapping[str, str]] = {"site": "site"}
KEY: Final = "site"
_TOP: Final = 20
_SUMS: Final = ("documents", "bytes", "tokens")


def evidence(counts: Counts) -> Iterator[Evidence]:
    """Tell how many domains there are, the largest of them, and what has none."""
    how = counts.how("url")
    if not how:
        return
    run = counts.connection.execute
    (count,) = run("SELECT count(*) FROM domains").fetchall()[0]
    yield Evidence(fact="corpus.domains", value=count, unit="domains", locator=how)
    by = "coalesce(bytes, tokens, images, audio, video, documents)"
    for name, *sizes in run(
        f"SELECT domain, documents, bytes, tokens FROM domains ORDER BY {by} DESC, domain "
        f"LIMIT {_TOP}"
    ).fetchall():
        yield Evidence(fact="corpus.top-domain", value=(name, *_told(sizes)), locator=how)
    sums = ", ".join(f"sum({name})" for name in _SUMS)
    for name, size in zip(_SUMS, *run(f"SELECT {sums} FROM domains").fetchall(), strict=True):
        if size is not None:
            yield Evidence(fact="corpus.with-domain", value=(name, int(size)), locator=how)
    for name, *sizes in run(
        "SELECT reason, documents, bytes FROM without_domain ORDER BY reason"
    ).fetchall():
        yield Evidence(fact="corpus.without-domain", value=(name, *_told(sizes)), locator=how)


def _told(sizes: Sequence[int | None]) -> tuple[int, ...]:
    """Return the sizes up to the first that is not told."""
    return tuple(size for size in takewhile(lambda one: one is not None, sizes) if size is not None)
