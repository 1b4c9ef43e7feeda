"""What the Trainer of Transformers leaves behind: its states and its results.

A run keeps `trainer_state.json` in its folder and in each `checkpoint-*`. Each state repeats those
before it, and a resumed run goes on with their counts: only the newest state is read, and nothing
is added up. Checkpoints whose log is not the beginning of the newest one are of another run, or of
a way that was given up; they are named, and a person is asked. `train_results.json` and
`all_results.json` are read where they are of the same moment as the newest state.

The operations are six for each token and each parameter outside the embedding. That counts padding,
every expert of a mixture and weights that are frozen, and leaves out attention. Models with another
main input than tokens, and some trainers of reinforcement learning, log zero, which is no value.
Tokens are counted only if the run asked for it; whether with padding, the file does not say.
Seconds are those since the run was last started: where the log shows that the clock began anew, or
the loss at the end is that of a part of the steps alone, they are no value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import (
    LARGEST_TEXT,
    damage,
    json_object,
    out_of_place,
    pointer,
    quoted,
    shown,
)
from colophon.importers._files import located, reading_of_set
from colophon.importers._training import above_zero, amount, count, counted, meanings, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from colophon.evidence import EvidenceValue
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = meanings(
    "training.steps",
    "training.steps-planned",
    "training.epochs",
    "training.tokens",
    "training.flop-logged",
    "training.batch-size-per-device",
    "training.seconds",
    "training.dataset-samples",
)

_STATE: Final = "trainer_state.json"
_RESULTS: Final = ("train_results.json", "all_results.json")
_CHECKPOINT: Final = re.compile(r"checkpoint-([0-9]{1,18})")


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the states of one run, the newest of its checkpoints first, and its results."""
    steps = {
        name: int(match[1]) for name in folder.folders if (match := _CHECKPOINT.fullmatch(name))
    }
    newest_first = sorted(steps, key=lambda name: (-steps[name], name))
    names = [_STATE] if _STATE in folder else []
    names += [f"{name}/{_STATE}" for name in newest_first if _STATE in folder.below(name)]
    names += [
        name for name in _RESULTS if name in folder and (names or b'"train_' in folder.head(name))
    ]
    if names:
        yield tuple(names)


# -- Where each fact stands -----------------------------------------------------------------------

_IN_STATE: Final[Mapping[str, tuple[str, Callable[[Plain], EvidenceValue], str | None]]] = {
    "global_step": ("training.steps", count, None),
    "max_steps": ("training.steps-planned", counted, None),
    "epoch": ("training.epochs", amount, None),
    "num_input_tokens_seen": ("training.tokens", counted, "tokens"),
    "total_flos": ("training.flop-logged", above_zero, "FLOP"),
    "train_batch_size": ("training.batch-size-per-device", counted, None),
}
_IN_RESULTS: Final[Mapping[str, tuple[str, Callable[[Plain], EvidenceValue], str | None]]] = {
    "num_input_tokens_seen": ("training.tokens", counted, "tokens"),
    "total_flos": ("training.flop-logged", above_zero, "FLOP"),
    "train_runtime": ("training.seconds", above_zero, "s"),
    "train_samples": ("training.dataset-samples", counted, None),
}
_STEPS: Final = "global_step"
_LOG: Final = b'  "log_history": ['
_SECONDS: Final = "train_runtime"
_LARGEST: Final = 10**9
_ROUNDED: Final = Decimal("0.0001")
"""To so much the losses of the log are rounded."""

_NOT_COUNTED: Final = frozenset({"num_input_tokens_seen", "total_flos"})
"""What is zero where it was not counted."""


# -- Reading --------------------------------------------------------------------------------------


def collect(source: Source) -> Reading:
    """Read the states and results of one run.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_set(
        source, "trainer_state", lambda texts: _found(source, texts), _without_log
    )


def _without_log(source: Source, name: str) -> bytes | None:
    """Return a state without its log, which may be longer than any text; None where it has none.

    The Trainer writes what stands at the root with two spaces before it.
    """
    kept: list[bytes] = []
    size = 0
    inside = False
    with source.lines(name) as lines:
        for _, line in lines:
            if line is None or size > LARGEST_TEXT:
                return None
            if inside:
                inside = line.rstrip() not in {b"  ]", b"  ],"}
            elif line.startswith(_LOG) and line.rstrip().endswith(b"["):
                inside = True
                kept.append(b'  "log_history": null,')
            else:
                kept.append(line)
                size += len(line)
    return None if inside else b"\n".join(kept)


def _found(source: Source, texts: Mapping[str, bytes]) -> Iterator[Evidence | Unread]:
    """Yield the facts of the newest state and of the results that go with it."""
    states: dict[str, dict[str, Plain]] = {}
    results: dict[str, dict[str, Plain]] = {}
    for name, data in texts.items():
        place = source.artefact_name(name)
        try:
            value = json_object(data, place)
        except ColophonError as error:
            yield located(damage(error, place), name, source)
            continue
        try:
            if name.endswith(_STATE):
                count(value.get(_STEPS))
            (states if name.endswith(_STATE) else results)[name] = value
        except ValueError as form:
            yield located(out_of_place(value.get(_STEPS), form, pointer(_STEPS)), name, source)
    if len(states) < sum(name.endswith(_STATE) for name in source.names):
        yield question(
            "",
            "not every state of the run can be read, so that the newest is not known",
            "Mend the file that is named, or collect from a folder without it.",
        )
        return
    read: dict[str, list[tuple[Evidence, str]]] = {}
    unread: list[Unread] = []
    resumed = False
    newest = _newest(states)
    if newest is not None:
        unread += _strays(states, newest)
        for item in _facts(source, newest, states[newest], _IN_STATE, ()):
            _sort(item, newest, read, unread)
        summary = list(_summary(source, newest, states[newest]))
        resumed = any(isinstance(item, Unread) for item in summary)
        for item in summary:
            _sort(item, newest, read, unread)
    for name, result in results.items():
        if newest is not None and not _same(result.get("epoch"), states[newest].get("epoch")):
            unread.append(_of_another_moment(name))
            continue
        places = {
            key: place for key, place in _IN_RESULTS.items() if key != _SECONDS or not resumed
        }
        for item in _facts(source, name, result, places, ()):
            _sort(item, name, read, unread)
    for items in read.values():
        yield from _agreed(items)
    yield from unread


def _newest(states: Mapping[str, Mapping[str, Plain]]) -> str | None:
    """Return the name of the state with the most steps, the run's own before its checkpoint's."""
    return max(states, key=lambda name: (states[name][_STEPS], "/" not in name), default=None)


def _strays(states: Mapping[str, Mapping[str, Plain]], newest: str) -> Iterator[Unread]:
    """Yield which states are not on the way to the newest one."""
    whole = states[newest].get("log_history")
    for name, state in states.items():
        log = state.get("log_history")
        if not isinstance(log, list) or not isinstance(whole, list):
            continue
        if log != whole[: len(log)]:
            yield question(
                shown(name),
                "its log is not the beginning of the newest state's: it is of another run, or of "
                "a part that was done again, and is not counted",
                "If these steps were done besides, state their compute by hand, as a run.",
            )


def _facts(
    source: Source,
    name: str,
    values: Mapping[str, Plain],
    places: Mapping[str, tuple[str, Callable[[Plain], EvidenceValue], str | None]],
    inside: tuple[str | int, ...],
) -> Iterator[Evidence | Unread]:
    for key, (fact, read, unit) in places.items():
        value = values.get(key)
        if value is None or (key in _NOT_COUNTED and value == 0):
            continue
        at = pointer(*inside, key)
        try:
            item: Evidence | Unread = Evidence(fact=fact, value=read(value), unit=unit, locator=at)
        except ValueError as form:
            item = out_of_place(value, form, at)
        yield located(item, name, source)


def _summary(source: Source, name: str, state: Mapping[str, Plain]) -> Iterator[Evidence | Unread]:
    """Yield the seconds that the log sums up when training ends, or why they are not all."""
    log = state.get("log_history")
    if log is None and "log_history" in state:
        yield located(
            question(
                pointer("log_history"),
                "the log is too long to be read, so that it is not known how long training took, "
                "nor whether the checkpoints are of one run",
                "State by hand how long the training took in all.",
            ),
            name,
            source,
        )
    entries = [
        (at, entry)
        for at, entry in enumerate(log if isinstance(log, list) else [])
        if isinstance(entry, dict) and _SECONDS in entry
    ]
    ends = [(at, entry) for at, entry in entries if "train_loss" in entry]
    clock = [
        entry[_SECONDS]
        for _, entry in entries
        if type(entry[_SECONDS]) is int or isinstance(entry[_SECONDS], Decimal)
    ]
    if len(ends) == 1 and clock == sorted(clock):
        at, end = ends[0]
        if _began_anew(log if isinstance(log, list) else (), end):
            pass
        elif end.get("step") == state.get("global_step"):
            places = {_SECONDS: _IN_RESULTS[_SECONDS]}
            yield from _facts(source, name, end, places, ("log_history", at))
            return
    if ends:
        yield located(
            question(
                pointer("log_history", ends[-1][0], _SECONDS),
                "training was resumed, and the clock began anew: these seconds are not all",
                "State by hand how long the training took in all.",
            ),
            name,
            source,
        )


def _began_anew(log: Sequence[Plain], end: Mapping[str, Plain]) -> bool:
    """Whether the loss at the end of a training is that of a part of its steps alone.

    A start adds up the losses of its own steps, and divides them by the steps of all. The losses
    of the log are the means since the one before. The last steps, which no loss tells, are taken
    to be like those before them, give or take a quarter.
    """
    steps, loss = end.get("step"), _number(end.get("train_loss"))
    logged, at, last = Decimal(0), 0, Decimal(0)
    for entry in log:
        step = entry.get("step") if isinstance(entry, dict) else None
        mean = _number(entry.get("loss")) if isinstance(entry, dict) else None
        if mean is not None and isinstance(step, int) and step > at:
            logged += mean * (step - at)
            at, last = step, mean
    if not isinstance(steps, int) or loss is None or not at or at > steps:
        return False
    left = (steps - at) * last
    floor = logged + left - abs(left) / 4 - abs(logged) / 1000 - _ROUNDED * at
    return loss * steps < floor


def _number(value: Plain) -> Decimal | None:
    """Return a number; None where it is none, or so large that none can be meant."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value) if -_LARGEST < value < _LARGEST else None


def _sort(
    item: Evidence | Unread,
    name: str,
    read: dict[str, list[tuple[Evidence, str]]],
    unread: list[Unread],
) -> None:
    if isinstance(item, Unread):
        unread.append(item)
    else:
        read.setdefault(item.fact, []).append((item, name))


def _agreed(items: list[tuple[Evidence, str]]) -> Iterator[Evidence | Unread]:
    """Yield a fact that several files tell, or why they do not."""
    (first, _), *others = items
    for other, name in others:
        if other.value != first.value:
            yield question(
                first.locator,
                f"says {quoted(str(first.value))}, and `{shown(name)}` says "
                f"{quoted(str(other.value))}",
                "Find out which is right, and state it by hand.",
            )
            return
    yield first


def _same(one: Plain, other: Plain) -> bool:
    """Whether two epochs are the same; older versions round that of the results."""
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return round(Decimal(one), 2) == round(Decimal(other), 2)
    return bool(one == other)


def _of_another_moment(name: str) -> Unread:
    return question(
        shown(name),
        "written at another epoch than the newest state, so that it is not read with it",
        "Collect it from a folder of its own if it is of another run.",
    )
