"""The fields of a message of protocol buffers, without knowing what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_LONGEST_VARINT: Final = 10
_MORE: Final = 0x80
"""The bit that says that more follows."""


class Field(NamedTuple):
    """One field.

    Attributes:
        number: which it is.
        value: a whole number, or the bytes of a text, of a message inside or of a fraction.
    """

    number: int
    value: int | bytes

    def data(self) -> bytes:
        """Return its bytes; raise ValueError where it is a whole number."""
        if isinstance(self.value, int):
            raise ValueError(f"field {self.number} is a number")
        return self.value

    def text(self) -> str:
        """Return its text; raise ValueError where it is none."""
        return self.data().decode("utf-8")

    def whole(self) -> int:
        """Return its whole number with its sign; raise ValueError where it is none."""
        if not isinstance(self.value, int):
            raise ValueError(f"field {self.number} is no number")
        return self.value - 2**64 if self.value >= 2**63 else self.value


def fields(message: bytes) -> Iterator[Field]:
    """Yield the fields of a message in its order.

    Raises:
        ValueError: it is not a message, or not a whole one.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield Field(number, value)
            continue
        if kind == _BYTES:
            length, at = _varint(message, at)
        elif kind in {_EIGHT, _FOUR}:
            length = 8 if kind == _EIGHT else 4
        else:
            raise ValueError(f"a field of kind {kind}")
        if at + length > len(message):
            raise ValueError("a field beyond the end")
        yield Field(number, message[at : at + length])
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return a whole number of 64 bits, and where it ends."""
    value = 0
    for shift, byte in enumerate(message[at : at + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & _MORE:
            return value % 2**64, at + shift + 1
    raise ValueError("a number without an end")
