"""Pickles: weights, optimiser states and arguments of training, saved by Python itself.

Opening a pickle runs the code in it, so none is ever opened. No fact is read; what is said is that
the file is there and why it stays closed. Its digest is that of its first 64 KiB.

Not every `.bin`, `.pt`, `.pth`, `.pkl`, `.pickle` or `.ckpt` is a pickle; those that are not are
of kinds that are not read either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from colophon.evidence import Reading, Unread
from colophon.importers import HEAD, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {}

_NAME = re.compile(r"(.+?)(?:-[0-9]+(-of-[0-9]+))?(\.(?:bin|ckpt|pickle|pkl|pt|pth))", re.DOTALL)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each file whose name says that it may be a pickle; the shards of a set together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in folder.names:
        if match := _NAME.fullmatch(name):
            groups.setdefault(match.groups(default=""), []).append(name)
    yield from map(tuple, groups.values())


def collect(source: Source) -> Reading:
    """Say that the files are not opened.

    Raises:
        DiskError: the disk refuses.
    """
    digests: dict[str, str] = {}
    total = 0
    for name in source.names:
        with source.opened(name) as (file, size):
            digests[name] = sha256(file.read(HEAD))
            total += size
    return Reading(
        importer="pickles",
        artefact=source.artefact(digests, total, heads=True),
        evidence=(),
        unread=(
            Unread(
                locator="",
                reason=(
                    "may be a pickle, which runs code when it is opened, so it was not opened"
                    + (f" (a set of {len(source.names)} files)" if len(source.names) > 1 else "")
                ),
                remedy=(
                    "If it holds weights, convert them to safetensors and collect again; what "
                    "anything else in it says, state by hand."
                ),
            ),
        ),
    )
