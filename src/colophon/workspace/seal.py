"""A package of a dossier for one audience: what is in it, sealed into one file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.assessment.model import Verdict
from colophon.assessment.summary.sections import DOMAIN_LIST
from colophon.disclosure import (
    archive,
    cover,
    evidence,
    manifest as manifests,
    selection as selections,
    signatures,
    timestamps,
    withheld,
)
from colophon.disclosure.manifest import File, Manifest, Requested
from colophon.documents import formats
from colophon.dossier.registers import choice
from colophon.errors import DiskError, PackageError, UnknownIdError
from colophon.law.load import ENGLISH
from colophon.law.model import Audience
from colophon.workspace import disk, domain_list, keys
from colophon.workspace.check import check
from colophon.workspace.law import law
from colophon.workspace.releases import stand
from colophon.workspace.write import MADE_BY, SUMMARY, built, released, renew_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from types import ModuleType

    from colophon.assessment.model import Case
    from colophon.disclosure.manifest import Withheld
    from colophon.disclosure.selection import Selection
    from colophon.documents.model import Document
    from colophon.dossier.model import Request
    from colophon.law.model import Law
    from colophon.workspace.check import Checked

PACKAGES: Final = "packages"
"""The folder of a dossier in which packages are put where nobody names another."""

_FOLDER: Final = "documents"
_JSON: Final = "json"
_KINDS: Final = ("document", "field", "register", "evidence")
"""In this order a package tells what is withheld."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a package.

    Attributes:
        audience: for whom; None where the request says it.
        request: the id of the request that it answers.
        only: documents, sections, fields and registers that it is narrowed down to.
        format_names: of the documents; all where none is named. JSON always goes in.
        key: with which it is signed, as `keys.signer` takes it; None for no signature.
    """

    audience: str | None = None
    request: str | None = None
    only: tuple[str, ...] = ()
    format_names: tuple[str, ...] = ()
    language: str = ENGLISH
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package that was written.

    Attributes:
        digest: SHA-256 of the file, in hexadecimal digits.
        fingerprint: of the key that signed it.
    """

    path: Path
    size: int
    digest: str
    manifest: Manifest
    fingerprint: str | None


def seal(
    directory: Path, on: date, wish: Wish, *, to: Path | None = None, ask: Path | None = None
) -> Sealed:
    """Seal a package of the dossier in `directory`, as it is on a day.

    Args:
        directory: of the dossier.
        on: the day that its documents speak of.
        wish: what is wanted.
        to: the file; named by audience, request, day and language in `packages/` where None.
        ask: the file for the request that an authority for time stamps is asked with.

    Raises:
        UnknownIdError: no such audience, request, item, format or language.
        PackageError: the key does not sign, or the package would be too large.
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier cannot be read, or
            the package cannot be written.
    """
    signer = keys.signer(wish.key) if wish.key is not None else None
    contents = _contents(directory, on, wish)
    manifest = contents.manifest
    attached: dict[str, bytes] = {}
    if signer is not None:
        manifest = manifest.model_copy(update={"signed_by": signatures.line(signer.public)})
        attached[manifests.SIGNATURE] = signer.sign(manifests.canonical(manifest))
    manifests.check_names(contents.files)
    _refuse_large(manifest)
    content = archive.sealed(manifest, contents.files, attached)
    path = to or directory / PACKAGES / _name(manifest)
    _put(path, content)
    if ask is not None:
        stamped = attached.get(manifests.SIGNATURE, manifests.canonical(manifest))
        disk.write(ask.parent, {ask.name: timestamps.request(stamped)})
    fingerprint = signatures.fingerprint(signer.public) if signer else None
    return Sealed(path, len(content), sha256(content).hexdigest(), manifest, fingerprint)


@dataclass(frozen=True, slots=True)
class _Contents:
    manifest: Manifest
    files: Mapping[str, bytes]


def _contents(directory: Path, on: date, wish: Wish) -> _Contents:
    """Return what a package holds, and the manifest of it, which nobody has signed yet."""
    modules = _modules(wish.format_names)
    known = law(wish.language)
    checked = check(directory, on, wish.language)
    request = _request(checked.assessment.case, wish)
    audience = _audience(wish, request)
    selection = selections.selection(known, request, wish.only)
    names = _names(checked, audience, selection)
    is_release = stand(directory).at is not None
    asked = {*selection.fields} if selection else set()
    if not is_release and (SUMMARY in names or asked & _list_fields(known)):
        renew_list(directory, on)
        checked = check(directory, on, wish.language)
    case = checked.assessment.case
    versions = released(directory, on, wish.language) if names else ()
    whole = [built(known.outline[name], checked, audience, versions) for name in names]
    documents = [*whole, *_selected(checked, audience, selection)]
    pieces, kept = evidence.evidence(case, documents, audience, narrowed=selection is not None)
    files = {
        f"{_FOLDER}/{document.id}.{extension}": content
        for document in documents
        for extension, content in _rendered(document, modules)
    }
    names_list = any(map(domain_list.is_named_in, documents))
    if names_list and not is_release:  # a release keeps the digest of its list only
        copied = domain_list.copied(disk.read_dossier(directory), directory)
        files |= {f"{_FOLDER}/{name}": content for name, content in copied.items()}
    files |= pieces
    all_kept = [*_withheld(whole, documents, case, audience, selection), *kept]
    manifest = Manifest(
        format=manifests.FORMAT,
        version=manifests.VERSION,
        audience=audience.value,
        language=known.language.id,
        on=on.isoformat(),
        law_known_on=known.known_on.isoformat(),
        dossier_digest=checked.digest,
        made_by=MADE_BY,
        model=case.dossier.spine.model.name or known.say("document.unnamed"),
        provider=case.dossier.spine.provider.name or known.say("document.unknown-provider"),
        request=None if request is None else _requested(request, case),
        only=wish.only,
        files=_listed(files),
        unfilled=withheld.unfilled(documents),
        withheld=tuple(sorted(set(all_kept), key=_order)),
        signed_by=None,
    )
    page = cover.cover(manifest, documents, case)
    files |= {f"{cover.ID}.{extension}": content for extension, content in _rendered(page, modules)}
    return _Contents(manifest.model_copy(update={"files": _listed(files)}), files)


def _order(one: Withheld) -> tuple[int, str, str]:
    return _KINDS.index(one.kind), one.because, one.id


def _modules(names: Sequence[str]) -> list[ModuleType]:
    """Return the formats that are wanted, JSON among them, each once."""
    known = parts.by_name(formats)
    chosen = [name for name in names or known if _one_of(name, known, "format")]
    return [known[name] for name in sorted({*chosen, _JSON})]


def _one_of(name: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    if name not in names:
        raise UnknownIdError(f"there is no {what} `{name}`", place=what, remedy=choice(name, names))
    return name


def _rendered(document: Document, modules: Iterable[ModuleType]) -> Iterator[tuple[str, bytes]]:
    for module in modules:
        yield module.EXTENSION, module.render(document)


def _list_fields(law: Law) -> set[str]:
    """Return the ids of the fields that tell where the list of domains is."""
    return {one.id for one in law.field.values() if one.computed == DOMAIN_LIST}


def _request(case: Case, wish: Wish) -> Request | None:
    if wish.request is None:
        return None
    requests = {one.id: one for one in case.dossier.requests}
    if wish.request not in requests:
        raise UnknownIdError(
            f"there is no request `{wish.request}`",
            place="--request",
            remedy=choice(wish.request, requests)
            if requests
            else "Enter it in requests.yaml first; `colophon upgrade` writes its schema.",
        )
    return requests[wish.request]


def _audience(wish: Wish, request: Request | None) -> Audience:
    if wish.audience is not None:
        _one_of(wish.audience, [*Audience], "audience")
    asked = request.audience if request else None
    audience = wish.audience or asked
    if audience is None:
        raise UnknownIdError(
            "nobody says for whom the package is",
            place="--for",
            remedy=f"Choose from: {', '.join(Audience)}; or name a --request.",
        )
    if asked is not None and audience != asked:
        raise UnknownIdError(
            f"the request is for {asked}, and not for {audience}",
            place="--for",
            remedy="Leave --for out, or mend the `audience` of the request.",
        )
    return Audience(audience)


def _names(checked: Checked, audience: Audience, selection: Selection | None) -> list[str]:
    """Return the ids of the documents that go in whole: those asked for, or all for the audience.

    What the law asks of other models alone goes in only where it is asked for.
    """
    outlines = checked.assessment.case.law.outline
    if selection is not None:
        wanted: Iterable[str] = selection.documents
    else:
        documents = checked.assessment.documents
        wanted = [name for name, one in documents.items() if one.asked is not Verdict.NOT_MET]
    return [name for name in wanted if audience in outlines[name].audiences]


def _selected(
    checked: Checked, audience: Audience, selection: Selection | None
) -> Iterator[Document]:
    if selection is not None and (selection.fields or selection.registers):
        yield selections.document(
            selection,
            checked.assessment.case,
            audience,
            digest=checked.digest,
            made_by=MADE_BY,
        )


def _withheld(
    whole: Sequence[Document],
    documents: Sequence[Document],
    case: Case,
    audience: Audience,
    selection: Selection | None,
) -> Iterator[Withheld]:
    """Yield what the documents do not show, or not exactly, and those that are not there at all."""
    for document in whole:
        yield from withheld.of_outline(case.law.outline[document.id], document, case, audience)
    if selection is None:
        return
    for one in selection.documents:
        if audience not in case.law.outline[one].audiences:
            yield withheld.withheld("document", one, "not-written-for", case.law)
    for kind, one in selection.left_out:
        yield withheld.withheld(kind, one, "left-out", case.law)
    for name in selection.registers:
        is_shown = selections.shown_by(name, case.law, audience) is not None
        yield from withheld.of_register(name, case.law, audience, is_shown=is_shown)
    if selection.fields:
        fields = [case.law.field[one] for one in selection.fields]
        yield from withheld.of_fields(fields, documents[-1], case.law, audience)


def _requested(request: Request, case: Case) -> Requested:
    """Return a request as the manifest tells it; its days may stand with an event about it."""
    received, due = request.received, request.due
    for event in sorted(case.dossier.events, key=lambda one: one.on):
        if event.about == request.id:
            received, due = received or event.on, due or event.due
    return Requested(
        id=request.id,
        sender=request.sender,
        received=received.isoformat() if received else None,
        due=due.isoformat() if due else None,
        legal_basis=request.legal_basis,
        purpose=request.purpose,
        items=request.items,
    )


def _listed(files: Mapping[str, bytes]) -> tuple[File, ...]:
    return tuple(
        File(path=path, bytes=len(content), sha256=sha256(content).hexdigest())
        for path, content in sorted(files.items())
    )


def _refuse_large(manifest: Manifest) -> None:
    """Refuse what no check would take."""
    size = sum(one.bytes for one in manifest.files)
    if (
        size > manifests.LARGEST
        or len(manifest.files) > manifests.MOST_FILES
        or len(manifests.canonical(manifest)) > manifests.LARGEST_MANIFEST
    ):
        raise PackageError(
            f"{len(manifest.files)} files of {size} bytes are more than a package holds",
            place="colophon seal",
            remedy="Seal less at once: --only, or fewer --format.",
        )


def _name(manifest: Manifest) -> str:
    request = f".{manifest.request.id}" if manifest.request else ""
    language = "" if manifest.language == ENGLISH else f".{manifest.language}"
    return f"{manifest.audience}{request}.{manifest.on}{language}.zip"


def _put(path: Path, content: bytes) -> None:
    """Write a package, and never over another one: that one may have been handed over."""
    with disk.refusals_explained(path):
        if path.exists() and not path.is_file():  # a device may never end when it is read
            raise DiskError(
                "this is a folder, a pipe or a device, and a package is one file",
                place=str(path),
                remedy="Name the file itself with --to, such as it.zip.",
            )
        if path.exists() and (path.stat().st_size != len(content) or path.read_bytes() != content):
            raise DiskError(
                "there is another package of that name",
                place=str(path),
                remedy="Name another file with --to, or move that one away first.",
            )
    disk.write(path.parent, {path.name: content})
