"""Arrow files, streams and files of Arrow IPC: what the library `datasets` writes to its folders.

Only the columns that are asked for are read. Of a text that the sample does not want, only the
length is looked at, which stands beside it. Whatever lies in a file is checked before it is
followed, so that a damaged one leads nowhere.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from colophon.corpus.readers import Records
from colophon.corpus.readers._reports import broken
from colophon.errors import ArtefactError, DiskError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.readers import Batch, Role
    from colophon.corpus.sampling import Sample
    from colophon.corpus.shards import Shard
    from colophon.evidence import Unread

ENDINGS = (".arrow", ".feather")

_MAGIC: Final = b"ARROW1"
_BEGIN: Final = 8
"""Where the stream begins in a file."""
_ENDS: Final = (b"\xff\xff\xff\xff\0\0\0\0", b"\0\0\0\0")
"""The mark at the end of a stream, of today and of old versions."""

_ROWS: Final = 20_000
_REMEDY: Final = "Write it again, for example with `save_to_disk` of the library datasets."


class _DamagedError(Exception):
    """The file is damaged; the text says how."""


def columns(shard: Shard) -> dict[str, str]:
    """Return the columns and the parts of nested ones, with their types in words of Arrow."""
    try:
        with _opened(shard) as (schema, _):
            pass
    except _DamagedError as error:
        raise ArtefactError(str(error), place=shard.path, remedy=_REMEDY) from error
    found: dict[str, str] = {}
    for column in schema:
        _describe(column.name, column.type, found)
    return found


def _describe(name: str, kind: Any, found: dict[str, str]) -> None:
    arrow = needed("pyarrow")
    found[name] = "text" if _is_text(kind) else str(kind)
    if arrow.types.is_struct(kind):
        found[name] = "object"
        for number in range(kind.num_fields):
            part = kind.field(number)
            _describe(f"{name}.{part.name}", part.type, found)


def batches(shard: Shard, roles: Mapping[Role, str], sample: Sample) -> Iterator[Batch | Unread]:
    """Yield the rows, and where the file breaks."""
    records = Records(roles, sample)
    wanted = {way.partition(".")[0] for way in roles.values()} | set(roles.values())
    try:
        with _opened(shard, wanted) as (schema, tables):
            with _damage():
                ways = {role: way for role, way in roles.items() if _leads(schema, way)}
            for table in tables:
                for first in range(0, table.num_rows, _ROWS):
                    _take(table.slice(first, _ROWS), ways, records)
                    if records.is_full:
                        yield records.batch()
    except _DamagedError as error:
        if records.is_begun:
            yield records.batch()
        yield broken(str(error), records.next)
        return
    if records.is_begun:
        yield records.batch()


def _leads(schema: Any, way: str) -> bool:
    """Whether a way leads to a column or to a part of one."""
    if way in schema.names:
        return True
    head, _, rest = way.partition(".")
    if not rest or head not in schema.names:
        return False
    kind = schema.field(head).type
    for part in rest.split("."):
        if not needed("pyarrow").types.is_struct(kind) or kind.get_field_index(part) < 0:
            return False
        kind = kind.field(part).type
    return True


def _take(table: Any, ways: Mapping[Role, str], records: Records) -> None:
    """Take in the rows of a table of few rows."""
    with _damage():
        values: dict[Any, list[Any]] = {}
        texts = None
        for role, way in ways.items():
            column = _column(table, way)
            if role == "text" and _is_text(column.type):
                texts = column
            else:
                values[role] = _plain(column)
        if texts is None:
            records.extend(table.num_rows, values)
            return
        sizes = needed("pyarrow.compute").binary_length(texts).to_pylist()
        drawn = records.drawn(sizes)
        picked = texts.take(needed("pyarrow").array(drawn, "int64"))
        picked.validate(full=True)
        records.extend_measured(values, sizes, dict(zip(drawn, picked.to_pylist(), strict=True)))


def _column(table: Any, way: str) -> Any:
    """Return what lies at a way, its offsets checked; of texts nothing is looked at."""
    if way in table.schema.names:
        column = table.column(way)
    else:
        head, *rest = way.split(".")
        column = table.column(head)
        column.validate(full=False)
        column = needed("pyarrow.compute").struct_field(column, rest)
    arrow = needed("pyarrow")
    if arrow.types.is_dictionary(column.type):
        column.validate(full=True)
        column = column.dictionary_decode()
    if arrow.types.is_string(column.type):
        column.view(arrow.binary()).validate(full=True)
    elif arrow.types.is_large_string(column.type):
        column.view(arrow.large_binary()).validate(full=True)
    else:
        column.validate(full=True)
        if _is_text(column.type):  # a view, which not every function takes
            column = column.cast(arrow.large_string())
    return column


def _plain(column: Any) -> list[Any]:
    if _is_text(column.type):
        column.validate(full=True)
    values: list[Any] = column.to_pylist()
    return values


def _is_text(kind: Any) -> bool:
    types = needed("pyarrow").types
    is_view = hasattr(types, "is_string_view") and types.is_string_view(kind)
    return bool(types.is_string(kind) or types.is_large_string(kind) or is_view)


@contextmanager
def _opened(shard: Shard, wanted: set[str] | None = None) -> Iterator[tuple[Any, Iterator[Any]]]:
    """Open a shard; give its schema and its tables, with the wanted columns alone.

    A file of Arrow is a stream, too, with a table of contents after it. It is read as one, so that
    what is there counts where the end is lost.
    """
    arrow = needed("pyarrow")
    with shard.open() as file:
        is_file = file.read(len(_MAGIC)) == _MAGIC
        with _damage():
            source = arrow.PythonFile(file) if shard.is_remote else arrow.memory_map(shard.path)
            source.seek(_BEGIN if is_file else 0)
            schema = arrow.ipc.open_stream(source).schema
            names = schema.names
            numbers = [number for number, name in enumerate(names) if name in (wanted or ())]
            source.seek(_BEGIN if is_file else 0)
            options = arrow.ipc.IpcReadOptions(included_fields=numbers)
            reader = arrow.ipc.open_stream(source, options=options)
        yield schema, _tables(reader, source, _MAGIC if is_file else b"")


def _tables(reader: Any, source: Any, magic: bytes) -> Iterator[Any]:
    """Yield the tables of a stream; raise _DamagedError where they end before the file does."""
    while True:
        with _damage():
            before = source.tell()
            try:
                table = reader.read_next_batch()
            except StopIteration:
                break
            table.validate()
        yield table
    with _damage():
        length = source.tell() - before
        source.seek(before)
        mark = source.read(length)
        rest = source.read()
    if mark not in _ENDS or not rest.endswith(magic) or bool(rest) != bool(magic):
        raise _DamagedError("the mark at its end is missing or is not at its end")
    if magic and int.from_bytes(rest[-10:-6], "little") != len(rest) - 10:
        raise _DamagedError("the table of contents at its end is damaged")


@contextmanager
def _damage() -> Iterator[None]:
    """Turn what Arrow says of damaged bytes into one error; what the disk says stays."""
    try:
        yield
    except DiskError:
        raise
    except (needed("pyarrow").ArrowException, OSError, ValueError, KeyError) as error:
        raise _DamagedError(f"it is damaged: {' '.join(str(error).split())[:200]}") from error
