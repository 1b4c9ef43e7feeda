"""One entry of a log that is a ZIP archive, unpacked whole and no further than to a limit.

The entries are packed with Zstandard, which the standard library reads from Python 3.14 on; in
older logs they are deflated or stored.
"""

from __future__ import annotations

import struct
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError, ColophonError
from colophon.extras import needed
from colophon.importers import quoted

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST: Final = 32 * 2**20
"""No entry that is read unpacks to more bytes."""

_LARGEST_LISTING: Final = 16 * 2**20
"""The list of the entries of a log has no more bytes, which is that of 200 000 samples."""

_STORED, _DEFLATED, _ZSTANDARD = 0, 8, 93
_LOCAL: Final = struct.Struct("<4s22xHH")
_END: Final = struct.Struct("<4s8xI6x")
_END_64: Final = struct.Struct("<4s36xQ8x")
_ENCRYPTED: Final = 1


def entries(file: BinaryIO, name: str, size: int) -> dict[str, zipfile.ZipInfo]:
    """Return the entries of an archive by their names; of two of one name, the later.

    Raises:
        ArtefactError: it is no ZIP archive.
        ColophonError: it has more entries than any log.
    """
    if _size_of_listing(file, size) > _LARGEST_LISTING:
        raise _refused(name, "it lists more entries than any log has")
    try:
        with zipfile.ZipFile(file) as archive:
            return {info.filename: info for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, NotImplementedError):
        raise _broken(name, "it is not a whole ZIP archive") from None


def unpacked(file: BinaryIO, name: str, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of one entry.

    Raises:
        ArtefactError: they are damaged.
        ColophonError: they are encrypted, too many, or packed in another way, or what unpacks
            Zstandard is not installed.
    """
    entry = f"`{quoted(info.filename)}`"
    if info.flag_bits & _ENCRYPTED:
        raise _refused(name, f"its entry {entry} is encrypted")
    if max(info.file_size, info.compress_size) > LARGEST:
        raise _refused(name, f"its entry {entry} has more than {LARGEST} bytes")
    file.seek(max(0, info.header_offset))
    head = file.read(30)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise _broken(name, f"its entry {entry} is not where its list says")
    _, length, extra = _LOCAL.unpack(head)
    file.seek(length + extra, 1)
    data = _unpacked(name, entry, file.read(info.compress_size), info.compress_type)
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        raise _broken(name, f"its entry {entry} does not unpack to what its list says")
    return data


def _unpacked(name: str, entry: str, packed: bytes, method: int) -> bytes:
    """Return what the bytes unpack to, one byte beyond the limit at most."""
    if method == _STORED:
        return packed
    if method == _DEFLATED:
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, LARGEST + 1)
        except zlib.error:
            raise _broken(name, f"its entry {entry} does not unpack") from None
    if method == _ZSTANDARD:
        library = needed(
            "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd",
            extra="evaluations",
        )
        data = b""
        try:
            while packed and len(data) <= LARGEST:
                frame = library.ZstdDecompressor()
                data += frame.decompress(packed, LARGEST + 1 - len(data))
                packed = frame.unused_data
        except (library.ZstdError, EOFError):
            raise _broken(name, f"its entry {entry} does not unpack") from None
        return data
    raise _refused(name, f"its entry {entry} is packed by method {method}, which no log uses")


def _size_of_listing(file: BinaryIO, size: int) -> int:
    """Return how many bytes the list of entries claims to have; 0 where none is found."""
    tail_size = min(size, 2**16 + _END.size)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = len(tail) - _END.size
    if at < 0 or not tail.startswith(b"PK\x05\x06", at):
        at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        return 0
    _, listing = _END.unpack_from(tail, at)
    if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        file.seek(min(size, int.from_bytes(tail[at - 12 : at - 4], "little")))
        record = file.read(_END_64.size)
        if len(record) == _END_64.size:
            listing = max(listing if listing < 2**32 - 1 else 0, _END_64.unpack(record)[1])
    return int(listing)


def _refused(name: str, reason: str) -> ColophonError:
    return ColophonError(
        reason, place=name, remedy="Write the log anew with `inspect log convert`."
    )


def _broken(name: str, reason: str) -> ArtefactError:
    return ArtefactError(
        reason, place=name, remedy="Copy the log anew, or write it anew with `inspect log convert`."
    )
