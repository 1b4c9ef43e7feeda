"""A configuration of nanotron: what was set, and in a checkpoint how far it was.

The program writes `config.yaml` into each checkpoint, with the step and the samples up to then.
Each is read on its own: of the checkpoints of one run, the one with the most steps holds the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import pointer, reading_of_text, within, word
from colophon.importers._objects import word_or_words
from colophon.importers._settings import Setting, found, named, whole, yaml_object
from colophon.importers._training import amount, count, counted, meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import EvidenceValue, Reading
    from colophon.importers import Folder, Source
    from colophon.reading import Plain


def _layer(value: Plain) -> EvidenceValue:
    if value is not True:
        raise ValueError("`true` or `false`")
    return "layers"


def _run(value: Plain) -> EvidenceValue:
    name = word(value)
    if any(part in name for part in ("%date", "%jobid")):
        raise ValueError("a name without what the program puts into it when it starts")
    return name


_SETTINGS: Final = (
    Setting(("general", "run"), "training.run", _run),
    Setting(("general", "step"), "training.steps", counted),
    Setting(("general", "consumed_train_samples"), "training.samples", counted),
    Setting(("tokens", "train_steps"), "training.steps-planned", counted),
    Setting(("tokens", "sequence_length"), "training.sequence-length", counted, unit="tokens"),
    Setting(("tokens", "micro_batch_size"), "training.batch-size-per-device", counted),
    Setting(("tokens", "batch_accumulation_per_replica"), "training.accumulation", counted),
    Setting(("model", "dtype"), "training.precision", word),
    Setting(("optimizer", "optimizer_factory", "name"), "training.optimizer", word),
    Setting(
        ("optimizer", "learning_rate_scheduler", "learning_rate"), "training.learning-rate", amount
    ),
    Setting(("optimizer", "zero_stage"), "training.parallelism-zero", count),
    Setting(("parallelism", "recompute_layer"), "training.recomputation", _layer, unless=(False,)),
    Setting(("parallelism", "dp"), "training.parallelism-data", counted),
    Setting(("parallelism", "tp"), "training.parallelism-tensor", counted),
    Setting(("parallelism", "pp"), "training.parallelism-pipeline", counted),
    Setting(("parallelism", "context_parallel_size"), "training.parallelism-context", counted),
    Setting(("parallelism", "expert_parallel_size"), "training.parallelism-expert", counted),
)

FACTS: Mapping[str, str] = meanings(*(one.fact for one in _SETTINGS), "training.datasets")

_NAME: Final = re.compile(r".+\.ya?ml", re.DOTALL)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each configuration."""
    yield from named(folder, _NAME, b"checkpoints:", b"checkpoints_path:", b"checkpoint_interval:")


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "nanotron", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what is set, and the datasets of each stage.

    Raises:
        ArtefactError, ReadingError: it is no configuration.
    """
    data, cut = whole(data)
    yield from cut
    values = yaml_object(data, name)
    yield from found(values, *_SETTINGS)
    stages = values.get("data_stages")
    for at, stage in enumerate(stages if isinstance(stages, list) else ()):
        way = ("data", "dataset", "hf_dataset_or_datasets")
        datasets = within(stage, *way)
        try:
            value = word_or_words(datasets)
            of = word(within(stage, "name"))
        except ValueError:
            continue  # a folder on a disk, or a mixture by weights: no name of a dataset
        yield Evidence(
            fact="training.datasets", value=value, of=of, locator=pointer("data_stages", at, *way)
        )
