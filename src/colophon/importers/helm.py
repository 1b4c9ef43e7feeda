"""The folder of one run of HELM: `run_spec.json` and `stats.json`.

A value is a mean over the trials, each of which put other worked examples into the prompts; `count`
is the number of trials, not that of the samples, which stands beside as `num_instances`. The spread
over several trials is told, of one trial there is none. The shots are those that the prompts held:
what the specification gives is the most that they may hold.

What HELM counts of the run itself, such as tokens and seconds, is no evaluation and is not told.
Neither is the perplexity of what the model wrote itself: it is one of the model only where the task
is to model language. HELM writes neither its version nor the day. Prompts and answers, in
`scenario_state.json`, are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import count, damage, digest_of_set, fraction, reading_of, too_large, within
from colophon.importers._evaluations import (
    Place,
    Things,
    facts,
    name,
    told,
    told_of,
    uncertainty,
    unusable,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = facts(
    "evaluation",
    "program",
    "model",
    "task",
    "split",
    "subset",
    "perturbation",
    "shots",
    "temperature",
    "metric",
    "value",
    "uncertainty",
    "uncertainty-kind",
    "trials",
    "samples",
    "has-samples",
)

_SPECIFICATION: Final = "run_spec.json"
_STATS: Final = "stats.json"
_STATE: Final = "scenario_state.json"
_BESIDE: Final = ("scenario.json", _STATE, "per_instance_stats.json")

_SPREAD: Final = "standard deviation over the trials"

_OF_THE_RUN: Final = frozenset(
    {
        "batch_size",
        "estimated_num_tokens_cost",
        "finish_reason_endoftext",
        "finish_reason_length",
        "finish_reason_stop",
        "finish_reason_unknown",
        "inference_denoised_runtime",
        "inference_idealized_runtime",
        "inference_runtime",
        "inference_runtime_discrepancy",
        "logprob",
        "max_prob",
        "num_bytes",
        "num_completion_tokens",
        "num_completions",
        "num_instances",
        "num_output_tokens",
        "num_perplexity_tokens",
        "num_prompt_tokens",
        "num_references",
        "num_train_instances",
        "num_train_trials",
        "prompt_truncated",
        "training_co2_cost",
        "training_energy_cost",
    }
)
"""What is counted of each run, whatever it evaluates."""

_OF_LANGUAGE: Final = frozenset({"bits_per_byte", "logprob_per_byte", "perplexity"})
_MODELLING: Final = "language_modeling"

_OF_RUN: Final[tuple[Place, ...]] = (
    ("evaluation.model", ("adapter_spec", "model"), name),
    ("evaluation.task", ("name",), name),
    ("evaluation.temperature", ("adapter_spec", "temperature"), fraction),
)
_OF_STAT: Final[tuple[Place, ...]] = (
    ("evaluation.metric", ("name", "name"), name),
    ("evaluation.split", ("name", "split"), name),
    ("evaluation.subset", ("name", "sub_split"), name),
    ("evaluation.trials", ("count",), count),
)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the files of a run."""
    if _SPECIFICATION in folder and _STATS in folder:
        yield (_SPECIFICATION, _STATS, *(file for file in _BESIDE if file in folder))


def collect(source: Source) -> Reading:
    """Read the specification and the values of one run.

    Raises:
        DiskError: the disk refuses.
    """
    digests: dict[str, str] = {}
    contents: dict[str, Plain] = {}
    items: list[Evidence | Unread] = []
    size = 0
    for file in (_SPECIFICATION, _STATS):
        artefact, data = source.text(file)
        digests[file] = artefact.digest.partition(":")[2]
        size += artefact.size
        try:
            if data is None:
                items.append(too_large().model_copy(update={"locator": file}))
            else:
                contents[file] = reading.json(data, artefact.name).value
        except ColophonError as error:
            wrong = damage(error, artefact.name)
            place = f"{file}, {wrong.locator}" if wrong.locator else file
            items.append(wrong.model_copy(update={"locator": place}))
    kind = "sha256" if len(contents) == len(digests) else "sha256-header"
    whole = Artefact(
        name=source.artefact_name(_STATS), digest=f"{kind}:{digest_of_set(digests)}", size=size
    )
    if not items:
        items += _found(contents[_SPECIFICATION], contents[_STATS], _STATE in source.names)
    return reading_of("helm", whole, items)


def _found(run: Plain, stats: Plain, has_samples: object) -> Iterator[Evidence | Unread]:
    """Yield what is told of the run, then of each value."""
    if not isinstance(within(run, "adapter_spec"), dict) or not isinstance(stats, list):
        yield Unread(
            locator="",
            reason="no run of HELM: the one has no `adapter_spec`, or the other is no list",
            remedy="Nothing, if they are files of another program.",
        )
        return
    yield Evidence(
        fact="evaluation.program", value="HELM", locator=f"{_SPECIFICATION}, /adapter_spec"
    )
    yield from told_of(run, _OF_RUN, at=f"{_SPECIFICATION}, ")
    yield Evidence(fact="evaluation.has-samples", value=bool(has_samples), locator=_STATE)
    others = _OF_THE_RUN
    if within(run, "adapter_spec", "method") != _MODELLING:
        others |= _OF_LANGUAGE
    counted = {_key(stat): index for index, stat in enumerate(stats)}
    things = Things()
    for index, stat in enumerate(stats):
        metric = within(stat, "name", "name")
        if not isinstance(metric, str):
            yield unusable(f"{_STATS}, /{index}", "a value without the name of its metric")
        elif metric not in others and within(stat, "count") != 0:
            yield from _stat(run, stats, index, counted, things)


_Key = tuple[str, str, str, str]


def _key(stat: Plain, metric: str | None = None) -> _Key:
    """Return what tells one value from the others: metric, split, part of it, perturbation."""
    named = within(stat, "name")
    return (
        metric or str(within(named, "name")),
        str(within(named, "split")),
        str(within(named, "sub_split")),
        str(within(named, "perturbation")),
    )


def _stat(
    run: Plain, stats: list[Plain], index: int, counted: Mapping[_Key, int], things: Things
) -> Iterator[Evidence | Unread]:
    """Yield one value, and beside it all that tells how it came about."""
    stat, at = stats[index], f"{_STATS}, /{index}"
    named = within(stat, "name")
    changed = within(named, "perturbation")
    parts = (
        within(run, "name"),
        within(named, "name"),
        within(named, "split"),
        within(named, "sub_split"),
        within(changed, "name"),
        within(changed, "computed_on") if changed else None,
    )
    of = things.named(*(part for part in parts if isinstance(part, str)))
    found = value_of(within(stat, "mean"), f"{at}/mean", of=of)
    yield found
    if isinstance(found, Unread):
        return
    yield from told_of(stat, _OF_STAT, at=at, of=of)
    if changed is not None:
        how = ", ".join(str(within(changed, key)) for key in ("name", "computed_on"))
        yield from told("evaluation.perturbation", how, f"{at}/name/perturbation", name, of=of)
    trials = within(stat, "count")
    if isinstance(trials, int) and trials > 1:
        yield from uncertainty(within(stat, "stddev"), f"{at}/stddev", of=of, kind=_SPREAD)
    for fact, metric in (("samples", "num_instances"), ("shots", "num_train_instances")):
        beside = counted.get(_key(stat, metric))
        if beside is not None:
            mean = within(stats[beside], "mean")
            yield from told(f"evaluation.{fact}", mean, f"{_STATS}, /{beside}/mean", _whole, of=of)


def _whole(value: Plain) -> int:
    """Return a whole number that is written with a fraction of zero; raise ValueError else."""
    read = fraction(value)
    if not isinstance(read, int):
        raise ValueError("a whole number")
    return count(read)
