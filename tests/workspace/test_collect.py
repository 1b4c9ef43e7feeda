"""Reading artefacts changes `evidence/` and nothing else."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from colophon.dossier import files
from colophon.errors import ArtefactError, DiskError, FormatVersionError
from colophon.importers import Source
from colophon.law.load import law
from colophon.workspace import disk
from colophon.workspace.collect import collect, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Contents = dict[str, bytes | None]


def write(folder: Path, tree: Mapping[str, object]) -> Path:
    """Write files below `folder`; what is no bytes as JSON."""
    for path, content in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        target.write_bytes(data)
    return folder


def contents(folder: Path) -> Contents:
    """Return every file below `folder` with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def weights(size: int) -> bytes:
    """Return a safetensors file of `size` parameters."""
    header = json.dumps({"a": {"dtype": "F32", "shape": [size], "data_offsets": [0, 4 * size]}})
    return len(header).to_bytes(8, "little") + header.encode() + bytes(4 * size)


@pytest.fixture
def dossier(tmp_path: Path, tree_of: Callable[..., dict[str, bytes]]) -> Path:
    """Give a dossier with comments, a file of somebody's own and schemas beside it."""
    record = {"model": {"name": "Acme"}, "answers": {"licence.name": "MIT"}}
    folder = write(tmp_path / "dossier", tree_of(record))
    return write(
        folder,
        {
            "compute.yaml": b"# A comment.\nentries:   []\n",
            "notes/own.txt": b"one's own",
            "evidence/README.txt": b"one's own, too",
            ".colophon/schemas/old.json": b"{}",
        },
    )


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Give a model folder with three artefacts, one of them deeper down."""
    return write(
        tmp_path / "model",
        {
            "config.json": {"model_type": "llama", "num_hidden_layers": 32},
            "README.md": b"---\nlicense: mit\n---\n",
            "weights/model.safetensors": weights(16),
        },
    )


def without_evidence(tree: Contents) -> Contents:
    """Return what is no evidence file, and not what Colophon remembers on this machine alone."""
    return {
        path: data
        for path, data in tree.items()
        if not (path.startswith("evidence/") and path.endswith(".json"))
        and not path.startswith(".colophon/collected")
    }


def evidence(folder: Path) -> set[str]:
    """Return the names of the evidence files."""
    return {path.name for path in (folder / "evidence").glob("*.json")}


def test_only_evidence_changes(dossier: Path, model: Path) -> None:
    """Whatever is collected, every byte outside the evidence files stays what it was."""
    before = contents(dossier)
    collected = collect(dossier, [model])
    after = contents(dossier)
    assert len(collected.readings) == 3
    assert len(evidence(dossier)) == 3
    assert without_evidence(after) == without_evidence(before)
    (model / "config.json").write_text('{"model_type": "other"}')
    collect(dossier, [model / "config.json"])
    assert without_evidence(contents(dossier)) == without_evidence(before)


def test_the_artefacts_are_not_touched(dossier: Path, model: Path) -> None:
    """What is read is only read."""
    before = contents(model)
    times = {path: path.stat().st_mtime_ns for path in model.rglob("*")}
    collect(dossier, [model], digest_weights=True)
    assert contents(model) == before
    assert {path: path.stat().st_mtime_ns for path in model.rglob("*")} == times


def test_what_is_collected_can_be_read(dossier: Path, model: Path) -> None:
    """The evidence files are part of a dossier that can be read."""
    collected = collect(dossier, [model])
    read = files.read(disk.read_dossier(dossier), law())
    assert set(read.readings) == set(collected.readings)


def test_the_same_again_is_known(dossier: Path, model: Path) -> None:
    """What is collected a second time is known, and no file is touched."""
    collect(dossier, [model])
    before = contents(dossier)
    times = {path: path.stat().st_mtime_ns for path in dossier.rglob("*")}
    again = collect(dossier, [model])
    assert again.readings == []
    assert again.replaced == []
    assert sorted(again.known) == [
        "model/README.md",
        "model/config.json",
        "model/weights/model.safetensors",
    ]
    assert contents(dossier) == before
    assert {path: path.stat().st_mtime_ns for path in dossier.rglob("*")} == times


def test_what_changed_is_replaced(dossier: Path, model: Path) -> None:
    """The evidence of an artefact that changed takes the place of the old, and that is said."""
    collect(dossier, [model])
    before = evidence(dossier)
    (model / "config.json").write_text('{"model_type": "llama", "num_hidden_layers": 33}')
    again = collect(dossier, [model])
    assert again.replaced == ["model/config.json"]
    assert len(again.known) == 2
    (reading,) = again.readings
    after = evidence(dossier)
    assert len(after) == len(before)
    assert len(after - before) == len(before - after) == 1
    assert 33 in {one.value for one in reading.evidence}
    read = files.read(disk.read_dossier(dossier), law())
    assert 32 not in {one.value for reading in read.readings for one in reading.evidence}


def test_what_is_not_collected_again_stays(dossier: Path, model: Path) -> None:
    """Evidence of what is not pointed at is left alone, though its artefact be gone."""
    collect(dossier, [model])
    before = evidence(dossier)
    (model / "config.json").unlink()
    collect(dossier, [model])
    assert evidence(dossier) == before


def test_folders_of_one_name(dossier: Path, tmp_path: Path) -> None:
    """Artefacts of one name, from folders of one name, do not oust each other."""
    one = write(tmp_path / "one" / "model", {"config.json": {"model_type": "llama"}})
    two = write(tmp_path / "two" / "model", {"config.json": {"model_type": "mamba"}})
    collect(dossier, [one, two])
    before = contents(dossier)
    again = collect(dossier, [one, two])
    assert again.known == ["model/config.json", "model/config.json"]
    assert not again.readings
    assert not again.replaced
    assert contents(dossier) == before


def test_a_digest_is_not_forgotten(dossier: Path, model: Path) -> None:
    """Weights that were read whole stay so when they are collected again from their header."""
    collect(dossier, [model], digest_weights=True)
    before = contents(dossier)
    again = collect(dossier, [model])
    assert again.readings == []
    assert contents(dossier) == before


def test_a_digest_is_added(dossier: Path, model: Path) -> None:
    """Weights whose header was read get their digest when they are read whole."""
    collect(dossier, [model])
    names = evidence(dossier)
    again = collect(dossier, [model], digest_weights=True)
    (reading,) = again.readings
    assert reading.importer == "safetensors"
    assert len(evidence(dossier)) == len(names)


class Watching:
    """Keeps what is told while artefacts are read."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []
        self.folders: list[tuple[str, int, int]] = []

    def reads(self, artefact: str, done: int, total: int) -> None:
        """Keep it."""
        self.told.append((artefact, done, total))

    def passes(self, folder: str, files: int, read: int) -> None:
        """Keep it."""
        self.folders.append((folder, files, read))


def test_progress_is_told(dossier: Path, model: Path) -> None:
    """Whoever waits is told of every folder, and how many bytes of the weights have been read."""
    watch = Watching()
    collect(dossier, [model], digest_weights=True, watch=watch)
    name, done, total = watch.told[-1]
    assert name == "model/weights/model.safetensors"
    assert done == total == (model / "weights" / "model.safetensors").stat().st_size
    assert watch.folders == [("model", 2, 2), ("model/weights", 1, 3)]


def test_damage_stops_the_whole(dossier: Path, model: Path) -> None:
    """One damaged artefact, and nothing is written; what it is and what helps is said."""
    (model / "config.json").write_text("{")
    before = contents(dossier)
    with pytest.raises(ArtefactError) as error:
        collect(dossier, [model])
    assert error.value.place.startswith("model/config.json")
    assert "--keep-going" in error.value.remedy
    assert contents(dossier) == before


def test_damage_may_be_gone_on_from(dossier: Path, model: Path) -> None:
    """Somebody who wants to go on gets the rest, and the damage as what could not be read."""
    (model / "config.json").write_text("{")
    collected = collect(dossier, [model], keep_going=True)
    assert len(collected.readings) == 3
    ((reading, unread),) = collected.unread
    assert reading.artefact.name == "model/config.json"
    assert unread.damaged
    assert reading.evidence == ()


def test_a_newer_dossier_is_not_written_into(dossier: Path, model: Path) -> None:
    """Nothing is collected into a dossier of a newer format."""
    (dossier / "dossier.yaml").write_text("format: 99\n")
    before = contents(dossier)
    with pytest.raises(FormatVersionError):
        collect(dossier, [model])
    assert contents(dossier) == before


def test_hidden_files_are_passed_by(model: Path) -> None:
    """Files and folders whose name begins with a full stop are not looked at."""
    write(model, {".git/config.json": b"{", ".cache/config.json": b"{", ".config.json": b"{"})
    collected = survey([model])
    assert len(collected.readings) == 3
    assert collected.unrecognised.count == 0


def test_one_file(model: Path) -> None:
    """A single file is named by its folder and itself, as if the folder had been read."""
    (alone,) = survey([model / "config.json"]).readings
    assert alone in survey([model]).readings


def test_a_link_to_a_folder(model: Path, tmp_path: Path) -> None:
    """A link that is pointed at is followed; links to folders further down are not."""
    (tmp_path / "link").symlink_to(model)
    assert survey([tmp_path / "link"]).readings == survey([model]).readings
    (model / "up").symlink_to("..")
    (model / "again").symlink_to("weights")
    assert len(survey([model]).readings) == 3


def test_a_link_to_a_file(model: Path, tmp_path: Path) -> None:
    """A link to a file is read as the file, as in a cache of downloads."""
    blob = write(tmp_path / "blobs", {"3fa9": {"model_type": "llama"}}) / "3fa9"
    (model / "config.json").unlink()
    (model / "config.json").symlink_to(blob)
    names = [reading.artefact.name for reading in survey([model]).readings]
    assert "model/config.json" in names


@pytest.mark.parametrize("name", ["config.json", "README.md", "model.safetensors", "model.bin"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    """A pipe with the name of an artefact is refused: to open it would wait for ever."""
    folder = write(tmp_path / "odd", {})
    folder.mkdir()
    os.mkfifo(folder / name)
    with pytest.raises(DiskError) as error:
        survey([folder])
    assert error.value.place.endswith(f"odd/{name}")
    with pytest.raises(DiskError):
        survey([folder / name])


@pytest.mark.parametrize("name", ["config.json", "README.md", "model.safetensors"])
def test_a_link_that_goes_round(name: str, tmp_path: Path) -> None:
    """A link to itself with the name of an artefact is refused, and does not crash."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / name).symlink_to(name)
    with pytest.raises(DiskError) as error:
        survey([folder])
    assert error.value.place.endswith(f"odd/{name}")


def test_what_the_disk_refuses_is_told_where_the_rest_is_wanted(dossier: Path, model: Path) -> None:
    """A pipe with the name of an artefact keeps nobody from the rest who wants it."""
    os.mkfifo(model / "weights" / "config.json")
    collected = collect(dossier, [model], keep_going=True)
    assert len(collected.readings) == 3
    (error,) = collected.failed
    assert error.place.endswith("weights/config.json")
    assert error.remedy


def test_a_link_to_a_folder_is_told(model: Path) -> None:
    """Links to folders are not followed, for they may lead in a circle, and that is said."""
    (model / "up").symlink_to("..")
    assert survey([model]).links.first == ["model/up"]


def test_folders_without_end(tmp_path: Path) -> None:
    """Folders that lie deeper in each other than Python can call itself are walked."""
    deep = tmp_path / "deep"
    here = deep
    deep.mkdir()
    for _ in range(1200):
        here = here / "a"
        here.mkdir()
    (here / "config.json").write_text("{}")
    assert len(survey([deep]).readings) == 1
    (here / "config.json").unlink()
    while here != deep:  # what cleans up after tests calls itself for each folder
        here.rmdir()
        here = here.parent


def test_what_has_not_changed_is_not_read_again(
    dossier: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Length and time of a file tell that it is the same; whoever lacks them reads it."""
    collect(dossier, [model])
    monkeypatch.setattr(Source, "opened", None)
    assert len(collect(dossier, [model]).known) == 3
    monkeypatch.undo()
    for damaged in (b"", b"[]", b'{"made_by": "others", "artefacts": []}'):
        (dossier / ".colophon/collected/artefacts.json").write_bytes(damaged)
        again = collect(dossier, [model])
        assert (len(again.readings), len(again.known)) == (0, 3)


def test_what_is_remembered_of_evidence_that_is_gone_does_not_count(
    dossier: Path, model: Path
) -> None:
    """Somebody who deletes an evidence file gets it back."""
    collect(dossier, [model])
    for name in evidence(dossier):
        (dossier / "evidence" / name).unlink()
    assert len(collect(dossier, [model]).readings) == 3


def test_of_a_million_strangers_few_names_are_held(tmp_path: Path) -> None:
    """Files that no importer reads are counted, and a thousand of them named."""
    folder = write(tmp_path / "many", {f"{number}.log": b"" for number in range(1500)})
    strangers = survey([folder]).unrecognised
    assert (strangers.count, len(strangers.first)) == (1500, 1000)


def test_a_dossier_is_no_artefact(dossier: Path, model: Path) -> None:
    """Whoever keeps the dossier among the artefacts reads the artefacts alone."""
    dossier.rename(model / "dossier")
    write(model / "dossier", {"config.json": {"model_type": "llama"}})
    assert len(survey([model]).readings) == 3


def test_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder has nothing to read, and that is no mistake."""
    (tmp_path / "empty").mkdir()
    collected = survey([tmp_path / "empty"])
    assert not collected.readings
    assert collected.unrecognised.count == 0
