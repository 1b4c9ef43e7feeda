"""A section of a model card on the Hugging Face Hub, and keys of its front matter.

It goes into a card that is there already: the section between two lines that mark it, the keys that
are not there at the end of the front matter. Every other byte stays as it is. A key that says
something else is left alone, and told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.documents.exports import _card, _licences, _links
from colophon.documents.formats import markdown
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.documents.exports._card import Card, Key
    from colophon.documents.subject import Entry, Subject

EXTENSION: Final = "card.md"
AUDIENCES: Final = frozenset({Audience.PUBLIC, Audience.DOWNSTREAM})
"""Who may be given it: whoever sees the model sees its card."""

_ON_HUB: Final = re.compile(r"https?://huggingface\.co/(datasets/)?([^/\s]+/[^/\s?#]+)(?:[/?#].*)?")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SITES: Final = frozenset({"docs", "blog", "papers", "spaces", "datasets", "models", "collections"})
"""What stands in the place of an owner at addresses of the Hub that name no model."""

_FIRST: Final = (
    "model.name",
    "model.versions",
    "provider.name",
    "provider.contact",
    "model.released",
    "model.placed-on-market",
    "licence.name",
)
"""What stands first, in this order."""

_DATA: Final = (
    "public-summary.public-datasets-large",
    "public-summary.public-datasets-other",
    "public-summary.private-datasets-known",
)
"""The fields in which datasets are named that the audience may know."""


def render(subject: Subject) -> bytes:
    """Return a card that holds the front matter and the section alone, in UTF-8."""
    return insert(b"", "README.md", subject).content


def insert(card: bytes, name: str, subject: Subject) -> Card:
    """Return a card with the section and the keys in it; `name` is the file's, for messages.

    Raises:
        ReadingError: the card is not UTF-8, or its front matter or the marks cannot be read.
    """
    made = _card.with_section(card, name, "\n\n".join(_section(subject)) + "\n")
    return _card.with_keys(made, name, dict(_keys(subject)))


# -- The front matter -----------------------------------------------------------------------------


def _keys(subject: Subject) -> Iterator[tuple[str, Key]]:
    yield from _licence(subject)
    bases = _base_models(subject)
    if bases:
        yield "base_model", bases
    datasets = _hub_datasets(subject)
    if datasets:
        yield "datasets", datasets


def _licence(subject: Subject) -> Iterator[tuple[str, Key]]:
    """Yield the licence as the Hub knows it; one that it does not know has a name and a link."""
    entry = subject.stated("licence.name")
    if entry is None:
        return
    (name,) = entry.items
    known = _licences.on_hub(name)
    yield "license", known or "other"
    if not known:
        yield "license_name", name
        for link in _links.links(subject.stated("licence.link"))[:1]:
            yield "license_link", link


def _base_models(subject: Subject) -> list[str]:
    """Return the models that this one is made from, if each of them is named as on the Hub."""
    entry = subject.stated("model.dependencies")
    names = [_name_on_hub(item) for item in entry.items] if entry else []
    return [] if None in names else list(dict.fromkeys(filter(None, names)))


def _name_on_hub(item: str) -> str | None:
    if _NAME.fullmatch(item):
        return item
    found = _ON_HUB.fullmatch(item)
    is_model = found is not None and not found[1] and found[2].split("/")[0] not in _SITES
    return found[2] if found is not None and is_model else None


def _hub_datasets(subject: Subject) -> list[str]:
    links = [link for field in _DATA for link in _links.links(subject.stated(field))]
    found = [_ON_HUB.fullmatch(link) for link in links]
    return list(dict.fromkeys(one[2] for one in found if one is not None and one[1]))


# -- The section ----------------------------------------------------------------------------------


def _section(subject: Subject) -> Iterator[str]:
    say, inline = subject.language.say, markdown.inline
    yield f"## {inline(say('card.heading'))}"
    yield inline(say("card.about"))
    entries = [one for one in subject.entries.values() if not _repeats(one, subject)]
    entries.sort(key=lambda one: _FIRST.index(one.field) if one.field in _FIRST else len(_FIRST))
    told = [(one.label, _told(one, subject)) for one in entries if one.state != "missing"]
    yield markdown.table([(say("card.entry"), say("card.told")), *told])
    missing = "; ".join(one.label for one in entries if one.state == "missing")
    if missing:
        yield f"**{inline(say('format.missing'))}:** {inline(missing)}"
    made_of = say("card.made-of", made_by=subject.made_by, digest=subject.dossier_digest)
    yield f"<small>{inline(made_of)}</small>"


def _repeats(entry: Entry, subject: Subject) -> bool:
    """Say whether an entry tells what another one in the same card tells."""
    other = subject.entries.get(entry.repeats or "")
    return other is not None and (other.state, other.text) == (entry.state, entry.text)


def _told(entry: Entry, subject: Subject) -> str:
    if entry.state != "stated":
        return f"{subject.language.say(f'format.{entry.state}')}: {entry.said}"
    return entry.said if entry.day is None else subject.language.shown(entry.day)
