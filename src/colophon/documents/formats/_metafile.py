"""Pictures of bars that word processors draw by themselves: Enhanced Metafiles."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

INK: Final = 0x221D1B
MUTED: Final = 0x645B57
RULE: Final = 0xB8C4C9
ALERT: Final = 0x0B2F8B
"""Colours as blue, green, red: the order of the format."""

_SIGNATURE: Final = 0x464D4520
_HEADER, _END = 1, 14
_MOVE, _SELECT, _PEN, _BRUSH, _ELLIPSE, _RECTANGLE, _LINE = 27, 37, 38, 39, 42, 43, 54
"""Numbers of records."""
_NO_BRUSH, _NO_PEN = 0x80000005, 0x80000008
_SOLID, _DASHED = 0, 1
_EDGE: Final = 120
"""What is left empty at both ends, in hundredths of a millimetre: half of a dot or line."""
_HANDLE: Final = 1
_DELETE: Final = 40


@dataclass
class Picture:
    """A picture to which shapes are added.

    Attributes:
        width, height: in hundredths of a millimetre; shapes are placed in them, too.
    """

    width: int
    height: int
    _records: list[bytes] = field(default_factory=list)

    def along(self, percent: str) -> int:
        """Return a place that is told in percent of the way, with room for a shape at its ends."""
        way = self.width - 2 * _EDGE
        return _EDGE + int((Decimal(percent) * way / 100).to_integral_value())

    def bar(self, left: int, right: int, height: int, colour: int) -> None:
        """Add a filled bar, halfway up."""
        top = (self.height - height) // 2
        self._filled(_RECTANGLE, (left, top, max(right, left + 1), top + height), colour)

    def dot(self, at: int, radius: int, colour: int) -> None:
        """Add a disc, halfway up."""
        middle = self.height // 2
        ends = (at - radius, middle - radius, at + radius, middle + radius)
        self._filled(_ELLIPSE, ends, colour)

    def upright(self, at: int, width: int, colour: int, *, dashed: bool = False) -> None:
        """Add a line from the top to the bottom."""
        style = _DASHED if dashed else _SOLID
        self._add(_PEN, "IIiiI", _HANDLE, style, width, 0, colour)
        self._add(_SELECT, "I", _HANDLE)
        self._add(_MOVE, "ii", at, 0)
        self._add(_LINE, "ii", at, self.height)
        self._add(_SELECT, "I", _NO_PEN)
        self._add(_DELETE, "I", _HANDLE)

    def written(self) -> bytes:
        """Return the bytes of the file."""
        end = struct.pack("<IIIII", _END, 20, 0, 16, 20)
        body = b"".join(self._records) + end
        box = (0, 0, self.width - 1, self.height - 1)
        header = struct.pack(
            "<II4i4iIIIIHHIIIii2i",
            *(_HEADER, 88),
            *(*box, *box),
            *(_SIGNATURE, 0x10000, 88 + len(body), len(self._records) + 2),
            *(_HANDLE + 1, 0),
            *(0, 0, 0),
            *(100_000, 100_000),  # a device of so many dots
            *(1000, 1000),  # and millimetres: a hundred dots each
        )
        return header + body

    def _filled(self, shape: int, ends: tuple[int, int, int, int], colour: int) -> None:
        self._add(_BRUSH, "IIII", _HANDLE, 0, colour, 0)
        self._add(_SELECT, "I", _HANDLE)
        self._add(_SELECT, "I", _NO_PEN)
        self._add(shape, "iiii", *ends)
        self._add(_SELECT, "I", _NO_BRUSH)
        self._add(_DELETE, "I", _HANDLE)

    def _add(self, kind: int, form: str, *values: int) -> None:
        told = struct.pack(f"<{form}", *values)
        self._records.append(struct.pack("<II", kind, 8 + len(told)) + told)
