"""JSON, one object a line: plain or compressed.

Lines are taken in many at once, and only what is asked for is decoded: the values at the ways that
the roles name. Where a block of lines has one that does not fit, its lines are taken one by one.
A file about which nothing is in doubt is read by the database, if `relation` can say how.
Blank lines are no records. JSON that Python writes and JSON does not know, such as `NaN`, is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from colophon.corpus.readers import LARGEST_RECORD, Records, _json_sql
from colophon.corpus.readers._reports import Reports, broken
from colophon.corpus.readers._streams import BrokenError, Stream, is_compressed
from colophon.corpus.readers._ways import Ways, count_ends, read_object, told
from colophon.errors import ArtefactError
from colophon.evidence import Unread

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from colophon.corpus.readers import Batch, Role
    from colophon.corpus.sampling import Sample
    from colophon.corpus.shards import Shard

ENDINGS = tuple(
    kind + packed
    for kind in (".jsonl", ".ndjson", ".json")
    for packed in ("", ".gz", ".zst", ".bz2", ".xz")
)

_BLOCK: Final = 2**18
"""How many bytes of lines are decoded at once."""

_LOOK: Final = 4 * 2**20
"""How many bytes of lines tell what the records hold."""

_ONE_A_LINE: Final = "Write one object a line, such as: jq -c '.[]' file.json > file.jsonl"


def columns(shard: Shard) -> dict[str, str]:
    """Return the ways in the objects of the first lines, with the types of their values."""
    found: list[dict[str, Any]] = []
    reason = ""
    with shard.open() as file:
        try:
            first = next(_blocks(Stream(file, shard.path), _LOOK), b"")
        except BrokenError as error:
            first, reason = b"", str(error)
    if not reason and first:
        reason = _refused(first) or ""
    for line in first.split(b"\n") if first and not reason else ():
        try:
            found += [read_object(line)] if line.strip() else []
        except ValueError as error:
            reason = reason or str(error)
    if reason and not found:
        raise ArtefactError(
            f"no line of it is an object of JSON: {reason}",
            place=shard.path,
            remedy=_ONE_A_LINE,
        )
    return told(found)


def batches(shard: Shard, roles: Mapping[Role, str], sample: Sample) -> Iterator[Batch | Unread]:
    """Yield the objects of all lines, and the lines that are none."""
    records, ways, reports = Records(roles, sample), Ways(roles), Reports("lines")
    line = 1
    with shard.open() as file:
        blocks = _blocks(Stream(file, shard.path), _BLOCK)
        while True:
            try:
                block = next(blocks, None)
            except BrokenError as error:
                yield from _end(records, reports)
                yield broken(str(error), records.next)
                return
            if block is None:
                break
            if line == 1 and (reason := _refused(block)):
                yield Unread(locator="", reason=reason, remedy=_ONE_A_LINE)
                return
            rows = ways.many(block) if block else None
            if rows is not None:
                line += len(rows)
            else:
                rows = yield from _one_by_one(block, line, ways, reports)
                line += count_ends(block) or 1
            if rows:
                records.extend(len(rows), ways.values(rows))
            if records.is_full:
                yield records.batch()
    yield from _end(records, reports)


def relation(shard: Shard, roles: Mapping[Role, str]) -> str | None:
    """Return the records as a relation of SQL, in no order; None where the database cannot tell.

    The database reads Zstandard and plain files. It does not notice the damage of the others.
    """
    if shard.is_remote or ("bytes" in roles and "text" in roles):
        return None
    name = shard.path.lower()
    if is_compressed(name):
        if not name.endswith(".zst"):
            return None
        with shard.open() as file:
            if not _json_sql.is_whole(file, shard.size):
                return None
    return _json_sql.relation(shard.path, roles)


def _end(records: Records, reports: Reports) -> Iterator[Batch | Unread]:
    if records.is_begun:
        yield records.batch()
    yield from reports.rest()


def _one_by_one(
    block: bytes, number: int, ways: Ways, reports: Reports
) -> Generator[Unread, None, list[Any]]:
    """Return the rows of the lines of a block, and yield what is told of those that have none."""
    rows: list[Any] = []
    if not block:
        yield from reports.one(_unread(number, f"it is longer than {LARGEST_RECORD} bytes"))
        return rows
    for place, line in enumerate(block.split(b"\n"), number):
        if not line or line.isspace():
            continue
        try:
            rows.append(ways.one(line))
        except ValueError as error:
            yield from reports.one(_unread(place, str(error)))
    return rows


def _unread(line: int, reason: str) -> Unread:
    return Unread(
        locator=f"line {line}",
        reason=f"{reason}, so it was not counted",
        remedy="Mend the line, or leave it out of what is trained on.",
        damaged=True,
    )


def _refused(block: bytes) -> str | None:
    """Return why a file is not one object a line, from its beginning."""
    first = block.removeprefix(b"\xef\xbb\xbf").lstrip()
    if first.startswith(b"["):
        return "it is one list of JSON, and not one object a line"
    if first.split(b"\n", 1)[0].strip() == b"{":
        return "it is one object of JSON over several lines, and not one object a line"
    return None


def _blocks(stream: Stream, size: int) -> Iterator[bytes]:
    """Yield whole lines, many at once, and nothing in place of a line that is too long.

    Raises:
        BrokenError: the compression breaks; the line that was begun is lost.
    """
    held: list[bytes] = []
    length = 0
    skipping = False
    while piece := stream.read(size):
        first = piece.find(b"\n") + 1
        if skipping:
            if not first:
                continue
            skipping, piece = False, piece[first:]
            first = piece.find(b"\n") + 1
        if length + (first or len(piece)) > LARGEST_RECORD:
            yield b""
            held, length = [], 0
            skipping = not first
            if skipping:
                continue
            piece = piece[first:]
        end = piece.rfind(b"\n") + 1
        if end:
            yield b"".join([*held, memoryview(piece)[:end]])
            held, length = [], 0
        held.append(piece[end:])
        length += len(piece) - end
    if length:
        yield b"".join(held)
