"""DOCX: for word processors, with headings, tables, boxes and pictures that they know as such.

Its date is the day that the document speaks of, so that one document has the same bytes on every
day and every machine.
"""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING, Final, assert_never

from colophon.documents import lengths
from colophon.documents.formats import _metafile as metafile
from colophon.documents.formats._columns import columns
from colophon.documents.formats._drawing import drawing, ends
from colophon.documents.formats._package import packed
from colophon.documents.formats._runs import grouped, runs
from colophon.documents.formats._texts import box, one_line, recipients
from colophon.documents.formats._word import (
    Kept,
    boxed,
    heading,
    lead,
    paragraph,
    row,
    run,
    table,
)
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

    from colophon.documents.formats._drawing import Drawing, Placed
    from colophon.documents.formats._runs import Cells
    from colophon.documents.model import Bar, Block, Choice, Document, Entry, Share, Words

EXTENSION: Final = "docx"

_WIDTH: Final = 9638
"""What stands between the margins, in twentieths of a point: 17 cm."""
_ENTRY: Final = (2900, 6738)
_FACT: Final = (2900, 6738)
_CHART: Final = (3000, 3900, 2738)
"""The widths of columns."""
_SIZES: Final = ((5, "Cell", 96), (7, "SmallCell", 112), (99, "TinyCell", 122))
"""Up to how many columns the cells of a table have which style, and how many letters a line."""
_LONG: Final = 20
"""Lines, about two fifths of a page: a longer entry may break over two pages, others never do."""
_LINE: Final = 75
"""How many characters of an entry make a line."""
_LONG_CELL: Final = 600
"""Characters: a row of a table with a longer cell may break over two pages."""
_ALERT: Final = "8B2F0B"
_BAR: Final = (6600, 520)
"""Width and height of a bar, in hundredths of a millimetre."""


def render(document: Document) -> bytes:
    """Return the document as a zip file of XML."""
    kept = Kept()
    return packed(document, "".join(_body(document, kept)), kept)


# -- The text -------------------------------------------------------------------------------------


def _body(document: Document, kept: Kept) -> Iterator[str]:
    words = document.words
    yield paragraph(run(one_line(document.title)), style="Title")
    yield paragraph(run(one_line(document.model)), style="Subtitle")
    yield from kept.prose(document.notice or "", "Notice")
    yield from kept.prose(document.purpose)
    yield _facts(document)
    yield paragraph(run(words.contents), style="ContentsHeading")
    numbers = count(1)
    for part in document.parts:
        yield lead(part.heading, "Contents1", next(numbers))
        for under, section in grouped(part.sections):
            if under is not None:
                yield lead(under, "Contents2", next(numbers))
            style = "Contents2" if section.under is None else "Contents3"
            yield lead(section.heading, style, next(numbers))
    numbers = count(1)
    for part in document.parts:
        yield heading(part.heading, "Heading1", next(numbers))
        for under, section in grouped(part.sections):
            if under is not None:
                yield heading(under, "Heading2", next(numbers))
            style = "Heading2" if section.under is None else "Heading3"
            yield heading(section.heading, style, next(numbers))
            yield paragraph(*kept.inline(one_line(section.provision)), style="Provision")
            for one in runs(section.blocks):
                if one.entries:
                    yield _entries(one.entries, words, kept)
                    yield paragraph(style="After")
                if one.table:
                    yield _form(one.table, words, kept)
                    yield paragraph(style="After")
                for block in one.told:
                    yield from _block(block, kept)


def _facts(document: Document) -> str:
    words = document.words
    told = (
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
    )
    rows = [
        row(
            [
                [paragraph(run(name), style="Source")],
                [paragraph(run(one_line(value), bold=True), style="Note")],
            ],
            _FACT,
        )
        for name, value in told
    ]
    return table(rows, _FACT, headed=False)


def _block(block: Block, kept: Kept) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from kept.prose(block.text)
        case Table():
            yield from _table(block, kept)
        case Chart():
            yield from _chart(block, kept)
        case Shares():
            yield from _shares(block, kept)
        case _:
            raise TypeError(f"a {block.kind} stands in a list of entries")


# -- Entries --------------------------------------------------------------------------------------


def _entries(entries: Iterable[Entry], words: Words, kept: Kept) -> str:
    rows = (
        row([_asked(one), _answer(one, words, kept)], _ENTRY, splits=_is_long(one))
        for one in entries
    )
    return table(rows, _ENTRY, headed=False)


def _form(cells: Cells, words: Words, kept: Kept) -> str:
    """Return the table that the official form has for some entries."""
    first = _WIDTH // 7
    widths = (first, *[(_WIDTH - first) // len(cells.columns)] * len(cells.columns))
    head = [[paragraph(run(one_line(text), bold=True), style="Cell")] for text in cells.columns]
    rows = [
        row(
            [
                [paragraph(run(one_line(name), bold=True), style="Cell")],
                *(
                    chain.from_iterable(
                        chain(_asked(one), _answer(one, words, kept)) for one in entries
                    )
                    for entries in columns
                ),
            ],
            widths,
            splits=any(_is_long(one) for entries in columns for one in entries),
        )
        for name, columns in cells.rows
    ]
    caption = one_line(", ".join(cells.columns))
    return table(
        [row([[], *head], widths, heading=True), *rows], widths, caption=caption, headed=True
    )


def _is_long(entry: Entry) -> bool:
    told = entry.model_dump_json()
    items = len(entry.said) if isinstance(entry, Stated) else 0
    return len(told) // _LINE + told.count(r"\n") + items > _LONG


def _asked(entry: Entry) -> Iterator[str]:
    yield paragraph(run(one_line(entry.label)), style="Label")
    yield paragraph(run(entry.field), style="Field")


def _answer(entry: Entry, words: Words, kept: Kept) -> Iterator[str]:
    match entry:
        case Stated():
            yield from _boxes(entry.options)
            yield from _value(entry.said, kept)
            yield from _note(entry.note, words, kept)
            yield _source(entry.source, words, kept)
        case NotApplicable():
            yield from _status(words.not_applicable, entry.reason, kept)
            yield _source(entry.source, words, kept)
        case Missing():
            told = [run(words.missing, bold=True, colour=_ALERT), run(f" — {words.asked_by} ")]
            asked_by = kept.inline(one_line(entry.asked_by))
            yield paragraph(*told, *asked_by, style="Missing")
            yield from _boxes(entry.options)
            yield from _note(entry.note, words, kept)
        case Withheld():
            yield from _status(words.withheld, entry.reason, kept)
        case _:
            assert_never(entry)
    if entry.recipients:
        yield paragraph(run(recipients(entry, words)), style="Source")


def _boxes(options: Iterable[Choice]) -> Iterator[str]:
    for one in options:
        label = run(one_line(one.label), bold=one.chosen)
        yield paragraph(boxed(box(one)), label, style="Choice")


def _value(items: Sequence[str], kept: Kept) -> Iterator[str]:
    if len(items) == 1:
        yield from kept.prose(items[0])
    else:
        dash = run("–\t")
        for item in items:
            yield from kept.prose(item, "Item", before=dash, further="ItemRest")


def _note(note: str | None, words: Words, kept: Kept) -> Iterator[str]:
    if note is not None:
        yield from kept.prose(note, "Note", before=run(f"{words.note}: ", bold=True))


def _source(source: str, words: Words, kept: Kept) -> str:
    told = kept.inline(one_line(source))
    return paragraph(run(f"{words.source}: "), *told, style="Source")


def _status(status: str, reason: str, kept: Kept) -> Iterator[str]:
    yield paragraph(run(status, bold=True), style="Status")
    yield from kept.prose(reason, "Status")


# -- Tables and charts ----------------------------------------------------------------------------


def _table(one: Table, kept: Kept) -> Iterator[str]:
    style, letters = next(
        (style, letters) for most, style, letters in _SIZES if len(one.columns) <= most
    )
    shares = columns(one, letters).widths
    widths = [share * _WIDTH // sum(shares) for share in shares]
    head = [[paragraph(run(one_line(column), bold=True), style=style)] for column in one.columns]
    rows = [
        row(
            [kept.prose(cell, style) for cell in cells],
            widths,
            splits=max(map(len, cells)) > _LONG_CELL,
        )
        for cells in one.rows
    ]
    yield paragraph(run(one_line(one.caption)), style="Caption")
    first = row(head, widths, heading=True)
    yield table([first, *rows], widths, caption=one_line(one.caption), headed=True)
    yield paragraph(style="After")


def _chart(chart: Chart, kept: Kept) -> Iterator[str]:
    """Give a table for each group, and one for the levels; a column of each is drawn."""
    drawn = drawing(chart)
    yield paragraph(run(one_line(chart.caption)), style="Caption")
    for name, bars in drawn.groups:
        rows = [_drawn_row(one.bar, one.bar.amount, _interval(one, drawn), kept) for one in bars]
        yield _drawn_table((name, ends(chart), chart.unit), rows)
        yield paragraph(style="After")
    if drawn.marks:
        rows = [
            row(
                [
                    [paragraph(run(one_line(level.mark.label)), style="Cell")],
                    [_pictured(_levels([level.at], drawn), level.mark.label, kept)],
                    [],
                ],
                _CHART,
            )
            for level in drawn.marks
        ]
        yield _drawn_table((chart.levels, "", ""), rows)
        yield paragraph(style="After")


def _shares(shares: Shares, kept: Kept) -> Iterator[str]:
    yield paragraph(run(one_line(shares.caption)), style="Caption")
    rows = [_drawn_row(one, one.amount, _length(one), kept) for one in shares.parts]
    yield _drawn_table(("", "", shares.unit), rows)
    yield paragraph(style="After")
    yield from kept.prose(shares.note or "", "Note")


def _drawn_table(head: Sequence[str], rows: Iterable[str]) -> str:
    first = row(
        [[paragraph(run(one_line(text), bold=True), style="Cell")] for text in head],
        _CHART,
        heading=True,
    )
    return table([first, *rows], _CHART, headed=True)


def _drawn_row(one: Bar | Share, amount: str, drawn: metafile.Picture | None, kept: Kept) -> str:
    label = [paragraph(run(one_line(one.label)), style="Cell")]
    if one.detail is not None:
        label.append(paragraph(run(one_line(one.detail)), style="Field"))
    bar = [] if drawn is None else [_pictured(drawn, amount, kept)]
    return row([label, bar, [paragraph(run(one_line(amount)), style="Cell")]], _CHART)


def _pictured(drawn: metafile.Picture, said: str, kept: Kept) -> str:
    picture = kept.picture(drawn.written(), drawn.width, drawn.height, one_line(said))
    return paragraph(picture, style="Cell")


def _interval(one: Placed, drawn: Drawing) -> metafile.Picture:
    picture = _levels([level.at for level in drawn.marks], drawn)
    if one.width is not None:
        left = picture.along(one.low)
        right = left + picture.along(one.width) - picture.along("0")
        picture.bar(left, right, 190, metafile.MUTED)
    if one.best is not None:
        picture.dot(picture.along(one.best), 100, metafile.INK)
    return picture


def _levels(places: Iterable[str], drawn: Drawing) -> metafile.Picture:
    """Return a line of powers of ten, with levels at `places`."""
    picture = metafile.Picture(*_BAR)
    for _, at in drawn.ticks:
        picture.upright(picture.along(at), 12, metafile.RULE)
    for at in places:
        picture.upright(picture.along(at), 30, metafile.ALERT, dashed=True)
    return picture


def _length(one: Share) -> metafile.Picture | None:
    if one.length is None:
        return None
    picture = metafile.Picture(*_BAR)
    start = picture.along("0")
    picture.upright(start, 12, metafile.MUTED)
    width = lengths.percent(one.length)
    if width is not None:
        picture.bar(start, picture.along(width), 260, metafile.MUTED)
    return picture
