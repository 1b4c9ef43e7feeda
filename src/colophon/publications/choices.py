"""Which options of a choice are ticked, as far as the text still tells.

The marks of check boxes often do not survive: a PDF may give the same unknown letter for a ticked
and an empty box, or none at all. Then it is said that they cannot be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from colophon.publications.model import Line
from colophon.publications.squeezed import Squeezed
from colophon.publications.wording import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from colophon.law.model.printed import Printed, Row
    from colophon.publications.model import Look, Passage

_LONGEST: Final = 4000
_SHORT: Final = 160
"""So long is an answer of mere names of modalities at most."""
_FULL: Final = 4
"""So many options side by side and without marks are those of the form, not an answer."""
_UNKNOWN: Final = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\U000f0000-\U0010fffd]")
_LABEL: Final = re.compile(r"[^\W_][^\n☐☒]{0,40}")


class State(Enum):
    """What can be said of a choice."""

    READ = "read"
    """One or more options are chosen."""
    BLANK = "blank"
    """Boxes are there, and none is ticked."""
    UNREADABLE = "unreadable"
    """Options are there, and it cannot be told which is chosen."""
    NOTHING = "nothing"
    """Nothing stands there, or that nothing applies."""
    PROSE = "prose"
    """Something stands there that is none of the options."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a choice says.

    Attributes:
        chosen: ids of the options that are chosen.
        extra: the labels of ticked boxes that the form does not have.
    """

    state: State
    chosen: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def yes_or_no(passage: Passage, form: Printed) -> Ticks:
    """Return what stands at a question that is answered with yes or no."""
    names = {"yes": form.yes, "no": form.no}
    if passage.said == "missing":
        return Ticks(State.NOTHING)
    text = passage.flowing[:_LONGEST]
    found = _words(text, names)
    marked = _marked(text, found, form)
    if marked is not None:
        return marked
    leading = _leading(text, found)
    if len(leading) > 1:
        return Ticks(State.UNREADABLE)
    if leading:
        return Ticks(State.READ, tuple(leading))
    return Ticks(State.NOTHING if is_nothing(text, form) else State.PROSE)


def modalities(passage: Passage, form: Printed) -> Ticks:
    """Return which modalities are ticked or named."""
    text = passage.flowing[:_LONGEST]
    names = {
        row.modality: tuple(name for words in row.names.values() for name in words)
        for row in form.rows
    }
    found = _words(text, names)
    marked = _marked(text, found, form)
    if marked is not None:
        return Ticks(marked.state, marked.chosen)  # what "other" is may be told after its box
    named = tuple(dict.fromkeys(option for _, _, option in found))
    if is_nothing(text, form):
        return Ticks(State.NOTHING)
    if not named:
        return Ticks(State.PROSE)
    if len(named) >= _FULL:
        return Ticks(State.UNREADABLE)
    return Ticks(State.READ, named) if len(text) <= _SHORT else Ticks(State.PROSE)


def band(passage: Passage, row: Row, look: Look) -> Ticks:
    """Return which ranges of a row of the table of modalities are ticked."""
    text = passage.flowing[:_LONGEST]
    squeezed = Squeezed((Line(text, ""),))
    found = []
    for option, clues in _ranges(row, look).items():
        for clue in clues:
            found += [(start, end, option) for start, end in squeezed.find(clue)]
    found = _apart(found)
    marked = _marked(text, found, look.form)
    if marked is not None:
        return Ticks(marked.state, marked.chosen)
    named = tuple(dict.fromkeys(option for _, _, option in found))
    if len(named) > 1:
        return Ticks(State.UNREADABLE)
    if named:
        return Ticks(State.READ, named)
    return Ticks(State.NOTHING if is_nothing(text, look.form) else State.PROSE)


def _ranges(row: Row, look: Look) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each range: those of the data, and the labels of every language."""
    ranges = {name: list(clues) for name, clues in row.ranges.items()}
    for field in look.fields(row.size or row.content):
        for option in field.options:
            ranges.setdefault(option.id, []).append(option.label)
    return {name: tuple(clues) for name, clues in ranges.items()}


# -- Marks and words ------------------------------------------------------------------------------

_Found = tuple[int, int, str]


def _words(text: str, names: Mapping[str, Iterable[str]]) -> list[_Found]:
    """Return where the options are named, in the order of the text."""
    found: list[_Found] = []
    for option, words in names.items():
        wanted = "|".join(re.escape(word) for word in sorted({*words}, key=len, reverse=True))
        every = re.finditer(rf"(?<![^\W\d_])(?:{wanted})(?![^\W_-])", text, re.IGNORECASE)
        found += [(one.start(), one.end(), option) for one in every]
    return _apart(found)


def _apart(found: Iterable[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _marked(text: str, found: Sequence[_Found], form: Printed) -> Ticks | None:
    """Return what marks before options say; None where there are no marks."""
    marks = _marks(text, form)
    ends = {end: kind for _, end, kind in marks}
    chosen: list[str] = []
    kinds: list[str] = []
    used: set[int] = set()
    for start, _, option in found:
        stop = len(text[:start].rstrip(" \t\n:.-*"))
        kind = ends.get(stop)
        if kind is None:
            continue
        used.add(stop)
        kinds.append(kind)
        if kind == "ticked":
            chosen.append(option)
    if not kinds:
        return None
    extra = tuple(
        label[0].strip(" .")
        for start, end, kind in marks
        if kind == "ticked" and end not in used and (label := _LABEL.match(text[end:].lstrip()))
    )
    if not chosen and not extra:
        only_blank = all(kind == "blank" for kind in kinds)
        return Ticks(State.BLANK if only_blank else State.UNREADABLE)
    return Ticks(State.READ, tuple(dict.fromkeys(chosen)), extra)


def _marks(text: str, form: Printed) -> list[tuple[int, int, str]]:
    """Return the marks: where they begin and end, and whether they are ticks.

    Marks side by side are one, and a tick if one of them is.
    """
    kinds = {**dict.fromkeys(form.blank, "blank"), **dict.fromkeys(form.ticked, "ticked")}
    wanted = "|".join(re.escape(mark) for mark in sorted(kinds, key=len, reverse=True))
    letters = "".join(form.ticked_letters)
    every = re.compile(
        rf"(?P<known>{wanted})|(?P<letter>(?<![^\s☐])[{letters}](?=\s))|(?P<unknown>{_UNKNOWN.pattern})",
        re.IGNORECASE,
    )
    marks: list[tuple[int, int, str]] = []
    for one in every.finditer(text):
        if one["known"]:
            kind = kinds.get(one[0], kinds.get(one[0].lower(), "blank"))
        else:
            kind = "ticked" if one["letter"] else "unknown"
        if marks and not text[marks[-1][1] : one.start()].strip():
            first, _, before = marks.pop()
            both = {before, kind}
            kind = "ticked" if "ticked" in both else "blank" if "blank" in both else "unknown"
            marks.append((first, one.end(), kind))
        else:
            marks.append((one.start(), one.end(), kind))
    return marks


def _leading(text: str, found: Sequence[_Found]) -> list[str]:
    """Return the options that a text begins with, side by side."""
    leading: list[str] = []
    at = 0
    for start, end, option in found:
        if text[at:start].strip(" /|,;:.•·-–—()"):
            break
        leading.append(option)
        at = end
    return list(dict.fromkeys(leading))
