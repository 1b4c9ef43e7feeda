"""The lines of a file that may be larger than memory."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

LONGEST_LINE: Final = 16 * 2**20
"""No line that is read is longer, in bytes."""

_PIECE: Final = 2**20


class Lines:
    """The lines of an open file, and the digest of all of its bytes.

    Args:
        file: where it begins.
        size: its length in bytes.
        progress: is told the bytes read and the bytes to read.
    """

    def __init__(self, file: BinaryIO, size: int, progress: Callable[[int, int], None]) -> None:
        self._file = file
        self._size = size
        self._progress = progress
        self._digest = hashlib.sha256()
        self._read = 0

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield each line with its number, from 1; None in place of one beyond `LONGEST_LINE`.

        A line is without the end of line. The last one may have none: a file that is being written,
        or was cut off, ends so.
        """
        number, length, skipping = 1, 0, False
        held: list[bytes] = []
        while piece := self._next():
            *whole, rest = piece.split(b"\n")
            for line in whole:
                fits = not skipping and length + len(line) <= LONGEST_LINE
                yield number, b"".join([*held, line]) if fits else None
                number, held, length, skipping = number + 1, [], 0, False
            skipping = skipping or length + len(rest) > LONGEST_LINE
            if skipping:
                held, length = [], 0
            else:
                held.append(rest)
                length += len(rest)
        if length or skipping:
            yield number, None if skipping else b"".join(held)

    def digest(self) -> str:
        """Return `sha256:…` of the whole file; what was not read yet is read."""
        while self._next():
            pass
        return f"sha256:{self._digest.hexdigest()}"

    @property
    def size(self) -> int:
        """How many bytes there were."""
        return self._read

    def _next(self) -> bytes:
        piece = self._file.read(min(_PIECE, max(0, self._size - self._read)))
        self._digest.update(piece)
        self._read += len(piece)
        self._progress(self._read, self._size)
        return piece
