"""The archive of a package: a ZIP file that has only one form, written and read byte by byte.

Files lie in it uncompressed, one after the other, with the same day and the same flags, and nothing
before, between or behind them. So the manifest implies every byte but the contents, whose digests
it holds; a reader needs no library, unpacks nothing, and keeps one piece of a file in memory.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Final

from colophon.disclosure import manifest as manifests
from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from colophon.disclosure.manifest import Manifest

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")

_VERSION: Final = 10
"""The oldest version of the format that can unpack it: files, uncompressed."""
_DAY: Final = 0x21
"""1 January 1980, the first day that the format knows."""
_PIECE: Final = 2**20
_SHOWN: Final = 200
"""How many letters of a name that should not be there a message shows."""

_AGAIN: Final = "Ask the sender for the package again; keep this one to show what came."


def _local(name: bytes, check: int, size: int) -> bytes:
    fixed = (b"PK\x03\x04", _VERSION, 0, 0, 0, _DAY)
    return _LOCAL.pack(*fixed, check, size, size, len(name), 0) + name


def _central(name: bytes, check: int, size: int, offset: int) -> bytes:
    fixed = (b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DAY)
    return _CENTRAL.pack(*fixed, check, size, size, len(name), 0, 0, 0, 0, 0, offset) + name


def _directory(entries: Iterable[tuple[bytes, int, int, int]], offset: int) -> bytes:
    """Return what stands behind the files; `entries` are name, checksum, size and offset."""
    written = [_central(*entry) for entry in entries]
    content = b"".join(written)
    count = len(written)
    return content + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(content), offset, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the archive of some files, in the order in which they are given."""
    pieces, entries, offset = [], [], 0
    for path, content in files.items():
        name, check = path.encode("ascii"), zlib.crc32(content)
        header = _local(name, check, len(content))
        pieces += [header, content]
        entries.append((name, check, len(content), offset))
        offset += len(header) + len(content)
    return b"".join((*pieces, _directory(entries, offset)))


class Reader:
    """An archive that is read once from its beginning to its end, and held against its one form."""

    def __init__(self, stream: IO[bytes], size: int, place: str) -> None:
        """Begin to read a stream of `size` bytes; `place` is what messages call it."""
        self._stream = stream
        self._size = size
        self._place = place
        self._at = 0
        self._entries: list[tuple[bytes, int, int, int]] = []
        self._waiting: tuple[str, int, int] | None = None

    def following(self) -> str | None:
        """Return the name of the next file; None where the files end.

        Raises:
            PackageError: what stands there is neither, or has another form.
        """
        if self._waiting is None:
            mark = self._read(4, "the archive")
            if mark == b"PK\x01\x02":
                self._stream.seek(self._at - 4)
                self._at -= 4
                return None
            self._waiting = self._header(mark)
        return self._waiting[0]

    def _header(self, mark: bytes) -> tuple[str, int, int]:
        start = self._at - len(mark)
        rest = self._read(_LOCAL.size - len(mark), "the archive")
        found = _LOCAL.unpack(mark + rest)
        check, size, length = found[6], found[7], found[9]
        if (
            found[0] != b"PK\x03\x04"
            or _LOCAL.pack(*found) != _local(b"\0" * length, check, size)[: _LOCAL.size]
        ):
            raise self._other_form(f"the header at byte {start}")
        name = self._read(length, f"the header at byte {start}")
        try:
            path = name.decode("ascii")
        except UnicodeDecodeError:
            raise self._other_form(f"the header at byte {start}") from None
        self._entries.append((name, check, size, start))
        return path, check, size

    def content(self, name: str, most: int) -> bytes:
        """Return the content of the next file, which is called `name` and is no longer than `most`.

        Raises:
            PackageError: another file stands there, it is longer, or was changed.
        """
        check, size = self._named(name)
        if size > most:
            raise PackageError(
                f"the file is longer than {most} bytes", place=self._of(name), remedy=_AGAIN
            )
        content = self._read(size, name)
        if zlib.crc32(content) != check:
            raise self._changed(name, "its content does not fit its checksum")
        return content

    def check(self, name: str, size: int, digest: str) -> None:
        """Hold the next file against its name, its length and its SHA-256, in hexadecimal digits.

        Raises:
            PackageError: it differs.
        """
        check, found = self._named(name)
        if found != size:
            raise self._changed(name, f"it has {found} bytes, and {size} were sealed")
        total, running, left = sha256(), 0, size
        while left:
            piece = self._read(min(left, _PIECE), name)
            left -= len(piece)
            total.update(piece)
            running = zlib.crc32(piece, running)
        if total.hexdigest() != digest:
            said = f"its SHA-256 is {total.hexdigest()}, and {digest} was sealed"
            raise self._changed(name, said)
        if running != check:
            raise self._changed(name, "the checksum in its header is not that of its content")

    def end(self) -> None:
        """Hold what stands behind the last file against what has to stand there.

        Raises:
            PackageError: it differs, or something follows.
        """
        wanted = _directory(self._entries, self._at)
        found = self._stream.read(len(wanted) + 1)
        if found != wanted:
            same = next(
                (at for at, (one, other) in enumerate(zip(found, wanted)) if one != other),  # noqa: B905 -- one may be shorter
                min(len(found), len(wanted)),
            )
            raise self._other_form(f"the directory at its end, byte {self._at + same},")

    def _named(self, name: str) -> tuple[int, int]:
        found = self.following()
        if found != name:
            said = "the archive ends" if found is None else f"the next file is `{found[:_SHOWN]}`"
            raise PackageError(
                f"the file is not where it belongs: {said}", place=self._of(name), remedy=_AGAIN
            )
        assert self._waiting is not None
        _, check, size = self._waiting
        self._waiting = None
        return check, size

    def _read(self, count: int, what: str) -> bytes:
        if count > self._size - self._at:
            raise PackageError(
                f"the package ends in the middle, at byte {self._size}",
                place=self._of(what),
                remedy="Get it again: it was cut off on its way.",
            )
        content = self._stream.read(count)
        self._at += len(content)
        if len(content) < count:
            raise PackageError(
                "the package became shorter while it was read",
                place=self._of(what),
                remedy="Check it again when nobody writes it.",
            )
        return content

    def _of(self, name: str) -> str:
        return f"{self._place}: {name}"

    def _changed(self, name: str, how: str) -> PackageError:
        return PackageError(
            f"the file is not the one that was sealed: {how}", place=self._of(name), remedy=_AGAIN
        )

    def _other_form(self, where: str) -> PackageError:
        return PackageError(
            f"{where} is not as Colophon writes it",
            place=self._place,
            remedy="Do not unpack it: it was changed, repacked, or never was a package. Ask the "
            "sender for it again.",
        )


def sealed(manifest: Manifest, files: Mapping[str, bytes], attached: Mapping[str, bytes]) -> bytes:
    """Return the archive of a package: the manifest, what is attached to it, and the files."""
    assert [one.path for one in manifest.files] == sorted(files)
    in_order = {name: attached[name] for name in manifests.ATTACHED if name in attached}
    assert len(in_order) == len(attached)
    tree = {manifests.NAME: manifests.canonical(manifest), **in_order}
    return packed({**tree, **{path: files[path] for path in sorted(files)}})
