"""A run in a folder of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import damage, digest_of_set, shown
from colophon.importers._files import Log, has_end
from colophon.importers._metrics import PARAMETERS, Metric, read_as
from colophon.importers._settings import whole
from colophon.importers._training import numeral, question
from colophon.importers.mlflow.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.importers import Folder, Source

META: Final = "meta.yaml"
_PARAMETERS: Final = "params"
_METRICS: Final = "metrics"
_DEEPEST: Final = 8
_LINE: Final = re.compile(
    r"(?P<moment>[0-9]{1,15}) (?P<value>\S{1,60}) (?P<step>-?[0-9]{1,15})(?: .*)?"
)
_NO_NUMBERS: Final = frozenset({"nan", "inf", "-inf"})
_ACTIVE: Final = "active"


def begins(head: bytes) -> bool:
    """Say whether a `meta.yaml` that begins so is that of a run."""
    keys = {line.partition(b":")[0] for line in head.splitlines()}
    return b"lifecycle_stage" in keys and bool({b"run_id", b"run_uuid"} & keys)


def names(folder: Folder) -> tuple[str, ...]:
    """Return the files of the run in `folder`, its `meta.yaml` first."""
    found = [META]
    for part in (_METRICS, _PARAMETERS, "tags", "inputs"):
        found += _below(folder.below(part), part, _DEEPEST)
    return tuple(found)


def _below(folder: Folder, way: str, depth: int) -> Iterator[str]:
    for name in folder.names:
        yield f"{way}/{name}"
    for name in folder.folders if depth else ():
        yield from _below(folder.below(name), f"{way}/{name}", depth - 1)


def collect(source: Source) -> Reading:
    """Read the run; a metric however long it is, line by line.

    Raises:
        DiskError: the disk refuses.
    """
    run = Run()
    digests: dict[str, str] = {}
    size = 0
    deleted = False
    for name in source.names:
        kind, _, key = name.partition("/")
        if name == META or (kind == _PARAMETERS and key in PARAMETERS):
            artefact, data = source.text(name)
            digest, length = artefact.digest, artefact.size
            if name == META:
                deleted = data is not None and not _meta(run, data, artefact.name)
            elif data is not None:
                run.parameters[key] = (data.decode("utf-8", "replace").strip(), shown(name))
        else:
            with source.lines(name) as lines:
                if kind == _METRICS and read_as(key):
                    log = Log(lines, ended=has_end(source, name))
                    run.metrics[key] = _metric(run, log, name)
                digest, length = lines.digest(), lines.size
        digests[name] = digest.rpartition(":")[2]
        size += length
    items = list(run.found()) if not deleted else [_deleted()]
    return Reading(
        importer="mlflow",
        artefact=Artefact(
            name=source.artefact_name(META), digest=f"sha256:{digest_of_set(digests)}", size=size
        ),
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


def _meta(run: Run, data: bytes, place: str) -> bool:
    """Take what `meta.yaml` tells; return whether the run has not been deleted."""
    data, cut = whole(data)
    run.unread += (one.model_copy(update={"locator": f"{META}, {one.locator}"}) for one in cut)
    try:
        values = reading.yaml(data, place).value
    except ColophonError as error:
        wrong = damage(error, place)
        run.unread.append(wrong.model_copy(update={"locator": f"{META}, {wrong.locator}"}))
        return True
    if not isinstance(values, dict):
        return True
    for key, fact in (
        ("run_name", "training.run"),
        ("status", "training.status"),
        ("start_time", "training.started"),
        ("end_time", "training.ended"),
    ):
        if values.get(key) not in (None, ""):
            run.facts[fact] = (values[key], f"{META}, /{key}")
    return bool(values.get("lifecycle_stage", _ACTIVE) == _ACTIVE)


def _metric(run: Run, log: Log, name: str) -> Metric:
    found = Metric(shown(name))
    for at, text in log:
        match = _LINE.fullmatch(text)
        if match is None:
            found.spoil(f"{shown(name)}, line {at}")
        elif match["value"].lower() not in _NO_NUMBERS:
            try:
                moment = int(match["moment"]) / 1000
                found.add(int(match["step"]), numeral(match["value"]), moment)
            except ValueError:
                found.spoil(f"{shown(name)}, line {at}")
    if log.too_long:
        found.spoil(f"{shown(name)}, line {log.too_long[0]}")
    if log.cut is not None:
        run.unread.append(
            question(
                shown(name),
                "the last line has no end, so that it may be cut off: it is not read",
                "Collect again when the run has ended.",
            )
        )
    return found


def _deleted() -> Unread:
    return question(
        META,
        "the run was deleted in MLflow, so that it is not read",
        "Restore it in MLflow if it is to count.",
    )
