"""The documents of a dossier, written as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import __version__, extras, parts
from colophon.assessment.model import Verdict
from colophon.documents import formats
from colophon.documents.build import build
from colophon.documents.history import with_versions
from colophon.dossier import files
from colophon.errors import UnknownIdError
from colophon.law.load import ENGLISH
from colophon.law.model import Audience
from colophon.workspace import disk, domain_list
from colophon.workspace.check import check
from colophon.workspace.law import law
from colophon.workspace.releases import case_at, stand
from colophon.workspace.sources import STORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import TypeAlias

    from colophon.assessment.model import Case
    from colophon.documents.model import Document
    from colophon.dossier.releases import Release
    from colophon.law.model import Outline
    from colophon.workspace.check import Checked

    Versions: TypeAlias = Sequence[tuple[Release, Case]]

SUMMARY: Final = "public-summary"
MADE_BY: Final = f"Colophon {__version__}"


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

    What the law asks of other models alone is written only when it is named. Where no format is
    named, those that are `lacking` something here are left out.

    Returns:
        The files, in the order of the documents, `<document>.<audience>.<extension>`; before the
        extension of one that is not in English stands its language.

    Raises:
        UnknownIdError: no such document, audience, format or language, or a document that is not
            for one of the audiences.
        ReleaseError: a released version is not as it was.
        ColophonError: a library is not installed that a format needs which is named.
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier cannot be read, or
            the files cannot be written.
    """
    known = parts.by_name(formats)
    outlines = law(language).outline
    drawn = [name for name in known if not lacking().get(name)]
    chosen = [known[_one_of(name, known, "format")] for name in format_names or drawn]
    named = [_one_of(name, outlines, "document") for name in documents]
    readers = [_one_of(name, [*Audience], "audience") for name in audiences or [*Audience]]
    for name in named:
        if not {audience.value for audience in outlines[name].audiences} & {*readers}:
            raise UnknownIdError(
                f"{name} is not written for {', '.join(readers)}",
                place="--for",
                remedy="`colophon law outlines` shows for whom each document is.",
            )
    is_release = stand(directory).at is not None
    if SUMMARY in (named or outlines) and not is_release:
        renew_list(directory, on)
    checked = check(directory, on, language)
    wanted = named or [
        name
        for name, standing in checked.assessment.documents.items()
        if standing.asked is not Verdict.NOT_MET
    ]
    tongue = "" if language == ENGLISH else f"{language}."
    versions = released(directory, on, language)
    tree = {}
    for name in wanted:
        outline = outlines[name]
        for audience in outline.audiences:
            if audience.value not in readers:
                continue
            document = built(outline, checked, audience, versions)
            for module in chosen:
                path = f"{name}.{audience.value}.{tongue}{module.EXTENSION}"
                tree[path] = module.render(document)
            if not is_release and domain_list.is_named_in(document):  # a release has its digest
                tree |= domain_list.copied(disk.read_dossier(directory), directory)
    if not tree:
        raise UnknownIdError(
            f"none of {', '.join(wanted)} is written for {', '.join(readers)}",
            place="--for",
            remedy="`colophon law outlines` shows for whom each document is.",
        )
    return disk.write(to, tree)


def built(
    outline: Outline, checked: Checked, audience: Audience, versions: Versions = ()
) -> Document:
    """Return a document of a dossier as an audience sees it, with the versions before."""

    def made(case: Case, digest: str) -> Document:
        return build(outline, case, audience, digest=digest, made_by=MADE_BY)

    case = checked.assessment.case
    earlier = [(record, made(then, record.dossier_digest)) for record, then in versions]
    return with_versions(made(case, checked.digest), earlier, audience, case.law.language)


def released(directory: Path, on: date, language: str) -> Versions:
    """Return each released version, first to last, as it stands under the law of the day.

    Raises:
        ReleaseError: one of them is not as it was.
        ReadingError, DossierError, FormatVersionError, DiskError: one of them cannot be read.
    """
    known = law(language)
    stood = stand(directory)
    return [(one, case_at(stood, one, on, known)) for one in stood.records]


def lacking() -> dict[str, list[str]]:
    """Return the formats that cannot be drawn here, each with the libraries that are absent."""
    needs = {name: getattr(one, "NEEDS", ()) for name, one in parts.by_name(formats).items()}
    return {name: absent for name, wanted in needs.items() if (absent := extras.absent(wanted))}


def renew_list(directory: Path, on: date) -> None:
    """Make the list of domain names that the public summary points to, as far as it can be made."""
    from colophon.corpus.database import Means, cores  # noqa: PLC0415 -- only where it is made

    tree = disk.read_dossier(directory)
    means = Means(cores(), None, directory / STORE / "spill")
    domain_list.renew(directory, tree, files.read(tree, law()), law(), on, means)


def _one_of(name: str, known: Mapping[str, object] | Sequence[str], what: str) -> str:
    if name not in known:
        raise UnknownIdError(
            f"there is no {what} `{name}`", place=what, remedy=f"Choose from: {', '.join(known)}."
        )
    return name
