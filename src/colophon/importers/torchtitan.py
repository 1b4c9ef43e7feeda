"""A configuration of torchtitan in TOML: what was set, not what was done.

`-1` leaves a number to the program: the rest of the devices, or the batch that follows from them.
Versions from 0.3 on are configured in Python; what they write down is not read.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.importers import quoted, reading_of_text, word
from colophon.importers._settings import Setting, found, named, whole
from colophon.importers._training import amount, counted, meanings, numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from colophon.evidence import Evidence, Reading, Unread
    from colophon.importers import Folder, Source

_REST: Final = (-1,)


def _parallel(key: str, fact: str) -> Setting:
    return Setting(("parallelism", key), f"training.parallelism-{fact}", counted, unless=_REST)


def _fraction(text: str) -> Decimal | str:
    """Return a number with a fraction; what is no number that is meant stays a word."""
    try:
        return numeral(text.replace("_", ""))
    except ValueError:
        return text


_SETTINGS: Final = (
    Setting(("job", "description"), "training.run", word),
    Setting(("model", "name"), "training.model", word),
    Setting(("training", "dataset"), "training.datasets", word),
    Setting(("training", "steps"), "training.steps-planned", counted),
    Setting(("training", "seq_len"), "training.sequence-length", counted, unit="tokens"),
    Setting(("training", "batch_size"), "training.batch-size-per-device", counted),
    Setting(("training", "local_batch_size"), "training.batch-size-per-device", counted),
    Setting(("training", "global_batch_size"), "training.batch-size", counted, unless=_REST),
    Setting(("training", "mixed_precision_param"), "training.precision", word),
    Setting(("optimizer", "name"), "training.optimizer", word),
    Setting(("optimizer", "lr"), "training.learning-rate", amount),
    Setting(("activation_checkpoint", "mode"), "training.recomputation", word, unless=("none",)),
    _parallel("data_parallel_replicate_degree", "data"),
    _parallel("data_parallel_shard_degree", "shard"),
    _parallel("tensor_parallel_degree", "tensor"),
    _parallel("pipeline_parallel_degree", "pipeline"),
    _parallel("context_parallel_degree", "context"),
    _parallel("expert_parallel_degree", "expert"),
)

FACTS: Mapping[str, str] = meanings(*(one.fact for one in _SETTINGS))

_NAME: Final = re.compile(r".+\.toml", re.DOTALL)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each configuration."""
    yield from named(folder, _NAME, b"[training]", b"seq_len", b"[model]")


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "torchtitan", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what is set.

    Raises:
        ArtefactError: it is not TOML.
        ReadingError: it is not UTF-8.
    """
    data, cut = whole(data)
    yield from cut
    text = reading.decode(data, name)
    try:
        values = tomllib.loads(text, parse_float=_fraction)
    except (ValueError, RecursionError) as error:
        raise ArtefactError(
            f"not TOML: {quoted(str(error))}", place=name, remedy="Mend the file, or copy it anew."
        ) from None
    yield from found(values, *_SETTINGS)
