"""The results of lm-evaluation-harness: `results_<time>.json`, of all its versions since 0.3.

A group of tasks, such as `mmlu`, stands among the results with a value of its own, which puts those
of its tasks together: it is told with `evaluation.subtasks`, so that nobody counts it beside them.
The metrics `acc,none` and `acc_stderr,none` are one value and its standard error; `N/A` is none.
What follows the comma is the filter that drew the answer out of the text.

The model is the one in the arguments of the run. Where these name none, the program makes up a name
and writes that, which tells nothing. The number of shots is what the program counted; where it
counted none and the task says that its prompt holds some, neither is told.

The samples lie beside the results, in `samples_<task>_<time>.jsonl`, and are not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import json_object, pointer, reading_of_text, within, word
from colophon.importers._evaluations import Things, day, facts, name, told, unusable, version
from colophon.importers.lm_evaluation_harness.tasks import Run, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = facts(
    "evaluation",
    "program",
    "program-version",
    "model",
    "model-revision",
    "on",
    "chat-template",
    "task",
    "task-version",
    "subtasks",
    "dataset",
    "dataset-revision",
    "shots",
    "metric",
    "filter",
    "higher-is-better",
    "value",
    "uncertainty",
    "uncertainty-kind",
    "samples",
    "samples-available",
    "has-samples",
)

_PROGRAM: Final = "lm-evaluation-harness"
_TIME: Final = r"_([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}(?:\.[0-9]+)?)"
_UNTIMED: Final = "results.json"
"""What older versions wrote; the names of the files of samples did not tell whose they were."""

_RESULTS: Final = re.compile(rf".+{_TIME}\.json|{re.escape(_UNTIMED)}")
_SAMPLES: Final = re.compile(rf"samples_(.+){_TIME}\.jsonl")
_BEGINNING: Final = re.compile(rb'\s*\{\s*"results"\s*:\s*\{\s*("(\\.|[^"\\])*"\s*:\s*\{|\})')

_MODEL: Final = ("peft", "delta", "pretrained", "model", "path", "engine")
"""The arguments that name a model, in the order in which the program takes them."""


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each file of results, with those of its samples."""
    samples: dict[str, list[str]] = {}
    for file in folder.names:
        if match := _SAMPLES.fullmatch(file):
            samples.setdefault(match[2], []).append(file)
    taken: set[str] = set()
    for file in folder.names:
        if (match := _RESULTS.fullmatch(file)) and _BEGINNING.match(folder.head(file)):
            beside = [] if match[1] in taken else samples.get(match[1] or "", [])
            taken.add(match[1])
            yield (file, *beside)


def collect(source: Source) -> Reading:
    """Read one file of results.

    Raises:
        DiskError: the disk refuses.
    """
    results, *samples = source.names
    tasks = frozenset(match[1] for file in samples if (match := _SAMPLES.fullmatch(file)))
    found = partial(_found, sampled=None if results == _UNTIMED else tasks)
    return reading_of_text(replace(source, names=(results,)), "lm_evaluation_harness", found)


def _found(
    data: bytes, file: str, *, sampled: frozenset[str] | None
) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read: of the whole, then of each result.

    Raises:
        ArtefactError: it is no object.
        ReadingError: it is not JSON.
    """
    run = json_object(data, file)
    results = run.get("results")
    if not isinstance(results, dict) or not isinstance(run.get("versions"), dict):
        yield Unread(
            locator="",
            reason=f"not results of {_PROGRAM}: it has no `results` or no `versions`",
            remedy="Nothing, if it is the file of another program.",
        )
        return
    yield Evidence(fact="evaluation.program", value=_PROGRAM, locator="/results")
    yield from told(
        "evaluation.program-version", run.get("lm_eval_version"), "/lm_eval_version", version
    )
    yield from _model(run)
    yield from told("evaluation.on", run.get("date"), "/date", day)
    if "chat_template" in run:
        used = run["chat_template"] is not None
        yield Evidence(fact="evaluation.chat-template", value=used, locator="/chat_template")
    things, whole = Things(), Run.of(run, sampled)
    for task, metrics in results.items():
        if isinstance(metrics, dict):
            # What is wrong with a task is wrong with each of its metrics, and said once.
            once = dict.fromkeys(results_of(whole, task, metrics, things))
            yield from once
        else:
            yield from told("evaluation.task", metrics, pointer("results", task), _metrics)


def _metrics(_value: Plain) -> str:
    raise ValueError("an object of metrics")


# -- The model ------------------------------------------------------------------------------------


def _model(run: Mapping[str, Plain]) -> Iterator[Evidence | Unread]:
    arguments = _arguments(within(run.get("config"), "model_args"))
    named = next((key for key in _MODEL if arguments.get(key)), None)
    if named is None:
        yield unusable(
            "/config/model_args",
            "the arguments name no model, and where they do not the program makes up a name",
            "State by hand which model was evaluated.",
        )
        return
    yield from told("evaluation.model", arguments[named], "/config/model_args", name)
    commit = f"{named}_sha" if named in {"peft", "delta"} else "model_sha"
    if within(run.get("config"), commit):
        yield from told(
            "evaluation.model-revision",
            within(run.get("config"), commit),
            pointer("config", commit),
            word,
        )
    else:
        yield from told(
            "evaluation.model-revision", arguments.get("revision"), "/config/model_args", word
        )


def _arguments(value: Plain) -> Mapping[str, Plain]:
    """Return the arguments of the model: an object, or the text `pretrained=a/b,revision=c`."""
    if isinstance(value, str):
        parts = (part.partition("=") for part in value.split(","))
        return {key.strip(): given for key, _, given in parts}
    return value if isinstance(value, dict) else {}
