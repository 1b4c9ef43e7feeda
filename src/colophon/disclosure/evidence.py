"""The evidence that goes into a package: what stands behind the entries that it shows exactly.

Evidence is finer than the entry that it fills: it names files and places in them, and its digits
are exact. So a piece goes in only if every field of the law that it fills is shown to the audience
exactly, is not confidential, and stands in the package with the value that was read. In all other
cases it stays out, and the package says so.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from colophon.disclosure.withheld import entries, withheld
from colophon.documents.model import Stated
from colophon.documents.views import AUTHORITIES
from colophon.dossier.effective import State
from colophon.law.model import Kind, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from colophon.assessment.model import Case
    from colophon.disclosure.manifest import Withheld
    from colophon.documents.model import Document
    from colophon.evidence import Evidence, Reading
    from colophon.law.model import Audience, Field, Law

FOLDER: Final = "evidence"
FORMAT: Final = "colophon-evidence"
VERSION: Final = 1
"""Rises when a reader of the former version could misread the new one."""

ALL: Final = "evidence"
"""What stands in the place of a fact, where none is shown."""
_UNREAD: Final = "unread"


def evidence(
    case: Case, documents: Sequence[Document], audience: Audience, *, narrowed: bool
) -> tuple[Mapping[str, bytes], tuple[Withheld, ...]]:
    """Return the files of evidence, path -> content, and what of the evidence is withheld.

    Of a package that is `narrowed` down, evidence of what it does not hold is not named.
    """
    readings = case.dossier.readings
    told = {
        block.field
        for document in documents
        for block in entries(document)
        if isinstance(block, Stated)
    }
    law = case.law
    if audience not in AUTHORITIES:
        concerned = any(_concerns(one, told, law) for one in _pieces(readings))
        if not concerned and (narrowed or not readings):
            return {}, ()
        return {}, (withheld("evidence", ALL, "authorities-only", law),)
    files: dict[str, bytes] = {}
    kept: dict[tuple[str, str], None] = {}
    for reading in readings:
        shown = []
        for one in reading.evidence:
            because = _because(one, told, case, audience)
            if because is None:
                shown.append(one)
            elif not narrowed or _concerns(one, told, law):
                kept[one.fact, because] = None
        if shown:
            files[_path(reading)] = _content(reading, shown)
        if reading.unread and (shown or not narrowed):
            kept[_UNREAD, "unread"] = None
    return files, tuple(withheld("evidence", fact, because, law) for fact, because in sorted(kept))


def _pieces(readings: Iterable[Reading]) -> Iterable[Evidence]:
    return (one for reading in readings for one in reading.evidence)


def _fills(one: Evidence, law: Law) -> list[Field]:
    return [field for field in law.field.values() if one.fact in field.evidence]


def _concerns(one: Evidence, told: set[str], law: Law) -> bool:
    return any(field.id in told for field in _fills(one, law))


def _because(one: Evidence, told: set[str], case: Case, audience: Audience) -> str | None:
    """Return why a piece of evidence is withheld; None where it goes in."""
    filled = _fills(one, case.law)
    if not filled:
        return "fills-no-field"
    if any(case.record.values[field.id].confidential for field in filled):
        return "of-confidential"
    if any(field.shown_to.get(audience) is not Precision.EXACT for field in filled):
        return "not-shown-exactly"
    if not all(field.id in told for field in filled):
        return "not-stated"
    if not all(_is_behind(field, case) for field in filled):
        return "stated-otherwise"
    return None


def _is_behind(field: Field, case: Case) -> bool:
    """Whether the value of a field is what was read, or a person states just that."""
    if case.record.values[field.id].state is State.READ:
        return True
    parted = {one.field for one in case.record.conflicts}
    return field.kind is not Kind.TEXT and field.id not in parted  # texts are never compared


def _path(reading: Reading) -> str:
    """Return the path of a file of evidence, which tells the importer and no name."""
    artefact = reading.artefact
    digest = sha256(f"{artefact.name}\n{artefact.digest}".encode()).hexdigest()[:16]
    return f"{FOLDER}/{reading.importer}-{digest}.json"


def _content(reading: Reading, shown: list[Evidence]) -> bytes:
    """Return the pieces of one reading that are shown, as the bytes of a file."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "importer": reading.importer,
        "artefact": reading.artefact.model_dump(mode="json"),
        "evidence": [one.model_dump(mode="json", exclude_none=True) for one in shown],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
