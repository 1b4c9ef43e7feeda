"""A dossier on the disk -> its assessment on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.assess import assess
from colophon.dossier import files
from colophon.law.load import ENGLISH
from colophon.workspace import disk, drift, propose
from colophon.workspace.domain_list import remembered
from colophon.workspace.law import law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Assessment


@dataclass(frozen=True, slots=True)
class Checked:
    """An assessment, and the digest of the dossier that it is of."""

    assessment: Assessment
    digest: str


def check(directory: Path, on: date, language: str = ENGLISH) -> Checked:
    """Assess the dossier in `directory` under the law on a day, in the words of a language.

    Raises:
        UnknownIdError: there is no such language.
        ReadingError, DossierError, FormatVersionError, DiskError: it cannot be read.
    """
    known = law(language)
    tree = disk.read_dossier(directory)
    dossier = files.read(tree, known)
    listed = remembered(tree, dossier, known, on)
    found = assess(dossier, known, on, listed)
    parted = propose.findings(tree, dossier.readings, known)
    drifted = drift.findings(directory, tree, known)
    return Checked(found.with_findings((*parted, *drifted)), files.digest(tree))
