"""The signature of a model: told as it stands, and never called verified."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, model_signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

EXAMPLE = Path(__file__).parent / "examples/model_signature/artefact/model.sig"
DIGEST = "ab" * 32
ROOT = hashlib.sha256(bytes.fromhex(DIGEST)).hexdigest()
CURRENT, OLDER = "https://model_signing/signature/v1.0", "https://model_signing/Digests/v0.1"
RESOURCE = {"name": "m.bin", "algorithm": "sha256", "digest": DIGEST}
STATEMENT = {
    "predicateType": CURRENT,
    "subject": [{"name": "acme", "digest": {"sha256": ROOT}}],
    "predicate": {"resources": [RESOURCE]},
}


def read(collect: Collect, statement: object, **material: Any) -> Reading:
    """Return the reading of a bundle with this statement."""
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": material,
        "dsseEnvelope": {"payload": payload, "signatures": []},
    }
    (reading,) = collect(model_signature, {"model.sig": json.dumps(bundle).encode()})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def only_damage(reading: Reading) -> Unread:
    """Return the one damage of a reading that gives no facts."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
    return unread


def test_it_is_always_said_that_nothing_was_verified(collect: Collect) -> None:
    """A signature that was read is not one that was checked."""
    reading = read(collect, STATEMENT)
    assert facts(reading)["authenticity.digest"] == f"sha256:{ROOT}"
    assert [item.reason for item in reading.unread] == ["the signature was not verified"]


def test_a_statement_that_contradicts_itself_is_damaged(collect: Collect) -> None:
    """The digest of the whole is that of the digests of the files."""
    other = RESOURCE | {"digest": "cd" * 32}
    reading = read(collect, STATEMENT | {"predicate": {"resources": [other]}})
    assert "does not agree" in only_damage(reading).reason


@pytest.mark.parametrize(
    "change",
    [
        {"subject": []},
        {"subject": [STATEMENT["subject"]]},
        {"subject": "acme"},
        {"predicate": []},
        {"predicate": {"resources": [{"name": "m"}]}},
        {"predicate": {"resources": [RESOURCE | {"digest": "xyz"}]}},
        {"subject": [{"name": "acme", "digest": ROOT}]},
    ],
)
def test_a_statement_of_another_form_is_damaged(collect: Collect, change: dict[str, Any]) -> None:
    """Nothing is told of a statement that cannot be held against itself."""
    only_damage(read(collect, STATEMENT | change))


def test_the_older_form_has_no_digest_of_the_whole(collect: Collect) -> None:
    """It names the files alone."""
    subject = [{"name": "m.bin", "digest": {"sha256": DIGEST}}]
    found = facts(read(collect, {"predicateType": OLDER, "subject": subject}))
    assert found == {
        "authenticity.files": 1,
        "authenticity.file-digest": f"sha256:{DIGEST}",
    }


@pytest.mark.parametrize("kind", ["https://slsa.dev/provenance/v1", None, []])
def test_a_statement_of_another_kind_gives_no_facts(collect: Collect, kind: Any) -> None:
    """Other things than models are signed in bundles too."""
    reading = read(collect, {"predicateType": kind})
    assert reading.evidence == ()
    assert not reading.unread[0].damaged


@pytest.mark.parametrize(
    ("seconds", "day"),
    [("1767225600", "2026-01-01"), (1767225600, "2026-01-01"), ("-1", None), ("9" * 30, None)],
)
def test_the_day_of_the_log_is_told_where_the_file_has_it(
    collect: Collect, seconds: Any, day: str | None
) -> None:
    """What is no moment is no day."""
    reading = read(collect, STATEMENT, tlogEntries=[{"integratedTime": seconds}])
    assert facts(reading).get("authenticity.logged") == day


def test_a_damaged_certificate_names_nobody(collect: Collect) -> None:
    """Cut or changed anywhere, it is damaged or names whom it named, and is never a traceback."""
    bundle = json.loads(EXAMPLE.read_bytes())
    chain = bundle["verificationMaterial"]["x509CertificateChain"]["certificates"]
    whole = base64.b64decode(chain[0]["rawBytes"])
    for length in range(len(whole)):
        cut = {"rawBytes": base64.b64encode(whole[:length]).decode()}
        reading = read(collect, STATEMENT, certificate=cut)
        assert "authenticity.signer" not in facts(reading)
        changed = bytearray(whole)
        changed[length] ^= 0x55
        other = {"rawBytes": base64.b64encode(changed).decode()}
        reading = read(collect, STATEMENT, certificate=other)
        assert reading.evidence or reading.unread[0].damaged


def test_a_certificate_without_other_names_is_that_of_its_subject(collect: Collect) -> None:
    """The common name of the subject stands where no address does."""
    bundle = json.loads(EXAMPLE.read_bytes())
    chain = bundle["verificationMaterial"]["x509CertificateChain"]["certificates"]
    whole = base64.b64decode(chain[0]["rawBytes"])
    renamed = whole.replace(bytes.fromhex("551d11"), bytes.fromhex("551d12"))
    raw = {"rawBytes": base64.b64encode(renamed).decode()}
    assert facts(read(collect, STATEMENT, certificate=raw))["authenticity.signer"] == ("Acme",)


def test_other_signatures_are_left_alone() -> None:
    """Most files that end in `.sig` are of other programs."""
    heads = {
        "a.sig": b"-----BEGIN PGP SIGNATURE-----",
        "b.json": b"application/vnd.dev.sigstore.bundle",
    }
    assert list(model_signature.recognise(Folder(heads, look=heads.__getitem__))) == []
