"""Lines of files that may be larger than memory, and folders before they are read."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from colophon.importers import LONGEST_LINE, Folder, Source, _lines

if TYPE_CHECKING:
    from pathlib import Path


@given(data=st.binary(max_size=60) | st.text("a\n", max_size=60).map(str.encode))
def test_lines_are_those_of_the_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """However small the pieces, the lines are the same, and so is the digest."""
    folder = tmp_path_factory.mktemp("lines")
    (folder / "log").write_bytes(data)
    whole = data.split(b"\n")
    expected = list(enumerate(whole if whole[-1] else whole[:-1], 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lines, "_PIECE", 3)
        with Source(folder, ("log",)).lines("log") as lines:
            assert list(lines) == expected
            assert lines.digest() == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert lines.size == len(data)


def test_a_line_without_end_is_not_held(tmp_path: Path) -> None:
    """A line beyond all lines is passed over; the next one is read."""
    (tmp_path / "log").write_bytes(b"a\n" + b"b" * (LONGEST_LINE + 1) + b"\nc")
    with Source(tmp_path, ("log",)).lines("log") as lines:
        assert list(lines) == [(1, b"a"), (2, None), (3, b"c")]


def test_the_digest_is_that_of_the_whole_file_wherever_the_reading_ended(tmp_path: Path) -> None:
    """Whoever stops in the middle still names the file by all of its bytes."""
    (tmp_path / "log").write_bytes(b"a\nb\n")
    with Source(tmp_path, ("log",)).lines("log") as lines:
        assert next(iter(lines)) == (1, b"a")
        assert lines.digest() == "sha256:" + hashlib.sha256(b"a\nb\n").hexdigest()


def test_a_folder_shows_names_and_beginnings(tmp_path: Path) -> None:
    """Files, folders and links are told apart; a pipe has no beginning and stops nobody."""
    (tmp_path / "b").write_bytes(b"x" * 9999)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "c").write_bytes(b"c")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    folder = Folder.on_disk(tmp_path)
    assert folder.names == ("b", "gone", "pipe")
    assert folder.folders == ("below",)
    assert folder.head("b") == b"x" * 4096
    assert folder.head("pipe") == folder.head("gone") == b""
    assert folder.below("below").names == ("c",)
    assert folder.below("circle").names == folder.below("nowhere").names == ()
    assert "b" in folder
    assert "below" not in folder
