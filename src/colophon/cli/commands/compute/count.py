"""`colophon compute count`: what a configuration tells of a model and of its training."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, screen
from colophon.cli.sequences import of_sequences
from colophon.workspace.count import Plan, as_json, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from colophon.dossier.model import Length
    from colophon.workspace.count import Counted

_THIN = "\N{NARROW NO-BREAK SPACE}"
_LABELS = {
    "total": "total",
    "active": "active for a token",
    "embedding": "embedding",
    "output_head": "output head",
    "beside": "in training only",
}


@click.command()
@click.argument("config", metavar="CONFIG", type=click.Path(path_type=Path))
@click.option(
    "--tokens",
    metavar="NUMBER",
    callback=options.written(options.read_tokens),
    help="Tokens processed, such as 14.8T.",
)
@of_sequences()
@click.option(
    "--images", type=click.IntRange(1), metavar="NUMBER", help="Images or recordings processed."
)
@click.option(
    "--patches",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="Patches of one image, where images may have any size.",
)
@click.option(
    "--frozen", multiple=True, metavar="NAME", help="A part that is not trained, such as vision."
)
@click.option("--forward", is_flag=True, help="Nothing is trained: forward passes only.")
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    config: Path,
    tokens: int | None,
    lengths: tuple[Length, ...],
    images: int | None,
    patches: int | None,
    frozen: tuple[str, ...],
    forward: bool,
    wants_json: bool,
) -> int:
    """Count parameters and operations of the model in CONFIG.

    CONFIG is a config.json, or the folder that holds it. No dossier is needed.
    """
    plan = Plan(tokens, lengths, images, patches, frozenset(frozen), not forward)
    counted = count(config, plan)
    if wants_json:
        screen.as_json(as_json(counted))
    else:
        _show(counted)
    return 0


def _show(counted: Counted) -> None:
    click.echo(click.style(screen.harmless(counted.model_type), bold=True))
    if counted.model is not None:
        screen.heading("Parameters")
        own = counted.model.parameters._asdict()
        _rows([(_LABELS[name], number, "") for name, number in own.items() if number])
    _show_lines(counted)
    _show_totals(counted)
    if counted.model is not None and counted.model.assumed:
        screen.heading("Taken from the class, where the file says nothing")
        for one in counted.model.assumed:
            click.echo(screen.wrapped(f"{one.at}: {one.value}", "  "))
    if counted.model is not None and counted.model.not_understood:
        screen.heading("Not understood, and it may mean something for the size")
        for place in counted.model.not_understood:
            click.echo(screen.wrapped(place, "  "))
    if counted.notes:
        screen.heading("Notes")
        for note in counted.notes:
            click.echo(screen.wrapped(note, "  ", "    "))


def _show_lines(counted: Counted) -> None:
    if not counted.lines:
        return
    screen.heading("Forward pass, operations for each token")
    causal = sum((line.causal for line in counted.lines), Fraction(0))
    full = sum((line.full for line in counted.lines), Fraction(0))
    rows = [(line.name, line.causal, line.full) for line in counted.lines]
    rows.append(("together", causal, full))
    widest = len(_grouped(full))
    _rows(
        [
            (name, one, f"{_percent(one / causal)}   full {_grouped(other):>{widest}}")
            for name, one, other in rows
        ]
    )


def _show_totals(counted: Counted) -> None:
    if counted.six_pd is None and counted.flop is None:
        return
    plan = counted.plan
    screen.heading("FLOP of training" if plan.trained else "FLOP of forward passes")
    rows: list[tuple[str, int | Fraction, str]] = []
    if counted.flop is not None:
        rows += [
            ("causal mask", counted.flop.causal, _short(round(counted.flop.causal))),
            ("full attention", counted.flop.full, _short(round(counted.flop.full))),
        ]
    if counted.six_pd is not None:
        name = "6 × parameters × tokens" if plan.trained else "2 × parameters × tokens"
        rows.append((name, counted.six_pd, _short(counted.six_pd)))
    if counted.span is not None:
        low, high = counted.span
        rows += [("at least", low, _short(low)), ("at most", high, _short(high))]
    _rows(rows)


def _rows(rows: Sequence[tuple[str, int | Fraction, str]]) -> None:
    names = max(len(name) for name, _, _ in rows)
    numbers = max(len(_grouped(number)) for _, number, _ in rows)
    for name, number, more in rows:
        line = f"  {name:<{names}}  {_grouped(number):>{numbers}}"
        click.echo(f"{line}   {screen.quiet(more)}" if more else line)


def _grouped(number: int | Fraction) -> str:
    """Return a number in groups of three digits."""
    return f"{round(number):,}".replace(",", _THIN)


def _short(number: int) -> str:
    """Return a number in four digits and a power of ten."""
    digits = f"{number:.3e}".split("e")
    return f"{digits[0]}e{int(digits[1])}"


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):5.1f} %"
