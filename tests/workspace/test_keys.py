"""Keys come from files, variables and agents; a new one overwrites nothing."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from colophon.disclosure import signatures
from colophon.errors import DiskError, PackageError
from colophon.workspace import keys

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keys.PASSPHRASE, raising=False)


def test_a_new_key_is_its_owners_alone(tmp_path: Path) -> None:
    """Nobody else can read a new private key; the public key lies beside it."""
    public, fingerprint = keys.new(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert public == tmp_path / "key.pub"
    signer = keys.signer(str(tmp_path / "key"))
    assert signatures.fingerprint(signer.public) == fingerprint
    assert keys.expected(str(public)) == signer.public
    assert keys.expected(fingerprint) == fingerprint


@pytest.mark.parametrize("there", ["key", "key.pub"])
def test_a_new_key_overwrites_nothing(there: str, tmp_path: Path) -> None:
    """Where a file has the name of the private or the public key, nothing is written."""
    (tmp_path / there).write_text("precious")
    with pytest.raises(DiskError, match="already"):
        keys.new(tmp_path / "key")
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "precious"


def test_a_link_is_something_too(tmp_path: Path) -> None:
    """A link that leads nowhere is not written through."""
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DiskError):
        keys.new(tmp_path / "key")
    assert not (tmp_path / "elsewhere").exists()


def test_a_passphrase_closes_a_new_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a passphrase in the environment a new key is closed by it, and opened by it."""
    monkeypatch.setenv(keys.PASSPHRASE, "secret")
    keys.new(tmp_path / "key")
    assert keys.signer(str(tmp_path / "key")).public
    monkeypatch.delenv(keys.PASSPHRASE)
    with pytest.raises(PackageError, match="closed by a passphrase"):
        keys.signer(str(tmp_path / "key"))


def test_a_key_stands_in_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`env:NAME` takes the private key from an environment variable."""
    keys.new(tmp_path / "key")
    monkeypatch.setenv("SIGNING_KEY", (tmp_path / "key").read_text())
    assert keys.signer("env:SIGNING_KEY").public == keys.signer(str(tmp_path / "key")).public
    monkeypatch.delenv("SIGNING_KEY")
    with pytest.raises(PackageError, match="`SIGNING_KEY` holds nothing"):
        keys.signer("env:SIGNING_KEY")


def test_a_file_that_is_no_key(tmp_path: Path) -> None:
    """A folder, a large file and no file at all lead to messages with the name in them."""
    (tmp_path / "large").write_bytes(bytes(2**17))
    for name in ("", "large", "nothing"):
        with pytest.raises(DiskError) as refused:
            keys.signer(str(tmp_path / name))
        assert refused.value.place == str(tmp_path / name)
