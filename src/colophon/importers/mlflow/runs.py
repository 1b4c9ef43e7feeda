"""A run of MLflow, from a folder or from a database, to its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import _metrics, out_of_place, word
from colophon.importers._metrics import Metric, found_in, set_to
from colophon.importers._training import counted, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.reading import Plain

FACTS: Final = (
    "training.run",
    "training.status",
    "training.started",
    "training.ended",
    "training.datasets",
    *_metrics.FACTS,
)

STATES: Final = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")
"""What the numbers from 1 in a run folder stand for."""


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
        yield from set_to(self.parameters, self.of)
        yield from found_in(self.metrics, self.of)


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
