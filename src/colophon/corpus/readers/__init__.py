"""Readers: one module per format in which a corpus lies.

A reader yields records and judges nothing: what is counted, and how, stands in the tallies. Each
module has three names:

    ENDINGS: tuple[str, ...]
        The ends of the names of its files, such as `.warc.gz`, in lower case.

    columns(shard: Shard) -> dict[str, str]
        What the records hold: the name of each column with its type in words. The parts of a
        nested column are told by their way in it, such as `metadata.url`. Reads only the beginning.
        Raises ArtefactError when not even that can be read, DiskError when the disk refuses.

    batches(shard: Shard, roles: Mapping[Role, str], sample: Sample) -> Iterator[Batch | Unread]
        The records in their order, as `Records` puts them together, and what could not be read,
        in between. `roles` tells the column of each role that the corpus has. After what ends the
        reading, such as a broken compression, nothing follows.
        Raises DiskError when the disk or the store refuses; never any other error, whatever the
        bytes are.

Parquet is read by the engine itself: `readers.parquet` has `relation` in place of `batches`, and
`readers.jsonl` has it besides, for files about which nothing is in doubt.

Readers do not import each other: what several need stands in modules that begin with `_`.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from colophon import parts
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from colophon.corpus.sampling import Sample

Role: TypeAlias = Literal[
    "url",
    "text",
    "bytes",
    "tokens",
    "images",
    "audio-seconds",
    "video-seconds",
    "date",
    "language",
    "dump",
    "licence",
    "synthetic",
]
"""What a column is to the tallies, whatever it is called in the corpus.

`text` is measured where it is read; `bytes` is a column that tells its size. `images` is the number
of images in a record. `date` is when the content was collected. `synthetic` tells of a record that
a machine made it, by a name or a truth value.
"""

NUMBERS: Final[Mapping[str, str]] = {
    "bytes": "int64",
    "tokens": "int64",
    "images": "int64",
    "audio-seconds": "double",
    "video-seconds": "double",
}
"""The roles whose values are numbers, with their Arrow types; all others are texts."""

Batch: TypeAlias = Any
"""A `pyarrow.RecordBatch`, as `Records` describes it."""

LARGEST_RECORD: Final = 256 * 2**20
"""No record is larger, in bytes; a larger one is skipped without being held, and told."""

_MANY_RECORDS: Final = 20_000
_MUCH_TEXT: Final = 32 * 2**20
_MANY_DIGITS: Final = 40
"""A number that is written with more digits than this is none of those that are counted."""


class Records:
    """Records that a reader has read, put together to batches for the tallies.

    A batch is a `pyarrow.RecordBatch`. It has a column for each role that the corpus has, named by
    the role and of the type in `NUMBERS` or text, and:

        record  int64   the position of the record in its shard, from 0
        bytes   int64   the length of the text, where the corpus has text
        text    string  the text itself, only where the sample wants this record

    A value of another type than its role's counts as not told in its record.

    Args:
        roles: the roles that the corpus has.
        sample: which texts are wanted.
    """

    def __init__(self, roles: Mapping[Role, str], sample: Sample) -> None:
        self._sample = sample
        names: list[str] = [role for role in roles if role != "text"]
        if "text" in roles and "bytes" not in names:
            names.append("bytes")
        self._columns: dict[str, list[Any]] = {name: [] for name in names}
        self._texts: list[str | None] | None = [] if "text" in roles else None
        self._first = 0
        self._count = 0
        self._held = 0

    @property
    def next(self) -> int:
        """The position of the record that comes next."""
        return self._first + self._count

    def add(
        self, values: Mapping[Any, Any], *, size: int | None = None, text: str | None = None
    ) -> None:
        """Take in the next record.

        Args:
            values: by role; a role that is not in it is not told in this record.
            size: the length of its text in bytes, where it has one.
            text: the text, where the sample wants it: ask `wants_text` first, once for a record.
        """
        for name, column in self._columns.items():
            column.append(values.get(name))
        if self._texts is not None:
            if size is not None:
                self._columns["bytes"][-1] = size
            self._texts.append(text)
            self._held += 0 if text is None else len(text)
        self._count += 1

    def wants_text(self) -> bool:
        """Say whether the sample wants the text of the record that comes next."""
        return self._texts is not None and self._sample.wants(self.next)

    def extend(self, count: int, columns: Mapping[Any, list[Any]]) -> None:
        """Take in so many records at once.

        Args:
            count: how many.
            columns: the values by role, one for each record; of a text that is none, None.
        """
        for name, column in self._columns.items():
            column.extend(columns.get(name) or [None] * count)
        if self._texts is not None:
            self._extend_texts(count, columns.get("text") or [None] * count)
        self._count += count

    def _extend_texts(self, count: int, texts: list[Any]) -> None:
        if set(map(type, texts)) == {str}:
            sizes: list[int | None] = list(map(size_of, texts))
        else:
            sizes = [size_of(text) if isinstance(text, str) else None for text in texts]
        drawn = self.drawn(sizes)
        self._put_texts(count, sizes, {place: texts[place] for place in drawn})

    def drawn(self, sizes: list[int | None]) -> list[int]:
        """Return which of the next records the sample wants the text of, from 0; ask only once.

        Args:
            sizes: the length of the text of each, None where it has none.
        """
        first = self.next
        return [
            record - first
            for record in self._sample.likely(first, len(sizes))
            if sizes[record - first] is not None and self._sample.wants(record)
        ]

    def extend_measured(
        self,
        columns: Mapping[Any, list[Any]],
        sizes: list[int | None],
        texts: Mapping[int, str],
    ) -> None:
        """Take in records whose texts somebody else has measured.

        Args:
            columns: the values by role, one for each record.
            sizes: the lengths of the texts in bytes, one for each record.
            texts: those that `drawn` named.
        """
        for name, column in self._columns.items():
            column.extend(columns.get(name) or [None] * len(sizes))
        self._put_texts(len(sizes), sizes, texts)
        self._count += len(sizes)

    def _put_texts(self, count: int, sizes: list[int | None], texts: Mapping[int, str]) -> None:
        assert self._texts is not None
        column = self._columns["bytes"]
        if None in sizes:
            told = column[-count:]
            sizes = [was if size is None else size for size, was in zip(sizes, told, strict=True)]
        column[-count:] = sizes
        wanted: list[str | None] = [None] * count
        for place, text in texts.items():
            wanted[place] = text
            self._held += len(text)
        self._texts.extend(wanted)

    @property
    def is_begun(self) -> bool:
        """Whether there is anything for a batch."""
        return self._count > 0

    @property
    def is_full(self) -> bool:
        """Whether there is enough for a batch."""
        return self._count >= _MANY_RECORDS or self._held >= _MUCH_TEXT

    def batch(self) -> Batch:
        """Return what was taken in since the last batch, and begin the next."""
        pyarrow = needed("pyarrow")
        columns = {"record": pyarrow.array(range(self._first, self.next), pyarrow.int64())}
        for name, values in self._columns.items():
            columns[name] = _column(name, values)
            values.clear()
        if self._texts is not None:
            columns["text"] = _column("text", self._texts)
            self._texts.clear()
        self._first, self._count, self._held = self.next, 0, 0
        return pyarrow.RecordBatch.from_pydict(columns)


def size_of(text: str) -> int:
    """Return the length of a text in bytes of UTF-8; half a surrogate pair counts as three."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _whole(text: str) -> str:
    """Return a text that UTF-8 can hold: with `?` in place of each half of a surrogate pair."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


_AS_THEY_ARE: Final[Mapping[str, frozenset[type]]] = {
    "string": frozenset({str, type(None)}),
    "int64": frozenset({int, type(None)}),
    "double": frozenset(),  # each is looked at: `NaN` would spoil every sum
}
"""The types of the values that Arrow takes without changing them."""


def _column(role: str, values: list[Any]) -> Any:
    """Return values as an array in the type of their role; those of another type are null."""
    pyarrow = needed("pyarrow")
    kind = NUMBERS.get(role, "string")
    if set(map(type, values)) <= _AS_THEY_ARE[kind]:
        try:
            return pyarrow.array(values, kind)
        except (UnicodeEncodeError, OverflowError, pyarrow.ArrowInvalid):
            pass  # half a surrogate pair, or a number beyond the type
    return pyarrow.array([fitting(role, value) for value in values], kind)


def fitting(role: str, value: Any) -> Any:
    """Return a value in the type of its role, None where it has another."""
    kind = NUMBERS.get(role)
    if kind is None:
        return _in_words(role, value)
    if isinstance(value, str):
        if len(value) > _MANY_DIGITS:
            return None
        try:
            value = float(value) if kind == "double" else int(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= 2**63:
        return None
    if value != value:  # noqa: PLR0124 -- only what is no number differs from itself
        return None
    if kind == "double":
        return float(value)
    return int(value) if value == int(value) else None


def _in_words(role: str, value: Any) -> str | None:
    """Return a value as a text, None where it is none, such as an object.

    Of a list of languages the first counts, the likeliest; other lists are put together, sorted.
    """
    if isinstance(value, list):
        words = [word for one in value if (word := _in_words(role, one)) is not None]
        if role == "language":
            return words[0] if words else None
        return ", ".join(sorted(words)) if words else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, date):  # a time of day, too
        return value.isoformat()
    if isinstance(value, int | float) and abs(value) < 2**63:
        return str(value)
    return None


def of(path: str) -> ModuleType | None:
    """Return the reader of a file by the end of its name, None where there is none.

    The longest end decides: `.warc.wet.gz` is more than `.gz`.
    """
    name = path.rpartition("/")[2].lower()
    ends = [(len(end), module) for end, module in _ends() if name.endswith(end)]
    return max(ends, key=lambda one: one[0])[1] if ends else None


def endings() -> list[str]:
    """Return the ends of the names of all files that are read."""
    return sorted(end for end, _ in _ends())


@cache
def _ends() -> list[tuple[str, ModuleType]]:
    package = sys.modules[__name__]
    return [(end, module) for module in parts.modules(package) for end in module.ENDINGS]
