"""The event files of TensorBoard: the scalars that the Trainer and OLMo-core log.

All event files of one folder are read together, in the order in which they were begun: a resumed
run writes another one beside the first. Of each scalar the value that was written last counts;
where a count goes back, a person is asked. The operations are those of `trainer_state`.

A file is a row of records, each with its length and two checksums. A record whose checksum is wrong
makes the file damaged, and gives no facts. The last record may be cut off where a program still
writes, or was ended: it is not read. Scalars have single precision, about seven digits; they are
given in the fewest digits that mean the same number.
"""

from __future__ import annotations

import math
import re
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import reading_of, shown
from colophon.importers._metrics import Metric, found_in, read_as, trap
from colophon.importers._training import broken, meanings, numeral, question
from colophon.importers._wire import fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(
    "training.epochs", "training.tokens", "training.flop-logged", "training.seconds"
)

_NAME: Final = re.compile(r"events\.out\.tfevents\.(?P<begun>[0-9]{1,12})(?:\..*)?", re.DOTALL)
_LARGEST: Final = 2**14
"""No record that holds a few scalars is longer, in bytes: what is longer holds pictures, graphs or
histograms and is passed over, because checksums of it would take long."""


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the event files of one folder together."""
    begun = {name: int(match["begun"]) for name in folder.names if (match := _NAME.fullmatch(name))}
    if begun:
        yield tuple(sorted(begun, key=lambda name: (begun[name], name)))


def collect(source: Source) -> Reading:
    """Read the event files of one folder.

    Raises:
        DiskError: the disk refuses.
    """
    digests: dict[str, str] = {}
    size = 0
    metrics: dict[str, Metric] = {}
    items: list[Evidence | Unread] = []
    for name in source.names:
        with source.lines(name) as lines:
            digests[name] = lines.digest().rpartition(":")[2]
            size += lines.size
        inside = f"{shown(name)}, " if len(source.names) > 1 else ""
        with source.opened(name) as (file, length):
            items += _take(file, length, inside, metrics)
    if not any(isinstance(item, Unread) and item.damaged for item in items):
        items += found_in(metrics, None)
        for key, metric in metrics.items():
            items += trap(key, metric.locator)
    return reading_of("tensorboard", source.artefact(digests, size), items)


def _take(file: BinaryIO, size: int, inside: str, metrics: dict[str, Metric]) -> Iterator[Unread]:
    """Take the scalars of one file, and yield what is wrong with it."""
    try:
        for data in _records(file, size):
            for scalar in _scalars(data):
                if read_as(scalar.tag) is None and not any(trap(scalar.tag, "")):
                    continue
                locator = f"{inside}tag {shown(scalar.tag)}"
                metric = metrics.setdefault(scalar.tag, Metric(locator))
                metric.locator = locator
                if math.isfinite(scalar.value):
                    metric.add(scalar.step, numeral(_shortest(scalar)), scalar.moment)
    except EOFError:
        yield question(
            inside.rstrip(", "),
            "the last record has no end, so that it is not read",
            "Collect again when the program has ended.",
        )
    except (ValueError, struct.error) as error:
        yield broken(inside.rstrip(", "), f"not a whole event file: {error}")


# -- Records --------------------------------------------------------------------------------------


def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        found.append(value)
    return tuple(found)


_CRC32C: Final = _table()


def checksum(data: bytes) -> int:
    """Return the CRC32C of `data`, turned as records hold it."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _CRC32C[(value ^ byte) & 0xFF] ^ value >> 8
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _records(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield each record that may hold scalars.

    Raises:
        EOFError: the last one is cut off.
        ValueError: a checksum is wrong.
    """
    at = 0
    while at < size:
        head = _exactly(file, 12)
        (length,) = struct.unpack("<Q", head[:8])
        if checksum(head[:8]) != struct.unpack("<I", head[8:])[0]:
            raise ValueError(f"the length at byte {at} is not what its checksum says")
        at += 12 + length + 4
        if at > size:
            raise EOFError
        if length > _LARGEST:
            file.seek(at)
            continue
        data = _exactly(file, length)
        if checksum(data) != struct.unpack("<I", _exactly(file, 4))[0]:
            raise ValueError(f"the record that ends at byte {at} is not what its checksum says")
        yield data


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


# -- Scalars --------------------------------------------------------------------------------------


class _Scalar(NamedTuple):
    tag: str
    step: int
    moment: float
    value: float
    is_single: bool


_MOMENT, _STEP, _SUMMARY = 1, 2, 5
_VALUE: Final = 1
_TAG, _SIMPLE, _TENSOR = 1, 2, 8
_CONTENT, _SINGLES, _DOUBLES = 4, 5, 6
_KIND: Final = 1
_SINGLE, _DOUBLE = 1, 2
_FORMS: Final[Mapping[int, str]] = {_SINGLE: "<f", _DOUBLE: "<d"}


def _scalars(event: bytes) -> Iterator[_Scalar]:
    """Yield the scalars of one event.

    Raises:
        ValueError, struct.error: it is no event.
    """
    step, moment = 0, 0.0
    summaries: list[bytes] = []
    for field in fields(event):
        if field.number == _MOMENT:
            (moment,) = struct.unpack("<d", field.data())
        elif field.number == _STEP:
            step = field.whole()
        elif field.number == _SUMMARY:
            summaries.append(field.data())
    for summary in summaries:
        for value in fields(summary):
            if value.number == _VALUE:
                yield from _scalar(value.data(), step, moment)


def _scalar(value: bytes, step: int, moment: float) -> Iterator[_Scalar]:
    tag = ""
    for field in fields(value):
        if field.number == _TAG:
            tag = field.text()
        elif field.number == _SIMPLE:
            (single,) = struct.unpack("<f", field.data())
            yield _Scalar(tag, step, moment, single, is_single=True)
        elif field.number == _TENSOR and read_as(tag) is not None:
            yield from _tensor(field.data(), tag, step, moment)


def _tensor(tensor: bytes, tag: str, step: int, moment: float) -> Iterator[_Scalar]:
    """Yield the one number of a tensor that holds one."""
    kind = 0
    for field in fields(tensor):
        if field.number == _KIND:
            kind = field.whole()
        elif field.number in {_CONTENT, _SINGLES, _DOUBLES}:
            number = struct.Struct(_FORMS.get(kind, ""))
            data = field.data()
            if number.size and number.size == len(data):
                (value,) = number.unpack(data)
                yield _Scalar(tag, step, moment, value, is_single=kind == _SINGLE)


def _shortest(scalar: _Scalar) -> str:
    """Return the fewest digits that mean the same number."""
    if not scalar.is_single:
        return repr(scalar.value)
    packed = struct.pack("<f", scalar.value)
    texts = (f"{scalar.value:.{digits}g}" for digits in range(1, 10))
    return next(text for text in texts if _packs_to(text, packed))


def _packs_to(text: str, packed: bytes) -> bool:
    try:
        return struct.pack("<f", float(text)) == packed
    except OverflowError:
        return False
