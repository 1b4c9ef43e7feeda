"""Evidence into registers, where a person wants it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.errors import DossierError
from colophon.workspace.check import check
from colophon.workspace.propose import propose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REGISTER = b"""# What was tested.
evaluations:
  - name: "GSM8K"   # by hand
    kind: evaluation
    metric: acc
    value: '0.5'
    source: a report
"""


def evidence(value: str = "0.6123") -> bytes:
    """Return the evidence file of one result."""
    facts = {"evaluation.task": "arc", "evaluation.metric": "acc", "evaluation.value": value}
    content = {
        "importer": "some",
        "artefact": {"name": "runs/a.json", "digest": "sha256:0", "size": 1},
        "evidence": [
            {"fact": fact, "value": one, "of": "arc, acc", "locator": f"/{fact}"}
            for fact, one in facts.items()
        ]
        + [{"fact": "training.flop-logged", "value": 7, "unit": "FLOP", "locator": "/flop"}],
        "unread": [],
    }
    return json.dumps(content).encode()


@pytest.fixture
def dossier(tmp_path: Path, tree_of: Callable[..., dict[str, bytes]]) -> Path:
    """Give a dossier with a result by hand, and evidence of another and of a run."""
    folder = tmp_path / "acme"
    tree: dict[str, Any] = tree_of({"model": {"name": "Acme"}})
    tree |= {"evaluations.yaml": REGISTER, "evidence/some-0.json": evidence()}
    for path, content in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file with its bytes."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_proposed_is_shown_and_nothing_is_written(dossier: Path) -> None:
    """The difference shows each line that would be added, with `?` for what is to be said."""
    before = contents(dossier)
    found = propose(dossier)
    assert [one.id for one in found.proposals] == ["entries/runs", "evaluations/arc-acc"]
    assert "+  - name: arc\n" in found.difference
    assert "activity: '?'" in found.difference
    assert found.written == ()
    assert contents(dossier) == before


def test_what_is_accepted_stands_at_the_end_and_all_else_as_it_was(dossier: Path) -> None:
    """Comments, quotes and order of the person stay; the same again proposes nothing."""
    done = propose(dossier, ["evaluations/*"], accept=True)
    assert [path.name for path in done.written] == ["evaluations.yaml"]
    text = (dossier / "evaluations.yaml").read_bytes()
    assert text.startswith(REGISTER.rstrip(b"\n"))
    assert b"source: runs/a.json, /evaluation.value" in text
    assert propose(dossier, ["evaluations/*"]).proposals == ()


def test_what_nobody_said_is_not_written(dossier: Path) -> None:
    """An entry that lacks something is refused, with what it lacks; so is all beside it."""
    before = contents(dossier)
    with pytest.raises(DossierError) as error:
        propose(dossier, accept=True)
    assert error.value.place == "entries/runs"
    assert "activity" in error.value.message
    assert "--set activity=" in error.value.remedy
    with pytest.raises(DossierError, match="it does not fit"):
        propose(dossier, ["entries/runs"], {"activity": "walking"}, accept=True)
    assert contents(dossier) == before


def test_what_a_person_says_is_entered(dossier: Path) -> None:
    """What no file tells comes from the command line, with who said it."""
    said = {"activity": "pre-training", "by": "A. Moreau", "on": "2026-11-21"}
    propose(dossier, ["entries/runs"], said, accept=True)
    text = (dossier / "compute.yaml").read_text("utf-8")
    assert "amount: 7 FLOP" in text
    assert "activity: pre-training" in text
    assert "by: A. Moreau" in text


def test_a_name_that_is_none_is_refused(dossier: Path) -> None:
    """Who mistypes a name hears which there are; a pattern may fit nothing."""
    with pytest.raises(DossierError, match="no proposal has this name") as error:
        propose(dossier, ["evaluations/nothing"])
    assert "evaluations/arc-acc" in error.value.remedy
    assert propose(dossier, ["datasets/*"]).proposals == ()


def test_a_later_reading_that_disagrees_is_a_finding(dossier: Path) -> None:
    """Both values and both places are told, and the register is not touched."""
    propose(dossier, ["evaluations/*"], accept=True)
    (dossier / "evidence" / "some-0.json").write_bytes(evidence("0.7"))
    before = contents(dossier)
    found = check(dossier, date(2026, 11, 21)).assessment.findings
    (one,) = [one for one in found if one.kind == "conflict"]
    assert one.place == "evaluations.yaml:11"
    assert "`0.6123` in evaluations.yaml:11" in one.message
    assert "`0.7` in runs/a.json, /evaluation.value" in one.message
    assert one.remedy
    assert contents(dossier) == before
