"""The logs of Inspect: `.eval`, which is a ZIP archive, and the same as JSON.

Of an archive the header is unpacked, never a sample, which before Python 3.14 needs the extra
`evaluations`: `pip install 'colophon[evaluations]'`. Of JSON the samples are passed over. A log is
of one run of one task with one model. Its scores are told of runs that came to a good end: what a
run has counted that failed, was cancelled or had samples declared invalid is not its result.

`stderr` beside `accuracy` or `mean` is the standard error of these. The number of samples is that
of the samples that were judged, after the judgements over the epochs became one; how many there
were in a group of samples is not logged. A task without a version is logged as version 0, which is
therefore not told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError, ColophonError, ReadingError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import damage, quoted, word
from colophon.importers._evaluations import (
    Place,
    Things,
    count,
    day,
    facts,
    name,
    number,
    pointer,
    reading_of,
    told,
    told_of,
    uncertainty,
    unusable,
    value_of,
    version,
    within,
)
from colophon.importers.inspect_logs.archive import LARGEST, entries, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from colophon.importers import Folder, Lines, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = facts(
    "evaluation",
    "program",
    "program-version",
    "model",
    "model-revision",
    "on",
    "status",
    "task",
    "task-version",
    "dataset",
    "subset",
    "temperature",
    "metric",
    "scorer",
    "aspect",
    "grader",
    "value",
    "uncertainty",
    "uncertainty-kind",
    "samples",
    "samples-unscored",
    "samples-completed",
    "samples-planned",
    "samples-available",
    "epochs",
    "reducer",
    "has-samples",
)

_JSON: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9+-]+_.+\.json")
_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"version"\s*:\s*[0-9]+\s*,\s*"status"\s*:\s*'
    rb'"(?:started|success|cancelled|error)"\s*,\s*"eval"\s*:\s*\{'
)
_HEADER: Final = "header.json"
_START: Final = "_journal/start.json"
_VERSIONS: Final = (1, 2)
_NO_MODEL: Final = "none/none"
"""What stands for the model where a task asks none."""


def _model(value: Plain) -> str:
    """Return the name of a model; raise ValueError with the name of the form otherwise."""
    if value == _NO_MODEL:
        raise ValueError("a model")
    return name(value)


_OF_RUN: Final[tuple[Place, ...]] = (
    ("evaluation.program-version", ("eval", "packages", "inspect_ai"), version),
    ("evaluation.model", ("eval", "model"), _model),
    ("evaluation.model-revision", ("eval", "model_args", "revision"), word),
    ("evaluation.on", ("eval", "created"), day),
    ("evaluation.status", ("status",), word),
    ("evaluation.task", ("eval", "task"), name),
    ("evaluation.dataset", ("eval", "dataset", "name"), name),
    ("evaluation.samples-available", ("eval", "dataset", "samples"), count),
    ("evaluation.temperature", ("plan", "config", "temperature"), number),
    ("evaluation.grader", ("eval", "model_roles", "grader", "model"), name),
    ("evaluation.epochs", ("eval", "config", "epochs"), count),
    ("evaluation.samples-planned", ("results", "total_samples"), count),
    ("evaluation.samples-completed", ("results", "completed_samples"), count),
)
_JUDGED: Final[tuple[Place, ...]] = (
    ("evaluation.samples", ("scored_samples",), count),
    ("evaluation.samples-unscored", ("unscored_samples",), count),
)
_MEANS: Final = ("accuracy", "mean")
_ERRORS: Final = ("stderr", "bootstrap_stderr")


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each log."""
    for file in folder.names:
        if file.endswith(".eval"):
            if folder.head(file).startswith(b"PK\x03\x04"):
                yield (file,)
        elif _JSON.fullmatch(file) and _BEGINNING.match(folder.head(file)):
            yield (file,)


def collect(source: Source) -> Reading:
    """Read one log.

    Raises:
        DiskError: the disk refuses.
    """
    (file,) = source.names
    shown = source.artefact_name(file)
    items: list[Evidence | Unread] = []
    with source.lines(file) as lines:
        if not file.endswith(".eval"):
            items += _guarded(shown, lambda: _of_json(lines, shown))
        artefact = Artefact(name=shown, digest=lines.digest(), size=lines.size)
    if file.endswith(".eval"):
        with source.opened(file) as (archive, size):
            items += _guarded(shown, lambda: _of_archive(archive, shown, size))
    return reading_of("inspect_logs", artefact, items)


def _guarded(
    shown: str, found: Callable[[], Iterator[Evidence | Unread]]
) -> list[Evidence | Unread]:
    """Return what was found, or why nothing was: what is only not read is no damage."""
    try:
        return list(found())
    except (ArtefactError, ReadingError) as error:
        return [damage(error, shown)]
    except ColophonError as error:
        return [Unread(locator="", reason=quoted(error.message), remedy=error.remedy)]


# -- The two forms --------------------------------------------------------------------------------


def _of_archive(archive: BinaryIO, shown: str, size: int) -> Iterator[Evidence | Unread]:
    listed = entries(archive, shown, size)
    sampled = any(entry.startswith("samples/") for entry in listed)
    entry = next((one for one in (_HEADER, _START) if one in listed), None)
    if entry is None:
        yield Unread(
            locator="",
            reason=f"no log of Inspect: it has no entry `{_HEADER}`",
            remedy="Nothing, if it is an archive of another program.",
        )
        return
    log = reading.json(unpacked(archive, shown, listed[entry]), shown).value
    yield from _found(log, f"{entry}, ", sampled=sampled)


def _of_json(lines: Lines, shown: str) -> Iterator[Evidence | Unread]:
    """Yield what a log tells that is JSON, indented by two, without its samples.

    A line end within a text is escaped, so that a line of two spaces and a key is one of the log
    itself.
    """
    kept: list[bytes] = []
    size, skipping, sampled = 0, False, False
    for _, line in lines:
        end = b"" if line is None else line.rstrip()
        if skipping:
            skipping = end not in {b"  ]", b"  ],"}
            if not skipping:
                kept.append(b"[" + end.lstrip())
            continue
        if end == b'  "samples": [':
            kept.append(b'  "samples":')
            skipping = sampled = True
            continue
        size += len(end)
        if line is None or size > LARGEST:
            yield unusable(
                "",
                f"larger than {LARGEST} bytes without its samples, which no log is",
                "Convert it with `inspect log convert` into the form `.eval`.",
            )
            return
        kept.append(line)
    log = reading.json(b"\n".join(kept), shown).value
    yield from _found(log, "", sampled=sampled or bool(within(log, "samples")))


# -- What a log tells -----------------------------------------------------------------------------


def _found(log: Plain, entry: str, *, sampled: bool) -> Iterator[Evidence | Unread]:
    """Yield what is told of the run, then of each value.

    Args:
        log: without its samples.
        entry: what the place in an archive begins with.
        sampled: whether it has samples.
    """
    if not isinstance(log, dict) or not isinstance(log.get("eval"), dict):
        yield Unread(
            locator=entry.rstrip(", "),
            reason="no log of Inspect: it has no `eval`",
            remedy="Nothing, if it is the file of another program.",
        )
        return
    if log.get("version") not in _VERSIONS:
        yield unusable(
            f"{entry}/version",
            "the log is of a version that is not known",
            "Look for a newer Colophon, or state the results by hand.",
        )
        return
    yield Evidence(fact="evaluation.program", value="Inspect", locator=f"{entry}/eval")
    yield from told_of(log, _OF_RUN, at=entry)
    of_task = within(log, "eval", "task_version")
    if of_task != 0:
        yield from told("evaluation.task-version", of_task, f"{entry}/eval/task_version", version)
    yield Evidence(
        fact="evaluation.has-samples", value=sampled, locator=entry.rstrip(", ") or "/samples"
    )
    yield from _results(log, entry)


def _results(log: Mapping[str, Plain], entry: str) -> Iterator[Evidence | Unread]:
    """Yield the values of a run that came to a good end, or why there are none."""
    scores = within(log.get("results"), "scores")
    if log.get("status") != "success":
        ended = log.get("status")
        how = f"the run ended as `{quoted(str(ended))}`" if ended else "the run did not end"
        yield unusable(f"{entry}/status", f"{how}: what it counted is not its result")
    elif log.get("invalidated", False) is not False:
        yield unusable(
            f"{entry}/invalidated", "samples were declared invalid, and the values rest on them"
        )
    elif within(log.get("results"), "scorer") is not None:
        yield unusable(
            f"{entry}/results/scorer",
            "the scores are in the form of the first versions",
            "Open and write the log anew: `inspect log convert`.",
        )
    elif not isinstance(scores, list) or not scores:
        yield unusable(f"{entry}/results/scores", "nothing was scored")
    else:
        things = Things()
        for index, score in enumerate(scores):
            if isinstance(score, dict) and isinstance(score.get("metrics"), dict):
                yield from _score(log, score, f"{entry}/results/scores/{index}", things)
            else:
                yield unusable(
                    f"{entry}/results/scores/{index}", "a score without metrics stands here"
                )


def _score(
    log: Mapping[str, Plain], score: Mapping[str, Plain], at: str, things: Things
) -> Iterator[Evidence | Unread]:
    """Yield the values of one scorer, and what is told of each."""
    metrics = within(score, "metrics")
    assert isinstance(metrics, dict), "the caller has looked"
    error = next((key for key in _ERRORS if key in metrics), None)
    if not any(key in metrics for key in _MEANS):
        error = None
    for key, metric in metrics.items():
        if key == error:
            continue
        place = f"{at}{pointer('metrics', key)}"
        label, subset = _named(key, metric)
        parts = (
            *(within(log, "eval", "task"), score.get("name")),
            *(label, subset, score.get("reducer")),
        )
        of = things.named(*(part for part in parts if isinstance(part, str)))
        found = value_of(within(metric, "value"), f"{place}/value", of=of)
        yield found
        if isinstance(found, Unread):
            continue
        yield from told("evaluation.metric", label, place, name, of=of)
        yield from told("evaluation.subset", subset, place, name, of=of)
        yield from told("evaluation.scorer", score.get("scorer"), f"{at}/scorer", name, of=of)
        if score.get("name") != score.get("scorer"):
            yield from told("evaluation.aspect", score.get("name"), f"{at}/name", name, of=of)
        yield from told("evaluation.reducer", score.get("reducer"), f"{at}/reducer", word, of=of)
        if subset is None:
            yield from told_of(score, _JUDGED, at=at, of=of)
        if error and key in _MEANS:
            worth = within(metrics, error, "value")
            yield from uncertainty(worth, f"{at}{pointer('metrics', error)}/value", of=of)


def _named(key: str, metric: Plain) -> tuple[str, str | None]:
    """Return what is measured, and of which samples where it is not of all.

    A metric `grouped` gives a value for each group, under the name of the group, and says in its
    parameters what it measures and by what it groups.
    """
    by, measured = within(metric, "params", "group_key"), within(metric, "params", "metric", "name")
    if isinstance(by, str):
        return (measured if isinstance(measured, str) else key), f"{by}: {key}"
    group = within(metric, "group")
    return (f"{group}: {key}" if isinstance(group, str) else key), None
