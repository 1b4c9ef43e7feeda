"""The README names commands that exist, and all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from colophon.cli import cli

if TYPE_CHECKING:
    from pathlib import Path


def named(text: str) -> set[str]:
    """Return the commands of Colophon that a page names in code."""
    code = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL))
    code += "\n" + "\n".join(re.findall(r"`([^`\n]+)`", text))
    return set(re.findall(r"\bcolophon (?:-C \S+ )?([a-z][\w-]*)", code))


def test_the_readme_names_every_command_and_no_other(pages: dict[str, str]) -> None:
    """A reader of the README meets each command that there is."""
    assert named(pages["README.md"]) == set(cli.list_commands(click.Context(cli)))


def test_no_page_names_a_command_that_does_not_exist(pages: dict[str, str]) -> None:
    """Each command that any page names is there."""
    known = set(cli.list_commands(click.Context(cli)))
    wrong = {page: names for page, text in pages.items() if (names := named(text) - known)}
    assert not wrong


def test_every_target_that_a_page_names_is_in_the_makefile(
    root: Path, pages: dict[str, str]
) -> None:
    """Each `make …` that a page names is a target."""
    makefile = (root / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    asked = {
        (page, target)
        for page, text in pages.items()
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)
    }
    assert not [one for one in sorted(asked) if one[1] not in targets]


def test_the_readme_has_the_two_commands_that_one_tries_first(pages: dict[str, str]) -> None:
    """Clone, demo and test stand in the README as one enters them."""
    readme = pages["README.md"]
    assert "git clone … && cd colophon\nmake demo\nmake test\n" in readme
    assert "pip install .\n" in readme
    assert "Python 3.11 or newer" in readme


def test_the_readme_fits_on_a_few_screens(pages: dict[str, str]) -> None:
    """The README says what it is, and leaves the rest to the pages that it links."""
    assert len(pages["README.md"].splitlines()) <= 100
