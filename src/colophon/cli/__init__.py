"""The command line: one command is one call of the workspace and one print.

A command is a module of `cli/commands/`, or a folder there that has commands of its own.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING

import click

from colophon import __version__
from colophon.cli.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG = 70
"""A crash; what sysexits.h calls an internal software error."""

INTERRUPTED = 130
"""What shells expect of a program that was stopped with Ctrl-C."""

RARELY = 100_000
"""How many new things there are before garbage is looked for: a command is short, and nearly all
that it makes lives to its end."""

UNHEARD = 141
"""What shells expect of a program whose reader has gone; never 0, which says "nothing open"."""


class _Commands(Folder):
    """All commands."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and stop without complaint when whoever reads its output has gone."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is left in the buffers goes nowhere, or Python would complain at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return UNHEARD
        return result


@click.group(
    cls=_Commands,
    package="colophon.cli.commands",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    default=".",
    show_default=True,
    help="The dossier's directory.",
)
@click.pass_context
def cli(ctx: click.Context, directory: str) -> None:
    """Keep the record of how a general-purpose AI model was made, as the EU AI Act asks for it."""
    ctx.obj = directory
    ctx.color = _colour()


def _colour() -> bool | None:
    """Return False where nobody wants colours; None leaves it to whether there is a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0: nothing open, 1: something open, 2: a mistake to mend, 70: a bug. And, as shells have it,
    130: stopped with Ctrl-C, 141: whoever read the output has gone.
    """
    gc.set_threshold(RARELY)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may not know every letter
    try:
        code = run(arguments)
    except Exception:  # noqa: BLE001 -- a bug: it is shown whole, and is not taken for "open"
        sys.excepthook(*sys.exc_info())
        code = BUG
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        result = cli.main(arguments, prog_name="colophon", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped; nothing is half-written.", err=True)
        return INTERRUPTED
    except Exception as error:
        from colophon.cli.screen import harmless, wrapped  # noqa: PLC0415 -- rare
        from colophon.errors import EXIT_CODE_MISTAKE, ColophonError  # noqa: PLC0415 -- rare

        if not isinstance(error, ColophonError):
            raise
        name = click.style("colophon:", fg="red", bold=True)
        message = f"{name} {harmless(f'{error.place}: {error.message}')}"
        click.echo(f"{message}\n{wrapped(error.remedy, '  ')}", err=True, color=_colour())
        return EXIT_CODE_MISTAKE
    return result if isinstance(result, int) else 0
