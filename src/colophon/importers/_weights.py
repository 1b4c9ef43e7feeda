"""Weights in one file or in the files of a set: their facts, and the digest of every byte."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from colophon.importers import digest_of_set

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from colophon.importers import Source

FACTS: Final[Mapping[str, str]] = {
    "weights.parameters": "Number of parameters in the weights, without buffers",
    "weights.dtypes": "Types of the numbers in the weights",
    "weights.tensors": "Number of tensors in the weights",
    "weights.bytes": "Length of the files of the weights",
    "weights.digest": "SHA-256 of every byte of the weights",
    "adapter.parameters": "Number of parameters that are added to those of another model",
    "adapter.dtypes": "Types of the numbers in the adapter",
    "adapter.tensors": "Number of tensors in the adapter",
    "adapter.bytes": "Length of the files of the adapter",
    "adapter.digest": "SHA-256 of every byte of the adapter",
}

_CHUNK: Final = 8 * 1024 * 1024


def digest(source: Source, sizes: Mapping[str, int]) -> str:
    """Return the SHA-256 of one file, or that of a set, which `digest_of_set` describes.

    Args:
        source: where they lie, and who is told of the progress.
        sizes: the length of each file by its name.

    Raises:
        DiskError: the disk refuses.
    """
    done, total = 0, sum(sizes.values())
    digests: dict[str, str] = {}
    for name in sizes:
        whole = hashlib.sha256()
        with source.opened(name) as (file, _):
            while chunk := file.read(_CHUNK):
                whole.update(chunk)
                done += len(chunk)
                source.progress(done, total)
        digests[name] = whole.hexdigest()
    return "sha256:" + (digest_of_set(digests) if len(digests) > 1 else digests.popitem()[1])


def files(names: Collection[str]) -> str:
    """Return `file`, or such as `3 files`, for a locator."""
    return "file" if len(names) == 1 else f"{len(names)} files"
