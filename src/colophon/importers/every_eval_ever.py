"""Records of the schema Every Eval Ever: `<uuid>.json`, one run of one model each.

The schema is written by converters from the files of other programs, and by people from what is
published. It keeps the score, its uncertainty, the metric and the model; it does not tell the value
of a group of tasks from those of its tasks. The day is that of the evaluation, never that on which
the record was made. An unknown level, which is written as the score -1, is no value.

The samples lie beside, in `<uuid>_samples.jsonl`, and are not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import count, flag, fraction, pointer, reading_of_text, within, word, words
from colophon.importers._evaluations import (
    Place,
    Things,
    day,
    facts,
    name,
    told,
    told_of,
    uncertainty,
    unusable,
    value_of,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = facts(
    "evaluation",
    "program",
    "program-version",
    "model",
    "on",
    "source",
    "reported-by",
    "relationship",
    "task",
    "dataset",
    "split",
    "metric",
    "higher-is-better",
    "temperature",
    "grader",
    "value",
    "uncertainty",
    "uncertainty-kind",
    "confidence-low",
    "confidence-high",
    "confidence-level",
    "samples",
    "samples-available",
    "has-samples",
)

_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_RECORD: Final = re.compile(rf"({_UUID})\.json")
_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"schema_version"\s*:\s*"[^"]{1,20}"\s*,\s*"evaluation_id"'
)
_VERSIONS: Final = re.compile(r"0\.[0-9]+(\.[0-9]+)?")

_UNKNOWN: Final = "unknown"
"""What the schema asks for in the place of what is not known."""

_OF_RUN: Final[tuple[Place, ...]] = (
    ("evaluation.model", ("model_info", "id"), name),
    ("evaluation.on", ("evaluation_timestamp",), day),
    ("evaluation.source", ("source_metadata", "source_organization_url"), word),
    ("evaluation.reported-by", ("source_metadata", "source_organization_name"), name),
    ("evaluation.relationship", ("source_metadata", "evaluator_relationship"), word),
)
_UNCERTAINTY: Final = ("score_details", "uncertainty")
_INTERVAL: Final = (*_UNCERTAINTY, "confidence_interval")
_OF_RESULT: Final[tuple[Place, ...]] = (
    ("evaluation.task", ("evaluation_name",), name),
    ("evaluation.temperature", ("generation_config", "generation_args", "temperature"), fraction),
    ("evaluation.samples", (*_UNCERTAINTY, "num_samples"), count),
    ("evaluation.confidence-low", (*_INTERVAL, "lower"), fraction),
    ("evaluation.confidence-high", (*_INTERVAL, "upper"), fraction),
    ("evaluation.confidence-level", (*_INTERVAL, "confidence_level"), fraction),
)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each record, with its samples."""
    for file in folder.names:
        if (match := _RECORD.fullmatch(file)) and _BEGINNING.match(folder.head(file)):
            samples = f"{match[1]}_samples.jsonl"
            yield (file, samples) if samples in folder else (file,)


def collect(source: Source) -> Reading:
    """Read one record.

    Raises:
        DiskError: the disk refuses.
    """
    record, *samples = source.names
    found = partial(_found, sampled=bool(samples))
    return reading_of_text(replace(source, names=(record,)), "every_eval_ever", found)


def _found(data: bytes, file: str, *, sampled: bool) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read: of the whole, then of each result.

    Raises:
        ArtefactError: it is no object.
        ReadingError: it is not JSON.
    """
    record = reading.json(data, file).value
    if not isinstance(record, dict):
        raise ArtefactError(
            "it is not a JSON object", place=file, remedy="Write the file anew with its program."
        )
    written = record.get("schema_version")
    results = record.get("evaluation_results")
    if not isinstance(written, str) or not _VERSIONS.fullmatch(written):
        yield unusable(
            "/schema_version",
            "the record is of a version of the schema that is not known",
            "Look for a newer Colophon, or state the results by hand.",
        )
        return
    if not isinstance(results, list):
        yield unusable("/evaluation_results", "a list of results belongs here")
        return
    yield from told_of(record, _OF_RUN)
    library = within(record, "eval_library")
    for fact, key, read in (("program", "name", name), ("program-version", "version", version)):
        if within(library, key) != _UNKNOWN:
            yield from told(
                f"evaluation.{fact}", within(library, key), f"/eval_library/{key}", read
            )
    yield Evidence(
        fact="evaluation.has-samples",
        value=sampled,
        locator="/detailed_evaluation_results" if sampled else "/evaluation_results",
    )
    things = Things()
    for index, result in enumerate(results):
        if isinstance(result, dict):
            yield from _result(record, result, f"/evaluation_results/{index}", things)
        else:
            yield unusable(f"/evaluation_results/{index}", "an object belongs here")


def _result(
    record: Mapping[str, Plain], result: Mapping[str, Plain], at: str, things: Things
) -> Iterator[Evidence | Unread]:
    """Yield one value, and beside it all that tells how it came about."""
    metric_key = next(
        (
            key
            for key in ("metric_name", "metric_id", "evaluation_description")
            if within(result, "metric_config", key)
        ),
        "metric_name",
    )
    parts = (result.get("evaluation_name"), within(result, "metric_config", metric_key))
    of = things.named(*(part for part in parts if isinstance(part, str)))
    score = within(result, "score_details", "score")
    if score == -1 and within(result, "metric_config", "has_unknown_level") is True:
        yield unusable(f"{at}/score_details/score", "the level of the score is not known")
        return
    unit = within(result, "metric_config", "metric_unit")
    is_unit = isinstance(unit, str) and unit.strip() and unit.isprintable()
    found = value_of(score, f"{at}/score_details/score", of=of, unit=unit if is_unit else None)
    yield found
    if isinstance(found, Unread):
        return
    yield from told_of(result, _OF_RESULT, at=at, of=of)
    config = within(result, "metric_config")
    yield from told_of(config, _metric(metric_key), at=f"{at}/metric_config", of=of)
    dataset = "hf_repo" if within(result, "source_data", "hf_repo") else "dataset_name"
    yield from told_of(
        within(result, "source_data"), _dataset(dataset), at=f"{at}/source_data", of=of
    )
    error = within(result, *_UNCERTAINTY, "standard_error", "value")
    place = f"{at}{pointer(*_UNCERTAINTY)}/standard_error/value"
    yield from uncertainty(error, place, of=of)
    if not record.get("evaluation_timestamp"):
        yield from told(
            "evaluation.on",
            result.get("evaluation_timestamp"),
            f"{at}/evaluation_timestamp",
            day,
            of=of,
        )


def _metric(key: str) -> tuple[Place, ...]:
    return (
        ("evaluation.metric", (key,), name),
        ("evaluation.higher-is-better", ("lower_is_better",), _contrary),
        ("evaluation.grader", ("llm_scoring", "judges"), _judges),
    )


def _dataset(key: str) -> tuple[Place, ...]:
    return (
        ("evaluation.dataset", (key,), name),
        ("evaluation.split", ("hf_split",), word),
        ("evaluation.samples-available", ("samples_number",), count),
    )


def _contrary(value: Plain) -> bool:
    return not flag(value)


def _judges(value: Plain) -> tuple[str, ...]:
    """Return the models that judged; raise ValueError with the name of the form otherwise."""
    judges = value if isinstance(value, list) else [None]
    return words([within(judge, "model_info", "id") for judge in judges])
