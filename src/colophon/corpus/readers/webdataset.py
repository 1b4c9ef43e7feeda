"""WebDataset: tar archives whose members make a record where their names begin alike.

A name begins alike up to the first dot after the last slash: `a/0001.jpg` and `a/0001.json` are one
record. What a `.json` member holds are its columns; the others are columns that begin with a dot:

    .txt      the text of the member `.txt`
    .images   how many images there are, of members that end as images do
    .audio    the same of recordings
    .video    the same of films

Archives are read from their beginning to their end, and nothing of them is ever written to a disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from colophon.corpus.readers import LARGEST_RECORD, Records, size_of
from colophon.corpus.readers._reports import Reports, broken
from colophon.corpus.readers._streams import BrokenError, Stream
from colophon.corpus.readers._tar import Tar, TarError
from colophon.corpus.readers._ways import Ways, read_object, told
from colophon.errors import ArtefactError
from colophon.evidence import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.corpus.readers import Batch, Role
    from colophon.corpus.readers._tar import Member
    from colophon.corpus.sampling import Sample
    from colophon.corpus.shards import Shard

ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.bz2", ".tar.xz")

_SEEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "jxl", "ppm"),
        ".images",
    ),
    **dict.fromkeys(("wav", "flac", "mp3", "ogg", "opus", "m4a", "aac"), ".audio"),
    **dict.fromkeys(("mp4", "webm", "mkv", "avi", "mov", "mpg", "mpeg"), ".video"),
}
"""What a member counts as, by the end of its name."""

_LARGEST_JSON: Final = 64 * 2**20
_LOOK: Final = 100
"""How many records tell what all hold."""


class _Group:
    """A record that is being put together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[str, int] = {}
        self.json: bytes | None = None
        self.size: int | None = None
        self.text: str | None = None


def columns(shard: Shard) -> dict[str, str]:
    """Return what the first records hold."""
    objects: list[dict[str, Any]] = []
    members: dict[str, str] = {}
    count, reason = 0, ""
    with shard.open() as file:
        tar = Tar(Stream(file, shard.path))
        key = None
        try:
            for member in tar.members():
                before, end = _parts(member)
                if before is None:
                    continue
                count += before != key
                key = before
                if count > _LOOK:
                    break
                if end == "json" and member.size <= _LARGEST_JSON:
                    objects += _object(tar.content())
                elif end == "txt":
                    members[".txt"] = "text"
                elif end in _SEEN:
                    members[_SEEN[end]] = "number"
        except (TarError, BrokenError) as error:
            reason = str(error)
    if reason and not count:
        raise ArtefactError(
            f"no member of it can be read: {reason}",
            place=shard.path,
            remedy="Fetch or write the archive again.",
        )
    return told(objects) | members


def _object(content: bytes) -> list[dict[str, Any]]:
    try:
        return [read_object(content)]
    except ValueError:
        return []


def batches(shard: Shard, roles: Mapping[Role, str], sample: Sample) -> Iterator[Batch | Unread]:
    """Yield a record for each beginning of names, and the members that could not be read."""
    reading = _Reading(roles, sample)
    reason = ""
    with shard.open() as file:
        tar = Tar(Stream(file, shard.path))
        try:
            for member in tar.members():
                yield from reading.take(tar, member)
            yield from reading.close()
        except (TarError, BrokenError) as error:
            reason = str(error)
    if reading.records.is_begun:
        yield reading.records.batch()
    yield from reading.reports.rest()
    if reason:
        yield broken(reason, reading.records.next)


def _parts(member: Member) -> tuple[str | None, str]:
    """Return the beginning and the end of a member's name, None where it is part of no record."""
    folder, slash, name = member.name.rpartition("/")
    key, dot, end = name.partition(".")
    if not member.is_file or not dot or not key:
        return None, ""
    return folder + slash + key, end.rpartition(".")[2].lower()


class _Reading:
    """The reading of one archive: the records so far, and the one that is being put together."""

    def __init__(self, roles: Mapping[Role, str], sample: Sample) -> None:
        self.records = Records(roles, sample)
        self.reports = Reports("members")
        self._roles = roles
        self._ways = Ways({role: way for role, way in roles.items() if not way.startswith(".")})
        self._group: _Group | None = None

    def take(self, tar: Tar, member: Member) -> Iterator[Batch | Unread]:
        """Take in a member; of a text only the length, unless the sample wants it."""
        key, end = _parts(member)
        if key is None:
            return
        if self._group is not None and key != self._group.name:
            yield from self.close()
        group = self._group = self._group or _Group(key)
        if end in _SEEN:
            group.counts[_SEEN[end]] = group.counts.get(_SEEN[end], 0) + 1
        elif end == "json" and member.size > _LARGEST_JSON:
            yield from self.reports.one(_unread(member.name, f"it has {member.size} bytes"))
        elif end == "json":
            group.json = tar.content()
        elif end == "txt" and self._roles.get("text") == ".txt" and group.size is None:
            group.size = member.size
            if member.size <= LARGEST_RECORD and self.records.wants_text():
                try:
                    group.text = tar.content().decode()
                except UnicodeDecodeError as error:
                    reason = f"it is not UTF-8 at byte {error.start + 1}"
                    yield from self.reports.one(_unread(member.name, reason))

    def close(self) -> Iterator[Batch | Unread]:
        """Take in the record that was put together, if there is one."""
        group, self._group = self._group, None
        if group is None:
            return
        values: dict[str, Any] = {
            role: group.counts.get(way, 0)
            for role, way in self._roles.items()
            if way in _SEEN.values()
        }
        if group.json is not None:
            try:
                row = self._ways.one(group.json)
            except ValueError as error:
                yield from self.reports.one(_unread(f"{group.name}.json", str(error)))
            else:
                values |= {role: some[0] for role, some in self._ways.values([row]).items()}
        size, text = group.size, group.text
        if size is None and isinstance(inner := values.get("text"), str):
            size = size_of(inner)
            text = inner if self.records.wants_text() else None
        self.records.add(values, size=size, text=text)
        if self.records.is_full:
            yield self.records.batch()


def _unread(member: str, reason: str) -> Unread:
    return Unread(
        locator=f"member {member}",
        reason=f"{reason}, so its values were not counted",
        remedy="Mend the member, or leave its record out of what is trained on.",
        damaged=True,
    )
