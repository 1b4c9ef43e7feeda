"""The options that several commands share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from colophon.errors import ReadingError
from colophon.quantities import Amount, number
from colophon.reading import Quantity, measures, read_amount as read_written, read_day
from colophon.workspace.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

V = TypeVar("V")

_UNITS: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def _day(ctx: click.Context, parameter: click.Parameter, value: str | None) -> date:
    return a_day(ctx, parameter, value) or today()


def written(
    read: Callable[[str], V],
) -> Callable[[click.Context, click.Parameter, str | None], V | None]:
    """Return the callback of an option whose text is read by `read`; left out, it gives None.

    `callback=written(partial(measure, asked=Quantity.TOKENS))` reads `--tokens 14.8T`. A ValueError
    of `read` becomes a ReadingError whose place is the option.
    """

    def callback(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> V | None:
        if value is None:
            return None
        try:
            return read(value)
        except ValueError as error:
            raise ReadingError(
                str(error), place=parameter.opts[0], remedy="Write it in that form."
            ) from None

    return callback


def read_tokens(text: str) -> int:
    """Read a number of tokens above zero, such as `14.8T` or `1.5e12`.

    Raises:
        ValueError: it is no such number, or can be read in two ways.
    """
    tokens = measures.count(text, asked=Quantity.TOKENS)
    if tokens < 1:
        raise ValueError(f"`{text}` is no number of tokens above zero")
    return tokens


def _directory(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value if value is not None else ctx.find_root().obj)


def read_amount(text: str, option: str, *units: str) -> Amount:
    """Read `3.8e25 FLOP`, or with an interval `3e25..3.8e25..5e25 FLOP`, in one of `units`.

    Raises:
        ReadingError: it is no amount, may be nothing, or is in another unit; the place is `option`.
    """
    remedy = f"Write a number and {units[0]}; or low, likely and high with `..` between them."
    digits, _, unit = text.strip().partition(" ")
    ends = _ends(digits, option, remedy)
    asked = Quantity(units[0]) if len(units) == 1 and units[0] in set(Quantity) else None
    try:
        parts = [f"{end} {unit}" for end in ends] if len(ends) > 1 else [text] * 3
        low, best, high = (_one_amount(part, asked) for part in parts)
        amount = Amount(low.low, best.best, high.high, best.unit)
    except ValueError as error:
        raise ReadingError(str(error), place=option, remedy=remedy) from None
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


def _one_amount(text: str, asked: Quantity | None) -> Amount:
    amount = read_written(text, asked=asked)
    assert isinstance(amount, Amount)
    return amount


def read_number(text: str, option: str, *, at_most: int | None = None) -> Amount:
    """Read a number above zero without a unit, or an interval such as `0.3..0.35..0.4`.

    Raises:
        ReadingError: it is no number, not above zero, or above `at_most`; the place is `option`.
    """
    remedy = "Write a number above 0" + ("." if at_most is None else f", at most {at_most}.")
    ends = _ends(text.strip(), option, remedy)
    low, best, high = (number(end, place=option) for end in (ends if len(ends) > 1 else ends * 3))
    if min(low, best, high) < 0:
        raise ReadingError(f"`{text}` is below zero", place=option, remedy=remedy)
    try:
        amount = Amount(low, best, high, "")
    except ValueError as error:
        raise ReadingError(str(error), place=option, remedy=remedy) from None
    if amount.low == 0 or (at_most is not None and amount.high > at_most):
        raise ReadingError(f"`{text}` is out of range", place=option, remedy=remedy)
    return amount


def _ends(digits: str, option: str, remedy: str) -> list[str]:
    """Return the one value that is written, or the three of an interval.

    An interval has its most likely value too: halfway between two ends is nobody's statement.
    """
    ends = digits.split("..")
    if len(ends) not in {1, len(("low", "best", "high"))}:
        raise ReadingError(
            f"`{digits}` has {len(ends)} values; an interval has its likely value between its ends",
            place=option,
            remedy=remedy,
        )
    return ends


def amount_in(*units: str) -> Callable[[click.Context, click.Parameter, str | None], Amount | None]:
    """Return a callback that reads the amount that an option gives, in one of `units`."""

    def read(_ctx: click.Context, parameter: click.Parameter, text: str | None) -> Amount | None:
        return None if text is None else read_amount(text, parameter.opts[0], *units)

    return read


def number_in(
    at_most: int | None = None,
) -> Callable[[click.Context, click.Parameter, str | None], Amount | None]:
    """Return a callback that reads the number without a unit that an option gives."""

    def read(_ctx: click.Context, parameter: click.Parameter, text: str | None) -> Amount | None:
        return None if text is None else read_number(text, parameter.opts[0], at_most=at_most)

    return read


def a_day(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read the day that an option gives.

    Raises:
        ReadingError: it is no day; the place is the option.
    """
    if value is None:
        return None
    try:
        return read_day(value)
    except ValueError as error:
        place = parameter.opts[0]
        raise ReadingError(str(error), place=place, remedy="Write it in that form.") from None


def given(*names: str) -> str | None:
    """Return the first option of these arguments that somebody gave, such as `--top`."""
    context = click.get_current_context()
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in names and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            return parameter.opts[0]
    return None


def on_a_day(told: str = "Under the law on this day, not today's.") -> Decorator:
    """Add `--on DAY`, which is today when left out."""
    return click.option("--on", metavar="DAY", callback=_day, help=told)


def in_language() -> Decorator:
    """Add `--language`."""
    return click.option(
        "--language",
        metavar="LANGUAGE",
        default="en",
        show_default=True,
        help="In the words of this language, such as nl.",
    )


def memory(task: str) -> Decorator:
    """Add `--memory SIZE`, in bytes, for a task such as `counting`."""
    return click.option(
        "--memory",
        metavar="SIZE",
        callback=written(_read_memory),
        help=f"How much memory {task} may use, such as 2GB; the rest is spilled to the disk. "
        "512 MB a core when left out, and at least 1 GB.",
    )


def _read_memory(text: str) -> int:
    """Read `2GB`, in bytes.

    Raises:
        ValueError: it is no size of memory.
    """
    found = re.fullmatch(r"\s*(\d+)\s*([KMGT]?)i?B?\s*", text, re.IGNORECASE)
    if not found or not int(found[1]):
        raise ValueError(f"`{text}` is no size of memory such as 2GB or 512MB")
    return int(found[1]) * _UNITS[found[2].upper()]


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
