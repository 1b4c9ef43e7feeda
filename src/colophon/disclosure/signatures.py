"""Signatures of manifests: Ed25519 over their bytes, by keys as OpenSSH or OpenSSL keep them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LENGTH: Final = 64
"""The length of a signature in bytes."""
_ALGORITHM: Final = b"ssh-ed25519"
_LENGTH_OF_KEY: Final = 32


@dataclass(frozen=True, slots=True)
class Signer:
    """Who can sign: the public key, and what makes the signature of some bytes.

    Attributes:
        public: the 32 bytes of the public key.
        sign: bytes -> their signature, 64 bytes.
    """

    public: bytes
    sign: Callable[[bytes], bytes]


def blob(public: bytes) -> bytes:
    """Return a public key as the protocols of SSH carry it."""
    return b"".join(len(part).to_bytes(4) + part for part in (_ALGORITHM, public))


def of_blob(content: bytes) -> bytes | None:
    """Return the 32 bytes of the public key that SSH carries; None where it is of another kind."""
    public = content[-_LENGTH_OF_KEY:]
    return public if content == blob(public) and len(public) == _LENGTH_OF_KEY else None


def line(public: bytes) -> str:
    """Return a public key as a line of OpenSSH: `ssh-ed25519 AAAA…`."""
    return f"{_ALGORITHM.decode()} {base64.b64encode(blob(public)).decode()}"


def of_line(text: str) -> bytes | None:
    """Return the 32 bytes of the public key in a line of OpenSSH; None where there is none."""
    name, _, rest = text.strip().partition(" ")
    if name != _ALGORITHM.decode():
        return None
    try:
        return of_blob(base64.b64decode(rest.split(" ")[0], validate=True))
    except binascii.Error:
        return None


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key as OpenSSH shows it: `SHA256:…`."""
    digest = sha256(blob(public)).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def read_public(content: bytes, place: str) -> bytes:
    """Return the 32 bytes of a public key in a file: a line of OpenSSH, or PEM.

    Raises:
        PackageError: it is neither, or of another kind than Ed25519.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 -- heavy

    found = of_line(content.decode("ascii", errors="replace"))
    if found is not None:
        return found
    try:
        key = forms.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise _no_public_key(place) from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise _no_public_key(place)
    return key.public_bytes_raw()


def read_private(content: bytes, place: str, passphrase: bytes | None = None) -> Signer:
    """Return who signs with the private key in a file: PEM as OpenSSL or OpenSSH writes it.

    Raises:
        PackageError: it is none, of another kind than Ed25519, or closed by another passphrase.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 -- heavy

    is_of_ssh = b"BEGIN OPENSSH PRIVATE KEY" in content
    load = forms.load_ssh_private_key if is_of_ssh else forms.load_pem_private_key
    try:
        key = load(content, passphrase)
    except TypeError:
        told = "is not closed by a passphrase" if passphrase else "is closed by a passphrase"
        raise PackageError(
            f"the private key {told}",
            place=place,
            remedy="Give the passphrase in COLOPHON_KEY_PASSPHRASE, and only where there is one; "
            "or take the key into ssh-agent, and say --key agent.",
        ) from None
    except UnsupportedAlgorithm:
        raise PackageError(
            "the private key is closed in a way that is not known here",
            place=place,
            remedy="Take it into ssh-agent (`ssh-add`), and say --key agent.",
        ) from None
    except ValueError:
        if passphrase and b"PRIVATE KEY-----" in content:
            raise PackageError(
                "the passphrase does not open the private key",
                place=place,
                remedy="Mend the passphrase in COLOPHON_KEY_PASSPHRASE.",
            ) from None
        raise _no_private_key(place) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise _no_private_key(place)
    return of_key(key)


def _no_public_key(place: str) -> PackageError:
    return PackageError(
        "this is not a public key of Ed25519 in a form that is known",
        place=place,
        remedy="Name the file with the public key, whose name ends with .pub, or its fingerprint "
        "SHA256:…, as the sender told it.",
    )


def _no_private_key(place: str) -> PackageError:
    return PackageError(
        "this is not a private key of Ed25519 in a form that is known",
        place=place,
        remedy="Make one with `colophon seal key FILE`, or with `ssh-keygen -t ed25519`.",
    )


def of_key(key: Ed25519PrivateKey) -> Signer:
    """Return who signs with a private key."""
    return Signer(key.public_key().public_bytes_raw(), key.sign)


def new_key(passphrase: bytes | None = None) -> tuple[bytes, bytes]:
    """Return a new private key, as PEM (PKCS 8), and its public key as 32 bytes."""
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 -- heavy

    key = ed25519.Ed25519PrivateKey.generate()
    closed: forms.KeySerializationEncryption = forms.NoEncryption()
    if passphrase:
        closed = forms.BestAvailableEncryption(passphrase)
    content = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, closed)
    return content, key.public_key().public_bytes_raw()


def holds(signature: bytes, content: bytes, public: bytes) -> bool:
    """Say whether a signature of some bytes is by the key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 -- heavy

    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
