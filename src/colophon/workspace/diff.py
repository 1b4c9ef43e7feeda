"""What two states of a record say differently: released versions, the dossier now, another one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.dossier import differences, files
from colophon.dossier.releases import NOW
from colophon.errors import UnknownIdError
from colophon.workspace import disk, drift
from colophon.workspace.law import law
from colophon.workspace.releases import case_in, stand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from colophon.assessment.model import Case
    from colophon.dossier.differences import Difference
    from colophon.dossier.releases import Release
    from colophon.evidence import Evidence, Reading
    from colophon.workspace.drift import Change
    from colophon.workspace.releases import Stand


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states.

    Attributes:
        name: as it was asked for: a version, `now` or a path.
        released: the record of the release, where it is one.
        digest: of the dossier.
    """

    name: str
    released: Release | None
    digest: str
    case: Case


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that is judged otherwise."""

    question: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states held against each other under the law of one day.

    Attributes:
        turns: questions that are judged otherwise.
        differences: fields, the spine and the entries of the registers.
        evidence: artefacts of which something else is on file.
    """

    before: Side
    after: Side
    on: date
    turns: tuple[Turn, ...]
    differences: tuple[Difference, ...]
    evidence: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Whether both say the same, in whatever spelling."""
        return not (self.turns or self.differences or self.evidence)


def compare(directory: Path, first: str, second: str, on: date) -> Comparison:
    """Hold two states of the dossier in `directory` against each other.

    Each is a released version, `now`, or the path of another dossier or of a release. What is
    released is held against its digests. Both are read under the law of one day, so that nothing
    but the record differs.

    Raises:
        UnknownIdError: there is no such version, and no dossier of that name.
        ReleaseError: a release is not as it was.
        ReadingError, DossierError, FormatVersionError, DiskError: one of them cannot be read.
    """
    own = stand(directory)
    before, after = (_side(directory, own, name, on) for name in (first, second))
    return between(before, after)


def side(
    name: str,
    tree: Mapping[str, bytes],
    on: date,
    *,
    released: Release | None = None,
    folder: Path | None = None,
) -> Side:
    """Return the state that files hold; for the arguments see `case_in`.

    Raises:
        ReadingError, DossierError, FormatVersionError: they cannot be read.
    """
    return Side(name, released, files.digest(tree), case_in(tree, on, law(), folder))


def between(before: Side, after: Side) -> Comparison:
    """Hold two states against each other, both read under the law of one day."""
    then, now = before.case, after.case
    known = now.law
    turns = tuple(
        Turn(one.id, one.label, was.value, turned.value)
        for one in known.questions
        if (was := then.judged(one.id).verdict) is not (turned := now.judged(one.id).verdict)
    )
    found = (
        *differences.of_fields(then.record.values, now.record.values, known),
        *differences.of_entries(then.dossier, now.dossier),
    )
    readings = (_by_artefact(one.dossier.readings) for one in (then, now))
    return Comparison(before, after, now.on, turns, found, drift.compared(*readings).changes)


def _side(directory: Path, own: Stand, name: str, on: date) -> Side:
    record = next((one for one in own.records if one.version == name), None)
    if record is not None:
        return side(name, own.tree(name), on, released=record, folder=own.folder / name)
    if name == NOW:
        return side(name, disk.read_dossier(directory), on)
    path = Path(name)
    if not path.is_dir() or not disk.holds_dossier(path):
        versions = ", ".join(one.version for one in own.records) or "none yet"
        raise UnknownIdError(
            f"there is no version `{name}`, and no dossier of that name",
            place="diff",
            remedy=f"Choose `now`, the path of a dossier, or a version: {versions}.",
        )
    there = stand(path)
    if there.at is not None:
        tree, record = there.tree(there.at), there.records[-1]
        return side(name, tree, on, released=record, folder=path)
    return side(name, disk.read_dossier(path), on, folder=path)


def _by_artefact(readings: tuple[Reading, ...]) -> dict[tuple[str, str], Reading]:
    return {(one.importer, one.artefact.name): one for one in readings}


# -- As plain values ------------------------------------------------------------------------------


def as_json(found: Comparison) -> dict[str, Any]:
    """Return what `colophon diff --json` prints."""
    return {
        "before": _of_side(found.before),
        "after": _of_side(found.after),
        "on": found.on.isoformat(),
        "law_known_on": found.after.case.law.known_on.isoformat(),
        "same": found.is_same,
        "verdicts": [asdict(one) for one in found.turns],
        "changes": [
            {
                "register": one.register,
                "section": one.section,
                "id": one.id,
                "label": one.label,
                "how": one.how,
                "before": one.before,
                "after": one.after,
                "points": [asdict(point) for point in one.points],
            }
            for one in found.differences
        ],
        "evidence": [
            {
                "artefact": one.artefact,
                "how": one.how,
                "facts": [
                    {
                        "fact": fact.fact,
                        "of": fact.of,
                        "before": _written(fact.recorded),
                        "after": _written(fact.found),
                    }
                    for fact in one.differences
                ],
            }
            for one in found.evidence
        ],
    }


def _of_side(one: Side) -> dict[str, Any]:
    released = one.released
    return {
        "name": one.name,
        "dossier_digest": one.digest,
        "version": released.version if released else None,
        "on": released.on.isoformat() if released else None,
        "by": released.by if released else None,
        "note": released.note if released else None,
    }


def _written(evidence: tuple[Evidence, ...]) -> list[str]:
    return [one.written() for one in evidence]
