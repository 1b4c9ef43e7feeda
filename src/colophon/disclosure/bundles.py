"""Bundles of Sigstore: a signature of the manifest by a certificate that names somebody.

That the signature is by the key in the certificate is checked here. That an authority issued the
certificate, and that the signature stands in a public log, takes roots of trust that change, and is
left to the tools of Sigstore.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from colophon.disclosure.certificates import quiet
from colophon.errors import PackageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_KIND: Final = "application/vnd.dev.sigstore.bundle"
_ISSUERS: Final = ("1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1")
"""Extensions of a certificate that name who told the identity: the newer form, and the older."""
_AGAIN: Final = "Make it with `cosign sign-blob --bundle FILE manifest.json`, of this manifest."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature is by the key in its certificate.

    Attributes:
        names: whom the certificate names, such as a mail address.
        issuer: who told that identity, as the certificate says; empty where it does not.
    """

    names: tuple[str, ...]
    issuer: str


def read(content: bytes, manifest: bytes, place: str) -> Bundle:
    """Read a bundle, and hold its signature against the bytes of a manifest.

    Raises:
        PackageError: it is none, of something else, or its signature is not by its certificate.
    """
    from cryptography import x509  # noqa: PLC0415 -- heavy

    try:
        with quiet():
            told: Any = json.loads(content)
            is_bundle = told["mediaType"].startswith(_KIND)
            signed = told["messageSignature"]
            digest = _bytes(signed["messageDigest"]["digest"])
            algorithm = signed["messageDigest"]["algorithm"]
            signature = _bytes(signed["signature"])
            certificate = x509.load_der_x509_certificate(_certificate(told["verificationMaterial"]))
            bundle = Bundle(_names(certificate), _issuer(certificate))
            is_by = _is_by(certificate, signature, manifest)
    except Exception:  # noqa: BLE001 -- whatever foreign parsers say of foreign bytes
        raise PackageError(
            "this is no bundle of Sigstore with the signature of a file by a certificate",
            place=place,
            remedy=_AGAIN,
        ) from None
    if not is_bundle or algorithm != "SHA2_256" or digest != sha256(manifest).digest():
        raise PackageError(
            "the bundle of Sigstore is of something else", place=place, remedy=_AGAIN
        )
    if not is_by:
        raise PackageError(
            "the signature in the bundle of Sigstore is not by the key of its certificate",
            place=place,
            remedy=_AGAIN,
        )
    return bundle


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _certificate(material: Any) -> bytes:
    if "certificate" in material:
        return _bytes(material["certificate"]["rawBytes"])
    return _bytes(material["x509CertificateChain"]["certificates"][0]["rawBytes"])


def _names(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415 -- heavy

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(
        str(one.value)
        for one in found
        if isinstance(one, x509.RFC822Name | x509.UniformResourceIdentifier)
    )


def _issuer(certificate: Certificate) -> str:
    from cryptography import x509  # noqa: PLC0415 -- heavy

    found = {one.oid.dotted_string: one.value for one in certificate.extensions}
    for number in _ISSUERS:
        value = found.get(number)
        if isinstance(value, x509.UnrecognizedExtension):
            text = value.value
            if number == _ISSUERS[0]:  # a text in DER: its kind and its length come first
                text = text[2:]
            return text.decode("utf-8", errors="replace")
    return ""


def _is_by(certificate: Certificate, signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- heavy
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415 -- heavy

    try:
        key = certificate.public_key()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, content)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
