"""The page that says where each row of the facts about the law is kept, and what tests it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from colophon.reading import yaml
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parent.parent.parent
COVERAGE = "tests/law/coverage.yaml"
DATA = "src/colophon/law/data"
CASES = "tests/cases/"

INTRO = """
The law's data were written from two sheets of facts, gathered from the texts: one on the AI Act and
the Commission's guidelines, one on the Code of Practice and the template of the public summary.
Here is each of their rows that the program is to hold: the files that keep it, and the tests and
legal cases that fail when it is lost or changed.

Of {rows} rows, {kept} are kept and {left} are left out, each with the reason. A row bears the id
that it has in its sheet, or a name that was given to it here.

The table stands in [coverage.yaml](../../{path}). A test holds every file, test and case that it
names against what is there, and the law's data against the table.
"""


def page() -> str:
    """Return the page of the coverage."""
    sheets = _read()
    rows = [row for sheet in sheets.values() for _, _, row in _rows(sheet)]
    left = sum("left_out" in row for row in rows)
    intro = INTRO.format(rows=len(rows), kept=len(rows) - left, left=left, path=COVERAGE)
    pieces = [title("Coverage", intro), "## What is left out\n"]
    reasons = (
        (sheet["title"], number, code(name), row["label"], row["left_out"])
        for sheet in sheets.values()
        for number, name, row in _rows(sheet)
        if "left_out" in row
    )
    pieces.append(table(("Sheet", "Section", "Row", "About", "Why"), reasons))
    for sheet in sheets.values():
        pieces.append(f"## {sheet['title']}\n")
        for number, section in sheet["sections"].items():
            pieces.append(f"### {number} {section['title']}\n")
            cells = (_cells(name, row) for name, row in section["rows"].items())
            pieces.append(table(("Row", "About", "Kept in", "Tested by"), cells))
    return "\n".join(pieces)


def _read() -> Mapping[str, Any]:
    text = yaml((ROOT / COVERAGE).read_bytes(), COVERAGE)
    return dict(text.value)


def _rows(sheet: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for number, section in sheet["sections"].items():
        for name, row in section["rows"].items():
            yield number, name, row


def _cells(name: str, row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    if "left_out" in row:
        return code(name), row["label"], f"*left out: {row['left_out']}*", ""
    note = f" *{row['note']}*" if "note" in row else ""
    return code(name), row["label"] + "." * bool(note) + note, _kept(row["kept"]), _tested(row)


def _kept(places: Iterable[str]) -> str:
    by_file: dict[str, list[str]] = {}
    for place in places:
        file, _, name = place.partition("#")
        by_file.setdefault(file, []).extend([code(name)] if name else [])
    return "; ".join(_linked(file, names) for file, names in by_file.items())


def _linked(file: str, names: Iterable[str]) -> str:
    """Return a link to a file of the data or the code, with what of it is meant."""
    path = file if file.startswith("src/") else f"{DATA}/{file}"
    text = PurePosixPath(file).name if file.startswith("src/") else file.removesuffix(".yaml")
    return f"[{text}](../../{path})" + "".join(f" {name}" for name in names)


def _tested(row: Mapping[str, Any]) -> str:
    by_file: dict[str, list[str]] = {}
    for test in row["tested"]:
        if test.startswith(CASES):
            file, _, sentence = test.partition(":")
            by_file.setdefault(file, []).append(f"“{sentence}”")
        else:
            file, _, name = test.partition("::")
            by_file.setdefault(file, []).append(code(name))
    return "; ".join(
        f"[{PurePosixPath(file).name}](../../{file}) {', '.join(names)}"
        for file, names in by_file.items()
    )
