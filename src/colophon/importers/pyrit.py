"""The database of PyRIT, `pyrit.db`: how its attacks ended, counted by kind, model and scorer.

Each row of `AttackResultEntries` is the end of one attack. Of several of one conversation the last
is counted, as the program itself does. An attack that nobody could judge, and one that an error
ended, is no hit and none that was withstood. An attack that is made of others, `SequentialAttack`,
is a kind of its own beside them. Prompts and answers are not read.

The database is read as it lies there. Where a journal lies beside it, part of it is in the journal,
and nothing is told.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import count, quoted, reading_of
from colophon.importers._evaluations import Things, day, facts, name, told, unusable, version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = facts(
    "adversarial",
    "program",
    "program-version",
    "model",
    "on",
    "until",
    "probe",
    "detector",
    "attempts",
    "hits",
    "withstood",
    "undetermined",
    "errors",
    "has-attempts",
)

_NAME: Final = re.compile(r".*pyrit.*\.(db|sqlite|sqlite3)", re.IGNORECASE)
_MAGIC: Final = b"SQLite format 3\0"
_JOURNALS: Final = ("-wal", "-journal")

_TABLE: Final = "AttackResultEntries"
_PROMPTS: Final = "PromptMemoryEntries"
_NEEDED: Final = frozenset({"id", "conversation_id", "outcome", "timestamp"})
_IDENTIFIERS: Final = ("atomic_attack_identifier", "attack_identifier")

_OUTCOMES: Final[Mapping[str, str]] = {
    "success": "hits",
    "failure": "withstood",
    "undetermined": "undetermined",
    "error": "errors",
}
"""What an attack ends as, and the fact that counts it."""

_STEPS: Final = 1_000_000
_MOST_STEPS: Final = 2_000
"""So many times `_STEPS` the database may take, which is more than any that was written needs."""

_MOST: Final = 5_000
"""No database holds more kinds of attack."""

_LONGEST: Final = 16 * 2**20
"""No value is longer, in bytes."""

_LOOK: Final = "Look into the database, and state the result by hand."
_CLOSE: Final = "Close the program that has it open, and copy it anew."


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each database, with the journals beside it."""
    for file in folder.names:
        if _NAME.fullmatch(file) and folder.head(file).startswith(_MAGIC):
            beside = (f"{file}{journal}" for journal in _JOURNALS)
            yield (file, *(journal for journal in beside if journal in folder))


def collect(source: Source) -> Reading:
    """Read one database.

    Raises:
        DiskError: the disk refuses.
    """
    database, *journals = source.names
    with source.lines(database) as lines:
        artefact = Artefact(
            name=source.artefact_name(database), digest=lines.digest(), size=lines.size
        )
    for journal in journals:
        with source.opened(journal) as (_, size):
            if size:
                unread = unusable("", "a journal lies beside it, with part of the content", _CLOSE)
                return reading_of("pyrit", artefact, [unread])
    # `immutable` keeps SQLite from writing beside the file, and from waiting for a lock.
    address = f"{(source.folder / database).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            items = list(_found(_Database(connection)))
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        items = [
            Unread(
                locator="",
                reason=quoted(f"the database cannot be read: {error}"),
                remedy="Copy it anew, or mend it with the command `.recover` of sqlite3.",
                damaged=True,
            )
        ]
    return reading_of("pyrit", artefact, items)


# -- The database ---------------------------------------------------------------------------------


class _Database:
    """An open database that is not trusted: what takes too long or is too large is refused."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._steps = 0
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.set_progress_handler(self._step, _STEPS)
        connection.execute("pragma trusted_schema = off")

    def _step(self) -> bool:
        self._steps += 1
        return self._steps > _MOST_STEPS

    def rows(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a query finds."""
        yield from self._connection.execute(query, values)

    def columns(self, table: str) -> frozenset[str]:
        """Return the columns of a table; none where there is no such table, or where it is a view.

        A view may be made to take for ever.
        """
        query = "select 1 from sqlite_master where type = 'table' and name = ?"
        if not any(self.rows(query, table)):
            return frozenset()
        return frozenset(
            row[0] for row in self.rows("select name from pragma_table_info(?)", table)
        )


def _found(database: _Database) -> Iterator[Evidence | Unread]:
    """Yield what is told of the whole, then of each kind of attack."""
    if any(row != ("ok",) for row in database.rows("pragma quick_check(1)")):
        raise sqlite3.DatabaseError("its pages do not hold together")
    columns = database.columns(_TABLE)
    if not columns >= _NEEDED:
        yield Unread(
            locator="",
            reason=f"no results of PyRIT: it has no table {_TABLE}, or not its columns",
            remedy="Nothing, if it is the database of another program.",
        )
        return
    yield Evidence(fact="adversarial.program", value="PyRIT", locator=f"table {_TABLE}")
    prompts = database.columns(_PROMPTS) and any(
        database.rows('select 1 from "PromptMemoryEntries" limit 1')
    )
    yield Evidence(
        fact="adversarial.has-attempts", value=bool(prompts), locator=f"table {_PROMPTS}"
    )
    kinds: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    identifier = next((one for one in _IDENTIFIERS if one in columns), None)
    for row in database.rows(_query(identifier, columns)):
        kinds.setdefault(row[:4], []).append(row[4:])
        if len(kinds) > _MOST:
            yield unusable(f"table {_TABLE}", f"more than {_MOST} kinds of attack")
            return
    things = Things()
    for kind, outcomes in kinds.items():
        yield from _kind(kind, outcomes, f"table {_TABLE}, column {identifier}", things)


def _query(identifier: str | None, columns: Iterable[str]) -> str:
    """Return what counts the ends of attacks by kind, model, scorer and version of the program."""
    known = f"case when json_valid({identifier}) then {identifier} end" if identifier else "null"
    written = "pyrit_version" if "pyrit_version" in columns else "null"
    return _COUNT.replace("IDENTITY", known).replace("VERSION", written)


_COUNT: Final = """
    with last as (
        select IDENTITY as identity, VERSION as version, outcome, timestamp, row_number()
        over (partition by conversation_id order by timestamp desc, id desc) as back
        from AttackResultEntries
    ),
    attacks as (
        select identity, version, outcome, timestamp, coalesce(
            json_extract(identity, '$.children.attack_technique.children.attack'),
            json_extract(identity, '$.children.attack'),
            identity
        ) as attack from last where back = 1
    )
    select
        coalesce(json_extract(attack, '$.class_name'), json_extract(attack, '$.__type__')),
        nullif(json_extract(attack, '$.children.objective_target.model_name'), ''),
        json_extract(attack, '$.children.objective_scorer.class_name'),
        version, outcome, count(*), min(timestamp), max(timestamp)
    from attacks group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
"""
"""Counts the last end of each conversation."""


def _kind(
    kind: tuple[Any, ...], outcomes: list[tuple[Any, ...]], identity: str, things: Things
) -> Iterator[Evidence | Unread]:
    """Yield what is told of one kind of attack on one model."""
    attack, model, scorer, written = kind
    of = things.named(*(part for part in (attack, scorer, model) if isinstance(part, str)))
    at = f"table {_TABLE}, column outcome"
    counted = dict.fromkeys(_OUTCOMES.values(), 0)
    for outcome, number, _, _ in outcomes:
        if outcome not in _OUTCOMES:
            yield unusable(at, f"an attack of {of} ended as `{quoted(str(outcome))}`", _LOOK)
            return
        counted[_OUTCOMES[outcome]] += number
    yield from told("adversarial.probe", attack, identity, name, of=of)
    yield from told("adversarial.detector", scorer, identity, name, of=of)
    if model is None:
        yield unusable(identity, f"it does not say which model was attacked by {of}", _LOOK)
    yield from told("adversarial.model", model, identity, name, of=of)
    yield from told(
        "adversarial.program-version",
        written,
        f"table {_TABLE}, column pyrit_version",
        version,
        of=of,
    )
    attempts = counted["hits"] + counted["withstood"]
    for fact, number in {"attempts": attempts, **counted}.items():
        yield from told(f"adversarial.{fact}", number, at, count, of=of)
    times = f"table {_TABLE}, column timestamp"
    first, last = (pick(row[2:] for row in outcomes) for pick in (_first, _last))
    yield from told("adversarial.on", first, times, day, of=of)
    yield from told("adversarial.until", last, times, day, of=of)


def _first(rows: Iterable[tuple[Any, Any]]) -> str:
    return min(str(first) for first, _ in rows)


def _last(rows: Iterable[tuple[Any, Any]]) -> str:
    return max(str(last) for _, last in rows)
