"""The ledger on a terminal: a table with bars on one scale, estimates side by side, readings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from colophon.cli import screen
from colophon.compute.reconciliation import flags, side_by_side
from colophon.documents.scale import Scale, bar
from colophon.quantities import FLOP, rounded
from colophon.workspace.ledger import limit_in_words, of_one, share_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.assessment.nearness import Near
    from colophon.compute.ledger import Line
    from colophon.compute.reconciliation import Method
    from colophon.documents.scale import Ink
    from colophon.quantities import Amount
    from colophon.workspace.ledger import Seen

_FIGURES: Final = 3
_LETTERS: Final = "ABCDEFGH"
"""What the levels of the law are called in the drawing; there are never so many."""
_ROOM: Final = 24
"""The room for an id; a longer one takes a line of its own."""
_NARROWEST: Final = 22
"""The narrowest bar beside its amount; a narrower one takes a line of its own."""
_TICK: Final = 7
"""The room for the label of a tick."""
_REST: Final = "    "


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the columns are, in letters.

    Attributes:
        scale: None where no amount is above zero.
        stacked: whether bars stand below their amounts, for want of room beside them.
        bar: the width of a bar.
    """

    scale: Scale | None
    marks: tuple[Near, ...]
    name: int
    amount: int
    bar: int
    stacked: bool
    ink: Ink

    @property
    def margin(self) -> str:
        """What stands left of a bar in a line of its own."""
        return "  " if self.stacked else " " * (self.name + self.amount + 4)


def show(seen: Seen, *, details: bool) -> None:
    """Print the ledger; with `details`, the place, the provision and the note of each entry."""
    account = seen.case.account
    counted = [line for line in account.lines if line.entered]
    apart = [line for line in account.lines if not line.entered]
    columns = _columns(seen)
    click.echo(click.style(f"Ledger of training compute, in {FLOP}", bold=True))
    _axis(columns)
    for line in counted:
        _entry(line, seen, columns, details=details)
    if apart:
        screen.heading("Kept, and in no total")
        for line in apart:
            _entry(line, seen, columns, details=details)
    _totals(seen, columns)
    _legend(seen, columns)
    _readings(seen, columns)
    click.echo()
    told = (
        f"Rounded to {_FIGURES} figures, low ends down and high ends up; --json has them exact. "
        "--details adds who entered what where, and by which provision it counts."
    )
    click.echo(screen.quiet(screen.wrapped(told)))


# -- The scale ------------------------------------------------------------------------------------


def _columns(seen: Seen) -> _Columns:
    account = seen.case.account
    amounts = [*(line.amount for line in account.lines), *account.totals.values()]
    indent = "  " if seen.turned else ""
    names = [line.entry.id for line in account.lines]
    names += [f"{indent}{metric}" for metric in account.totals]
    for line in account.lines:
        checks = side_by_side(line)[1:]
        amounts += [one.amount for one in checks]
        names += [f"{_REST}{one.estimate.method}" for one in checks]
    limits = [near.level.limit for near in seen.near]
    values = [end for one in amounts for end in (one.low, one.best, one.high)]
    values += [one.whole.best / one.parts for one in limits]
    name = min(max(map(len, names)), _ROOM)
    amount = max(len(rounded(one, _FIGURES)) for one in amounts)
    left = screen.width() - name - amount - 4
    stacked = left < _NARROWEST
    width = screen.width() - 4 if stacked else left
    return _Columns(Scale.over(values), seen.near, name, amount, width, stacked, screen.ink())


def _axis(columns: _Columns) -> None:
    """Print the powers of ten of the scale, and below them the letters of the levels."""
    if columns.scale is None:
        return
    ticks: list[tuple[int, str]] = []
    for power in columns.scale.ticks(max(columns.bar // _TICK, 2)):
        label = f"1e{power}"
        along = Fraction(power - columns.scale.first, columns.scale.last - columns.scale.first)
        at = round(along * (columns.bar - 1)) - len(label) // 2
        ticks.append((at, label))
    levels = [
        (
            columns.scale.column(near.level.limit.whole.best / near.level.limit.parts, columns.bar),
            letter,
        )
        for near, letter in zip(columns.marks, _LETTERS, strict=False)
    ]
    click.echo(screen.quiet(columns.margin + _spread(ticks, columns.bar)))
    click.echo(columns.margin + click.style(_spread(levels, columns.bar), fg="yellow"))


def _spread(labels: list[tuple[int, str]], width: int) -> str:
    """Return labels in one line, each at its column or in the next that is free."""
    line = ""
    for at, label in sorted(labels):
        column = max(min(at, width - len(label)), len(line))
        line += " " * (column - len(line)) + label
    return line


def _bar(amount: Amount | None, columns: _Columns) -> str:
    """Return the bar of an amount in its colours."""
    if columns.scale is None:
        return ""
    limits = [near.level.limit for near in columns.marks]
    marks = [limit.whole.best / limit.parts for limit in limits]
    ink = columns.ink
    drawn = bar(columns.scale, columns.bar, amount, marks, ink).rstrip()
    colours = {ink.line: "cyan", ink.crossed: "cyan", ink.best: "bright_white", ink.mark: "yellow"}
    pieces = ((letter, "".join(run)) for letter, run in groupby(drawn))
    return "".join(
        click.style(piece, fg=colours[letter]) if letter in colours else piece
        for letter, piece in pieces
    )


def _row(name: str, amount: Amount, columns: _Columns, *, bold: bool = False) -> None:
    """Print a name, its amount and its bar."""
    said = rounded(amount, _FIGURES)
    drawn = _bar(amount, columns)
    if len(name) > columns.name:
        click.echo(click.style(screen.wrapped(name), bold=bold))
        name = ""
    left = click.style(name.ljust(columns.name), bold=bold)
    if columns.stacked or not drawn:
        click.echo(f"{left}  {said}".rstrip())
        if drawn:
            click.echo(f"{columns.margin}{drawn}")
    else:
        click.echo(f"{left}  {said.ljust(columns.amount)}  {drawn}")


# -- Entries --------------------------------------------------------------------------------------


def _entry(line: Line, seen: Seen, columns: _Columns, *, details: bool) -> None:
    law = seen.case.law
    methods = side_by_side(line)
    _row(line.entry.id, line.amount, columns, bold=True)
    if line.entered:
        enters = ", ".join(line.entered)
        click.echo(screen.wrapped(f"{line.activity.label} → {enters}", "  ", _REST))
    else:
        click.echo(screen.wrapped(line.activity.label, "  ", _REST))
    for text in _why(line, seen):
        click.echo(screen.wrapped(text, "  ", _REST))
    method = f"{law.language.words(line.method)} · {line.entry.source}"
    click.echo(screen.quiet(screen.wrapped(method, "  ", _REST)))
    if methods and methods[0].implied is not None:
        click.echo(screen.quiet(f"{_REST}{_implied(methods[0])}"))
    if details:
        _told(line, seen)
    for one in methods[1:]:
        _check(one, seen, columns)
    for kind, alike in groupby(flags(line), lambda flag: flag.id):
        for flag in alike:
            click.echo(
                screen.row("notice", law.language.sentence(flag), pad=8, indent=4, said="look")
            )
        click.echo(screen.quiet(screen.wrapped(law.say(f"{kind}.remedy"), " " * 12)))


def _why(line: Line, seen: Seen) -> Iterator[str]:
    """Yield why an entry counts or does not, where that is not its activity's alone to say."""
    law = seen.case.law
    if line.superseded_by is not None:
        yield f"superseded by {line.superseded_by}, and kept to be looked up"
    elif line.settled is not None:
        policy = line.settled.policy
        counts = "counted" if line.settled.counts else "not counted"
        by = "nobody has decided it: the default"
        if line.settled.decision is not None:
            decision, place = line.settled.decision
            by = f"decided by {decision.by} on {decision.on.isoformat()}, {place}"
        yield f"{counts}, which the texts leave open ({policy.id}); {by}"
    elif not line.entered:
        yield f"left out by {screen.cited(line.activity.source, law)}"


def _told(line: Line, seen: Seen) -> None:
    by, on = line.origin.by, line.origin.on
    entered = [line.origin.place, *([by] if by else []), *([on.isoformat()] if on else [])]
    for text in (
        f"entered: {', '.join(entered)}",
        f"by: {screen.cited(line.activity.source, seen.case.law)}",
        *(f"{one.id}: {rounded(one.amount, _FIGURES)}, {one.source}" for one in line.models),
        *((f"note: {line.entry.note}",) if line.entry.note else ()),
    ):
        click.echo(screen.quiet(screen.wrapped(text, "  ", _REST)))


def _check(one: Method, seen: Seen, columns: _Columns) -> None:
    _row(f"{_REST}{one.estimate.method}", one.amount, columns)
    ratio = "" if one.ratio is None else f"{_figures(one.ratio)} times the entry's own figure"
    compared = "; ".join(filter(None, (ratio, _implied(one))))
    if compared:
        click.echo(screen.wrapped(compared, " " * 6, " " * 8))
    method = f"{seen.case.law.language.words(one.words)} · {one.estimate.source}"
    click.echo(screen.quiet(screen.wrapped(method, " " * 6, " " * 8)))


def _implied(one: Method) -> str:
    if one.implied is None:
        return ""
    return f"implies a utilisation of {_figures(one.implied)}"


def _figures(value: Fraction) -> str:
    return of_one(value, "ROUND_HALF_EVEN", _FIGURES)


# -- Totals, levels, readings ---------------------------------------------------------------------


def _totals(seen: Seen, columns: _Columns) -> None:
    account = seen.case.account
    screen.heading("Totals" if account.is_whole else "Totals, at least")
    _axis(columns)
    for metric, total in account.totals.items():
        _row(metric, total, columns, bold=True)
        _shares([near for near in seen.near if near.level.metric == metric], seen)
    changes = [near for near in seen.near if near.level.metric is None]
    if changes:
        _row("the change", changes[0].level.already, columns, bold=True)
        _shares(changes, seen)
    if not account.is_whole:
        click.echo("  The ledger is not said to be complete: compute.yaml, `complete: true`.")


def _shares(levels: list[Near], seen: Seen) -> None:
    for near in levels:
        share = share_in_words(near) or "an unknown share"
        limit = limit_in_words(near, seen.case.law)
        text = f"{share} of {limit} ({near.level.threshold.id})"
        click.echo(screen.wrapped(text, "  ", _REST))


def _legend(seen: Seen, columns: _Columns) -> None:
    if columns.scale is None or not seen.near:
        return
    law = seen.case.law
    screen.heading("Levels")
    for near, letter in zip(seen.near, _LETTERS, strict=False):
        level = near.level
        operator = law.say(f"operator.{level.threshold.comparison}")
        by = level.metric or "the larger total"
        text = f"{operator} {limit_in_words(near, law)}, by {by}: {level.threshold.label}"
        click.echo(click.style(letter, fg="yellow") + screen.wrapped(text, "  ", _REST)[1:])
        written = " · ".join(filter(None, (screen.cited(level.source, law), level.place)))
        click.echo(screen.quiet(screen.wrapped(written, _REST)))


def _readings(seen: Seen, columns: _Columns) -> None:
    if not seen.turned:
        return
    law = seen.case.law
    screen.heading("Open questions whose other answer would change a verdict")
    for one in seen.turned:
        counts = "counted" if one.counts else "did not count"
        names = "; ".join(f"{policy.label} ({policy.id})" for policy in one.policies)
        click.echo(screen.wrapped(f"If this {counts}: {names}", "  ", _REST))
        for metric, total in one.totals.items():
            _row(f"  {metric}", total, columns)
        for question, (before, after) in one.changes.items():
            words = [
                screen.word(verdict.value, said=law.language.named("verdict", verdict))
                for verdict in (before, after)
            ]
            click.echo(f"{_REST}{question}: {' → '.join(words)}")
