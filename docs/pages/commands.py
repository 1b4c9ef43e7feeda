"""The page of the commands, from the command line itself."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

from colophon.cli import cli
from pages.markdown import NOTHING, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRO = """
`colophon COMMAND --help` shows the same. Where a command works on a dossier, `-C DIR` may stand
before the command or after it.

## Exit codes

| Code | Means |
| --- | --- |
| 0 | It worked, and nothing is open. |
| 1 | It worked, and something is open (below). |
| 2 | A mistake that a person can mend; the message says where and how ([errors](errors.md)). |
| 70 | A bug: please report it with what is printed. |
| 130 | Stopped with Ctrl-C. |

`check` and `status` leave with 1 where something is missing, conflicting or undetermined;
`compute` where the ledger is empty or not said to be complete; `compute modification` where its
question is undetermined; `compute energy` where the energy of all that counts is not known; `due`
where something is late; `verify` where a package is unchanged and its key or its time stamp could
not be held against anything. No other command leaves with 1.

A traceback is a bug of Colophon's own. Please report it.
With the environment variable `NO_COLOR` set, nothing is coloured.
"""


def page() -> str:
    """Return the page: the program's own options, then each command with every option."""
    context = click.Context(cli, info_name="colophon", **cli.context_settings)
    pieces = [title("Commands", INTRO), "## colophon\n", _options(cli, context)]
    pieces += _commands(cli, context)
    return "\n".join(pieces)


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """Yield each command of a group, one that is a group itself with its own behind it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inside = click.Context(command, context, name)
        yield from _command(command, inside)
        if isinstance(command, click.Group):
            yield from _commands(command, inside)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    path = context.command_path
    yield f"## {path}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{path} {usage}\n```\n"
    yield f"{_shown(inspect.cleandoc(command.help or ''))}\n"
    yield _options(command, context)


def _options(command: click.Command, context: click.Context) -> str:
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            rows.append((f"`{record[0]}`", record[1] or NOTHING))
    return table(("Option", "Does"), rows)


def _shown(text: str) -> str:
    """Return help as Markdown: what stands in capitals is a name to fill in."""
    return re.sub(r"(?<!`)\b([A-Z]{2,})\b(?!`)", r"*\1*", text)
