"""WARC and WET: archives of a crawl as it was fetched, and the texts that were taken from it.

A record is a response, a resource or a conversion; requests and metadata are none. Its columns are
the fields of its header, such as `WARC-Target-URI`, and:

    payload-length   how many bytes were fetched, without the header of HTTP; of a text, its length
    text             the text, in WET
    dump             the crawl, such as `CC-MAIN-2024-10`, where the path or the archive names one

FastWARC reads the records. It does not notice that an archive is cut off, so the end is looked at
once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from colophon.corpus.readers import LARGEST_RECORD, Records
from colophon.corpus.readers._reports import Reports, broken
from colophon.corpus.readers._streams import BrokenError, Stream
from colophon.errors import ArtefactError
from colophon.evidence import Unread
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.readers import Batch, Role
    from colophon.corpus.sampling import Sample
    from colophon.corpus.shards import Shard

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")

_DUMP: Final = re.compile(r"CC-MAIN-\d{4}-\d{2}(?!\d)")
_LENGTH: Final = "payload-length"
_LOOK: Final = 20
_LARGEST_INFO: Final = 2**16
_LARGEST_HEADER: Final = 2**16
_PIECE: Final = 2**18
_GZIP: Final = b"\x1f\x8b"
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_CONTENT_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r?$")


class _BrokenArchiveError(Exception):
    """The archive is damaged or cut off; the text says how."""


class _Archive:
    """The records of one shard, each looked at before the next.

    Attributes:
        dump: the crawl that the archive belongs to, as far as it is known by now.
    """

    def __init__(self, shard: Shard, file: Any) -> None:
        self._library = needed("fastwarc.warc")
        self._shard = shard
        self._file = file
        self.dump = _dump(shard.path)

    def records(self) -> Iterator[tuple[Any, bool]]:
        """Yield the records that count, and whether each is a text.

        The last one may be cut off: it counts when nothing is raised after it.

        Raises:
            _BrokenArchiveError: the archive is damaged or cut off.
            DiskError: the disk or the store refuses.
        """
        types = self._library.WarcRecordType
        counted = types.response | types.resource | types.conversion
        conversion, info = types.conversion, types.warcinfo
        last = 0
        try:
            for record in self._library.ArchiveIterator(self._file, parse_http=False):
                last = record.stream_pos
                kind = record.record_type
                if kind & counted:
                    yield record, kind == conversion
                elif kind == info and not self.dump and record.content_length <= _LARGEST_INFO:
                    self.dump = _dump(record.reader.read().decode("latin-1"))
        except (OSError, ValueError) as error:
            raise _BrokenArchiveError(f"it is damaged: {error}") from error
        self._check_end(last)

    def _check_end(self, last: int) -> None:
        """Read the last record again, which begins at `last`, and see that it is whole.

        An archive that is packed as a whole, and not record by record, is read from its beginning.
        """
        if self._shard.path.lower().endswith(".gz"):
            self._file.seek(last)
            last = last if self._file.read(2) == _GZIP else 0
        self._file.seek(last)
        try:
            whole = _is_whole(Stream(self._file, self._shard.path))
        except BrokenError as error:
            raise _BrokenArchiveError(str(error)) from error
        if not whole:
            raise _BrokenArchiveError("it ends in the middle of a record")


def _is_whole(stream: Stream) -> bool:
    """Say whether a stream of records ends with the end of one; raises as the stream does."""
    rest = b""
    while True:
        rest = rest.lstrip(b"\r\n") or stream.read(_PIECE)
        if not rest:
            return True
        if not rest.strip(b"\r\n"):
            continue
        while not (end := _BLANK_LINE.search(rest)):
            piece = stream.read(_PIECE)
            if not piece or len(rest) > _LARGEST_HEADER:
                return False
            rest += piece
        told = _CONTENT_LENGTH.search(rest, 0, end.end())
        if told is None:
            return False
        left = int(told[1]) - (len(rest) - end.end())
        rest = rest[end.end() + int(told[1]) :]
        while left > 0:
            piece = stream.read(min(left, _PIECE))
            if not piece:
                return False
            left -= len(piece)


def columns(shard: Shard) -> dict[str, str]:
    """Return the fields of the headers of the first records, and what is told beside them."""
    found: dict[str, str] = {}
    count = 0
    with shard.open() as file:
        archive = _Archive(shard, file)
        try:
            for record, is_text in archive.records():
                found |= dict.fromkeys(record.headers.keys(), "text")
                found[_LENGTH] = "number"
                if is_text:
                    found["text"] = "text"
                count += 1
                if count == _LOOK:
                    break
        except _BrokenArchiveError as error:
            if not found:
                raise ArtefactError(
                    f"no record of it can be read: {error}",
                    place=shard.path,
                    remedy="Fetch the archive again.",
                ) from error
        if archive.dump and found:
            found["dump"] = "text"
    return found


def batches(shard: Shard, roles: Mapping[Role, str], sample: Sample) -> Iterator[Batch | Unread]:
    """Yield the responses, resources and conversions, and where the archive breaks."""
    records, reports = Records(roles, sample), Reports("records")
    fields = {role: way for role, way in roles.items() if way not in {_LENGTH, "text", "dump"}}
    lengths = [role for role, way in roles.items() if way == _LENGTH]
    dumps = [role for role, way in roles.items() if way == "dump"]
    has_text = roles.get("text") == "text"
    held: tuple[dict[Any, Any], int | None, str | None] | None = None
    with shard.open() as file:
        archive = _Archive(shard, file)
        try:
            for record, is_text in archive.records():
                if held is not None:
                    records.add(held[0], size=held[1], text=held[2])
                    if records.is_full:
                        yield records.batch()
                get = record.headers.get
                values: dict[Any, Any] = {role: get(way) for role, way in fields.items()}
                url = values.get("url")
                if url is not None and url.startswith("<"):
                    values["url"] = url.strip("<>")
                length = _payload(record)
                values |= dict.fromkeys(lengths, length)
                if archive.dump:
                    values |= dict.fromkeys(dumps, archive.dump)
                text = None
                if is_text and has_text and length <= LARGEST_RECORD and records.wants_text():
                    try:
                        text = record.reader.read().decode()
                    except UnicodeDecodeError as error:
                        yield from reports.one(_unread(records.next, error))
                held = values, length if is_text else None, text
            if held is not None:
                records.add(held[0], size=held[1], text=held[2])
        except _BrokenArchiveError as error:
            reason = str(error)
        else:
            reason = ""
    if records.is_begun:
        yield records.batch()
    yield from reports.rest()
    if reason:
        yield broken(reason, records.next)


def _payload(record: Any) -> int:
    """Return how many bytes follow the header of HTTP; all of them where it has none."""
    length: int = record.content_length
    if record.is_http and length:
        try:
            record.parse_http(strict_mode=False)
        except (OSError, ValueError):
            return length
        if record.http_headers.status_code is not None:
            length = record.content_length
    return length


def _dump(words: str) -> str | None:
    found = _DUMP.search(words)
    return found[0] if found else None


def _unread(record: int, error: UnicodeDecodeError) -> Unread:
    return Unread(
        locator=f"record {record}",
        reason=f"its text is not UTF-8 at byte {error.start + 1}, so it was not looked at",
        remedy="Write the text as UTF-8.",
        damaged=True,
    )
