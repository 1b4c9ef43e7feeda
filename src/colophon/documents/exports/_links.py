"""The web addresses and links in what a dossier states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.documents.formats._texts import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.documents.subject import Entry, Subject

_REFERENCE: Final = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
"""What may stand where a reference is wanted: an address, or the path of a file."""


def links(entry: Entry | None) -> tuple[str, ...]:
    """Return the addresses in a value, each once; a value that is a link, such as a path, whole."""
    if entry is None:
        return ()
    if entry.is_link and all(map(is_reference, entry.items)):
        return tuple(dict.fromkeys(entry.items))
    found = (
        address
        for item in entry.items
        for line in item.splitlines()
        for address in addresses(line)[1::2]
    )
    return tuple(dict.fromkeys(found))


def is_reference(text: str) -> bool:
    """Say whether a text may stand where a format wants a reference to a resource."""
    return _REFERENCE.fullmatch(text) is not None and ("/" in text or "." in text)


def references(subject: Subject, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the addresses in values, each with its kind by the field, and the field's label."""
    for field, kind in kinds.items():
        entry = subject.stated(field)
        for link in links(entry):
            assert entry is not None
            yield link, kind, entry.label


def nothing_but_links(entry: Entry | None) -> bool:
    """Say whether a value is links alone, so that nothing is lost where they stand elsewhere."""
    return entry is not None and bool(entry.items) and set(entry.items) == set(links(entry))
