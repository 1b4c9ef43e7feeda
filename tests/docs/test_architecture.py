"""The picture of the code is the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE = re.compile(r"^(?P<indent>(?:│   |    )*)[├└]── (?P<name>\S+)(?:  +(?P<about>\S.*))?$")
LONGEST = 80
LAYER_BLOCK = re.compile(
    r"^## The layers$.*?^```text\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


def drawn(text: str) -> Iterator[tuple[str, str]]:
    """Yield each path of the tree on the page with the words beside it."""
    body = text.partition("```text\nsrc/colophon/\n")[2].partition("```")[0]
    folders: list[str] = []
    for line in body.splitlines():
        found = LINE.match(line)
        assert found, line
        folders[len(found["indent"]) // 4 :] = [found["name"]]
        yield "".join(folders), found["about"] or ""


def written(source: Path) -> set[str]:
    """Return the packages, modules and folders of data that the program is made of."""
    modules = {path for path in source.rglob("*.py") if path.name != "__init__.py"}
    packages = {path.parent for path in source.rglob("__init__.py")} - {source}
    data = {path.parent for path in source.rglob("*.yaml")}
    folders = {path.relative_to(source).as_posix() + "/" for path in packages | data}
    return folders | {path.relative_to(source).as_posix() for path in modules}


def test_the_tree_on_the_page_is_the_code(root: Path, docs: Path) -> None:
    """Every package and module stands in the picture of the architecture, and no other."""
    page = (docs / "explanation" / "architecture.md").read_text("utf-8")
    assert {path for path, _ in drawn(page)} == written(root / "src" / "colophon")


def test_every_part_of_the_tree_is_described_in_a_line(docs: Path) -> None:
    """Beside each name stands what it is, short enough for a line."""
    page = (docs / "explanation" / "architecture.md").read_text("utf-8")
    wrong = [path for path, about in drawn(page) if not about or len(about) > LONGEST]
    assert not wrong


def test_the_layers_on_the_page_are_those_that_are_checked(root: Path, docs: Path) -> None:
    """The layers that the page shows are those of the import contract, without what is planned."""
    page = (docs / "explanation" / "architecture.md").read_text("utf-8")
    found = LAYER_BLOCK.search(page)
    assert found
    shown = [line.split(" | ") for line in found["body"].splitlines()]
    contract = (root / "pyproject.toml").read_text("utf-8")
    layers = re.findall(r'"([^"]+)"', contract.partition("\nlayers = [")[2].partition("]")[0])
    built = [[name for name in layer.split(" | ") if "(" not in name] for layer in layers]
    assert shown == [layer for layer in built if layer and layer != ["__main__"]]
