"""What the tests of packages share: a key, and small packages."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon.disclosure import archive, manifest as manifests, signatures
from colophon.disclosure.manifest import File, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.disclosure.signatures import Signer

FILES = {
    "cover.json": b'{"cover": 1}\n',
    "documents/annex-xi.json": b'{"document": "annex-xi"}\n' * 3,
    "evidence/model_card-0123456789abcdef.json": b"{}\n",
}


def manifest_of(files: Mapping[str, bytes], **changed: Any) -> Manifest:
    """Return the manifest of some files; `changed` are other values of it."""
    values: dict[str, Any] = {
        "format": "colophon-package",
        "version": 1,
        "audience": "ai-office",
        "language": "en",
        "on": "2026-11-21",
        "law_known_on": "2026-11-21",
        "dossier_digest": f"sha256:{'d' * 64}",
        "made_by": "Colophon 0.1.0",
        "model": "Acme 7B",
        "provider": "Acme SAS",
        "request": None,
        "only": (),
        "files": tuple(
            File(path=path, bytes=len(content), sha256=sha256(content).hexdigest())
            for path, content in sorted(files.items())
        ),
        "unfilled": (),
        "withheld": (),
        "signed_by": None,
    }
    return Manifest(**{**values, **changed})


def package_of(
    files: Mapping[str, bytes] = FILES, signer: Signer | None = None, **attached: bytes
) -> bytes:
    """Return a package of some files; `attached` are what is attached, by the ending."""
    manifest = manifest_of(files)
    names = {"tsr": manifests.TIMESTAMP, "bundle": manifests.BUNDLE}
    more = {names[ending]: content for ending, content in attached.items()}
    if signer is not None:
        manifest = manifest.model_copy(update={"signed_by": signatures.line(signer.public)})
        more[manifests.SIGNATURE] = signer.sign(manifests.canonical(manifest))
    return archive.sealed(manifest, files, more)


@pytest.fixture(scope="session")
def signer() -> Signer:
    """Give who signs in the tests."""
    return signatures.of_key(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture(scope="session")
def other_signer() -> Signer:
    """Give somebody else who signs."""
    return signatures.of_key(Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.fixture(scope="session")
def package() -> Callable[..., bytes]:
    """Return the function that makes a small package."""
    return package_of
