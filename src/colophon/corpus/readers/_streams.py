"""Compressed files as streams that tell where they break.

Every member of a file is read: gzip and xz files may have several, Zstandard files several frames.
What comes out is handed on in pieces, so that a small file that unpacks to a huge one does no harm.
"""

from __future__ import annotations

import bz2
import lzma
import sys
from typing import TYPE_CHECKING, Any, Final

from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

_READ: Final = 2**18
"""How many compressed bytes are read at once."""

_LARGEST_WINDOW: Final = 31
"""Zstandard looks back by no more than two to this: `zstd --ultra --long=31` writes such files."""

_LARGEST_DICTIONARY: Final = 2**31
"""xz may not take more memory than this."""


class BrokenError(Exception):
    """The compression is damaged or cut off; the text says how."""


def _gzip() -> tuple[Any, tuple[type[Exception], ...]]:
    library = needed("isal.igzip_lib")
    return library.IgzipDecompressor(flag=library.DECOMP_GZIP), (library.IsalError,)


def _zstandard() -> tuple[Any, tuple[type[Exception], ...]]:
    library = needed("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    options = {library.DecompressionParameter.window_log_max: _LARGEST_WINDOW}
    return library.ZstdDecompressor(options=options), (library.ZstdError,)


def _bzip2() -> tuple[Any, tuple[type[Exception], ...]]:
    return bz2.BZ2Decompressor(), (OSError, ValueError)


def _xz() -> tuple[Any, tuple[type[Exception], ...]]:
    made = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LARGEST_DICTIONARY)
    return made, (lzma.LZMAError,)


_DECODERS: Final[Mapping[str, Callable[[], tuple[Any, tuple[type[Exception], ...]]]]] = {
    ".gz": _gzip,
    ".tgz": _gzip,
    ".zst": _zstandard,
    ".bz2": _bzip2,
    ".xz": _xz,
}


def is_compressed(path: str) -> bool:
    """Say whether the end of a file's name is that of a compression."""
    return _decoder(path) is not None


def _decoder(path: str) -> Callable[[], tuple[Any, tuple[type[Exception], ...]]] | None:
    return next((made for end, made in _DECODERS.items() if path.lower().endswith(end)), None)


class Stream:
    """The content of a file, unpacked if the end of its name says so.

    Args:
        file: the file, where the reading shall begin.
        path: its name.
    """

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file = file
        self._make = _decoder(path)
        self._decoder: Any = None
        self._errors: tuple[type[Exception], ...] = ()
        self._packed = b""
        self._members = 0

    def read(self, size: int) -> bytes:
        """Return at most so many of the next bytes, none at the end.

        Raises:
            BrokenError: the compression breaks here.
            DiskError: the disk or the store refuses.
        """
        if self._make is None:
            return self._file.read(size)
        while self._decoder is not None or self._begin():
            if self._decoder.eof:
                self._packed = self._decoder.unused_data
                self._decoder = None
                continue
            if self._decoder.needs_input and not self._packed:
                self._packed = self._file.read(_READ)
                if not self._packed:
                    raise BrokenError("it ends in the middle of its compression")
            try:
                found: bytes = self._decoder.decompress(self._packed, size)
            except self._errors as error:
                raise BrokenError(f"its compression is damaged: {error}") from error
            self._packed = b""
            if found:
                return found
        return b""

    def skip(self, size: int) -> bool:
        """Pass over so many bytes; False where there are fewer and that is seen here."""
        if self._make is None:
            self._file.seek(size, 1)
            return True
        while size and (piece := self.read(min(size, 2**20))):
            size -= len(piece)
        return size == 0

    def drain(self) -> int:
        """Read to the end and return how many bytes there were; raises as `read` does."""
        length = 0
        while piece := self.read(2**20):
            length += len(piece)
        return length

    def _begin(self) -> bool:
        """Begin the next member; False at the end of the file. Zeros fill up what came before."""
        assert self._make is not None
        self._packed = self._packed or self._file.read(_READ)
        while self._members and self._packed and not self._packed.strip(b"\0"):
            self._packed = self._file.read(_READ)
        if not self._packed:
            if not self._members:
                raise BrokenError("it is empty, and no compression leaves an empty file")
            return False
        if self._members:
            self._packed = self._packed.lstrip(b"\0")
        self._decoder, self._errors = self._make()
        self._members += 1
        return True
