"""Markdown: CommonMark with the tables of GitHub, to be read raw as well as rendered."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, assert_never

from colophon.documents.formats._drawing import ends, in_letters, parts_in_letters
from colophon.documents.formats._runs import grouped, runs
from colophon.documents.formats._texts import addresses, box, one_line, paragraphs, recipients
from colophon.documents.model import (
    Chart,
    Missing,
    NotApplicable,
    Paragraph,
    Shares,
    Stated,
    Table,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from colophon.documents.formats._runs import Cells
    from colophon.documents.model import Block, Choice, Document, Entry, Part, Section, Words

EXTENSION: Final = "md"

_WIDEST_PADDED = 48
"""A cell wider than this does not widen the other cells of its column."""

_NARROW: Final = {"Mn", "Me", "Cf"}
"""The categories of characters that take no column of their own."""


def render(document: Document) -> bytes:
    """Return the document as Markdown in UTF-8."""
    return ("\n\n".join(_document(document)) + "\n").encode()


# -- The tree, as blocks with a blank line between them -------------------------------------------


def _document(document: Document) -> Iterator[str]:
    yield _heading(1, document.title)
    yield from _around("**", document.notice or "", "**")
    yield from _table(_facts(document))
    yield from _text(document.purpose)
    for part in document.parts:
        yield from _part(part, document.words)


def _facts(document: Document) -> list[tuple[str, ...]]:
    words = document.words
    return [
        (words.model, document.model),
        (words.provider, document.provider),
        (words.audience, document.audience_label),
        (words.on, words.of_day(document.on)),
        *([(words.version, document.version.said)] if document.version else []),
        (words.law_known_on, words.of_day(document.law_known_on)),
        (words.entries_filled, str(document.entries_filled)),
        (words.entries_missing, str(document.entries_missing)),
        (words.dossier_digest, document.dossier_digest),
        (words.made_by, document.made_by),
    ]


def _part(part: Part, words: Words) -> Iterator[str]:
    yield _heading(2, part.heading)
    for under, section in grouped(part.sections):
        if under is not None:
            yield _heading(3, under)
        yield from _section(section, words)


def _section(section: Section, words: Words) -> Iterator[str]:
    yield _heading(3 if section.under is None else 4, section.heading)
    yield from _around("*", section.provision, "*")
    for run in runs(section.blocks):
        for entry in run.entries:
            yield from _entry(entry, words)
        if run.table:
            yield from _form(run.table, words)
        for block in run.told:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _text(block.text)
        case Table():
            yield from _around("**", block.caption, "**")
            yield from _table([block.columns, *block.rows])
        case Chart():
            yield from _chart(block)
        case Shares():
            yield from _shares(block)
        case _:
            raise TypeError(f"a {block.kind} stands in a list of entries")


def _chart(chart: Chart) -> Iterator[str]:
    """Give a table for each group; its first column is a drawing, with a dot for each blank."""
    yield from _around("**", chart.caption, "**")
    scale = ends(chart)
    for group, rows in in_letters(chart):
        written = [(f"`{drawn}`", _cell(amount), _cell(label)) for label, amount, drawn in rows]
        yield _cells([(scale, _cell(chart.unit), _cell(group)), *written])


def _shares(shares: Shares) -> Iterator[str]:
    """Give a table with the drawing of each part in its first column."""
    yield from _around("**", shares.caption, "**")
    written = [
        (f"`{drawn}`" if drawn else "", _cell(amount), _cell(label))
        for label, amount, drawn in parts_in_letters(shares)
    ]
    yield _cells([("", _cell(shares.unit), ""), *written])
    if shares.note is not None:
        yield from _text(shares.note)


def _entry(entry: Entry, words: Words) -> Iterator[str]:
    yield " ".join(
        [*_around("**", entry.label, "**"), *_around("<small>", entry.field, "</small>")]
    )
    match entry:
        case Stated():
            yield from _boxes(entry.options)
            yield from _value(entry.said)
            yield from _note(entry.note, words)
            yield from _source(entry.source, words)
        case NotApplicable():
            yield _status(words.not_applicable, entry.reason)
            yield from _source(entry.source, words)
        case Missing():
            yield _status(words.missing, f"{words.asked_by} {one_line(entry.asked_by)}")
            yield from _boxes(entry.options)
            yield from _note(entry.note, words)
        case Withheld():
            yield _status(words.withheld, entry.reason)
        case _:
            assert_never(entry)
    yield from _around("<small>", recipients(entry, words), "</small>")


def _form(cells: Cells, words: Words) -> Iterator[str]:
    """Give the table that the official form has for some entries, each cell as lines of text."""
    rows = [
        (name, *("\n\n".join(_in_lines(one, words) for one in entries) for entries in columns))
        for name, columns in cells.rows
    ]
    yield from _table([("", *cells.columns), *rows])


def _in_lines(entry: Entry, words: Words) -> str:
    told = [entry.label, entry.field]
    match entry:
        case Stated():
            told += [*_boxed(entry.options), *entry.said, *_noted(entry.note, words)]
            told.append(f"{words.source}: {entry.source}")
        case NotApplicable():
            told.append(f"{words.not_applicable} — {entry.reason}")
            told.append(f"{words.source}: {entry.source}")
        case Missing():
            told.append(f"{words.missing} — {words.asked_by} {entry.asked_by}")
            told += [*_boxed(entry.options), *_noted(entry.note, words)]
        case Withheld():
            told.append(f"{words.withheld} — {entry.reason}")
        case _:
            assert_never(entry)
    return "\n".join([*told, *filter(None, [recipients(entry, words)])])


def _boxed(options: Iterable[Choice]) -> Iterator[str]:
    return (f"{box(one)} {one_line(one.label)}" for one in options)


def _noted(note: str | None, words: Words) -> Iterator[str]:
    if note is not None:
        yield f"{words.note}: {note}"


def _value(items: Sequence[str]) -> Iterator[str]:
    if len(items) == 1:
        yield from _text(items[0])
    elif items:
        yield "\n".join(_item(item) for item in items)


def _boxes(options: Sequence[Choice]) -> Iterator[str]:
    """Give the options of the form, each with its box."""
    if options:
        yield "\n".join(f"- {_inline(one)}" for one in _boxed(options))


def _note(note: str | None, words: Words) -> Iterator[str]:
    if note is not None:
        yield from _text(note, before=f"{words.note}: ")


def _status(status: str, reason: str) -> str:
    """Set apart why there is no value, as a quotation is."""
    lines = "\n\n".join(_text(reason, before=f"**{status}** — ")).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _item(text: str) -> str:
    """Return one item of a list; its later lines and paragraphs stand under its first."""
    lines = "\n\n".join(_text(text)).split("\n")
    return "\n".join(
        [f"- {lines[0]}".rstrip(), *(f"  {line}" if line else "" for line in lines[1:])]
    )


def _source(source: str, words: Words) -> Iterator[str]:
    yield from _around(f"<small>{words.source}: ", source, "</small>")


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Give a table whose first row is its heading."""
    yield table(rows)


def _cells(cells: Sequence[Sequence[str]]) -> str:
    """Return a table of cells that are written already."""
    widths = [
        max([3, *(width for cell in column if (width := _width(cell)) <= _WIDEST_PADDED)])
        for column in zip(*cells, strict=True)
    ]
    lines = [
        " | ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in cells
    ]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table of texts for a page of somebody else's; its first row is its heading."""
    return _cells([[_cell(text) for text in row] for row in rows])


def inline(text: str) -> str:
    """Return a text on one line, for a page of somebody else's."""
    return _inline(one_line(text))


# -- Texts ----------------------------------------------------------------------------------------


def _heading(level: int, text: str) -> str:
    words = re.sub(r"#$", r"\#", _inline(one_line(text)))
    return f"{'#' * level} {words}".rstrip()


def _around(before: str, text: str, after: str) -> Iterator[str]:
    """Give a text on one line between its marks; marks around nothing would mean something else."""
    words = _inline(one_line(text))
    if words:
        yield f"{before}{words}{after}"


def _text(text: str, before: str = "") -> Iterator[str]:
    """Give each paragraph; its lines end in hard breaks. `before` opens the first of them."""
    blocks = ["\\\n".join(_line(line) for line in lines) for lines in paragraphs(text)]
    if before:
        blocks[:1] = [before + "".join(blocks[:1])]
    yield from blocks


def _cell(text: str) -> str:
    return "<br><br>".join(
        "<br>".join(_inline(line.strip()) for line in lines) for lines in paragraphs(text)
    )


def _line(line: str) -> str:
    """Escape a line and what would make its beginning a heading, a list, a quotation or a rule."""
    bare = line.strip()
    escaped = _inline(bare)
    if line[:1].isspace():
        indent = line[: len(line) - len(line.lstrip())].expandtabs(4)
        return "\N{NO-BREAK SPACE}" * len(indent) + escaped
    escaped = re.sub(r"^(?=[#>=:]|[-+](?:[\s-]|$))", r"\\", escaped)
    return re.sub(r"^(\d{1,9})(?=[.)](?:\s|$))", r"\1\\", escaped)


def _inline(line: str) -> str:
    """Escape what has a meaning anywhere in a line; give web addresses their angle brackets."""
    pieces = addresses(line)
    pieces[::2] = [_escaped(piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<{address}>" for address in pieces[1::2]]
    return "".join(pieces)


def _escaped(text: str) -> str:
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = re.sub(r"<(?!\s)", "&lt;", text)
    text = re.sub(r"[\\`*\[|~$]", r"\\\g<0>", text)
    text = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", lambda run: r"\_" * len(run[0]), text)
    return re.sub(r"[\u202a-\u202e\u2066-\u2069]", lambda mark: f"&#x{ord(mark[0]):X};", text)


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    wide = sum(unicodedata.east_asian_width(character) in {"W", "F"} for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in _NARROW for character in text)
