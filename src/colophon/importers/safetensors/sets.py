"""Which files make one set of weights, and whether the set is complete."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from colophon import reading
from colophon.errors import ArtefactError
from colophon.evidence import Unread
from colophon.importers import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.importers.safetensors.header import Tensor

Index: TypeAlias = "Mapping[str, str]"
"""The name of the file in which each tensor lies, by the name of the tensor."""

SUFFIX: Final = ".safetensors"

_MEND = "Fetch the index again, or take it away: numbered files are counted without it."

_NAMED = 3
"""How many of the things that are wrong are named."""

_INDEX = re.compile(r"(.+)\.safetensors\.index((?:\.[^.]+)?)\.json", re.DOTALL)
_SHARD = re.compile(
    r"(?P<stem>.+)-(?P<number>[0-9]+)-of-(?P<total>[0-9]+)(?P<variant>(?:\.[^.]+)?)\.safetensors",
    re.DOTALL,
)


def groups(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each set of shards, its index first where it has one, and each single file."""
    left = sorted(name for name in names if name.endswith(SUFFIX))
    shards = {name: match for name in left if (match := _SHARD.fullmatch(name))}
    for name in sorted(names):
        if index := _INDEX.fullmatch(name):
            own = [
                name
                for name in left
                if name in shards and shards[name].group("stem", "variant") == index.groups()
            ]
            if not own and (whole := f"{index[1]}{index[2]}{SUFFIX}") in left:
                own = [whole]
            elif not own:
                # The shards of some sets have names of their own: those that no pattern claims.
                own = [name for name in left if name not in shards and not is_adapter(name)]
            left = [name for name in left if name not in own]
            yield (name, *own)
    sets: dict[tuple[str, ...], list[str]] = {}
    for name in left:
        key = shards[name].group("stem", "variant", "total") if name in shards else (name,)
        sets.setdefault(key, []).append(name)
    yield from map(tuple, sets.values())


def is_adapter(name: str) -> bool:
    """Say whether weights of this name are added to those of another model."""
    return name.startswith("adapter_model")


def read_index(data: bytes, size: int, place: str) -> Index:
    """Read an index of `size` bytes.

    Raises:
        ArtefactError: it is too large to be read, or does not say in which file each tensor lies.
        ReadingError: it is not the JSON that it should be.
    """
    if size > len(data):
        raise ArtefactError(f"{size} bytes are more than any index has", place=place, remedy=_MEND)
    value = reading.json(data, place).value
    index = value.get("weight_map") if isinstance(value, dict) else None
    if not (isinstance(index, dict) and index and all(isinstance(f, str) for f in index.values())):
        raise ArtefactError(
            "no `weight_map` in it names a file for each tensor", place=place, remedy=_MEND
        )
    return index


def gaps(index: Index | None, headers: Mapping[str, Sequence[Tensor]]) -> Iterator[Unread]:
    """Yield what keeps the files from being one complete set; nothing when they are one.

    Args:
        index: what the index says, None when there is none.
        headers: the tensors of each file, by the name of the file.
    """
    count, missing = _missing(headers) if index is None else _unmet(index, headers)
    places = [(tensor.name, file) for file, found in headers.items() for tensor in found]
    twice = [name for name, times in Counter(name for name, _ in places).items() if times > 1]
    if count:
        yield _broken(
            f"of the set, {_some(count, 'file', missing)} cannot be found",
            "Fetch the missing files, or take away what names them if they do not belong here.",
        )
    elif twice:
        yield _broken(
            f"more than one file of the set holds {_some(len(twice), 'tensor', sorted(twice))}",
            "Take away the files that do not belong to the set, or save the weights anew.",
        )
    elif index is not None and (wrong := {name for name, _ in set(places) ^ set(index.items())}):
        yield _broken(
            f"index and files do not agree on {_some(len(wrong), 'tensor', sorted(wrong))}",
            "Fetch the index and the files of one and the same version, or save the weights anew.",
        )


def _unmet(index: Index, files: Iterable[str]) -> tuple[int, list[str]]:
    """Return how many files the index names that are not there, and which."""
    missing = sorted(set(index.values()) - set(files))
    return len(missing), missing


def _missing(files: Iterable[str]) -> tuple[int, list[str]]:
    """Return how many of the files that are numbered are not there, and the first few of them."""
    shards = [shard for name in files if (shard := _SHARD.fullmatch(name))]
    if not shards:
        return 0, []
    stem, digits, total, variant = shards[0].groups()
    numbers = {int(shard["number"]) for shard in shards}
    start = 0 if 0 in numbers else 1  # some programs count from 0
    # The total is only part of a name and may be any number: what is missing is never listed whole.
    absent = (number for number in range(start, start + int(total)) if number not in numbers)
    names = [
        f"{stem}-{number:0{len(digits)}}-of-{total}{variant}{SUFFIX}"
        for number in islice(absent, _NAMED)
    ]
    return (max(int(total) - len(numbers), len(names)), names) if names else (0, [])


def _some(count: int, what: str, names: Sequence[str]) -> str:
    """Return such as `5 files (`a`, `b`, `c`, …)`."""
    first = ", ".join(f"`{quoted(name)}`" for name in names[:_NAMED])
    return f"{count} {what}{'' if count == 1 else 's'} ({first}{', …' if count > _NAMED else ''})"


def _broken(reason: str, remedy: str) -> Unread:
    return Unread(locator="", reason=reason, remedy=remedy, damaged=True)
