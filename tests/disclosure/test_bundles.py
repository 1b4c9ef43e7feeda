"""Bundles of Sigstore are held against the manifest, and the certificate in them is not."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from colophon.disclosure import bundles
from colophon.disclosure.bundles import Bundle
from colophon.errors import PackageError
from tests.disclosure.authorities import bundle

MANIFEST = b'{"a":"manifest"}'
GOOD = bundle(MANIFEST)


def test_a_bundle_names_who_signed() -> None:
    """A bundle tells whom its certificate names, and who told that identity."""
    assert bundles.read(GOOD, MANIFEST, "it") == Bundle(
        ("moreau@example.org",), "https://accounts.example.org"
    )


def test_a_bundle_with_a_chain_is_read() -> None:
    """Older bundles hold their certificate at the head of a chain."""
    content = json.loads(GOOD)
    certificate = content["verificationMaterial"].pop("certificate")
    chain = {"certificates": [certificate]}
    content["verificationMaterial"]["x509CertificateChain"] = chain
    assert bundles.read(json.dumps(content).encode(), MANIFEST, "it").names


def test_a_bundle_of_something_else_is_refused() -> None:
    """A bundle of another manifest, or whose signature is another's, is refused."""
    with pytest.raises(PackageError, match="is of something else"):
        bundles.read(GOOD, b"another manifest", "it")
    other = json.loads(bundle(MANIFEST))["messageSignature"]["signature"]
    with pytest.raises(PackageError, match="not by the key of its certificate"):
        bundles.read(bundle(MANIFEST, signature=other), MANIFEST, "it")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        GOOD.replace(b"rawBytes", b"rawbytes"),
        GOOD.replace(b'"signature": "', b'"signature": "!'),
        GOOD.replace(b"sigstore.bundle", b"sigstore.parcel"),
        json.dumps({"mediaType": 1}).encode(),
        json.dumps({**json.loads(GOOD), "verificationMaterial": []}).encode(),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    """What is no bundle leads to a message, and not to a crash."""
    with pytest.raises(PackageError, match="Sigstore"):
        bundles.read(content, MANIFEST, "it")


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_another_byte_is_no_crash(at: int, change: int) -> None:
    """A bundle of which a byte is another one is read or refused."""
    content = bytearray(GOOD)
    content[at] ^= change
    with suppress(PackageError):
        bundles.read(bytes(content), MANIFEST, "it")
