"""A model of SentencePiece: a message of Protocol Buffers, of which two fields are read.

Its pieces come first, each a field 1; then, as field 2, the settings of the training that made
them. A file without field 2 may have been cut off among the pieces, so they are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS: Final = {1: "Unigram", 2: "BPE", 3: "Word", 4: "Char"}
"""The methods of SentencePiece by their numbers, as `tokenizer.json` calls them."""

_PIECE, _SETTINGS = 1, 2
_KIND = 3
_VARINT, _EIGHT_BYTES, _TEXT, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST_VARINT = 10
_TAG_OF_TEXT = b"\x0a"


def is_model(head: bytes) -> bool:
    """Say whether a file that begins so is a model: a piece that begins with its text."""
    return head[:1] == head[2:3] == _TAG_OF_TEXT


def read_pieces(data: bytes, name: str) -> tuple[int, int | None]:
    """Return the number of pieces, and that of the method, None where it is not said.

    Raises:
        ArtefactError: it is damaged or cut short.
    """
    pieces = 0
    settings: bytes | None = None
    for field, value in _fields(data, name):
        if field == _PIECE:
            pieces += 1
        elif field == _SETTINGS and isinstance(value, bytes):
            settings = value
    if settings is None:
        raise _damaged("it ends before the settings that follow the pieces", name)
    kinds = [value for field, value in _fields(settings, name) if field == _KIND]
    return pieces, kinds[-1] if kinds and isinstance(kinds[-1], int) else None


def _fields(data: bytes, name: str) -> Iterator[tuple[int, bytes | int]]:
    """Yield the number and the value of each field of a message."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at, name)
        field, form = tag >> 3, tag & 7
        value: bytes | int
        if form == _VARINT:
            value, at = _varint(data, at, name)
        elif form in {_TEXT, _EIGHT_BYTES, _FOUR_BYTES}:
            length = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(form)
            if length is None:
                length, at = _varint(data, at, name)
            value, at = data[at : at + length], at + length
            if at > len(data):
                raise _damaged("it ends in the middle of a field", name)
        else:
            raise _damaged("it holds a field of no known form", name)
        yield field, value


def _varint(data: bytes, at: int, name: str) -> tuple[int, int]:
    """Return the number that begins at `at`, and where the next thing begins."""
    value = 0
    for place in range(_LONGEST_VARINT):
        if at + place >= len(data):
            raise _damaged("it ends in the middle of a number", name)
        byte = data[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 -- the bit that says that more follows
            return value, at + place + 1
    raise _damaged("it holds a number that does not end", name)


def _damaged(message: str, name: str) -> ArtefactError:
    return ArtefactError(
        message, place=name, remedy="Copy or download the file again, or write it anew."
    )
