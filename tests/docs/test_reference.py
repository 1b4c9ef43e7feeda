"""The reference is fresh, and leaves nothing out."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from colophon import errors, importers, parts
from colophon.cli import cli
from colophon.compute.accelerators import accelerators
from colophon.documents import exports, formats
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType


def commands() -> dict[str, click.Command]:
    """Return the commands by name, such as `law` and `compute count`."""
    return dict(_inside(cli, click.Context(cli), ""))


def _inside(
    group: click.Group, context: click.Context, path: str
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from _inside(command, context, f"{path}{name} ")


def part_names(package: ModuleType) -> list[str]:
    """Return the names of the parts in a folder."""
    return [one.__name__.rpartition(".")[2] for one in parts.modules(package)]


def test_the_generated_pages_are_fresh(root: Path) -> None:
    """What `make docs` would write is what stands there."""
    command = [sys.executable, str(root / "docs" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_stale_is_named(root: Path, tmp_path: Path) -> None:
    """`--check` leaves with 1 and names the page that is not what it should be, or too many."""
    copy = tmp_path / "docs"
    (copy / "reference").mkdir(parents=True)
    (copy / "reference" / "left-over.md").write_text("# Nobody writes this\n", "utf-8")
    script = (root / "docs" / "generate.py").read_text("utf-8")
    script = script.replace("DOCS = Path(__file__).parent", f"DOCS = Path({str(copy)!r})")
    command = [sys.executable, "-c", script, "--check"]
    folder = root / "docs"
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 1, done.stderr
    assert "docs/reference/left-over.md is stale" in done.stdout
    assert "docs/reference/fields.md is stale" in done.stdout


@pytest.mark.parametrize("name", commands())
def test_every_command_is_told_with_its_options(docs: Path, name: str) -> None:
    """Each command has its heading, and below it each of its options."""
    text = (docs / "reference" / "commands.md").read_text("utf-8")
    _, _, below = text.partition(f"\n## colophon {name}\n")
    section = below.partition("\n## ")[0]
    assert section
    for parameter in commands()[name].params:
        if isinstance(parameter, click.Option):
            assert all(option in section for option in parameter.opts), parameter.opts


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("fields", list(law().field)),
        ("obligations", list(law().obligation)),
        ("thresholds", list(law().threshold)),
        ("questions", list(law().question)),
        ("policies", list(law().policy)),
        ("activities", list(law().activity)),
        ("accelerators", [one.id for one in accelerators()]),
        ("instruments", list(law().instrument)),
        ("documents", [one.id for outline in law().outlines for one in outline.all_elements]),
        ("consistency", list(law().agreement)),
        ("importers", part_names(importers)),
        ("formats", part_names(formats)),
        ("exports", [name.replace("_", "-") for name in part_names(exports)]),
        (
            "errors",
            [
                name
                for name, one in vars(errors).items()
                if isinstance(one, type) and issubclass(one, errors.ColophonError)
            ],
        ),
    ],
)
def test_nothing_is_left_out(docs: Path, page: str, names: list[str]) -> None:
    """Each id, part and error stands on its page of the reference."""
    text = (docs / "reference" / f"{page}.md").read_text("utf-8")
    missing = [name for name in names if name not in text]
    assert names
    assert not missing


def test_every_fact_of_an_importer_is_told(docs: Path) -> None:
    """Each fact that an importer can read stands on the page of the importers."""
    text = (docs / "reference" / "importers.md").read_text("utf-8")
    facts = [fact for module in parts.modules(importers) for fact in module.FACTS]
    assert not [fact for fact in facts if f"`{fact}`" not in text]
