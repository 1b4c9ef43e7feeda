"""Artefacts made for a test, and the readings of them."""

from __future__ import annotations

import json
from itertools import count
from math import prod
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import ModuleType

    from colophon.evidence import Reading

BYTES = {"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "BF16": 2, "F32": 4, "I32": 4, "I64": 8}


@pytest.fixture
def collect(tmp_path: Path) -> Callable[..., list[Reading]]:
    """Return a function that writes files and collects from them, one reading a group."""
    numbers = count()

    def collect(importer: ModuleType, files: Mapping[str, bytes], **options: Any) -> list[Reading]:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        groups = importer.recognise(Folder.on_disk(folder))
        return [importer.collect(Source(folder, names, **options)) for names in groups]

    return collect


@pytest.fixture
def weights() -> Callable[[Mapping[str, tuple[str, list[int]]]], bytes]:
    """Return a function that makes a safetensors file of `name: (dtype, shape)`, all zeros."""

    def weights(tensors: Mapping[str, tuple[str, list[int]]]) -> bytes:
        header: dict[str, object] = {"__metadata__": {"format": "pt"}}
        end = 0
        for name, (dtype, shape) in tensors.items():
            begin, end = end, end + BYTES[dtype] * prod(shape)
            header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}
        text = json.dumps(header).encode()
        return len(text).to_bytes(8, "little") + text + bytes(end)

    return weights
