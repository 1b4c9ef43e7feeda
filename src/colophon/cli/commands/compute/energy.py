"""`colophon compute energy`: the energy, the time and the cost of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.compute.resources import DAYS
from colophon.quantities import plain, rounded
from colophon.workspace.energy import as_json, energy

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.compute.resources import EnergyLine, Resources
    from colophon.quantities import Amount
    from colophon.workspace.energy import Used

_FIGURES = 4


@click.command()
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(*, on: date, directory: Path, wants_json: bool) -> int:
    """Show the energy, the time and the cost of training.

    They come from the lists `energy`, `time` and `cost` of compute.yaml. Exit code: 0 the energy of
    all that counts is known, 1 it is not, 2 a mistake to mend.
    """
    used = energy(directory, on)
    if wants_json:
        screen.as_json(as_json(used))
    else:
        _show(used)
    return 0 if used.is_whole else 1


def _show(used: Used) -> None:
    found = used.resources
    _show_energy(found)
    if not used.case.account.is_whole:
        told = "The ledger is not said to be complete, so no field is filled from a part."
        click.echo(screen.wrapped(told, "  ", "    "))
    elif len(found.totals) > 1:
        told = "The figures end at different boundaries, so no field is filled from their sum."
        click.echo(screen.wrapped(told, "  ", "    "))
    screen.heading("Time")
    click.echo(f"  {found.days or 'not entered'}" + (" by the clock" if found.days else ""))
    for period, origin in found.periods:
        days = f"{period.since.isoformat()} to {period.until.isoformat()}"
        click.echo(screen.wrapped(f"{period.id}  {days}", "  ", "    "))
        click.echo(screen.quiet(screen.wrapped(f"{origin.place} · {period.source}", "    ")))
    if found.periods:
        _not_covered(found.without_time())
    for line in found.hardware:
        kind = line.kind or "accelerators that are not named"
        told = (
            f"{kind}: {plain(line.days)} {DAYS} of all units together ({plain(line.hours)} hours)"
        )
        click.echo(screen.wrapped(told, "  ", "    "))
    screen.heading("Cost")
    for total in found.costs.values():
        click.echo(f"  {total}")
    for cost in found.cost:
        click.echo(screen.wrapped(f"{cost.entry.id}  {cost.amount}, {cost.entry.method}", "  "))
        told = f"{cost.origin.place} · {cost.origin.on} · {cost.entry.source}"
        click.echo(screen.quiet(screen.wrapped(told, "    ")))
    if not found.cost:
        click.echo("  not entered")


def _short(amount: Amount) -> str:
    return f"{rounded(amount, _FIGURES)} {amount.unit}"


def _show_energy(found: Resources) -> None:
    screen.heading("Energy")
    if not found.energy:
        click.echo("  not entered")
        return
    for reaches, total in found.totals.items():
        click.echo(screen.wrapped(f"{_short(total)}, {reaches}", "  ", "    "))
    for line in found.energy:
        _show_line(line)
    _not_covered(found.without_energy())


def _show_line(line: EnergyLine) -> None:
    entry = line.entry
    counts = "" if line.counts else ", a cross-check that does not count"
    covers = ", ".join(entry.covers)
    told = f"{entry.id}  {_short(line.amount)}, {entry.method}: {covers}{counts}"
    click.echo(screen.wrapped(told, "  ", "    "))
    words = f"measured at the {entry.boundary}: {_short(line.measured)}"
    if entry.pue == "unknown":
        words += "; PUE unknown, so it is not raised to the facility"
    elif entry.pue is not None:
        words += f"; × PUE {entry.pue}"
    click.echo(screen.wrapped(words, "    ", "      "))
    click.echo(screen.quiet(screen.wrapped(f"{line.origin.place} · {entry.source}", "    ")))


def _not_covered(names: tuple[str, ...]) -> None:
    if names:
        click.echo(screen.wrapped(f"not covered: {', '.join(names)}", "  ", "    "))
