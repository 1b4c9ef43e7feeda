"""What is told of datasets: the facts, and the splits as the library Datasets writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.importers import count, out_of_place, shown, word
from colophon.importers._objects import Told, one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.evidence import Evidence, Unread
    from colophon.reading import Path, Plain

FACTS: Final[Mapping[str, str]] = {
    "dataset.name": "Name of the dataset",
    "dataset.version": "Version of the dataset",
    "dataset.address": "Where the dataset is described",
    "dataset.licence": "Licences of the dataset",
    "dataset.licence-link": "Where the licence of the dataset is written",
    "dataset.languages": "Languages of the dataset",
    "dataset.splits": "Names of the parts into which the dataset is split",
    "dataset.rows": "Number of rows of one split",
    "dataset.bytes": "Length of one split as tables in memory, not as files",
    "dataset.total-bytes": "Length of all splits together as tables in memory, not as files",
    "dataset.download-bytes": "Length of the files from which the dataset was made, as they came",
}
"""What more than one kind of file tells, in the same words."""

_SPLIT: Final[Mapping[str, Told]] = {
    "num_examples": Told("dataset.rows", count, "rows"),
    "num_bytes": Told("dataset.bytes", count, "bytes"),
}
_WHOLE: Final[Mapping[str, Told]] = {
    "dataset_size": Told("dataset.total-bytes", count, "bytes"),
    "download_size": Told("dataset.download-bytes", count, "bytes"),
}


def facts(*names: str) -> dict[str, str]:
    """Return some of the facts with what they are."""
    return {name: FACTS[name] for name in names}


def sizes(
    info: Mapping[str, Plain], path: Path, locate: Callable[[Path], str], of: str | None
) -> Iterator[Evidence | Unread]:
    """Yield how large a dataset and its splits are.

    Args:
        info: what the library says of one configuration of the dataset.
        path: the way to it from the root of the file.
        locate: returns the locator of what a way leads to.
        of: the name of the configuration, None where there is one alone.
    """
    splits = info.get("splits")
    # A card has a list of splits with their names, `dataset_info.json` an object of them.
    pairs: list[tuple[str | int, Plain]] = []
    if isinstance(splits, dict):
        pairs = list(splits.items())
    elif isinstance(splits, list):
        pairs = list(enumerate(splits))
    elif splits is not None:
        form = ValueError("the splits of a dataset")
        yield out_of_place(splits, form, locate((*path, "splits")))
    for key, split in pairs:
        place = (*path, "splits", key)
        name = split.get("name", key) if isinstance(split, dict) else None
        if not isinstance(split, dict) or not isinstance(name, str) or not name:
            yield out_of_place(split, ValueError("a split with its `name`"), locate(place))
            continue
        thing = ", ".join(filter(None, (of, shown(name))))
        yield from _told(split, _SPLIT, place, locate, thing)
    yield from _told(info, _WHOLE, path, locate, of)


def _told(
    value: Mapping[str, Plain],
    keys: Mapping[str, Told],
    path: Path,
    locate: Callable[[Path], str],
    of: str | None,
) -> Iterator[Evidence | Unread]:
    for key, what in keys.items():
        if value.get(key) is not None:
            yield one(what, value[key], locate((*path, key)), of=of)


def names(splits: Plain) -> tuple[str, ...]:
    """Return the names of splits, however they are written.

    Raises:
        ValueError: they are none; the error names the form.
    """
    if isinstance(splits, dict):
        return tuple(map(word, splits))
    if isinstance(splits, list) and splits:
        return tuple(word(one.get("name") if isinstance(one, dict) else one) for one in splits)
    raise ValueError("the splits of a dataset")
