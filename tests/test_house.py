"""The habits of the house that no linter holds, held by reading the source tree."""

from __future__ import annotations

import ast
import re
import subprocess
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
SOURCE = "src/colophon/"

LONGEST_MODULE = 500
FIRST_LEGAL_NUMBER = Decimal(10) ** 20
"""Thresholds of training compute lie beyond it, and nothing else in the program does."""

VAGUE_FILES = {"common", "constants", "helpers", "misc", "utils"}
VAGUE_CLASSES = {"Handler", "Helper", "Manager", "Processor", "Service", "Util", "Utils"}

PACKAGE_HOST = re.compile(r"\b(anaconda|npmjs|pypi|pythonhosted)\.(com|org)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(Users|home|root|work)/\w")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)")
REASONED = re.compile(r"# (noqa: [A-Z0-9, ]+ -- |type: ignore\[[\w, -]+\]  # )\S")


@cache
def tracked() -> list[str]:
    """Return the paths of the files that git tracks, or would once they are added."""
    if not (ROOT / ".git").exists():
        pytest.skip("there is no git checkout to read")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    paths = set(listed.stdout.split("\0")) - {""}
    return sorted(path for path in paths if (ROOT / path).is_file())


def python(*folders: str) -> list[str]:
    """Return the Python files below `folders`, all of them when none is named."""
    paths = [path for path in tracked() if path.endswith(".py")]
    return [path for path in paths if path.startswith(folders)] if folders else paths


@cache
def text(path: str) -> str:
    """Return the text of a file, empty when it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def nodes(path: str) -> list[ast.AST]:
    """Return everything that stands in a Python file."""
    return list(ast.walk(ast.parse(text(path), path)))


def lines(paths: list[str], wrong: Callable[[str], object]) -> list[str]:
    """Return `file:line: text` of the lines that are `wrong`."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if wrong(line)
    ]


def listing(wrong: list[str]) -> str:
    """Return what is wrong, one a line, for the message of a failing test."""
    return "\n" + "\n".join(wrong)


def number(node: ast.AST) -> Decimal | None:
    """Return the number that a literal, a power or the text of a number stands for."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() | str() as value):
            try:
                found = Decimal(str(value))
            except InvalidOperation:
                return None
            return found if found.is_finite() else None
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            left, right = number(base), number(exponent)
            return None if left is None or right is None else left**right
        case _:
            return None


def test_no_module_is_longer_than_one_can_read_in_one_go() -> None:
    """No module has more than 500 lines."""
    lengths = {path: len(text(path).splitlines()) for path in python(SOURCE)}
    wrong = [f"{path}: {length}" for path, length in lengths.items() if length > LONGEST_MODULE]
    assert not wrong, listing(wrong)


def test_no_file_has_a_vague_name() -> None:
    """No Python file is a drawer for whatever is left over."""
    wrong = [path for path in python() if Path(path).stem.strip("_") in VAGUE_FILES]
    assert not wrong, listing(wrong)


def test_no_class_has_a_vague_name() -> None:
    """No class is named for handling something: it is named for what it is."""
    wrong = [
        f"{path}:{node.lineno}: {node.name}"
        for path in python()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and VAGUE_CLASSES & set(re.findall(r"[A-Z][a-z]+", node.name))
    ]
    assert not wrong, listing(wrong)


def test_amounts_are_never_floats() -> None:
    """Where amounts are computed with there is no float, neither written nor made."""
    folders = [f"{SOURCE}{room}" for room in ("quantities", "compute", "assessment")]
    wrong = [
        f"{path}:{node.lineno}"
        for path in python(*folders)
        for node in nodes(path)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert not wrong, listing(wrong)


def test_a_legal_number_stands_in_the_data_of_the_law_only() -> None:
    """No number as large as a threshold of training compute stands in Python outside the tests."""
    paths = [path for path in python() if not path.startswith("tests/")]
    wrong = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in paths
        for node in nodes(path)
        if isinstance(node, ast.expr) and (number(node) or 0) >= FIRST_LEGAL_NUMBER
    ]
    assert not wrong, listing(wrong)


EXPLAINED = {
    ("assessment/periods.py", 12): "months of a year",
    ("compute/configuration.py", 10_000): "more layers than any model has",
    ("compute/estimates.py", 100): "a percentage",
    ("compute/estimates.py", 3_600): "seconds of an hour",
    ("compute/forecast.py", 86_400): "seconds of a day",
    ("compute/mixers.py", 7): "operations on a number of a state-space layer's state: a convention",
    ("compute/mixers.py", 8): "operations on a number of a delta rule's state: a convention",
    ("compute/resources.py", 24): "hours of a day",
}
"""The only numbers beyond one in what judges and computes, and what each of them is."""

OF_MODELS = f"{SOURCE}compute/families/"
"""How models are built, which no law says."""

A_FEW = 4
"""So many equal things a layer of a model may have, such as matrices and norms, without a word."""


def test_what_judges_and_computes_holds_no_number_of_the_law() -> None:
    """Whatever number a rule, a period or a total turns on stands in the data of the law."""
    numbers = {
        (path.removeprefix(SOURCE), found)
        for path in python(f"{SOURCE}assessment/", f"{SOURCE}compute/")
        if not path.startswith(OF_MODELS)
        for node in nodes(path)
        if isinstance(node, ast.Constant) and (found := number(node) or Decimal(0)) > 1
    }
    numbers = {one for one in numbers if not (one[0].startswith("compute/") and one[1] <= A_FEW)}
    assert numbers == {(path, Decimal(count)) for path, count in EXPLAINED}


def test_the_program_never_pronounces_a_provider_in_order() -> None:
    """The word "compliant" stands nowhere in the program or in the data of the law."""
    paths = [path for path in tracked() if path.startswith(SOURCE)]
    wrong = lines(paths, re.compile("compliant", re.IGNORECASE).search)
    assert not wrong, listing(wrong)


def test_a_suppression_has_its_reason_on_its_line() -> None:
    """Whoever silences a linter names the rule and says why, on that line."""
    paths = [path for path in python() if path != "tests/test_house.py"]
    wrong = lines(paths, lambda line: SUPPRESSION.search(line) and not REASONED.search(line))
    assert not wrong, listing(wrong)


def test_no_file_names_a_package_host() -> None:
    """Where packages come from is set on each person's machine and stands in no file."""
    wrong = lines(tracked(), PACKAGE_HOST.search)
    assert not wrong, listing(wrong)


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """No file holds an absolute path of the machine that it was written on."""
    wrong = lines(tracked(), MACHINE_PATH.search)
    assert not wrong, listing(wrong)


@pytest.mark.parametrize("code", ["1e25", "10**25", "10_000_000_000_000_000_000_000_000", "'1e25'"])
def test_a_large_number_is_found_however_it_is_written(code: str) -> None:
    """A large number is found as a literal, as a power and as the text of a decimal."""
    assert number(ast.parse(code, mode="eval").body) == Decimal(10) ** 25


@pytest.mark.parametrize("code", ["-1", "True", "'FLOP'", "'nan'", "x ** 25", "10**exponent"])
def test_what_is_no_large_number_is_let_through(code: str) -> None:
    """A small number, a word and a power of something unknown are no large numbers."""
    assert (number(ast.parse(code, mode="eval").body) or 0) < FIRST_LEGAL_NUMBER


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("x = 1  # noqa: S101 -- the caller has checked it", True),
        ("x = 1  # type: ignore[arg-type]  # the stubs are wrong", True),
        ("x = 1  # noqa: S101", False),
        ("x = 1  # noqa", False),
        ("x = 1  # type: ignore[arg-type]", False),
    ],
)
def test_a_suppression_is_told_from_a_reasoned_one(line: str, reasoned: bool) -> None:
    """Only a suppression with rule and reason counts as reasoned."""
    assert SUPPRESSION.search(line)
    assert bool(REASONED.search(line)) is reasoned
