"""`colophon diff`: what two states of a record say differently, in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from colophon.cli import options, screen
from colophon.dossier.releases import NOW
from colophon.workspace.diff import as_json, compare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from colophon.dossier.differences import Difference, Point
    from colophon.evidence import Evidence
    from colophon.workspace.diff import Comparison, Side
    from colophon.workspace.drift import Change

_SHORT: Final = 50
"""A value that is longer, or has several lines, stands on lines of its own."""


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default=NOW)
@options.on_a_day("Both under the law on this day, not today's.")
@options.in_dossier()
@options.as_json()
def command(*, before: str, after: str, on: date, directory: Path, wants_json: bool) -> int:
    """Say what changed from A to B, field by field and entry by entry.

    A and B are released versions, `now`, or the path of another dossier or of a release; B is
    `now` when left out. Shows verdicts, values, entries and evidence, old and new with their
    sources. Comments, the order of lines and spelling are no change. Exit code: 0 both say the
    same, 1 they do not.
    """
    found = compare(directory, before, after, on)
    if wants_json:
        screen.as_json(as_json(found))
    else:
        _show(found)
    return 0 if found.is_same else 1


def _show(found: Comparison) -> None:
    click.echo(screen.wrapped(f"From {_named(found.before)} to {_named(found.after)}"))
    known = found.after.case.law.known_on.isoformat()
    click.echo(screen.quiet(f"both on {found.on.isoformat()} · law known on {known}"))
    if found.is_same:
        is_equal = found.before.digest == found.after.digest
        told = (
            "The two are the same to the byte."
            if is_equal
            else "The two say the same; only comments, order or spelling differ."
        )
        click.echo(told)
    if found.turns:
        screen.heading("Verdicts")
        for turn in found.turns:
            words = f"{turn.label} {turn.before} → {turn.after}".replace("not_", "not ")
            click.echo(screen.wrapped(words, "  ", "    "))
    _differences(found.differences, found)
    if found.evidence:
        screen.heading("Evidence")
        for change in found.evidence:
            _artefact(change)


def _named(one: Side) -> str:
    if one.released is None:
        return one.name
    by = f", {one.released.by}" if one.released.by else ""
    return f"version {one.released.version} ({one.released.on.isoformat()}{by})"


def _differences(differences: Sequence[Difference], found: Comparison) -> None:
    law = found.after.case.law
    for heading, group in groupby(differences, lambda one: one.heading(law)):
        screen.heading(heading)
        for one in group:
            named = one.label if one.label == one.id else f"{one.label} · {one.id}"
            click.echo(screen.wrapped(f"{named}: {law.say(f'diff.{one.how}')}", "  ", "    "))
            for point in one.points:
                _point(point, is_alone=one.how in {"new", "gone"})
            is_moved = one.before and one.after and one.before != one.after
            sources = {"was from": one.before, "now from": one.after}
            for label, source in (
                sources.items() if is_moved else [("from", one.after or one.before)]
            ):
                if source:
                    click.echo(screen.quiet(screen.wrapped(f"{label} {source}", "    ", "      ")))


def _point(point: Point, *, is_alone: bool) -> None:
    name = point.name.replace("_", " ")
    sides = [one for one in (point.before, point.after) if one is not None]
    if is_alone and len(sides) == 1:
        _lines(f"{name}: ", sides[0])
    elif all(len(one) <= _SHORT and "\n" not in one for one in sides):
        was, now = (one or "nothing" for one in (point.before, point.after))
        click.echo(screen.wrapped(f"{name}: {was} → {now}", "    ", "      "))
    else:
        _lines(f"{name}, was: ", point.before or "nothing")
        _lines(f"{name}, now: ", point.after or "nothing")


def _lines(before: str, text: str) -> None:
    """Print a text of several lines, each moved in."""
    first, *rest = text.splitlines() or [""]
    click.echo(screen.wrapped(before + first, "    ", "      "))
    for line in filter(str.strip, rest):
        click.echo(screen.wrapped(line, "      "))


def _artefact(change: Change) -> None:
    click.echo(screen.wrapped(f"{change.artefact}: {change.how}", "  ", "    "))
    for one in change.differences:
        of = f" ({one.of})" if one.of else ""
        was, now = (_written(evidence) for evidence in (one.recorded, one.found))
        click.echo(screen.wrapped(f"{one.fact}{of}: {was} → {now}", "    ", "      "))


def _written(evidence: tuple[Evidence, ...]) -> str:
    return "; ".join(one.written() for one in evidence) or "nothing"
