"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from colophon.errors import ReadingError
from colophon.reading import read_day
from colophon.workspace.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

V = TypeVar("V")


def _day(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return today()
    try:
        return read_day(value)
    except ValueError as error:
        raise ReadingError(str(error), place="--on", remedy="Write it in that form.") from None


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


def _directory(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value if value is not None else ctx.find_root().obj)


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
