"""What other programs read of a dossier: one export for one audience, as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.documents import exports
from colophon.documents.exports import domain_list as domain_export, model_card
from colophon.documents.subject import subject
from colophon.errors import DossierError, UnknownIdError
from colophon.law.load import ENGLISH
from colophon.law.model import Audience
from colophon.workspace import disk, domain_list
from colophon.workspace.check import check
from colophon.workspace.releases import stand
from colophon.workspace.write import MADE_BY, renew_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path
    from types import ModuleType

    from colophon.documents.exports._card import Parted
    from colophon.documents.subject import Subject

_LARGEST: Final = 16 * 2**20
"""No card is larger, in bytes."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and what in it says something else than the dossier."""

    file: Path
    parted: tuple[Parted, ...] = ()


def names() -> Mapping[str, ModuleType]:
    """Return the exports by the names that a person writes, such as `model-card`."""
    return {name.replace("_", "-"): one for name, one in parts.by_name(exports).items()}


def export(  # noqa: PLR0913 -- one argument for each thing that a person may choose
    directory: Path,
    on: date,
    name: str,
    *,
    audience: str = Audience.PUBLIC,
    language: str = ENGLISH,
    to: Path,
) -> Exported:
    """Write one export of the dossier in `directory` for one audience.

    Args:
        directory: of the dossier.
        on: the day under whose law the audience sees what it sees.
        name: of the export, such as `cyclonedx`.
        audience: the id of an audience.
        language: of what is said in words.
        to: a folder, or the name of the file: what ends as the export's files do, such as `.json`.

    Raises:
        UnknownIdError: no such export, audience or language, or one that is not for the audience.
        DossierError: there is nothing to write.
        ReadingError, FormatVersionError, DiskError: the dossier cannot be read, or the file cannot
            be written.
    """
    module, reader = _chosen(name, audience)
    seen = _subject(directory, on, reader, language)
    if module is domain_export and not seen.domain_list:
        raise DossierError(
            f"there is no list of domain names for {reader.value}",
            place=str(directory),
            remedy="`colophon scan` the crawled sources; `colophon status` tells what is missing.",
        )
    tongue = "" if language == ENGLISH else f"{language}."
    file = to
    if to.is_dir() or to.suffix != f".{module.EXTENSION.rpartition('.')[2]}":
        file = to / f"model.{reader.value}.{tongue}{module.EXTENSION}"
    (written,) = disk.write(file.parent, {file.name: module.render(seen)})
    return Exported(written)


def insert(
    directory: Path,
    on: date,
    card: Path,
    *,
    audience: str = Audience.PUBLIC,
    language: str = ENGLISH,
) -> Exported:
    """Put the section and the keys of the front matter into the model card in the file `card`.

    Raises:
        UnknownIdError: no such audience or language, or a card is not for it.
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier or the card cannot be
            read, or the card cannot be written.
    """
    _, reader = _chosen("model-card", audience)
    seen = _subject(directory, on, reader, language)
    content = disk.read_file(card, _LARGEST, remedy="Name the README.md of the model.")
    made = model_card.insert(content, str(card), seen)
    file = card.resolve()  # a link to the card stays one
    disk.write(file.parent, {file.name: made.content})
    return Exported(card, made.parted)


def _chosen(name: str, audience: str) -> tuple[ModuleType, Audience]:
    known = names()
    if name not in known:
        raise UnknownIdError(
            f"there is no export `{name}`",
            place="export",
            remedy=f"Choose from: {', '.join(known)}.",
        )
    if audience not in [*Audience]:
        raise UnknownIdError(
            f"there is no audience `{audience}`",
            place="--for",
            remedy=f"Choose from: {', '.join(Audience)}.",
        )
    module, reader = known[name], Audience(audience)
    if reader not in module.AUDIENCES:
        readers = ", ".join(one for one in Audience if one in module.AUDIENCES)
        raise UnknownIdError(
            f"`{name}` is not for {reader.value}",
            place="--for",
            remedy=f"It is for: {readers}.",
        )
    return module, reader


def _subject(directory: Path, on: date, reader: Audience, language: str) -> Subject:
    is_release = stand(directory).at is not None
    if not is_release:
        renew_list(directory, on)
    checked = check(directory, on, language)
    # A release keeps the digest of its list only.
    listed = {} if is_release else domain_list.copied(disk.read_dossier(directory), directory)
    return subject(
        checked.assessment.case,
        checked.assessment.documents.values(),
        reader,
        digest=checked.digest,
        made_by=MADE_BY,
        domain_list=listed.get(domain_list.NAME),
    )
