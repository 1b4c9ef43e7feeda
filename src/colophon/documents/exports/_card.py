"""A model card as bytes: a section between marks, keys at the end of its front matter."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from colophon import reading
from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key: TypeAlias = str | list[str]
"""What a key of the front matter says: a word, or a list of words."""

_BOM: Final = b"\xef\xbb\xbf"
_FENCE: Final = b"---"
_BEGIN: Final = re.compile(rb"[ \t]*<!--\s*colophon:begin\b.*-->\s*")
_END: Final = re.compile(rb"[ \t]*<!--\s*colophon:end\b.*-->\s*")
_FIRST: Final = (
    "<!-- colophon:begin: `colophon export model-card` replaces what stands up to the end mark -->"
)
_LAST: Final = "<!-- colophon:end -->"
_PLAIN: Final = re.compile(r"[A-Za-z][\w./+-]*")
"""Words that YAML reads as they stand, but for a few that mean something to it."""
_MEANT: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class Parted:
    """A key of the front matter that was left alone, since it says something else.

    Attributes:
        place: `file:line` of the key.
        says: what it says; None where it is empty.
        dossier: what the dossier says.
    """

    key: str
    place: str
    says: str | None
    dossier: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card, and what in it says something else than the dossier."""

    content: bytes
    parted: tuple[Parted, ...] = ()


def with_section(card: bytes, name: str, section: str) -> bytes:
    """Return a card with `section` between its marks, or at its end where it has none.

    Args:
        card: the content of the file.
        name: of the file, for messages.
        section: with line feeds, the last of them included.

    Raises:
        ReadingError: the card is not UTF-8, or its marks are not one pair.
    """
    reading.decode(card, name)
    end_of_line = _end_of_line(card)
    marked = f"{_FIRST}\n\n{section}\n{_LAST}\n".encode().replace(b"\n", end_of_line)
    lines = card.splitlines(keepends=True)
    begins = [at for at, line in enumerate(lines) if _BEGIN.fullmatch(line)]
    ends = [at for at, line in enumerate(lines) if _END.fullmatch(line)]
    if not begins and not ends:
        return card + _gap(card, end_of_line) + marked
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        first = min((*begins, *ends))
        raise ReadingError(
            "the marks of the section are not one `colophon:begin` with one `colophon:end` below",
            place=f"{name}:{first + 1}",
            remedy="Take out the lines with `colophon:begin` and `colophon:end`, and try again.",
        )
    before, after = lines[: begins[0]], lines[ends[0] + 1 :]
    if not after and not lines[ends[0]].endswith((b"\n", b"\r")):
        marked = marked.removesuffix(end_of_line)
    return b"".join([*before, marked, *after])


def _gap(card: bytes, end_of_line: bytes) -> bytes:
    """Return what parts a section from the text above it: the end of its line and a blank line."""
    if not card.removeprefix(_BOM):
        return b""
    return end_of_line * (1 if card.endswith((b"\n", b"\r")) else 2)


def with_keys(card: bytes, name: str, wanted: Mapping[str, Key]) -> Card:
    """Return a card with those of the keys that its front matter does not have.

    Raises:
        ReadingError: the front matter cannot be read, or takes no further key.
    """
    lines = card.removeprefix(_BOM).splitlines(keepends=True)
    close = _closing(lines, name)
    front = b"".join(lines[:close]) if close else b""
    there = _read(front, name)
    held: Mapping[str, Any] = there.value or {}
    parted = tuple(_parted(there, held, wanted))
    is_other = any(one.key == "license" for one in parted)
    added = {
        key: value
        for key, value in wanted.items()
        if key not in held and not (is_other and key.startswith("license_"))
    }
    if not added:
        return Card(card, parted)
    end_of_line = _end_of_line(card)
    written = "".join(map(_written, added, added.values())).encode().replace(b"\n", end_of_line)
    start = _BOM if card.startswith(_BOM) else b""
    if close is None:
        fence = _FENCE + end_of_line
        rest = b"".join(lines)
        return Card(start + fence + written + fence + (end_of_line if rest else b"") + rest, parted)
    content = b"".join([start, front, written, *lines[close:]])
    _check(front + written, name, {**held, **added}, there.place())
    return Card(content, parted)


def _closing(lines: list[bytes], name: str) -> int | None:
    """Return at which line the front matter ends; None where there is none.

    Raises:
        ReadingError: it has no end.
    """
    if not lines or lines[0].rstrip() != _FENCE:
        return None
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return at
    raise ReadingError(
        "the front matter that begins here does not end",
        place=f"{name}:1",
        remedy="Write a line `---` below it.",
    )


def _read(front: bytes, name: str) -> reading.Text:
    if not front:
        return reading.Text(name, {})
    there = reading.yaml(front, name)
    if there.value is not None and not isinstance(there.value, dict):
        raise ReadingError(
            "the front matter is no list of keys and values",
            place=f"{name}:1",
            remedy="Write each key on a line of its own, such as `license: mit`.",
        )
    return there


def _check(front: bytes, name: str, wanted: Mapping[str, Any], place: str) -> None:
    """Refuse front matter that the new keys do not fit under.

    Raises:
        ReadingError: it is written within braces, or in another form that takes no further line.
    """
    try:
        fits = reading.yaml(front, name).value == wanted
    except ReadingError:
        fits = False
    if not fits:
        raise ReadingError(
            "the front matter takes no further line",
            place=place,
            remedy="Write each key on a line of its own, without braces around them.",
        )


def _parted(
    there: reading.Text, held: Mapping[str, Any], wanted: Mapping[str, Key]
) -> Iterator[Parted]:
    for key, value in wanted.items():
        if key not in held or _agrees(held[key], value):
            continue
        says = held[key]
        shown = ", ".join(map(str, says)) if isinstance(says, list) else says
        asked = ", ".join(value) if isinstance(value, list) else value
        yield Parted(key, there.place((key,)), None if shown is None else str(shown), asked)


def _agrees(says: Any, value: Key) -> bool:
    """Say whether a key says what the dossier says; a list may say more."""
    if isinstance(value, list):
        return set(value) <= set(map(str, says if isinstance(says, list) else [says]))
    return bool(says == value)


def _written(key: str, value: Key) -> str:
    if isinstance(value, list):
        return f"{key}:\n" + "".join(f"- {_scalar(one)}\n" for one in value)
    return f"{key}: {_scalar(value)}\n"


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back, within quotes where it must be."""
    if _PLAIN.fullmatch(text) and text.lower() not in _MEANT:
        return text
    return json.dumps(text, ensure_ascii=False)


def _end_of_line(card: bytes) -> bytes:
    """Return how the lines of a card end: as its first one does."""
    first, feed, _ = card.partition(b"\n")
    if feed:
        return b"\r\n" if first.endswith(b"\r") else b"\n"
    return b"\r" if b"\r" in card else b"\n"
