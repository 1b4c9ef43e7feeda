"""The cover of a package: for people, what it holds, what is withheld and how to check it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from colophon.disclosure.evidence import ALL
from colophon.documents.build import headed
from colophon.documents.model import Paragraph, Part, Section, Table
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.assessment.model import Case
    from colophon.disclosure.manifest import File, Manifest, Withheld
    from colophon.documents.model import Document
    from colophon.law.model import Field, Law, Outline, Section as Asked

ID: Final = "cover"

_HALF: Final = 32
"""Half of the digits of a digest, which stand on a line of their own."""


def cover(manifest: Manifest, documents: Sequence[Document], case: Case) -> Document:
    """Return the cover of a package, whose manifest does not list the cover yet."""
    law = case.law
    sections = tuple(_sections(manifest, documents, law))
    page = headed(
        case,
        Audience(manifest.audience),
        id=ID,
        title=law.say("package.cover.title"),
        purpose=law.say("package.cover.purpose"),
        parts=(Part(heading=law.say("package.cover.part"), sections=sections),),
        digest=manifest.dossier_digest,
        made_by=manifest.made_by,
    )
    counts = {
        "entries_filled": sum(one.entries_filled for one in documents),
        "entries_missing": sum(one.entries_missing for one in documents),
    }
    return page.model_copy(update=counts)


def _sections(manifest: Manifest, documents: Sequence[Document], law: Law) -> Iterator[Section]:
    if manifest.request is not None:
        yield _section("request", (_request(manifest, law),), law)
    yield _section("files", (_files(manifest.files, law),), law)
    kept = (_withheld(manifest.withheld, documents, law),) if manifest.withheld else ()
    nothing = Paragraph(text=law.say("package.withheld.none"))
    yield _section("withheld", kept or (nothing,), law)
    if manifest.unfilled:
        labels = [(law.field[one].label, one) for one in manifest.unfilled]
        columns = (law.say("package.unfilled.entry"), law.say("package.unfilled.field"))
        caption = law.say("package.unfilled.caption")
        yield _section(
            "unfilled", (Table(caption=caption, columns=columns, rows=tuple(labels)),), law
        )
    yield _section("check", (Paragraph(text=law.say("package.check.text")),), law)


def _section(name: str, blocks: tuple[Paragraph | Table, ...], law: Law) -> Section:
    return Section(
        id=f"package-{name}",
        heading=law.say(f"package.{name}.heading"),
        provision=law.say(f"package.{name}.about"),
        blocks=blocks,
    )


def _request(manifest: Manifest, law: Law) -> Table:
    request = manifest.request
    assert request is not None
    told = {
        "id": request.id,
        "sender": request.sender,
        "received": _day(request.received, law),
        "due": _day(request.due, law),
        "legal-basis": request.legal_basis,
        "purpose": request.purpose,
        "items": "\n".join(_named(one, law) for one in request.items),
    }
    if manifest.only:
        told["only"] = "\n".join(_named(one, law) for one in manifest.only)
    return Table(
        caption=law.say("package.request.caption"),
        columns=(law.say("package.request.point"), law.say("package.request.told")),
        rows=tuple(
            (law.say(f"package.request.{name}"), text or law.say("package.request.not-told"))
            for name, text in told.items()
        ),
    )


def _day(day: str | None, law: Law) -> str | None:
    return None if day is None else law.language.shown(date.fromisoformat(day))


def _named(item: str, law: Law) -> str:
    """Return what is asked for with its name: `Annex XI (annex-xi)`."""
    known: dict[str, Outline | Asked | Field] = {**law.outline, **law.section, **law.field}
    return f"{known[item].label} ({item})"


def _files(files: Sequence[File], law: Law) -> Table:
    return Table(
        caption=law.say("package.files.caption"),
        columns=(
            law.say("package.files.path"),
            law.say("package.files.bytes"),
            law.say("package.files.digest"),
        ),
        rows=tuple(
            (one.path, str(one.bytes), f"{one.sha256[:_HALF]}\n{one.sha256[_HALF:]}")
            for one in files
        ),
    )


def _withheld(kept: Sequence[Withheld], documents: Sequence[Document], law: Law) -> Table:
    """List what is withheld, all that has one reason together."""
    titles = {one.id: one.title for one in documents}
    titles |= {one.id: one.label for one in law.outlines}
    rows: dict[tuple[str, str], list[str]] = {}
    for one in kept:
        match one.kind:
            case "field":
                name = law.field[one.id].label
            case "document":
                name = titles[one.id]
            case "register":
                name = law.say(f"register.{one.id}")
            case _:
                name = law.say("package.all-evidence") if one.id == ALL else one.id
        rows.setdefault((one.kind, one.reason), []).append(name)
    return Table(
        caption=law.say("package.withheld.caption"),
        columns=(
            law.say("package.withheld.kind"),
            law.say("package.withheld.what"),
            law.say("package.withheld.reason"),
        ),
        rows=tuple(
            (law.say(f"package.kind.{kind}"), "\n".join(dict.fromkeys(names)), reason)
            for (kind, reason), names in rows.items()
        ),
    )
