"""A text that was read: plain values, with the line of every value kept for messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Mapping

Path: TypeAlias = tuple[str | int, ...]
"""The way from the root of a text to a value: keys and positions."""

Plain: TypeAlias = Any
"""dict, list, str, int, Decimal, bool or None, and those inside each other."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read.

    Attributes:
        name: the file's name, for messages.
        value: its content as plain values.
        lines: the line, from 1, at which each value begins.
    """

    name: str
    value: Plain
    lines: Mapping[Path, int] = field(default_factory=dict)

    def place(self, path: Path = ()) -> str:
        """Return `file:line` of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines[path]}" if path in self.lines else self.name


def decode(data: bytes, name: str) -> str:
    """Return `data` as text, or say at which byte it stops being UTF-8.

    Raises:
        ReadingError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadingError(
            f"byte {error.start} is not UTF-8",
            place=f"{name}:{line}",
            remedy="Save the file as UTF-8.",
        ) from None


def refuse_surrogates(value: Plain, name: str) -> None:
    """Refuse half a surrogate pair, which an escape can write into JSON and into quoted YAML.

    Raises:
        ReadingError: there is one; the place is its JSON pointer.
    """
    surrogate = _lone_surrogate(value, "")
    if surrogate is not None:
        raise ReadingError(
            "half of a surrogate pair stands alone, which is no text",
            place=f"{name}: {surrogate or '/'}",
            remedy="Write the character whole, or as its two escapes.",
        )


def _lone_surrogate(value: Plain, pointer: str) -> str | None:
    """Return the JSON pointer of the first text that is no Unicode text."""
    if isinstance(value, str):
        return pointer if _SURROGATE.search(value) else None
    steps: list[tuple[Any, Plain]] = []
    if isinstance(value, dict):
        if any(_lone_surrogate(key, pointer) is not None for key in value):
            return pointer
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    for step, inner in steps:
        found = _lone_surrogate(inner, f"{pointer}/{step}")
        if found is not None:
            return found
    return None
