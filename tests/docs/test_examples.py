"""What the tutorial and the how-to pages show is done in an empty folder, and comes out as shown.

Two kinds of blocks are executed, in the order of the page:

* a block under a line that ends with "`path`:" is written to that path;
* a block of the language `console`: `$ command`, then the output that is expected. `...` stands
  for any characters, and on a line of its own for any number of lines. Without expected output
  whatever comes is right. `$ echo $?` shows the exit code of the command before it.

A how-to page starts where the tutorial ended.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from colophon.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent.parent / "docs"
TUTORIAL = DOCS / "tutorial" / "first-dossier.md"
HOW_TO = sorted(path for path in (DOCS / "how-to").glob("*.md") if path.name != "README.md")

PROGRAMS = Path(sys.executable).parent
"""Where the program `colophon` that is tested lies."""

BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`(?P<path>[^`]+)`:\s*\Z")


@dataclass
class Shell:
    """A person at a terminal who does what a page says.

    Attributes:
        folder: where the person is.
        left: the exit code of the last command.
    """

    folder: Path
    left: int = field(default=0)

    def enter(self, command: str) -> str:
        """Run one line and return all that it prints."""
        if command == "echo $?":
            return f"{self.left}\n"
        if command.startswith("colophon ") and not set(command) & set("|>;&$"):
            return self._colophon(shlex.split(command)[1:])
        line = ["bash", "-c", command]
        done = subprocess.run(
            line,
            cwd=self.folder,
            env={**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.left = done.returncode
        return done.stdout

    def _colophon(self, arguments: list[str]) -> str:
        printed = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
        ):
            self.left = run(arguments)
        return printed.getvalue()


def follow(page: Path, shell: Shell) -> None:
    """Do what `page` says, and fail where something else comes out than it shows."""
    text = page.read_text("utf-8")
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        if block["language"] == "console":
            for command, expected in commands(block["body"]):
                printed = shell.enter(command)
                assert matches(printed, expected), (
                    f"{page.name}, block at line {line}: `{command}` printed\n{printed}\n"
                    f"and the page shows\n{expected}"
                )
        elif named := FILE.search(text[: block.start()]):
            target = shell.folder / named["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["body"], encoding="utf-8")


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that is shown beneath it."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = piece.partition("\n")
        yield command.strip(), expected


def matches(printed: str, expected: str) -> bool:
    """Say whether `printed` is what is `expected`, whose `...` stand for anything."""
    if not expected.strip():
        return True
    pattern = ""
    for line in expected.rstrip("\n").splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*"
        else:
            pieces = (re.escape(piece) for piece in line.rstrip().split("..."))
            pattern += ".*".join(pieces) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None


@pytest.fixture(scope="module")
def after_the_tutorial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which somebody has followed the tutorial to its end."""
    folder = tmp_path_factory.mktemp("tutorial")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        follow(TUTORIAL, Shell(folder))
    return folder


def test_the_tutorial_comes_out_as_it_says(after_the_tutorial: Path) -> None:
    """Whoever follows the tutorial sees what it shows, and has a dossier and its documents."""
    assert (after_the_tutorial / "acme-7b" / "documents").is_dir()


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_comes_out_as_it_says(
    page: Path, after_the_tutorial: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever follows a how-to page after the tutorial sees what it shows."""
    monkeypatch.setenv("COLUMNS", "100")
    folder = tmp_path / "here"
    shutil.copytree(after_the_tutorial, folder)
    follow(page, Shell(folder))


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("a\nb\nc\n", "a\n...\nc\n", True),
        ("a\nc\n", "a\n...\nc\n", True),
        ("made on 2026-11-21 by hand\n", "made on ... by hand\n", True),
        ("a\nb\n", "a\n", False),
        ("a (b)\n", "a .b.\n", False),
        ("anything\n", "", True),
    ],
)
def test_an_example_is_held_to_what_it_shows(printed: str, expected: str, same: bool) -> None:
    """What a page shows must come out line by line, but for what it leaves out with `...`."""
    assert matches(printed, expected) is same
