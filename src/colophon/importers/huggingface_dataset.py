"""What the library Datasets says of a dataset that it has loaded or saved.

`dataset_info.json` stands in the folder of a dataset that was loaded, with its splits, their rows
and their bytes. Where `state.json` lies beside it, the dataset was saved by a program, perhaps
after rows were taken out: the library then still writes the sizes of what it had loaded. These
sizes are not told. `dataset_infos.json` is the older form, with several configurations in one file;
`dataset_dict.json` names the splits that lie in folders beside it.

The lengths in bytes are those of tables in memory, and the length of what was loaded is that of
files as they came, packed or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import (
    damage,
    json_object,
    out_of_place,
    pointer,
    shown,
    too_large,
    word,
    words,
)
from colophon.importers._datasets import FACTS as DATASETS, names, sizes
from colophon.importers._objects import Told, doubt, one, prose, stranger, told
from colophon.importers._sets import together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Path, Plain

FACTS: Mapping[str, str] = {
    **{fact: what for fact, what in DATASETS.items() if not fact.endswith((".languages", "-link"))},
    "dataset.builder": "Program of the library that made the dataset",
    "dataset.files": "Files from which the dataset was made, by their addresses",
    "dataset.split": "Name of the split that was saved",
    "dataset.fingerprint": "What the library calls this state of the dataset",
}

_INFO: Final = "dataset_info.json"
_INFOS: Final = "dataset_infos.json"
_SPLITS: Final = "dataset_dict.json"
_STATE: Final = "state.json"

_SIGNS: Final = ("builder_name", "citation", "features")
"""One of these keys stands in what the library writes."""

_GENERAL: Final = frozenset(
    {
        "arrow",
        "audiofolder",
        "csv",
        "generator",
        "hdf5",
        "imagefolder",
        "json",
        "pandas",
        "parquet",
        "sql",
        "text",
        "videofolder",
        "webdataset",
        "xml",
    }
)
"""The programs that load a kind of file: their names are no names of datasets."""

_OF_INFO: Final[Mapping[str, Told]] = {
    "dataset_name": Told("dataset.name", word),
    "builder_name": Told("dataset.builder", word),
    "homepage": Told("dataset.address", word),
    "license": Told("dataset.licence", lambda value: (prose(value),)),
}

_OF_STATE: Final[Mapping[str, Told]] = {
    "_split": Told("dataset.split", word),
    "_fingerprint": Told("dataset.fingerprint", word),
}


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield what the library writes; `state.json` with the `dataset_info.json` beside it."""
    state = _STATE in folder and b'"_data_files"' in folder.head(_STATE)
    if _INFO in folder and any(sign.encode() in folder.head(_INFO) for sign in _SIGNS):
        yield (_INFO, _STATE) if state else (_INFO,)
    elif state:
        yield (_STATE,)
    for name in (_INFOS, _SPLITS):
        if name in folder:
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one file, or `dataset_info.json` and `state.json` together.

    Raises:
        DiskError: the disk refuses.
    """
    artefacts: list[Artefact] = []
    items: list[Evidence | Unread] = []
    for name in source.names:
        artefact, data = source.text(name)
        artefacts.append(artefact)
        before = name if len(source.names) > 1 else ""
        try:
            found = [too_large()] if data is None else list(_found(source, name, data))
        except ColophonError as error:
            found = [damage(error, artefact.name)]
        for item in found:
            locator = ", ".join(filter(None, (before, item.locator)))
            items.append(item.model_copy(update={"locator": locator}))
    return Reading(
        importer="huggingface_dataset",
        artefact=together(source, artefacts),
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


def _found(source: Source, name: str, data: bytes) -> Iterator[Evidence | Unread]:
    value = json_object(data, source.artefact_name(name))
    if name == _STATE:
        yield from told(value, _OF_STATE)
    elif name == _SPLITS:
        yield from told(value, {"splits": Told("dataset.splits", words)})
    elif name == _INFO:
        yield from _info(value, (), None, saved=_STATE in source.names)
    else:
        for config, info in value.items():
            if isinstance(info, dict):
                yield from _info(info, (config,), shown(config), saved=False)
            else:
                yield out_of_place(info, ValueError("an object"), pointer(config))


def _info(
    info: Mapping[str, Plain], path: Path, of: str | None, *, saved: bool
) -> Iterator[Evidence | Unread]:
    """Yield what is said of one configuration of a dataset.

    Args:
        info: what the library says of it.
        path: the way to it from the root of the file.
        of: its name, None where the file is of one alone.
        saved: whether the dataset was saved by a program after it was loaded.
    """
    if not info.keys() & set(_SIGNS):
        yield stranger("what the library Datasets writes", f"`{_SIGNS[0]}`")
        return
    config = info.get("config_name")
    if of is None and isinstance(config, str) and config and config.isprintable():
        of = config
    general = str(info.get("dataset_name")) in _GENERAL
    keys = {key: what for key, what in _OF_INFO.items() if not (general and key == "dataset_name")}
    yield from told(info, keys, at=pointer(*path), of=of)
    version = info.get("version")
    if isinstance(version, dict) and version.get("version_str") not in (None, "", "0.0.0"):
        locator = pointer(*path, "version", "version_str")
        yield one(Told("dataset.version", word), version["version_str"], locator, of=of)
    files = info.get("download_checksums")
    if isinstance(files, dict) and files:
        locator = pointer(*path, "download_checksums")
        yield one(Told("dataset.files", words), list(files), locator, of=of)
    if saved and info.get("splits"):
        yield doubt(
            pointer(*path, "splits"),
            "the sizes are those of the dataset as it was loaded; what was saved may have fewer "
            "rows",
        )
    elif not saved:
        if info.get("splits"):
            locator = pointer(*path, "splits")
            yield one(Told("dataset.splits", names), info["splits"], locator, of=of)
        yield from sizes(info, path, lambda way: pointer(*way), of)
