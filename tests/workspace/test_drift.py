"""Where the record and the artefacts part."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon.errors import ArtefactError, DiskError
from colophon.workspace.check import check
from colophon.workspace.collect import collect
from colophon.workspace.drift import against
from colophon.workspace.start import start

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 21)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Give a model folder."""
    folder = tmp_path / "model"
    (folder / "below").mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": "acme", "num_hidden_layers": 32}))
    (folder / "below" / "README.md").write_text("---\nlicense: mit\n---\n")
    return folder


@pytest.fixture
def dossier(model: Path, tmp_path: Path) -> Path:
    """Give a dossier with the evidence of the model folder."""
    start(tmp_path / "acme", model)
    return tmp_path / "acme"


def told(dossier: Path) -> list[tuple[str, str]]:
    """Return what `check` says has changed: the artefact, and what to do."""
    found = check(dossier, ON).assessment.findings
    return [(one.place, one.remedy) for one in found if one.kind == "stale"]


def test_what_is_as_it_was_agrees(dossier: Path, model: Path) -> None:
    """Nothing has changed, and every artefact is counted."""
    comparison = against(dossier, [model])
    assert (comparison.agree, comparison.changes) == (2, ())


def test_a_fact_that_differs_is_told_with_both_values_and_both_places(
    dossier: Path, model: Path
) -> None:
    """Only facts that say something else are told, wherever they stand in the file."""
    (model / "config.json").write_text(json.dumps({"n_layers": 40, "model_type": "acme"}))
    comparison = against(dossier, [model])
    (change,) = comparison.changes
    assert (comparison.agree, change.artefact, change.how) == (1, "model/config.json", "changed")
    (one,) = change.differences
    assert one.fact == "model.layers"
    assert [(item.value, item.locator) for item in one.recorded] == [(32, "/num_hidden_layers")]
    assert [(item.value, item.locator) for item in one.found] == [(40, "/n_layers")]


def test_other_bytes_that_say_the_same_are_a_change_without_differences(
    dossier: Path, model: Path
) -> None:
    """The digest on file is not that of the file any more, and that is said."""
    with (model / "config.json").open("a") as file:
        file.write("\n")
    (change,) = against(dossier, [model]).changes
    assert (change.how, change.differences) == ("changed", ())


def test_what_is_gone_and_what_has_come(dossier: Path, model: Path) -> None:
    """An artefact that is not there any more is told, and one that was never read."""
    (model / "config.json").unlink()
    (model / "below" / "config.json").write_text("{}")
    changes = {one.artefact: one.how for one in against(dossier, [model]).changes}
    assert changes == {"model/config.json": "gone", "model/below/config.json": "new"}


def test_what_cannot_be_read_any_more_is_gone(dossier: Path, model: Path) -> None:
    """What the disk refuses does not agree, and keeps nobody from the rest."""
    (model / "config.json").unlink()
    os.mkfifo(model / "config.json")
    comparison = against(dossier, [model])
    assert [one.how for one in comparison.changes] == ["gone"]
    assert comparison.agree == 1


def test_what_is_damaged_now_has_changed(dossier: Path, model: Path) -> None:
    """Of a file that is broken all that was read of it differs."""
    (model / "config.json").write_text("{")
    (change,) = against(dossier, [model]).changes
    assert {one.fact for one in change.differences} == {"model.layers", "model.type"}
    assert all(one.found == () for one in change.differences)


def test_one_file_is_held_against_the_record_by_itself(dossier: Path, model: Path) -> None:
    """Whoever names a file hears of that one alone."""
    (model / "below" / "README.md").unlink()
    assert against(dossier, [model / "config.json"]).changes == ()


def test_another_folder_is_refused(dossier: Path, tmp_path: Path) -> None:
    """A folder from which nothing was read, and in which nothing is, cannot agree."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArtefactError, match="nothing of the record was read from here"):
        against(dossier, [tmp_path / "empty"])
    with pytest.raises(DiskError, match="no such file"):
        against(dossier, [tmp_path / "nowhere"])


def test_the_digest_of_the_weights_is_compared_where_it_is_on_file(
    dossier: Path, model: Path
) -> None:
    """Weights that differ in nothing but their numbers are told apart by the digest on file."""
    header = b'{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}'
    weights = model / "model.safetensors"
    weights.write_bytes(len(header).to_bytes(8, "little") + header + bytes(8))
    collect(dossier, [model], digest_weights=True)
    assert against(dossier, [model]).changes == ()
    weights.write_bytes(len(header).to_bytes(8, "little") + header + b"12345678")
    (change,) = against(dossier, [model]).changes
    assert [one.fact for one in change.differences] == ["weights.digest"]


def test_check_says_what_has_changed_since_it_was_read(dossier: Path, model: Path) -> None:
    """A changed artefact is named, with the folder to collect again; a touched one is not."""
    assert told(dossier) == []
    os.utime(model / "config.json", ns=(1, 1))
    assert told(dossier) == []
    (model / "config.json").write_text('{"num_hidden_layers": 40}')
    ((place, remedy),) = told(dossier)
    assert place == "model/config.json"
    assert remedy.endswith(f"colophon collect {model}")
    (model / "below" / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    assert told(dossier)[0][1].endswith(f"colophon collect {model}")
    collect(dossier, [model])
    assert told(dossier) == []


def test_check_says_nothing_of_what_is_elsewhere_now(dossier: Path, model: Path) -> None:
    """What was moved away, or read on another machine, is no reason to worry."""
    (model / "config.json").unlink()
    assert told(dossier) == []
