"""JSON, and nothing lost on the way."""

from __future__ import annotations

import json as json_module
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from colophon.errors import ReadingError
from colophon.reading import json

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**50), 10**50) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_is_read(value: Any) -> None:
    """JSON is read as what it says."""
    assert json(json_module.dumps(value).encode(), "file.json").value == value


def test_fractions_are_exact() -> None:
    """A number with a fraction or an exponent is a decimal, not a float."""
    value = json(b'{"a": 0.1, "b": 1e25, "c": 7}', "file.json").value
    assert value == {"a": Decimal("0.1"), "b": Decimal("1e25"), "c": 7}
    assert isinstance(value["a"], Decimal)
    assert isinstance(value["c"], int)


def test_what_other_programs_write_for_infinity_is_a_word() -> None:
    """`NaN` and `Infinity`, which are not JSON, are read as words and never as numbers."""
    value = json(b"[NaN, Infinity, -Infinity]", "file.json").value
    assert value == ["NaN", "Infinity", "-Infinity"]


def test_a_pair_of_surrogates_is_one_character() -> None:
    """A character that is written as two escapes is read whole."""
    assert json(rb'["\ud83d\ude00"]', "file.json").value == ["\N{GRINNING FACE}"]


@pytest.mark.parametrize(
    ("data", "place", "says"),
    [
        (b'{"a": 1, "a": 2}', "file.json", "the key `a` stands twice in one object"),
        (b'[{"b": {"a": 1, "c": 2, "a": 2}}]', "file.json", "the key `a` stands twice"),
        (rb'{"a": {"b": ["x", "\udc00"]}}', "file.json: /a/b/1", "half of a surrogate pair"),
        (rb'{"\ud800": 1}', "file.json: /", "half of a surrogate pair"),
        (b"[1e999]", "file.json", "`1e999` is not a number that is meant"),
        (b"[" + b"9" * 5000 + b"]", "file.json", "a number of 5000 digits is not meant"),
        (b"[" * 100_000, "file.json", "nested deeper than any such file is"),
        (b'{\n"a": 1\n"b": 2}', "file.json:3", "not JSON: "),
        (b"", "file.json:1", "not JSON: "),
        (b'{"a": 1} x', "file.json:1", "not JSON: extra data"),
        (b"[01]", "file.json:1", "not JSON: "),
        (b"{}\n\xff", "file.json:2", "byte 3 is not UTF-8"),
    ],
)
def test_what_cannot_be_meant_is_refused(data: bytes, place: str, says: str) -> None:
    """A text that would lose a value, or that is no JSON, is refused with its place."""
    with pytest.raises(ReadingError) as refused:
        json(data, "file.json")
    assert says in refused.value.message
    assert refused.value.place == place
    assert refused.value.remedy.endswith(".")


@given(st.binary(max_size=60) | WORDS.map(str.encode))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Whatever a file holds, it is read or refused; nothing else happens."""
    with suppress(ReadingError):
        json(data, "file.json")
