"""The table `records`: what the tallies see of the records of one shard.

Of a text nothing is left in it but the size, unless the record is in the sample. It has those of
these columns that the corpus tells:

    record       its position in the shard, from 0, where some of them are drawn
    site         what stands in its address where the host stands
    bytes        of its text
    tokens, images
    audio, video milliseconds
    undated      whether it tells no date
    day          when it was collected, where its date is understood
    language, dump, licence, synthetic
    digest       of its text, where repetitions are counted
    text         of the records in the sample
"""

from __future__ import annotations

from contextlib import contextmanager
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from colophon.corpus.readers import jsonl, parquet
from colophon.corpus.sampling import KEY_SQL, Sample
from colophon.corpus.shards import reader_of
from colophon.corpus.sites import SITE_SQL
from colophon.errors import ArtefactError, DiskError
from colophon.evidence import Unread
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from colophon.corpus.layouts import Layout
    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.corpus.tools import Tools

_DAY: Final = """CASE WHEN date >= '0' AND date < ':' THEN coalesce(
    try_cast(left(date, 10) AS DATE), try_strptime(left(date, 8), '%Y%m%d')::DATE) END"""


def _milliseconds(role: str) -> str:
    return f'try_cast(round("{role}" * 1000) AS BIGINT)'


_TYPES: Final[Mapping[str, str]] = {
    "url": "VARCHAR",
    "bytes": "BIGINT",
    "tokens": "BIGINT",
    "images": "BIGINT",
    "audio-seconds": "DOUBLE",
    "video-seconds": "DOUBLE",
    "date": "VARCHAR",
    "language": "VARCHAR",
    "dump": "VARCHAR",
    "licence": "VARCHAR",
    "synthetic": "VARCHAR",
    "digest": "VARCHAR",
    "text": "VARCHAR",
}
"""What is taken of a record, by role, before it becomes a row of `records`."""

_COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "site": ("url", SITE_SQL),
    "bytes": ("bytes", "bytes"),
    "tokens": ("tokens", "tokens"),
    "images": ("images", "images"),
    "audio": ("audio-seconds", _milliseconds("audio-seconds")),
    "video": ("video-seconds", _milliseconds("video-seconds")),
    "undated": ("date", "date IS NULL"),
    "day": ("date", _DAY),
    "language": ("language", "language"),
    "dump": ("dump", "dump"),
    "licence": ("licence", "licence"),
    "synthetic": ("synthetic", "synthetic"),
    "digest": ("digest", "digest"),
    "text": ("text", "text"),
}
"""The columns of `records` but its first: each with the role that it needs, and what it is."""

_BATCH: Final = 20_000
_LONGEST_REASON: Final = 300


def columns_of(roles: Collection[str]) -> list[str]:
    """Return the columns that `records` has where a corpus tells these roles."""
    return [name for name, (role, _) in _COLUMNS.items() if role in roles]


class Filler:
    """What makes the table `records` from a shard.

    Args:
        connection: the database.
        plan: how the shards are counted.
        tools: what looks into texts.
    """

    def __init__(self, connection: DuckDBPyConnection, plan: Plan, tools: Tools) -> None:
        self._connection = connection
        self._plan = plan
        self._tools = tools
        self._most = 0
        self._roles: Collection[str] = ()

    def relation(
        self, shard: Shard, layout: Layout, roles: Collection[str], *, sampled: bool
    ) -> str | None:
        """Return the rows of the table as a relation of SQL, where the engine reads a shard itself.

        It reads nothing yet, and when it does, an error of the engine says that something is in
        doubt: then `fill` finds out what it is, and takes the rest.

        Args:
            shard: which.
            layout: which of its columns is what.
            roles: those of which `records` has columns.
            sampled: whether the texts of the sample are wanted.

        Raises:
            DiskError, ArtefactError: as for `fill`.
        """
        if sampled or self._counts_tokens(layout):
            return None
        self._most, self._roles = 0, roles
        reader = reader_of(shard)
        if reader is parquet:
            with damage(shard):
                taken = self._digested(_of_parquet(self._connection, shard, layout))
            return f"({self._select(_numbered(shard), taken)})"
        if reader is jsonl and not self._plan.finds_duplicates:
            lines = jsonl.relation(shard, layout.columns)
            return lines and f"({self._select(lines, _of_lines(layout))})"
        return None

    def fill(
        self, shard: Shard, layout: Layout, roles: Collection[str], *, sampled: bool
    ) -> list[Unread]:
        """Make the table anew from a shard; return what of it could not be read.

        Args:
            shard: which.
            layout: which of its columns is what.
            roles: those of which `records` has columns.
            sampled: whether the texts of the sample are wanted.

        Raises:
            DiskError: the disk or the store refuses.
            ArtefactError: the shard cannot be read at all.
        """
        self._most = self._plan.most if sampled else 0
        self._roles = roles
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE records AS "
            f"{self._select('(SELECT 0::BIGINT AS record)', {})} LIMIT 0"
        )
        reader = reader_of(shard)
        if reader is parquet:
            return self._from_parquet(shard, layout)
        sample = Sample(self._most, everything=self._reads_everything(layout))
        return self._from_batches(reader.batches(shard, layout.columns, sample), layout)

    def _select(self, relation: str, taken: Mapping[str, str]) -> str:
        """Return the query for the rows of `records`."""
        columns = [f"{_COLUMNS[name][1]} AS {name}" for name in columns_of(self._roles)]
        if self._most or not columns:
            columns.append("record")
        return f"SELECT {', '.join(columns)} FROM ({_taken(relation, taken, self._roles)})"

    def _counts_tokens(self, layout: Layout) -> bool:
        """Whether the tokenizer counts the tokens of every text."""
        return (
            self._plan.counts_every_text
            and "text" in layout.columns
            and "tokens" not in layout.columns
        )

    def _reads_everything(self, layout: Layout) -> bool:
        """Whether something looks at the whole of every text."""
        return self._plan.finds_duplicates or self._counts_tokens(layout)

    # -- Batches of records -----------------------------------------------------------------------

    def _from_batches(
        self, batches: Iterable[pa.RecordBatch | Unread], layout: Layout
    ) -> list[Unread]:
        """Put in what a reader yields; return what it could not read."""
        unread = []
        sample = Sample(self._most)
        for batch in batches:
            if isinstance(batch, Unread):
                unread.append(batch)
            else:
                self._put(batch, layout, sample)
        return unread

    def _put(self, batch: pa.RecordBatch, layout: Layout, sample: Sample) -> None:
        """Put in a batch, with what looks at the whole of every text."""
        taken = {name: f'"{name}"' for name in batch.schema.names if name in _TYPES}
        taken |= _each(layout)
        if self._counts_tokens(layout):
            texts = batch["text"].to_pylist()
            counted = [None if text is None else self._tools.tokens(text) for text in texts]
            batch = batch.append_column("counted", needed("pyarrow").array(counted, "int64"))
            taken["tokens"] = "counted"
        if "text" in taken:
            taken["bytes"] = "coalesce(bytes, 0)"  # a record without text has none of it
            if self._plan.finds_duplicates:
                taken["digest"] = "md5(text)"
            if self._reads_everything(layout):
                wanted = [record for record in batch["record"].to_pylist() if sample.wants(record)]
                taken["text"] = _only(wanted, "text")
        self._connection.register("batch", batch)
        self._connection.execute(f"INSERT INTO records {self._select('batch', taken)}")
        self._connection.unregister("batch")

    # -- Parquet ----------------------------------------------------------------------------------

    def _from_parquet(self, shard: Shard, layout: Layout) -> list[Unread]:
        """Put in what the engine reads; where a part is damaged, the other parts."""
        with damage(shard):
            taken = _of_parquet(self._connection, shard, layout)
            groups = parquet.groups(self._connection, shard)
        unread: list[Unread] = []
        relation = _numbered(shard)
        everything = groups[-1][1] if groups else 0
        try:
            with damage(shard):
                self._from_relation(relation, taken, layout, everything)
        except ArtefactError:
            self._connection.execute("DELETE FROM records")
            for first, end in groups:
                part = f"(FROM {relation} WHERE record >= {first} AND record < {end})"
                try:
                    with damage(shard, "this part"):
                        self._from_relation(part, taken, layout, everything)
                except ArtefactError as error:
                    unread.append(damaged(error, f"records {first} to {end - 1}"))
        return unread

    def _from_relation(
        self, relation: str, taken: Mapping[str, str], layout: Layout, records: int
    ) -> None:
        if self._counts_tokens(layout):
            source = self._connection.cursor().sql(_taken(relation, taken, self._roles))
            self._from_batches(source.to_arrow_reader(_BATCH), layout)
            return
        taken = self._digested(taken)
        if "text" in taken:
            taken["text"] = _only(self._drawn(records), taken["text"])
        self._connection.execute(f"INSERT INTO records {self._select(relation, taken)}")

    def _digested(self, taken: Mapping[str, str]) -> dict[str, str]:
        """Return what is taken of each record, with the digest of its text where that counts."""
        if self._plan.finds_duplicates and "text" in taken:
            return {**taken, "digest": f"md5({taken['text']})"}
        return dict(taken)

    def _drawn(self, records: int) -> list[int]:
        """Return which of so many records are in the sample."""
        drawn = self._connection.execute(
            f"SELECT record FROM range({records}) one(record) ORDER BY {KEY_SQL} "
            f"LIMIT {min(self._most, self._plan.drawn(records))}"
        )
        return [record for (record,) in drawn.fetchall()]


def _of_parquet(connection: DuckDBPyConnection, shard: Shard, layout: Layout) -> dict[str, str]:
    """Return what is taken of each record of a Parquet file, by role, as expressions of SQL."""
    columns = parquet.columns(connection, shard)
    taken = _each(layout)
    for role, name in layout.columns.items():
        column = columns[name]
        # Of several languages the likeliest stands first; of licences all hold.
        taken[role] = (role == "language" and column.first) or column.expression
    if "text" in taken:
        taken["bytes"] = f"coalesce(strlen({taken['text']}), 0)"
    return taken


def _of_lines(layout: Layout) -> dict[str, str]:
    """Return what is taken of each line of JSON, by role, as expressions of SQL."""
    taken = {role: f'"{role}"' for role in layout.columns} | _each(layout)
    if taken.pop("text", None):
        taken["bytes"] = 'coalesce(strlen("text"), 0)'
    return taken


def _numbered(shard: Shard) -> str:
    """Return the records of a Parquet file as a relation of SQL, with their positions."""
    return f"(SELECT file_row_number AS record, * FROM {parquet.relation(shard)})"


def _each(layout: Layout) -> dict[str, str]:
    """Return what a layout says of each record alike."""
    return {role: str(value) for role, value in layout.each.items()}


def _taken(relation: str, taken: Mapping[str, str], roles: Collection[str]) -> str:
    """Return the query for the records of a relation, with a column for each role, in its type."""
    columns = (
        f', try_cast({taken.get(role, "NULL")} AS {kind}) AS "{role}"'
        for role, kind in _TYPES.items()
        if role in roles
    )
    return f"SELECT record{''.join(columns)} FROM {relation}"


def _only(records: list[int], expression: str) -> str:
    """Return an expression of SQL that is NULL but for some records."""
    wanted = ", ".join(map(str, records))
    return f"CASE WHEN record IN ({wanted}) THEN {expression} END" if wanted else "NULL"


def damaged(error: ArtefactError, locator: str = "") -> Unread:
    """Return what an error says of a shard, or of a place in it, as a value."""
    return Unread(locator=locator, reason=error.message, remedy=error.remedy, damaged=True)


@contextmanager
def damage(shard: Shard, what: str = "the file") -> Iterator[None]:
    """Turn what the engine says of a broken file into an error of ours, and nothing else.

    Raises:
        DiskError: the disk or the store refuses the file.
        ArtefactError: it is broken.
        duckdb.Error: memory, or the disk for what does not fit into it, is not enough.
    """
    duckdb = needed("duckdb")
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except OSError as error:
        raise _unreached(error, shard) from None
    except duckdb.Error as error:
        if not isinstance(error, duckdb.IOException):
            raise ArtefactError(
                f"{what} is damaged: {_in_short(error, shard)}",
                place=shard.path,
                remedy="Fetch the file again, or make it anew.",
            ) from None
        if shard.path not in str(error):
            raise
        raise _unreached(error, shard) from None


def _unreached(error: Exception, shard: Shard) -> DiskError:
    return DiskError(
        f"it cannot be read: {_in_short(error, shard)}",
        place=shard.path,
        remedy="Check that it is there, and that you may read it; what was counted is kept.",
    )


def _in_short(error: Exception, shard: Shard) -> str:
    """Return what an error says, without the folder of the file and without what stands in it."""
    line = str(error).partition("\n")[0]
    said = (line.partition("Error: ")[2] or line).partition(': value "')[0]
    return shorten(said.replace(shard.path, shard.path.rpartition("/")[2]), _LONGEST_REASON)
