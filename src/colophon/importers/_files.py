"""Readings of several texts that belong together, and of logs line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon import reading
from colophon.errors import ArtefactError, ColophonError, DiskError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import damage, digest_of_set, shown, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from colophon.importers import Lines, Source
    from colophon.reading import Plain

    Item = Evidence | Unread


def reading_of_set(
    source: Source, importer: str, found: Callable[[Mapping[str, bytes]], Iterable[Item]]
) -> Reading:
    """Return what `found` yields of the texts of `source`, by their names.

    The artefact is the first of them; its digest and its size are those of the whole set. What is
    too large for a text is told and passed over.

    Raises:
        DiskError: the disk refuses.
    """
    texts: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    size = 0
    items: list[Item] = []
    for name in source.names:
        artefact, data = source.text(name)
        digests[name] = artefact.digest.rpartition(":")[2]
        size += artefact.size
        if data is None:
            items.append(located(too_large(), name, source))
        else:
            texts[name] = data
    first, *others = source.names
    artefact = Artefact(
        name=source.artefact_name(first),
        digest=f"sha256:{digest_of_set(digests) if others else digests[first]}",
        size=size,
    )
    return _reading(importer, artefact, [*items, *found(texts)])


def located(item: Item, name: str, source: Source) -> Item:
    """Return `item` with the name of the file in its place, where `source` has several files."""
    if len(source.names) == 1:
        return item
    inside = f", {item.locator}" if item.locator else ""
    return item.model_copy(update={"locator": shown(name) + inside})


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


class Log:
    """The whole lines of a log, with their numbers: the last one only if it has its end.

    Attributes:
        cut: the number of the last line when it has no end, which may be half a line.
        too_long: the numbers of lines that no such log has.
    """

    def __init__(self, lines: Lines, *, ended: bool) -> None:
        self._lines = lines
        self._ended = ended
        self.cut: int | None = None
        self.too_long: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield each whole line, without spaces around it at its end."""
        held: tuple[int, bytes | None] | None = None
        for item in self._lines:
            if held is not None:
                yield from self._text(*held)
            held = item
        if held is None:
            return
        if self._ended:
            yield from self._text(*held)
        else:
            self.cut = held[0]

    def _text(self, at: int, line: bytes | None) -> Iterator[tuple[int, str]]:
        if line is None:
            self.too_long.append(at)
        else:
            yield at, line.decode("utf-8", "replace").rstrip()


def reading_of_lines(
    source: Source, importer: str, found: Callable[[Log], Iterable[Item]]
) -> Reading:
    """Return what `found` yields of the lines of the one log of `source`, however large it is.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    with source.opened(name) as (file, size):
        file.seek(max(0, size - 1))
        ended = file.read(1) in {b"", b"\n"}
    with source.lines(name) as lines:
        log = Log(lines, ended=ended)
        items: list[Item]
        try:
            items = list(found(log))
        except DiskError:
            raise
        except ColophonError as error:
            items = [damage(error, source.artefact_name(name))]
        artefact = Artefact(name=source.artefact_name(name), digest=lines.digest(), size=lines.size)
    if log.cut is not None:
        items.append(
            Unread(
                locator=f"line {log.cut}",
                reason="the last line has no end, so that it may be cut off: it is not read",
                remedy="Collect again when the program has ended; otherwise end the line.",
            )
        )
    items += (
        Unread(
            locator=f"line {at}",
            reason="longer than any line of such a file",
            remedy="Look at what stands there.",
        )
        for at in log.too_long
    )
    return _reading(importer, artefact, items)


def _reading(importer: str, artefact: Artefact, items: Iterable[Item]) -> Reading:
    items = list(items)
    return Reading(
        importer=importer,
        artefact=artefact,
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )
