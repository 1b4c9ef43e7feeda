"""Lines of a text -> the fields of the form, as far as their labels are found in it.

Our own documents name the id of each field and are read by it. Other texts are read by the labels
of the form, in the languages that the data know: what stands between one label and the next is the
passage of the first. Nothing is taken for a field whose label is not there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from colophon.publications.model import SAID, Heading, Line, Passage, Publication
from colophon.publications.squeezed import DISTINCT, Squeezed, squeeze
from colophon.publications.wording import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from colophon.law.model import Law
    from colophon.law.model.printed import Printed, Row
    from colophon.publications.model import Said, Written

_OWN_FROM: Final = 10
"""A text that names the ids of so many fields at the ends of lines is one of ours."""

_NUMBER: Final = re.compile(r"(?<![\w.])(\d{1,2}(?:\.\d{1,2}){0,3})\.?[\s\]|)–—-]*$")
_TWINS: Final = 40
"""More fields than ever share a label."""
_OPENING: Final = "(“\N{LEFT SINGLE QUOTATION MARK}\"'"
_CLOSING: Final = "’'”\").…:"
_TAIL: Final = "\ufeff ):?|>*\t\n"


def recognise(written: Written, form: Printed, laws: Sequence[Law]) -> Publication:
    """Return the form as far as it is found in what was read."""
    written = replace(written, lines=_with_marks_that_tell(written.lines, form))
    ours = _ours(written, form, laws)
    if ours is not None:
        return ours
    text = Squeezed(_without_guidance(written.lines, form))
    marks = [*_headings(text, form, laws), *_labels(text, form, laws)]
    placed = _in_sections(_apart(marks), form)
    placed = [*placed, *_rows(text, placed, form)]
    placed.sort(key=lambda mark: mark.start)
    fields: dict[str, Passage] = {}
    ends = [*(one.start for one in placed[1:]), len(text.text)]
    for mark, end in zip(placed, ends if placed else (), strict=True):
        if mark.field:
            _join(fields, _passage(text, mark, end))
    return Publication(
        written.kind,
        fields,
        tuple(
            Heading(mark.section, mark.printed, text.lines[text.line_at(mark.start)])
            for mark in placed
            if not mark.field
        ),
        tuple(_earlier(text, form)),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading or a label in the text.

    Attributes:
        field: id of the field; empty for a heading.
        section: the number of the section that it belongs to.
        printed: the number that stands before a heading, if one does.
    """

    start: int
    end: int
    field: str
    section: str
    printed: str | None = None

    @property
    def length(self) -> int:
        return self.end - self.start


def _with_marks_that_tell(lines: Sequence[Line], form: Printed) -> tuple[Line, ...]:
    """Make letters of private fonts unknown where a text does not have both of their kinds.

    A program that writes PDF may give ticked and empty boxes the same letter of a font of symbols.
    """
    whole = "".join(line.text for line in lines)
    private = {letter for letter in whole if _is_private(letter)}
    if private & {*form.ticked} and private & {*form.blank}:
        return tuple(lines)
    unknown = {ord(letter): "\ufffd" for letter in private}
    return tuple(replace(line, text=line.text.translate(unknown)) for line in lines)


def _is_private(letter: str) -> bool:
    return unicodedata.category(letter) == "Co"


# -- Texts by the words of the form ---------------------------------------------------------------


def _without_guidance(lines: Sequence[Line], form: Printed) -> tuple[Line, ...]:
    """Take out what the form itself says beside the answers, so that no answer holds it."""
    text = Squeezed(lines)
    cuts = sorted(
        found
        for clue in form.guidance
        for found in text.find(clue)
        if len(squeeze(clue)) >= DISTINCT or text.stands_alone(*found)
    )
    letters = list(text.text)
    for start, end in cuts:
        while end < len(letters) and letters[end] in _CLOSING:
            end += 1  # noqa: PLW2901 -- the signs behind it are cut with it
        while start and letters[start - 1] in _OPENING:
            start -= 1  # noqa: PLW2901 -- and those before it
        for at in range(start, end):
            if letters[at] != "\n":
                letters[at] = " "
    return (
        tuple(
            replace(line, text=cut)
            for line, cut in zip(lines, "".join(letters).split("\n"), strict=True)
        )
        if lines
        else ()
    )


def _headings(text: Squeezed, form: Printed, laws: Sequence[Law]) -> Iterator[_Mark]:
    """Yield the headings: alone on their line, or with a number before them."""
    for section in form.sections:
        ours = _our_headings(section.number, form.id, laws)
        for clue in (*(one for clues in section.clues.values() for one in clues), *ours):
            for start, end in text.find(clue):
                number = _number(text.text[max(0, start - 20) : start], section.number)
                is_alone = text.begins_line(start) and text.ends_line(end)
                if not text.stands_alone(start, end) and not number:
                    continue
                if number or is_alone:
                    begin = start if number is None else start - (len(number[0]))
                    yield _Mark(begin, end, "", section.number, number[1] if number else None)


def _number(before: str, expected: str) -> re.Match[str] | None:
    """Return the number before a heading.

    The expected one may stand on a line of its own, or have lost the space before it; another is
    one only on the same line, for the line before may be the number of a page.
    """
    there = re.search(rf"({re.escape(expected)})\.?\s*$", before)
    return there or _NUMBER.search(before.rpartition("\n")[2])


def _our_headings(number: str, outline: str, laws: Sequence[Law]) -> Iterator[str]:
    """Yield how our own documents name a section, without its number."""
    for law in laws:
        for element in law.outline[outline].elements:
            first, _, words = element.heading.partition(" ")
            if first == number and words:
                yield words


def _labels(text: Squeezed, form: Printed, laws: Sequence[Law]) -> Iterator[_Mark]:
    for field in form.fields:
        ours = tuple(f"{law.field[field.id].label}:" for law in laws)
        bare = tuple(law.field[field.id].label for law in laws)
        for clue in (*form.clues_of(field), *ours, *bare):
            sign = clue[-1] if clue[-1] in ":?" else ""
            is_distinct = len(squeeze(clue)) >= DISTINCT and clue not in bare
            for start, end in text.find(clue):
                behind = text.text[end : end + 5].lstrip(" )\n")
                if sign and not behind.startswith(sign):
                    continue
                if not is_distinct and not text.stands_alone(start, end):
                    continue
                if clue in bare and not (text.begins_line(start) and text.ends_line(end)):
                    continue
                if is_distinct or sign or text.begins_line(start):
                    yield _Mark(start, end, field.id, field.section)


def _apart(marks: Iterable[_Mark]) -> list[_Mark]:
    """Leave the longest of marks that overlap; equal ones of several fields stay together."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.length))
    starts = sorted({mark.start for mark in ordered if mark.field})
    kept: list[_Mark] = []
    for mark in ordered:
        within = bisect_right(starts, mark.start)
        if not mark.field and within < len(starts) and starts[within] < mark.end:
            continue  # a heading reaches over a label; a shorter clue of it stands there as well
        is_apart = not kept or mark.start >= kept[-1].end
        is_twin = bool(kept) and (mark.start, mark.end) == (kept[-1].start, kept[-1].end)
        if is_apart or (is_twin and mark not in kept[-_TWINS:]):
            kept.append(mark)
        elif mark.length > kept[-1].length and mark.start == kept[-1].start:
            kept[-1] = mark
    return kept


def _in_sections(marks: Sequence[_Mark], form: Printed) -> list[_Mark]:
    """Let the section decide which field a label belongs to that several sections have."""
    order = {one.number: at for at, one in enumerate(form.sections)}
    current = "0"
    placed: list[_Mark] = []
    at = 0
    while at < len(marks):
        same = [one for one in marks[at : at + _TWINS] if one.start == marks[at].start]
        at += len(same)
        headings = [one for one in same if not one.field]
        if headings and (any(one.printed for one in headings) or len(headings) == len(same)):
            chosen = max(headings, key=lambda one: one.printed == one.section)
            placed.append(chosen)
            current = chosen.section
            continue
        fields = {one.field: one for one in same if one.field}
        if len(fields) == 1:
            chosen = next(iter(fields.values()))
            current = chosen.section
        else:
            within = [one for one in fields.values() if one.section == current]
            if not within:
                within = [one for one in fields.values() if _is_below(one.section, current)]
            if not within:
                continue
            chosen = within[0]
        if chosen.section in order or chosen.section == "0":
            placed.append(chosen)
    return placed


def _is_below(section: str, above: str) -> bool:
    return section.startswith(f"{above}.") or above.startswith(f"{section}.")


def _rows(text: Squeezed, placed: Sequence[_Mark], form: Printed) -> Iterator[_Mark]:
    """Yield the rows of the table of modalities, between its heading and the next label."""
    begin = next((one for one in placed if not one.field and one.section == "1.3"), None)
    if begin is None or any(one.field in _sizes(form) for one in placed):
        return
    end = next((one.start for one in placed if one.start > begin.end), len(text.text))
    marks = "".join(re.escape(mark) for mark in (*form.ticked, *form.blank) if len(mark) == 1)
    found: list[tuple[int, int, int, Row]] = []
    for row in form.rows:
        names = sorted({name for words in row.names.values() for name in words}, key=len)
        wanted = "|".join(re.escape(name) for name in reversed(names))
        one = re.compile(
            rf"(?:^|\n|(?<=[a-z])\.|[{marks}\ufffd])(?P<marks>[\s{marks}\ufffd•*\d.)X-]*)"
            rf"(?P<name>{wanted})(?![\w-])(?!\s+(?:and|en|ja)|[^\S\n]+[a-z]|\s+[a-z][^\n\d]*(?:\n|\Z))"
        ).search(text.text, begin.end, end)
        if one is not None:
            start = one.start() + (text.text[one.start()] in "\n.")
            found.append((start, one.start("name"), one.end("name"), row))
    found.sort(key=lambda one: one[0])
    ends = [*(one[0] for one in found[1:]), end]
    for (start, name, behind, row), stop in zip(found, ends if found else (), strict=True):
        is_marked = bool(re.search(rf"[{marks}\ufffd]", text.text[start:name]))
        if is_marked or _tells_size(text.text[behind:stop], form):
            first = start if is_marked else behind
            yield _Mark(first, first if is_marked else behind, row.size or row.content, "1.3")


def _tells_size(passage: str, form: Printed) -> bool:
    """Whether what stands behind a modality tells of its size, or that it is not there."""
    bare = passage.strip()
    first = re.split(r"[\n.]", bare, maxsplit=1)[0]
    return is_nothing(bare, form) or is_nothing(first, form) or any(one.isdigit() for one in bare)


def _sizes(form: Printed) -> set[str]:
    return {row.size for row in form.rows if row.size}


def _passage(text: Squeezed, mark: _Mark, end: int) -> Passage:
    """Return what stands behind a label, up to `end`, line by line."""
    first = text.line_at(mark.start)
    is_row = mark.start == mark.end
    start = mark.end
    lines: list[Line] = []
    for number in range(text.line_at(start), len(text.lines)):
        begin = text.starts[number]
        if begin >= end:
            break
        line = text.lines[number]
        piece = text.text[max(begin, start) : min(begin + len(line.text), end)]
        if not lines and not is_row:
            piece = piece.lstrip(_TAIL).removeprefix("(optional)").lstrip(_TAIL)
        if piece.strip():
            lines.append(Line(" ".join(piece.split()), line.place))
    return Passage(mark.field, tuple(lines), text.lines[first].place)


def _join(fields: dict[str, Passage], passage: Passage) -> None:
    """Add a passage; where a label stands twice, both passages are the field's."""
    before = fields.get(passage.field)
    if before is None:
        fields[passage.field] = passage
    else:
        fields[passage.field] = replace(
            before, lines=(*before.lines, *passage.lines), said=before.said or passage.said
        )


def _earlier(text: Squeezed, form: Printed) -> Iterator[Line]:
    for clues in form.earlier.values():
        for clue in clues:
            for start, _ in text.find(clue):
                yield text.lines[text.line_at(start)]
                break


# -- Our own documents ----------------------------------------------------------------------------

_ID: Final = re.compile(r"(?:^|\s)([a-z0-9-]+(?:\.\s?[a-z0-9-]+)+)(?=$|\s)")
_BROKEN: Final = re.compile(r"(?:^|\s)[a-z0-9-]+(?:\.[a-z0-9-]+)*[.-]$")
_NUMBERED: Final = re.compile(r"(\d(?:\.\d){0,2})\.?\s+[^\W\d_].{0,80}")


def _ours(written: Written, form: Printed, laws: Sequence[Law]) -> Publication | None:
    """Return the form by the ids of fields, if the text names enough of them."""
    outline = laws[0].outline[form.id]
    known = {field.id for field in laws[0].fields_in(outline.sections)}
    lines = _joined(written.lines, known)
    named = [_id_of(line.text, known) for line in lines]
    if sum(name is not None for name in named) < _OWN_FROM:
        return None
    below = {squeeze(element.heading) for law in laws for element in law.outline[form.id].elements}
    numbers = {section.number for section in form.sections}
    fields: dict[str, Passage] = {}
    found: list[Heading] = []
    open_one: Passage | None = None
    is_done = False
    for line, name in zip(lines, named, strict=True):
        number = _NUMBERED.fullmatch(line.text)
        is_ours = number is not None and number[1] in numbers
        if name is not None:
            if open_one is not None:
                _join(fields, open_one)
            open_one = _without_label(open_one, fields, line, name[0], laws)
            is_done = False
            if name[1]:
                open_one, is_done = _more(open_one, replace(line, text=name[1]), laws)
        elif line.is_heading or is_ours or squeeze(line.text) in below:
            if open_one is not None:
                _join(fields, open_one)
            open_one = None
            if number is not None and is_ours:
                found.append(Heading(number[1], number[1], line))
        elif open_one is not None and not is_done:
            open_one, is_done = _more(open_one, line, laws)
    if open_one is not None:
        _join(fields, open_one)
    return Publication(written.kind, fields, tuple(found), is_ours=True)


def _more(passage: Passage, line: Line, laws: Sequence[Law]) -> tuple[Passage, bool]:
    """Return a passage with one more line, and whether it ends there."""
    said, is_done = _said(line.text, laws)
    if said:
        return replace(passage, said=said), is_done
    if is_done:
        return passage, True
    return replace(passage, lines=(*passage.lines, line)), False


def _joined(lines: Sequence[Line], known: set[str]) -> tuple[Line, ...]:
    """Put ids together that break over two lines, such as `public-summary.dependencies-`."""
    found: list[Line] = []
    for line in lines:
        before = found[-1].text if found else ""
        broken = _BROKEN.search(before)
        if broken and any(name.startswith(broken[0].strip()) for name in known):
            first, _, rest = line.text.partition(" ")
            if broken[0].strip() + first in known:
                found[-1] = replace(found[-1], text=f"{before}{first} {rest}".rstrip())
                continue
        found.append(line)
    return tuple(found)


def _id_of(line: str, known: set[str]) -> tuple[str, str] | None:
    """Return the id at the end of a line, or at its beginning with what stands behind it."""
    for found in _ID.finditer(line):
        name = re.sub(r"\s", "", found[1])
        rest = line[found.end() :].strip()
        if name in known and (not rest or found.start() == 0):
            return name, rest
    return None


def _without_label(
    before: Passage | None, fields: dict[str, Passage], line: Line, name: str, laws: Sequence[Law]
) -> Passage:
    """Begin a passage; take lines of its label, where it broke, from the passage before."""
    here = squeeze(line.text.rpartition(name.split(".", maxsplit=1)[0])[0])
    if before is not None and before.lines:
        last = before.lines[-1]
        label = squeeze(last.text) + here
        if here and any(squeeze(law.field[name].label) == label for law in laws):
            fields[before.field] = replace(before, lines=before.lines[:-1])
    return Passage(name, (), line.place)


def _said(text: str, laws: Sequence[Law]) -> tuple[Said | None, bool]:
    """Return what a line says of the entry itself, and whether its value ends here."""
    bare = text.lstrip("> *")
    for law in laws:
        for name in SAID:
            word = law.say(f"format.{name}")
            rest = bare[len(word) :].strip(" *")
            if bare.startswith(word) and (not rest or rest.startswith("—")):
                return name, True
        for word in (law.say("format.source"), law.say("format.note")):
            if bare.startswith(f"{word}: "):
                return None, True
    return None, False
