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
_AT_ONCE: Final = 1000
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
    rows, reason = _Rows(roles, sample, records), ""
    with shard.open() as file:
        archive = _Archive(shard, file)
        try:
            for count, (record, is_text) in enumerate(archive.records()):
                if count and not count % _AT_ONCE:
                    rows.put(archive.dump)
                    if records.is_full:
                        yield records.batch()
                unread = rows.take(record, is_text=is_text)
                if unread:
                    yield from reports.one(unread)
        except _BrokenArchiveError as error:
            rows.forget_last()
            reason = str(error)
    rows.put(archive.dump)
    if records.is_begun:
        yield records.batch()
    yield from reports.rest()
    if reason:
        yield broken(reason, records.next)


class _Rows:
    """Records that are taken one by one, and put among the others many at once.

    Args:
        roles: the way of each role.
        sample: which texts are wanted.
        records: the others.
    """

    def __init__(self, roles: Mapping[Role, str], sample: Sample, records: Records) -> None:
        self._sample = sample
        self._records = records
        self._role_of = roles
        beside = {_LENGTH, "text", "dump"}
        self._fields: dict[str, list[Any]] = {way: [] for way in {*roles.values()} - beside}
        self._put_field = [(way, values.append) for way, values in self._fields.items()]
        self._lengths: list[int] = []
        self._others: list[int] = []
        self._texts: dict[int, str] = {}
        self._has_text = roles.get("text") == "text"
        self._begin()

    def _begin(self) -> None:
        for values in (*self._fields.values(), self._lengths, self._others):
            values.clear()
        self._texts.clear()
        first = self._records.next
        likely = self._sample.likely(first, _AT_ONCE) if self._has_text else ()
        self._likely = frozenset(number - first for number in likely)

    def take(self, record: Any, *, is_text: bool) -> Unread | None:
        """Take in a record; return why its text cannot be read, if so."""
        get = record.headers.get
        for way, put in self._put_field:
            put(get(way))
        length = _payload(record) if record.is_http else record.content_length
        place = len(self._lengths)
        self._lengths.append(length)
        if not is_text:
            self._others.append(place)
        elif place in self._likely and length <= LARGEST_RECORD:
            return self._take_text(record, place)
        return None

    def _take_text(self, record: Any, place: int) -> Unread | None:
        number = self._records.next + place
        if self._sample.wants(number):
            try:
                self._texts[place] = record.reader.read().decode()
            except UnicodeDecodeError as error:
                return _unread(number, error)
        return None

    def forget_last(self) -> None:
        """Leave out the record that was taken last: it is cut off."""
        if self._lengths:
            for values in self._fields.values():
                values.pop()
            self._lengths.pop()
            last = len(self._lengths)
            self._texts.pop(last, None)
            if last in self._others[-1:]:
                self._others.pop()

    def put(self, dump: str | None) -> None:
        """Put what was taken among the records, all of one crawl."""
        count = len(self._lengths)
        told = {**self._fields, _LENGTH: self._lengths, "dump": [dump] * count}
        columns = {role: told[way] for role, way in self._role_of.items() if way in told}
        if "url" in columns:
            columns["url"] = [url and url.strip("<>") for url in columns["url"]]
        if "text" in self._role_of:
            sizes: list[int | None] = [*self._lengths]
            for place in self._others:
                sizes[place] = None
            self._records.extend_measured(columns, sizes, self._texts)
        else:
            self._records.extend(count, columns)
        self._begin()


def _payload(record: Any) -> int:
    """Return how many bytes follow the header of HTTP; all of them where it is none."""
    length: int = record.content_length
    if length:
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
