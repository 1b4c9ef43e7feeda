"""A run of MLflow, from a folder or from a database, to its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import out_of_place, word
from colophon.importers._training import above_zero, amount, counted, moment, numeral, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.reading import Plain

FACTS: Final = (
    "training.run",
    "training.status",
    "training.started",
    "training.ended",
    "training.datasets",
    "training.steps-planned",
    "training.epochs-planned",
    "training.batch-size-per-device",
    "training.accumulation",
    "training.learning-rate",
    "training.optimizer",
    "training.epochs",
    "training.tokens",
    "training.flop-logged",
    "training.seconds",
)

STATES: Final = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")
"""What the numbers from 1 in a run folder stand for."""


def _text(read: Callable[[Decimal], EvidenceValue]) -> Callable[[str], EvidenceValue]:
    return lambda text: read(numeral(text))


PARAMETERS: Final[Mapping[str, tuple[str, Callable[[str], EvidenceValue]]]] = {
    "max_steps": ("training.steps-planned", _text(counted)),
    "num_train_epochs": ("training.epochs-planned", _text(above_zero)),
    "per_device_train_batch_size": ("training.batch-size-per-device", _text(counted)),
    "gradient_accumulation_steps": ("training.accumulation", _text(counted)),
    "learning_rate": ("training.learning-rate", _text(amount)),
    "optim": ("training.optimizer", word),
}
METRICS: Final[Mapping[str, tuple[str, Callable[[Decimal], EvidenceValue], str | None]]] = {
    "epoch": ("training.epochs", amount, None),
    "num_input_tokens_seen": ("training.tokens", counted, "tokens"),
    "total_flos": ("training.flop-logged", above_zero, "FLOP"),
    "train_runtime": ("training.seconds", above_zero, "s"),
}
"""What the Trainer logs, alone or below `train/`."""

_ABOVE: Final = "train/"
_NOT_COUNTED: Final = frozenset({"num_input_tokens_seen", "total_flos"})
_ALL_STEPS: Final = "-1"
"""What stands as `max_steps` where epochs decide."""


def is_read(key: str) -> bool:
    """Say whether the metric of this key is one that the Trainer logs."""
    return key.removeprefix(_ABOVE) in METRICS


@dataclass(slots=True)
class Metric:
    """What was written of one metric, in the order in which it was written.

    Attributes:
        locator: where it stands.
    """

    locator: str
    _last: tuple[int, Decimal] | None = None
    _furthest: int = 0
    _goes_back: bool = False
    _wrong: str = ""

    def add(self, step: int, value: Decimal) -> None:
        """Take one value; those that were written before must come first."""
        self._goes_back = self._goes_back or (self._last is not None and value < self._last[1])
        self._last = (step, value)
        self._furthest = max(self._furthest, step)

    def spoil(self, locator: str) -> None:
        """Remember that something of another form stands in it."""
        self._wrong = self._wrong or locator

    def found(self, name: str, of: str | None) -> Iterator[Evidence | Unread]:
        """Yield the value that counts, or why there is none."""
        if self._wrong:
            yield Unread(
                locator=self._wrong,
                reason="what stands here is not `time value step`",
                remedy="Mend the line, or state the fact by hand.",
                damaged=True,
            )
            return
        if self._last is None:
            return
        step, value = self._last
        fact, read, unit = METRICS[name]
        if self._goes_back or step < self._furthest:
            yield question(
                self.locator,
                "goes back: the run was resumed, and steps were done again or given up",
                "State by hand what was done in all.",
            )
        elif value != 0 or name not in _NOT_COUNTED:
            at = f"{self.locator}, step {step}"
            try:
                yield Evidence(fact=fact, value=read(value), unit=unit, of=of, locator=at)
            except ValueError as form:
                yield out_of_place(value, form, at)


@dataclass(slots=True)
class Run:
    """One run.

    Attributes:
        facts: fact -> value and the place in it, for what MLflow itself knows.
        parameters: name -> text and the place in it.
        metrics: what is read of each metric, by its key.
        of: what its facts are told of.
        unread: what of it could not be read.
    """

    facts: dict[str, tuple[Plain, str]] = field(default_factory=dict)
    parameters: dict[str, tuple[str, str]] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    of: str | None = None
    unread: list[Unread] = field(default_factory=list)

    def found(self) -> Iterator[Evidence | Unread]:
        """Yield all that is read of it."""
        yield from self.unread
        for fact, (value, locator) in self.facts.items():
            try:
                yield Evidence(
                    fact=fact, value=_OF_MLFLOW[fact](value), of=self.of, locator=locator
                )
            except ValueError as form:
                yield out_of_place(value, form, locator)
        for name, (fact, read) in PARAMETERS.items():
            text, locator = self.parameters.get(name, ("", ""))
            if not text or (name == "max_steps" and text == _ALL_STEPS):
                continue
            if name == "num_train_epochs" and self._steps_decide():
                continue
            try:
                yield Evidence(fact=fact, value=read(text), of=self.of, locator=locator)
            except ValueError as form:
                yield out_of_place(text, form, locator)
        for key, one in self.metrics.items():
            yield from one.found(key.removeprefix(_ABOVE), self.of)

    def _steps_decide(self) -> bool:
        return self.parameters.get("max_steps", (_ALL_STEPS, ""))[0] != _ALL_STEPS


def _milliseconds(value: Plain) -> str:
    return moment(Decimal(counted(value)) / 1000)


def _state(value: Plain) -> str:
    if type(value) is int and 0 < value <= len(STATES):
        return STATES[value - 1]
    if value in STATES:
        return str(value)
    raise ValueError("the state of a run")


_OF_MLFLOW: Final[Mapping[str, Callable[[Plain], EvidenceValue]]] = {
    "training.run": word,
    "training.status": _state,
    "training.started": _milliseconds,
    "training.ended": _milliseconds,
    "training.datasets": lambda names: tuple(map(word, names)),
}
