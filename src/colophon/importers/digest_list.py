"""A plain list of digests: `SHA256SUMS`, `model.safetensors.sha256` and the like.

It is read in the forms of `sha256sum` and of BSD. A file with one digest and no name speaks of the
file that its own name names. No digest is checked: the list says what somebody wrote down. In a
last line without an end, the name of the file may have been cut off, so it is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.evidence import Unread
from colophon.importers import reading_of_text
from colophon.importers._digests import FACTS as DIGESTS, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {**DIGESTS}

_NAME: Final = re.compile(
    r"sha(?:256|512)sums?(?:\.txt)?|(?P<file>.+)\.sha(?:256|512)(?:sums?)?",
    re.IGNORECASE | re.DOTALL,
)
_KINDS: Final = {64: "sha256", 128: "sha512"}
"""The kind of a digest by the number of its characters."""

_DIGEST: Final = r"(?P<digest>[0-9a-fA-F]{64}|[0-9a-fA-F]{128})"
_LINES: Final = (
    re.compile(rf"\\?{_DIGEST} [ *](?P<name>.+)"),
    re.compile(rf"SHA(?:256|512) \((?P<name>.+)\) = {_DIGEST}"),
)
_ALONE: Final = re.compile(_DIGEST)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the files whose name says that they are lists of digests."""
    for name in folder.names:
        if _NAME.fullmatch(name):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one list.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "digest_list", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the digests, and the lines that are none."""
    own = _NAME.fullmatch(name.rpartition("/")[2])
    lines = data.decode("utf-8-sig", errors="backslashreplace").split("\n")
    digests: list[tuple[str, str, str]] = []
    wrong: list[Unread] = []
    for number, line in enumerate(lines, start=1):
        locator = f"line {number}"
        text = line.rstrip("\r")
        ended = number < len(lines)
        match = next(filter(None, (form.fullmatch(text) for form in _LINES)), None)
        alone = _ALONE.fullmatch(text.strip())
        if match and ended:
            digests.append((match["name"], _written(match["digest"]), locator))
        elif match:
            wrong.append(_unread(locator, "the last line has no end and may have been cut off"))
        elif alone and own and own["file"] and len(data.split()) == 1:
            digests.append((own["file"], _written(alone["digest"]), locator))
        elif text.strip() and not text.startswith("#"):
            wrong.append(_unread(locator, "no digest with the name of a file"))
    yield from told(digests, "the whole list")
    yield from wrong[:1]


def _written(digest: str) -> str:
    return f"{_KINDS[len(digest)]}:{digest.lower()}"


def _unread(locator: str, reason: str) -> Unread:
    return Unread(
        locator=locator,
        reason=reason,
        remedy="Write the list anew with `sha256sum`, or take out the line.",
    )
