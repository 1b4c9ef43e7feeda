"""YAML as version 1.2 has it, and nothing lost or made up on the way."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from colophon.errors import ReadingError
from colophon.reading import yaml

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], max_codepoint=0xFFFD), max_size=30
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**50), 10**50) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def refusal(text: str | bytes) -> ReadingError:
    """Return the error with which a text is refused."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ReadingError) as refused:
        yaml(data, "file.yaml")
    assert refused.value.remedy.endswith(".")
    assert "\n" not in refused.value.message
    return refused.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e25", Decimal("1e25")),
        ("1E25", Decimal("1e25")),
        ("3.8e25", Decimal("3.8e25")),
        ("-0.5", Decimal("-0.5")),
        (".5", Decimal("0.5")),
        ("1.", Decimal(1)),
        ("5", 5),
        ("+5", 5),
        ("017", 17),
        ("10000000000000000000000001", 10**25 + 1),
    ],
)
def test_a_number_is_exact(text: str, value: Decimal | int) -> None:
    """Numbers are whole or decimal, never a float; a leading zero makes nothing octal."""
    read = yaml(f"a: {text}".encode(), "file.yaml").value["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "word",
    [
        *["no", "yes", "on", "off", "y", "n", "NO", "tRUE", "2026-11-21", "12:30"],
        *["1_000", "0o17", "0x1F", "0b11", ".inf", "-.Inf", ".nan", "1e25 FLOP", "1.2.3", "1e"],
        *["--", "="],
    ],
)
def test_what_looks_like_something_else_is_a_word(word: str) -> None:
    """`no` is no truth value, a day is text, and no spelling of infinity is a number."""
    assert yaml(f"a: {word}".encode(), "file.yaml").value == {"a": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, None) for word in ("", "~", "null", "Null", "NULL")],
    ],
)
def test_truth_values_and_nothing(text: str, value: bool | None) -> None:
    """True, false and null are those of the core schema, in three spellings each."""
    assert yaml(f"a: {text}".encode(), "file.yaml").value == {"a": value}


@pytest.mark.parametrize("word", ["1e25", "true", "null", "", "~", "no"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_text(word: str, quote: str) -> None:
    """Quotes make text of a number, of a truth value and of nothing."""
    assert yaml(f"a: {quote}{word}{quote}".encode(), "file.yaml").value == {"a": word}


@given(PLAIN)
def test_yaml_reads_what_json_writes(value: Any) -> None:
    """Whatever JSON writes of plain values, YAML reads as the same values."""
    assert yaml(json.dumps(value).encode(), "file.yaml").value == value


@pytest.mark.parametrize("data", [b"", b"# only a comment\n", b"---\n", b"\n\n"])
def test_an_empty_file_says_nothing(data: bytes) -> None:
    """A file without content is read as nothing, not refused."""
    assert yaml(data, "file.yaml").value is None


def test_a_mark_at_the_beginning_of_the_file_is_no_content() -> None:
    """The byte order mark of some editors is left out."""
    assert yaml(b"\xef\xbb\xbfa: 1", "file.yaml").value == {"a": 1}


def test_lines_may_end_as_on_other_machines() -> None:
    """Carriage returns are not part of values, and lines are counted all the same."""
    text = yaml(b"a: 5\r\nb: six\r\n", "file.yaml")
    assert text.value == {"a": 5, "b": "six"}
    assert text.place(("b",)) == "file.yaml:2"


def test_every_value_has_its_line() -> None:
    """A value is placed at the line of its key or its dash; what is not there, at what is near."""
    text = yaml(
        b"# note\na: 1\n\nb:\n  c: 2\n  d:\n    - e: 3\n    -\n      f: |\n        x\n", "file.yaml"
    )
    places = {
        (): 2,
        ("a",): 2,
        ("b",): 4,
        ("b", "c"): 5,
        ("b", "d"): 6,
        ("b", "d", 0): 7,
        ("b", "d", 0, "e"): 7,
        ("b", "d", 1): 9,
        ("b", "d", 1, "f"): 9,
        ("b", "d", 1, "g"): 9,
        ("b", "q", 5): 4,
    }
    assert {path: text.place(path) for path in places} == {
        path: f"file.yaml:{line}" for path, line in places.items()
    }


def test_lines_are_counted_from_where_the_text_begins_in_its_file() -> None:
    """The first lines of a file may be something else, such as the fence before front matter."""
    text = yaml(b"a: 1\nb: 2\n", "README.md", first_line=2)
    assert text.place(("b",)) == "README.md:3"
    with pytest.raises(ReadingError) as refused:
        yaml(b"a: 1\na: 2\n", "README.md", first_line=2)
    assert refused.value.place == "README.md:3"
    assert "first at line 2" in refused.value.message


# -- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, "the key `a` stands a second time, first at line 1"),
        ("a: {b: 1,\n b: 2}", 2, "the key `b` stands a second time, first at line 1"),
        ("1: x\n'1': y", 2, "the key `1` stands a second time, first at line 1"),
        ("a: &x 1\nb: *x", 1, "an anchor or alias makes one place speak for another"),
        ("a: 1\nb: *x", 2, "an anchor or alias makes one place speak for another"),
        ("a:\n\tb: 1", 2, "a tab stands where only spaces may indent"),
        ("a: 1\n---\nb: 2", 2, "a second document begins"),
        ("a: !custom x", 1, "the tag `!custom` is not read"),
        ("\na: !!python/object:os.system x", 2, "python/object:os.system` is not read"),
        ("? [1]\n: 2", 1, "a key must be a word"),
        ("a: b: c", 1, "not YAML: "),
        ("a: [1,\nb", 2, "not YAML: "),
        ("a: 'x", 1, "not YAML: "),
        ("a: @x", 1, "not YAML: "),
        ("a: 1\nb: 2\x07", 2, "not YAML: unacceptable character"),
        ("a: 1\nb: \x00", 2, "not YAML: "),
        ('a: "\\ud800"', 1, "not YAML: "),
        ("a: 1\nb: 1e400", 2, "`1e400` is not a number that is meant"),
        (f"a: 1\nb: {'9' * 500}", 2, "a number of 500 digits is not meant"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_line(text: str, line: int, says: str) -> None:
    """A text that would lose a value, or that is no YAML, is refused with its line."""
    error = refusal(text)
    assert says in error.message
    assert error.place == f"file.yaml:{line}"


@pytest.mark.parametrize(
    ("data", "line", "byte"), [(b"a: \xff", 1, 3), (b"a: 1\nb: \xe9", 2, 8), (b"\xff\xfea", 1, 0)]
)
def test_a_file_in_another_encoding_is_refused(data: bytes, line: int, byte: int) -> None:
    """Bytes that are not UTF-8 are refused, naming the first of them and its line."""
    error = refusal(data)
    assert error.message == f"byte {byte} is not UTF-8"
    assert error.place == f"file.yaml:{line}"


@pytest.mark.parametrize("depth", [100, 20_000])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_what_is_nested_without_end_is_refused(depth: int, brackets: str) -> None:
    """A file nested deeper than any person writes is refused before it fills the memory."""
    opening = brackets[0] if brackets == "[]" else "{a: "
    error = refusal(opening * depth + brackets[1] * depth)
    assert error.message == "nested deeper than 64 levels"


@given(st.binary(max_size=60) | WORDS.map(str.encode))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Whatever a file holds, it is read or refused; nothing else happens."""
    with suppress(ReadingError):
        yaml(data, "file.yaml")
