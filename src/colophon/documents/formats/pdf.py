"""PDF: for archives (PDF/A-2a) and for screen readers (PDF/UA-1), to be printed, signed and sent.

Its fonts are embedded and its date is the day that the document speaks of, so that one document
has the same bytes on every day and every machine. A character that the fonts lack stands as its
code, such as `⟨U+4E2D⟩`, and the first page says so.

It is drawn by Typst: `pip install 'colophon[documents]'`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, assert_never

from colophon import extras
from colophon.documents import lengths
from colophon.documents.formats._columns import columns
from colophon.documents.formats._drawing import drawing
from colophon.documents.formats._letters import drawable, is_drawable
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
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.documents.formats._runs import Cells, Run
    from colophon.documents.model import Block, Choice, Document, Entry, Words

EXTENSION: Final = "pdf"
NEEDS: Final = ("typst",)
"""The libraries that draw it, of the extra `documents`."""

STANDARDS: Final = ("a-2a", "ua-1")
"""What every file is, as Typst names it; Typst itself refuses to write one that is not."""

_LONG: Final = 24
"""Lines: an entry, or a cell of a table, of more of them may break over two pages."""
_LINE: Final = 60
"""How many letters a line of an entry has."""
_SIZES: Final = ((5, 9.0, 115), (7, 8.5, 120), (99, 7.5, 136))
"""Up to how many columns a table has letters of which size, in points, and how many a line."""


def render(document: Document) -> bytes:
    """Return the document as a PDF.

    Raises:
        ColophonError: the library that draws it is not installed.
    """
    typst = extras.needed("typst", extra="documents")
    tree = _document(document)
    if all(map(is_drawable, _texts(tree))):
        tree["codes"] = None
    noon = datetime(document.on.year, document.on.month, document.on.day, 12, tzinfo=UTC)
    made: bytes = typst.compile(
        _layout(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_drawn(tree))},
        format="pdf",
        pdf_standards=list(STANDARDS),
        timestamp=int(noon.timestamp()),
    )
    return made


@cache
def _layout() -> bytes:
    return resources.files(__package__).joinpath("pdf.typ").read_bytes()


@cache
def _fonts() -> Any:
    """Return the fonts that the wheel brings, and none of the machine."""
    return extras.needed("typst", extra="documents").Fonts(include_system_fonts=False)


def _drawn(value: Any) -> Any:
    """Return the tree with each text in characters that the fonts have."""
    match value:
        case str():
            return drawable(value)
        case dict():
            return {name: _drawn(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_drawn(inner) for inner in value]
        case _:
            return value


# -- The tree, as the layout wants it -------------------------------------------------------------


def _document(document: Document) -> dict[str, Any]:
    words = document.words
    language, _, region = document.language.partition("-")
    title, model = one_line(document.title), one_line(document.model)
    return {
        "lang": language.lower(),
        "region": region.upper() if len(region) == len("EU") else None,
        "name": f"{title} – {model}",
        "about": one_line(document.purpose),
        "keywords": [document.id, document.audience, document.dossier_digest],
        "on": [document.on.year, document.on.month, document.on.day],
        "title": title,
        "model": model,
        "provider": one_line(document.provider),
        "audience": one_line(document.audience_label),
        "head": f"{title} · {model}",
        "foot": f"{words.of_day(document.on)} · {one_line(document.made_by)}",
        "notice": _prose(document.notice),
        "purpose": _prose(document.purpose),
        "codes": words.codes,
        "facts": list(_facts(document)),
        "said": {
            name: getattr(words, name)
            for name in ("asked_by", "contents", "missing", "note", "source")
        },
        "parts": [
            {
                "heading": one_line(part.heading),
                "sections": [
                    {
                        "under": None if under is None else one_line(under),
                        "level": 2 if section.under is None else 3,
                        "heading": one_line(section.heading),
                        "provision": _line(section.provision),
                        "runs": [_run(one, words) for one in runs(section.blocks)],
                    }
                    for under, section in grouped(part.sections)
                ],
            }
            for part in document.parts
        ],
    }


def _facts(document: Document) -> Iterator[tuple[str, str, bool]]:
    """Yield what the first page tells of the document, and of each whether it is a digest."""
    words = document.words
    yield words.model, one_line(document.model), False
    yield words.provider, one_line(document.provider), False
    yield words.audience, one_line(document.audience_label), False
    yield words.on, words.of_day(document.on), False
    if document.version:
        yield words.version, one_line(document.version.said), False
    yield words.law_known_on, words.of_day(document.law_known_on), False
    yield words.entries_filled, str(document.entries_filled), False
    yield words.entries_missing, str(document.entries_missing), False
    yield words.dossier_digest, document.dossier_digest, True
    yield words.made_by, one_line(document.made_by), False


def _run(run: Run, words: Words) -> dict[str, Any]:
    return {
        "entries": [_entry(one, words) for one in run.entries],
        "table": None if run.table is None else _form(run.table, words),
        "told": [_block(one) for one in run.told],
    }


def _form(cells: Cells, words: Words) -> dict[str, Any]:
    """Return the table that the official form has for some entries."""
    return {
        "columns": [one_line(column) for column in cells.columns],
        "rows": [
            {
                "name": one_line(name),
                "cells": [[_entry(one, words) for one in entries] for entries in columns],
            }
            for name, columns in cells.rows
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": block.kind, "text": _prose(block.text)}
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Shares():
            return _shares(block)
        case _:
            raise TypeError(f"a {block.kind} stands in a list of entries")


def _entry(entry: Entry, words: Words) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": entry.kind,
        "label": one_line(entry.label),
        "field": entry.field,
        "note": _prose(getattr(entry, "note", None)),
        "source": None,
        "recipients": recipients(entry, words),
    }
    match entry:
        case Stated():
            made |= {"options": _boxes(entry.options), "source": _line(entry.source)}
            made["value"] = [_prose(item) for item in entry.said]
        case NotApplicable():
            made |= {"status": words.not_applicable, "reason": _prose(entry.reason)}
            made["source"] = _line(entry.source)
        case Missing():
            made |= {"options": _boxes(entry.options), "asked_by": _line(entry.asked_by)}
        case Withheld():
            made |= {"status": words.withheld, "reason": _prose(entry.reason)}
        case _:
            assert_never(entry)
    texts = [one for one in _texts(entry.model_dump(mode="json")) if one]
    return made | {"long": sum(_lines(one, _LINE) for one in texts) > _LONG}


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a tree."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _lines(text: str, letters: int) -> int:
    """Return about how many lines a text takes where a line has so many letters."""
    return sum(1 + len(line) // letters for line in text.splitlines())


def _boxes(options: Iterable[Choice]) -> list[Mapping[str, Any]]:
    return [
        {"box": box(one), "label": one_line(one.label), "chosen": one.chosen} for one in options
    ]


def _table(table: Table) -> dict[str, Any]:
    size, letters = next(
        (size, letters) for most, size, letters in _SIZES if len(table.columns) <= most
    )
    laid = columns(table, letters)
    return {
        "kind": table.kind,
        "caption": one_line(table.caption),
        "columns": [one_line(column) for column in table.columns],
        "rows": [
            {
                "cells": [_prose(cell) for cell in row],
                "long": any(
                    _lines(cell, most) > _LONG for cell, most in zip(row, laid.most, strict=True)
                ),
            }
            for row in table.rows
        ],
        "size": size,
        "widths": laid.widths,
        "most": laid.most,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    drawn = drawing(chart)
    return {
        "kind": chart.kind,
        "caption": one_line(chart.caption),
        "unit": one_line(chart.unit),
        "levels": one_line(chart.levels),
        "ticks": drawn.ticks,
        "marks": [
            {
                "letter": level.letter,
                "at": level.at,
                "lower": level.lower,
                "label": one_line(level.mark.label),
            }
            for level in drawn.marks
        ],
        "groups": [
            {
                "name": one_line(name),
                "bars": [
                    {
                        **_named(one.bar.label, one.bar.detail, one.bar.amount),
                        "low": one.low,
                        "best": one.best,
                        "width": one.width,
                    }
                    for one in bars
                ],
            }
            for name, bars in drawn.groups
        ],
    }


def _shares(shares: Shares) -> dict[str, Any]:
    return {
        "kind": shares.kind,
        "caption": one_line(shares.caption),
        "unit": one_line(shares.unit),
        "note": _prose(shares.note),
        "parts": [
            {
                **_named(one.label, one.detail, one.amount),
                "width": None if one.length is None else lengths.percent(one.length),
            }
            for one in shares.parts
        ],
    }


def _named(label: str, detail: str | None, amount: str) -> dict[str, str | None]:
    return {
        "label": one_line(label),
        "detail": None if detail is None else one_line(detail),
        "amount": one_line(amount),
    }


# -- Texts: paragraphs of lines of pieces, of which every second is a web address -----------------


def _prose(text: str | None) -> list[list[list[str]]]:
    return [[_pieces(line) for line in lines] for lines in paragraphs(text or "")]


def _line(text: str) -> list[str]:
    return addresses(one_line(text))


def _pieces(line: str) -> list[str]:
    bare = line.lstrip()
    indent = line[: len(line) - len(bare)].expandtabs(4)
    return addresses("\N{NO-BREAK SPACE}" * len(indent) + bare.rstrip())
