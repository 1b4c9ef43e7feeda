"""JSON: the documents that `colophon write --format json` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from colophon import reading
from colophon.publications.model import Line, Written
from colophon.publications.readers import bounded, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = ("json",)
_FORMAT: Final = b"colophon-document"
_HEAD: Final = 4096


def recognises(content: bytes) -> bool:
    """Whether the content begins as one of our documents does."""
    return content.lstrip().startswith(b"{") and _FORMAT in content[:_HEAD]


def read(content: bytes, name: str) -> Written:
    """Return the entries, each as its label with its id and then its value.

    Raises:
        ReadingError: it is no JSON, or none of our documents.
    """
    text = reading.json(content, name)
    envelope = text.value
    if not isinstance(envelope, dict) or envelope.get("format") != _FORMAT.decode():
        raise damaged(name, "a document of Colophon", "it does not say that it is one")
    try:
        lines = tuple(bounded(_lines(envelope["document"]), name))
    except (KeyError, TypeError, AttributeError):
        raise damaged(name, "a document of Colophon", "a part of it is not there") from None
    return Written("json", lines)


def _lines(document: Any) -> Iterator[Line]:
    for part in document["parts"]:
        yield Line(part["heading"], "the document", is_heading=True)
        for section in part["sections"]:
            place = f"section {section['id']}"
            yield Line(section["heading"], place, is_heading=True)
            for block in section["blocks"]:
                if "field" in block:
                    yield from _entry(block, place)


def _entry(block: Any, place: str) -> Iterator[Line]:
    where = f"{place}, {block['field']}"
    yield Line(f"{block['label']} {block['field']}", where)
    if block["kind"] == "stated":
        for value in block["value"]:
            for line in str(value).splitlines():
                yield Line(line, where)
    else:
        yield Line(f"{_SAID[block['kind']]} — ", where)


_SAID: Final = {
    "missing": "Missing",
    "not-applicable": "Not applicable",
    "withheld": "Withheld",
}
"""As `recognise` knows them, in English, whatever the document's language."""
