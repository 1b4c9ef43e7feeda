"""The public summary, looked through: of the dossier, or as somebody has published it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.assessment.model import Verdict
from colophon.assessment.summary import changes, checks
from colophon.errors import ReadingError
from colophon.law.load import ENGLISH, languages
from colophon.law.model import Audience
from colophon.law.printed import printed
from colophon.publications import lint, readers
from colophon.publications.dossier import OUTLINE, of_case
from colophon.publications.model import Remark
from colophon.publications.recognise import recognise
from colophon.workspace import disk
from colophon.workspace.check import check
from colophon.workspace.law import law

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path
    from types import ModuleType

    from colophon.assessment.model import Assessment, Finding
    from colophon.law.model import Law
    from colophon.publications.model import Publication
    from colophon.reading import Plain

_LARGEST: Final = 32 * 2**20
"""No file of a summary is larger; a few pages have less than one MiB."""

FOUND_BY_CHECK: Final = "check"
"""What stands in the place of the flaw where `colophon check` finds the same."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What was looked through, and what is remarked of it.

    Attributes:
        of: the file, or the name of the model.
        kind: `pdf`, `docx`, `html`, `markdown`, `json`, or `dossier`.
        recognised: whether it was taken for the form, so that its entries were looked at.
        found: ids of the fields of the form that are found, or that have a value.
    """

    of: str
    kind: str
    on: date
    law: Law
    recognised: bool
    found: tuple[str, ...]
    remarks: tuple[Remark, ...]


def of_dossier(directory: Path, on: date, language: str = ENGLISH) -> Linted:
    """Look through the public summary as the dossier in `directory` has it.

    Raises:
        UnknownIdError: there is no such language.
        ReadingError, DossierError, FormatVersionError, DiskError: it cannot be read.
    """
    assessment = check(directory, on, language).assessment
    case = assessment.case
    publication = of_case(case)
    form = printed(OUTLINE)
    laws = _laws(language)
    numbers = lint.numbers(form, laws)
    found = [_remark(one, numbers) for one in _of_summary(assessment)]
    found += _empty(assessment, {one.field for one in found}, numbers)
    found += lint.look_through(publication, form, laws, on)
    found = lint.in_order(found, case.law, form)
    name = case.dossier.spine.model.name or str(directory)
    return Linted(
        of=name,
        kind=lint.DOSSIER,
        on=on,
        law=case.law,
        recognised=True,
        found=tuple(publication.fields),
        remarks=tuple(found),
    )


def of_file(path: Path, on: date, language: str = ENGLISH, kind: str | None = None) -> Linted:
    """Look through a summary that somebody has published.

    What kind of file it is tells its content, unless `kind` says it.

    Raises:
        UnknownIdError: there is no such language.
        DiskError: the file cannot be read, or is far too large.
        ReadingError: it is not of its kind, damaged, or of no kind that is known.
        ColophonError: the library that reads its kind is not installed.
    """
    law(language)
    content = disk.read_file(
        path,
        _LARGEST,
        remedy="Name the file of the summary itself; save a web page as a file first.",
    )
    reader = _reader(path, content, kind)
    written = reader.read(content, str(path))
    form = printed(OUTLINE)
    laws = _laws(language)
    publication = recognise(written, form, laws)
    remarks = [*lint.unread(written, laws[0])]
    recognised = lint.recognised(publication, form)
    if recognised:
        remarks += lint.look_through(publication, form, laws, on)
    elif written.lines:
        remarks.append(lint.not_recognised(publication, laws[0]))
        remarks += _of_drafts(publication, laws, on)
    return Linted(
        str(path),
        written.kind,
        on,
        laws[0],
        recognised,
        tuple(publication.fields),
        tuple(remarks),
    )


def _of_drafts(publication: Publication, laws: tuple[Law, ...], on: date) -> list[Remark]:
    """Return that a text that is not taken for the form follows a draft of it."""
    if not publication.earlier:
        return []
    form = printed(OUTLINE)
    every = lint.look_through(publication, form, laws, on)
    return [one for one in every if one.flaw == "form" and one.kind == "conflict"]


def _laws(language: str) -> tuple[Law, ...]:
    """Return the law in every language, that of the remarks first."""
    others = [one for one in languages() if one != language]
    return tuple(law(one) for one in (language, *others))


# -- The dossier ----------------------------------------------------------------------------------


def _of_summary(assessment: Assessment) -> list[Finding]:
    """Return the findings of the check that are about the public summary."""
    case = assessment.case
    asked = case.law.fields_in(case.law.outline[OUTLINE].sections)
    fields = {one.id for one in asked if Audience.PUBLIC in one.shown_to}
    about = {*checks.findings(case), *changes.findings(case)}
    agreements = {
        one.id for one in case.law.agreements if f"{OUTLINE}." in one.model_dump_json(by_alias=True)
    }
    return [
        one
        for one in assessment.findings
        if one in about or one.field in fields or one.agreement in agreements
    ]


def _empty(
    assessment: Assessment, told: set[str | None], numbers: Mapping[str, str]
) -> list[Remark]:
    """Return what the form still lacks although nothing is owed yet."""
    case = assessment.case
    document = assessment.documents[OUTLINE]
    asked = (one for one in document.elements if one.asked is Verdict.MET)
    missing = dict.fromkeys(name for one in asked for name in one.missing)
    return [
        Remark(
            flaw="entries",
            kind="missing",
            field=name,
            number=numbers.get(name),
            place=f"answers/{case.law.section_of[name]}.yaml",
            quote="",
            message=case.law.say("lint.entries.open", label=case.law.field[name].label),
            remedy=case.law.say("lint.entries.open.remedy"),
        )
        for name in missing
        if name not in told and Audience.PUBLIC in case.law.field[name].shown_to
    ]


def _remark(finding: Finding, numbers: Mapping[str, str]) -> Remark:
    return Remark(
        flaw=FOUND_BY_CHECK,
        kind=finding.kind,
        field=finding.field,
        number=numbers.get(finding.field or ""),
        place=finding.place,
        quote="",
        message=finding.message,
        remedy=finding.remedy,
    )


# -- Files ----------------------------------------------------------------------------------------


def kinds() -> Mapping[str, ModuleType]:
    """Return the readers by the kind of file that each reads."""
    return parts.by_name(readers)


def _reader(path: Path, content: bytes, kind: str | None) -> ModuleType:
    """Return the reader for a file: that of the kind that is said, else of what the content is.

    Raises:
        ReadingError: it is not of that kind, or of none.
    """
    known = kinds()
    if not content.strip():
        raise ReadingError("the file is empty", place=str(path), remedy="Name another file.")
    suffix = path.suffix.lower().lstrip(".")
    of_content = [name for name in _IN_ORDER if known[name].recognises(content)]
    if kind is not None:
        if kind in of_content:
            return known[kind]
        like = f"; it looks like {of_content[0]}" if of_content else ""
        raise ReadingError(
            f"the file is not {_ARTICLE[kind]}{like}",
            place=str(path),
            remedy=f"Name it without `--{kind}`: what it is tells its content.",
        )
    for name in of_content:
        if name != _TEXT or suffix in known[name].SUFFIXES or _is_readable(content):
            return known[name]
    raise ReadingError(
        "the file is none of the kinds in which summaries can be read",
        place=str(path),
        remedy="Name a PDF, DOCX, HTML or Markdown file, or JSON that colophon has written.",
    )


_TEXT: Final = "markdown"
_IN_ORDER: Final = ("pdf", "docx", "html", "json", _TEXT)
"""The kinds, the plainest last: nearly every file is a text."""
_ARTICLE: Final = {"pdf": "a PDF", "docx": "a DOCX", "html": "an HTML page"}


def _is_readable(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text[:4096])


# -- For machines ---------------------------------------------------------------------------------


def report(linted: Linted) -> Plain:
    """Return what `colophon lint --json` prints."""
    return {
        "on": linted.on.isoformat(),
        "law_known_on": linted.law.known_on.isoformat(),
        "of": linted.of,
        "kind": linted.kind,
        "recognised": linted.recognised,
        "found": list(linted.found),
        "remarks": [
            {
                "flaw": one.flaw,
                "kind": one.kind,
                "field": one.field,
                "number": one.number,
                "place": one.place,
                "quote": one.quote,
                "message": one.message,
                "remedy": one.remedy,
            }
            for one in linted.remarks
        ],
    }
