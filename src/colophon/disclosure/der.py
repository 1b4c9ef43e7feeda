"""As much of DER as it takes to put the answer of an authority for time stamps in order.

An authority may send the token alone, or the certificates in another order than DER has them; what
reads time stamps takes neither. No signature is over either of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE: Final = 0x30
_CONTEXT_0: Final = 0xA0
_OF_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_GRANTED: Final = bytes.fromhex("3003020100")
_LONG: Final = 0x80
_LONGEST: Final = 4


class Element(NamedTuple):
    """One element: its tag, and where it, its body and what follows begin."""

    tag: int
    start: int
    body: int
    end: int


def elements(content: bytes, start: int, end: int) -> Iterator[Element]:
    """Yield the elements that lie between two places, one after the other.

    Raises:
        ValueError: there is no element, or it ends beyond `end`.
    """
    while start < end:
        one = _element(content, start, end)
        yield one
        start = one.end


def _element(content: bytes, start: int, end: int) -> Element:
    if end - start < len(b"tl"):
        raise ValueError("cut off")
    tag, length, body = content[start], content[start + 1], start + 2
    if length & _LONG:
        count = length & ~_LONG
        if not 0 < count <= _LONGEST or body + count > end:
            raise ValueError("of no length")
        length, body = int.from_bytes(content[body : body + count]), body + count
    if body + length > end:
        raise ValueError("cut off")
    return Element(tag, start, body, body + length)


def response(content: bytes) -> bytes:
    """Return the answer of an authority as DER has it, and a token as the answer it comes in.

    What is neither is returned as it is, for a reader to say what is wrong.
    """
    try:
        outer = _element(content, 0, len(content))
        if outer.tag == _SEQUENCE and content[outer.body :].startswith(_OF_SIGNED_DATA):
            content = _sequence(_GRANTED + content[: outer.end])
            outer = _element(content, 0, len(content))
        _, token = elements(content, outer.body, outer.end)
        return _ordered(content, token)
    except ValueError:
        return content


def _sequence(body: bytes) -> bytes:
    size = len(body)
    if size < _LONG:
        return bytes([_SEQUENCE, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([_SEQUENCE, _LONG | len(digits)]) + digits + body


def _ordered(content: bytes, token: Element) -> bytes:
    """Put the certificates of a token in the order of DER: that of their bytes."""
    _, explicit = elements(content, token.body, token.end)
    (signed,) = elements(content, explicit.body, explicit.end)
    for one in elements(content, signed.body, signed.end):
        if one.tag == _CONTEXT_0:
            found = [content[two.start : two.end] for two in elements(content, one.body, one.end)]
            return content[: one.body] + b"".join(sorted(found)) + content[one.end :]
    return content
