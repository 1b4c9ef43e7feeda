"""A folder of modules as a group of commands: adding a command is adding a module.

A module is loaded when its command is called, so that `--version` and `--help` cost nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click


class Folder(click.Group):
    """The modules of a package as commands; each has its own in the name `command`."""

    def __init__(self, *arguments: Any, package: str, **named: Any) -> None:
        """Make the group of the commands in `package`, such as `colophon.cli.commands`."""
        super().__init__(*arguments, **named)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands."""
        package = importlib.import_module(self.package)
        return sorted(info.name for info in pkgutil.iter_modules(package.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command; None when there is no such module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self.package}.{cmd_name}")
        command: click.Command = module.command
        return command
