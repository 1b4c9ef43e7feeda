"""The files of a source and the texts in them, whatever a disk may hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from colophon.errors import ArtefactError, DiskError
from colophon.importers import LARGEST_TEXT, Source, damage, digest_of_set, quoted, sha256, shown


def test_an_artefact_is_named_with_its_prefix() -> None:
    """The name is the way from what the person pointed at, with `/` between the parts."""
    assert Source(Path(), (), "a/b").artefact_name("c") == "a/b/c"
    assert Source(Path(), ()).artefact_name("c") == "c"


def test_a_name_that_is_no_text_is_shown_with_escapes() -> None:
    """Bytes that are not UTF-8 and what steers a terminal never reach the record as they are."""
    assert Source(Path(), ()).artefact_name(os.fsdecode(b"a\xff\n\x1b[2J.bin")) == (
        r"a\udcff\n\x1b[2J.bin"
    )


def test_a_name_with_accents_is_shown_as_it_is() -> None:
    """Only what does not print is escaped."""
    assert shown("modèle-大.bin") == "modèle-大.bin"


def test_a_long_quotation_is_cut() -> None:
    """A message stays readable, however long the text is that it quotes."""
    assert quoted("x" * 10_000_000) == "x" * 200 + "…"
    assert quoted("x" * 200) == "x" * 200


def test_a_small_file_is_known_by_all_its_bytes(tmp_path: Path) -> None:
    """The digest of a text is that of the file."""
    (tmp_path / "a").write_bytes(b"abc")
    artefact, data = Source(tmp_path, ("a",)).text("a")
    assert data == b"abc"
    assert artefact.digest == f"sha256:{sha256(b'abc')}"
    assert artefact.size == 3


def test_a_file_beyond_all_texts_is_not_read(tmp_path: Path) -> None:
    """Of a file that is too large to be a text only the beginning is read."""
    with (tmp_path / "a").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    artefact, data = Source(tmp_path, ("a",)).text("a")
    assert data is None
    assert artefact.digest == f"sha256-header:{sha256(bytes(64 * 1024))}"
    assert artefact.size == LARGEST_TEXT + 1


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The files of a model may be links into a store, as the hub's cache keeps them."""
    (tmp_path / "blob").write_bytes(b"abc")
    (tmp_path / "a").symlink_to("blob")
    assert Source(tmp_path, ("a",)).text("a")[1] == b"abc"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Nothing is opened that may never end."""
    os.mkfifo(tmp_path / "a")
    with pytest.raises(DiskError, match="pipe"):
        Source(tmp_path, ("a",)).text("a")


def test_a_file_without_rights_is_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may not read a file is told so, and what to do."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a").write_bytes(b"")
    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as a user who may read all
    with pytest.raises(DiskError, match="you may not read this file") as caught:
        Source(tmp_path, ("a",)).text("a")
    assert caught.value.place == str(tmp_path / "a")
    assert "right" in caught.value.remedy


def test_a_disk_that_fails_while_it_is_read_is_an_error_with_its_reason(tmp_path: Path) -> None:
    """An error of the disk inside a reading is told with the file that it concerns."""
    (tmp_path / "a").write_bytes(b"")
    source = Source(tmp_path, ("a",))
    with pytest.raises(DiskError, match="Input/output error") as caught, source.opened("a"):
        raise OSError(5, "Input/output error")
    assert caught.value.place == str(tmp_path / "a")


def test_the_digest_of_a_set_is_that_of_the_lines_of_sha256sum() -> None:
    """A person finds the digest of a set with the tools of any system."""
    lines = b"11  a\n22  b\n"
    assert digest_of_set({"b": "22", "a": "11"}) == sha256(lines)


@pytest.mark.parametrize(
    ("place", "locator"),
    [("a.json", ""), ("a.json:3", "line 3"), ("a.json: /b/c", "/b/c")],
)
def test_a_damage_is_located_inside_its_file(place: str, locator: str) -> None:
    """What an error says of its place becomes the place within the artefact."""
    assert damage(ArtefactError("x", place=place, remedy="y"), "a.json").locator == locator


def test_a_damage_quotes_no_text_that_is_no_text() -> None:
    """An error that quotes half a surrogate pair can still be written down."""
    unread = damage(ArtefactError("the key `\ud800`", place="a", remedy="b"), "a")
    assert unread.reason == r"the key `\ud800`"
    assert unread.damaged
