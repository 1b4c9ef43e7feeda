"""Entries of the register of sources: datasets that describe themselves, or that others name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.dossier.proposals import Entry, Row, Thing, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "datasets.yaml"
LIST: Final = "datasets"
NEEDS: Mapping[str, str] = {
    "origin": "the category: public-dataset, licensed, other-private, crawled, user-data, "
    "synthetic or other",
    "modalities": "the kinds of data in it, such as [text]",
}

_NAMING: Final = ("data.datasets", "training.datasets")
"""Facts that name datasets and tell nothing more of them."""


def propose(things: Sequence[Thing]) -> Iterator[Entry]:
    """Yield the dataset that an artefact is of, and those that it names."""
    for thing in things:
        if thing.own("dataset.name"):
            yield _itself(thing)
        for fact in _NAMING:
            found = thing.own(fact)
            values = () if found is None else found.value
            for value in values if isinstance(values, tuple) else (values,):
                name = str(value)
                row = {"id": slug(name), "name": name, "origin": None, "modalities": None}
                yield Entry(slug(name), {**row, "source": f"{thing.place(fact)}: {name}"})


def _itself(thing: Thing) -> Entry:
    name = thing.words("dataset.name") or ""
    row: Row = {"id": slug(name), "name": name, "origin": None, "modalities": None}
    for key, fact in (("link", "dataset.address"), ("licence", "dataset.licence")):
        if (words := thing.words(fact)) is not None:
            row[key] = words
    return Entry(slug(name), {**row, "source": thing.place("dataset.name")})


def same(row: Row, entry: Entry) -> bool:
    """Whether both have one name, or the link of one ends in the name of the other."""
    ours = str(entry.row["name"]).casefold()
    links = [row.get("link"), *(row.get("links") or ())]
    return str(row.get("name")).casefold() == ours or any(
        str(link).casefold().rstrip("/").endswith(f"/{ours}") for link in links if link
    )


def differ(row: Row, entry: Entry) -> Iterator[str]:
    """Yield `licence` where the dataset itself names another."""
    written, found = row.get("licence"), entry.row.get("licence")
    if written and found and str(written).casefold() != str(found).casefold():
        yield "licence"
