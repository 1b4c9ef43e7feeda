"""JSON objects whose keys tell facts: where a fact stands, and how its value is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import out_of_place, pointer, word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.reading import Plain


@dataclass(frozen=True, slots=True)
class Told:
    """What a key tells.

    Attributes:
        fact: its name.
        read: returns the value, or raises ValueError with the name of the form that belongs there.
        unit: its unit, where it has one.
    """

    fact: str
    read: Callable[[Plain], EvidenceValue]
    unit: str | None = None


def told(
    value: Mapping[str, Plain], keys: Mapping[str, Told], *, at: str = "", of: str | None = None
) -> Iterator[Evidence | Unread]:
    """Yield what the keys of an object tell, in the order of the file; what is empty tells nothing.

    Args:
        value: the object.
        keys: what each of its keys tells.
        at: the JSON pointer of the object.
        of: the thing that it is told of.
    """
    for key, inner in value.items():
        if key in keys and inner not in (None, "", [], {}):
            yield one(keys[key], inner, at + pointer(key), of=of)


def one(what: Told, value: Plain, locator: str, *, of: str | None = None) -> Evidence | Unread:
    """Return the fact that `value` tells, or why it tells none."""
    try:
        return Evidence(
            fact=what.fact, value=what.read(value), unit=what.unit, of=of, locator=locator
        )
    except ValueError as form:
        return out_of_place(value, form, locator)


def doubt(locator: str, reason: str) -> Unread:
    """Say why something that is in order does not tell the fact that it seems to tell."""
    return Unread(
        locator=locator,
        reason=reason,
        remedy="State the fact by hand, and where you have it from.",
    )


def stranger(what: str, sign: str) -> Unread:
    """Say that a file has the name of `what`, and not the key that makes it one."""
    return Unread(
        locator="",
        reason=f"not {what}: it has no {sign}",
        remedy="Nothing, if it is the file of another program.",
    )


# -- Forms ----------------------------------------------------------------------------------------


def word_or_words(value: Plain) -> tuple[str, ...]:
    """Return a text, or a list of texts; raise ValueError with the name of the form otherwise."""
    return (word(value),) if isinstance(value, str) else words(value)


def prose(value: Plain) -> str:
    """Return a text of any length, its line ends as spaces; raise ValueError otherwise."""
    if not isinstance(value, str):
        raise ValueError("a text")
    try:
        return word(" ".join(value.split()))
    except ValueError:
        raise ValueError("a text that can be printed") from None


def passages(value: Plain) -> tuple[str, ...]:
    """Return a text of any length, or a list of them; raise ValueError otherwise."""
    if isinstance(value, list) and value:
        return tuple(map(prose, value))
    return (prose(value),)
