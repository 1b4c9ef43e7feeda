"""From two files of a dossier to the report of a serious incident."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon.cli import run
from colophon.workspace.start import start
from colophon.workspace.write import write

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 21)
NAME = "serious-incident-report"
MODEL = """\
format: 1
provider: { name: Exemplar, established_in: FR }
model: { name: Exemplar 7B, input_modalities: [text], output_modalities: [text] }
"""
LEDGER = """\
complete: true
entries:
  - { id: all, activity: pre-training, method: stated, amount: 2e25 FLOP, source: log, by: A,
      on: 2026-01-10 }
"""
INCIDENTS = """\
incidents:
  - { id: incident-3, by: A. Moreau, on: 2026-10-05, harm: A leak., root_cause: not yet known }
  - { id: incident-4, by: A. Moreau, on: 2026-10-06, harm: A loss. }
"""
EVENTS = """\
events:
  - { event: incident-aware, on: 2026-10-03, by: A. Moreau, about: incident-3 }
  - { event: incident-initial-report, on: 2026-10-07, by: A. Moreau, about: incident-3 }
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Give the dossier of a model with systemic risk, with no incident on file."""
    directory = tmp_path / "exemplar"
    start(directory, None)
    (directory / "dossier.yaml").write_text(MODEL)
    (directory / "compute.yaml").write_text(LEDGER)
    return directory


def report(dossier: Path, audience: str) -> str:
    """Return the report of incidents for an audience, in Markdown."""
    (path,) = write(
        dossier,
        ON,
        documents=[NAME],
        audiences=[audience],
        format_names=["markdown"],
        to=dossier / "documents",
    )
    return path.read_text()


def test_where_there_is_no_incident_the_report_says_so(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With no incident on file, report, status and explanation say just that."""
    text = report(dossier, "ai-office")
    assert "No serious incident is on file." in text
    assert "Missing" not in text.partition("Made by")[2]
    run(["-C", str(dossier), "status", "--on", ON.isoformat()])
    assert "no incident on file" in capsys.readouterr().out
    run(["-C", str(dossier), "explain", NAME, "--on", ON.isoformat()])
    assert "no incident is on file" in capsys.readouterr().out
    run(["-C", str(dossier), "explain", "serious-incident.harm", "--on", ON.isoformat()])
    assert "no incident is on file" in capsys.readouterr().out


@pytest.mark.parametrize("audience", ["ai-office", "national-authority"])
def test_each_incident_has_its_parts(dossier: Path, audience: str) -> None:
    """A report tells each incident by itself, with its points, its times and what is missing."""
    (dossier / "incidents.yaml").write_text(INCIDENTS)
    (dossier / "events.yaml").write_text(EVENTS)
    text = report(dossier, audience)
    third, fourth = (
        text.partition("## incident-3: ")[2].partition("## incident-4: ")[0],
        text.partition("## incident-4: ")[2],
    )
    assert "A leak." in third
    assert "not yet known" in third
    assert "2026-10-03" in third
    assert "2026-10-07" in third
    assert "A loss." in fourth
    assert "A leak." not in fourth
    assert "2026-10-03" not in fourth
    assert "Missing" in fourth


def test_a_field_is_explained_incident_by_incident(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`explain` shows the value of a field for each incident, with its line."""
    (dossier / "incidents.yaml").write_text(INCIDENTS)
    run(["-C", str(dossier), "explain", "serious-incident.root-cause", "--on", ON.isoformat()])
    said = capsys.readouterr().out
    assert "incident-3: not yet known (stated: incidents.yaml:2); incident-4: unknown" in said
