"""An importer or a format is one module in its folder; whoever uses it finds it by itself."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon import importers
from colophon.documents import formats
from colophon.law.load import law
from colophon.workspace.collect import collect
from colophon.workspace.start import start
from colophon.workspace.write import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    Add = Callable[[ModuleType, str, str], None]

ON = date(2026, 11, 21)

IMPORTER = '''
"""A log that says how long training took."""
from colophon.evidence import Evidence, Reading

FACTS = {"log.days": "Days of training"}

def recognise(folder):
    return ((name,) for name in folder.names if name.endswith(".acmelog"))

def collect(source):
    (name,) = source.names
    artefact, data = source.text(name)
    found = Evidence(fact="log.days", value=int(data), unit="days", locator="line 1")
    return Reading(importer="acmelog", artefact=artefact, evidence=(found,), unread=())
'''

FORMAT = '''
"""The title in capitals."""
EXTENSION = "txt"

def render(document):
    return document.title.upper().encode()
'''


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Return a function that puts a module with a text into the folder of a package."""
    added = []

    def put(package: ModuleType, name: str, text: str) -> None:
        folder = tmp_path / "more" / package.__name__
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(text)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
        added.append((package, name))

    yield put
    for package, name in added:
        sys.modules.pop(f"{package.__name__}.{name}", None)
        package.__dict__.pop(name, None)


def test_a_new_importer_is_one_module(tmp_path: Path, add: Add) -> None:
    """What was not recognised before is read once the module is there, and nothing else moves."""
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "run.acmelog").write_text("12")
    start(tmp_path / "acme", None)
    assert collect(tmp_path / "acme", [runs]).unrecognised.first == ["runs/run.acmelog"]
    add(importers, "acmelog", IMPORTER)
    (reading,) = collect(tmp_path / "acme", [runs]).readings
    assert [evidence.said() for evidence in reading.evidence] == ["log.days is 12 days"]
    (file,) = (tmp_path / "acme" / "evidence").iterdir()
    assert file.name.startswith("acmelog-")


def test_a_new_format_is_one_module(tmp_path: Path, add: Add) -> None:
    """`--format` knows the module by its name, and documents are written with its extension."""
    start(tmp_path / "acme", None)
    add(formats, "loud", FORMAT)
    (path,) = write(
        tmp_path / "acme", ON, documents=["annex-xii"], format_names=["loud"], to=tmp_path
    )
    assert path.name == "annex-xii.downstream.txt"
    assert path.read_bytes() == law().outline["annex-xii"].label.upper().encode()
