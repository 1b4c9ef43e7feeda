"""The members of a tar archive, one after the other, without ever writing one to a disk.

Only headers are read, and the members that are asked for; a header that is damaged is an error
wherever it stands, and so is an archive without its end. Links and devices have no content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.corpus.readers._streams import Stream

_BLOCK: Final = 512
_PIECE: Final = 2**20
_LARGEST_EXTENSION: Final = 2**20
"""The most bytes that the names and numbers beside a header may take."""

_MANY_DIGITS: Final = 18

_SUM: Final = slice(148, 156)
_FILES: Final = frozenset({b"0", b"\0", b"7"})


class TarError(Exception):
    """The archive is damaged or cut off; the text says how."""


@dataclass(slots=True)
class Member:
    """A member of an archive.

    Attributes:
        name: its path in the archive.
        size: the length of its content in bytes.
        is_file: whether it has content of its own: no folder, link or device.
    """

    name: str
    size: int
    is_file: bool


class Tar:
    """An archive that is read from its beginning to its end.

    Args:
        stream: its bytes, unpacked.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._left = 0

    def members(self) -> Iterator[Member]:
        """Yield the members; what is not read of one before the next is passed over.

        Raises:
            TarError: the archive is damaged.
            BrokenError, DiskError: as the stream raises them.
        """
        names: dict[str, str] = {}
        always: dict[str, str] = {}
        while (header := self._exactly(_BLOCK)).strip(b"\0"):
            kind, size, name = _header(header)
            if kind in b"xgLK":
                if size > _LARGEST_EXTENSION:
                    raise TarError("a name in it is longer than any that is read")
                content = self._exactly(size)
                self._exactly(-size % _BLOCK)
                if kind == b"L":
                    names["path"] = _text(content.rstrip(b"\0"))
                elif kind in b"xg":
                    (names if kind == b"x" else always).update(_records(content))
                continue
            told = always | names
            names = {}
            self._left = _number(told["size"]) if "size" in told else size
            filling = -self._left % _BLOCK
            is_file = kind in _FILES and not any(key.startswith("GNU.sparse") for key in told)
            yield Member(told.get("path", name), self._left, is_file)
            if not self._stream.skip(self._left + filling):
                raise TarError("it ends in the middle of a member")
        self._end()

    def read(self, most: int) -> bytes:
        """Return at most so many of the next bytes of the member; raises as `members` does."""
        piece = self._stream.read(min(most, self._left)) if self._left else b""
        if self._left and not piece:
            raise TarError("it ends in the middle of a member")
        self._left -= len(piece)
        return piece

    def content(self) -> bytes:
        """Return the rest of the member; raises as `members` does."""
        pieces = []
        while self._left:
            pieces.append(self.read(_PIECE))
        return b"".join(pieces)

    def _exactly(self, size: int) -> bytes:
        pieces: list[bytes] = []
        left = size
        while left:
            piece = self._stream.read(left)
            if not piece:
                raise TarError("it ends before its end mark")
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def _end(self) -> None:
        """Check that nothing but zeros follows the first block of zeros."""
        if self._exactly(_BLOCK).strip(b"\0"):
            raise TarError("it goes on after a block that marks its end")
        while piece := self._stream.read(_PIECE):
            if piece.strip(b"\0"):
                raise TarError("something follows its end mark; another archive, perhaps")


def _header(block: bytes) -> tuple[bytes, int, str]:
    """Return the kind, the size and the name that a header tells."""
    rest = block[: _SUM.start] + b" " * 8 + block[_SUM.stop :]
    if _octal(block[_SUM]) != sum(rest):
        raise TarError("the header of a member is damaged")
    name = block[:100].split(b"\0")[0]
    if block[257:262] == b"ustar" and block[262:263] != b" ":
        prefix = block[345:500].split(b"\0")[0]
        name = prefix + b"/" + name if prefix else name
    kind = block[156:157]
    size = 0 if kind in b"123456" else _octal(block[124:136])
    return kind, size, _text(name)


def _octal(digits: bytes) -> int:
    if digits[0] & 0x80:
        value = int.from_bytes(bytes([digits[0] & 0x7F]) + digits[1:], "big")
    else:
        try:
            value = int(digits.strip(b" \0") or b"0", 8)
        except ValueError as error:
            raise TarError("a number in the header of a member is damaged") from error
    if value >= 2**63:
        raise TarError("the header of a member tells a size that no file has")
    return value


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MANY_DIGITS):
        raise TarError("the size of a member is damaged")
    return int(digits)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _records(content: bytes) -> dict[str, str]:
    """Return what an extended header tells: lines of their own length, a key and a value."""
    told: dict[str, str] = {}
    while content.strip(b"\0"):
        digits, _, _ = content.partition(b" ")
        length = int(digits) if digits.isdigit() and len(digits) <= _MANY_DIGITS else 0
        line = content[len(digits) + 1 : length - 1]
        key, equals, value = line.partition(b"=")
        if not equals or content[length - 1 : length] != b"\n":
            raise TarError("the names beside a header are damaged")
        told[_text(key)] = _text(value)
        content = content[length:]
    return told
