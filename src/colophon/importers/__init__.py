"""Importers: one module per kind of artefact that training leaves behind.

An importer says "this file says 32 layers at `/num_hidden_layers`". It never guesses, never fills
in a default, and knows nothing of who must be told. Each module has three names:

    FACTS: Mapping[str, str]
        What it can read: the name of each fact, and what that fact is.

    recognise(folder: Folder) -> Iterator[tuple[str, ...]]
        Of the files of one folder, the groups that are read together, such as `("config.json",)`
        or all the shards of one set of weights. The name decides where it can; where several
        programs use one name, so does the beginning of the file, which `folder.head` reads. Files
        of folders below are named by their way: `("meta.yaml", "params/lr")`.

    collect(source: Source) -> Reading
        What stands in one such group. What cannot be read is in `Reading.unread`, with its reason.
        Raises DiskError when the disk refuses; never any other error, whatever the bytes are.

To add an importer, add a module here and an example of its artefact to the tests.
`colophon.parts.modules(colophon.importers)` finds it. Importers do not import each other: what
all of them need stands here, and what some of them need in modules that begin with `_`.

A fact that is told of one of several things in an artefact, such as the score of one task, names it
in `Evidence.of`; facts that are told of the artefact as a whole leave that out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError, ColophonError, DiskError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers._folder import Folder
from colophon.importers._lines import LONGEST_LINE, Lines
from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from colophon.reading import Plain

__all__ = [
    "HEAD",
    "LARGEST_TEXT",
    "LONGEST_LINE",
    "Folder",
    "Lines",
    "Source",
    "count",
    "damage",
    "digest_of_set",
    "flag",
    "fraction",
    "in_silence",
    "json_object",
    "out_of_place",
    "pointer",
    "positive",
    "quoted",
    "reading_of",
    "reading_of_text",
    "sha256",
    "shown",
    "too_large",
    "within",
    "word",
    "words",
]

HEAD: Final = 64 * 1024
"""How many bytes from the beginning stand for a file that is not read whole."""

LARGEST_TEXT: Final = 10_000_000
"""No configuration and no model card is larger, in bytes; what is larger is something else."""

_LONGEST_QUOTE = 200
"""What is quoted from a file is cut to so many characters."""


def in_silence(_done: int, _total: int) -> None:
    """Tell nobody about the progress."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files that one importer reads together.

    Attributes:
        folder: where they lie.
        names: their names in that folder, one group of `recognise`.
        prefix: the way from the folder that the person named to `folder`, with `/` between.
        digest_weights: whether to read every byte of the weights, to give their digest.
        progress: is told the bytes read and the bytes to read, while that goes on.
    """

    folder: Path
    names: tuple[str, ...]
    prefix: str = ""
    digest_weights: bool = False
    progress: Callable[[int, int], None] = in_silence

    def artefact_name(self, name: str) -> str:
        """Return the path of the file `name` below the folder that the person named."""
        return shown(f"{self.prefix}/{name}" if self.prefix else name)

    def artefact(self, digests: Mapping[str, str], size: int, *, heads: bool = False) -> Artefact:
        """Return the one artefact that all the files are, named as the first of them.

        Args:
            digests: the SHA-256 of each file, or of its beginning, in hexadecimal, by its name.
            size: the length of all of them together, in bytes.
            heads: whether a digest is that of a beginning.
        """
        first, *others = self.names
        digest = digest_of_set(digests) if others else digests[first]
        kind = "sha256-header" if heads else "sha256"
        return Artefact(name=self.artefact_name(first), digest=f"{kind}:{digest}", size=size)

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[BinaryIO, int]]:
        """Open the file `name` and yield it with its length in bytes.

        Raises:
            DiskError: it may not be read, has gone, is no file, or the disk fails while it is read.
        """
        path = self.folder / name
        try:
            # A pipe would let `open` wait for ever, a device has no end.
            if not stat.S_ISREG(path.stat().st_mode):
                raise DiskError(
                    "this is a folder, a pipe or a device where a file should be",
                    place=shown(str(path)),
                    remedy="Rename it, or collect from a folder without it.",
                )
            with path.open("rb") as file:
                yield file, os.fstat(file.fileno()).st_size
        except PermissionError:
            raise DiskError(
                "you may not read this file",
                place=shown(str(path)),
                remedy="Give yourself the right to read it, or collect from a folder without it.",
            ) from None
        except FileNotFoundError:
            raise DiskError(
                "this file is listed but cannot be found",
                place=shown(str(path)),
                remedy="Mend the link if it is one; collect again when nothing moves the files.",
            ) from None
        except OSError as error:
            raise DiskError(
                f"the disk refuses to read this file: {error.strerror}",
                place=shown(str(path)),
                remedy="Look at the disk, or copy the file to another one, and collect again.",
            ) from None

    def text(self, name: str) -> tuple[Artefact, bytes | None]:
        """Return the file `name` and its bytes, None when it is larger than `LARGEST_TEXT`.

        Raises:
            DiskError: the disk refuses.
        """
        with self.opened(name) as (file, size):
            if size > LARGEST_TEXT:
                digest = f"sha256-header:{sha256(file.read(HEAD))}"
                return Artefact(name=self.artefact_name(name), digest=digest, size=size), None
            data = file.read(size)
        digest = f"sha256:{sha256(data)}"
        return Artefact(name=self.artefact_name(name), digest=digest, size=len(data)), data

    @contextmanager
    def lines(self, name: str) -> Iterator[Lines]:
        """Open the file `name` for its lines, however large it is.

        Raises:
            DiskError: the disk refuses.
        """
        with self.opened(name) as (file, size):
            yield Lines(file, size, self.progress)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_set(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 over several files, from the SHA-256 of each by its name.

    It is that of the lines `<sha256>  <name>` in the order of the names, so that a person can find
    it without Colophon: `LC_ALL=C; sha256sum model-*.safetensors | sha256sum`.
    """
    lines = sorted(digests.items(), key=lambda item: os.fsencode(item[0]))
    return sha256(
        b"".join(f"{digest}  ".encode() + os.fsencode(f"{name}\n") for name, digest in lines)
    )


def too_large() -> Unread:
    """Return why a text beyond `LARGEST_TEXT` is not read."""
    return Unread(
        locator="",
        reason=f"larger than {LARGEST_TEXT} bytes, which no such file is",
        remedy="Take out what does not belong in it, or collect from a folder without it.",
    )


def damage(error: ColophonError, name: str) -> Unread:
    """Return what `error` says about the artefact `name`, as a value: the artefact is damaged."""
    where = quoted(error.place.removeprefix(name).lstrip(": "))
    return Unread(
        locator=f"line {where}" if where.isdecimal() else where,
        reason=quoted(error.message),
        remedy=error.remedy,
        damaged=True,
    )


def reading_of_text(
    source: Source, importer: str, found: Callable[[bytes, str], Iterable[Evidence | Unread]]
) -> Reading:
    """Return what `found` yields of the bytes and the name of the one text file of `source`.

    What `found` raises of Colophon's errors is damage to the file as a whole.

    Raises:
        DiskError: the disk refuses.
    """
    artefact, data = source.text(*source.names)
    try:
        items = [too_large()] if data is None else list(found(data, artefact.name))
    except ColophonError as error:
        items = [damage(error, artefact.name)]
    return reading_of(importer, artefact, items)


def reading_of(importer: str, artefact: Artefact, items: Iterable[Evidence | Unread]) -> Reading:
    """Return what was read and what was not, each in its order."""
    items = list(items)
    return Reading(
        importer=importer,
        artefact=artefact,
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


def json_object(data: bytes, name: str) -> dict[str, Plain]:
    """Return the JSON object that a file holds.

    Raises:
        ArtefactError: it holds something else.
        ReadingError: it is not JSON.
    """
    value = reading.json(data, name).value
    if not isinstance(value, dict):
        raise ArtefactError(
            "it is not a JSON object", place=name, remedy="Write the file anew with its program."
        )
    return value


def within(value: Plain, *keys: str) -> Plain:
    """Return what stands below these keys; None where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def pointer(*keys: str | int) -> str:
    """Return the JSON pointer of what lies below these keys, fit to be shown."""
    return "".join(f"/{quoted(str(key).replace('~', '~0').replace('/', '~1'))}" for key in keys)


# -- Forms: what may stand in a place, and what is said when it does not --------------------------


def word(value: Plain) -> str:
    """Return a text of one line; raise ValueError with the name of the form otherwise."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("a text of one line")
    return value


def words(value: Plain) -> tuple[str, ...]:
    """Return a list of texts; raise ValueError with the name of the form otherwise."""
    if not isinstance(value, list) or not value:
        raise ValueError("a list of texts")
    return tuple(map(word, value))


def flag(value: Plain) -> bool:
    """Return a truth value; raise ValueError with the name of the form otherwise."""
    if not isinstance(value, bool):
        raise ValueError("`true` or `false`")
    return value


def positive(value: Plain) -> int:
    """Return a whole number above zero; raise ValueError with the name of the form otherwise."""
    if type(value) is not int or value < 1:
        raise ValueError("a whole number above zero")
    return value


def count(value: Plain) -> int:
    """Return a whole number that may be zero; raise ValueError with the name of the form else."""
    if type(value) is not int or value < 0:
        raise ValueError("zero or a whole number above it")
    return value


def fraction(value: Plain) -> int | str:
    """Return a number, with a fraction as its text; raise ValueError with the name of the form."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("a number")
    return int(value) if value == int(value) else plain(Decimal(value))


def out_of_place(value: Plain, form: ValueError, locator: str) -> Unread:
    """Say that something stands where something of another `form` belongs."""
    match value:
        case None:
            seen = "nothing"
        case bool():
            seen = f"`{str(value).lower()}`"
        case int() | Decimal():
            seen = f"the number `{value}`"
        case str():
            seen = f"the text `{quoted(value)}`"
        case list():
            seen = "a list"
        case _:
            seen = "an object"
    return Unread(
        locator=locator,
        reason=f"{seen} stands where {form} belongs",
        remedy="Mend the file if it is wrong; otherwise state the fact by hand.",
    )


# -- Texts from elsewhere -------------------------------------------------------------------------


def shown(text: str) -> str:
    """Return `text` with an escape for each character that does not print.

    Names on a disk and in a file may hold anything: line ends, what steers a terminal, halves of
    surrogate pairs that stand for bytes that are not UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


def quoted(text: str) -> str:
    """Return `text` fit to be quoted in a message: printable, and cut where it is too long."""
    text = shown(text[: _LONGEST_QUOTE + 1])
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
