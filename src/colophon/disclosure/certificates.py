"""Certificates of others: read from PEM, and without a word on how they look."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.x509 import Certificate


@contextmanager
def quiet() -> Iterator[None]:
    """Keep libraries from warning of what foreign certificates look like: it is no fault here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read(content: bytes, place: str) -> tuple[Certificate, ...]:
    """Return the certificates in a file in PEM, such as the root of an authority.

    Raises:
        PackageError: there is none.
    """
    from cryptography import x509  # noqa: PLC0415 -- heavy

    try:
        with quiet():
            found = tuple(x509.load_pem_x509_certificates(content))
    except ValueError:
        found = ()
    if not found:
        raise PackageError(
            "this holds no certificate in PEM",
            place=place,
            remedy="Name the file with the root certificate of the authority, which it publishes.",
        )
    return found
