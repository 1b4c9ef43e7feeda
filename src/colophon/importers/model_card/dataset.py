"""The card of a dataset: what its front matter tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.importers import out_of_place, shown, word
from colophon.importers._datasets import facts, names, sizes
from colophon.importers._objects import Told, one, word_or_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.evidence import Evidence, Unread
    from colophon.reading import Path, Plain, Text

FACTS: Final[Mapping[str, str]] = {
    **facts(
        "dataset.name",
        "dataset.licence",
        "dataset.licence-link",
        "dataset.languages",
        "dataset.splits",
        "dataset.rows",
        "dataset.bytes",
        "dataset.total-bytes",
        "dataset.download-bytes",
    ),
    "dataset.size-categories": "Range in which the number of rows lies, as the card says",
    "dataset.sources": "Datasets that it was made from, or `original`, as the card says",
    "dataset.annotations-by": "Who or what made the annotations, as the card says",
    "dataset.texts-by": "Who or what made the texts, as the card says",
    "dataset.tasks": "Tasks that the dataset is for, as the card says",
}

SIGNS: Final = frozenset(
    {
        "annotations_creators",
        "configs",
        "dataset_info",
        "language_creators",
        "multilinguality",
        "pretty_name",
        "size_categories",
        "source_datasets",
        "task_categories",
    }
)
"""Keys that only the card of a dataset has."""

_UNLISTED: Final = "other"
"""What stands as the licence where its name stands in `license_name`."""


def licences(value: Plain) -> tuple[str, ...]:
    """Return the ids of licences; raise ValueError with the name of the form otherwise."""
    found = word_or_words(value)
    if _UNLISTED in found:
        raise ValueError("the name of a licence")
    return found


_KEYS: Final[Mapping[str, Told]] = {
    "pretty_name": Told("dataset.name", word),
    "license": Told("dataset.licence", licences),
    "license_name": Told("dataset.licence", word_or_words),
    "license_link": Told("dataset.licence-link", word),
    "language": Told("dataset.languages", word_or_words),
    "size_categories": Told("dataset.size-categories", word_or_words),
    "source_datasets": Told("dataset.sources", word_or_words),
    "annotations_creators": Told("dataset.annotations-by", word_or_words),
    "language_creators": Told("dataset.texts-by", word_or_words),
    "task_categories": Told("dataset.tasks", word_or_words),
}


def found(card: Text, locate: Callable[[Path], str]) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Args:
        card: the front matter.
        locate: returns the locator of what a way leads to.
    """
    listed = card.value.get("license") not in (_UNLISTED, [_UNLISTED])
    named_beside = not listed and "license_name" in card.value
    for key, value in card.value.items():
        if value in (None, "", []) or key == ("license" if named_beside else "license_name"):
            continue
        if key in _KEYS:
            yield one(_KEYS[key], value, locate((key,)))
        elif key == "dataset_info":
            yield from _infos(value, locate)


def _infos(value: Plain, locate: Callable[[Path], str]) -> Iterator[Evidence | Unread]:
    """Yield the sizes of one configuration of the dataset, or of each of several."""
    several = isinstance(value, list)
    for at, info in enumerate(value if several else [value]):
        path: Path = ("dataset_info", at) if several else ("dataset_info",)
        if not isinstance(info, dict):
            yield out_of_place(info, ValueError("an object"), locate(path))
            continue
        config = info.get("config_name")
        of = shown(config) if isinstance(config, str) and config else None
        if several and of is None:
            form = ValueError("a configuration with its `config_name`")
            yield out_of_place(info, form, locate(path))
            continue
        if info.get("splits") not in (None, [], {}):
            yield one(
                Told("dataset.splits", names), info["splits"], locate((*path, "splits")), of=of
            )
        yield from sizes(info, path, locate, of)
