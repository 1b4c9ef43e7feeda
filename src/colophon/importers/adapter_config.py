"""The `adapter_config.json` of an adapter: which model it modifies, by which method, how far.

It is read as the program PEFT writes it. The weights of the adapter lie beside it, in
`adapter_model.safetensors`.

A rank is read only where `r` is the rank that the method uses: AdaLoRA writes an `r` that it does
not use, and for OFT it counts blocks. Where single modules have ranks of their own
(`rank_pattern`), one number does not tell the rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.importers import count, flag, fraction, json_object, positive, reading_of_text, word
from colophon.importers._objects import Told, doubt, stranger, told, word_or_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading, Unread
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    "adapter.method": "Method of the adapter, as its program calls it",
    "adapter.base-model": "Model that the adapter modifies",
    "adapter.base-model-revision": "Revision of the model that the adapter modifies",
    "adapter.task": "Kind of task that the adapter was made for, as its program calls it",
    "adapter.rank": "Rank of the matrices that are added",
    "adapter.alpha": "Number alpha of the method, which weighs what is added",
    "adapter.targets": "Modules of the model that the adapter modifies",
    "adapter.target-parameters": "Parameters of the model that the adapter modifies by their names",
    "adapter.layers": "Layers that the adapter modifies, where it does not modify all",
    "adapter.whole-modules": "Modules of the model that were trained whole and are saved with it",
    "adapter.weight-decomposed": "Whether the method is used with weights decomposed (DoRA)",
    "adapter.virtual-tokens": "Number of tokens that the adapter puts before a text",
    "software.peft-version": "Version of the library PEFT that wrote the file",
}

_NAME: Final = "adapter_config.json"


def layers(value: Plain) -> tuple[int, ...]:
    """Return the numbers of one layer or of several; raise ValueError with the form otherwise."""
    return tuple(map(count, value)) if isinstance(value, list) and value else (count(value),)


_KEYS: Final[Mapping[str, Told]] = {
    "peft_type": Told("adapter.method", word),
    "base_model_name_or_path": Told("adapter.base-model", word),
    "revision": Told("adapter.base-model-revision", word),
    "task_type": Told("adapter.task", word),
    "r": Told("adapter.rank", positive),
    "lora_alpha": Told("adapter.alpha", fraction),
    "alpha": Told("adapter.alpha", fraction),
    "target_modules": Told("adapter.targets", word_or_words),
    "layers_to_transform": Told("adapter.layers", layers),
    "target_parameters": Told("adapter.target-parameters", word_or_words),
    "modules_to_save": Told("adapter.whole-modules", word_or_words),
    "use_dora": Told("adapter.weight-decomposed", flag),
    "num_virtual_tokens": Told("adapter.virtual-tokens", count, "tokens"),
    "peft_version": Told("software.peft-version", word),
}

_RANKED: Final = frozenset({"LORA", "LOHA", "LOKR", "VERA", "RANDLORA"})
"""The methods whose `r` is the rank of what is added."""

_SINGLE: Final[Mapping[str, str]] = {
    "r": "rank_pattern",
    "lora_alpha": "alpha_pattern",
    "alpha": "alpha_pattern",
}
"""The key under which single modules have another value, for each that may differ so."""


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `adapter_config.json`."""
    if _NAME in folder:
        yield (_NAME,)


def collect(source: Source) -> Reading:
    """Read one `adapter_config.json`.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "adapter_config", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Raises:
        ArtefactError: it is not a JSON object.
        ReadingError: it is not JSON.
    """
    config = json_object(data, name)
    if config.get("peft_type") is None:
        yield stranger("the configuration of an adapter of PEFT", "`peft_type`")
        return
    unused = set() if str(config["peft_type"]) in _RANKED else {"r"}
    for key, pattern in _SINGLE.items():
        if key in config and config.get(pattern):
            unused.add(key)
            yield doubt(f"/{key}", f"`/{pattern}` gives single modules another value")
    keys = {key: what for key, what in _KEYS.items() if key not in unused}
    yield from told(config, keys)
