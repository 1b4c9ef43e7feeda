"""How things look on a terminal: colours by verdict, trees of reasons, lines that fit."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from colophon.documents.scale import LINES, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from colophon.assessment.model import Because
    from colophon.documents.scale import Ink
    from colophon.law.model import Citation, Law
    from colophon.workspace.collect import Collected

_COLOURS = {
    "met": "cyan",
    "open": "yellow",
    "not met": "blue",
    "exempt": "blue",
    "undetermined": "magenta",
    "not applicable": "bright_black",
    "missing": "yellow",
    "conflict": "red",
    "notice": "cyan",
    "unasked": "red",
    "unread": "magenta",
    "stale": "bright_black",
}
_HARMLESS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\v\f\r"} | {
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""Characters that steer a terminal or turn the order of letters, to ones that a reader can see."""

_TOGETHER = re.compile(r"(?<=[\d±]) (?=[\d%]|FLOP)| (?=·)")
"""Spaces at which no line breaks: inside `± 30 %` and `1e25 FLOP`, and before a `·`."""
_BREAKS_NOT = "\N{NO-BREAK SPACE}"

_PIPED_WIDTH = 100
_NARROWEST = 60
_LISTED = 10
"""How many names a list shows before it only counts."""
_MANY_LISTED = 50
_LARGE = 20_000_000
"""An artefact that takes long, in bytes."""
_EVERY = 0.1
"""Seconds between two pictures of what goes on."""


def width() -> int:
    """Return how many characters a line may have."""
    columns = shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
    return max(_NARROWEST, min(columns, 120))


def word(state: str, pad: int = 0, said: str | None = None) -> str:
    """Return a verdict, a state or a kind of finding in its colour, as another language says it."""
    state = state.replace("_", " ")
    return click.style((said or state).ljust(pad), fg=_COLOURS.get(state))


def counted(count: int, what: str) -> str:
    """Return a number of things in words: `1 field`, `2 fields`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def quiet(text: str) -> str:
    """Return text that is there to be looked up."""
    return click.style(text, dim=True)


def heading(text: str) -> None:
    """Print a heading with a blank line above it."""
    click.echo(f"\n{click.style(text, bold=True)}")


def harmless(text: str) -> str:
    """Return `text` without what would steer a terminal: a dossier may come from anybody."""
    return text.translate(_HARMLESS)


def ink() -> Ink:
    """Return the letters of bars, as far as the terminal knows them."""
    try:
        "".join(LINES).encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return PLAIN
    return LINES


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return `text` in lines that fit; `first` and `rest` stand before them."""
    lines = textwrap.fill(
        _TOGETHER.sub(_BREAKS_NOT, harmless(text)),
        width(),
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_BREAKS_NOT, " ")


def row(  # noqa: PLR0913 -- one argument for each thing that a row may have
    state: str, text: str, *, pad: int, indent: int = 0, hang: int = 0, said: str | None = None
) -> str:
    """Return a state in its colour and `text` behind it, its later lines moved in by `hang`."""
    margin = " " * (indent + pad)
    lines = wrapped(text, margin, margin + " " * hang)
    return " " * indent + word(state, pad, said) + lines.removeprefix(margin)


def as_json(value: object) -> None:
    """Print plain values as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def because(
    reason: Because, law: Law, indent: str = "", elsewhere: Mapping[Because, str] | None = None
) -> None:
    """Print a tree of reasons, each with where it is written and where it stands.

    What stands below the root and in `elsewhere`, a tree of its own with its name, is not
    followed further.
    """
    _branch(reason, law, (f"{indent}└─ ", f"{indent}   "), {} if elsewhere is None else elsewhere)


def _branch(
    reason: Because, law: Law, margins: tuple[str, str], elsewhere: Mapping[Because, str]
) -> None:
    first, rest = margins
    click.echo(wrapped(reason.text, first, rest))
    below = rest + ("│  " if reason.children else "   ")
    written = _written(reason, law)
    if written:
        click.echo(quiet(wrapped(written, below)))
    for position, child in enumerate(reason.children, start=1):
        last = position == len(reason.children)
        corner, line = ("└─", "  ") if last else ("├─", "│ ")
        inner = (f"{rest}{corner} ", f"{rest}{line} ")
        if child.children and child in elsewhere:
            seen = law.say("check.see", name=elsewhere[child])
            click.echo(wrapped(child.text, *inner))
            click.echo(quiet(f"{inner[1]}   {seen}"))
        else:
            _branch(child, law, inner, elsewhere)


def _written(reason: Because, law: Law) -> str:
    words = [cited(reason.citation, law)] if reason.citation else []
    if reason.since:
        words.append(law.say("check.since", day=reason.since))
    if reason.place:
        words.append(reason.place)
    return " · ".join(words)


def cited(citation: Citation, law: Law) -> str:
    """Return a citation with its force and how well it is confirmed."""
    return law.provision(citation)


def collected(result: Collected) -> None:
    """Print what was read, what was known, what could not be read and why, and how much of each."""
    in_full = len(result.readings) <= _LISTED
    for reading in result.readings[:_MANY_LISTED]:
        click.echo(
            f"  read {reading.artefact.name}  "
            + quiet(f"{counted(len(reading.evidence), 'fact')}, {reading.importer}")
        )
        for evidence in reading.evidence if in_full else ():
            click.echo(
                wrapped(evidence.told(), "       ", "         ") + quiet(f"  {evidence.locator}")
            )
    if len(result.readings) > _MANY_LISTED:
        click.echo(f"  and {len(result.readings) - _MANY_LISTED} more; --json shows all")
    for name in result.replaced:
        click.echo(f"  read again, because it has changed: {name}")
    places: dict[str, list[str]] = {}
    for reading, one in result.unread:
        said = f"{one.reason}. {one.remedy}"
        places.setdefault(said, []).append(reading.artefact.place(one.locator))
    for error in result.failed:
        places.setdefault(f"{error.message}. {error.remedy}", []).append(error.place)
    for said, where in places.items():
        click.echo(wrapped(_some(where), f"  {word('unread')} ", "         "))
        click.echo(wrapped(said, "       "))
    _totals(result, sum(map(len, places.values())))


def _totals(result: Collected, unread: int) -> None:
    """Print how much there was of each kind, and the names of what was passed over."""
    facts = sum(len(one.evidence) for one in result.readings)
    rows = [("read", f"{counted(len(result.readings), 'artefact')}, {counted(facts, 'fact')}")]
    if result.known:
        rows.append(("known already", f"{len(result.known)}: {_some(result.known)}"))
    if unread:
        rows.append(("not read", f"{counted(unread, 'place')}, told above"))
    for label, names in (
        ("no importer reads", result.unrecognised),
        ("not followed", result.links),
    ):
        if names.count:
            rows.append((label, f"{names.count}: {_some(names.first, names.count)}"))
    margin = max(len(label) for label, _ in rows) + 4
    for label, what in rows:
        click.echo(wrapped(what, f"  {label}".ljust(margin), " " * margin))


def _some(names: Sequence[str], count: int | None = None) -> str:
    """Return the first of some names, and how many more there are; `count` where not all are."""
    more = (len(names) if count is None else count) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def collected_json(result: Collected) -> dict[str, Any]:
    """Return what a collection came to, as plain values."""
    return {
        "read": [reading.model_dump(mode="json", exclude_none=True) for reading in result.readings],
        "known": result.known,
        "replaced": result.replaced,
        "unread": [
            {"artefact": reading.artefact.name, **unread.model_dump(mode="json")}
            for reading, unread in result.unread
        ],
        "failed": [
            {"place": error.place, "reason": error.message, "remedy": error.remedy}
            for error in result.failed
        ],
        **{
            name: {"count": names.count, "first": names.first}
            for name, names in (("unrecognised", result.unrecognised), ("links", result.links))
        },
    }


class _Watching:
    """Shows on a terminal how a collection goes on: a line of counts, a bar for what takes long."""

    def __init__(self) -> None:
        self._bars: dict[str, Any] = {}
        self._files = 0
        self._shown = 0.0

    def reads(self, artefact: str, done: int, total: int) -> None:
        """Draw the bar of an artefact that is large."""
        if total < _LARGE:
            return
        if artefact not in self._bars:
            self.clear()
            self._bars[artefact] = click.progressbar(length=total, label=artefact, file=sys.stderr)
            self._bars[artefact].__enter__()
        bar = self._bars[artefact]
        bar.update(done - bar.pos)
        if done >= total:
            bar.render_finish()

    def passes(self, folder: str, files: int, read: int) -> None:
        """Draw the counts, a few times a second."""
        self._files += files
        now = time.monotonic()
        if now - self._shown > _EVERY:
            self._shown = now
            line = f"  {self._files:,} files, {read:,} read · {folder}"
            click.echo(f"\r\x1b[K{line[: width() - 1]}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line of counts away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def watching() -> Iterator[_Watching | None]:
    """Show how a collection goes on, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    watch = _Watching()
    try:
        yield watch
    finally:
        watch.clear()
