"""Pickles stay closed."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from colophon.importers import Folder, Source, pickles, sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from colophon.evidence import Reading


class Trap:
    """What says so when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
        return print, ("the pickle was opened",)


def test_a_pickle_is_never_opened(
    collect: Callable[..., list[Reading]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The code in a pickle does not run; that it was not opened is said."""
    (reading,) = collect(pickles, {"training_args.bin": pickle.dumps(Trap())})
    assert capsys.readouterr().out == ""
    assert reading.evidence == ()
    assert "runs code" in reading.unread[0].reason
    assert "safetensors" in reading.unread[0].remedy
    assert not reading.unread[0].damaged


def test_the_files_that_may_be_pickles_are_recognised_by_their_names() -> None:
    """Each is a group of its own, but for the shards of one set."""
    names = ["a.bin", "b.ckpt", "c.pickle", "d.pkl", "e.pt", "f.pth", "g.json", "h.bin.json"]
    shards = ["m-00001-of-00002.bin", "m-00002-of-00002.bin", "m-00001-of-00003.bin"]
    assert list(pickles.recognise(Folder(names + shards))) == [
        ("a.bin",),
        ("b.ckpt",),
        ("c.pickle",),
        ("d.pkl",),
        ("e.pt",),
        ("f.pth",),
        ("m-00001-of-00002.bin", "m-00002-of-00002.bin"),
        ("m-00001-of-00003.bin",),
    ]


def test_a_pickle_of_300_gb_is_known_by_its_beginning(tmp_path: Path) -> None:
    """Of a file that nobody opens, no more than 64 KiB are read."""
    with (tmp_path / "a.pt").open("wb") as file:
        file.truncate(300 * 10**9)
    reading = pickles.collect(Source(tmp_path, ("a.pt",)))
    assert reading.artefact.digest == f"sha256-header:{sha256(bytes(64 * 1024))}"
    assert reading.artefact.size == 300 * 10**9


def test_an_empty_file_is_one_that_is_not_opened(collect: Callable[..., list[Reading]]) -> None:
    """A pickle without a byte is no other than the rest."""
    (reading,) = collect(pickles, {"a.pkl": b""})
    assert len(reading.unread) == 1
