"""The domain names of scanned sources: the largest of them, and whether one is among them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.corpus import sites
from colophon.corpus.database import connect, limits
from colophon.corpus.ranking import Ranking, lacking
from colophon.corpus.sites import NoDomain
from colophon.corpus.store import digest_of
from colophon.documents import corpora
from colophon.dossier import upgrade
from colophon.errors import ArtefactError, ReadingError, UnknownIdError
from colophon.evidence import Reading
from colophon.workspace import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from colophon.corpus.database import Means
    from colophon.corpus.ranking import Domain, Measure
    from colophon.documents.model import Shares
    from colophon.law.model import Language

_EVIDENCE: Final = "evidence/corpus-{}.json"
_TABLE: Final = "corpus.domain-table"
_LIST: Final = "corpus.suffix-list"
_APART: Final = "apart"
_MILLISECONDS: Final = 1000
"""Of a second: recordings are counted in them, and drawn in seconds."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of domains of one source.

    Attributes:
        source: its id.
        path: the file.
        digest: of it, as the evidence tells.
        private: whether sites below private suffixes are domains of their own in it.
    """

    source: str
    path: Path
    digest: str
    private: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Domain names in their order.

    Attributes:
        names: how many there are in all.
        measures: by what they are ranked, one for each modality.
        length: how many are listed.
        domains: the first of those that are listed, as many as somebody wants to see.
    """

    names: int
    measures: tuple[str, ...]
    length: int
    domains: list[Domain]


@dataclass(frozen=True, slots=True)
class Sought:
    """One domain that somebody asks for.

    Attributes:
        name: the registrable domain name.
        domain: what was counted of it; None where the sources have nothing of it.
        names: how many domains there are in all.
    """

    name: str
    domain: Domain | None
    names: int


def tables(directory: Path, sources: Sequence[str]) -> list[Table]:
    """Return the tables of sources in a dossier, of all that were scanned where none is named.

    Raises:
        UnknownIdError: a source was not scanned, or no record of it has an address.
        ArtefactError: a table is not the one that was counted.
    """
    found = _scanned(upgrade.to_current(disk.read_dossier(directory)))
    for name in sources:
        if name not in found:
            known = ", ".join(found) or "none"
            raise UnknownIdError(
                f"no scan of `{name}` found domains",
                place="NAME",
                remedy=f"Scan it first: colophon scan {name} PATHS…. There are scans of: {known}.",
            )
    if not found:
        raise UnknownIdError(
            "no source of this dossier was scanned, or none has addresses",
            place=str(directory),
            remedy="Scan one first: colophon scan NAME PATHS….",
        )
    chosen = [_table(directory, name, found[name]) for name in sources or found]
    if len({one.private for one in chosen}) > 1:
        raise ReadingError(
            "these sources were counted with and without sites below private suffixes apart",
            place=", ".join(one.source for one in chosen),
            remedy="Scan them again with the same --shared-hosting; nothing is read twice.",
        )
    return chosen


def _scanned(tree: Mapping[str, bytes]) -> dict[str, Reading]:
    """Return the scans that found domains, by source."""
    found = {}
    begin, end = _EVIDENCE.split("{}")
    for path in sorted(tree):
        if path.startswith(begin) and path.endswith(end):
            one = reading.validate(Reading, reading.json(tree[path], path))
            if any(evidence.fact == _TABLE for evidence in one.evidence):
                found[one.artefact.name] = one
    return found


def _table(directory: Path, source: str, scan: Reading) -> Table:
    told = next(one for one in scan.evidence if one.fact == _TABLE)
    how = next((one.value for one in scan.evidence if one.fact == _LIST), ())
    path = directory / told.locator
    try:
        same = digest_of(path) == told.value
    except FileNotFoundError:
        same = False
    if not same:
        raise ArtefactError(
            f"the table of domains of `{source}` is not there, or not the one that was counted",
            place=str(path),
            remedy=f"Make it again: colophon scan {source} PATHS…; nothing is read twice.",
        )
    private = isinstance(how, tuple) and str(how[-1]).endswith(_APART)
    return Table(source, path, str(told.value), private)


def listing(  # noqa: PLR0913 -- each says something else of the list
    chosen: Sequence[Table],
    means: Means,
    *,
    by: Measure | None = None,
    count: Callable[[int], int] | None = None,
    alphabetical: bool = False,
    seen: int | None = None,
) -> Listing:
    """Return the domains of tables in their order.

    Args:
        chosen: the tables.
        means: what may be used of this machine.
        by: the size of text; bytes, or else tokens, where nobody says.
        count: how many are listed of so many names; all where nobody says.
        alphabetical: whether what is listed is put in the order of the names.
        seen: how many of these anybody wants to see; all where nobody says.
    """
    with _ranking(chosen, means, by) as ranking:
        names = ranking.names
        limit = None if count is None else count(names)
        length = names if limit is None else min(limit, names)
        rows = ranking.rows(limit, alphabetical=alphabetical, seen=seen)
        return Listing(names, ranking.measures, length, list(rows))


def chart(
    chosen: Sequence[Table], means: Means, language: Language, *, by: Measure | None = None
) -> Shares:
    """Return the chart of the largest domains of tables, as parts of the whole.

    Where content has several modalities, it is that of the first by which domains are ranked.

    Args:
        chosen: the tables.
        means: what may be used of this machine.
        language: what it is told in.
        by: the size of text; bytes, or else tokens, where nobody says.

    Raises:
        ReadingError: there is nothing to draw.
    """
    with _ranking(chosen, means, by) as ranking:
        if not ranking.measures:
            raise ReadingError(
                f"no domain of these sources has {by or 'documents'}",
                place=", ".join(one.source for one in chosen),
                remedy="Choose another size with --by, or scan a source with addresses.",
            )
        measure = ranking.measures[0]
        by_size = ranking.largest(measure, corpora.DOMAINS)
        others = ranking.counted(measure) - len(by_size)
        rest = ranking.sum(measure) - sum(size for _, size in by_size)
    divisor = _MILLISECONDS if measure in {"audio", "video"} else 1
    return corpora.of_domains(
        [(name, round(size / divisor)) for name, size in by_size],
        language.say(f"corpora.{measure}"),
        language,
        others=(others, round(rest / divisor)),
        name=", ".join(one.source for one in chosen),
    )


def sought(chosen: Sequence[Table], means: Means, text: str) -> Sought:
    """Return what was counted of one domain.

    Args:
        chosen: the tables.
        means: what may be used of this machine.
        text: a domain, a host or an address in any form.

    Raises:
        ReadingError: it leads to no domain name.
    """
    (site,) = sites.cut([text])
    name = sites.domain(site, private=chosen[0].private)
    if isinstance(name, NoDomain):
        raise ReadingError(
            f"`{text}` leads to no domain name: {name.value}",
            place="--has",
            remedy="Write a domain such as example.com, or the address of a page.",
        )
    with _ranking(chosen, means, "documents") as ranking:
        return Sought(name, ranking.of(name), ranking.names)


@contextmanager
def _ranking(chosen: Sequence[Table], means: Means, by: Measure | None) -> Iterator[Ranking]:
    """Give the domains of tables, ranked by one size of text that all of them tell.

    Raises:
        ReadingError: there is no such size.
    """
    sources = {str(one.path): one.source for one in chosen}
    paths, names = [*sources], ", ".join(sources.values())
    more = "Take fewer sources at once, or give more: colophon domains --memory SIZE."
    with limits("to rank the domains", names, means.spill, more), connect(means) as connection:
        sizes: tuple[Measure, ...] = ("bytes", "tokens") if by is None else (by,)
        without = lacking(connection, paths)
        usable = [size for size in sizes if not without.get(size)]
        if not usable:
            others = sorted({sources[path] for size in sizes for path in without[size]})
            raise ReadingError(
                f"the texts of these sources were not all counted in {' or in '.join(sizes)}",
                place=", ".join(others),
                remedy="Scan them as the others, with their texts or with a column of tokens; "
                "or rank them for yourself, --by documents.",
            )
        ranking = Ranking(connection, paths, usable[0])
        for size in (*usable[1:], by or "documents"):
            if not ranking.measures:
                ranking = Ranking(connection, paths, size)
        yield ranking
