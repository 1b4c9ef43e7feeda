"""A chart of parts as a picture by itself: SVG on white, for a page of its own or of another."""

from __future__ import annotations

import textwrap
import unicodedata
from html import escape
from typing import TYPE_CHECKING, Final

from colophon.documents.formats._texts import one_line
from colophon.documents.lengths import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.documents.model import Share, Shares

_WIDTH: Final = 960
_MARGIN: Final = 28
_ROW: Final = 26
_BAR: Final = 15
_GAP: Final = 16
_LEAST_BAR: Final = 240
"""What the longest bar has at least of the width."""
_TITLE, _TEXT, _NOTE = 18, 15, 13
"""Sizes of letters."""
_WIDE: Final = 0.64
"""What a letter takes at most of its size, in the fonts that are named, on the average."""
_FONTS: Final = "'Source Sans 3', 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
_INK, _MUTED, _RULE, _PAPER = "#1b1d22", "#575b64", "#d9d5cb", "#ffffff"


def svg(chart: Shares) -> bytes:
    """Return the picture in UTF-8; it needs nothing else, and no text of it becomes markup."""
    return ("\n".join(_lines(chart)) + "\n").encode()


def _lines(chart: Shares) -> Iterator[str]:
    title = _wrapped(f"{chart.caption} ({chart.unit})", _TITLE)
    note = _wrapped(chart.note or "", _NOTE)
    top = _MARGIN + len(title) * _TITLE * 1.3 + _GAP
    bottom = top + len(chart.parts) * _ROW
    height = round(bottom + (_GAP if note else 0) + len(note) * _NOTE * 1.5 + _MARGIN)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title" '
        f'aria-describedby="said" font-family="{_FONTS}" font-size="{_TEXT}">'
    )
    yield f'<title id="title">{_text(chart.caption)}</title>'
    yield f'<desc id="said">{_text(chart.description)}</desc>'
    yield f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>'
    for number, line in enumerate(title):
        y = _MARGIN + (number + 0.8) * _TITLE * 1.3
        yield (
            f'<text x="{_MARGIN}" y="{y:.1f}" font-size="{_TITLE}" font-weight="600" '
            f'fill="{_INK}">{_text(line)}</text>'
        )
    yield from _rows(chart, top)
    for number, line in enumerate(note):
        y = bottom + _GAP + (number + 0.8) * _NOTE * 1.5
        yield (
            f'<text x="{_MARGIN}" y="{y:.1f}" font-size="{_NOTE}" '
            f'fill="{_MUTED}">{_text(line)}</text>'
        )
    yield "</svg>"


def _rows(chart: Shares, top: float) -> Iterator[str]:
    """Yield a row for each part: its label, its bar, its amount."""
    widest = max((_width(one.amount) for one in chart.parts), default=0)
    room = _WIDTH - 2 * _MARGIN - widest - 2 * _GAP - _LEAST_BAR
    label = min(max((_width(_name(one)) for one in chart.parts), default=0), room)
    start = _MARGIN + label + _GAP
    across = _WIDTH - _MARGIN - widest - _GAP - start
    for number, one in enumerate(chart.parts):
        y = top + (number + 0.5) * _ROW
        below = y + _TEXT * 0.36
        name = _name(one)
        yield f'<text x="{_MARGIN}" y="{below:.1f}" fill="{_INK}">{_text(_cut(name, label))}</text>'
        width = None if one.length is None else percent(one.length)
        if width is not None:
            yield (
                f'<rect x="{start:.1f}" y="{y - _BAR / 2:.1f}" '
                f'width="{float(width) / 100 * across:.2f}" height="{_BAR}" fill="{_MUTED}"/>'
            )
        yield (
            f'<text x="{_WIDTH - _MARGIN}" y="{below:.1f}" text-anchor="end" '
            f'fill="{_INK}">{_text(one.amount)}</text>'
        )
    if chart.parts:
        end = top + len(chart.parts) * _ROW
        yield (
            f'<line x1="{start:.1f}" x2="{start:.1f}" y1="{top:.1f}" y2="{end:.1f}" '
            f'stroke="{_RULE}"/>'
        )


# -- Texts ----------------------------------------------------------------------------------------


def _name(one: Share) -> str:
    return one_line(" ".join(filter(None, (one.label, one.detail))))


def _text(text: str) -> str:
    """Return a text that no reader of XML takes for anything else."""
    legal = "".join(mark for mark in one_line(text) if unicodedata.category(mark) != "Cs")
    return escape(legal.replace("\ufffe", "").replace("\uffff", ""))


def _wrapped(text: str, size: int) -> list[str]:
    """Return a text in lines that fit the picture."""
    return textwrap.wrap(one_line(text), int((_WIDTH - 2 * _MARGIN) / (size * _WIDE)))


def _width(text: str) -> float:
    """Return how wide a text is at most, near enough to set columns; no font is measured."""
    wide = sum(unicodedata.east_asian_width(mark) in {"W", "F"} for mark in text)
    return (len(one_line(text)) + wide) * _TEXT * _WIDE


def _cut(text: str, room: float) -> str:
    """Return a text that fits, its middle left out where it is too long."""
    letters = int(room / (_TEXT * _WIDE) + 0.01)
    if _width(text) <= room + 0.01 or letters < len("a…b"):
        return text
    head = letters // 2
    return f"{text[:head]}…{text[len(text) - (letters - 1 - head) :]}"
