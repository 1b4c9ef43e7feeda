"""A log: the arguments that a start prints, and how far its steps went."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import out_of_place, quoted, word
from colophon.importers._training import above_zero, counted, numeral, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.importers._files import Log


def _whole(text: str) -> EvidenceValue:
    return counted(numeral(text))


def _number(text: str) -> EvidenceValue:
    return above_zero(numeral(text))


_PLACES: Final[Mapping[str, tuple[str, Callable[[str], EvidenceValue], str | None]]] = {
    "seq_length": ("training.sequence-length", _whole, "tokens"),
    "global_batch_size": ("training.batch-size", _whole, None),
    "micro_batch_size": ("training.batch-size-per-device", _whole, None),
    "train_iters": ("training.steps-planned", _whole, None),
    "train_samples": ("training.samples-planned", _whole, None),
    "lr": ("training.learning-rate", _number, None),
    "optimizer": ("training.optimizer", word, None),
    "params_dtype": ("training.precision", word, None),
    "fp8": ("training.precision-low", word, None),
    "recompute_granularity": ("training.recomputation", word, None),
    "data_parallel_size": ("training.parallelism-data", _whole, None),
    "tensor_model_parallel_size": ("training.parallelism-tensor", _whole, None),
    "pipeline_model_parallel_size": ("training.parallelism-pipeline", _whole, None),
    "context_parallel_size": ("training.parallelism-context", _whole, None),
    "expert_model_parallel_size": ("training.parallelism-expert", _whole, None),
    "world_size": ("hardware.accelerators", _whole, None),
}

FACTS: Final = (
    "training.steps",
    "training.samples",
    *dict.fromkeys(fact for fact, *_ in _PLACES.values()),
)

_BEGIN: Final = re.compile(r"-{10,40} arguments -{10,40}")
_END: Final = re.compile(r"-{10,40} end of arguments -{10,40}")
_ARGUMENT: Final = re.compile(r"  (?P<name>[A-Za-z0-9_]{1,100}) \.* (?P<value>.*)")
_STEP: Final = re.compile(
    r" iteration +(?P<steps>[0-9]{1,15})/ *[0-9]{1,15} \| "
    r"consumed samples: +(?P<samples>[0-9]{1,18}) \|"
)
_RAMP: Final = "rampup_batch_size"


def begins(head: bytes) -> bool:
    """Say whether a file that begins so is a log of Megatron."""
    text = head.decode("utf-8", "replace")
    return _BEGIN.search(text) is not None or "using world size: " in text


def found(log: Log) -> Iterator[Evidence | Unread]:
    """Yield the arguments of each start, and how far the steps went."""
    starts: list[dict[str, tuple[int, str]]] = []
    inside = False
    back: int | None = None
    last: tuple[int, int, int] | None = None
    for at, text in log:
        if _BEGIN.search(text):
            starts.append({})
            inside = True
        elif _END.search(text):
            inside = False
        elif inside and (match := _ARGUMENT.search(text)):
            starts[-1].setdefault(match["name"], (at, match["value"]))
        elif match := _STEP.search(text):
            steps, samples = int(match["steps"]), int(match["samples"])
            if last is not None and steps <= last[1]:
                back = at
            last = (at, steps, samples)
    for number, arguments in enumerate(starts, 1):
        of = f"start {number}" if len(starts) > 1 else None
        yield from _arguments(arguments, of)
    if inside:
        yield question(
            "",
            "the arguments have no end: some may be missing",
            "Collect again when the log is whole.",
        )
    if last is not None:
        yield from _steps(*last, back)


def _arguments(
    arguments: Mapping[str, tuple[int, str]], of: str | None
) -> Iterator[Evidence | Unread]:
    for name, (fact, read, unit) in _PLACES.items():
        at, text = arguments.get(name, (0, "None"))
        if text == "None":
            continue
        locator = f"line {at}, {name}"
        try:
            yield Evidence(fact=fact, value=read(text), unit=unit, of=of, locator=locator)
        except ValueError as form:
            yield out_of_place(text, form, locator)
    at, ramp = arguments.get(_RAMP, (0, "None"))
    if ramp != "None":
        yield question(
            f"line {at}, {_RAMP}",
            f"the batch grows at the beginning ({quoted(ramp)}): steps times batch are not the "
            "samples",
            "Take the samples or tokens from what was logged.",
        )


def _steps(at: int, steps: int, samples: int, back: int | None) -> Iterator[Evidence | Unread]:
    if back is not None:
        yield question(
            f"line {back}",
            "the steps go back: some were done again, or another training began",
            "State by hand what was done in all, with what was given up told apart.",
        )
        return
    if steps:
        yield Evidence(fact="training.steps", value=steps, locator=f"line {at}, iteration")
    if samples:
        yield Evidence(
            fact="training.samples", value=samples, locator=f"line {at}, consumed samples"
        )
