"""The words in which the traces of training and its energy are read, and the forms of values.

Programs count and name one thing differently. Where they do not mean the same, the fact's
description says how wide its meaning is: operations as one program logs them are not those of
another, and tokens may count padding. A trace of several runs or jobs says of which of them each
fact is told.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.errors import ReadingError
from colophon.evidence import Unread
from colophon.quantities import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.reading import Plain

_FACTS: Final[Mapping[str, str]] = {
    "training.run": "Name of the training run, as its program knows it",
    "training.status": "How the run or job ended, as its program says",
    "training.model": "Model that was trained, as the program of the training names it",
    "training.datasets": "Datasets that the program of the training names",
    "training.inputs": (
        "Datasets that the program of the training names as inputs, be it for training or not"
    ),
    "training.dataset-samples": "Number of samples in the training data, each counted once",
    "training.steps": "Number of updates of the weights that had been done",
    "training.steps-planned": "Number of updates of the weights that were to be done",
    "training.epochs": "Passes over the training data that had been done",
    "training.epochs-planned": "Passes over the training data that were to be done",
    "training.samples": "Number of samples that had been processed, repeated ones included",
    "training.samples-planned": "Number of samples that were to be processed",
    "training.tokens": (
        "Number of tokens that had been processed, as the program counts them; padding may be "
        "among them"
    ),
    "training.tokens-planned": "Number of tokens that were to be processed",
    "training.flop-logged": (
        "Floating-point operations as the program of the training logs them, by a convention of "
        "its own: what it leaves out or counts twice, its importer says"
    ),
    "training.started": "When the run or job began",
    "training.ended": "When the run or job ended",
    "training.seconds": (
        "Seconds that the run or job took, by its program's clock, which may begin anew when "
        "training is resumed"
    ),
    "training.batch-size": "Number of samples of one update of the weights, over all devices",
    "training.batch-size-per-device": (
        "Number of samples that one device takes at once, or one process that has several"
    ),
    "training.batch-tokens": "Number of tokens of one update of the weights, over all devices",
    "training.accumulation": "Number of passes whose gradients are added up for one update",
    "training.sequence-length": "Number of tokens of one training sequence",
    "training.precision": "Numbers in which the training computes",
    "training.precision-low": "Numbers of eight bits or fewer in which a part of it computes",
    "training.optimizer": "Method by which the weights are updated",
    "training.learning-rate": "Largest learning rate that was set",
    "training.recomputation": "What is computed a second time instead of kept in memory",
    "training.parallelism-data": "Number of replicas that each take a part of the batch",
    "training.parallelism-shard": "Number of devices over which parameters are sharded",
    "training.parallelism-tensor": "Number of devices over which each layer is split",
    "training.parallelism-pipeline": "Number of stages into which the layers are split",
    "training.parallelism-context": "Number of devices over which each sequence is split",
    "training.parallelism-expert": "Number of devices over which the experts are spread",
    "training.parallelism-zero": "Stage of ZeRO, which shards what the optimizer keeps",
    "hardware.accelerator": "Kind of accelerator",
    "hardware.accelerators": "Number of accelerators",
    "hardware.accelerators-per-node": "Number of accelerators of the node that was looked at",
    "hardware.nodes": "Number of nodes",
    "energy.consumed": "Energy that was measured or estimated within its boundary",
    "energy.accelerators": "Energy of the accelerators alone",
    "energy.boundary": "What the energy is the energy of",
    "energy.method": "By what the energy was measured or estimated",
    "energy.pue": (
        "Factor for the overhead of the building by which the program has multiplied the energy"
    ),
    "energy.country": "Country in which the energy was used",
    "energy.co2": "Carbon dioxide that was given off, as the file says",
    "energy.duration": "Time over which the energy was measured",
    "energy.project": "Project for which the energy was measured",
    "energy.started": "When the measuring began",
    "energy.ended": "When the measuring ended",
}


def meanings(*facts: str) -> Mapping[str, str]:
    """Return the meaning of each of `facts`."""
    return {fact: _FACTS[fact] for fact in facts}


# -- Forms ----------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_LARGEST_EXPONENT: Final = 60
"""No amount is beyond this power of ten; a larger one is a slip of the keyboard."""

_LONGEST_MOMENT: Final = 253402300799
"""The last second of the year 9999, after which no moment can be written."""


def numeral(text: str) -> Decimal:
    """Return the number that a text is; raise ValueError with the name of the form otherwise."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("a number")
    try:
        return number(text, place="")
    except ReadingError:
        raise ValueError("a number that is meant") from None


def amount(value: Plain) -> int | str:
    """Return a number from zero, a fraction as text; raise ValueError with the form otherwise."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | Decimal)
        or not Decimal(value).is_finite()
        or Decimal(value).adjusted() > _LARGEST_EXPONENT
        or value < 0
    ):
        raise ValueError("a number from zero")
    return int(value) if value == int(value) else plain(Decimal(value))


def above_zero(value: Plain) -> int | str:
    """Return a number above zero; raise ValueError with the name of the form otherwise."""
    if (found := amount(value)) == 0:
        raise ValueError("a number above zero")
    return found


def count(value: Plain) -> int:
    """Return a whole number from zero; raise ValueError with the name of the form otherwise."""
    if not isinstance(found := amount(value), int):
        raise ValueError("a whole number from zero")
    return found


def counted(value: Plain) -> int:
    """Return a whole number above zero; raise ValueError with the name of the form otherwise."""
    if (found := count(value)) == 0:
        raise ValueError("a whole number above zero")
    return found


def moment(seconds: Decimal | int) -> str:
    """Return a moment from the seconds since 1970; raise ValueError where none can be meant."""
    if not 0 < seconds <= _LONGEST_MOMENT:
        raise ValueError("a moment")
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# -- What is said of what gives no value ----------------------------------------------------------


def question(locator: str, reason: str, remedy: str) -> Unread:
    """Ask what the file does not decide."""
    return Unread(locator=locator, reason=reason, remedy=remedy)


def broken(locator: str, reason: str) -> Unread:
    """Say that a place in the file is damaged."""
    return Unread(
        locator=locator,
        reason=reason,
        remedy="Take the file from where it was written, whole; otherwise state the facts by hand.",
        damaged=True,
    )
