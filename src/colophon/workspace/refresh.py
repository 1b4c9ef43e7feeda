"""A dossier of an older format -> this version's, with what has to be answered by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.assess import assess
from colophon.assessment.model import Verdict
from colophon.dossier import draft, files, schemas, upgrade
from colophon.workspace import disk
from colophon.workspace.law import law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def refresh(directory: Path, on: date) -> list[Path]:
    """Bring the dossier in `directory` to this version; return the files that it consists of.

    The answers of documents that are asked of the model on that day and that have no file yet get
    an empty one; so do the schemas that editors use.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: nothing is written then.
    """
    tree = upgrade.to_current(disk.read_dossier(directory))
    dossier = files.read(tree, law())
    documents = assess(dossier, law(), on).documents.values()
    asked = {
        section for one in documents if one.asked is Verdict.MET for section in one.outline.sections
    }
    drafted = draft.answers(asked, law(), dossier.readings)
    return disk.write(directory, {**drafted, **tree, **schemas.files(law())})
