"""Readers: one module per kind of file in which a summary is published.

Each has three names:

    SUFFIXES: tuple[str, ...]
        How the names of such files end, without the dot.

    recognises(content: bytes) -> bool
        Whether the content itself says that it is such a file.

    read(content: bytes, name: str) -> Written
        Its lines, with their places. Raises ReadingError when it is no such file, or is damaged, or
        grows beyond what a summary can be.

Readers see bytes and know neither the form nor the law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from colophon.publications.model import Line

LARGEST_TEXT: Final = 2_000_000
"""No summary has more letters; a few pages have some ten thousand."""

MOST_LINES: Final = 100_000


def bounded(lines: Iterable[Line], name: str) -> Iterator[Line]:
    """Yield lines, up to what a summary can have.

    Raises:
        ReadingError: there is more.
    """
    letters = 0
    for count, line in enumerate(lines, start=1):
        letters += len(line.text)
        if letters > LARGEST_TEXT or count > MOST_LINES:
            raise too_large(name)
        yield line


def too_large(name: str) -> ReadingError:
    """Return the error for a file that holds more than a summary can."""
    return ReadingError(
        "the file holds far more text than a summary of training content",
        place=name,
        remedy="Name the file of the summary itself.",
    )


def damaged(name: str, what: str, why: str) -> ReadingError:
    """Return the error for a file that its reader cannot make out."""
    return ReadingError(
        f"this cannot be read as {what}: {why}",
        place=name,
        remedy="Open it in a program for such files, save it anew, and name that file.",
    )
