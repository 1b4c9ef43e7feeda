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
from colophon.importers import count, damage, fraction, quoted, reading_of, within, word
from colophon.importers._evaluations import (
    Place,
    day,
    facts,
    name,
    told,
    told_of,
    unusable,
    version,
)
from colophon.importers.inspect_logs.archive import LARGEST, entries, unpacked
from colophon.importers.inspect_logs.scores import results_of

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
    ("evaluation.temperature", ("plan", "config", "temperature"), fraction),
    ("evaluation.grader", ("eval", "model_roles", "grader", "model"), name),
    ("evaluation.epochs", ("eval", "config", "epochs"), count),
    ("evaluation.samples-planned", ("results", "total_samples"), count),
    ("evaluation.samples-completed", ("results", "completed_samples"), count),
)


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
    yield from results_of(log, entry)
