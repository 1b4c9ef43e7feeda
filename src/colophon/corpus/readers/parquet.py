"""Parquet files. The engine reads them itself, so this says how in SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from colophon.corpus import remote
from colophon.corpus.counts import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection
    from duckdb.sqltypes import DuckDBPyType

    from colophon.corpus.shards import Shard

ENDINGS: Final = (".parquet", ".parq", ".pq")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a part of a nested one.

    Attributes:
        expression: what it is in SQL; a list is put together to a text.
        kind: its type in words.
        first: the first of a list.
    """

    expression: str
    kind: str
    first: str | None = None


def reach(connection: DuckDBPyConnection, shard: Shard) -> None:
    """Let a database read the store in which a shard lies.

    Raises:
        ColophonError: the library for the store is not installed.
    """
    scheme = shard.path.partition("://")[0]
    if shard.is_remote and scheme not in connection.list_filesystems():
        store, _ = remote.store_of(shard.path)
        connection.register_filesystem(store)


def relation(shard: Shard) -> str:
    """Return the records of a shard as a relation of SQL, with `file_row_number`."""
    return f"read_parquet({literal(shard.path)}, file_row_number = true)"


def groups(connection: DuckDBPyConnection, shard: Shard) -> list[tuple[int, int]]:
    """Return the parts that can be read apart: their first records, and those after their last.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    sizes = connection.execute(
        "SELECT any_value(row_group_num_rows) "
        f"FROM parquet_metadata({literal(shard.path)}) GROUP BY row_group_id ORDER BY row_group_id"
    ).fetchall()
    ends = list(accumulate(size for (size,) in sizes))
    return list(zip([0, *ends], ends, strict=False))


def columns(connection: DuckDBPyConnection, shard: Shard) -> dict[str, Column]:
    """Return the columns by their names, parts of nested ones by their way: `metadata.url`.

    A column of texts whose name begins with `meta` may hold JSON: the parts that its first record
    has are columns, too.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    relation = f"read_parquet({literal(shard.path)})"
    found = connection.sql(f"SELECT * FROM {relation}")
    named = dict(_named("", "", zip(found.columns, found.types, strict=True)))
    for name, column in list(named.items()):
        if name.startswith("meta") and column.kind == "VARCHAR":
            first = connection.execute(f"SELECT {column.expression} FROM {relation} LIMIT 1")
            named |= _inside(name, column, first.fetchone())
    return named


def _inside(name: str, outer: Column, first: tuple[str | None, ...] | None) -> dict[str, Column]:
    """Return the parts of a column of texts that hold JSON, by the first of them."""
    try:
        held = json.loads(first[0]) if first and first[0] else None
    except ValueError:
        return {}
    if not isinstance(held, dict):
        return {}
    expression = f"try_cast({outer.expression} AS JSON)"
    return {
        f"{name}.{part}": Column(
            f"json_extract_string({expression}, {quoted(f'$.{json.dumps(part)}')})", "VARCHAR"
        )
        for part, value in held.items()
        if not isinstance(value, dict | list)
    }


def _named(
    name: str, outer: str, parts: Iterable[tuple[str, DuckDBPyType]]
) -> Iterator[tuple[str, Column]]:
    for part, kind in parts:
        here = f"{name}.{part}" if name else part
        identifier = '"' + part.replace('"', '""') + '"'
        expression = f"{outer}.{identifier}" if outer else identifier
        if kind.id == "struct":
            inner: Any = kind.children  # as pairs of a name and a type
            yield from _named(here, expression, inner)
        elif kind.id == "list":
            texts = f"array_to_string(list_sort({expression}::VARCHAR[]), ', ')"
            yield here, Column(texts, str(kind), f"{expression}[1]")
        else:
            yield here, Column(expression, str(kind))
