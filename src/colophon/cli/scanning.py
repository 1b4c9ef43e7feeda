"""How a scan goes on, and what it comes to, on the screen."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from colophon.cli import screen
from colophon.errors import ColophonError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.corpus.engines import Done, Tell
    from colophon.corpus.shards import Shard
    from colophon.evidence import Evidence
    from colophon.workspace.scan import Scanned
    from colophon.workspace.sources import Outlook, Recognised, Source

_EVERY: Final = 10
"""Seconds between two lines about the progress, where there is no terminal."""

_UNITS: Final = ("B", "kB", "MB", "GB", "TB", "PB")
_SHOWN: Final = 8
"""So many rows of a kind are shown; all of them stand in the evidence."""


class Progress:
    """Tells of files, bytes, rate and time left: in a line of a terminal, or now and then in lines.

    What is over before the first line would be due is not told of.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._started = self._last = time.perf_counter()
        self._shards = self._bytes = self._all_shards = self._all_bytes = 0

    def begin(self, seen: Outlook, todo: Sequence[Shard]) -> Tell:
        """Hear what there is to count."""
        self._all_shards, self._all_bytes = len(todo), sum(shard.size for shard in todo)
        known = len(seen.shards) - len(todo)
        if self._terminal and todo:
            already = f", {screen.counted(known, 'file')} counted before" if known else ""
            files = screen.counted(self._all_shards, "file")
            self._show(f"counting {files}, {size(self._all_bytes)}{already}")
        return self._tell

    def end(self) -> None:
        """Leave the line of the terminal as it was."""
        if self._terminal and self._all_shards:
            self._show("")

    def _tell(self, done: Done) -> None:
        self._shards += 1
        self._bytes += done.shard.size
        now = time.perf_counter()
        if self._terminal:
            self._show(self._state(now))
        elif now - self._last >= _EVERY:
            self._last = now
            click.echo(self._state(now), err=True)

    @staticmethod
    def _show(text: str) -> None:
        click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    def _state(self, now: float) -> str:
        rate = self._bytes / max(now - self._started, 1e-9)
        left = duration((self._all_bytes - self._bytes) / rate) if rate else "?"
        return (
            f"{self._shards} of {screen.counted(self._all_shards, 'file')}, "
            f"{size(self._bytes)} of {size(self._all_bytes)}, {size(round(rate))}/s, {left} left"
        )


@contextmanager
def progress() -> Iterator[Progress]:
    """Show how a scan goes on."""
    shown = Progress()
    try:
        yield shown
    finally:
        shown.end()


def size(count: int) -> str:
    """Return a number of bytes with three figures: `1.25 GB`."""
    unit, value = 0, float(count)
    while round(value, 1) >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004 -- kilo is a thousand
        value /= 1000
        unit += 1
    return f"{count} B" if unit == 0 else f"{value:.3g} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """Return a time in words: `1 h 05 min`, `2 min 10 s`, `8 s`."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {whole % 60:02} s" if minutes else f"{whole} s"


def scanned(source: Source, result: Scanned) -> None:
    """Print what a source comes to, and what of it could not be read."""
    shards = result.outlook.shards
    if result.reading is None:
        click.echo(f"{source.id}: {screen.counted(len(result.outlook.new), 'file')} counted")
        click.echo(f"  when all parts are: colophon scan merge {source.id}")
        return
    whole = size(sum(shard.size for shard in shards))
    click.echo(f"{source.id}: {screen.counted(len(shards), 'file')}, {whole}")
    if result.unchanged:
        click.echo("  nothing has changed since the last scan")
    evidence = result.reading.evidence
    for fact, label in _SINGLE.items():
        for one in evidence:
            if one.fact == fact:
                click.echo(_row(label, _written(one), one.locator))
            elif one.fact == f"{fact}-in-part" and isinstance(one.value, tuple):
                amount, told, of = one.value
                words = f"{_amount(amount, one.unit)}, told of {told:,} of {of:,} documents"
                click.echo(_row(label, words, one.locator))
    for fact, label in _SHARES.items():
        rows = [one for one in evidence if one.fact == fact]
        if rows:
            click.echo(_row(label, _shares(rows), rows[0].locator))
    for unread in result.reading.unread:
        click.echo(f"  {screen.word('unread')} {screen.harmless(unread.locator)}")
        click.echo(screen.wrapped(f"{unread.reason}. {unread.remedy}", "         "))
    if result.outlook.passed_over:
        passed = screen.counted(len(result.outlook.passed_over), "file")
        click.echo(screen.quiet(f"  passed over: {passed} that no reader reads"))
    if result.is_new:
        click.echo("  entered into datasets.yaml: complete what it says")
    if result.reading.unread:
        click.echo("  what could not be read is not counted: the sizes are at least these")


_SINGLE: Final = {
    "corpus.documents": "documents",
    "corpus.text-bytes": "text",
    "corpus.tokens": "tokens",
    "corpus.tokens-estimate": "tokens",
    "corpus.images": "images",
    "corpus.audio": "audio",
    "corpus.video": "video",
    "corpus.domains": "domains",
    "corpus.first-day": "first day",
    "corpus.last-day": "last day",
    "corpus.duplicates": "repeated",
}
_SHARES: Final = {
    "corpus.language": "languages",
    "corpus.language-sample": "languages",
    "corpus.dump": "dumps",
    "corpus.licence": "licences",
    "corpus.synthetic": "synthetic",
    "corpus.without-domain": "no domain",
}


def _row(label: str, words: str, locator: str) -> str:
    lines = screen.wrapped(screen.harmless(words), f"  {label:10} ", " " * 13)
    return lines + (screen.quiet(f"  {screen.harmless(locator)}") if locator else "")


def _written(one: Evidence) -> str:
    if isinstance(one.value, tuple):
        low, likely, high = one.value
        return f"{likely:,}, between {low:,} and {high:,}"
    return _amount(one.value, one.unit)


def _amount(value: object, unit: str | None) -> str:
    if not isinstance(value, int):
        return str(value)
    if unit == "bytes":
        return f"{size(value)} ({value:,} bytes)"
    return duration(value / 1000) if unit == "milliseconds" else f"{value:,}"


def _shares(rows: Sequence[Evidence]) -> str:
    """Return the largest rows of a kind, by documents or as shares of a sample."""
    told = []
    for one in rows:
        assert isinstance(one.value, tuple)
        name, *numbers = one.value
        if one.fact == "corpus.language-sample":
            low, likely, high = (float(number) * 100 for number in numbers)
            told.append((likely, f"{name} {likely:.1f} % ({low:.1f} to {high:.1f})"))
        else:
            told.append((int(numbers[0]), f"{name} {int(numbers[0]):,}"))
    told.sort(key=lambda one: (-one[0], one[1]))
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return ", ".join(words for _, words in told[:_SHOWN]) + more


def scanned_json(source: Source, result: Scanned) -> dict[str, Any]:
    """Return what a source comes to, as plain values."""
    return {
        "source": source.id,
        "files": len(result.outlook.shards),
        "counted": len(result.outlook.new),
        "unchanged": result.unchanged,
        "entered": result.is_new,
        "table": None if result.table is None else str(result.table),
        "reading": result.reading and result.reading.model_dump(mode="json", exclude_none=True),
    }


def outlook(seen: Outlook, formats: Sequence[Recognised]) -> None:
    """Print what a scan would read, how it was recognised, and about how long it takes."""
    for one in formats:
        click.echo(
            f"{one.format}: {screen.counted(len(one.shards), 'file')}, {_size_of(one.shards)}; "
            f"to read: {screen.counted(len(one.new), 'file')}, {_size_of(one.new)}"
        )
        if isinstance(one.layout, ColophonError):
            click.echo(screen.wrapped(f"{one.layout.message}. {one.layout.remedy}", "  ", "  "))
            continue
        click.echo(f"  recognised as {one.layout.name}")
        for role, column in one.layout.columns.items():
            click.echo(f"    {role:14} {screen.harmless(column)}")
        if one.seconds is not None:
            click.echo(f"  about {duration(one.seconds)} here, by the smallest file")
    for unread in seen.unread:
        click.echo(f"  {screen.word('unread')} {screen.harmless(unread.locator)}: {unread.reason}")
    if seen.passed_over:
        passed = screen.counted(len(seen.passed_over), "file")
        click.echo(screen.quiet(f"passed over: {passed} that no reader reads"))


def _size_of(shards: Sequence[Shard]) -> str:
    return size(sum(shard.size for shard in shards))


def outlook_json(seen: Outlook, formats: Sequence[Recognised]) -> dict[str, Any]:
    """Return what a scan would read, as plain values."""
    new = set(seen.new)
    return {
        "files": [{"path": one.path, "size": one.size, "new": one in new} for one in seen.shards],
        "formats": [
            {
                "format": one.format,
                "files": len(one.shards),
                "new": len(one.new),
                "seconds": None if one.seconds is None else round(one.seconds),
                **(
                    {"error": str(one.layout)}
                    if isinstance(one.layout, ColophonError)
                    else {"layout": one.layout.name, "columns": dict(one.layout.columns)}
                ),
            }
            for one in formats
        ],
        "passed_over": seen.passed_over,
        "unread": [one.model_dump(mode="json") for one in seen.unread],
    }
