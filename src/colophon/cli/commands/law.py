"""`colophon law`: what the law's data hold on a day, and what changed between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from colophon.cli import options, screen
from colophon.errors import ReadingError
from colophon.law.model import OwedBy, Phase, Topic
from colophon.reading import read_day
from colophon.workspace.changes import as_json, changes
from colophon.workspace.law import law
from colophon.workspace.lawbook import KINDS, chosen, entries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from enum import StrEnum

    from colophon.workspace.changes import Change

_DIFF = "diff"
_TWO = 2


def _one_of(names: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([one.value for one in names])


@click.command()
@click.argument("kind", required=False, type=click.Choice([*KINDS, _DIFF]), metavar="[KIND]")
@click.argument("days", nargs=-1, metavar="[DAY DAY]")
@click.option(
    "--topic", type=click.Choice([one.value for one in Topic]), help="Only obligations about this."
)
@click.option(
    "--phase",
    type=click.Choice([one.value for one in Phase]),
    help="Only obligations of this phase.",
)
@click.option(
    "--owed-by", type=click.Choice([one.value for one in OwedBy]), help="Only what they owe."
)
@options.on_a_day()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    kind: str | None,
    days: tuple[str, ...],
    topic: str | None,
    phase: str | None,
    owed_by: str | None,
    on: date,
    wants_json: bool,
) -> int:
    """List what the law's data hold on a day, or what changed between two.

    KIND is obligations, commitments, consequences, thresholds, questions, policies, activities,
    fields, outlines, consistency, events, countings, deadlines or instruments; all of them when
    left out. `colophon explain ID` tells more of any of them.

    `colophon law diff DAY DAY` lists what began or ceased to hold after the first day and up to
    the second, for whom, and where it is written.
    """
    if kind == _DIFF:
        return _diff(days, wants_json=wants_json)
    if days:
        raise click.UsageError(f"Got unexpected extra arguments ({' '.join(days)})")
    if (topic or phase or owed_by) and kind != "obligations":
        raise click.UsageError("--topic, --phase and --owed-by choose among obligations only")
    found = {one: entries(one, law(), on) for one in ([kind] if kind else KINDS)}
    if kind == "obligations":
        found[kind] = chosen(found[kind], topic, phase, owed_by)
    known = law().known_on.isoformat()
    if wants_json:
        screen.as_json({"on": on.isoformat(), "law_known_on": known, **found})
    else:
        click.echo(screen.quiet(f"on {on.isoformat()} · law known on {known}"))
        _show(found)
    return 0


def _show(found: Mapping[str, list[dict[str, Any]]]) -> None:
    for name, rows in found.items():
        screen.heading(name.capitalize())
        pad = max((len(row["id"]) for row in rows), default=0) + 2
        for row in rows:
            words = row["label"] + (f": {row['value']}" if "value" in row else "")
            click.echo(screen.wrapped(words, f"  {row['id']:<{pad}}", " " * (pad + 2)))
            if row["citation"]:
                told = f"{row['citation']} · {row['force']} · confirmed: {row['confirmed']}"
                click.echo(screen.quiet(screen.wrapped(told, " " * (pad + 2))))


def _diff(days: tuple[str, ...], *, wants_json: bool) -> int:
    try:
        first, second = (read_day(day) for day in days)
    except ValueError as error:
        message = str(error) if len(days) == _TWO else f"{len(days)} days were given, not two"
        raise ReadingError(
            message, place="law diff", remedy="Write colophon law diff 2026-07-26 2026-07-27."
        ) from None
    found = changes(law(), first, second)
    if wants_json:
        screen.as_json({"from": days[0], "to": days[1], "changes": as_json(found, law())})
    elif not found:
        click.echo("Nothing that is kept here changed between these days.")
    else:
        for one in found:
            _change(one)
    return 0


def _change(one: Change) -> None:
    click.echo(screen.wrapped(f"{one.day.isoformat()}  {one.kind}: {one.says}", "", " " * 12))
    told = [f"for: {one.whom}"] if one.whom else []
    told += [screen.cited(one.source, law())] if one.source else []
    if told:
        click.echo(screen.quiet(screen.wrapped(" · ".join([one.id, *told]), " " * 12)))
