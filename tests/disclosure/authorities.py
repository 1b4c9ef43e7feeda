"""An authority for time stamps and one for identities, as they are on paper: no network, no clock.

What they make is made by hand, since nothing that is installed makes it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

AT = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)
SINCE = AT - timedelta(days=1)
UNTIL = AT + timedelta(days=1)


def der(tag: int, *parts: bytes) -> bytes:
    """Return an element of DER."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def number(value: int) -> bytes:
    """Return a whole number in DER."""
    return der(2, value.to_bytes(value.bit_length() // 8 + 1))


def identifier(text: str) -> bytes:
    """Return an object identifier in DER, such as `1.2.840`."""
    first, second, *rest = map(int, text.split("."))
    body = bytes([40 * first + second])
    for step in rest:
        digits = [step & 0x7F]
        while step := step >> 7:
            digits.append(0x80 | (step & 0x7F))
        body += bytes(reversed(digits))
    return der(6, body)


SEQUENCE, SET, OCTETS = 0x30, 0x31, 0x04
SHA256 = der(SEQUENCE, identifier("2.16.840.1.101.3.4.2.1"), der(5))
ECDSA = der(SEQUENCE, identifier("1.2.840.10045.4.3.2"))
TOLD_TIME = identifier("1.2.840.113549.1.9.16.1.4")
SIGNED = identifier("1.2.840.113549.1.7.2")
KIND = identifier("1.2.840.113549.1.9.3")
DIGEST = identifier("1.2.840.113549.1.9.4")


def _certificate(  # noqa: PLR0913 -- what a certificate tells
    subject: str,
    key: ec.EllipticCurvePublicKey,
    issuer: str,
    signing: ec.EllipticCurvePrivateKey,
    extensions: list[tuple[x509.ExtensionType, bool]],
    serial: int = 7,
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder(
        issuer_name=named(issuer),
        subject_name=named(subject),
        public_key=key,
        serial_number=serial,
        not_valid_before=SINCE,
        not_valid_after=UNTIL,
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(signing, hashes.SHA256())


@dataclass(frozen=True)
class Authority:
    """An authority for time stamps with its root."""

    name: str = "Authority of Time"

    @cached_property
    def _keys(self) -> tuple[ec.EllipticCurvePrivateKey, ec.EllipticCurvePrivateKey]:
        return ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def root(self) -> x509.Certificate:
        """Its root certificate."""
        key, _ = self._keys
        may_issue = x509.BasicConstraints(ca=True, path_length=None)
        return _certificate("Root", key.public_key(), "Root", key, [(may_issue, True)], serial=1)

    @cached_property
    def _leaf(self) -> x509.Certificate:
        root, key = self._keys
        use = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        return _certificate(self.name, key.public_key(), "Root", root, [(use, True)])

    @property
    def pem(self) -> bytes:
        """Its root certificate in PEM."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def token(self, content: bytes, *, in_order: bool = True) -> bytes:
        """Return a token that says that `content` existed at `AT`."""
        _, key = self._keys
        imprint = der(SEQUENCE, SHA256, der(OCTETS, sha256(content).digest()))
        time = der(0x18, f"{AT:%Y%m%d%H%M%S}Z".encode())
        told = der(SEQUENCE, number(1), identifier("1.2.3.4.1"), imprint, number(99), time)
        attributes = sorted(
            [
                der(SEQUENCE, KIND, der(SET, TOLD_TIME)),
                der(SEQUENCE, DIGEST, der(SET, der(OCTETS, sha256(told).digest()))),
            ]
        )
        signature = key.sign(der(SET, *attributes), ec.ECDSA(hashes.SHA256()))
        form = serialization.Encoding.DER
        issuer = self._leaf.issuer.public_bytes()
        signer = der(
            SEQUENCE,
            number(1),
            der(SEQUENCE, issuer, number(self._leaf.serial_number)),
            SHA256,
            der(0xA0, *attributes),
            ECDSA,
            der(OCTETS, signature),
        )
        certificates = sorted([self._leaf.public_bytes(form), self.root.public_bytes(form)])
        signed = der(
            SEQUENCE,
            number(3),
            der(SET, SHA256),
            der(SEQUENCE, TOLD_TIME, der(0xA0, der(OCTETS, told))),
            der(0xA0, *(certificates if in_order else reversed(certificates))),
            der(SET, signer),
        )
        return der(SEQUENCE, SIGNED, der(0xA0, signed))

    def response(self, content: bytes, *, in_order: bool = True) -> bytes:
        """Return the answer in which it sends such a token."""
        granted = der(SEQUENCE, number(0))
        return der(SEQUENCE, granted, self.token(content, in_order=in_order))

    def refusal(self) -> bytes:
        """Return the answer with which it refuses."""
        return der(SEQUENCE, der(SEQUENCE, number(2)))


def bundle(content: bytes, **changed: Any) -> bytes:
    """Return a bundle of Sigstore of `content`, with other values in its signature."""
    key = ec.generate_private_key(ec.SECP256R1())
    mail = x509.SubjectAlternativeName([x509.RFC822Name("moreau@example.org")])
    issuer = der(0x0C, b"https://accounts.example.org")
    told = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), issuer)
    certificate = _certificate(
        "A. Moreau", key.public_key(), "Root", key, [(mail, False), (told, False)]
    )
    raw = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
    signature = key.sign(content, ec.ECDSA(hashes.SHA256()))
    signed = {
        "messageDigest": {
            "algorithm": "SHA2_256",
            "digest": base64.b64encode(sha256(content).digest()).decode(),
        },
        "signature": base64.b64encode(signature).decode(),
    }
    told_of = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {"certificate": {"rawBytes": raw}, "tlogEntries": []},
        "messageSignature": signed | changed,
    }
    return json.dumps(told_of).encode()
