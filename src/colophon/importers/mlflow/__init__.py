"""Runs as MLflow keeps them: a folder for each, or all of them in `mlflow.db`.

A run folder (`meta.yaml`, `params/`, `metrics/`, `tags/`) is read as one; the folder of the
experiment around it names the datasets that were logged, for whatever purpose. In the database
each run is told of on its own, and datasets are those that were logged for training.

Of what programs log, only names that the Trainer of Transformers uses are read, because others mean
what their writer meant by them: `total_flos` by the convention of the Trainer, see `trainer_state`.
Of a metric the value that was written last counts. A resumed run writes steps a second time; where
it had been further before than it is at its end, or a count goes back, a person is asked. Runs that
were deleted in MLflow are not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.importers import HEAD
from colophon.importers._training import meanings
from colophon.importers.mlflow import experiment, run_folder, store
from colophon.importers.mlflow.runs import FACTS as _OF_RUNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(*_OF_RUNS, "training.inputs")

_STORE: Final = re.compile(r".*mlflow.*\.(?:db|sqlite|sqlite3)", re.IGNORECASE | re.DOTALL)
_SQLITE: Final = b"SQLite format 3\0"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield a run, or an experiment that has datasets, and each database."""
    if run_folder.META in folder:
        head = folder.head(run_folder.META)
        if run_folder.begins(head):
            yield run_folder.names(folder)
        elif experiment.begins(head) and (names := experiment.names(folder)):
            yield names
    for name in folder.names:
        if _STORE.fullmatch(name) and folder.head(name).startswith(_SQLITE):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one run, one experiment or one database.

    Raises:
        DiskError: the disk refuses.
    """
    first, *_ = source.names
    if first != run_folder.META:
        return store.collect(source)
    with source.opened(first) as (file, _size):
        is_run = run_folder.begins(file.read(HEAD))
    return run_folder.collect(source) if is_run else experiment.collect(source)
