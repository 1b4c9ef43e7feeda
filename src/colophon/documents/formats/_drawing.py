"""What the formats for people share of charts: bars and levels, placed on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from colophon.documents import lengths
from colophon.documents.scale import DOTTED, Scale, bar, power
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.documents.model import Bar, Chart, Mark, Share, Shares

_TICKS: Final = 6
"""How many powers of ten are named at most, so that they fit a telephone."""
_LETTERS: Final = 42
"""How many letters a bar of letters has."""
_NEAR: Final = 8
"""Levels as near as this, in percent of the width, would have their letters in each other."""
_LEAST: Final = Decimal("0.1")
"""What a bar has at least of the width, in percent, for its ends to be seen apart."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar on the scale, its ends in percent of the width as text.

    Attributes:
        best: None for an amount of zero, which has no place.
        width: from `low` on; None for a point.
    """

    bar: Bar
    low: str
    best: str | None
    width: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """A mark on the scale.

    Attributes:
        letter: what it is called in the drawing.
        at: its place, in percent of the width as text.
        lower: whether its letter stands a line lower, being too near to the one before.
    """

    letter: str
    mark: Mark
    at: str
    lower: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart on its scale.

    Attributes:
        ticks: powers of ten with their places, in percent of the width as text.
        groups: bars under their headings.
    """

    ticks: tuple[tuple[str, str], ...]
    marks: tuple[Level, ...]
    groups: tuple[tuple[str, tuple[Placed, ...]], ...]


def drawing(chart: Chart) -> Drawing:
    """Return a chart with its places; without ticks where nothing in it is above zero."""
    scale = _scale(chart)
    if scale is None:
        return Drawing((), (), ())
    ticks = scale.ticks(_TICKS)
    return Drawing(
        tuple((power(one), _percent(scale, Decimal(1).scaleb(one))) for one in ticks),
        tuple(_levels(chart, scale)),
        tuple(
            (group, tuple(_placed(one, scale) for one in bars))
            for group, bars in groupby(chart.bars, lambda one: one.group)
        ),
    )


def _levels(chart: Chart, scale: Scale) -> Iterator[Level]:
    """Yield the levels in the order of the scale, each with its letter."""
    last, lower = Decimal(-100), False
    for position, one in enumerate(sorted(chart.marks, key=_value)):
        at = scale.place(_value(one)) * 100
        lower = at - last < _NEAR and not lower
        last = at
        yield Level(chr(ord("A") + position), one, f"{at:.2f}", lower)


def in_letters(chart: Chart) -> Iterator[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """Yield each group of a chart with its rows: label, amount, and the bar drawn with letters.

    The levels are a group of their own, each a mark alone on the line.
    """
    scale = _scale(chart)
    if scale is None:
        return
    marks = [_value(one) for one in chart.marks]
    for group, bars in groupby(chart.bars, lambda one: one.group):
        yield (
            group,
            tuple(
                (named(one), one.amount, bar(scale, _LETTERS, _amount(one), marks, DOTTED))
                for one in bars
            ),
        )
    if marks:
        alone = (bar(scale, _LETTERS, None, [value], DOTTED) for value in marks)
        rows = ((one.label, "", drawn) for one, drawn in zip(chart.marks, alone, strict=True))
        yield chart.levels, tuple(rows)


def parts_in_letters(shares: Shares) -> Iterator[tuple[str, str, str]]:
    """Yield each part with its label, amount, and bar; that is empty where it is only written."""
    for one in shares.parts:
        drawn = "" if one.length is None else lengths.letters(one.length, _LETTERS, DOTTED)
        yield named(one), one.amount, drawn


def ends(chart: Chart) -> str:
    """Return the powers of ten at the ends of the scale."""
    scale = _scale(chart)
    return "" if scale is None else f"{power(scale.first)} … {power(scale.last)}"


def _scale(chart: Chart) -> Scale | None:
    values = [Decimal(end) for one in chart.bars for end in (one.low, one.best, one.high)]
    return Scale.over([*values, *map(_value, chart.marks)])


def _value(mark: Mark) -> Decimal:
    return Decimal(mark.whole) / mark.parts


def _amount(one: Bar) -> Amount:
    return Amount(Decimal(one.low), Decimal(one.best), Decimal(one.high), "")


def named(one: Bar | Share) -> str:
    """Return the label of a bar, and below it what tells it from others."""
    return one.label if one.detail is None else f"{one.label}\n{one.detail}"


def _placed(one: Bar, scale: Scale) -> Placed:
    low, best, high = (Decimal(end) for end in (one.low, one.best, one.high))
    if high == 0:
        return Placed(one, "0", None, None)
    start, end = scale.place(low) * 100, scale.place(high) * 100
    width = None if low == high else f"{max(end - start, _LEAST):.2f}"
    return Placed(one, f"{start:.2f}", _percent(scale, best) if best else None, width)


def _percent(scale: Scale, value: Decimal) -> str:
    return f"{scale.place(value) * 100:.2f}"
