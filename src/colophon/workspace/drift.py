"""Where the record and the artefacts part: what has changed, gone or come since they were read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon import importers, parts, reading
from colophon.assessment.model import Finding
from colophon.dossier import upgrade
from colophon.errors import ArtefactError, DiskError
from colophon.evidence import Reading
from colophon.workspace import disk
from colophon.workspace.seen import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.evidence import Evidence
    from colophon.law.model import Law
    from colophon.workspace.collect import Watch
    from colophon.workspace.seen import Seen

How: TypeAlias = Literal["changed", "gone", "new"]

_OF_EVERY_BYTE: Final = frozenset({"weights.digest", "adapter.digest"})
"""Facts that are read only where somebody asks for the digest of the weights."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of one artefact on which the record and the file part.

    Attributes:
        fact: its name.
        of: which of several things in the artefact it is told of; None for the whole.
        recorded: what the evidence on file says; empty where it says nothing of it.
        found: what the file says; empty where it says nothing of it.
    """

    fact: str
    of: str | None
    recorded: tuple[Evidence, ...]
    found: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An artefact of which the record and the disk part.

    Attributes:
        artefact: its name in the record.
        how: whether its bytes are others, it is there no more, or was never read.
        differences: the facts that differ, where its bytes are others.
    """

    artefact: str
    how: How
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding the record against artefacts.

    Attributes:
        agree: how many artefacts are as they were when they were read.
        changes: the others, by name.
    """

    agree: int
    changes: tuple[Change, ...]


# -- Against what lies at a path ------------------------------------------------------------------


def against(directory: Path, paths: Sequence[Path], *, watch: Watch | None = None) -> Comparison:
    """Read the artefacts at `paths` again, and hold the record against them; nothing is written.

    What is damaged now counts as changed, and so does what the disk refuses.

    Raises:
        DossierError, FormatVersionError: there is no dossier, or a newer one.
        DiskError: a path cannot be read.
        ArtefactError: nothing of the record was read from there, and nothing there can be read.
    """
    from colophon.workspace.collect import on_file_in, survey  # noqa: PLC0415 -- for this alone

    tree = upgrade.to_current(disk.read_dossier(directory))
    whole = [Path(path).resolve() for path in paths]
    recorded = {
        (one.importer, one.artefact.name): one
        for one in on_file_in(tree).values()
        if not one.artefact.is_listing and any(_lies_below(one, path) for path in whole)
    }
    digests = any(fact.fact in _OF_EVERY_BYTE for one in recorded.values() for fact in one.evidence)
    collected = survey(paths, digest_weights=digests, keep_going=True, watch=watch)
    found = {(one.importer, one.artefact.name): one for one in collected.readings}
    if not recorded and not found:
        raise ArtefactError(
            "nothing of the record was read from here, and no importer reads what is here",
            place=", ".join(map(str, paths)),
            remedy="Name the folder that was collected, by its own name.",
        )
    return compared(recorded, found)


def _lies_below(one: Reading, path: Path) -> bool:
    """Whether an artefact bears the name that it would get from `path`."""
    if path.is_dir():
        return one.artefact.name.startswith(f"{path.name}/")
    return one.artefact.name == f"{path.parent.name}/{path.name}"


def compared(
    recorded: dict[tuple[str, str], Reading], found: dict[tuple[str, str], Reading]
) -> Comparison:
    """Hold readings against others, both by importer and artefact."""
    changes = []
    for key in sorted(recorded.keys() | found.keys()):
        then, now = recorded.get(key), found.get(key)
        if then is None or now is None:
            how: How = "new" if then is None else "gone"
            changes.append(Change(key[1], how))
        else:
            differences = tuple(_differences(then, now))
            if differences or then.artefact.digest != now.artefact.digest:
                changes.append(Change(key[1], "changed", differences))
    return Comparison(len(recorded.keys() | found.keys()) - len(changes), tuple(changes))


def _differences(then: Reading, now: Reading) -> Iterator[Difference]:
    before, after = _by_fact(then.evidence), _by_fact(now.evidence)
    for key in dict.fromkeys((*before, *after)):
        recorded, found = before.get(key, ()), after.get(key, ())
        if _values(recorded) != _values(found):
            yield Difference(*key, recorded, found)


def _by_fact(
    evidence: Iterable[Evidence],
) -> dict[tuple[str, str | None], tuple[Evidence, ...]]:
    found: dict[tuple[str, str | None], tuple[Evidence, ...]] = {}
    for one in evidence:
        key = (one.fact, one.of)
        found[key] = (*found.get(key, ()), one)
    return found


def _values(evidence: Iterable[Evidence]) -> list[str]:
    """Return what some evidence of one fact says, wherever it stands."""
    return sorted(repr((one.value, one.unit)) for one in evidence)


# -- Since it was read on this machine ------------------------------------------------------------


def findings(directory: Path, tree: Mapping[str, bytes], law: Law) -> Iterator[Finding]:
    """Yield the artefacts that have changed on this machine since they were read.

    Only those are read whose files have another length or time. What is not on this machine any
    more says nothing: it may have been moved, or stored away.

    Args:
        directory: of the dossier.
        tree: its files.
        law: for the words.
    """
    for seen in Memory.read(directory, tree):
        if seen.has_other_stamps and _has_changed(seen, tree[seen.evidence]):
            yield Finding(
                "stale",
                seen.source.artefact_name(seen.names[0]),
                law.say("finding.changed.message"),
                law.say("finding.changed.remedy", path=str(seen.root)),
            )


def _has_changed(seen: Seen, content: bytes) -> bool:
    """Read an artefact again, and say whether it is another than its evidence file tells."""
    try:
        found = parts.by_name(importers)[seen.importer].collect(seen.source)
    except DiskError:
        return False
    known = reading.validate(Reading, reading.json(content, seen.evidence))
    digest: str = found.artefact.digest
    return digest != known.artefact.digest
