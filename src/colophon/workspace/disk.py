"""Trees of files on the disk: read whole, written so that nothing is ever half there."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from colophon.dossier.paths import belongs
from colophon.errors import DiskError, ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEPT_OUT_OF_GIT: Final = {".gitignore": b"*\n"}
"""What lies in a folder of which this machine alone has any use."""

_FOLDERS = ("", "answers", "configurations", "evidence")
_RELEASE = "release.json"
"""What lies beside a released version: its record."""
_LARGEST = 64 * 2**20
"""No text file of a dossier is larger; one that is was put there by mistake."""
_OF_A_DOSSIER: Final = (
    "Move it out of the dossier: large files are kept beside it, and collected with "
    "`colophon collect`."
)


def read_dossier(directory: Path) -> dict[str, bytes]:
    """Return the files of the dossier in `directory`, path -> content; others are left unread.

    A released version is held against its record.

    Raises:
        DiskError: the directory or one of its files cannot be read.
        ReleaseError, ReadingError: it is a release, and not as it was.
    """
    tree = {}
    for folder in _FOLDERS:
        with refusals_explained(directory / folder):
            if folder and not os.path.lexists(directory / folder):
                continue
            found = sorted((directory / folder).iterdir())
        for file in found:
            path = f"{folder}/{file.name}" if folder else file.name
            if belongs(path):
                tree[path] = read_file(file, remedy=_OF_A_DOSSIER)
    record = directory / _RELEASE
    if os.path.lexists(record):
        from colophon.dossier import releases  # noqa: PLC0415 -- few dossiers are one

        releases.hold(releases.read(read_file(record), str(record)), tree, str(directory))
    return tree


def holds_dossier(directory: Path) -> bool:
    """Say whether there is a dossier in `directory`.

    Raises:
        DiskError: the directory cannot be read.
    """
    with refusals_explained(directory):
        return (directory / "dossier.yaml").exists()


def write(directory: Path, tree: Mapping[str, bytes]) -> list[Path]:
    """Write the files of `tree` below `directory`, each to a temporary name and then renamed.

    A file that has its content already is not touched.

    Raises:
        ReleaseError: these are files of a released version; nothing is written then.
        DiskError: a file or folder cannot be written; files written before it are whole.
    """
    if os.path.lexists(directory / _RELEASE) and any(map(belongs, tree)):
        raise ReleaseError(
            "this is a released version, which nobody changes",
            place=str(directory),
            remedy="Go to the dossier itself, two folders up, and release it again.",
        )
    written = []
    for path, content in tree.items():
        target = directory / path
        with refusals_explained(target):
            _put(target, content)
        written.append(target)
    return written


def read_file(
    path: Path, most: int = _LARGEST, *, remedy: str = "Name the file that is meant."
) -> bytes:
    """Return the content of a file of at most `most` bytes.

    Raises:
        DiskError: it is none, is larger, or cannot be read; `remedy` says what to do.
    """
    with refusals_explained(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DiskError(
                "this is a folder, a pipe or a device where a file should be",
                place=str(path),
                remedy=remedy,
            )
        if status.st_size > most:
            raise DiskError(
                f"the file is larger than {most / 2**20:g} MiB", place=str(path), remedy=remedy
            )
        return path.read_bytes()


def refuse_there(path: Path) -> None:
    """Raise where there is something of that name.

    Raises:
        DiskError: there is, or it cannot be looked for.
    """
    with refusals_explained(path):
        if os.path.lexists(path):
            raise FileExistsError(17, "there is something of that name already", str(path))


def create_file(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a new file that nobody but those of `mode` may read, and never over another one.

    Raises:
        DiskError: there is something of that name, or it cannot be written.
    """
    with refusals_explained(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def remove(directory: Path, paths: list[str]) -> None:
    """Delete the files at `paths` below `directory`.

    Raises:
        DiskError: one of them cannot be deleted.
    """
    for path in paths:
        with refusals_explained(directory / path):
            (directory / path).unlink()


def create(directory: Path, tree: Mapping[str, bytes]) -> None:
    """Write `tree` as the new directory `directory`, which appears whole or not at all.

    Raises:
        DiskError: it is there already and not empty, or cannot be written.
    """
    refuse_taken(directory)
    with refusals_explained(directory):
        try:
            if directory.is_dir():
                _fill(directory, tree)
            else:
                directory.parent.mkdir(parents=True, exist_ok=True)
                _appear(directory, tree)
        except OSError as error:
            error.filename = str(directory)  # and not a temporary name, which says nothing
            raise


def refuse_taken(directory: Path) -> None:
    """Raise unless `directory` is empty or not there.

    Raises:
        DiskError: there is something, or it cannot be read.
    """
    with refusals_explained(directory):
        if os.path.lexists(directory) and (not directory.is_dir() or any(directory.iterdir())):
            raise DiskError(
                "there is something here already",
                place=str(directory),
                remedy="Choose another name, or `colophon collect` into the dossier that is there.",
            )


def _appear(directory: Path, tree: Mapping[str, bytes]) -> None:
    """Write `tree` beside a directory that is not there, and give it its name."""
    with tempfile.TemporaryDirectory(prefix=".colophon-", dir=directory.parent) as temporary:
        draft = Path(temporary) / "dossier"
        for path, content in tree.items():
            _put(draft / path, content)
        draft.replace(directory)


def _fill(directory: Path, tree: Mapping[str, bytes]) -> None:
    """Write `tree` into an empty directory, in which somebody may be working.

    It is a dossier as soon as `dossier.yaml` is there, which comes last.
    """
    with tempfile.TemporaryDirectory(prefix=".colophon-", dir=directory) as temporary:
        draft = Path(temporary)
        for path, content in tree.items():
            _put(draft / path, content)
        for part in sorted(draft.iterdir(), key=lambda part: part.name == "dossier.yaml"):
            part.replace(directory / part.name)


def _put(target: Path, content: bytes) -> None:
    """Write a file and the folders that it needs, unless it has its content already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file() and target.read_bytes() == content:
        return
    try:
        _replace(target, content)
    except OSError as error:
        error.filename = str(target)  # and not the temporary name, which says nothing
        raise


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def refusals_explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into errors with place and remedy."""
    try:
        yield
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else str(path)
        remedies = {
            PermissionError: "Give yourself the rights to it, or name another place.",
            FileNotFoundError: "Check the name; name the dossier's directory with -C.",
            NotADirectoryError: "Name a directory.",
            FileExistsError: "Move it away, or choose another name.",
        }
        raise DiskError(
            (error.strerror or str(error)).lower(),
            place=place,
            remedy=remedies.get(type(error), "Mend the disk, or name another place."),
        ) from None
