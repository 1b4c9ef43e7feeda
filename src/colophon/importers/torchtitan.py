"""A configuration of torchtitan: what was set, not what was done.

Older versions are configured in TOML. Those from 0.3 on are configured in Python, and write a JSON
file into the folder of the run where `debug.save_config_file` names one; older ones could write the
same of their TOML. It is recognised by its beginning.

`-1` leaves a number to the program: the rest of the devices, or the batch that follows from them.
Where groups of parameters have rates of their own, the largest is told; where they have optimizers
of their own, all. The form of 0.3 does not tell what is computed a second time.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.importers import json_object, quoted, reading_of_text, within, word
from colophon.importers._settings import Setting, found, is_torchtitan, named, whole
from colophon.importers._training import amount, counted, meanings, numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, EvidenceValue, Reading, Unread
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

_REST: Final = (-1,)


def _parallel(key: str, fact: str) -> Setting:
    return Setting(("parallelism", key), f"training.parallelism-{fact}", counted, unless=_REST)


def _fraction(text: str) -> Decimal | str:
    """Return a number with a fraction; what is no number that is meant stays a word."""
    try:
        return numeral(text.replace("_", ""))
    except ValueError:
        return text


def _groups(value: Plain) -> list[Mapping[str, Plain]]:
    form = ValueError("a list of groups of parameters")
    if not isinstance(value, list) or not value:
        raise form
    groups: list[Mapping[str, Plain]] = [group for group in value if isinstance(group, dict)]
    if len(groups) < len(value):
        raise form
    return groups


def _optimizers(value: Plain) -> EvidenceValue:
    """Return the optimizers of all groups, or the one that they share."""
    names = dict.fromkeys(word(group.get("optimizer_name")) for group in _groups(value))
    return next(iter(names)) if len(names) == 1 else tuple(names)


def _largest_rate(value: Plain) -> EvidenceValue:
    rates = [within(group, "optimizer_kwargs", "lr") for group in _groups(value)]
    numbers = [rate for rate in rates if type(rate) is int or isinstance(rate, Decimal)]
    if len(numbers) < len(rates):
        raise ValueError("a list of groups of parameters, each with its rate")
    return amount(max(numbers))


_SETTINGS: Final = (
    Setting(("job", "description"), "training.run", word),
    Setting(("model", "name"), "training.model", word),
    Setting(("model_spec", "name"), "training.model", word),
    Setting(("training", "dataset"), "training.datasets", word),
    Setting(("dataloader", "dataset"), "training.datasets", word),
    Setting(("training", "steps"), "training.steps-planned", counted),
    Setting(("training", "seq_len"), "training.sequence-length", counted, unit="tokens"),
    Setting(("training", "batch_size"), "training.batch-size-per-device", counted),
    Setting(("training", "local_batch_size"), "training.batch-size-per-device", counted),
    Setting(("training", "global_batch_size"), "training.batch-size", counted, unless=_REST),
    Setting(("training", "mixed_precision_param"), "training.precision", word),
    Setting(("optimizer", "name"), "training.optimizer", word),
    Setting(("optimizer", "lr"), "training.learning-rate", amount),
    Setting(("optimizer", "param_groups"), "training.optimizer", _optimizers),
    Setting(("optimizer", "param_groups"), "training.learning-rate", _largest_rate),
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
_JSON: Final = ".json"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each configuration."""
    yield from named(folder, _NAME, b"[training]", b"seq_len", b"[model]")
    for name in folder.names:
        if name.endswith(_JSON) and is_torchtitan(folder.head(name)):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "torchtitan", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what is set.

    Raises:
        ArtefactError: it is not TOML, and no object of JSON.
        ReadingError: it is not UTF-8, or not JSON.
    """
    if name.endswith(_JSON):
        yield from found(json_object(data, name), *_SETTINGS)
        return
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
