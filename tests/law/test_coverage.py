"""Each row of the facts about the law is kept somewhere and tested, or left out with a reason."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, ConfigDict, RootModel, model_validator

from colophon.reading import validate, yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "src" / "colophon" / "law" / "data"
COVERAGE = "tests/law/coverage.yaml"
CASES = "tests/cases/"
FACTS = ROOT.parent / "shared" / "facts"

LONGEST_LABEL = 70

SECTIONS = {
    "ai-act": re.compile(r"[2347]\b|5\.[1-9]$"),
    "code-and-template": re.compile(r"[2-5]\b"),
}
"""Sheet of facts -> the numbers of the sections whose rows the program is to hold."""

IDS = re.compile(r"[A-Z0-9][A-Za-z0-9.()_-]{0,11}|tc_[a-z]+|1\.3\.a-c [A-Z][a-z]+|1\.3 note")
"""What a first cell looks like that is an id; a row with another first cell has none."""

WITHOUT_IDS = {
    ("ai-act", "5.1"): "example",
    ("ai-act", "5.7"): "integration",
    ("code-and-template", "4.6"): "harm",
}
"""Section whose rows have no ids -> what they are called here, each with its number."""

MEASURES = {
    f"{commitment}.{number}"
    for commitment, count in enumerate((4, 2, 5, 2, 1, 2, 7, 3, 4, 2), start=1)
    for number in range(1, count + 1)
}
"""The measures of the chapter on safety and security, which its sections tell in prose."""


class Row(BaseModel):
    """Where one row of the facts is kept and tested, or why it is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    kept: tuple[str, ...] = ()
    tested: tuple[str, ...] = ()
    note: str | None = None
    left_out: str | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Row:
        if self.left_out is None and not (self.kept and self.tested):
            raise ValueError("say where it is `kept` and `tested`, or why it is `left_out`")
        if self.left_out is not None and (self.kept or self.tested or self.note):
            raise ValueError("what is left out is neither kept nor tested")
        return self


class Section(BaseModel):
    """The rows of one section."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    rows: dict[str, Row]


class Sheet(BaseModel):
    """The sections of one sheet of facts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    sections: dict[str, Section]


class Coverage(RootModel[dict[str, Sheet]]):
    """The whole table: sheet of facts -> its sections."""


@cache
def coverage() -> dict[str, Sheet]:
    """Return the table as it stands in the file."""
    text = yaml((ROOT / COVERAGE).read_bytes(), COVERAGE)
    return validate(Coverage, text).root


def rows() -> Iterator[tuple[str, Row]]:
    """Yield each row with its place: sheet, section, id."""
    for name, sheet in coverage().items():
        for number, section in sheet.sections.items():
            for row_id, row in section.rows.items():
                yield f"{name} {number} {row_id}", row


def test_the_table_is_as_it_must_be() -> None:
    """Each row has a short label of its own, and is kept and tested or left out."""
    assert set(coverage()) == set(SECTIONS)
    wrong = [
        place
        for place, row in rows()
        if not 0 < len(row.label) <= LONGEST_LABEL or row.label.endswith(".")
    ]
    assert wrong == []


def test_a_row_is_kept_or_left_out() -> None:
    """A row that is neither kept nor left out, or both, is refused."""
    Row(label="One", kept=("law.yaml",), tested=("tests/law/test_data.py::test_one",))
    Row(label="One", left_out="nothing is owed")
    for wrong in (
        {"label": "One"},
        {"label": "One", "kept": ("law.yaml",)},
        {"label": "One", "left_out": "no", "kept": ("law.yaml",)},
    ):
        with pytest.raises(ValueError, match="left"):
            Row.model_validate(wrong)


def test_every_place_is_there() -> None:
    """Each file that keeps a row is there, and holds the id that is named."""
    wrong = [f"{place}: {kept}" for place, row in rows() for kept in row.kept if not stands(kept)]
    assert wrong == []


def stands(kept: str) -> bool:
    """Whether a file is there, and the id that may be named after `#` stands in it."""
    name, _, wanted = kept.partition("#")
    path = ROOT / name if name.startswith("src/") else DATA / name
    return path.is_file() and (not wanted or wanted in words(path))


@cache
def words(path: Path) -> set[str]:
    """Return the ids and names that stand in a file."""
    return set(re.findall(r"\w+(?:[.-]\w+)*", path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("kept", "there"),
    [
        ("fields/energy.yaml", True),
        ("fields/energy.yaml#energy.training", True),
        ("fields/energy.yaml#energy.train", False),
        ("fields/steam.yaml", False),
        ("src/colophon/compute/ledger.py#cumulative", True),
    ],
)
def test_an_id_that_is_lost_is_noticed(kept: str, there: bool) -> None:
    """A part of an id is not the id."""
    assert stands(kept) is there


def test_every_test_is_there() -> None:
    """Each test that is named is collected, with its parameters."""
    named = {
        test: place for place, row in rows() for test in row.tested if not test.startswith(CASES)
    }
    files = sorted({test.partition("::")[0] for test in named})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-2000:]
    collected = set(done.stdout.splitlines())
    collected |= {line.partition("[")[0] for line in collected}
    assert {test: place for test, place in named.items() if test not in collected} == {}


def test_every_case_is_there() -> None:
    """Each legal case that is named stands in its file, with its sentence."""
    named = [
        (place, *test.partition(":")[::2])
        for place, row in rows()
        for test in row.tested
        if test.startswith(CASES)
    ]
    assert [one for one in named if one[2] not in sentences(one[1])] == []


@cache
def sentences(file: str) -> set[str]:
    """Return the sentences of the cases in a file."""
    content: Any = yaml((ROOT / file).read_bytes(), file).value
    return {one["case"] for one in content["cases"]}


FOLDERS = (
    "activities",
    "commitments",
    "consequences",
    "countings",
    "deadlines",
    "fields",
    "obligations",
    "outlines",
    "policies",
    "questions",
    "thresholds",
)
"""Where each file is there because of some row; events and instruments serve these."""

OF_NO_ROW = {
    "activities/reference-inference.yaml": "a stage of training; section 2.4 of another sheet",
    "consequences/art-99-4-da.yaml": "what follows where Art. 25(4) is not met",
    "obligations/art-25-4.yaml": "the amendment of 2026, on systems; section 6.1 of the facts",
    "policies/reference-inference.yaml": "whether that stage counts, which no text says",
    "thresholds/systemic-risk-warning.yaml": "what documents must agree on; section 9 of the facts",
}
"""File of the data -> why no row needs to name it."""


def test_every_file_of_the_law_is_there_because_of_a_row() -> None:
    """No file of these folders holds what no row of the facts asks for."""
    named = {kept.partition("#")[0] for _, row in rows() for kept in row.kept}
    there = {
        path.relative_to(DATA).as_posix()
        for folder in FOLDERS
        for path in (DATA / folder).glob("*.yaml")
    }
    assert there - named == set(OF_NO_ROW)


# -- The facts themselves -------------------------------------------------------------------------


def of_the_facts(sheet: str, text: str) -> dict[str, set[str]]:
    """Return the ids of the rows of the tables in a sheet, for each section that is to be held."""
    found: dict[str, set[str]] = {}
    number, is_head, count = "", True, 0
    for line in text.splitlines():
        if heading := re.match(r"##+ (\d+(?:\.\d+)?a?)\b", line):
            number, count, is_head = heading[1], 0, True
            if SECTIONS[sheet].match(number):
                found[number] = set()
        elif not line.startswith("|"):
            is_head = True
        elif is_head or set(line) <= set("|- "):
            is_head = False
        elif number in found:
            count += 1
            cell = line.split("|")[1].strip().strip("*`")
            found[number].add(_called(sheet, number, cell, count))
    return found


def _called(sheet: str, number: str, cell: str, count: int) -> str:
    """Return the id of a row, or what it is called where it has none."""
    if name := WITHOUT_IDS.get((sheet, number)):
        return f"{name}-{count}"
    assert IDS.fullmatch(cell), f"{sheet} {number}: `{cell}` is no id"
    return cell


SHORT = """\
## 1. Elsewhere
| Id | What |
|---|---|
| Z-1 | not asked for |
## 2. Here
| Id | What |
|---|---|
| A-1 | one |
| **A-2** | two |

### 2.1 Measures
Words.

| Metric | What |
|---|---|
| `tc_update` | three |
"""


def test_rows_are_found_in_tables() -> None:
    """Ids are the first cells of tables in the sections asked for; heads and rules are left out."""
    assert of_the_facts("ai-act", SHORT) == {"2": {"A-1", "A-2"}, "2.1": {"tc_update"}}


@pytest.mark.parametrize("sheet", SECTIONS)
def test_no_row_of_the_facts_is_lost(sheet: str) -> None:
    """Each row of the facts stands in the table, and each section has rows."""
    path = FACTS / f"{sheet}.md"
    if not path.is_file():
        pytest.skip("the sheets of facts are not part of this repository")
    wanted = of_the_facts(sheet, path.read_text("utf-8"))
    held = {number: set(one.rows) for number, one in coverage()[sheet].sections.items()}
    lost = {number: ids - held.get(number, set()) for number, ids in wanted.items()}
    assert {number: ids for number, ids in lost.items() if ids} == {}
    deeper = {number.partition(".")[0] for number in wanted if "." in number}
    empty = {number for number in wanted if not held.get(number)} - deeper
    assert empty == set()


def test_the_measures_that_are_told_in_prose_stand_in_the_table() -> None:
    """All 32 measures of the chapter on safety and security have a row."""
    sections = coverage()["code-and-template"].sections
    held = {
        name for number in ("4.2", "4.3", "4.4", "4.5", "4.6") for name in sections[number].rows
    }
    assert held >= MEASURES
    assert len(MEASURES) == 32
