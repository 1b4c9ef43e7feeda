"""The page for the provider that leads to all documents: files, what is missing, what changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from colophon.documents.formats._pages import template

if TYPE_CHECKING:
    from colophon.documents.model import Words
    from colophon.law.model import Language


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Link(_Record):
    """A file of a document."""

    format: str
    """Such as `HTML`; as people read it, with a remark where the file is older than the dossier."""
    file: str
    """Its name in the folder of the documents."""


class Listed(_Record):
    """A document for one audience."""

    id: str
    title: str
    counts: str
    """How many of its entries are filled, and how many are missing."""
    notice: str | None
    """That it is not asked of the model, or may not be."""
    links: tuple[Link, ...]


class Reader(_Record):
    """An audience with its documents."""

    id: str
    label: str
    documents: tuple[Listed, ...]


class Told(_Record):
    """Something that is missing or has changed, in words."""

    label: str
    id: str | None
    """The field, or the name of the entry."""
    lines: tuple[str, ...]
    """One thing each."""
    sources: tuple[str, ...]
    """Which provision asks for it, or where it came from and comes from."""


class Group(_Record):
    """Things under one heading."""

    heading: str
    told: tuple[Told, ...]


class Released(_Record):
    """A released version."""

    version: str
    day: str
    by: str
    note: str


class Overview(_Record):
    """Everything that the page tells; it is for the provider alone."""

    model: str
    provider: str
    on: date
    law_known_on: date
    dossier_digest: str
    made_by: str
    version: str | None
    """The released version, or that which the dossier has moved on from; None without any."""
    readers: tuple[Reader, ...]
    not_asked: str | None
    """Which documents are not written, and why."""
    missing: tuple[Group, ...]
    others: str | None
    """How many findings there are beside what is missing."""
    changed: tuple[Group, ...]
    unchanged: str | None
    """Why nothing is told to have changed."""
    changed_heading: str
    releases: tuple[Released, ...]


def render(overview: Overview, language: Language, words: Words) -> bytes:
    """Return the page in UTF-8, in the look of the documents."""
    page = template("overview").render(
        document={
            "language": language.id,
            "title": language.say("index.title"),
            "model": overview.model,
            "made_by": overview.made_by,
        },
        overview=overview,
        words=words,
        foreign=False,
        say=language.say,
        first_entry=lambda _: False,
        first_section=lambda _: False,
    )
    return page.lstrip().encode()
