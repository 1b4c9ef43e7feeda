"""A card in two: the YAML between the `---` lines at its top, and the prose below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from colophon.errors import ArtefactError

_LARGEST: Final = 2_000_000
"""More bytes than the front matter of a card with hundreds of results has."""


@dataclass(frozen=True, slots=True)
class Halves:
    """The two halves of a card.

    Attributes:
        front_matter: the file up to the line that ends its front matter. The `---` that begins it
            is kept: in YAML it begins a document, and lines are counted from it.
        prose: the lines below that line.
        first_line: the number of the first of them, from 1.
    """

    front_matter: bytes
    prose: list[bytes]
    first_line: int


def halves(data: bytes, name: str) -> Halves | None:
    """Return the two halves of a file, None when it has no front matter.

    Raises:
        ArtefactError: the front matter has no end, or is too long.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    fences = (at for at, line in enumerate(lines) if line.rstrip() == b"---")
    first = next(fences, None)
    if first is None or b"".join(lines[:first]).strip():
        return None
    second = next(fences, None)
    if second is None:
        raise ArtefactError(
            "the front matter that begins here does not end",
            place=f"{name}:{first + 1}",
            remedy="Write a line `---` below it.",
        )
    front_matter = b"".join(lines[:second])
    if len(front_matter) > _LARGEST:
        raise ArtefactError(
            f"the front matter has {len(front_matter)} bytes, more than any card needs",
            place=f"{name}:{first + 1}",
            remedy="Take out what does not belong in it.",
        )
    return Halves(front_matter, lines[second + 1 :], second + 2)
