"""What a training was set to do: values at known places of a configuration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import Folder, out_of_place, pointer, quoted, within
from colophon.importers._training import question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.reading import Plain


_ELSEWHERE: Final = "${"
"""What begins a value that a program puts together when it starts."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where one thing is set.

    Attributes:
        way: the keys from the root of the file.
        fact: what it tells.
        read: returns the value, or raises ValueError with the name of the form that belongs there.
        unit: its unit, where it has one.
        unless: what may stand there and sets nothing, such as `auto`.
    """

    way: tuple[str, ...]
    fact: str
    read: Callable[[Plain], EvidenceValue]
    unit: str | None = None
    unless: tuple[Plain, ...] = ()


_TORCHTITAN: Final = re.compile(
    rb'\s*\{\s*"(?:model_spec"\s*:\s*\{\s*"name"\s*:\s*"[^"]*"\s*,\s*"flavor"'
    rb'|job"\s*:\s*\{\s*"(?:config_file|dump_folder)")'
)


def is_torchtitan(head: bytes) -> bool:
    """Say whether a JSON file that begins so is a configuration that torchtitan wrote."""
    return _TORCHTITAN.match(head) is not None


def found(values: Mapping[str, Plain], *settings: Setting) -> Iterator[Evidence | Unread]:
    """Yield what is set in a configuration."""
    for setting in settings:
        value = within(values, *setting.way)
        if value is None or value in setting.unless:
            continue
        at = pointer(*setting.way)
        if isinstance(value, str) and _ELSEWHERE in value:
            yield question(
                at, f"`{quoted(value)}` stands for what stands elsewhere", "State it by hand."
            )
            continue
        try:
            yield Evidence(
                fact=setting.fact, value=setting.read(value), unit=setting.unit, locator=at
            )
        except ValueError as form:
            yield out_of_place(value, form, at)


def whole(data: bytes) -> tuple[bytes, tuple[Unread, ...]]:
    """Return the lines of a text that have their end, and what is said of one that has not."""
    kept, end, cut = data.rpartition(b"\n")
    if not cut.strip():
        return data, ()
    return kept + end, (
        Unread(
            locator=f"line {kept.count(end) + 2 if end else 1}",
            reason="the last line has no end, so that it may be cut off: it is not read",
            remedy="End the line if the file is whole; otherwise copy it anew.",
        ),
    )


def yaml_object(data: bytes, name: str) -> dict[str, Plain]:
    """Return what a file of lines `key: value` holds.

    Raises:
        ArtefactError: it holds something else.
        ReadingError: it is not YAML.
    """
    values = reading.yaml(data, name).value
    if not isinstance(values, dict):
        raise ArtefactError(
            "it is not made of lines `key: value`", place=name, remedy="Copy the file anew."
        )
    return values


def named(folder: Folder, pattern: re.Pattern[str], *marks: bytes) -> Iterator[tuple[str, ...]]:
    """Yield each file of such a name in whose beginning all `marks` stand."""
    for name in folder.names:
        if pattern.fullmatch(name):
            head = folder.head(name)
            if all(mark in head for mark in marks):
                yield (name,)
