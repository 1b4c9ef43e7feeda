"""The records of `run-<id>.wandb`: parts in blocks of 32 KiB, each with a checksum.

After seven bytes that name the format, each part has its checksum, its length and its place in the
record: whole, first, middle or last. What is left of a block too short for another part is zeros.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_FORMAT: Final = b":W&B\xe1\xbe\x00"
_BLOCK: Final = 2**15
_HEAD: Final = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_LARGEST: Final = 2**24
"""No record that is read is longer, in bytes."""


def records(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield each record; an empty one in place of one beyond `_LARGEST`.

    Raises:
        EOFError: the last one is cut off.
        ValueError: it is another file, or a checksum is wrong.
    """
    if file.read(len(_FORMAT)) != _FORMAT:
        raise ValueError("it does not begin as one")
    at = len(_FORMAT)
    held: list[bytes] | None = None
    length = 0
    while at < size:
        left = _BLOCK - at % _BLOCK
        if left < _HEAD.size:
            file.read(left)
            at += left
            continue
        expected, part, kind = _HEAD.unpack(_exactly(file, _HEAD.size))
        data = _exactly(file, part)
        if zlib.crc32(data, zlib.crc32(bytes([kind]))) != expected:
            raise ValueError(f"the part at byte {at} is not what its checksum says")
        at += _HEAD.size + part
        if (kind in {_WHOLE, _FIRST}) != (held is None) or kind not in {1, 2, 3, 4}:
            raise ValueError(f"the part at byte {at} is out of its order")
        held = [] if held is None else held
        length += part
        if length <= _LARGEST:
            held.append(data)
        else:
            held.clear()
        if kind in {_WHOLE, _LAST}:
            yield b"".join(held)
            held, length = None, 0
    if held is not None:
        raise EOFError


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data
