"""A run of Weights & Biases, from its records and its texts, to its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ColophonError
from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import json_object, out_of_place, pointer, shown, word
from colophon.importers._metrics import METRICS, PARAMETERS, read_as, set_to, trap
from colophon.importers._settings import whole
from colophon.importers._training import above_zero, counted, moment, question
from colophon.importers._wire import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from colophon.reading import Plain

FACTS: Final = (
    "training.run",
    "training.started",
    "training.seconds",
    "hardware.accelerator",
    "hardware.accelerators-per-node",
)

_SUMMARY, _CONFIG, _RUN, _SURROUNDINGS = 3, 5, 17, 26
_UPDATE, _REMOVE = 1, 2
_KEY, _NESTED, _JSON = 1, 2, 16
_ID, _CONFIG_OF_RUN, _SUMMARY_OF_RUN, _NAME, _STARTED, _RESUMED = 1, 4, 5, 8, 17, 18
_SECONDS: Final = 1
_ACCELERATOR, _ACCELERATORS = 18, 19
_RUNTIME: Final = "_runtime"


def _whole(value: Plain) -> EvidenceValue:
    return counted(value)


@dataclass(slots=True)
class Run:
    """What is known of one run so far, each with its place."""

    facts: dict[str, tuple[Plain, str]] = field(default_factory=dict)
    summary: dict[str, tuple[Plain, str]] = field(default_factory=dict)
    configuration: dict[str, tuple[Plain, str]] = field(default_factory=dict)
    resumed: str = ""
    unread: list[Unread] = field(default_factory=list)

    # -- Records ----------------------------------------------------------------------------------

    def take_record(self, record: bytes, at: str) -> None:
        """Take what one record tells.

        Raises:
            ValueError: it is no record.
        """
        for part in fields(record):
            if part.number == _SUMMARY:
                self._take_items(part.data(), at, self.summary)
            elif part.number == _CONFIG:
                self._take_items(part.data(), at, self.configuration)
            elif part.number == _RUN:
                self._take_run(part.data(), at)
            elif part.number == _SURROUNDINGS:
                for inside in fields(part.data()):
                    if inside.number == _ACCELERATOR and inside.value:
                        self.facts["hardware.accelerator"] = (inside.text(), f"{at}, gpu")
                    elif inside.number == _ACCELERATORS and inside.value:
                        self.facts["hardware.accelerators-per-node"] = (
                            inside.whole(),
                            f"{at}, gpu_count",
                        )

    def _take_run(self, message: bytes, at: str) -> None:
        for part in fields(message):
            if part.number == _ID:
                self.facts.setdefault("training.run", (part.text(), f"{at}, run_id"))
            elif part.number == _NAME and part.value:
                self.facts["training.run"] = (part.text(), f"{at}, display_name")
            elif part.number == _CONFIG_OF_RUN:
                self._take_items(part.data(), at, self.configuration)
            elif part.number == _SUMMARY_OF_RUN:
                self._take_items(part.data(), at, self.summary)
            elif part.number == _STARTED:
                for inside in fields(part.data()):
                    if inside.number == _SECONDS:
                        self.facts["training.started"] = (inside.whole(), f"{at}, start_time")
            elif part.number == _RESUMED and part.value:
                self.resumed = f"{at}, resumed"

    @staticmethod
    def _take_items(message: bytes, at: str, into: dict[str, tuple[Plain, str]]) -> None:
        for part in fields(message):
            if part.number not in {_UPDATE, _REMOVE}:
                continue
            nested: list[str] = []
            text = None
            for inside in fields(part.data()):
                if inside.number in {_KEY, _NESTED}:
                    nested.append(inside.text())
                elif inside.number == _JSON:
                    text = inside.data()
            key = ".".join(nested)
            if part.number == _REMOVE:
                into.pop(key, None)
            elif text is not None and _is_read(key):
                try:
                    into[key] = (reading.json(text, "").value, f"{at}, key {shown(key)}")
                except ColophonError as error:
                    raise ValueError(f"the value of `{shown(key)}` is {error.message}") from None

    # -- Texts ------------------------------------------------------------------------------------

    def take_summary(self, data: bytes, place: str, inside: str) -> None:
        """Take what `wandb-summary.json` tells.

        Raises:
            ArtefactError, ReadingError: it is not a JSON object.
        """
        values = json_object(data, place)
        if not values.keys() - {_OF_PROGRAM}:
            return  # as older versions leave it where nothing was sent to the service
        self.summary = {
            key: (value, f"{inside}{pointer(key)}")
            for key, value in values.items()
            if _is_read(key)
        }

    def take_surroundings(self, data: bytes, place: str, inside: str) -> None:
        """Take what `wandb-metadata.json` tells.

        Raises:
            ArtefactError, ReadingError: it is not a JSON object.
        """
        values = json_object(data, place)
        for key, fact in (
            ("gpu", "hardware.accelerator"),
            ("gpu_count", "hardware.accelerators-per-node"),
            ("startedAt", "training.started"),
        ):
            if values.get(key) not in (None, "", 0):
                self.facts[fact] = (values[key], f"{inside}{pointer(key)}")

    def take_configuration(self, data: bytes, place: str, inside: str) -> None:
        """Take what `config.yaml` tells.

        Raises:
            ReadingError: it is not YAML.
        """
        kept, cut = whole(data)
        self.unread += (one.model_copy(update={"locator": f"{inside}{one.locator}"}) for one in cut)
        values = reading.yaml(kept, place).value
        self.configuration = {}
        for key, value in values.items() if isinstance(values, dict) else ():
            if key in PARAMETERS and isinstance(value, dict) and "value" in value:
                at = f"{inside}{pointer(key, 'value')}"
                self.configuration[key] = (value["value"], at)

    # -- Facts ------------------------------------------------------------------------------------

    def found(self) -> Iterator[Evidence | Unread]:
        """Yield all that is read of the run."""
        yield from self.unread
        for fact, (value, locator) in self.facts.items():
            yield from _told(fact, value, locator, _OF_RUN[fact])
        texts = {
            key: (str(value), locator)
            for key, (value, locator) in self.configuration.items()
            if isinstance(value, str | int | Decimal) and not isinstance(value, bool)
        }
        yield from set_to(texts, None)
        if self.resumed:
            yield question(
                self.resumed,
                "the run was resumed: another folder holds what it did before",
                "State by hand what was done in all, with what was given up told apart.",
            )
        for key, (value, locator) in self.summary.items():
            yield from trap(key, locator)
            name = read_as(key)
            if name is not None and value not in (0, "NaN", None):
                fact, read, unit = METRICS[name]
                if fact != "training.seconds" or not self.resumed:
                    yield from _told(fact, value, locator, read, unit)
        own, locator = self.summary.get(_RUNTIME, (0, ""))
        trained = any(read_as(key) == "train_runtime" for key in self.summary)
        if own and not trained and not self.resumed:
            yield from _told("training.seconds", own, locator, above_zero, "s")


_OF_PROGRAM: Final = "_wandb"
"""What the program writes into the summary of itself."""


def _is_read(key: str) -> bool:
    return key == _RUNTIME or key in PARAMETERS or read_as(key) is not None or any(trap(key, ""))


def _told(
    fact: str,
    value: Plain,
    locator: str,
    read: Callable[[Plain], EvidenceValue],
    unit: str | None = None,
) -> Iterator[Evidence | Unread]:
    try:
        yield Evidence(fact=fact, value=read(value), unit=unit, locator=locator)
    except ValueError as form:
        yield out_of_place(value, form, locator)


def _started(value: Plain) -> EvidenceValue:
    return moment(value) if type(value) is int else word(value)


_OF_RUN: Final = {
    "training.run": word,
    "training.started": _started,
    "hardware.accelerator": word,
    "hardware.accelerators-per-node": _whole,
}
