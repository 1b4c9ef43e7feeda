"""Files and folders of one process that are not finished, or not there to last.

Their names tell whose they are, so that what a process leaves behind that is killed can be removed
by the next one of the same machine.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX: Final = ".unfinished~"
_NAME: Final = re.compile(rf"{PREFIX}(?P<machine>[^~]*)~(?P<process>\d+)~.*", re.DOTALL)


def unfinished(path: Path) -> Path:
    """Return where this process keeps what is to be at `path`, or only while it runs."""
    return path.with_name(f"{PREFIX}{socket.gethostname()}~{os.getpid()}~{path.name}")


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Give the name of a file to write, which is removed at the end unless it got another name."""
    written = unfinished(path)
    try:
        yield written
    finally:
        written.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove from a folder what processes of this machine left, as far as it can be removed."""
    here = socket.gethostname()
    for path in folder.glob(f"{PREFIX}*"):
        found = _NAME.fullmatch(path.name)
        if found and found["machine"] == here and not _lives(int(found["process"])):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
