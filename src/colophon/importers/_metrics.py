"""What programs log under the names of the Trainer of Transformers, alone or below `train/`.

Of a metric the value that was written last counts. Where a count goes back, or the run had been
further before than it is at its end, steps were done again or given up: that is asked about. So are
seconds of a clock that began anew when the run was resumed: the records lie further apart than the
seconds tell, or they begin long after the first step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import out_of_place, word
from colophon.importers._training import above_zero, amount, counted, numeral, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal


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

FACTS: Final = (
    *(fact for fact, _ in PARAMETERS.values()),
    *(fact for fact, *_ in METRICS.values()),
)

_ABOVE: Final = "train/"
_NOT_COUNTED: Final = frozenset({"num_input_tokens_seen", "total_flos"})
_ALL_STEPS: Final = "-1"
"""What stands as `max_steps` where epochs decide."""


_ALSO: Final[Mapping[str, str]] = {"throughput/total tokens": "num_input_tokens_seen"}
"""What OLMo-core logs, and the name by which the Trainer logs the same."""

_SECONDS: Final = "train_runtime"
_SLACK: Final = 1.01
_ROUNDED: Final = 2.0
"""Moments are written a little after what they are those of, and with whole seconds by some."""

_BEGINS_ANEW: Final = frozenset({"throughput/total flops", "throughput/total petaflops"})


def trap(key: str, locator: str) -> Iterator[Unread]:
    """Yield why a metric that could be taken for a total is none."""
    if key in _BEGINS_ANEW:
        yield question(
            locator,
            "what OLMo-core logs as operations in all begins at zero when some of its versions "
            "resume a run: it is not read",
            "Take the operations from the tokens and the model.",
        )


def read_as(key: str) -> str | None:
    """Return the name by which the metric of this key is read, None where it is not."""
    name = _ALSO.get(key, key.removeprefix(_ABOVE))
    return name if name in METRICS else None


@dataclass(slots=True)
class Metric:
    """What was written of one metric, in the order in which it was written.

    Attributes:
        locator: where it stands.
    """

    locator: str
    _first: tuple[int, float] | None = None
    _last: tuple[int, Decimal] | None = None
    _ended: float = 0
    _furthest: int = 0
    _gap: int = 0
    _goes_back: bool = False
    _wrong: str = ""

    def add(self, step: int, value: Decimal, seconds: float = 0) -> None:
        """Take one value, written so many seconds after any moment; earlier ones come first."""
        if self._last is None:
            self._first = (step, seconds)
        else:
            self._goes_back = self._goes_back or value < self._last[1]
            self._gap = max(self._gap, step - self._last[0])
        self._last = (step, value)
        self._ended = seconds
        self._furthest = max(self._furthest, step)

    @property
    def begun(self) -> float | None:
        """When the first value was written; None where there is none."""
        return None if self._first is None else self._first[1]

    @property
    def begins_late(self) -> bool:
        """Whether values must have been written elsewhere before the first one that is here."""
        return self._first is not None and 0 < self._gap < self._first[0]

    def spans(self, begun: float) -> bool:
        """Whether the seconds that it holds go back to a moment at which a run had begun."""
        held = float(self._last[1]) if self._last is not None else 0
        return self._ended - begun <= held * _SLACK + _ROUNDED

    def spoil(self, locator: str) -> None:
        """Remember that something of another form stands in it."""
        self._wrong = self._wrong or locator

    def found(self, name: str, of: str | None) -> Iterator[Evidence | Unread]:
        """Yield the value that counts, or why there is none."""
        if self._wrong:
            yield Unread(
                locator=self._wrong,
                reason="what stands here is no value of a metric",
                remedy="Mend the file if it is wrong; otherwise state the fact by hand.",
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


def found_in(metrics: Mapping[str, Metric], of: str | None) -> Iterator[Evidence | Unread]:
    """Yield what the metrics of one run tell, by their keys, or why they do not."""
    read = {key: name for key in metrics if (name := read_as(key)) is not None}
    moments = [moment for key in read if (moment := metrics[key].begun) is not None]
    late = any(metrics[key].begins_late for key in read)
    for key, name in read.items():
        one = metrics[key]
        if name == _SECONDS and moments and (late or not one.spans(min(moments))):
            yield question(
                one.locator,
                "the run was resumed, and the clock began anew: these seconds are not all",
                "State by hand how long the training took in all.",
            )
        else:
            yield from one.found(name, of)


def set_to(
    parameters: Mapping[str, tuple[str, str]], of: str | None
) -> Iterator[Evidence | Unread]:
    """Yield what a run was set to.

    Args:
        parameters: name -> text and the place in the artefact.
        of: what the facts are told of.
    """
    steps, _ = parameters.get("max_steps", (_ALL_STEPS, ""))
    for name, (fact, read) in PARAMETERS.items():
        text, locator = parameters.get(name, ("", ""))
        if (
            not text
            or (name == "max_steps" and text == _ALL_STEPS)
            or (name == "num_train_epochs" and steps != _ALL_STEPS)
        ):
            continue
        try:
            yield Evidence(fact=fact, value=read(text), of=of, locator=locator)
        except ValueError as form:
            yield out_of_place(text, form, locator)
