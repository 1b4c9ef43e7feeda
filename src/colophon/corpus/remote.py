"""Files in object stores, by their addresses: `s3://`, `gs://`, `hf://` and whatever fsspec knows.

What goes wrong in a store comes out as `OSError`, whatever its library raises.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from colophon.errors import ColophonError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIBRARIES: Final[Mapping[str, tuple[str, str]]] = {
    "s3": ("s3fs", "s3"),
    "s3a": ("s3fs", "s3"),
    "gs": ("gcsfs", "gs"),
    "gcs": ("gcsfs", "gs"),
    "hf": ("huggingface_hub", "hf"),
}
"""The library behind each scheme, and the extra that brings it."""

_STAMPS: Final = (
    *("ETag", "etag", "checksum", "md5Hash", "crc32c", "blob_id", "last_commit"),
    *("LastModified", "last_modified", "updated", "mtime", "created"),
)
"""Where the stores tell what changes when a file does, the best first."""

_AHEAD: Final = 8 * 2**20
"""How many bytes are fetched at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an object store.

    Attributes:
        address: where it lies, with its scheme.
        size: its length in bytes.
        stamp: what changes when it does.
        is_hidden: whether its name or that of a folder on the way begins with a dot.
    """

    address: str
    size: int
    stamp: str
    is_hidden: bool


def search(address: str) -> tuple[list[Entry], bool]:
    """Return the files at an address, below it or matching it, and whether it is a file itself.

    Raises:
        OSError: the store refuses.
        ColophonError: the library for the store is not installed.
    """
    store, path = store_of(address)
    with _trouble():
        try:
            if any(sign in path for sign in "*?["):
                infos = _files(store, list(store.glob(path, detail=True).values()))
                return [_entry(store, info, "") for info in infos], False
            info = store.info(path)
        except FileNotFoundError:
            return [], False
        if info["type"] == "file":
            return [_entry(store, info, path)], True
        return [_entry(store, one, path) for one in _files(store, [info])], False


def open_file(address: str) -> Any:
    """Open a file for reading; raises as `search` does."""
    store, path = store_of(address)
    with _trouble():
        return _Remote(store.open(path, "rb", block_size=_AHEAD, cache_type="readahead"))


def _files(store: Any, infos: list[Any]) -> Iterator[Any]:
    """Yield the files among some entries, and those in the folders among them."""
    for info in infos:
        if info["type"] == "directory":
            yield from store.find(info["name"], detail=True).values()
        else:
            yield info


def _entry(store: Any, info: Any, folder: str) -> Entry:
    name = str(info["name"])
    below = name.removeprefix(folder).split("/")
    return Entry(
        address=store.unstrip_protocol(name),
        size=info.get("size") or 0,
        stamp=_stamp(info),
        is_hidden=any(part.startswith(".") for part in below),
    )


def _stamp(info: Any) -> str:
    for key in _STAMPS:
        if value := info.get(key):
            value = getattr(value, "oid", value)  # of the last commit of a file on the Hub
            if isinstance(value, datetime):
                value = value.timestamp()  # stores tell one time in several ways
            return f"{value:.6f}" if isinstance(value, float) else str(value).strip('"')
    return ""


def store_of(address: str) -> tuple[Any, str]:
    """Return the store of an address, as fsspec has it, and the path in it.

    Raises:
        OSError: the store refuses.
        ColophonError: the library for the store is not installed, or there is no such store.
    """
    scheme = address.partition("://")[0]
    if scheme in _LIBRARIES:
        library, extra = _LIBRARIES[scheme]
        needed(library, extra=extra)
    fsspec = needed("fsspec")
    try:
        with _trouble(ValueError, ImportError):
            store, path = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise ColophonError(
            f"files cannot be read from there: {error}",
            place=address,
            remedy="Use a path on the disk, or an address with s3://, gs:// or hf://.",
        ) from error
    return store, str(path)


@contextmanager
def _trouble(*but: type[Exception]) -> Iterator[None]:
    """Turn whatever the library of a store raises into an OSError."""
    known: tuple[type[Exception], ...] = (OSError, *but)
    try:
        yield
    except known:
        raise
    except Exception as error:  # each store has errors of its own
        raise OSError(f"{type(error).__name__}: {error}") from error


class _Remote:
    """A file in a store, whose troubles are OSErrors."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        with _trouble():
            found: bytes = self._file.read(size)
            return found

    def seek(self, offset: int, whence: int = 0) -> int:
        with _trouble():
            place: int = self._file.seek(offset, whence)
            return place

    def tell(self) -> int:
        place: int = self._file.tell()
        return place

    def close(self) -> None:
        self._file.close()
