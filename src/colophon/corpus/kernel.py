"""One shard -> its counts. Every engine runs this, wherever the shard is read."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.corpus import counts, layouts, tallies
from colophon.corpus.readers import parquet
from colophon.corpus.records import Filler, columns_of, damage, damaged
from colophon.corpus.sampling import KEY_SQL
from colophon.corpus.shards import reader_of
from colophon.corpus.tallies._strata import keyed
from colophon.corpus.tools import Tools, detector
from colophon.errors import ArtefactError
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from duckdb import DuckDBPyConnection

    from colophon.corpus.counts import Aside
    from colophon.corpus.layouts import Layout
    from colophon.corpus.plan import Plan
    from colophon.corpus.shards import Shard
    from colophon.evidence import Unread

_NO_RECORDS: Final = "(SELECT 0 WHERE false)"


class Kernel:
    """What counts shards by a plan, in a database of its own.

    Args:
        connection: the database.
        plan: how the shards are counted.
    """

    def __init__(self, connection: DuckDBPyConnection, plan: Plan) -> None:
        self._connection = connection
        self._plan = plan
        self._tools = Tools(plan.tokenizer)
        self._filler = Filler(connection, plan, self._tools)

    def count(self, shard: Shard, path: Path) -> None:
        """Write the counts of a shard to a file, and what of it could not be read.

        Raises:
            DiskError: the disk or the store refuses.
            ColophonError: `--columns` does not fit the shard.
        """
        try:
            self._count(shard, path)
        except ArtefactError as error:
            self._write(path, _NO_RECORDS, set(), [], [_aside(shard, damaged(error))])

    def _count(self, shard: Shard, path: Path) -> None:
        layout = self.layout(shard)
        tells = self._tells(layout)
        notes = self._notes(shard, layout, tells)
        looking = self._looking(tells)
        relation = self._filler.relation(shard, layout, tells, sampled=bool(looking))
        if relation is not None:
            duckdb = needed("duckdb")
            try:
                self._write(path, relation, tells, notes)
            except duckdb.OutOfMemoryException:
                raise
            except (duckdb.Error, OSError) as error:
                if path.name in str(error):
                    raise  # the disk refuses the counts
            else:
                return
        # Nothing is read yet, or something is in doubt: now it is read with care.
        unread = self._filler.fill(shard, layout, tells, sampled=bool(looking))
        asides = [_aside(shard, one) for one in unread]
        for name, tally in looking.items():
            asides += self._look(name, tally, shard)
        self._write(path, "records", tells, notes, asides)

    def _write(
        self,
        path: Path,
        source: str,
        tells: set[str],
        notes: Sequence[tuple[str, str]],
        asides: Sequence[Aside] = (),
    ) -> None:
        """Write what records come to which tell so much."""
        keyed = {name: one for name, one in _applying(tells).items() if hasattr(one, "KEY")}
        told = columns_of(tells)
        counts.write(self._connection, path, source, keyed, told, notes, asides)

    def layout(self, shard: Shard) -> Layout:
        """Return which column of a shard is what.

        Raises:
            ArtefactError: its columns cannot be read, or are of no known layout.
            ColophonError: `--columns` does not fit them.
        """
        reader = reader_of(shard)
        if reader is parquet:
            parquet.reach(self._connection, shard)
            with damage(shard):
                found = parquet.columns(self._connection, shard)
            columns = {name: column.kind for name, column in found.items()}
        else:
            columns = reader.columns(shard)
        if not columns:
            raise ArtefactError(
                "it holds no records",
                place=shard.path,
                remedy="Leave it out, or look whether it is whole.",
            )
        given = self._plan.columns
        layout = layouts.recognise(columns) if given is None else layouts.given(given, columns)
        if layout is None:
            raise ArtefactError(
                f"these columns are of no known layout: {', '.join(columns)}",
                place=shard.path,
                remedy="Say which is what, such as --columns url=link,text=body.",
            )
        return layout if self._plan.reads_text else layout.without("text")

    def _tells(self, layout: Layout) -> set[str]:
        """Return the roles that records of a layout tell, as the plan has them read."""
        tells: set[str] = {*layout.columns, *layout.each}
        if "text" in tells:
            tells.add("bytes")
            if self._plan.counts_every_text:
                tells.add("tokens")
            if self._plan.finds_duplicates:
                tells.add("digest")
            if self._plan.tokenizer is None:
                tells.add("no-tokenizer")
        return tells

    def _looking(self, tells: set[str]) -> dict[str, ModuleType]:
        """Return the tallies that look at a sample of the texts, if there is to be one."""
        some = _applying(tells) if self._plan.most else {}
        return {name: tally for name, tally in some.items() if hasattr(tally, "look")}

    def _notes(self, shard: Shard, layout: Layout, tells: set[str]) -> list[tuple[str, str]]:
        """Return how the shard is counted, as tallies with their keys."""
        notes = [("shards", shard.path), ("layouts", f"{layout.name}\t{layout.remark or ''}")]
        notes += [("columns", f"{role}={column}") for role, column in layout.columns.items()]
        if "text" in tells and "tokens" not in layout.columns and self._plan.tokenizer:
            notes.append(("tokenizers", str(self._plan.tokenizer)))
        if "text" in tells and "language" not in tells:
            notes.append(("detectors", detector()))
        return notes

    def _look(self, name: str, tally: ModuleType, shard: Shard) -> list[Aside]:
        """Return what a tally sees in the texts of the sample."""
        (records,) = self._connection.execute("SELECT count(*) FROM records").fetchall()[0]
        sample = self._connection.execute(
            f"SELECT bytes, text FROM records WHERE text IS NOT NULL ORDER BY {KEY_SQL} "
            f"LIMIT {self._plan.drawn(records)}"
        ).fetchall()
        looked = [(tally.look(text, self._tools), size) for size, text in sample]
        return [(name, keyed(key, shard.path), 1, size, tokens) for (key, tokens), size in looked]


def _aside(shard: Shard, unread: Unread) -> Aside:
    """Return what could not be read of a shard, as a row of counts."""
    said = {"shard": shard.path, **unread.model_dump()}
    return "unread", json.dumps(said, ensure_ascii=False, sort_keys=True), 0, None, None


@cache
def _tallies() -> Mapping[str, ModuleType]:
    return parts.by_name(tallies)


def _applying(tells: set[str]) -> dict[str, ModuleType]:
    """Return the tallies that count records which tell so much."""
    return {
        name: tally
        for name, tally in _tallies().items()
        if (not tally.NEEDS or tally.NEEDS & tells)
        and not getattr(tally, "UNLESS", frozenset()) & tells
    }
