"""The counts of all shards -> what the corpus comes to: facts, gaps, and the table of domains."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.corpus import counts, domains, suffixes, tallies
from colophon.corpus.counts import Counts
from colophon.corpus.ranking import COLUMNS
from colophon.corpus.store import digest_of
from colophon.corpus.unfinished import draft, sweep
from colophon.evidence import LISTING, Artefact, Evidence, Reading, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from colophon.corpus.engines import Done
    from colophon.corpus.shards import Shard

FACTS: Final = {
    "corpus.domain-table": "the digest of the table of domains; the place is the file",
    "corpus.suffix-list": "the version of the public suffix list, its digest, and how it was used",
    "corpus.layout": "how the columns were recognised, the documents of such files, a remark",
}

IMPORTER: Final = "corpus"
_DIGITS: Final = 16
_MOST_UNREAD: Final = 100
"""So many gaps are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a corpus comes to.

    Attributes:
        evidence: the facts.
        unread: what could not be read.
        has_domains: whether there is a table of domains.
    """

    evidence: tuple[Evidence, ...]
    unread: tuple[Unread, ...]
    has_domains: bool

    @property
    def is_nothing(self) -> bool:
        """Whether not one record could be read."""
        return not any(one.fact == "corpus.documents" and one.value for one in self.evidence)

    def without(self, unread: Iterable[Unread]) -> Found:
        """Return the same where more could not be read."""
        return replace(self, unread=(*self.unread, *unread))

    def with_table(self, digest: str, name: str) -> Found:
        """Return the same with the digest of the table of domains, `name` in the dossier."""
        evidence = Evidence(fact="corpus.domain-table", value=digest, locator=name)
        return replace(self, evidence=(*self.evidence, evidence))


def find(connection: DuckDBPyConnection, folder: str, *, private: bool) -> Found:
    """Return what `counts` and `sites` come to, and make the table `domains`.

    Args:
        connection: where they are.
        folder: what the paths of the shards begin with; it is left out of what is told.
        private: whether the site of a customer below a private suffix is a domain of its own.
    """
    whole = Counts(connection)
    domains.add_up(connection, "sites", whole.told, private=private)
    evidence = list(_layouts(whole))
    for tally in parts.modules(tallies):
        evidence += tally.evidence(whole)
    has_domains = bool(whole.how("url"))
    if has_domains:
        edition = suffixes.edition()
        how = "sites below private suffixes " + ("apart" if private else "together")
        evidence.append(
            Evidence(
                fact="corpus.suffix-list",
                value=(edition.version, edition.digest, how),
                locator="publicsuffix.org",
            )
        )
    return Found(tuple(evidence), tuple(_unread(whole, folder)), has_domains)


def keep_domains(connection: DuckDBPyConnection, folder: Path, name: str) -> tuple[Path, str]:
    """Write the table `domains`, in the order of the names; return its file and `sha256:…` of it.

    The file has the digest of its content in its name, so that what tells of it can be replaced
    at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    with draft(folder / f"{name}.domains.parquet") as written:
        connection.execute(
            f"COPY (SELECT {COLUMNS} FROM domains ORDER BY domain) TO "
            f"{counts.quoted(str(written))} (FORMAT parquet, COMPRESSION zstd)"
        )
        digest = digest_of(written)
        path = folder / f"{name}.domains-{digest.partition(':')[2][:_DIGITS]}.parquet"
        written.replace(path)
    return path, digest


def reading(name: str, shards: Sequence[Shard], folder: str, found: Found) -> Reading:
    """Return the content of the evidence file of a corpus."""
    artefact = Artefact(
        name=name,
        digest=f"{LISTING}{listing(shards, folder)}",
        size=sum(shard.size for shard in shards),
    )
    return Reading(
        importer=IMPORTER, artefact=artefact, evidence=found.evidence, unread=found.unread
    )


def listing(shards: Iterable[Shard], folder: str) -> str:
    """Return the SHA-256 of the lines `<size> <stamp> <name>` of all shards, in order."""
    lines = (f"{one.size} {one.stamp} {one.path.removeprefix(folder)}\n" for one in shards)
    return hashlib.sha256("".join(lines).encode(errors="surrogateescape")).hexdigest()


def unreachable(done: Done, folder: str) -> Unread:
    """Return why a shard is not in the counts."""
    assert done.error is not None
    return Unread(
        locator=done.shard.path.removeprefix(folder),
        reason=done.error.message,
        remedy=done.error.remedy,
    )


def _layouts(whole: Counts) -> Iterator[Evidence]:
    """Yield how the columns were recognised, and what is to be known of such columns."""
    for row in whole.rows("layouts"):
        name, _, remark = row.key.partition("\t")
        value = (name, row.documents, remark) if remark else (name, row.documents)
        yield Evidence(fact="corpus.layout", value=value, locator="")


def _unread(whole: Counts, folder: str) -> Iterator[Unread]:
    """Yield what could not be read, and how much more there is of it."""
    rows = list(whole.rows("unread"))
    for row in rows[:_MOST_UNREAD]:
        said = json.loads(row.key)
        shard = said.pop("shard").removeprefix(folder)
        place = f"{shard}, {said['locator']}" if said["locator"] else shard
        yield Unread(**{**said, "locator": place})
    if len(rows) > _MOST_UNREAD:
        yield Unread(
            locator="",
            reason=f"{len(rows) - _MOST_UNREAD} more places could not be read",
            remedy="Mend those that are told, and scan again.",
            damaged=True,
        )
