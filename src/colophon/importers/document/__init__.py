"""A document as a file: a licence, a policy, terms, a report, a system card.

What it says is for people. It is kept as a reference: its digest, and its title and day where the
file itself tells them. The title is that of the first heading of Markdown, of the `<title>` of
HTML, or of the properties of a Word document or a PDF. A PDF has its properties in two places:
where they do not agree, neither is told. It is read with the extra `lint`
(`pip install 'colophon[lint]'`); one that is encrypted or not in order is kept without its title.

What kind of document it is, is told by the words of its file name alone. The text of a licence is
not compared with licences that are known; an identifier is told where the file itself has a line
`SPDX-License-Identifier`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError, ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import damage
from colophon.importers.document import pdf_file, texts, word_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {
    "document.kind": "Kinds of document that the name of the file says",
    "document.media-type": "Format of the document, by the ending of its file",
    "document.title": "Title of the document, as the file itself says",
    "document.date": "Day on which the document was last changed, as the file itself says",
    "document.created": "Day on which the document was made, as a PDF itself says",
    "document.spdx-identifier": "Identifiers of licences that the document gives by itself",
}

_MEDIA_TYPES: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "htm": "text/html",
    "html": "text/html",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "txt": "text/plain",
}

_BEGINNINGS: Final[Mapping[str, bytes]] = {"docx": b"PK", "pdf": b"%PDF-"}

_KINDS: Final[Mapping[str, re.Pattern[str]]] = {
    "licence": re.compile(r"licen[sc]es?|copying"),
    "policy": re.compile(r"polic(?:y|ies)"),
    "terms": re.compile(r"terms"),
    "system card": re.compile(r"system ?cards?"),
    "model card": re.compile(r"model ?cards?"),
    "report": re.compile(r"reports?"),
}
"""What the words of a file name say that the document is."""

_HINT: Final = re.compile(r"licen|copying|polic|terms|card|report", re.IGNORECASE)
"""What stands in each name of a kind: a look that is cheap, for folders of very many files."""

_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?P<ending>docx|html?|md|pdf|txt)", re.IGNORECASE | re.DOTALL
)
_BARE: Final = re.compile(r"(?:licen[sc]e|copying)(?:[-_][\w-]+)?", re.IGNORECASE)
_OTHERS: Final = re.compile(r"garak\.", re.IGNORECASE)
"""What other programs call a report of one run."""

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")

_HEAD: Final = 1_000_000
"""So many bytes of a text are searched for its title."""

_CHUNK: Final = 8 * 1024 * 1024


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the documents whose names say what kind they are."""
    for name in folder.names:
        if _HINT.search(name) and _kinds(name) and not _OTHERS.match(name):
            yield (name,)


def _kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of document that a name says; none where it is no document."""
    if _BARE.fullmatch(name):
        return ("licence",)
    match = _NAME.fullmatch(name)
    words = " ".join(_WORD.findall(match["stem"])).lower() if match else ""
    return tuple(
        kind for kind, form in _KINDS.items() if re.search(rf"\b(?:{form.pattern})\b", words)
    )


def collect(source: Source) -> Reading:
    """Read one document.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    digest = hashlib.sha256()
    with source.opened(name) as (file, size):
        head = file.read(min(size, _HEAD))
        digest.update(head)
        done = len(head)
        while chunk := file.read(min(_CHUNK, size - done)):
            digest.update(chunk)
            done += len(chunk)
            source.progress(done, size)
        match = _NAME.fullmatch(name)
        ending = match["ending"].lower() if match else ""
        place = source.artefact_name(name)
        items: list[Evidence | Unread] = []
        try:
            _check(head, ending, place)
            if done > len(head):
                head = head.rpartition(b"\n")[0]
            items += _named(name, ending)
            if ending == "docx":
                items += word_file.properties(file, size, place)
            elif ending == "pdf":
                items += pdf_file.properties(file)
            elif ending in _READERS:
                items += _READERS[ending](head)
            if "licence" in _kinds(name) and ending in {"", "md", "txt"}:
                items += texts.identifiers(head)
        except ColophonError as error:
            items = [damage(error, place)]
    return Reading(
        importer="document",
        artefact=Artefact(name=place, digest=f"sha256:{digest.hexdigest()}", size=done),
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[Evidence | Unread]]]] = {
    "htm": texts.of_html,
    "html": texts.of_html,
    "md": texts.of_markdown,
}


def _named(name: str, ending: str) -> Iterator[Evidence]:
    yield Evidence(fact="document.kind", value=_kinds(name), locator="name of the file")
    if ending:
        yield Evidence(
            fact="document.media-type", value=_MEDIA_TYPES[ending], locator="name of the file"
        )


def _check(head: bytes, ending: str, place: str) -> None:
    """Refuse what stands in the place of a document.

    Raises:
        ArtefactError: it is no document, or of another format.
    """
    if head.startswith(b"version https://git-lfs"):
        raise ArtefactError(
            "a pointer of Git LFS stands in the place of the document",
            place=place,
            remedy="Fetch the document with `git lfs pull` and collect again.",
        )
    if not head.startswith(_BEGINNINGS.get(ending, b"")) or not head.strip():
        raise ArtefactError(
            "it is empty, or does not begin as a file of its ending does",
            place=place,
            remedy="Copy or download the document again.",
        )
