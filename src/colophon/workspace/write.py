"""The documents of a dossier, written as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import __version__, parts
from colophon.assessment.model import Verdict
from colophon.documents import formats
from colophon.documents.build import build
from colophon.dossier import files
from colophon.errors import UnknownIdError
from colophon.law.load import ENGLISH
from colophon.law.model import Audience
from colophon.workspace import disk, domain_list
from colophon.workspace.check import check
from colophon.workspace.law import law
from colophon.workspace.sources import STORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path


_SUMMARY: Final = "public-summary"


def write(  # noqa: PLR0913 -- one argument for each thing that a person may choose
    directory: Path,
    on: date,
    *,
    documents: Sequence[str] = (),
    audiences: Sequence[str] = (),
    format_names: Sequence[str] = (),
    language: str = ENGLISH,
    to: Path,
) -> list[Path]:
    """Write documents of the dossier in `directory`; all that are not narrowed down.

    What the law asks of other models alone is written only when it is named.

    Returns:
        The files, in the order of the documents, `<document>.<audience>.<extension>`; before the
        extension of one that is not in English stands its language.

    Raises:
        UnknownIdError: no such document, audience, format or language, or a document that is not
            for one of the audiences.
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier cannot be read, or
            the files cannot be written.
    """
    known = parts.by_name(formats)
    outlines = law(language).outline
    chosen = [known[_one_of(name, known, "format")] for name in format_names or known]
    named = [_one_of(name, outlines, "document") for name in documents]
    readers = [_one_of(name, [*Audience], "audience") for name in audiences or [*Audience]]
    if _SUMMARY in (named or outlines):
        _renew_list(directory, on)
    checked = check(directory, on, language)
    wanted = named or [
        name
        for name, standing in checked.assessment.documents.items()
        if standing.asked is not Verdict.NOT_MET
    ]
    tongue = "" if language == ENGLISH else f"{language}."
    tree = {}
    for name in wanted:
        outline = outlines[name]
        for audience in outline.audiences:
            if audience.value not in readers:
                continue
            document = build(
                outline,
                checked.assessment.case,
                audience,
                digest=checked.digest,
                made_by=f"Colophon {__version__}",
            )
            for module in chosen:
                path = f"{name}.{audience.value}.{tongue}{module.EXTENSION}"
                tree[path] = module.render(document)
            if name == _SUMMARY:
                tree |= domain_list.copied(disk.read_dossier(directory), directory)
    if not tree:
        raise UnknownIdError(
            f"none of {', '.join(wanted)} is written for {', '.join(readers)}",
            place="--for",
            remedy="`colophon law outlines` shows for whom each document is.",
        )
    return disk.write(to, tree)


def _renew_list(directory: Path, on: date) -> None:
    """Make the list of domain names that the public summary points to, as far as it can be made."""
    from colophon.corpus.database import Means  # noqa: PLC0415 -- only where it is made

    tree = disk.read_dossier(directory)
    means = Means.here(directory / STORE / "spill")
    domain_list.renew(directory, tree, files.read(tree, law()), law(), on, means)


def _one_of(name: str, known: Mapping[str, object] | Sequence[str], what: str) -> str:
    if name not in known:
        raise UnknownIdError(
            f"there is no {what} `{name}`", place=what, remedy=f"Choose from: {', '.join(known)}."
        )
    return name
