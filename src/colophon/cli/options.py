"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colophon.errors import ReadingError
from colophon.quantities import Amount
from colophon.reading import read_amount as read_written, read_day
from colophon.workspace.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _day(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return today()
    try:
        return read_day(value)
    except ValueError as error:
        raise ReadingError(str(error), place="--on", remedy="Write it in that form.") from None


def _directory(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value if value is not None else ctx.find_root().obj)


def read_amount(text: str, option: str, *units: str) -> Amount:
    """Read `3.8e25 FLOP`, or with an interval `3e25..3.8e25..5e25 FLOP`, in one of `units`.

    An interval has its most likely value too: halfway between two ends is nobody's statement.

    Raises:
        ReadingError: it is no amount, or in another unit; the place is `option`.
    """
    remedy = f"Write `3.8e25 {units[0]}`, or low, likely and high: `3e25..3.8e25..5e25 {units[0]}`."
    digits, _, unit = text.strip().partition(" ")
    ends = digits.split("..") if ".." in digits else None
    if ends is not None and len(ends) != len(("low", "best", "high")):
        raise ReadingError(
            f"`{digits}` has {len(ends)} values; an interval has its likely value between its ends",
            place=option,
            remedy=remedy,
        )
    try:
        if ends is None:
            amount = read_written(text)
        else:
            low, best, high = (read_written(f"{end} {unit}") for end in ends)
            amount = Amount(low.low, best.best, high.high, best.unit)
    except ValueError as error:
        raise ReadingError(str(error), place=option, remedy=remedy) from None
    assert isinstance(amount, Amount)
    if amount.unit not in units:
        wanted = " or ".join(units)
        raise ReadingError(
            f"`{text}` is in `{amount.unit}`; what is asked is in {wanted}",
            place=option,
            remedy=remedy,
        )
    if amount.low == 0:
        raise ReadingError(f"`{text}` may be nothing", place=option, remedy=remedy)
    return amount


def amount_in(*units: str) -> Callable[[click.Context, click.Parameter, str | None], Amount | None]:
    """Return a callback that reads the amount that an option gives, in one of `units`."""

    def read(_ctx: click.Context, parameter: click.Parameter, text: str | None) -> Amount | None:
        return None if text is None else read_amount(text, parameter.opts[0], *units)

    return read


def on_a_day() -> Decorator:
    """Add `--on DAY`, which is today when left out."""
    return click.option(
        "--on", metavar="DAY", callback=_day, help="Under the law on this day, not today's."
    )


def in_language() -> Decorator:
    """Add `--language`."""
    return click.option(
        "--language",
        metavar="LANGUAGE",
        default="en",
        show_default=True,
        help="In the words of this language, such as nl.",
    )


def as_json() -> Decorator:
    """Add `--json`."""
    return click.option("--json", "wants_json", is_flag=True, help="Print JSON, for machines.")


def in_dossier() -> Decorator:
    """Add `-C DIR`, which may stand before the command as well."""
    return click.option(
        "-C", "directory", metavar="DIR", callback=_directory, help="The dossier's directory."
    )


def reading_artefacts() -> Decorator:
    """Add the options of the commands that read artefacts."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function = click.option(
            "--keep-going",
            is_flag=True,
            help="Keep what can be read although an artefact is damaged.",
        )(function)
        return click.option(
            "--digest-weights",
            is_flag=True,
            help="Read every byte of the weights, for their SHA-256.",
        )(function)

    return decorate
