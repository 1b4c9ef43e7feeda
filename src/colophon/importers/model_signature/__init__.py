"""A signature of a model: the bundle of sigstore that `model_signing` writes as `model.sig`.

It holds a statement that names the files of the model with their digests, and says with what the
statement was signed: a key, or a certificate with the name of whoever signed. All of this is told
as it stands; **the signature is not verified**, for which the keys and the network are needed. That
the statement agrees with itself is checked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Unread
from colophon.importers import json_object, reading_of_text, shown, word
from colophon.importers._digests import FACTS as DIGESTS, told
from colophon.importers._objects import Told, one, stranger
from colophon.importers.model_signature.certificate import Certificate, read_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    **DIGESTS,
    "authenticity.signed-with": "With what the files were signed: a key or a certificate",
    "authenticity.signer": "Names in the certificate of whoever signed, which was not verified",
    "authenticity.signer-vouched-by": "Who told the certificate's issuer the name of who signed",
    "authenticity.key": "What the signature says of the key with which it was made",
    "authenticity.logged": "Day on which a public log took the signature in, as the file says",
    "authenticity.signed-name": "Name of the folder of files that was signed",
    "authenticity.digest": "SHA-256 over the digests of all files that were signed",
}

_BUNDLE: Final = b"application/vnd.dev.sigstore.bundle"
_ENDINGS: Final = (".sig", ".sigstore", ".sigstore.json", ".bundle")
_STATEMENT: Final = "https://model_signing/signature/v1.0"
_PLACE: Final = "/dsseEnvelope/payload"
_OLDER_STATEMENT: Final = "https://model_signing/Digests/v0.1"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield the files that end as signatures do and begin as a bundle of sigstore."""
    for name in folder.names:
        if name.endswith(_ENDINGS) and _BUNDLE in folder.head(name):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one bundle.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "model_signature", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield what the bundle says, and that it was not verified.

    Raises:
        ArtefactError: the bundle or its statement is damaged.
        ReadingError: it is not JSON.
    """
    bundle = json_object(data, name)
    envelope = bundle.get("dsseEnvelope")
    if not isinstance(envelope, dict) or not isinstance(envelope.get("payload"), str):
        yield stranger("the signature of a model", "statement in `/dsseEnvelope/payload`")
        return
    statement = json_object(_decoded(envelope["payload"], name), f"{name}: {_PLACE}")
    kind = statement.get("predicateType")
    if kind not in (_STATEMENT, _OLDER_STATEMENT):
        yield stranger("the signature of a model", f"statement of the kind `{_STATEMENT}`")
        return
    yield Unread(
        locator="/dsseEnvelope/signatures",
        reason="the signature was not verified",
        remedy="Verify it with `model_signing verify` and state the result by hand.",
    )
    yield from _signer(bundle.get("verificationMaterial"), name)
    subjects = _objects(statement.get("subject"), "subject", name)
    if kind == _OLDER_STATEMENT:
        files = [(_text(item, "name", name), _sha256(item, name)) for item in subjects]
        yield from _files([(file, f"sha256:{digest}") for file, digest in files])
        return
    if len(subjects) != 1:
        raise _damaged("its statement is not of one model", name)
    predicate = statement.get("predicate")
    resources = predicate.get("resources") if isinstance(predicate, dict) else None
    listed = [
        tuple(_text(item, key, name) for key in ("name", "algorithm", "digest"))
        for item in _objects(resources, "resources", name)
    ]
    digest = _sha256(subjects[0], name)
    if _over(listed, name) != digest:
        raise _damaged("its statement does not agree with the files that it lists", name)
    folder = Told("authenticity.signed-name", word)
    yield one(folder, subjects[0].get("name"), f"{_PLACE}/subject/0/name")
    yield Evidence(
        fact="authenticity.digest", value=f"sha256:{digest}", locator=f"{_PLACE}/subject/0/digest"
    )
    yield from _files([(file, f"{algorithm}:{digest}") for file, algorithm, digest in listed])


def _signer(material: Plain, name: str) -> Iterator[Evidence | Unread]:
    """Yield with what the statement was signed, and who signed where it says so."""
    if not isinstance(material, dict):
        return
    at = "/verificationMaterial"
    key, chain = material.get("publicKey"), material.get("x509CertificateChain")
    raw: Plain = material.get("certificate")
    if isinstance(chain, dict) and isinstance(chain.get("certificates"), list):
        raw = next(iter(chain["certificates"]), None)
    if isinstance(raw, dict) and isinstance(raw.get("rawBytes"), str):
        certificate = read_certificate(_decoded(raw["rawBytes"], name), name)
        yield Evidence(fact="authenticity.signed-with", value="certificate", locator=at)
        yield from _named(certificate, f"{at}, first certificate")
    elif isinstance(key, dict):
        yield Evidence(fact="authenticity.signed-with", value="key", locator=at)
        if key.get("hint"):
            yield one(Told("authenticity.key", word), key["hint"], f"{at}/publicKey/hint")
    entries = material.get("tlogEntries")
    entry = entries[0] if isinstance(entries, list) and entries else None
    seconds = str(entry.get("integratedTime")) if isinstance(entry, dict) else ""
    if seconds.isdecimal() and seconds.isascii() and 0 < int(seconds[:12]) == int(seconds):
        day = datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
        locator = f"{at}/tlogEntries/0/integratedTime"
        yield Evidence(fact="authenticity.logged", value=day, locator=locator)


def _named(certificate: Certificate, locator: str) -> Iterator[Evidence | Unread]:
    if certificate.names:
        names = tuple(map(shown, certificate.names))
        yield Evidence(fact="authenticity.signer", value=names, locator=locator)
    if certificate.vouched_by:
        value = shown(certificate.vouched_by)
        yield Evidence(fact="authenticity.signer-vouched-by", value=value, locator=locator)


def _files(listed: list[tuple[str, str]]) -> Iterator[Evidence | Unread]:
    found = ((file, digest, f"{_PLACE}, the file `{shown(file)}`") for file, digest in listed)
    yield from told(found, _PLACE)


def _over(listed: list[tuple[str, ...]], name: str) -> str:
    """Return the SHA-256 over the digests of all files, in their order."""
    whole = hashlib.sha256()
    for _, _, digest in listed:
        try:
            whole.update(bytes.fromhex(digest))
        except ValueError:
            raise _damaged("a digest in its statement is none", name) from None
    return whole.hexdigest()


def _decoded(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _damaged("a part of it is not written in base64", name) from None


def _objects(value: Plain, key: str, name: str) -> list[dict[str, Plain]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _damaged(f"the `{key}` in its statement is not a list of objects", name)
    return value


def _text(item: dict[str, Plain], key: str, name: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise _damaged(f"a file in its statement has no `{key}`", name)
    return value


def _sha256(item: dict[str, Plain], name: str) -> str:
    digest = item.get("digest")
    return _text(digest if isinstance(digest, dict) else {}, "sha256", name)


def _damaged(message: str, name: str) -> ArtefactError:
    return ArtefactError(message, place=name, remedy="Fetch the signature again.")
