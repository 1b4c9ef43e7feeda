"""Runs as Weights & Biases leaves them on the disk: `run-*` and `offline-run-*`.

A run that was logged to the service leaves its summary, its configuration and its surroundings as
texts below `files/`. One that was logged offline leaves them in `run-<id>.wandb` alone, a row of
records with checksums, of which only those three and the run itself are read. Where a text is
there, it is read instead of the records of the same kind.

Of the summary and the configuration only names that the Trainer of Transformers uses are read; see
`mlflow`. `_runtime` is the seconds by the clock of Weights & Biases, of the whole time in which the
run was open. A run that was resumed leaves one folder for each start, all with one id: its counts
are those of the last one, and a person is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import damage, reading_of, shown, too_large
from colophon.importers._files import located
from colophon.importers._metrics import FACTS as _LOGGED
from colophon.importers._training import broken, meanings, question
from colophon.importers.wandb.datastore import records
from colophon.importers.wandb.run import FACTS as _OF_RUNS, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(*_OF_RUNS, *_LOGGED)

_STORE: Final = re.compile(r"run-[^/]+\.wandb")
_FILES: Final = "files"
_SUMMARY: Final = "wandb-summary.json"
_SURROUNDINGS: Final = "wandb-metadata.json"
_CONFIGURATION: Final = "config.yaml"
_OWN_KEY: Final = b"_wandb:"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the files of one run, from its folder or from the folder `files` in it."""
    stores = [name for name in folder.names if _STORE.fullmatch(name)]
    if len(stores) > 1:
        yield from ((name,) for name in stores)
        return
    names = [*stores, *_texts(folder, "")]
    if not _texts(folder, ""):
        names += _texts(folder.below(_FILES), f"{_FILES}/")
    if names:
        yield tuple(names)


def _texts(folder: Folder, way: str) -> list[str]:
    found = [name for name in (_SUMMARY, _SURROUNDINGS) if name in folder]
    if _CONFIGURATION in folder and _OWN_KEY in folder.head(_CONFIGURATION):
        found.append(_CONFIGURATION)
    return [f"{way}{name}" for name in found]


def collect(source: Source) -> Reading:
    """Read one run.

    Raises:
        DiskError: the disk refuses.
    """
    run = Run()
    items: list[Evidence | Unread] = []
    digests: dict[str, str] = {}
    size = 0
    for name in source.names:
        if _STORE.fullmatch(name):
            with source.lines(name) as lines:
                digest, length = lines.digest(), lines.size
            items += _take_store(run, source, name)
        else:
            artefact, data = source.text(name)
            digest, length = artefact.digest, artefact.size
            items += _take_text(run, source, name, data)
        digests[name] = digest.rpartition(":")[2]
        size += length
    if not any(isinstance(item, Unread) and item.damaged for item in items):
        items += run.found()
    return reading_of("wandb", source.artefact(digests, size), items)


def _take_store(run: Run, source: Source, name: str) -> Iterator[Evidence | Unread]:
    """Take what the records tell, and yield what is wrong with them."""
    inside = f"{shown(name)}, " if len(source.names) > 1 else ""
    try:
        with source.opened(name) as (file, size):
            for number, record in enumerate(records(file, size), 1):
                run.take_record(record, f"{inside}record {number}")
    except EOFError:
        yield question(
            inside.rstrip(", "),
            "the last record has no end, so that it is not read",
            "Collect again when the run has ended.",
        )
    except ValueError as error:
        yield broken(inside.rstrip(", "), f"not a whole store of a run: {error}")


def _take_text(
    run: Run, source: Source, name: str, data: bytes | None
) -> Iterator[Evidence | Unread]:
    """Take what a text tells, and yield what is wrong with it."""
    if data is None:
        yield located(too_large(), name, source)
        return
    place = source.artefact_name(name)
    inside = f"{shown(name)}, " if len(source.names) > 1 else ""
    take = {
        _SUMMARY: run.take_summary,
        _SURROUNDINGS: run.take_surroundings,
        _CONFIGURATION: run.take_configuration,
    }[name.rpartition("/")[2]]
    try:
        take(data, place, inside)
    except ColophonError as error:
        yield located(damage(error, place), name, source)
