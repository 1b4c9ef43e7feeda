"""Where a corpus lies, and what of it is read."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import TYPE_CHECKING

import pytest

from colophon.corpus import shards
from colophon.errors import ArtefactError, ColophonError, DiskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from colophon.corpus.shards import Shard

LINE = b'{"url": "u"}\n'


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with files of a corpus, in which the test runs."""
    for name in (
        "b.jsonl",
        "a.jsonl.gz",
        "deep/er/c.tar",
        "deep/d.warc.gz",
        "README.md",
        ".git/e.jsonl",
        ".hidden.jsonl",
        "table/data-00000-of-00001.arrow",
        "table/cache-0123.arrow",
        "table/state.json",
        "table/dataset_info.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(LINE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


ALL = [
    "a.jsonl.gz",
    "b.jsonl",
    "deep/d.warc.gz",
    "deep/er/c.tar",
    "table/data-00000-of-00001.arrow",
]


def paths(found: list[Shard]) -> list[str]:
    """Return where shards lie."""
    return [shard.path for shard in found]


def test_a_folder_is_read_with_all_folders_in_it(corpus: Path) -> None:
    """What is hidden, and what nobody reads, is passed over and told."""
    found = shards.search(["."])
    assert paths(found.shards) == ALL
    assert found.passed_over == [
        "./.git",
        "./.hidden.jsonl",
        "README.md",
        "table/cache-0123.arrow",
        "table/dataset_info.json",
        "table/state.json",
    ]
    assert found.unread == []
    assert paths(shards.find([str(corpus)])) == [f"{corpus}/{name}" for name in ALL]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.jsonl", ["b.jsonl"]),
        ("**/*.jsonl*", ["a.jsonl.gz", "b.jsonl"]),
        ("**", ALL),
        ("**/**/c.tar", ["deep/er/c.tar"]),
        ("d*p/**/*.tar", ["deep/er/c.tar"]),
        ("deep/*", ["deep/d.warc.gz", "deep/er/c.tar"]),
        ("[ab].jsonl*", ["a.jsonl.gz", "b.jsonl"]),
        ("?.jsonl", ["b.jsonl"]),
        (".hid*", [".hidden.jsonl"]),
        ("./deep/../*.jsonl", ["b.jsonl"]),
    ],
)
def test_a_glob_names_files_and_folders(pattern: str, names: list[str]) -> None:
    """`**` stands for any number of folders; a folder that matches is read whole."""
    assert paths(shards.find([pattern])) == names


@pytest.mark.usefixtures("corpus")
def test_a_file_counts_once(corpus: Path) -> None:
    """Whatever it was named by, however often; a link to it is told."""
    (corpus / "link.jsonl").symlink_to("b.jsonl")
    (corpus / "again").symlink_to("deep")
    found = shards.search(["b.jsonl", "./b.jsonl", str(corpus), ".", "deep/**", "*.jsonl"])
    assert len(found.shards) == len(ALL)
    assert {one.locator.rpartition("/")[2] for one in found.unread} >= {"link.jsonl"}


def test_a_name_that_looks_like_a_glob_is_a_name_if_it_is_there(corpus: Path) -> None:
    """Names may have brackets, stars and line ends."""
    for name in ("x[1].jsonl", "a\nb.jsonl", "*.jsonl"):
        (corpus / name).write_bytes(LINE)
        assert paths(shards.find([name])) == [name]


def test_what_changes_a_file_changes_its_stamp(corpus: Path) -> None:
    """The stamp is the time of the last change, to the nanosecond."""
    (before,) = shards.find(["b.jsonl"])
    assert (before.size, before.is_remote) == (len(LINE), False)
    os.utime(corpus / "b.jsonl", ns=(1, 1_700_000_000_000_000_001))
    (after,) = shards.find(["b.jsonl"])
    assert after.stamp == "1700000000000000001" != before.stamp


def test_a_shard_is_opened(corpus: Path) -> None:
    """It reads, seeks and tells; a shard that has gone is an error."""
    (shard,) = shards.find(["b.jsonl"])
    with shard.open() as file:
        assert file.read(3) == LINE[:3]
        assert file.tell() == 3
        file.seek(0)
        assert file.read() == LINE
    (corpus / "b.jsonl").unlink()
    with pytest.raises(DiskError, match="refuses"):
        shard.open()


def test_links_that_lead_nowhere_or_round_and_round_are_told(corpus: Path) -> None:
    """In a folder they are told; a folder that leads into itself is read once."""
    (corpus / "broken.jsonl").symlink_to("nowhere")
    (corpus / "self.jsonl").symlink_to("self.jsonl")
    (corpus / "deep" / "round").symlink_to("..")
    found = shards.search(["."])
    assert paths(found.shards) == ALL
    assert {one.locator for one in found.unread} == {"broken.jsonl", "self.jsonl", "deep/round"}
    assert paths(shards.find(["**/*.tar"])) == ["deep/er/c.tar"]
    for name in ("broken.jsonl", "self.jsonl"):
        with pytest.raises(DiskError, match="leads nowhere, or to itself"):
            shards.find([name])


def test_what_is_no_file_is_never_opened(corpus: Path) -> None:
    """A pipe would wait for ever; it is told in a folder, and an error by itself."""
    os.mkfifo(corpus / "pipe.jsonl")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.jsonl")
    found = shards.search(["."])
    assert paths(found.shards) == ALL
    assert [one.locator for one in found.unread] == ["pipe.jsonl", "socket.jsonl"]
    for name in ("pipe.jsonl", "socket.jsonl", os.devnull):
        with pytest.raises(ArtefactError, match="neither a file nor a folder"):
            shards.find([name])


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_read_is_told(corpus: Path) -> None:
    """By itself it is an error."""
    (corpus / "deep").chmod(0)
    try:
        assert [one.locator for one in shards.search(["."]).unread] == ["deep"]
        with pytest.raises(DiskError):
            shards.find(["deep"])
    finally:
        (corpus / "deep").chmod(0o700)


@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_that_is_no_text_is_told(corpus: Path) -> None:
    """A name that is not UTF-8 cannot be written into a record."""
    (corpus / os.fsdecode(b"\xff.jsonl")).write_bytes(LINE)
    (unread,) = shards.search(["."]).unread
    assert unread.locator == "\\udcff.jsonl"
    assert "not UTF-8" in unread.reason


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nothing.jsonl", "no such file"),
        ("*.parquets", "no file matches"),
        ("nothing/**", "no file matches"),
        (".git/objects", "no such file"),
        ("memory://nothing/there", "nothing lies there"),
        ("memory://nothing/*.jsonl", "nothing lies there"),
    ],
)
def test_a_path_that_names_nothing_is_an_error(path: str, message: str) -> None:
    """With the path, and what may be given."""
    with pytest.raises(DiskError, match=message) as error:
        shards.find(["b.jsonl", path])
    assert error.value.place == path
    assert error.value.remedy


def test_a_folder_with_nothing_to_read_is_an_error(corpus: Path) -> None:
    """With the ends of the names that are read; so is a file that nobody reads."""
    (corpus / "empty").mkdir()
    with pytest.raises(DiskError, match="no file that can be read") as error:
        shards.find(["empty"])
    assert ".jsonl.zst" in error.value.remedy
    with pytest.raises(ArtefactError, match="nothing reads files with such a name"):
        shards.find(["README.md"])


# -- In an object store ---------------------------------------------------------------------------


@pytest.fixture
def store() -> Iterator[None]:
    """Put a corpus into the memory of this process, which fsspec treats like a store."""
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for name in ("a.jsonl", "deep/b.jsonl", "deep/.c.jsonl", "d.md"):
        memory.pipe(f"/corpus/{name}", LINE * 3)
    yield
    memory.rm("/corpus", recursive=True)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("memory://corpus", ["a.jsonl", "deep/b.jsonl"]),
        ("memory://corpus/", ["a.jsonl", "deep/b.jsonl"]),
        ("memory://corpus/deep", ["deep/b.jsonl"]),
        ("memory://corpus/*.jsonl", ["a.jsonl"]),
        ("memory://corpus/**/*.jsonl", ["a.jsonl", "deep/b.jsonl"]),
        ("memory://corpus/a.jsonl", ["a.jsonl"]),
        ("memory://corpus/deep/.c.jsonl", ["deep/.c.jsonl"]),
    ],
)
def test_addresses_are_files_folders_and_globs_too(address: str, names: list[str]) -> None:
    """Each shard is named by an address that leads to it again, and has a stamp."""
    found = shards.find([address])
    assert [shard.path.partition("corpus/")[2] for shard in found] == names
    assert shards.find(paths(found)) == found
    for shard in found:
        assert shard.is_remote
        assert shard.size == 3 * len(LINE)
        assert shard.stamp
        with shard.open() as file:
            assert file.read() == LINE * 3


@pytest.mark.usefixtures("store")
def test_a_file_in_a_store_counts_once() -> None:
    """What is hidden or not read is passed over there, too."""
    found = shards.search(["memory://corpus", "memory://corpus/**", "memory://corpus/a.jsonl"])
    assert len(found.shards) == 2
    assert {path.rpartition("/")[2] for path in found.passed_over} == {".c.jsonl", "d.md"}


def test_an_address_that_nobody_knows_is_an_error() -> None:
    """With the addresses that may be given."""
    with pytest.raises(ColophonError) as error:
        shards.find(["nonsense://a/b"])
    assert error.value.place == "nonsense://a/b"
    assert "s3://" in error.value.remedy


@pytest.mark.parametrize(
    ("address", "extra", "library"),
    [("s3://a/b", "s3", "s3fs"), ("gs://a/b", "gs", "gcsfs"), ("hf://a", "hf", "huggingface_hub")],
)
def test_a_store_whose_library_is_absent_is_an_error(
    address: str, extra: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ColophonError) as error:
        shards.find([address])
    assert error.value.remedy == f"Run: pip install 'colophon[{extra}]'"
    assert library in error.value.message


def test_a_store_that_refuses_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its library raises, in whatever call."""
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/refusing/a.jsonl", LINE)
    (shard,) = shards.find(["memory://refusing"])

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no credentials")

    with shard.open() as file, monkeypatch.context() as patch:
        patch.setattr("fsspec.implementations.memory.MemoryFile.read", refuse, raising=False)
        with pytest.raises(DiskError, match="no credentials"):
            file.read(1)
    for name in ("info", "find", "open"):
        with monkeypatch.context() as patch:
            patch.setattr(f"fsspec.implementations.memory.MemoryFileSystem.{name}", refuse)
            with pytest.raises(DiskError, match="RuntimeError: no credentials"):
                shards.find(["memory://refusing"])[0].open()
    memory.rm("/refusing", recursive=True)


def test_many_files_are_found_quickly(tmp_path: Path) -> None:
    """Ten thousand files take seconds at most."""
    for number in range(10_000):
        (tmp_path / f"{number}.jsonl").touch()
    begun = time.perf_counter()
    assert len(shards.find([str(tmp_path)])) == 10_000
    assert time.perf_counter() - begun < 10
