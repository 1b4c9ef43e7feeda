"""The folder of an experiment: the datasets that its runs logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import damage, out_of_place, word
from colophon.importers._files import located, reading_of_set
from colophon.importers._settings import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source

META: Final = "meta.yaml"
_DATASETS: Final = "datasets"


def begins(head: bytes) -> bool:
    """Say whether a `meta.yaml` that begins so is that of an experiment."""
    keys = {line.partition(b":")[0] for line in head.splitlines()}
    return {b"experiment_id", b"artifact_location", b"lifecycle_stage"} <= keys


def names(folder: Folder) -> tuple[str, ...]:
    """Return the files of the experiment in `folder`; none where it has no datasets."""
    datasets = folder.below(_DATASETS)
    found = [
        f"{_DATASETS}/{name}/{META}" for name in datasets.folders if META in datasets.below(name)
    ]
    return (META, *found) if found else ()


def collect(source: Source) -> Reading:
    """Read the names of the datasets.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_set(source, "mlflow", lambda texts: _found(source, texts))


def _found(source: Source, texts: Mapping[str, bytes]) -> Iterator[Evidence | Unread]:
    for name, data in texts.items():
        if name == META:
            continue
        place = source.artefact_name(name)
        kept, cut = whole(data)
        yield from (located(one, name, source) for one in cut)
        try:
            values = reading.yaml(kept, place).value
        except ColophonError as error:
            yield located(damage(error, place), name, source)
            continue
        value = values.get("name") if isinstance(values, dict) else None
        try:
            item: Evidence | Unread = Evidence(
                fact="training.inputs", value=word(value), of=word(value), locator="/name"
            )
        except ValueError as form:
            item = out_of_place(value, form, "/name")
        yield located(item, name, source)
