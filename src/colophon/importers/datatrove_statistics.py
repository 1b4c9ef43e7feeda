"""What datatrove counted in a corpus, in its folders of statistics and in its `stats.json`.

The folder `summary` holds one sum for each thing counted, such as `length` (in characters) and
`token_count`. The folders `fqdn` and `suffix` hold the same for each host: the program groups by
the full name of the host and not by the domain that somebody registered, and keeps the 100,000
hosts with the most documents alone, so nothing is told of them. Which tokenizer counted tokens the
files do not say; the program's own choice is gpt2, whatever the model was trained with.

`stats.json` says how many documents went through each step of a run. A step is counted again where
the run was begun anew. What the program leaves out is left out: it writes no number of values where
that is the sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import (
    damage,
    fraction,
    json_object,
    out_of_place,
    pointer,
    shown,
    too_large,
    word,
)
from colophon.importers._objects import Told, doubt, one
from colophon.importers._sets import together
from colophon.importers._statistics import FACTS as STATISTICS, of_metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {**STATISTICS}

_RUN: Final = "stats.json"
_METRIC: Final = "metric.json"
_SUMMARY: Final = "summary"

_GROUPS: Final[Mapping[str, str]] = {
    "fqdn": "counted by the full name of the host, for the 100,000 with the most documents alone",
    "histogram": "the distribution of what was counted is not told",
    "suffix": "counted by the ending of the host, for the 100,000 with the most documents alone",
}
"""The folders of which nothing is told, and why."""

_TOKENS: Final = "token_count"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the metrics of one grouping together, and `stats.json` of a run of datatrove."""
    for group in folder.folders:
        if group == _SUMMARY or group in _GROUPS:
            below = folder.below(group)
            metrics = [name for name in below.folders if _METRIC in below.below(name)]
            if metrics:
                yield tuple(f"{group}/{name}/{_METRIC}" for name in metrics)
    if _RUN in folder and b'"time_stats"' in folder.head(_RUN):
        yield (_RUN,)


def collect(source: Source) -> Reading:
    """Read one `stats.json`, or the metrics of one grouping.

    Raises:
        DiskError: the disk refuses.
    """
    artefacts: list[Artefact] = []
    items: list[Evidence | Unread] = []
    group = source.names[0].partition("/")[0]
    for name in source.names:
        artefact, data = source.text(name)
        artefacts.append(artefact)
        if group in _GROUPS:
            continue
        try:
            found = [too_large()] if data is None else list(_found(data, artefact.name, name))
        except ColophonError as error:
            at = shown(name) if len(source.names) > 1 else ""
            wrong = damage(error, artefact.name)
            locator = ", ".join(filter(None, (at, wrong.locator)))
            found = [wrong.model_copy(update={"locator": locator})]
        items += found
    if group in _GROUPS:
        items.append(doubt("", _GROUPS[group]))
    return Reading(
        importer="datatrove_statistics",
        artefact=together(source, artefacts),
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


def _found(data: bytes, artefact: str, name: str) -> Iterator[Evidence | Unread]:
    if name == _RUN:
        steps = reading.json(data, artefact).value
        for at, step in enumerate(steps if isinstance(steps, list) else [steps]):
            yield from _step(step, at)
        return
    metrics = json_object(data, artefact)
    metric = name.split("/")[1]
    if _SUMMARY in metrics:
        place = f"{shown(name)}, /{_SUMMARY}"
        yield from _metric(metrics[_SUMMARY], place, shown(metric))
    if metric == _TOKENS:
        yield doubt(
            shown(name),
            "which tokenizer counted the tokens is not said; the program's own choice is gpt2",
        )


def _step(step: Plain, at: int) -> Iterator[Evidence | Unread]:
    """Yield what one step of a run counted."""
    stats = step.get("stats") if isinstance(step, dict) else None
    name = step.get("name") if isinstance(step, dict) else None
    try:
        if not isinstance(stats, dict):
            raise ValueError("a step with its `stats`")  # noqa: TRY301 -- told like a name
        of = f"step {at + 1}, {word(name)}"
    except ValueError as form:
        yield out_of_place(step, form, pointer(at))
        return
    for key, value in stats.items():
        yield from _metric(value, pointer(at, "stats", key), f"{of}, {shown(key)}")


def _metric(value: Plain, locator: str, of: str) -> Iterator[Evidence | Unread]:
    """Yield what was counted: an object, or the sum alone."""
    if isinstance(value, dict):
        yield from of_metric(value, locator, of)
    else:
        yield one(Told("statistics.total", fraction), value, locator, of=of)
