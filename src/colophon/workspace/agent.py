"""Keys that ssh-agent holds: which there are, and signatures by them."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

from colophon.disclosure.signatures import LENGTH, Signer, fingerprint, holds, of_blob
from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE: Final = "SSH_AUTH_SOCK"
PLACE: Final = "--key agent"

_REQUEST_IDENTITIES: Final = 11
_IDENTITIES: Final = 12
_SIGN: Final = 13
_SIGNATURE: Final = 14
_LARGEST: Final = 2**18
"""The longest message that OpenSSH's agent takes, in bytes."""
_PATIENCE: Final = 120
"""Seconds that a person has to allow a signature, where the agent asks."""
_WORD: Final = 4


def signer(wanted: str | None) -> Signer:
    """Return who signs with the key in ssh-agent whose fingerprint is `wanted`, or its only one.

    Raises:
        PackageError: there is no agent, no such key, or several to choose from.
    """
    keys = {fingerprint(public): public for public in _keys()}
    if wanted is None and len(keys) == 1:
        (wanted,) = keys
    if wanted is None or wanted not in keys:
        listed = ", ".join(keys) or "none"
        raise PackageError(
            f"the agent holds no Ed25519 key {wanted}"
            if wanted
            else f"the agent holds {len(keys)} Ed25519 keys, and it is not said which signs",
            place=PLACE,
            remedy=f"It holds: {listed}. Name one with --key agent:SHA256:…, or add one: ssh-add.",
        )
    public = keys[wanted]
    return Signer(public, lambda content: _sign(content, public))


def _keys() -> Iterator[bytes]:
    answer = _asked(bytes([_REQUEST_IDENTITIES]), _IDENTITIES)
    rest = answer[_WORD:]  # behind the number of keys
    while rest:
        key, rest = _text(rest)
        _, rest = _text(rest)  # what the key is called
        public = of_blob(key)
        if public is not None:
            yield public


def _sign(content: bytes, public: bytes) -> bytes:
    from colophon.disclosure.signatures import blob  # noqa: PLC0415 -- only here

    request = b"".join((bytes([_SIGN]), _written(blob(public)), _written(content), bytes(_WORD)))
    if len(request) > _LARGEST:
        raise PackageError(
            f"the manifest has {len(content)} bytes, more than an agent signs",
            place=PLACE,
            remedy="Sign with a key from a file, or seal less: --only, fewer --format.",
        )
    signature, _ = _text(_asked(request, _SIGNATURE))
    _, rest = _text(signature)  # what kind it is
    found, _ = _text(rest)
    if len(found) != LENGTH or not holds(found, content, public):
        raise PackageError(
            "the agent gave a signature that is not by the key",
            place=PLACE,
            remedy="Sign with a key from a file.",
        )
    return found


def _asked(message: bytes, wanted: int) -> bytes:
    """Return what the agent answers, without the kind of the answer, which has to be `wanted`."""
    path = os.environ.get(VARIABLE)
    if not path or not hasattr(socket, "AF_UNIX"):
        raise PackageError(
            f"there is no ssh-agent: {VARIABLE} names none",
            place=PLACE,
            remedy="Start one (`eval $(ssh-agent)`, then `ssh-add`), or name a file with --key.",
        )
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(str(Path(path)))
            connection.sendall(_written(message))
            size = int.from_bytes(_received(connection, _WORD))
            answer = _received(connection, min(size, _LARGEST))
    except OSError as error:
        raise PackageError(
            f"the ssh-agent does not answer: {error.strerror or error}",
            place=PLACE,
            remedy=f"Check {VARIABLE}, or name a file with --key.",
        ) from None
    if answer[:1] != bytes([wanted]):
        raise PackageError(
            "the ssh-agent refused",
            place=PLACE,
            remedy="Allow it where the agent asks, or name a file with --key.",
        )
    return answer[1:]


def _received(connection: socket.socket, count: int) -> bytes:
    pieces = b""
    while len(pieces) < count:
        piece = connection.recv(count - len(pieces))
        if not piece:
            raise OSError("it hung up")
        pieces += piece
    return pieces


def _written(content: bytes) -> bytes:
    return len(content).to_bytes(_WORD) + content


def _text(content: bytes) -> tuple[bytes, bytes]:
    """Return the first text of a message of the agent, and what follows it."""
    end = _WORD + int.from_bytes(content[:_WORD])
    return content[_WORD:end], content[end:]
