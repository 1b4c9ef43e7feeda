"""The documents of a dossier to look at: HTML that is as new as the dossier, and its index page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.assessment.model import Verdict
from colophon.documents import formats
from colophon.documents.build import words
from colophon.documents.overview import (
    Group,
    Link,
    Listed,
    Overview,
    Reader,
    Released,
    Told,
    render,
)
from colophon.errors import UnknownIdError
from colophon.law.load import ENGLISH
from colophon.law.model import Audience
from colophon.workspace import disk
from colophon.workspace.check import check
from colophon.workspace.diff import Side, between
from colophon.workspace.domain_list import NAME
from colophon.workspace.releases import case_at, stand
from colophon.workspace.write import MADE_BY, SUMMARY, built, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Assessment, Finding
    from colophon.documents.model import Document
    from colophon.dossier.differences import Difference, Point
    from colophon.law.model import Language, Law
    from colophon.workspace.check import Checked
    from colophon.workspace.diff import Comparison
    from colophon.workspace.drift import Change
    from colophon.workspace.releases import Stand

_TEXTS: Final = frozenset({"html", "md", "json"})
"""The extensions of formats in which the digest of the dossier stands as it is."""
_NAMES: Final = {"md": "Markdown"}
"""What formats are called, where it is not their extension in capitals."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What there is to be looked at.

    Attributes:
        page: the document that was asked for, or the index.
        written: whether the documents were written anew.
        also_for: the other audiences of the document.
    """

    page: Path
    written: bool
    also_for: tuple[str, ...] = ()


def overview(
    directory: Path,
    on: date,
    *,
    document: str | None = None,
    audience: str | None = None,
    language: str = ENGLISH,
) -> Opened:
    """Bring the HTML below `documents/` up to the dossier, write the index page, choose a page.

    Documents are written where one of them is absent or was made from another state of the
    dossier, by another Colophon, or before the last release; the index always is.

    Raises:
        UnknownIdError: there is no such document, audience or language, or not both together.
        ReleaseError: a released version is not as it was.
        ReadingError, DossierError, FormatVersionError, DiskError: something cannot be read, or the
            pages cannot be written.
    """
    folder = directory / "documents"
    checked = check(directory, on, language)
    law = checked.assessment.case.law
    stood = stand(directory)
    chosen = _chosen(document, audience, law)
    wanted = _wanted(checked.assessment, document)
    files = [
        _file(name, reader, "html", language)
        for name in wanted
        for reader in law.outline[name].audiences
    ]
    is_stale = not all(_is_fresh(folder / file, checked, stood) for file in files)
    if is_stale:
        write(directory, on, documents=wanted, format_names=["html"], language=language, to=folder)
    made = [
        (name, reader, built(law.outline[name], checked, reader))
        for name in wanted
        for reader in law.outline[name].audiences
    ]
    page = render(
        _overview(directory, folder, checked, stood, made), law.language, words(law.language)
    )
    index = f"index.{'' if language == ENGLISH else f'{language}.'}html"
    (path,) = disk.write(folder, {index: page})
    if chosen is None:
        return Opened(path, is_stale)
    name, reader, others = chosen
    return Opened(folder / _file(name, reader, "html", language), is_stale, others)


def _chosen(
    document: str | None, audience: str | None, law: Law
) -> tuple[str, Audience, tuple[str, ...]] | None:
    """Return the document that is asked for, for whom, and for whom it is as well."""
    if document is None:
        return None
    if document not in law.outline:
        raise UnknownIdError(
            f"there is no document `{document}`",
            place="document",
            remedy=f"Choose from: {', '.join(law.outline)}.",
        )
    audiences = law.outline[document].audiences
    if audience is not None and audience not in audiences:
        raise UnknownIdError(
            f"{document} is not written for `{audience}`",
            place="--for",
            remedy=f"Choose from: {', '.join(audiences)}.",
        )
    reader = Audience(audience) if audience is not None else audiences[0]
    return document, reader, tuple(one.value for one in audiences if one is not reader)


def _wanted(assessment: Assessment, document: str | None) -> list[str]:
    """Return the documents that are not known to be asked of other models alone, and the one."""
    return [
        name
        for name, standing in assessment.documents.items()
        if standing.asked is not Verdict.NOT_MET or name == document
    ]


def _file(name: str, audience: Audience, extension: str, language: str) -> str:
    tongue = "" if language == ENGLISH else f"{language}."
    return f"{name}.{audience.value}.{tongue}{extension}"


def _is_fresh(path: Path, checked: Checked, stood: Stand) -> bool:
    """Whether a page was made of this dossier, by this program, and after the last release."""
    with disk.refusals_explained(path):
        if not path.is_file():
            return False
        content = path.read_bytes()
    signs = [checked.digest, MADE_BY]
    version = _version(checked, stood)
    signs += [version] if version else []
    return all(sign.encode() in content for sign in signs)


def _version(checked: Checked, stood: Stand) -> str | None:
    """Return the version of the dossier as documents say it; None where nothing was released."""
    last = stood.last
    if last is None:
        return None
    is_same = last.dossier_digest == checked.digest
    phrase = "history.released" if is_same else "history.changed-since"
    return checked.assessment.case.law.say(phrase, version=last.version, day=last.on)


# -- The page -------------------------------------------------------------------------------------


def _overview(
    directory: Path,
    folder: Path,
    checked: Checked,
    stood: Stand,
    made: Sequence[tuple[str, Audience, Document]],
) -> Overview:
    assessment, case = checked.assessment, checked.assessment.case
    say, first = case.law.say, made[0][2]
    not_asked = [
        one.label for one in case.law.outlines if one.id not in {name for name, *_ in made}
    ]
    findings = Counter(one.kind == "missing" for one in assessment.findings)
    last = stood.last
    heading = say("index.changed-heading")
    unchanged: str | None = say("index.no-release")
    changed: tuple[Group, ...] = ()
    if last is not None:
        heading = say("index.changed", version=last.version)
        comparison = _since(stood, checked)
        changed = tuple(_changes(comparison))
        is_same = last.dossier_digest == checked.digest
        phrase = "index.unchanged" if is_same else "index.spelling"
        unchanged = None if changed else say(phrase, version=last.version, day=last.on)
    return Overview(
        model=first.model,
        provider=first.provider,
        on=case.on,
        law_known_on=case.law.known_on,
        dossier_digest=checked.digest,
        made_by=first.made_by,
        version=_version(checked, stood),
        readers=tuple(_readers(directory, folder, checked, made)),
        not_asked=say("index.not-asked", day=case.on, documents=", ".join(not_asked))
        if not_asked
        else None,
        missing=tuple(_missing(assessment)),
        others=say("index.others", count=findings[False]) if findings[False] else None,
        changed=changed,
        unchanged=unchanged,
        changed_heading=heading,
        releases=tuple(
            Released(
                version=one.version,
                day=case.law.language.shown(one.on),
                by=one.by or say("history.nobody"),
                note=one.note or "",
            )
            for one in reversed(stood.records)
        ),
    )


def _readers(
    directory: Path,
    folder: Path,
    checked: Checked,
    made: Sequence[tuple[str, Audience, Document]],
) -> Iterator[Reader]:
    law = checked.assessment.case.law
    newest = max((directory / path).stat().st_mtime for path in disk.read_dossier(directory))
    for audience in Audience:
        listed = tuple(
            Listed(
                id=name,
                title=document.title,
                counts=law.say(
                    "index.filled", filled=document.entries_filled, missing=document.entries_missing
                ),
                notice=document.notice,
                links=tuple(_links(name, audience, folder, checked, newest)),
            )
            for name, reader, document in made
            if reader is audience
        )
        if listed:
            label = law.say(f"audience.{audience.value}")
            yield Reader(id=audience.value, label=label, documents=listed)


def _links(
    name: str, audience: Audience, folder: Path, checked: Checked, newest: float
) -> Iterator[Link]:
    """Yield the files of a document that are there, the page first."""
    law = checked.assessment.case.law
    extensions = [module.EXTENSION for module in parts.modules(formats)]
    for extension in sorted(extensions, key=lambda one: (one != "html", one)):
        file = _file(name, audience, extension, law.language.id)
        path = folder / file
        if not path.is_file():
            continue
        known = _NAMES.get(extension, extension.upper())
        is_older = (
            checked.digest.encode() not in path.read_bytes()
            if extension in _TEXTS
            else path.stat().st_mtime < newest
        )
        yield Link(format=law.say("index.older", format=known) if is_older else known, file=file)
    if name == SUMMARY and (folder / NAME).is_file():
        yield Link(format=law.say("index.list"), file=NAME)


# -- What is missing ------------------------------------------------------------------------------


def _missing(assessment: Assessment) -> Iterator[Group]:
    """Yield what is missing, by the section of the fields; what is no field comes first."""
    law = assessment.case.law
    groups: dict[str, list[Told]] = {}
    missing = [one for one in assessment.findings if one.kind == "missing"]
    for finding in sorted(missing, key=lambda one: one.field is not None):
        if finding.field is None:
            heading = law.say("index.questions")
        else:
            heading = law.section[law.section_of[finding.field]].label
        groups.setdefault(heading, []).append(_lack(finding, assessment))
    for heading, told in groups.items():
        yield Group(heading=heading, told=tuple(told))


def _lack(finding: Finding, assessment: Assessment) -> Told:
    law = assessment.case.law
    asked = [law.provision(citation) for citation in finding.asked_by]
    name = finding.question or finding.obligation
    if finding.field is None:
        return Told(label=finding.message, id=name, lines=(finding.remedy,), sources=tuple(asked))
    documents = ", ".join(
        one.outline.label
        for one in assessment.documents.values()
        if one.asked is not Verdict.NOT_MET and finding.field in one.missing
    )
    asked_in = [law.say("index.asked-in", documents=documents)] if documents else []
    return Told(
        label=law.field[finding.field].label,
        id=finding.field,
        lines=(finding.remedy,),
        sources=(*asked_in, *asked),
    )


# -- What changed ---------------------------------------------------------------------------------


def _since(stood: Stand, checked: Checked) -> Comparison:
    """Hold the dossier against its last release."""
    last, case = stood.records[-1], checked.assessment.case
    then = case_at(stood, last, case.on, case.law)
    before = Side(last.version, last, last.dossier_digest, then)
    return between(before, Side("now", None, checked.digest, case))


def _changes(found: Comparison) -> Iterator[Group]:
    law = found.after.case.law
    say = law.say
    if found.turns:
        told = tuple(
            Told(
                label=turn.label,
                id=turn.question,
                lines=(
                    say(
                        "diff.turned",
                        name=say("diff.value"),
                        before=law.language.named("verdict", turn.before),
                        after=law.language.named("verdict", turn.after),
                    ),
                ),
                sources=(),
            )
            for turn in found.turns
        )
        yield Group(heading=say("diff.register.verdicts"), told=told)
    groups: dict[str, list[Told]] = {}
    for one in found.differences:
        groups.setdefault(one.heading(law), []).append(_difference(one, law.language))
    for heading, entries in groups.items():
        yield Group(heading=heading, told=tuple(entries))
    if found.evidence:
        told = tuple(_artefact(one, law.language) for one in found.evidence)
        yield Group(heading=say("diff.register.evidence"), told=told)


def _difference(one: Difference, language: Language) -> Told:
    say = language.say
    is_moved = one.before and one.after and one.before != one.after
    if is_moved:
        sources = [
            say("diff.alone", name=say("diff.was"), value=one.before or ""),
            say("diff.alone", name=say("diff.now"), value=one.after or ""),
        ]
    else:
        source = one.after or one.before
        sources = [say("diff.alone", name=say("diff.from"), value=source)] if source else []
    lines = tuple(_point(point, one, language) for point in one.points)
    return Told(
        label=one.label,
        id=one.id,
        lines=lines if one.how == "changed" else (say(f"diff.{one.how}"), *lines),
        sources=tuple(sources),
    )


def _point(point: Point, one: Difference, language: Language) -> str:
    name = language.named("diff", point.name.replace(" ", "-")).replace("_", " ")
    nothing = language.say("diff.nothing")
    if one.how in {"new", "gone"}:
        value = point.after if point.before is None else point.before
        return language.say("diff.alone", name=name, value=value or nothing)
    before, after = point.before or nothing, point.after or nothing
    return language.say("diff.turned", name=name, before=before, after=after)


def _artefact(change: Change, language: Language) -> Told:
    say = language.say
    lines = [say(f"diff.{change.how}")] if not change.differences else []
    for one in change.differences:
        was, now = (
            "; ".join(evidence.written() for evidence in side) or say("diff.nothing")
            for side in (one.recorded, one.found)
        )
        of = f" ({one.of})" if one.of else ""
        lines.append(say("diff.turned", name=f"{one.fact}{of}", before=was, after=now))
    return Told(label=change.artefact, id=None, lines=tuple(lines), sources=())
