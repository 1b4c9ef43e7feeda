"""A released version: a frozen copy of a dossier, and the record that tells whether it is whole.

The copy is a dossier like any other, so that people and programs read it years later with what
they have then. Beside it lies `release.json`: version, day, author, note, the digest of each file,
the release before. Its own digest covers all of that, so that a later change is seen.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import AfterValidator, Field as Attribute

from colophon import reading
from colophon.dossier import files
from colophon.dossier.model.base import Record, Text
from colophon.dossier.paths import belongs
from colophon.errors import FormatVersionError, ReleaseError
from colophon.reading import Day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from colophon.dossier.upgrade import Tree

FOLDER: Final = "releases"
"""Where the releases of a dossier lie, each in a folder that is named by its version."""
FILE: Final = "release.json"
FORMAT: Final = 1
"""Of `release.json`: rises when a reader of the former one could misread the new one."""
NOW: Final = "now"
"""What the dossier is called as it stands, so that no release may be."""

_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9+])?")
_RESTORE: Final = "A release is never edited: get it back as it was, as from git."


def _fit_for_a_folder(version: str) -> str:
    """Refuse what is no name for a folder on every system, or stands for something else."""
    if not _NAME.fullmatch(version) or version.lower() == NOW:
        raise ValueError(
            f"`{version}` is no name for a version: up to 64 letters, digits and `.`, `-`, `_`, "
            f"`+`, and not `{NOW}`"
        )
    return version


Version = Annotated[Text, AfterValidator(_fit_for_a_folder)]


class Before(Record):
    """The release that another one follows."""

    version: Version
    """Its version."""
    digest: Text
    """The digest of its `release.json`, so that nobody puts another in its place unseen."""


class Release(Record):
    """The content of `release.json`; a machine writes it once, and nobody edits it."""

    format: Literal["colophon-release"] = "colophon-release"
    """What kind of file this is."""
    format_version: Literal[1]
    """Its format."""
    version: Version
    """The version, as a person named it."""
    on: Day
    """The day of the release."""
    by: Text | None = None
    """Who released it; null where nobody is named."""
    note: Text | None = None
    """What is said of it; null where nothing is."""
    before: Before | None = None
    """The release that it follows; null for the first."""
    law_known_on: Day
    """The last day on which the law's data had been held against the sources."""
    made_by: Text
    """The program that froze it, with its version."""
    dossier_digest: Text
    """`sha256:…` of the dossier, as documents show it."""
    files: dict[Text, Text] = Attribute(min_length=1)
    """Path -> `sha256:…` of each file of the dossier."""
    digest: Text = ""
    """`sha256:…` of all the above as canonical JSON."""

    @property
    def sealed(self) -> str:
        """The digest that the record should have: over all but the digest itself."""
        content = self.model_dump(mode="json", exclude={"digest"})
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return _digest(written.encode())


def freeze(  # noqa: PLR0913 -- one argument for each thing that a release records
    tree: Tree,
    version: str,
    on: date,
    *,
    by: str | None,
    note: str | None,
    before: Release | None,
    law_known_on: date,
    made_by: str,
) -> dict[str, bytes]:
    """Return the files of a release of `tree`: the dossier's own, and `release.json`.

    Raises:
        ReleaseError: the version is no name for one, or the day lies before the release before.
    """
    try:
        _fit_for_a_folder(version)
    except ValueError as error:
        remedy = "Name it such as 1.0 or 2026-11."
        raise ReleaseError(str(error), place="VERSION", remedy=remedy) from None
    if before is not None and on < before.on:
        raise ReleaseError(
            f"the release before, {before.version}, is of {before.on.isoformat()}, which is later",
            place="--on",
            remedy="Name that day or a later one: what is released cannot change any more.",
        )
    kept = {path: tree[path] for path in sorted(filter(belongs, tree))}
    record = Release(
        format_version=FORMAT,
        version=version,
        on=on,
        by=_said(by, "--by"),
        note=_said(note, "--note"),
        before=Before(version=before.version, digest=before.digest) if before else None,
        law_known_on=law_known_on,
        made_by=made_by,
        dossier_digest=files.digest(kept),
        files={path: _digest(content) for path, content in kept.items()},
    )
    record = record.model_copy(update={"digest": record.sealed})
    content = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return {**kept, FILE: f"{content}\n".encode()}


def read(content: bytes, place: str) -> Release:
    """Read a `release.json`.

    Raises:
        ReadingError: it is no such file.
        FormatVersionError: a newer Colophon wrote it.
        ReleaseError: it was changed after it was written; the place is `place`.
    """
    text = reading.json(content, place)
    version = text.value.get("format_version") if isinstance(text.value, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise FormatVersionError(
            f"the release has format {version}, and this Colophon reads up to {FORMAT}",
            place=place,
            remedy="Install a newer Colophon; this one has changed nothing.",
        )
    record = reading.validate(Release, text)
    if record.digest != record.sealed:
        raise ReleaseError("it was changed after the release", place=place, remedy=_RESTORE)
    return record


def hold(record: Release, tree: Tree, folder: str) -> None:
    """Hold the files of a release against its record; `folder` is where they lie.

    Raises:
        ReleaseError: one was changed, is gone or was added; the place is that file.
    """
    found = {path: _digest(tree[path]) for path in filter(belongs, tree)}
    for path in sorted(record.files.keys() | found.keys()):
        if path not in found:
            message = "this file of the release is gone"
        elif path not in record.files:
            message = "this file is not of the release"
        elif found[path] != record.files[path]:
            message = "it was changed after the release"
        else:
            continue
        raise ReleaseError(message, place=f"{folder}/{path}", remedy=_RESTORE)


def in_order(records: Iterable[Release], folder: str) -> tuple[Release, ...]:
    """Return releases from the first to the last, each after the one that it follows.

    Several may follow one, where branches of a repository were brought together; then the day
    decides, and after it the version. `folder` is where they lie.

    Raises:
        ReleaseError: one that another follows is gone, or is another.
    """
    known = {one.version: one for one in records}
    depth: dict[str, int] = {}

    def deep(one: Release) -> int:
        if one.version in depth:
            return depth[one.version]
        if one.before is None:
            depth[one.version] = 0
            return 0
        before = known.get(one.before.version)
        if before is None or before.digest != one.before.digest:
            what = "is gone" if before is None else "is another than it was"
            raise ReleaseError(
                f"version {one.before.version}, which {one.version} follows, {what}",
                place=f"{folder}/{one.before.version}",
                remedy=_RESTORE,
            )
        depth[one.version] = deep(before) + 1
        return depth[one.version]

    # A digest holds the one before it, so that no two can follow each other.
    return tuple(sorted(known.values(), key=lambda one: (deep(one), one.on, one.version)))


def _said(text: str | None, option: str) -> str | None:
    """Return what an option says; None where it says nothing."""
    if text is None or not text.strip():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ReleaseError(
            "it is not UTF-8", place=option, remedy="Write it in letters that UTF-8 has."
        ) from None
    return text.strip()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
