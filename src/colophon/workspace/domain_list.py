"""The list of domain names that the public summary points to: made of the scans, kept as evidence.

The list is made of the tables of all crawled sources, by the rule for the provider on the day. It
is kept in the dossier with what it was made of, so that it counts only as long as that is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.assessment.domains import ListingRule, rule_of_provider
from colophon.assessment.summary.domain_list import DomainList, given
from colophon.dossier import files
from colophon.dossier.paths import evidence_path
from colophon.dossier.sources import sources
from colophon.evidence import Artefact, Evidence, Reading
from colophon.workspace import disk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from colophon.corpus.database import Means
    from colophon.documents.model import Document
    from colophon.dossier.effective import Effective
    from colophon.dossier.model import Dossier
    from colophon.evidence import EvidenceValue
    from colophon.law.model import Law

NAME: Final = "public-summary.domains.csv"
"""The name of the list beside the public summary."""

_IMPORTER: Final = "domains"
_BY_SIZE: Final = "size"


def remembered(
    tree: Mapping[str, bytes], dossier: Dossier, law: Law, on: date
) -> Mapping[str, Effective]:
    """Return what the list in the dossier gives the summary; nothing where it is not of today.

    Args:
        tree: the files of the dossier.
        dossier: what they say.
        law: in the language of the summary.
        on: the day under whose law the list has to be.
    """
    kept = _kept(tree)
    if kept is None:
        return {}
    wanted = _wanted(dossier, law, on)
    if wanted is None or not _is_made_of(kept, wanted):
        return {}
    return given(_told(kept, wanted), law)


def renew(  # noqa: PLR0913 -- a dossier is a place, its files and what they say
    directory: Path,
    tree: Mapping[str, bytes],
    dossier: Dossier,
    law: Law,
    on: date,
    means: Means,
) -> None:
    """Make the list anew where the one in the dossier is not of today; only `evidence/` changes.

    Nothing is done where the list cannot be made yet: a crawled source is not scanned, the register
    is not complete, or it is not known whether the provider is small.

    Raises:
        ArtefactError: a table of domains is not the one that was counted.
        ColophonError: the libraries of the scanner are not installed.
    """
    wanted = _wanted(dossier, law, on)
    kept = _kept(tree)
    if wanted is None or (
        kept is not None and _is_made_of(kept, wanted) and _file(directory, kept).is_file()
    ):
        return
    from colophon.corpus.ranking import names_csv  # noqa: PLC0415 -- what counts is an extra
    from colophon.workspace import domains  # noqa: PLC0415 -- and so is this

    tables = domains.tables(directory, [source for source, _ in wanted.tables])
    listed = domains.listing(
        tables, means, count=wanted.rule.count, alphabetical=wanted.order != _BY_SIZE
    )
    content = names_csv(listed.domains)
    made = _reading(content, listed.length, listed.names, listed.measures, wanted)
    path = evidence_path(made)
    disk.write(directory, {_file(directory, made).relative_to(directory).as_posix(): content})
    disk.write(directory, {path: files.evidence_bytes(made)})
    _sweep(directory, made, path)


def is_named_in(document: Document) -> bool:
    """Say whether a document names the list, and so brings it along.

    One that withholds it does not, and neither does one whose provider points to a list elsewhere.
    """
    from colophon.documents.subject import DOMAIN_LIST  # noqa: PLC0415 -- only with documents

    return any(
        entry.kind == "stated"
        and entry.field == DOMAIN_LIST
        and any(NAME in text for text in entry.value)
        for entry in document.entries
    )


def copied(tree: Mapping[str, bytes], directory: Path) -> dict[str, bytes]:
    """Return the list under its name, to be written beside the summary; nothing without one."""
    kept = _kept(tree)
    if kept is None:
        return {}
    with disk.refusals_explained(directory):
        return {NAME: _file(directory, kept).read_bytes()}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the list of today is made of.

    Attributes:
        rule: how many names are listed.
        order: of the names.
        tables: each crawled source with the digest of its table.
        is_whole: whether all of these sources could be read.
    """

    rule: ListingRule
    order: str
    tables: tuple[tuple[str, str], ...]
    is_whole: bool


def _wanted(dossier: Dossier, law: Law, on: date) -> _Wanted | None:
    """Return what the list of a day is made of; None where it cannot be made yet."""
    register = sources(dossier)
    crawled = register.told_as("crawled")
    rule = rule_of_provider(dossier, law, on)
    if not crawled or not register.is_whole or not isinstance(rule, ListingRule):
        return None
    tables = []
    for one in crawled:
        table = one.scan.one("domain-table") if one.scan else None
        if table is None or one.dataset.id is None:
            return None
        tables.append((one.dataset.id, str(table.value)))
    is_whole = not any(one.scan and one.scan.is_partial for one in crawled)
    return _Wanted(rule, dossier.inventory.order or "name", tuple(tables), is_whole)


def _kept(tree: Mapping[str, bytes]) -> Reading | None:
    """Return the evidence of the list in a dossier."""
    paths = [path for path in tree if path.startswith(f"evidence/{_IMPORTER}-")]
    if not paths:
        return None
    return reading.validate(Reading, reading.json(tree[paths[0]], paths[0]))


def _reading(
    content: bytes, listed: int, names: int, measures: tuple[str, ...], wanted: _Wanted
) -> Reading:
    facts: list[tuple[str, EvidenceValue]] = [
        ("listed", listed),
        ("names", names),
        *(("measure", one) for one in measures),
        *_rule(wanted),
    ]
    return Reading(
        importer=_IMPORTER,
        artefact=Artefact(
            name=NAME, digest=f"sha256:{sha256(content).hexdigest()}", size=len(content)
        ),
        evidence=tuple(
            Evidence(fact=f"{_IMPORTER}.{fact}", value=value, locator="") for fact, value in facts
        ),
        unread=(),
    )


def _rule(wanted: _Wanted) -> list[tuple[str, EvidenceValue]]:
    """Return what decides the content of the list, as facts."""
    most = () if wanted.rule.most is None else (wanted.rule.most,)
    return [
        ("rule", (str(wanted.rule.share), *most)),
        ("order", wanted.order),
        *(("table", one) for one in wanted.tables),
    ]


def _is_made_of(kept: Reading, wanted: _Wanted) -> bool:
    names = ("rule", "order", "table")
    told = [(one.fact.partition(".")[2], one.value) for one in kept.evidence]
    return [one for one in told if one[0] in names] == _rule(wanted)


def _told(kept: Reading, wanted: _Wanted) -> DomainList:
    values: dict[str, list[EvidenceValue]] = {}
    for one in kept.evidence:
        values.setdefault(one.fact.partition(".")[2], []).append(one.value)
    (listed,), (names,) = values["listed"], values["names"]
    assert isinstance(listed, int)
    assert isinstance(names, int)
    return DomainList(
        file=NAME,
        digest=kept.artefact.digest,
        listed=listed,
        names=names,
        measures=tuple(map(str, values["measure"])),
        rule=wanted.rule,
        is_whole=wanted.is_whole,
    )


def _file(directory: Path, kept: Reading) -> Path:
    """Return where the list is in the dossier: its name has the digest of its content in it."""
    digest = kept.artefact.digest.partition(":")[2][:16]
    return directory / "evidence" / f"{_IMPORTER}-{digest}.csv"


def _sweep(directory: Path, made: Reading, path: str) -> None:
    """Remove the lists before this one, and what told of them."""
    stay = {_file(directory, made), directory / path}
    for old in (directory / "evidence").glob(f"{_IMPORTER}-*"):
        if old not in stay:
            old.unlink(missing_ok=True)
