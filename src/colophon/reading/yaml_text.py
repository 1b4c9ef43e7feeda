"""YAML 1.2 to plain values: `1e25` is a number, `no` is a word, and nothing is ever a float."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from colophon.errors import ReadingError
from colophon.quantities import number
from colophon.reading.texts import Text, decode, refuse_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruamel.yaml.events import Event

    from colophon.reading.texts import Path, Plain

_DEEPEST = 64

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def read(data: bytes, name: str, first_line: int) -> Text:
    """Read one document, as `colophon.reading.yaml` tells."""
    text = decode(data, name)
    try:
        result = _Composer(name, first_line).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (min(mark.line, text.count("\n")) if mark else 0)
        raise ReadingError(
            f"not YAML: {_yaml_problem(error, text)}",
            place=f"{name}:{line}",
            remedy="Mend the line; indent with spaces and quote text that holds `: ` or ` #`.",
        ) from None
    except (YAMLError, ValueError, OverflowError) as error:
        position = getattr(error, "position", 0)
        line = first_line + text.encode()[:position].count(b"\n")
        raise ReadingError(
            f"not YAML: {str(error).splitlines()[0]}",
            place=f"{name}:{line}",
            remedy="Mend the line, or write the file anew.",
        ) from None
    refuse_surrogates(result.value, name)
    return result


def _yaml_problem(error: MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark
    if mark is not None:
        line = "".join(text.split("\n")[mark.line : mark.line + 1])
        if "\t" in line[: mark.column + 1]:
            return "a tab stands where only spaces may indent"
    return str(error.problem or error.context or "it cannot be read").strip()


class _Parser(YAML):
    """The library's parser without its plug-ins, which it would look for on the disk each time."""

    def official_plug_ins(self) -> list[str]:
        """Return no plug-in."""
        return []


class _Composer:
    """Parser events to plain values; `lines` fills with the line of every value."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.lines: dict[Path, int] = {}

    def compose(self, text: str) -> Text:
        events = (event for event in _Parser(typ="safe").parse(text))
        value: Plain = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if self.lines:
                    raise self._refusal(event, "a second document begins", "Keep one of the two.")
                value = self._value(next(events), events, ())
        return Text(self.name, value, self.lines)

    def _value(self, event: Event, events: Iterator[Event], path: Path) -> Plain:
        self.lines[path] = self.first_line + event.start_mark.line
        if getattr(event, "anchor", None) is not None:
            raise self._refusal(
                event, "an anchor or alias makes one place speak for another", "Write it out."
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._refusal(event, f"the tag `{tag}` is not read", "Take it out.")
        if len(path) > _DEEPEST:
            raise self._refusal(event, f"nested deeper than {_DEEPEST} levels", "Write it flatter.")
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            items: list[Plain] = []
            while not isinstance(inner := next(events), SequenceEndEvent):
                items.append(self._value(inner, events, (*path, len(items))))
            return items
        result: dict[str, Plain] = {}
        while not isinstance(key := next(events), MappingEndEvent):
            if not isinstance(key, ScalarEvent):
                raise self._refusal(key, "a key must be a word", "Write a plain key.")
            self._enter(key, result, events, path)
        return result

    def _enter(
        self, key: ScalarEvent, result: dict[str, Plain], events: Iterator[Event], path: Path
    ) -> None:
        inside = (*path, key.value)
        if key.value in result:
            before = self.lines[inside]
            raise self._refusal(
                key,
                f"the key `{key.value}` stands a second time, first at line {before}",
                "Keep one of the two.",
            )
        result[key.value] = self._value(next(events), events, inside)
        self.lines[inside] = self.first_line + key.start_mark.line

    def _scalar(self, event: ScalarEvent) -> Plain:
        """Read a scalar by the core schema of YAML 1.2; what is quoted is text.

        Octal and hexadecimal numbers, `.inf` and `.nan` stay words: nobody means them here.
        """
        word: str = event.value
        if not event.implicit[0]:
            return word
        if word in _NULLS:
            return None
        if word in _BOOLEANS:
            return _BOOLEANS[word]
        place = f"{self.name}:{self.first_line + event.start_mark.line}"
        if _INTEGER.fullmatch(word):
            return int(number(word, place=place))
        if _FRACTION.fullmatch(word):
            return number(word, place=place)
        return word

    def _refusal(self, event: Event, message: str, remedy: str) -> ReadingError:
        line = self.first_line + event.start_mark.line
        return ReadingError(message, place=f"{self.name}:{line}", remedy=remedy)
