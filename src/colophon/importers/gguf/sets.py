"""Which GGUF files make one set of weights, and whether the set is complete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from colophon.evidence import Unread
from colophon.importers import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.importers.gguf.header import Header

SUFFIX = ".gguf"

_PART = re.compile(
    r"(?P<stem>.+)-(?P<number>[0-9]{5})-of-(?P<total>[0-9]{5})\.gguf", re.DOTALL | re.IGNORECASE
)


def groups(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the parts of each set together, and each single file."""
    sets: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        if name.lower().endswith(SUFFIX):
            part = _PART.fullmatch(name)
            sets.setdefault(part.group("stem", "total") if part else (name,), []).append(name)
    yield from map(tuple, sets.values())


def gaps(headers: Mapping[str, Header]) -> Iterator[Unread]:
    """Yield what keeps the files from being one complete set; nothing when they are one."""
    parts = {name: part for name in headers if (part := _PART.fullmatch(name))}
    told = [header.told for header in headers.values()]
    totals = {count for one in told if type(count := one.get("split.count")) is int}
    totals |= {int(part["total"]) for part in parts.values()}
    if len(totals) > 1:
        yield _broken("the files do not agree on how many of them are one set")
        return
    total = totals.pop() if totals else 1
    if total != len(headers):
        yield _broken(f"of the {quoted(str(total))} files of the set, {len(headers)} are here")
        return
    tensors = [tensor.name for header in headers.values() for tensor in header.tensors]
    if len(set(tensors)) < len(tensors):
        yield _broken("more than one file of the set holds the same tensor")
    counts = {count for one in told if type(count := one.get("split.tensors.count")) is int}
    if counts and counts != {len(tensors)}:
        yield _broken(f"they hold {len(tensors)} tensors, and not as many as they say")


def _broken(reason: str) -> Unread:
    return Unread(
        locator="",
        reason=reason,
        remedy="Fetch the files of the set again, all of one version.",
        damaged=True,
    )
