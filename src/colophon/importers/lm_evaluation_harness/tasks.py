"""The values of one task or group among the results of lm-evaluation-harness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import count, flag, pointer, quoted, within, word, words
from colophon.importers._evaluations import (
    Things,
    name,
    told,
    uncertainty,
    unusable,
    value_of,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.reading import Plain

_NO_METRICS: Final = frozenset({"name", "alias", "sample_len", "sample_count"})
"""What stands among the metrics of a task and is none."""

_LOADERS: Final = ("json", "csv", "parquet", "text", "arrow", "pandas")
"""What stands for a dataset that is made of files: the program that loads them, no dataset."""

_LOOK: Final = "Look at a prompt among the samples, and state the number of shots by hand."


@dataclass(frozen=True, slots=True)
class Run:
    """What the results of one task are told with.

    Attributes:
        content: of the file.
        sampled: the tasks whose samples lie beside it; None where that cannot be seen.
        hidden: the tasks whose prompts hold shots that are not counted, and which task it is that
            has such prompts: itself, or one that it puts together.
    """

    content: dict[str, Plain]
    sampled: frozenset[str] | None
    hidden: Mapping[str, str]

    @classmethod
    def of(cls, content: dict[str, Plain], sampled: frozenset[str] | None) -> Run:
        """Return that of one file."""
        groups: dict[str, list[str]] = {}
        listed = content.get("group_subtasks")
        for group, subtasks in listed.items() if isinstance(listed, dict) else ():
            for task in subtasks if isinstance(subtasks, list) else ():
                if isinstance(task, str):
                    groups.setdefault(task, []).append(group)
        configs = content.get("configs")
        hidden = {
            task: task
            for task, config in (configs.items() if isinstance(configs, dict) else ())
            if within(config, "metadata", "num_fewshot") not in (None, 0)
        }
        ahead = list(hidden)
        while ahead:
            task = ahead.pop()
            for group in groups.get(task, ()):
                if group not in hidden:
                    hidden[group] = hidden[task]
                    ahead.append(group)
        return cls(content, sampled, hidden)

    def at(self, *keys: str) -> Plain:
        """Return what stands below these keys; None where nothing does."""
        return within(self.content, *keys)


def results_of(
    run: Run, task: str, metrics: Mapping[str, Plain], things: Things
) -> Iterator[Evidence | Unread]:
    """Yield each value of a task, and beside it all that tells how it came about."""
    errors = {_error(key) for key in metrics}
    for key, value in metrics.items():
        metric, _, drawn = key.partition(",")
        if key in _NO_METRICS or not metric.strip() or key in errors:
            continue
        at = pointer("results", task, key)
        drawn = "" if drawn == "none" else drawn
        of = things.named(task, metric, drawn)
        found = value_of(value, at, of=of)
        yield found
        if isinstance(found, Unread):
            continue
        yield from told("evaluation.task", task, pointer("results", task), name, of=of)
        yield from told("evaluation.metric", metric, at, name, of=of)
        yield from told("evaluation.filter", drawn, at, name, of=of)
        error = _error(key)
        if metrics.get(error) != "N/A":
            yield from uncertainty(metrics.get(error), pointer("results", task, error), of=of)
        yield from told(
            "evaluation.higher-is-better",
            run.at("higher_is_better", task, metric),
            pointer("higher_is_better", task, metric),
            flag,
            of=of,
        )
        yield from _samples(run, task, key, metrics, of)
        yield from _setting(run, task, of)
        if run.sampled is not None and not run.at("group_subtasks", task):
            at_hand = re.sub(r"\W", "_", task) in run.sampled or task in run.sampled
            yield Evidence(
                fact="evaluation.has-samples",
                value=at_hand,
                of=of,
                locator=pointer("results", task),
            )


def _error(key: str) -> str:
    """Return what the standard error of a metric is called."""
    metric, comma, drawn = key.partition(",")
    return f"{metric}_stderr{comma}{drawn}"


def _samples(
    run: Run, task: str, key: str, metrics: Mapping[str, Plain], of: str
) -> Iterator[Evidence | Unread]:
    """Yield the number of samples: of the metric in a group, else of the task."""
    places: dict[str, Plain] = {
        pointer("results", task, "sample_count", key): within(metrics.get("sample_count"), key),
        pointer("results", task, "sample_len"): metrics.get("sample_len"),
        pointer("n-samples", task, "effective"): run.at("n-samples", task, "effective"),
    }
    found = {at: value for at, value in places.items() if value is not None}
    if within(metrics.get("sample_count"), key) is not None:
        found = dict(list(found.items())[:1])
    if len(set(map(str, found.values()))) > 1:
        (first, one), (second, other), *_ = found.items()
        yield unusable(first, f"says {_said(one)} samples, and `{second}` says {_said(other)}")
    elif found:
        at, value = next(iter(found.items()))
        yield from told("evaluation.samples", value, at, count, of=of)
    yield from told(
        "evaluation.samples-available",
        run.at("n-samples", task, "original"),
        pointer("n-samples", task, "original"),
        count,
        of=of,
    )


def _setting(run: Run, task: str, of: str) -> Iterator[Evidence | Unread]:
    written = run.at("versions", task)
    if written not in ("N/A", "Yaml"):
        at = pointer("versions", task)
        yield from told("evaluation.task-version", written, at, version, of=of)
    subtasks = run.at("group_subtasks", task)
    if subtasks:
        at = pointer("group_subtasks", task)
        yield from told("evaluation.subtasks", subtasks, at, words, of=of)
    config = run.at("configs", task)
    if within(config, "dataset_path") not in _LOADERS:
        yield from told(
            "evaluation.dataset",
            within(config, "dataset_path"),
            pointer("configs", task, "dataset_path"),
            name,
            of=of,
        )
        yield from told(
            "evaluation.dataset-revision",
            within(config, "dataset_kwargs", "revision"),
            pointer("configs", task, "dataset_kwargs", "revision"),
            word,
            of=of,
        )
    shots, at = run.at("n-shot", task), pointer("n-shot", task)
    if shots == 0 and task in run.hidden:
        reason = f"says no shots, and the prompt of `{quoted(run.hidden[task])}` holds some"
        yield unusable(at, reason, _LOOK)
    else:
        yield from told("evaluation.shots", shots, at, count, of=of)


def _said(value: Plain) -> str:
    return quoted(str(value))
