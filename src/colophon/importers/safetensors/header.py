"""The header of one safetensors file: 8 bytes with its length, then JSON, then the tensors.

Nothing of the tensors is read. What the header says of them is checked against the length of the
file, as the format asks: they lie one after the other, without a gap, up to the last byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeGuard

from colophon import reading
from colophon.errors import ArtefactError
from colophon.importers import HEAD, quoted

if TYPE_CHECKING:
    from typing import BinaryIO

    from colophon.reading import Plain

LARGEST_HEADER: Final = 100_000_000
"""The format's own limit, in bytes; an index, which names the same tensors, is no larger."""

_LENGTH = 8

BITS: Final = {
    "F4": 4,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "BOOL": 8,
    "U8": 8,
    "I8": 8,
    "F8_E4M3": 8,
    "F8_E4M3FNUZ": 8,
    "F8_E5M2": 8,
    "F8_E5M2FNUZ": 8,
    "F8_E8M0": 8,
    "U16": 16,
    "I16": 16,
    "F16": 16,
    "BF16": 16,
    "U32": 32,
    "I32": 32,
    "F32": 32,
    "U64": 64,
    "I64": 64,
    "F64": 64,
    "C64": 64,
}
"""The types of numbers that the format knows, with the bits of one."""

_LARGEST_COUNT = 1 << 64
"""No file holds more numbers; the product of a shape is not worked out beyond it."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor, as the header tells of it.

    Attributes:
        name: such as `model.layers.0.mlp.up_proj.weight`.
        dtype: one of `BITS`.
        shape: its length along each dimension; none for a single number.
        elements: the product of `shape`.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    elements: int


def read_head(file: BinaryIO, size: int) -> bytes:
    """Return the length and the header of a file of `size` bytes, as they stand.

    Where the length cannot be that of a header, the first 64 KiB: never what a damaged length asks.
    """
    head = file.read(_LENGTH)
    length = int.from_bytes(head, "little")
    if length > LARGEST_HEADER or _LENGTH + length > size:
        return head + file.read(HEAD - _LENGTH)
    return head + file.read(length)


def read_header(raw: bytes, size: int, place: str) -> list[Tensor]:
    """Read a header, from the beginning of a file of `size` bytes.

    Raises:
        ArtefactError: the file is damaged, cut short, or not a safetensors file at all.
        ReadingError: the header is not the JSON that it should be.
    """
    if raw.startswith(b"version https://git-lfs"):
        raise ArtefactError(
            "a pointer of Git LFS stands in the place of the weights",
            place=place,
            remedy="Fetch the weights with `git lfs pull` and collect again.",
        )
    if len(raw) < _LENGTH:
        raise _damaged(f"{size} bytes are too few for the length of a header", place)
    length = int.from_bytes(raw[:_LENGTH], "little")
    if length > LARGEST_HEADER:
        raise _damaged(f"its first 8 bytes ask for a header of {length} bytes, beyond all", place)
    if _LENGTH + length > size or len(raw) < _LENGTH + length:
        raise _damaged(f"its header of {length} bytes goes beyond the end of the file", place)
    header = reading.json(raw[_LENGTH : _LENGTH + length], place).value
    if not isinstance(header, dict):
        raise _damaged("its header is not a JSON object", place)
    _check_metadata(header.pop("__metadata__", None), place)
    found = [_tensor(name, value, place) for name, value in header.items()]
    _check_order(found, size - _LENGTH - length, place)
    return [tensor for tensor, _, _ in found]


def _check_metadata(metadata: Plain, place: str) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise _damaged("the `__metadata__` in its header are not texts under names", place)


def _tensor(name: str, value: Plain, place: str) -> tuple[Tensor, int, int]:
    """Return one tensor, where its bytes begin and where they end."""
    what = f"the tensor `{quoted(name)}`"
    if not isinstance(value, dict):
        raise _damaged(f"{what} is not described by a JSON object", place)
    dtype, shape, offsets = (value.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not isinstance(dtype, str) or dtype not in BITS:
        raise _damaged(f"{what} is of no type of numbers that the format knows", place)
    if not _are_counts(shape):
        raise _damaged(f"{what} has a shape that is not a list of whole numbers", place)
    if not _are_counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:  # noqa: PLR2004 -- the begin and the end
        raise _damaged(f"{what} has no begin and end", place)
    elements = _product(shape)
    if elements is None or elements * BITS[dtype] != 8 * (offsets[1] - offsets[0]):
        raise _damaged(f"{what} has a shape that does not fill its bytes", place)
    return Tensor(name, dtype, tuple(shape), elements), offsets[0], offsets[1]


def _check_order(found: list[tuple[Tensor, int, int]], length: int, place: str) -> None:
    end = 0
    for tensor, begin, after in sorted(found, key=lambda item: item[1:]):
        if begin != end:
            raise _damaged(
                f"the tensor `{quoted(tensor.name)}` lies over another, or off it", place
            )
        end = after
    if end > length:
        raise _damaged(f"it is cut short: {end - length} bytes of tensors are missing", place)
    if end < length:
        raise _damaged(f"{length - end} bytes at its end belong to no tensor", place)


def _are_counts(value: Plain) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(item) is int and item >= 0 for item in value)


def _product(shape: list[int]) -> int | None:
    """Return the product, None when it is more than any file holds."""
    product = 1
    for length in sorted(shape):  # a zero comes first, and then nothing is too large
        product *= length
        if product > _LARGEST_COUNT:
            return None
    return product


def _damaged(message: str, place: str) -> ArtefactError:
    return ArtefactError(
        message,
        place=place,
        remedy="Copy or download the file again, or save the weights anew.",
    )
