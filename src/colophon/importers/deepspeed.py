"""A configuration of DeepSpeed: what was set, not what was done.

`auto` leaves a value to the program that starts DeepSpeed, and tells nothing. The batch of one
update is that of all devices; how many those are, the file does not say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import json_object, reading_of_text, within, word
from colophon.importers._settings import Setting, found, named
from colophon.importers._training import amount, count, counted, meanings, question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source

_AUTO: Final = ("auto",)
_SETTINGS: Final = (
    Setting(("train_batch_size",), "training.batch-size", counted, unless=_AUTO),
    Setting(
        ("train_micro_batch_size_per_gpu",),
        "training.batch-size-per-device",
        counted,
        unless=_AUTO,
    ),
    Setting(("gradient_accumulation_steps",), "training.accumulation", counted, unless=_AUTO),
    Setting(("optimizer", "type"), "training.optimizer", word, unless=_AUTO),
    Setting(("optimizer", "params", "lr"), "training.learning-rate", amount, unless=_AUTO),
    Setting(("zero_optimization", "stage"), "training.parallelism-zero", count, unless=_AUTO),
    Setting(
        ("tensor_parallel", "autotp_size"),
        "training.parallelism-tensor",
        counted,
        unless=(0, *_AUTO),
    ),
    Setting(("sequence_parallel_size",), "training.parallelism-context", counted, unless=_AUTO),
)
_PRECISION: Final = ("fp16", "bf16")

FACTS: Mapping[str, str] = meanings(*(one.fact for one in _SETTINGS), "training.precision")

_NAME: Final = re.compile(r"(?:.*deepspeed|ds|.*zero|.*ds[_-]).*\.json", re.IGNORECASE | re.DOTALL)
_MARKS: Final = (b'"zero_optimization"', b'"train_micro_batch_size_per_gpu"')


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each configuration."""
    for (name,) in named(folder, _NAME):
        head = folder.head(name)
        if any(mark in head for mark in _MARKS):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "deepspeed", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    values = json_object(data, name)
    yield from found(values, *_SETTINGS)
    enabled = [kind for kind in _PRECISION if within(values, kind, "enabled") is True]
    if len(enabled) == 1:
        yield Evidence(
            fact="training.precision", value=enabled[0], locator=f"/{enabled[0]}/enabled"
        )
    elif enabled:
        yield question(
            f"/{enabled[0]}/enabled",
            f"{' and '.join(enabled)} are both switched on",
            "State by hand in which numbers the training computed.",
        )
