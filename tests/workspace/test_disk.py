"""Trees of files on the disk: read whole, and never half there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from colophon.errors import DiskError
from colophon.workspace import disk

if TYPE_CHECKING:
    from pathlib import Path

TREE = {"dossier.yaml": b"format: 1\n", "answers/energy.yaml": b"# empty\n"}


def names(folder: Path) -> list[str]:
    """Return the paths of all that lies below `folder`."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A tree that is written comes back the same."""
    disk.write(tmp_path, TREE)
    assert disk.read_dossier(tmp_path) == TREE


def test_others_are_left_unread(tmp_path: Path) -> None:
    """Files that do not belong to a dossier are not read, however large or odd."""
    strangers = {
        "notes.txt": b"\xff",
        "answers/energy.txt": b"",
        "answers/deep/energy.yaml": b"",
        "evidence/x.yaml": b"",
        "other/dossier.yaml": b"",
        ".dossier.yaml.x7k2": b"",
        "answers/.energy.yaml.x7k2": b"",
    }
    disk.write(tmp_path, {**TREE, **strangers})
    os.mkfifo(tmp_path / "pipe")
    assert disk.read_dossier(tmp_path) == TREE


def test_a_file_too_large(tmp_path: Path) -> None:
    """A file that cannot be a text of a dossier is not read into memory."""
    disk.write(tmp_path, TREE)
    with (tmp_path / "datasets.yaml").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(DiskError, match="larger than 64 MiB"):
        disk.read_dossier(tmp_path)


def test_a_link_to_a_dossier(tmp_path: Path) -> None:
    """A dossier, or a file of it, may be a link."""
    disk.write(tmp_path / "real", TREE)
    (tmp_path / "link").symlink_to("real")
    assert disk.read_dossier(tmp_path / "link") == TREE


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    """A file that has its content already keeps its time, its rights and itself."""
    disk.write(tmp_path, TREE)
    before = (tmp_path / "dossier.yaml").stat()
    disk.write(tmp_path, TREE)
    after = (tmp_path / "dossier.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_rights_of_new_files(tmp_path: Path) -> None:
    """New files get the rights that the person's mask leaves them."""
    for mask in (0o022, 0o077):
        old = os.umask(mask)
        try:
            disk.write(tmp_path / str(mask), TREE)
            disk.create(tmp_path / f"new-{mask}", TREE)
            assert os.umask(mask) == mask
        finally:
            os.umask(old)
        for folder in (str(mask), f"new-{mask}"):
            assert (tmp_path / folder).stat().st_mode & 0o777 == 0o777 & ~mask
            file = tmp_path / folder / "answers" / "energy.yaml"
            assert file.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_write_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file cannot get its name, the old one stays, and nothing is left beside it."""
    disk.write(tmp_path, TREE)

    def refuse(self: Path, target: Path) -> None:
        del self, target
        raise OSError(28, "No space left on device", "temporary")

    monkeypatch.setattr(type(tmp_path), "replace", refuse)
    with pytest.raises(DiskError) as error:
        disk.write(tmp_path, {"dossier.yaml": b"format: 2\n"})
    assert error.value.place == str(tmp_path / "dossier.yaml")
    assert error.value.message == "no space left on device"
    monkeypatch.undo()
    assert disk.read_dossier(tmp_path) == TREE
    assert names(tmp_path) == ["answers", "answers/energy.yaml", "dossier.yaml"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_new_directory_that_fails(
    exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new dossier that cannot be written whole is not there at all."""
    target = tmp_path / "new"
    if exists:
        target.mkdir()

    def refuse(self: Path, target: Path) -> None:
        del self, target
        raise OSError(28, "No space left on device", "temporary")

    monkeypatch.setattr(type(tmp_path), "replace", refuse)
    with pytest.raises(DiskError) as error:
        disk.create(target, TREE)
    assert error.value.place == str(target)
    monkeypatch.undo()
    assert names(tmp_path) == (["new"] if exists else [])


def test_a_new_directory(tmp_path: Path) -> None:
    """A new dossier may have new folders above it, and may fill an empty directory."""
    disk.create(tmp_path / "a" / "b", TREE)
    assert disk.read_dossier(tmp_path / "a" / "b") == TREE
    (tmp_path / "empty").mkdir()
    disk.create(tmp_path / "empty", TREE)
    assert disk.read_dossier(tmp_path / "empty") == TREE
    assert all(".colophon-" not in name for name in names(tmp_path))


def test_something_is_there(tmp_path: Path) -> None:
    """A directory with anything in it, hidden or not, a file and a dead link are taken."""
    (tmp_path / "file").write_text("")
    (tmp_path / "dead").symlink_to("nowhere")
    disk.write(tmp_path / "full", {".hidden": b""})
    before = names(tmp_path)
    for name in ("file", "dead", "full"):
        with pytest.raises(DiskError, match="something here already"):
            disk.create(tmp_path / name, TREE)
    assert names(tmp_path) == before


def test_remove(tmp_path: Path) -> None:
    """What is removed is gone; what cannot be is named."""
    disk.write(tmp_path, TREE)
    disk.remove(tmp_path, ["answers/energy.yaml"])
    assert names(tmp_path) == ["answers", "dossier.yaml"]
    with pytest.raises(DiskError) as error:
        disk.remove(tmp_path, ["answers/energy.yaml"])
    assert error.value.place.endswith("answers/energy.yaml")
