"""A configuration of OLMo-core, and of the older OLMo: what was set, not what was done.

OLMo-core writes `config.json` into each checkpoint. Its batch is in tokens where it reads tokens
from arrays, and is not read otherwise. The older program writes `config.yaml`; how long it was to
train stands there as steps, as tokens (`2e12T`) or as epochs (`1ep`).

What OLMo-core logs as operations in all begins at zero each time that a run is resumed; it stands
in none of these files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import json_object, out_of_place, reading_of_text, within, word
from colophon.importers._settings import Setting, found, named, whole, yaml_object
from colophon.importers._training import amount, counted, meanings, numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import EvidenceValue, Reading
    from colophon.importers import Folder, Source
    from colophon.reading import Plain


def _class(value: Plain) -> EvidenceValue:
    return word(value).rpartition(".")[2]


def _parallel(key: str, degree: str, fact: str) -> Setting:
    return Setting(("train_module", key, degree), f"training.parallelism-{fact}", counted)


_CORE: Final = (
    Setting(("run_name",), "training.run", word),
    Setting(
        ("train_module", "max_sequence_length"),
        "training.sequence-length",
        counted,
        unit="tokens",
    ),
    Setting(("train_module", "optim", "_CLASS_"), "training.optimizer", _class),
    Setting(("train_module", "optim", "lr"), "training.learning-rate", amount),
    Setting(("train_module", "dp_config", "param_dtype"), "training.precision", word),
    Setting(("train_module", "ac_config", "mode"), "training.recomputation", word),
    _parallel("dp_config", "num_replicas", "data"),
    _parallel("dp_config", "shard_degree", "shard"),
    _parallel("tp_config", "degree", "tensor"),
    _parallel("pp_config", "degree", "pipeline"),
    _parallel("cp_config", "degree", "context"),
    _parallel("ep_config", "degree", "expert"),
)
_BATCH: Final = Setting(
    ("data_loader", "global_batch_size"), "training.batch-tokens", counted, unit="tokens"
)
_OLDER: Final = (
    Setting(("run_name",), "training.run", word),
    Setting(("model", "max_sequence_length"), "training.sequence-length", counted, unit="tokens"),
    Setting(("global_train_batch_size",), "training.batch-size", counted),
    Setting(("device_train_microbatch_size",), "training.batch-size-per-device", counted),
    Setting(("optimizer", "name"), "training.optimizer", word),
    Setting(("optimizer", "learning_rate"), "training.learning-rate", amount),
    Setting(("precision",), "training.precision", word),
    Setting(("activation_checkpointing",), "training.recomputation", word),
)
_LENGTH: Final = {
    "steps": ("training.steps-planned", None),
    "tokens": ("training.tokens-planned", "tokens"),
    "epochs": ("training.epochs-planned", None),
}
_GROUPED: Final = re.compile(r"[0-9][0-9_]{0,40}")
"""`739_328`, which YAML of version 1.1 takes for a number."""

_UNITS: Final = {"T": "tokens", "ep": "epochs"}

FACTS: Mapping[str, str] = meanings(
    *dict.fromkeys(one.fact for one in (*_CORE, _BATCH, *_OLDER)),
    *(fact for fact, _ in _LENGTH.values()),
)

_JSON: Final = re.compile(r"config\.json")
_YAML: Final = re.compile(r".+\.ya?ml", re.DOTALL)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the `config.json` of OLMo-core, and each configuration of the older OLMo."""
    yield from named(folder, _JSON, b'"olmo_core.')
    yield from named(folder, _YAML, b"run_name:", b"\nmodel:", b"d_model:", b"mlp_ratio:")


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    return reading_of_text(source, "olmo_core", _core if _JSON.fullmatch(name) else _older)


def _core(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what is set for OLMo-core.

    Raises:
        ArtefactError, ReadingError: it is no configuration.
    """
    values = json_object(data, name)
    yield from found(values, *_CORE)
    loader = within(values, "data_loader", "_CLASS_")
    if isinstance(loader, str) and "NumpyDataLoader" in loader:
        yield from found(values, _BATCH)
    way = ("trainer", "max_duration")
    unit = within(values, *way, "unit")
    if unit in _LENGTH:
        fact, of = _LENGTH[unit]
        yield from found(values, Setting((*way, "value"), fact, counted, unit=of))


def _older(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what is set for the older OLMo.

    Raises:
        ArtefactError, ReadingError: it is no configuration.
    """
    data, cut = whole(data)
    yield from cut
    values = yaml_object(data, name)
    yield from found(values, *_OLDER)
    length = values.get("max_duration")
    if length is None:
        return
    try:
        number, unit = _duration(length)
    except ValueError as form:
        yield out_of_place(length, form, "/max_duration")
        return
    fact, of = _LENGTH[unit]
    yield Evidence(fact=fact, value=number, unit=of, locator="/max_duration")


def _duration(value: Plain) -> tuple[int, str]:
    """Return a number and its unit; raise ValueError with the name of the form otherwise."""
    if not isinstance(value, str):
        return counted(value), "steps"
    if _GROUPED.fullmatch(value):
        return counted(int(value.replace("_", ""))), "steps"
    for end, unit in _UNITS.items():
        if value.endswith(end):
            return counted(numeral(value.removesuffix(end))), unit
    raise ValueError("a number of steps, tokens (`2e12T`) or epochs (`1ep`)")
