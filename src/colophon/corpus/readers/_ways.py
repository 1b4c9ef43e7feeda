"""Values in objects of JSON, found by their ways, such as `metadata.url`.

A way leads through objects, and through texts that are objects of JSON themselves, as corpora keep
what they know of a document. A key that is written like a way, dots and all, comes first.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.corpus.readers import Role

_MANY_DIGITS: Final = 40
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
"""What is escaped in JSON: msgspec takes no key with one of these."""
_DEEP: Final = 6
_MANY_COLUMNS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Node:
    """What is wanted of one object: a part for each of its keys that leads somewhere.

    Attributes:
        shape: the `msgspec.Struct` that an object is decoded to; its fields are the parts.
        keys: the key in the object of each part.
        roles: the roles whose ways end at a part.
        below: what is wanted of a part that is an object itself.
    """

    shape: Any
    keys: Mapping[str, str]
    roles: Mapping[str, Sequence[Role]]
    below: Mapping[str, _Node]


class Ways:
    """Objects of JSON as rows that hold what the roles want of them, and no more.

    Args:
        roles: the way of each role.
    """

    def __init__(self, roles: Mapping[Role, str]) -> None:
        self._msgspec = needed("msgspec")
        self._is_fast = True
        self._root = self._node(list(roles.items()))
        self._decoder = self._msgspec.json.Decoder(self._root.shape)
        self._errors = (self._msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

    def _node(self, wanted: list[tuple[Role, str]]) -> _Node:
        ends: dict[str, list[Role]] = {}
        further: dict[str, list[tuple[Role, str]]] = {}
        for role, way in wanted:
            ends.setdefault(way, []).append(role)
            head, dot, rest = way.partition(".")
            if dot:
                further.setdefault(head, []).append((role, rest))
        parts = {key: f"part{number}" for number, key in enumerate(dict.fromkeys(ends | further))}
        below = {parts[key]: self._node(some) for key, some in further.items()}
        other = str | int | float | bool | list[Any] | None
        fields = [
            (part, below[part].shape | other if part in below else Any, None)
            for part in parts.values()
        ]
        names = {part: key for key, part in parts.items()}
        plain = {part: key for part, key in names.items() if not _ESCAPED.search(key)}
        self._is_fast = self._is_fast and len(plain) == len(names)
        shape = self._msgspec.defstruct("Row", fields, rename=plain, gc=False)
        return _Node(shape, names, {parts[key]: some for key, some in ends.items()}, below)

    def many(self, lines: bytes) -> list[Any] | None:
        """Return the rows of whole lines, None where they must be taken one by one."""
        if not self._is_fast:
            return None
        try:
            rows: list[Any] = self._decoder.decode_lines(lines)
        except self._errors:
            return None
        ends = count_ends(lines) + (not lines.endswith(b"\n"))
        return rows if len(rows) == ends else None

    def one(self, line: bytes) -> Any:
        """Return the row of one object; raise ValueError with the reason where it is none."""
        if self._is_fast:
            with suppress(*self._errors):
                return self._decoder.decode(line)
        return self._row(self._root, read_object(line))

    def _row(self, node: _Node, found: dict[str, Any]) -> Any:
        values = {part: found.get(key) for part, key in node.keys.items()}
        for part, below in node.below.items():
            inner = values[part]
            if isinstance(inner, dict):
                values[part] = self._row(below, inner)
        return node.shape(**values)

    def values(self, rows: list[Any]) -> dict[Role, list[Any]]:
        """Return the values of each role, one for each row, None where it has none."""
        found: dict[Role, list[Any]] = {}
        self._collect(self._root, rows, found)
        return found

    def _collect(self, node: _Node, rows: list[Any], found: dict[Role, list[Any]]) -> None:
        for part in node.keys:
            values = list(map(attrgetter(part), rows))
            for role in node.roles.get(part, ()):
                found[role] = values
            if part not in node.below or values.count(None) == len(values):
                continue
            below = node.below[part]
            nothing = below.shape()
            inner = [
                one if type(one) is below.shape else self._opened(below, one) or nothing
                for one in values
            ]
            deeper: dict[Role, list[Any]] = {}
            self._collect(below, inner, deeper)
            for role, some in deeper.items():
                found[role] = _first(found.get(role), some)

    def _opened(self, node: _Node, value: Any) -> Any:
        """Return the row of an object that is written in a text, None where it is not."""
        if not isinstance(value, str) or not value.lstrip().startswith("{"):
            return None
        try:
            return self._row(node, read_object(value.encode("utf-8", "surrogatepass")))
        except ValueError:
            return None


def count_ends(lines: bytes) -> int:
    """Return how many lines end; lines are long, and `bytes.count` looks at every byte."""
    count, place = 0, lines.find(b"\n")
    while place >= 0:
        count, place = count + 1, lines.find(b"\n", place + 1)
    return count


def _first(values: list[Any] | None, others: list[Any]) -> list[Any]:
    if values is None or values.count(None) == len(values):
        return others
    return [other if value is None else value for value, other in zip(values, others, strict=True)]


def _whole_number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MANY_DIGITS else None


def read_object(line: bytes) -> dict[str, Any]:
    """Return an object of JSON, also where it holds `NaN` or numbers without an end.

    Raises:
        ValueError: it is none; the text says why.
    """
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_int=_whole_number)
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise ValueError("its values lie too deep in each other") from error
    if not isinstance(found, dict):
        raise ValueError(f"it is {_KINDS.get(type(found), 'nothing')}, and no object")
    return found


_KINDS: Final[Mapping[type, str]] = {
    str: "text",
    bool: "truth value",
    int: "number",
    float: "number",
    list: "list",
    dict: "object",
}


def told(objects: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the ways in some objects, each with the types of its values in words."""
    kinds: dict[str, list[str]] = {}
    for one in objects:
        for way, kind in _ways(one, "", 0):
            if len(kinds) < _MANY_COLUMNS or way in kinds:
                known = kinds.setdefault(way, [])
                if kind and kind not in known:
                    known.append(kind)
    return {way: " or ".join(known) or "nothing" for way, known in kinds.items()}


def _ways(found: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        way = before + key
        yield way, _KINDS.get(type(value), "")
        inner = value
        if isinstance(value, str) and value.lstrip().startswith("{"):
            try:
                inner = read_object(value.encode("utf-8", "surrogatepass"))
            except ValueError:
                continue
        if isinstance(inner, dict) and depth < _DEEP:
            yield from _ways(inner, f"{way}.", depth + 1)
