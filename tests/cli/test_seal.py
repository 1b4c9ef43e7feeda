"""`seal` and `verify` as somebody enters them: what they print, and how they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ON = ("--on", "2026-11-21")
SEAL = ("-C", "acme", "seal", "--format", "json", *ON)


@pytest.fixture
def fingerprint(colophon: Callable[..., Any], dossier: Path) -> str:
    """Give the fingerprint of the key that signed `it.zip`, a package of `acme` for the public."""
    made: str = colophon("seal", "key", "key", "--json").json["fingerprint"]
    done = colophon(*SEAL, "--for", "public", "--key", "key", "--to", "it.zip")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("it.zip\n  for public, ")
    assert f"signed by {made}" in done.out
    assert dossier.is_dir()
    return made


def test_a_package_by_the_named_key_leaves_with_0(
    colophon: Callable[..., Any], fingerprint: str
) -> None:
    """A package by the key that was named is unchanged, and nothing is open."""
    for key in (fingerprint, "key.pub"):
        done = colophon("verify", "it.zip", "--key", key)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("it.zip: unchanged\n  Acme 7B of Acme SAS, for public")
        assert "\nProved\n" in done.out
        assert "\nNot proved\n" in done.out


def test_a_package_without_a_named_key_leaves_with_1(
    colophon: Callable[..., Any], fingerprint: str
) -> None:
    """Without a key it is open whose the signature is."""
    done = colophon("verify", "it.zip")
    assert done.code == 1
    assert "Whose key that is" in done.out
    told = colophon("verify", "it.zip", "--json").json
    assert told["unchanged"] is True
    assert told["open"] is True
    assert told["signature"] == {"fingerprint": fingerprint, "key_named": False}


@pytest.mark.usefixtures("fingerprint")
def test_a_changed_package_leaves_with_2(colophon: Callable[..., Any], tmp_path: Path) -> None:
    """A package in which a byte is another one fails, and the first file that differs is named."""
    path = tmp_path / "it.zip"
    content = bytearray(path.read_bytes())
    content[content.index(b"colophon-document")] ^= 1
    path.write_bytes(content)
    done = colophon("verify", "it.zip")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("colophon: it.zip: cover.json: the file is not the one that was")
    told = colophon("verify", "it.zip", "--json")
    assert told.code == 2
    assert told.json["unchanged"] is False
    assert told.json["problem"]["place"] == "it.zip: cover.json"


@pytest.mark.usefixtures("fingerprint")
def test_a_package_by_another_key_leaves_with_2(colophon: Callable[..., Any]) -> None:
    """A package by another key than the one that was named fails."""
    colophon("seal", "key", "other")
    done = colophon("verify", "it.zip", "--key", "other.pub")
    assert done.code == 2
    assert "and the key that was named is SHA256:" in done.err


@pytest.mark.usefixtures("fingerprint")
@pytest.mark.parametrize("key", ["", "SHA256:", "SHA256:short", "key"])
def test_what_is_no_public_key_is_told_as_such(colophon: Callable[..., Any], key: str) -> None:
    """A key that was named badly is no key that differs, and never the same as none."""
    done = colophon("verify", "it.zip", "--key", key)
    assert (done.code, done.out) == (2, "")
    told = " ".join(done.err.split())
    assert "as the sender told it" in told or "Copy the whole of it" in told


@pytest.mark.usefixtures("fingerprint")
def test_an_authority_that_names_nothing_is_refused(colophon: Callable[..., Any]) -> None:
    """An empty `--authority` is not the same as none."""
    done = colophon("verify", "it.zip", "--authority", "")
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("key", ["", "env:", "env:COLOPHON_NOT_SET"])
def test_an_empty_key_does_not_leave_a_package_unsigned(
    colophon: Callable[..., Any], dossier: Path, tmp_path: Path, key: str
) -> None:
    """A key from a variable that is not set stops the sealing: nothing goes out unsigned."""
    assert dossier.is_dir()
    done = colophon(*SEAL, "--for", "public", "--key", key, "--to", "it.zip")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("colophon: --key")
    assert not (tmp_path / "it.zip").exists()


@pytest.mark.parametrize("only", ["", ",", " , "])
def test_a_part_that_names_nothing_is_not_the_whole(
    colophon: Callable[..., Any], dossier: Path, tmp_path: Path, only: str
) -> None:
    """`--only` with nothing in it stops the sealing, rather than hand over everything."""
    assert dossier.is_dir()
    done = colophon(*SEAL, "--for", "public", "--only", only, "--to", "it.zip")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("colophon: --only: it names no document, section, field or ")
    assert not (tmp_path / "it.zip").exists()


@pytest.mark.parametrize("to", ["acme", "/dev/zero"])
def test_what_is_no_file_is_no_package(
    colophon: Callable[..., Any], dossier: Path, to: str
) -> None:
    """Where `--to` is a folder or a device, it is told that a file is wanted, and none is read."""
    assert dossier.name == "acme"
    done = colophon(*SEAL, "--for", "public", "--to", to)
    assert done.code == 2
    assert "this is a folder, a pipe or a device, and a package is one file" in done.err


def test_a_name_that_steers_a_terminal_does_not(
    colophon: Callable[..., Any], dossier: Path
) -> None:
    """What a package says of itself steers no terminal."""
    text = (dossier / "dossier.yaml").read_text()
    (dossier / "dossier.yaml").write_text(text.replace('"Acme 7B"', '"Acme \\e[31m7B\\u202e"'))
    colophon(*SEAL, "--for", "public", "--to", "it.zip")
    done = colophon("verify", "it.zip")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert "Acme" in done.out


def test_what_is_withheld_is_printed(colophon: Callable[..., Any], dossier: Path) -> None:
    """What is withheld is printed with the reason, and so is that nobody signed."""
    assert dossier.is_dir()
    done = colophon(*SEAL, "--for", "downstream")
    assert done.code == 0
    assert "not signed" in done.out
    assert "withheld, field: " in done.out
    assert "The provider keeps this confidential." in done.out
    told = colophon(*SEAL, "--for", "downstream", "--json").json
    assert told["signed_by"] is None
    assert {"kind", "id", "because", "reason"} == set(told["withheld"][0])


def test_items_stand_with_commas_or_each_by_itself(
    colophon: Callable[..., Any], dossier: Path
) -> None:
    """`--only` takes several ids with commas between them, or one at a time."""
    assert dossier.is_dir()
    asked = ("--for", "public", "--json", "--to")
    one = colophon(*SEAL, *asked, "1.zip", "--only", "licence.name, identity").json
    two = colophon(*SEAL, *asked, "2.zip", "--only", "licence.name", "--only", "identity").json
    assert one["sha256"] == two["sha256"]
    assert "documents/selection.json" in one["files"]


@pytest.mark.usefixtures("fingerprint")
def test_stamp_writes_the_request(colophon: Callable[..., Any], tmp_path: Path) -> None:
    """`seal stamp` writes what an authority is asked with, and puts in no answer of another."""
    done = colophon("seal", "stamp", "it.zip", "--timestamp-request", "it.tsq")
    assert (done.code, done.out) == (0, "it.tsq\n")
    (tmp_path / "answer").write_bytes(b"no time stamp")
    done = colophon("seal", "stamp", "it.zip", "--timestamp", "answer")
    assert done.code == 2
    assert "answer: this is no time stamp of RFC 3161" in done.err


@pytest.mark.usefixtures("fingerprint")
def test_a_check_needs_no_extra(process: Callable[..., Any]) -> None:
    """`verify` runs where no extra of Colophon is installed, and opens no connection."""
    blocked = (
        "import sys\n"
        "for name in ('docx', 'typst', 'pypdf', 'duckdb', 'pyarrow', 'lxml'):\n"
        "    sys.modules[name] = None\n"
        "import socket\n"
        "def refuse(*_, **__):\n"
        "    raise AssertionError('a connection')\n"
        "socket.socket.connect = refuse\n"
    )
    done = process("verify", "it.zip", "--key", "key.pub", first=blocked)
    assert (done.code, done.err) == (0, "")
