"""A dossier of an older format -> this version's, with the schemas that editors use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier import files, schemas, upgrade
from colophon.workspace import disk
from colophon.workspace.law import law

if TYPE_CHECKING:
    from pathlib import Path


def refresh(directory: Path) -> list[Path]:
    """Bring the dossier in `directory` to this version; return the files that it consists of.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: nothing is written then.
    """
    tree = upgrade.to_current(disk.read_dossier(directory))
    files.read(tree, law())
    return disk.write(directory, {**tree, **schemas.files(law())})
