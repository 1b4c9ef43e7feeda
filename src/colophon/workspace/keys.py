"""Keys that sign packages: from a file, from an environment variable, from ssh-agent; new ones."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from colophon.disclosure import signatures
from colophon.errors import PackageError
from colophon.workspace import agent, disk

if TYPE_CHECKING:
    from colophon.disclosure.signatures import Signer

PASSPHRASE: Final = "COLOPHON_KEY_PASSPHRASE"  # noqa: S105 -- the name of a variable
_LARGEST: Final = 2**16
_FINGERPRINT: Final = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?\Z")
_PRIVATE: Final = 0o600


def signer(told: str) -> Signer:
    """Return who signs: `agent`, `agent:SHA256:…`, `env:NAME`, or the path of a private key.

    Raises:
        PackageError: there is no such key, or none that signs packages.
        DiskError: the file cannot be read.
    """
    if not told:
        raise PackageError(
            "it names no key",
            place="--key",
            remedy="Name a file, env:NAME or agent; leave --key out for no signature.",
        )
    where, colon, name = told.partition(":")
    if where == "agent":
        return agent.signer(name or None)
    if where == "env" and colon:
        content = os.environ.get(name, "").encode()
        if not content:
            raise PackageError(
                f"the environment variable `{name}` holds nothing",
                place=f"--key {told}",
                remedy="Let it hold the private key in PEM, or name a file.",
            )
        return signatures.read_private(content, f"--key {told}", _passphrase())
    content = disk.read_file(Path(told), _LARGEST)
    return signatures.read_private(content, told, _passphrase())


def expected(told: str) -> bytes | str:
    """Return the public key, 32 bytes, that a package must be signed with, or its fingerprint.

    Args:
        told: a fingerprint `SHA256:…`, or the path of a public key.

    Raises:
        PackageError: it is neither.
        DiskError: the file cannot be read.
    """
    if not told:
        raise PackageError(
            "it names no key",
            place="--key",
            remedy="Name the public key, or its fingerprint SHA256:…, as the sender told it.",
        )
    if _FINGERPRINT.match(told):
        return told.rstrip("=")
    if told.startswith("SHA256:"):
        raise PackageError(
            "this is no fingerprint of a key: SHA256: with 43 letters and digits behind it",
            place=f"--key {told}",
            remedy="Copy the whole of it, or name the file with the public key.",
        )
    return signatures.read_public(disk.read_file(Path(told), _LARGEST), told)


def new(path: Path) -> tuple[Path, str]:
    """Write a new private key, which nobody else may read, and beside it its public key.

    With a passphrase in the environment the private key is closed by it. Nothing is overwritten.

    Returns:
        The path of the public key, and its fingerprint.

    Raises:
        DiskError: there is a file of either name, or it cannot be written.
    """
    public_path = path.with_name(f"{path.name}.pub")
    for one in (path, public_path):
        disk.refuse_there(one)
    private, public = signatures.new_key(_passphrase())
    disk.create_file(path, private, _PRIVATE)
    disk.create_file(public_path, f"{signatures.line(public)} colophon\n".encode())
    return public_path, signatures.fingerprint(public)


def _passphrase() -> bytes | None:
    return os.environ.get(PASSPHRASE, "").encode() or None
