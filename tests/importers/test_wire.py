"""Messages of protocol buffers: whole ones are read, others are refused."""

from __future__ import annotations

import pytest

from colophon.importers._wire import Field, fields


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (b"", []),
        (b"\x08\x96\x01", [Field(1, 150)]),
        (b"\x12\x02ab\x08\x00", [Field(2, b"ab"), Field(1, 0)]),
        (b"\x09" + bytes(8) + b"\x15" + bytes(4), [Field(1, bytes(8)), Field(2, bytes(4))]),
    ],
)
def test_the_fields_of_a_message_are_in_its_order(message: bytes, read: list[Field]) -> None:
    """A field is a number, or the bytes of something else."""
    assert list(fields(message)) == read


@pytest.mark.parametrize(
    "message",
    [b"\x08", b"\x08\xff", b"\x08" + b"\xff" * 11, b"\x12\x05ab", b"\x09\x00", b"\x0b", b"\x07"],
)
def test_what_is_not_a_whole_message_is_refused(message: bytes) -> None:
    """A number without an end, a field beyond the end, and a kind that is none."""
    with pytest.raises(ValueError, match="a "):
        list(fields(message))


def test_a_field_of_another_kind_is_refused() -> None:
    """A text is asked for where a number stands, or a number where a text does."""
    with pytest.raises(ValueError, match="is a number"):
        Field(1, 5).text()
    with pytest.raises(ValueError, match="is no number"):
        Field(1, b"5").whole()
    assert Field(1, 2**64 - 1).whole() == -1
