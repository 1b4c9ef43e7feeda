"""A certificate: the names of whom it was given to. Nothing of it is verified.

A certificate (X.509) is written in DER: a tag, a length, and what is inside. Only the way to the
names is followed: the alternative names, else the common name of the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE, _SET, _OBJECT_ID, _OCTETS, _EXTENSIONS, _VERSION = 0x30, 0x31, 0x06, 0x04, 0xA3, 0xA0
_TEXTS: Final = frozenset({0x0C, 0x13, 0x16})
_MAIL, _ADDRESS = 0x81, 0x86

_COMMON_NAME: Final = bytes.fromhex("550403")
_ALTERNATIVE_NAMES: Final = bytes.fromhex("551d11")
_VOUCHED: Final = bytes.fromhex("2b0601040183bf300108")
"""1.3.6.1.4.1.57264.1.8, with which sigstore says who vouched for the name."""

_SUBJECT: Final = 4
"""Of the parts of a certificate without its version, which one is the subject."""

_LONG = 0x80


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whom a certificate was given to.

    Attributes:
        names: addresses of mail and of the web; else the common name.
        vouched_by: who told the issuer that name; empty where it does not say.
    """

    names: tuple[str, ...]
    vouched_by: str


def read_certificate(data: bytes, place: str) -> Certificate:
    """Read one certificate.

    Raises:
        ArtefactError: it is damaged.
    """
    try:
        return _certificate(data)
    except (LookupError, ValueError):
        raise ArtefactError(
            "its certificate is damaged", place=place, remedy="Fetch the signature again."
        ) from None


def _certificate(data: bytes) -> Certificate:
    (_, whole), *_ = _parts(data)
    (_, body), *_ = _parts(whole)
    parts = [part for part in _parts(body) if part[0] != _VERSION]
    names: list[str] = []
    vouched_by = ""
    for object_id, value in _extensions(parts):
        if object_id == _ALTERNATIVE_NAMES:
            (_, alternatives), *_ = _parts(value)
            names += (
                text.decode() for tag, text in _parts(alternatives) if tag in {_MAIL, _ADDRESS}
            )
        elif object_id == _VOUCHED:
            (_, text), *_ = _parts(value)
            vouched_by = text.decode()
    return Certificate(tuple(names or _common_names(parts[_SUBJECT][1])), vouched_by)


def _extensions(parts: list[tuple[int, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the object id and the value of each extension."""
    for tag, inner in parts:
        if tag == _EXTENSIONS:
            (_, listed), *_ = _parts(inner)
            for _, extension in _parts(listed):
                fields = dict(_parts(extension))
                yield fields[_OBJECT_ID], fields[_OCTETS]


def _common_names(subject: bytes) -> list[str]:
    found = []
    for _, relative in _parts(subject):
        for _, pair in _parts(relative):
            (_, object_id), (tag, value) = _parts(pair)
            if object_id == _COMMON_NAME and tag in _TEXTS:
                found.append(value.decode())
    return found


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the tag and the content of each part.

    Raises:
        ValueError: one goes beyond the end.
        IndexError: the last one is cut off.
    """
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length >= _LONG:
            digits = length - _LONG
            length = int.from_bytes(data[at : at + digits])
            at += digits
        if at + length > len(data):
            raise ValueError("beyond the end")
        yield tag, data[at : at + length]
        at += length
