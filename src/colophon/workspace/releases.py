"""Released versions of a dossier: frozen below `releases/`, never overwritten, verified when read.

The tables that scans leave beside the evidence are large and are not copied: the evidence, which
is, holds their digests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import __version__
from colophon.assessment.assess import case_of
from colophon.assessment.calendar import DueState, calendar
from colophon.assessment.model import Verdict
from colophon.dossier import files, releases
from colophon.dossier.releases import FILE, FOLDER, Release
from colophon.errors import ColophonError, DiskError, ReleaseError
from colophon.law.model import Sense
from colophon.workspace import disk
from colophon.workspace.check import check
from colophon.workspace.domain_list import remembered
from colophon.workspace.due import holidays_of
from colophon.workspace.law import law

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from colophon.assessment.calendar import Due
    from colophon.assessment.model import Assessment, Case
    from colophon.law.model import Law

_UNTOUCHED: Final = {".gitattributes": b"* -text\n"}
"""So that git changes no line ending in a release, which would change its digest."""

_VERSIONS: Final = ("documentation.version", "public-summary.version")
"""The fields in which documents say their own version."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The releases of a dossier, first to last, and where they lie.

    Attributes:
        at: the version that the directory itself is, where it is a release.
    """

    folder: Path
    records: tuple[Release, ...]
    at: str | None = None

    @property
    def last(self) -> Release | None:
        """The latest release; None where there is none."""
        return self.records[-1] if self.records else None

    def tree(self, version: str) -> dict[str, bytes]:
        """Return the files of a release, which are held against its record as they are read.

        Raises:
            ReleaseError: one of them is not as it was.
            DiskError: one of them cannot be read.
        """
        return disk.read_dossier(self.folder / version)


def stand(directory: Path) -> Stand:
    """Return the releases of the dossier in `directory`, with the digest of each record held.

    Where the directory is a release itself, these are those up to it.

    Raises:
        ReleaseError: a record is not as it was, or is gone.
        ReadingError: a record cannot be read.
        DiskError: the disk refuses.
    """
    whole = directory.resolve()
    with disk.refusals_explained(directory):
        is_release = (whole / FILE).is_file() and whole.parent.name == FOLDER
    folder = whole.parent if is_release else directory / FOLDER
    found = releases.in_order(_records(folder), str(folder))
    if not is_release:
        return Stand(folder, found)
    versions = [one.version for one in found]
    return Stand(folder, found[: versions.index(whole.name) + 1], whole.name)


def _records(folder: Path) -> list[Release]:
    with disk.refusals_explained(folder):
        if not folder.is_dir():
            return []
        names = sorted(one.name for one in folder.iterdir() if one.is_dir())
    found = []
    for name in names:
        if name.startswith("."):
            continue
        place = folder / name / FILE
        with disk.refusals_explained(place):
            if not place.is_file():
                raise ReleaseError(
                    f"there is no {FILE} here, so that this is no release",
                    place=str(folder / name),
                    remedy="Get it back as it was, or move the folder away.",
                )
            content = place.read_bytes()
        record = releases.read(content, str(place))
        if record.version != name:
            raise ReleaseError(
                f"the folder is named {name} and holds version {record.version}",
                place=str(place),
                remedy="Give the folder its name again: it is that of the version.",
            )
        found.append(record)
    return found


def case_at(stood: Stand, record: Release, on: date, known: Law) -> Case:
    """Return what an assessment of a release rests on, under the law on a day.

    Raises:
        ReleaseError: the release is not as it was.
        ReadingError, DossierError, FormatVersionError, DiskError: it cannot be read.
    """
    return case_in(stood.tree(record.version), on, known, stood.folder / record.version)


def case_in(tree: Mapping[str, bytes], on: date, known: Law, folder: Path | None = None) -> Case:
    """Return what an assessment of a dossier's files rests on, under the law on a day.

    `folder` is where they lie, for the place of what cannot be read; None for the dossier itself.

    Raises:
        ReadingError, DossierError, FormatVersionError: they cannot be read.
    """
    try:
        dossier = files.read(tree, known)
    except ColophonError as error:
        if folder is not None:
            error.place = str(folder / error.place)
        raise
    return case_of(dossier, known, on, given=remembered(tree, dossier, known, on))


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a release.

    Attributes:
        folder: where it lies.
        same_as: the release before, where the dossier has not changed since.
        said: the version that documents which may be asked say of themselves: field id -> value,
            None where nobody has answered it.
        kept_until: for how long it is to be kept, as far as it is known to apply.
    """

    record: Release
    folder: Path
    same_as: str | None
    said: dict[str, str | None]
    kept_until: tuple[Due, ...]
    case: Case


def release(
    directory: Path, version: str, on: date, *, by: str | None = None, note: str | None = None
) -> Made:
    """Freeze the dossier in `directory` as `version`.

    Raises:
        ReleaseError: there is such a version, or it cannot be one; nothing is written then.
        ReadingError, DossierError, FormatVersionError: the dossier cannot be read.
        DiskError: the disk refuses.
    """
    before = stand(directory)
    if before.at is not None:
        raise ReleaseError(
            f"this is version {before.at} of a dossier, which is released already",
            place=str(directory),
            remedy="Go to the dossier itself, two folders up.",
        )
    taken = [one.version for one in before.records if one.version.lower() == version.lower()]
    if taken:
        raise ReleaseError(
            f"version {taken[0]} is released already",
            place=str(before.folder / taken[0]),
            remedy="Name another version: what is released is never overwritten.",
        )
    tree = disk.read_dossier(directory)
    files.read(tree, law())
    frozen = releases.freeze(
        tree,
        version,
        on,
        by=by,
        note=note,
        before=before.last,
        law_known_on=law().known_on,
        made_by=f"Colophon {__version__}",
    )
    folder = before.folder / version
    disk.write(before.folder, _UNTOUCHED)
    _create(folder, frozen)
    record = releases.read(frozen[FILE], str(folder / FILE))
    unchanged = before.last is not None and before.last.dossier_digest == record.dossier_digest
    assessment = check(directory, on).assessment
    return Made(
        record=record,
        folder=folder,
        same_as=before.last.version if before.last and unchanged else None,
        said=_said(assessment),
        kept_until=kept_until(assessment.case),
        case=assessment.case,
    )


def _create(folder: Path, frozen: dict[str, bytes]) -> None:
    """Write the release, which appears whole or not at all; two at once do not overwrite."""
    try:
        disk.create(folder, frozen)
    except DiskError as error:
        error.remedy = "Mend that, and release again: nothing of this version was kept."
        raise


def _said(assessment: Assessment) -> dict[str, str | None]:
    case, found = assessment.case, {}
    for field in _VERSIONS:
        section = case.law.section_of[field]
        if any(
            section in one.outline.sections and one.asked is not Verdict.NOT_MET
            for one in assessment.documents.values()
        ):
            value = case.record.values[field].value
            found[field] = value if isinstance(value, str) else None
    return found


def kept_until(case: Case) -> tuple[Due, ...]:
    """Return for how long the record is to be kept, as far as the day is known."""
    rows = calendar(case, holidays_of(case.dossier.spine.calendar.holidays))
    return tuple(
        row
        for row in rows
        if row.deadline.sense is Sense.RETENTION
        and row.day is not None
        and row.state is not DueState.DONE
        and row.start is not None
        and row.start.about is None
    )
