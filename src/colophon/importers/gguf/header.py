"""The header of one GGUF file: what is said of the model, and what is said of each tensor.

Nothing of the tensors is read. What the header says of them is checked against the length of the
file. Long lists, such as the tokens of a vocabulary, are passed over.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError
from colophon.importers import quoted
from colophon.importers.gguf.types import BLOCKS

if TYPE_CHECKING:
    from typing import BinaryIO

    from colophon.reading import Plain

_MAGIC: Final = b"GGUF"
_VERSIONS: Final = (2, 3)
_LARGEST_HEADER: Final = 200_000_000
"""No header is longer, in bytes: the largest vocabularies take a tenth of that."""

_LONGEST_TEXT: Final = 100_000
_LONGEST_LIST: Final = 1_000
"""Texts and lists beyond these lengths are passed over."""

_DEEPEST: Final = 4
_DIMENSIONS: Final = 8
_LARGEST_COUNT: Final = 1 << 64
_ALIGNMENT: Final = 32
"""Tensors begin at multiples of it where the file says nothing else: so says the format."""

_NUMBERS: Final = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
"""How Python unpacks each type of number, by its place in the format."""

_FRACTIONS: Final = "fd"
_TEXT, _LIST = 8, 9


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor, as the header tells of it.

    Attributes:
        name: such as `blk.0.ffn_up.weight`.
        kind: the number of its type.
        elements: the product of its shape.
        row: its length along the first dimension.
        offset: where it begins among the tensors.
    """

    name: str
    kind: int
    elements: int
    row: int
    offset: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a header tells.

    Attributes:
        told: what is said of the model, by its key: numbers, texts, truth values and short lists.
            None where a value is not kept: a fraction, a text that is too long or is none.
        tensors: in their order.
        digest: the SHA-256 of the header.
    """

    told: dict[str, Plain]
    tensors: list[Tensor]
    digest: str


@dataclass(slots=True)
class _Bytes:
    """A file from its beginning on, of which no more is asked than it has."""

    file: BinaryIO
    size: int
    place: str
    at: int = 0
    order: str = "<"
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def take(self, length: int) -> bytes:
        if length > self.size - self.at:
            raise damaged("its header goes beyond the end of the file", self.place)
        if self.at + length > _LARGEST_HEADER:
            raise damaged(f"its header has more than {_LARGEST_HEADER} bytes", self.place)
        data = self.file.read(length)
        if len(data) < length:
            raise damaged("its header goes beyond the end of the file", self.place)
        self.at += length
        self.digest.update(data)
        return data

    def number(self, form: str) -> int:
        form = f"{self.order}{form}"
        value: int = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return value

    def text(self) -> bytes:
        return self.take(self.number("Q"))

    def name(self) -> str:
        try:
            return self.text().decode()
        except UnicodeDecodeError:
            raise damaged("it holds a name that is not UTF-8", self.place) from None


def read_header(file: BinaryIO, size: int, place: str) -> Header:
    """Read the header of a file of `size` bytes, from its beginning.

    Raises:
        ArtefactError: the file is damaged, cut short, or not a GGUF file of a known version.
    """
    data = _Bytes(file, size, place)
    magic = data.take(min(len(_MAGIC), size))
    if b"version https://git-lfs".startswith(magic) and magic:
        raise ArtefactError(
            "a pointer of Git LFS stands in the place of the weights",
            place=place,
            remedy="Fetch the weights with `git lfs pull` and collect again.",
        )
    if magic != _MAGIC:
        raise damaged("it does not begin with `GGUF`", place)
    version = data.number("I")
    if version not in _VERSIONS and version & 0xFFFF == 0:
        # The bytes of all numbers are turned round in files for machines of the other order.
        data.order = ">"
        version = int.from_bytes(version.to_bytes(4, "little"), "big")
    if version not in _VERSIONS:
        raise ArtefactError(
            f"it is written in version {version} of the format",
            place=place,
            remedy="Convert it to version 3 of the format, and collect again.",
        )
    number_of_tensors, number_of_keys = data.number("Q"), data.number("Q")
    told: dict[str, Plain] = {}
    for _ in range(number_of_keys):
        key = data.name()
        if key in told:
            raise damaged(f"the key `{quoted(key)}` stands twice", place)
        told[key] = _value(data, data.number("I"), 0)
    tensors = [_tensor(data) for _ in range(number_of_tensors)]
    if len({tensor.name for tensor in tensors}) < len(tensors):
        raise damaged("one tensor stands twice in it", place)
    _check_order(tensors, told.get("general.alignment"), data)
    return Header(told, tensors, data.digest.hexdigest())


def _value(data: _Bytes, kind: int, depth: int) -> Plain:
    if kind in _NUMBERS:
        form = _NUMBERS[kind]
        value = data.number(form)
        return None if form in _FRACTIONS else value
    if kind == _TEXT:
        text = data.text()
        try:
            return text.decode() if len(text) <= _LONGEST_TEXT else None
        except UnicodeDecodeError:
            return None
    if kind != _LIST or depth > _DEEPEST:
        raise damaged("it holds a value of no known type", data.place)
    inner, length = data.number("I"), data.number("Q")
    if length > _LONGEST_LIST and inner in _NUMBERS:
        data.take(length * struct.calcsize(f"<{_NUMBERS[inner]}"))
        return None
    values = []
    for at in range(length):
        value = _value(data, inner, depth + 1)
        if at < _LONGEST_LIST:
            values.append(value)
    return values if length <= _LONGEST_LIST else None


def _tensor(data: _Bytes) -> Tensor:
    name = data.name()
    dimensions = data.number("I")
    if dimensions > _DIMENSIONS:
        raise damaged(f"the tensor `{quoted(name)}` has {dimensions} dimensions", data.place)
    shape = [data.number("Q") for _ in range(dimensions)]
    elements = 1
    for length in sorted(shape):
        elements *= length
        if elements > _LARGEST_COUNT:
            raise damaged(f"the tensor `{quoted(name)}` is larger than any", data.place)
    return Tensor(name, data.number("I"), elements, shape[0] if shape else 1, data.number("Q"))


def _check_order(tensors: list[Tensor], alignment: Plain, data: _Bytes) -> None:
    """Hold what is said of the tensors against each other and the length of the file."""
    if any(tensor.kind not in BLOCKS for tensor in tensors):
        return  # how long they are is not known
    step = _ALIGNMENT if alignment is None else alignment
    if type(step) is not int or step < 1 or step & (step - 1):
        raise damaged("it says that tensors begin at multiples of no such number", data.place)
    begin = -(-data.at // step) * step
    end = 0
    for tensor in sorted(tensors, key=lambda tensor: tensor.offset):
        what = f"the tensor `{quoted(tensor.name)}`"
        numbers, length = BLOCKS[tensor.kind]
        if tensor.row % numbers:
            raise damaged(f"{what} does not fill its blocks", data.place)
        if tensor.offset < end or tensor.offset % step:
            raise damaged(f"{what} lies over another, or off it", data.place)
        end = tensor.offset + tensor.elements // numbers * length
    if tensors and begin + end > data.size:
        missing = begin + end - data.size
        raise damaged(f"it is cut short: {missing} bytes of tensors are missing", data.place)


def damaged(message: str, place: str) -> ArtefactError:
    """Return the error of a file that is broken."""
    return ArtefactError(
        message, place=place, remedy="Copy or download the file again, or convert the model anew."
    )
