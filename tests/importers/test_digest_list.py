"""Lists of digests: what somebody wrote down, and nothing that was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, digest_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

A, B = "a" * 64, "b" * 64


def read(collect: Collect, text: str, name: str = "SHA256SUMS") -> Reading:
    """Return the reading of a list with this text."""
    (reading,) = collect(digest_list, {name: text.encode()})
    return reading


def digests(reading: Reading) -> dict[str | None, Any]:
    """Return the digests by the names of the files."""
    fact = "authenticity.file-digest"
    return {item.of: item.value for item in reading.evidence if item.fact == fact}


@pytest.mark.parametrize(
    "line",
    [f"{A}  m 1.bin", f"{A} *m 1.bin", f"SHA256 (m 1.bin) = {A}", f"{A.upper()}  m 1.bin\r"],
)
def test_a_list_is_read_in_its_usual_forms(collect: Collect, line: str) -> None:
    """A name may hold blanks; the case of a digest says nothing."""
    reading = read(collect, f"# made by hand\n\n{line}\n")
    assert digests(reading) == {"m 1.bin": f"sha256:{A}"}
    assert reading.unread == ()


def test_longer_digests_are_of_another_kind(collect: Collect) -> None:
    """The length of a digest says what it is."""
    assert digests(read(collect, f"{A}{A}  m\n")) == {"m": f"sha512:{A}{A}"}


def test_a_name_that_may_have_been_cut_off_is_not_read(collect: Collect) -> None:
    """The last line of a list ends with the end of a line."""
    reading = read(collect, f"{A}  m\n{B}  n")
    assert digests(reading) == {"m": f"sha256:{A}"}
    (unread,) = reading.unread
    assert unread.locator == "line 2"


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_digest_alone_is_that_of_the_file_that_its_own_file_is_called_by(
    collect: Collect, end: str
) -> None:
    """`model.bin.sha256` speaks of `model.bin`."""
    assert digests(read(collect, A + end, "m.bin.sha256")) == {"m.bin": f"sha256:{A}"}
    assert digests(read(collect, A + end)) == {}
    assert digests(read(collect, f"{A}\n{B}{end}", "m.bin.sha256")) == {}


def test_a_file_with_two_digests_has_none(collect: Collect) -> None:
    """Nobody knows which of the two is right."""
    reading = read(collect, f"{A}  m\n{B}  m\n{A}  n\n{A}  n\n")
    assert digests(reading) == {"n": f"sha256:{A}"}
    (unread,) = reading.unread
    assert unread.locator == "line 2"


def test_a_list_of_thousands_is_counted(collect: Collect) -> None:
    """The files are not named one by one."""
    reading = read(collect, "".join(f"{A}  {number}\n" for number in range(1001)))
    assert [item.value for item in reading.evidence] == [1001]
    assert reading.unread


def test_lines_that_are_no_digests_are_told_once(collect: Collect) -> None:
    """A file of this name may be of another kind."""
    reading = read(collect, "hello\nworld\n")
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert not unread.damaged


def test_lists_are_recognised_by_their_names() -> None:
    """What is called otherwise is no list."""
    names = [
        "SHA256SUMS",
        "sha256sum.txt",
        "m.sha256",
        "m.sha512sum",
        "sha256",
        "m.sha1",
        ".sha256",
    ]
    assert [name for (name,) in digest_list.recognise(Folder(names))] == [
        "SHA256SUMS",
        "m.sha256",
        "m.sha512sum",
        "sha256sum.txt",
    ]
