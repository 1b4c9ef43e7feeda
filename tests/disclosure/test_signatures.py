"""Keys as OpenSSH and OpenSSL keep them sign the same, and what is no such key is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given, strategies as st

from colophon.disclosure import signatures
from colophon.errors import PackageError

if TYPE_CHECKING:
    from colophon.disclosure.signatures import Signer

SEED = bytes(range(32))
KEY = ed25519.Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = KEY.public_key().public_bytes_raw()
OPEN = forms.NoEncryption()
CLOSED = forms.BestAvailableEncryption(b"secret")


def private(
    form: forms.PrivateFormat = forms.PrivateFormat.PKCS8,
    closed: forms.KeySerializationEncryption = OPEN,
) -> bytes:
    """Return the private key in a form."""
    return KEY.private_bytes(forms.Encoding.PEM, form, closed)


@pytest.mark.parametrize("form", [forms.PrivateFormat.PKCS8, forms.PrivateFormat.OpenSSH])
def test_a_private_key_signs_in_either_form(form: forms.PrivateFormat) -> None:
    """A key as OpenSSL keeps it and as OpenSSH keeps it makes the same signature."""
    signer = signatures.read_private(private(form), "key")
    assert signer.public == PUBLIC
    signature = signer.sign(b"what is signed")
    assert signature == KEY.sign(b"what is signed")
    assert signatures.holds(signature, b"what is signed", PUBLIC)
    assert not signatures.holds(signature, b"what is not", PUBLIC)
    assert not signatures.holds(signature[:-1], b"what is signed", PUBLIC)
    assert not signatures.holds(signature, b"what is signed", bytes(32))


def test_a_public_key_is_read_in_either_form() -> None:
    """A public key is read from a line of OpenSSH, with a remark or without, and from PEM."""
    line = signatures.line(PUBLIC)
    by_openssh = KEY.public_key().public_bytes(forms.Encoding.OpenSSH, forms.PublicFormat.OpenSSH)
    assert line.encode() == by_openssh
    pem = KEY.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    for content in (line.encode(), f"{line} a remark\n".encode(), pem):
        assert signatures.read_public(content, "key.pub") == PUBLIC


def test_a_fingerprint_is_that_of_openssh() -> None:
    """A fingerprint is the one that `ssh-keygen -l` shows."""
    assert signatures.fingerprint(PUBLIC) == "SHA256:lbmsoA0yIEcEiVDRnMWuzm+nV+3ZEEpVIURqFoeSspg"


def test_a_passphrase_opens_a_key() -> None:
    """A key that is closed by a passphrase is opened by it, and by no other."""
    content = private(closed=CLOSED)
    assert signatures.read_private(content, "key", b"secret").public == PUBLIC
    with pytest.raises(PackageError, match="the passphrase does not open"):
        signatures.read_private(content, "key", b"other")
    with pytest.raises(PackageError, match="is closed by a passphrase"):
        signatures.read_private(content, "key")
    with pytest.raises(PackageError, match="is not closed by a passphrase"):
        signatures.read_private(private(), "key", b"secret")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"\xff\xfe\0",
        b"ssh-ed25519",
        b"ssh-ed25519 !!!!",
        b"ssh-ed25519 AAAA",
        b"ssh-rsa AAAAB3NzaC1yc2E",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        signatures.line(PUBLIC).encode()[:-9],
    ],
)
def test_what_is_no_public_key_is_refused(content: bytes) -> None:
    """What is no public key leads to a message, and not to a crash."""
    with pytest.raises(PackageError, match="not a public key of Ed25519"):
        signatures.read_public(content, "key.pub")


def test_keys_of_another_kind_are_refused() -> None:
    """A key that is no Ed25519 key neither signs nor checks."""
    other = ec.generate_private_key(ec.SECP256R1())
    public = other.public_key().public_bytes(
        forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(PackageError, match="not a public key"):
        signatures.read_public(public, "key.pub")
    for form in (forms.PrivateFormat.PKCS8, forms.PrivateFormat.OpenSSH):
        content = other.private_bytes(forms.Encoding.PEM, form, OPEN)
        with pytest.raises(PackageError, match="not a private key"):
            signatures.read_private(content, "key")


@given(st.binary(max_size=80))
def test_any_bytes_are_a_key_or_a_message(content: bytes) -> None:
    """Whatever stands in a file, it is a key or is refused with a message."""
    for read in (signatures.read_public, signatures.read_private):
        with pytest.raises(PackageError):
            read(content, "key")


def test_a_new_key_is_another_each_time() -> None:
    """A new key signs, is closed by a passphrase where there is one, and is nobody else's."""
    first, public = signatures.new_key()
    second, other = signatures.new_key(b"secret")
    assert public != other
    assert signatures.read_private(first, "key").public == public
    assert signatures.read_private(second, "key", b"secret").public == other
    assert b"ENCRYPTED" in second


def test_signers_of_the_tests_differ(signer: Signer, other_signer: Signer) -> None:
    """The two who sign in these tests are two."""
    assert signer.public != other_signer.public
