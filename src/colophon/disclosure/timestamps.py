"""Time stamps of RFC 3161: that something existed at a time, as an authority says.

What is stamped is the signature of the manifest, or the manifest where nobody signed it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import new
from typing import TYPE_CHECKING, Final

from colophon.disclosure import der
from colophon.disclosure.certificates import quiet
from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_DIGESTS: Final = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_GRANTED: Final = 0
_AGAIN: Final = "Ask the authority for a new one, with the request that Colophon wrote."


@dataclass(frozen=True)
class Stamp:
    """A time stamp that was read, and not yet held against an authority.

    Attributes:
        content: the response of the authority, in DER.
        at: the time that it tells, in UTC.
        by: the names in the certificate that it says made it; empty where it brings none.
        algorithm: of the digest; empty where it is not known here.
        digest: of what was stamped.
    """

    content: bytes
    at: datetime
    by: str
    algorithm: str
    digest: bytes

    def is_of(self, content: bytes) -> bool:
        """Say whether it is these bytes that were stamped."""
        return new(self.algorithm, content).digest() == self.digest


def request(content: bytes) -> bytes:
    """Return the request, in DER, with which an authority is asked to stamp some bytes."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 -- heavy

    asked = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    return asked.nonce(nonce=False).build().as_bytes()


def read(content: bytes, place: str) -> Stamp:
    """Read a time stamp: the response of an authority, or the token in it.

    Raises:
        PackageError: it is neither, or the authority refused.
    """
    content = der.response(content)
    try:
        with quiet():
            found = _decoded(content)
            status = found.status
            stamp = _stamp(found, content) if status == _GRANTED else None
    except Exception:  # noqa: BLE001 -- whatever a foreign parser says of foreign bytes
        raise PackageError(
            "this is no time stamp of RFC 3161", place=place, remedy=_AGAIN
        ) from None
    if stamp is None:
        raise PackageError(
            f"the authority did not grant the time stamp (status {status})",
            place=place,
            remedy=_AGAIN,
        )
    if not stamp.algorithm:
        raise PackageError(
            "the time stamp was made with a digest that is not known here",
            place=place,
            remedy="Ask the authority for one with SHA-256, SHA-384 or SHA-512.",
        )
    return stamp


def _stamp(found: TimeStampResponse, content: bytes) -> Stamp:
    from cryptography import x509  # noqa: PLC0415 -- heavy

    told, signed = found.tst_info, found.signed_data
    makers = {(one.issuer, one.serial_number) for one in signed.signer_infos}
    certificates = map(x509.load_der_x509_certificate, signed.certificates)
    named = sorted(
        one.subject.rfc4514_string()
        for one in certificates
        if (one.issuer, one.serial_number) in makers
    )
    imprint = told.message_imprint
    return Stamp(
        content=content,
        at=told.gen_time.astimezone(UTC),
        by="; ".join(named),
        algorithm=_DIGESTS.get(imprint.hash_algorithm.dotted_string, ""),
        digest=bytes(imprint.message),
    )


def _decoded(content: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 -- heavy

    return decode_timestamp_response(content)


def doubt(stamp: Stamp, content: bytes, roots: Sequence[Certificate]) -> str | None:
    """Return why a time stamp of some bytes is not by one of the authorities; None where it is."""
    from rfc3161_client import VerifierBuilder  # noqa: PLC0415 -- heavy

    builder = VerifierBuilder()
    for one in roots:
        builder = builder.add_root_certificate(one)
    try:
        with quiet():
            builder.build().verify_message(_decoded(stamp.content), content)
    except Exception as error:  # noqa: BLE001 -- whatever a foreign verifier says is a doubt
        reasons = re.findall(r'reason: "([^"]{1,99})"', str(error))
        return "; ".join(reasons) or str(error)[:99] or type(error).__name__
    return None
