"""Time stamps are read as authorities send them, and held against the authority that is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from colophon.disclosure import certificates, der, timestamps
from colophon.errors import PackageError
from tests.disclosure.authorities import AT, Authority

if TYPE_CHECKING:
    from cryptography import x509

AUTHORITY = Authority()
CONTENT = b"what is stamped"
RESPONSE = AUTHORITY.response(CONTENT)


def roots(authority: Authority = AUTHORITY) -> tuple[x509.Certificate, ...]:
    """Return the certificates of an authority as they are read from its file."""
    return certificates.read(authority.pem, "root.pem")


@pytest.mark.parametrize(
    "answer",
    [
        RESPONSE,
        AUTHORITY.token(CONTENT),
        AUTHORITY.response(CONTENT, in_order=False),
        AUTHORITY.token(CONTENT, in_order=False),
    ],
    ids=["answer", "token", "answer out of order", "token out of order"],
)
def test_an_answer_is_read(answer: bytes) -> None:
    """An answer and the token in it say the same, in whatever order their certificates stand."""
    stamp = timestamps.read(answer, "it.tsr")
    assert (stamp.at, stamp.by) == (AT, "CN=Authority of Time")
    assert stamp.is_of(CONTENT)
    assert not stamp.is_of(b"something else")
    assert timestamps.doubt(stamp, CONTENT, roots()) is None


def test_another_authority_is_doubted() -> None:
    """A stamp that another authority made is not by the one that is trusted."""
    stamp = timestamps.read(RESPONSE, "it.tsr")
    doubt = timestamps.doubt(stamp, CONTENT, roots(Authority()))
    assert doubt is not None
    assert doubt.endswith("certificate verify error")
    assert timestamps.doubt(stamp, b"something else", roots()) == "Mismatch between messages"


def test_a_refusal_is_told() -> None:
    """An authority that refuses is told from a damaged answer."""
    with pytest.raises(PackageError, match="did not grant the time stamp"):
        timestamps.read(AUTHORITY.refusal(), "it.tsr")


@given(st.integers(0, len(RESPONSE) - 1), st.integers(1, 255))
def test_another_byte_changes_no_time(at: int, change: int) -> None:
    """A stamp of which a byte is another one is refused or doubted, or says what it said before."""
    content = bytearray(RESPONSE)
    content[at] ^= change
    try:
        stamp = timestamps.read(bytes(content), "it.tsr")
    except PackageError:
        return
    if timestamps.doubt(stamp, CONTENT, roots()) is None:
        assert (stamp.at, stamp.is_of(CONTENT)) == (AT, True)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_stamp_or_a_message(content: bytes) -> None:
    """Whatever stands in a file, it is a time stamp or is refused with a message."""
    for one in (content, RESPONSE[: len(content)], RESPONSE + content[:1]):
        if one != RESPONSE:
            with pytest.raises(PackageError, match="no time stamp of RFC 3161"):
                timestamps.read(one, "it.tsr")


@given(st.binary(max_size=60))
def test_what_is_no_der_stays_as_it_is(content: bytes) -> None:
    """What cannot be put in order is left to whoever says what is wrong with it."""
    assert der.response(content) == content or content[:1] == b"\x30"


def test_a_request_is_the_same_each_time() -> None:
    """The request for a time stamp holds a digest and no chance."""
    assert timestamps.request(CONTENT) == timestamps.request(CONTENT)
    assert timestamps.request(CONTENT) != timestamps.request(b"something else")


@pytest.mark.parametrize("content", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAA\n"])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    """A file without a certificate leads to a message."""
    with pytest.raises(PackageError, match="no certificate in PEM"):
        certificates.read(content, "root.pem")
