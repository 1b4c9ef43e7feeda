"""The archive has one form, which any program unpacks and no change of a byte survives."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from colophon.disclosure import archive
from colophon.errors import PackageError
from tests.disclosure.conftest import FILES, manifest_of, package_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PATHS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}(/[a-z0-9]{1,9})?", fullmatch=True)
TREES = st.dictionaries(PATHS, st.binary(max_size=300), max_size=6)


def reader(content: bytes) -> archive.Reader:
    """Return the reader of an archive."""
    return archive.Reader(io.BytesIO(content), len(content), "it.zip")


def walked(content: bytes, files: Mapping[str, bytes]) -> None:
    """Read an archive to its end and hold it against the files that it should have."""
    one = reader(content)
    for path, wanted in files.items():
        assert one.content(path, 2**20) == wanted
    one.end()


@given(TREES)
def test_what_is_packed_is_read_back(files: dict[str, bytes]) -> None:
    """An archive holds its files byte by byte, and the reader finds nothing to object to."""
    walked(archive.packed(files), files)


@given(TREES)
def test_any_program_unpacks_it(files: dict[str, bytes]) -> None:
    """The archive is a ZIP file that other programs read and find in order."""
    with zipfile.ZipFile(io.BytesIO(archive.packed(files))) as unpacked:
        assert unpacked.testzip() is None
        assert {name: unpacked.read(name) for name in unpacked.namelist()} == files
        assert all(one.compress_type == zipfile.ZIP_STORED for one in unpacked.infolist())


@given(TREES, st.data())
def test_one_other_byte_is_found(files: dict[str, bytes], data: st.DataObject) -> None:
    """Whichever byte is another one, the reader says so."""
    content = bytearray(archive.packed(files))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(PackageError):
        walked(bytes(content), files)


@given(TREES, st.data())
def test_a_part_of_an_archive_is_none(files: dict[str, bytes], data: st.DataObject) -> None:
    """An archive that was cut off is found out, wherever it ends."""
    content = archive.packed(files)
    with pytest.raises(PackageError):
        walked(content[: data.draw(st.integers(0, len(content) - 1))], files)


@pytest.mark.parametrize(("before", "behind"), [(b"#!/bin/sh\n", b""), (b"", b"\0"), (b"PK", b"")])
def test_nothing_stands_around_it(before: bytes, behind: bytes) -> None:
    """Bytes before or behind an archive are found out."""
    with pytest.raises(PackageError, match="is not as Colophon writes it"):
        walked(before + archive.packed(FILES) + behind, FILES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (4, 45),  # needs what unpacks ZIP64
        (6, 1),  # encrypted
        (6, 8),  # with its sizes behind it
        (6, 0x800),  # its name in UTF-8
        (8, 8),  # compressed
        (10, 5),  # with another time
        (12, 0x5321),  # with another day
        (28, 1),  # with more behind the name
    ],
)
def test_a_header_has_one_form(field: int, value: int) -> None:
    """A file that is compressed, encrypted, or described in any other way is not read."""
    content = bytearray(archive.packed(FILES))
    content[field : field + 2] = struct.pack("<H", value)
    with pytest.raises(PackageError, match="the header at byte 0"):
        walked(bytes(content), FILES)


@pytest.mark.parametrize("size", [2**32 - 1, 2**31, 10_000])
def test_a_length_that_lies_costs_nothing(size: int) -> None:
    """A file that claims to be longer than the archive is not waited for."""
    content = bytearray(archive.packed(FILES))
    content[18:26] = struct.pack("<2I", size, size)
    with pytest.raises(PackageError, match=r"longer than|ends in the middle"):
        walked(bytes(content), FILES)


def test_a_file_in_the_place_of_another_is_named() -> None:
    """Where files change their places the message names the one that should stand there."""
    swapped = dict(reversed(FILES.items()))
    with pytest.raises(PackageError, match=r"it\.zip: cover\.json: .*the next file is `evidence/"):
        walked(archive.packed(swapped), FILES)


def test_a_file_too_many_is_found() -> None:
    """A file that nobody expects is found where the directory should begin."""
    more = {**FILES, "z.txt": b"more"}
    with pytest.raises(PackageError, match="directory at its end"):
        walked(archive.packed(more), FILES)


def test_a_file_is_held_against_its_digest() -> None:
    """A file with another digest, another length or another checksum is named."""
    one = manifest_of(FILES).files[0]
    content = archive.packed({one.path: FILES[one.path]})
    reader(content).check(one.path, one.bytes, one.sha256)
    with pytest.raises(PackageError, match=r"cover\.json: .*its SHA-256 is"):
        reader(content).check(one.path, one.bytes, "0" * 64)
    with pytest.raises(PackageError, match=r"cover\.json: .*it has 13 bytes, and 12 were sealed"):
        reader(content).check(one.path, one.bytes - 1, one.sha256)
    other = bytearray(content)
    other[14] ^= 1
    with pytest.raises(PackageError, match="the checksum in its header"):
        reader(bytes(other)).check(one.path, one.bytes, one.sha256)


def test_a_stream_that_becomes_shorter_is_found() -> None:
    """A file that somebody cuts off while it is read is no crash."""
    content = archive.packed(FILES)
    one = archive.Reader(io.BytesIO(content[:50]), len(content), "it.zip")
    with pytest.raises(PackageError, match="became shorter"):
        one.content("cover.json", 2**20)


def test_the_same_package_is_the_same_bytes() -> None:
    """A package has the same bytes whenever it is made, in whatever order its files come."""
    assert package_of(FILES) == package_of(dict(reversed(FILES.items())))
