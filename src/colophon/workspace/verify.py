"""A package, held against its own manifest, a key and an authority for time stamps.

It is read from its beginning to its end and never unpacked. Nothing is asked of a network.
"""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from colophon.disclosure import (
    archive,
    bundles,
    certificates,
    manifest as manifests,
    signatures,
    timestamps,
)
from colophon.errors import PackageError
from colophon.workspace import disk, keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from colophon.disclosure.archive import Reader
    from colophon.disclosure.bundles import Bundle
    from colophon.disclosure.manifest import Manifest
    from colophon.disclosure.timestamps import Stamp

_LARGEST_AUTHORITY: Final = 2**20


@dataclass(frozen=True, slots=True)
class Verified:
    """A package that is as it was sealed, and what else is known of it.

    Attributes:
        digest: SHA-256 of the manifest, in hexadecimal digits.
        fingerprint: of the key that signed the manifest; None where nobody did.
        is_expected: whether that is the key that was named; None where none was.
        stamp: the time stamp in it.
        is_stamp_trusted: whether it is by an authority that was named; None where none was.
        bundle: the bundle of Sigstore in it.
    """

    manifest: Manifest
    digest: str
    fingerprint: str | None
    is_expected: bool | None
    stamp: Stamp | None
    is_stamp_trusted: bool | None
    bundle: Bundle | None

    @property
    def is_open(self) -> bool:
        """Whether something is in it, or not in it, that nobody could hold against anything."""
        stamped = self.is_stamp_trusted is not None or self.stamp is not None
        return not self.is_expected or (stamped and not self.is_stamp_trusted)


@dataclass(frozen=True, slots=True)
class Parts:
    """A package as it was read: what is said of its manifest beside the manifest itself."""

    manifest: Manifest
    content: bytes
    attached: dict[str, bytes]

    @property
    def stamped(self) -> bytes:
        """What an authority stamps: the signature, or the manifest where nobody signed."""
        return self.attached.get(manifests.SIGNATURE, self.content)


def verify(path: Path, *, key: str | None = None, authority: Path | None = None) -> Verified:
    """Check a package.

    Args:
        path: of the package.
        key: the public key that it must be signed with: a file, or a fingerprint `SHA256:…`.
        authority: the file with the certificates of the authorities whose time stamps are trusted.

    Raises:
        PackageError: it is not as it was sealed, or not signed by that key, or is no package.
        DiskError: a file cannot be read.
    """
    expected = keys.expected(key) if key is not None else None
    trusted = None
    if authority is not None:
        content = disk.read_file(authority, _LARGEST_AUTHORITY)
        trusted = certificates.read(content, str(authority))
    with _opened(path) as reader:
        parts = read(reader, str(path))
        for one in parts.manifest.files:
            reader.check(one.path, one.bytes, one.sha256)
        reader.end()
    public = _signed_by(parts, str(path))
    _hold_against(expected, public, str(path))
    stamp, is_trusted = None, None if trusted is None else False
    if manifests.TIMESTAMP in parts.attached:
        place = f"{path}: {manifests.TIMESTAMP}"
        stamp = stamp_of(parts.attached[manifests.TIMESTAMP], parts.stamped, place)
        if trusted is not None:
            doubt = timestamps.doubt(stamp, parts.stamped, trusted)
            if doubt is not None:
                raise PackageError(
                    f"the time stamp is not by the authority that was named: {doubt}",
                    place=place,
                    remedy="Name the certificates of the authority that made it, or leave "
                    "--authority out.",
                )
            is_trusted = True
    bundle = None
    if manifests.BUNDLE in parts.attached:
        place = f"{path}: {manifests.BUNDLE}"
        bundle = bundles.read(parts.attached[manifests.BUNDLE], parts.content, place)
    return Verified(
        manifest=parts.manifest,
        digest=sha256(parts.content).hexdigest(),
        fingerprint=signatures.fingerprint(public) if public else None,
        is_expected=None if expected is None else True,
        stamp=stamp,
        is_stamp_trusted=is_trusted,
        bundle=bundle,
    )


@contextmanager
def _opened(path: Path) -> Iterator[Reader]:
    with disk.refusals_explained(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PackageError(
                "this is a folder, a pipe or a device, and no package",
                place=str(path),
                remedy="Name the file that you were given.",
            )
        most = manifests.LARGEST + manifests.LARGEST_MANIFEST + 2 * 2**20
        if status.st_size > most + manifests.MOST_FILES * 1000:
            raise PackageError(
                f"the file has {status.st_size} bytes, more than any package",
                place=str(path),
                remedy="Ask the sender what it is.",
            )
        with path.open("rb") as stream:
            yield archive.Reader(stream, status.st_size, str(path))


def read(reader: Reader, place: str) -> Parts:
    """Read the manifest at the head of a package, and what is attached to it.

    Raises:
        PackageError: there is none.
    """
    content = reader.content(manifests.NAME, manifests.LARGEST_MANIFEST)
    manifest = manifests.read(content, f"{place}: {manifests.NAME}")
    attached: dict[str, bytes] = {}
    for name in manifests.ATTACHED:
        if reader.following() == name:
            attached[name] = reader.content(name, manifests.LARGEST_ATTACHED)
    return Parts(manifest, content, attached)


def stamp_of(content: bytes, stamped: bytes, place: str) -> Stamp:
    """Read a time stamp, and hold it against what it should be of.

    Raises:
        PackageError: it is none, or of something else.
    """
    stamp = timestamps.read(content, place)
    if not stamp.is_of(stamped):
        raise PackageError(
            "the time stamp is of something else",
            place=place,
            remedy="Ask for one with the request that `colophon seal stamp` writes for this "
            "package.",
        )
    return stamp


def _signed_by(parts: Parts, place: str) -> bytes | None:
    """Return the key that signed the manifest, 32 bytes; None where it says that nobody did."""
    signature = parts.attached.get(manifests.SIGNATURE)
    told = parts.manifest.signed_by
    place = f"{place}: {manifests.SIGNATURE}"
    if (signature is None) != (told is None):
        what = "is not there" if signature is None else "is there, and the manifest names no key"
        raise PackageError(
            f"the signature {what}",
            place=place,
            remedy="Ask the sender for the package again; keep this one to show what came.",
        )
    if signature is None or told is None:
        return None
    public = signatures.of_line(told)
    if public is None or not signatures.holds(signature, parts.content, public):
        raise PackageError(
            "the signature is not of this manifest by the key that it names",
            place=place,
            remedy="Ask the sender for the package again; keep this one to show what came.",
        )
    return public


def _hold_against(expected: bytes | str | None, public: bytes | None, place: str) -> None:
    if expected is None:
        return
    wanted = expected if isinstance(expected, str) else signatures.fingerprint(expected)
    found = signatures.fingerprint(public) if public else None
    if found != wanted:
        by = f"signed by {found}" if found else "not signed"
        raise PackageError(
            f"the package is {by}, and the key that was named is {wanted}",
            place=place,
            remedy="Ask the sender for the fingerprint of the key, by another way than the "
            "package came.",
        )


# -- In words, and for machines -------------------------------------------------------------------


def proved(one: Verified) -> list[str]:
    """Return what is proved of a package, sentence by sentence."""
    manifest = one.manifest
    count = len(manifest.files)
    said = [f"The manifest, {count} files and every byte between them are as they were sealed."]
    if one.is_expected:
        said.append(f"The holder of the key that you named, {one.fingerprint}, signed it.")
    elif one.fingerprint:
        said.append(f"The holder of the key {one.fingerprint} signed it.")
    if one.stamp is not None and one.is_stamp_trusted:
        said.append(f"It existed on {_time(one.stamp)}: the authority that you named stamped it.")
    if one.bundle is not None:
        said.append("The holder of the key in the certificate of its Sigstore bundle signed it.")
    return said


def not_proved(one: Verified) -> list[str]:
    """Return what is not proved of a package, sentence by sentence, with what would help."""
    said = []
    if one.fingerprint is None:
        said.append(
            "Who sealed it, and that nobody wrote it anew: it is not signed, and whoever changes "
            "it can write the manifest anew."
        )
    elif not one.is_expected:
        said.append(
            "Whose key that is, and so that nobody wrote it anew: ask the sender for the "
            "fingerprint by another way, and check with --key SHA256:…"
        )
    if one.stamp is None:
        said.append(
            f"When it was sealed: the day {one.manifest.on} is the sender's word, without a time "
            "stamp."
        )
    elif not one.is_stamp_trusted:
        said.append(
            f"That it existed on {_time(one.stamp)}: a time stamp says so, by "
            f"{one.stamp.by or 'nobody named'}; name the authority's certificate with --authority."
        )
    if one.bundle is not None:
        named = ", ".join(one.bundle.names) or "nobody"
        issuer = f", as {one.bundle.issuer} told" if one.bundle.issuer else ""
        said.append(
            f"That the certificate of the Sigstore bundle is genuine: it names {named}{issuer}; "
            "take manifest.json and manifest.sigstore.json out and check them with cosign."
        )
    said.append("That what the documents say is true, or complete: it is what the provider states.")
    return said


def _time(stamp: Stamp) -> str:
    return f"{stamp.at:%Y-%m-%d, %H:%M:%S} UTC"


def as_json(one: Verified) -> dict[str, Any]:
    """Return what is known of a package as plain values."""
    manifest = one.manifest
    return {
        "unchanged": True,
        "open": one.is_open,
        "manifest_sha256": one.digest,
        "audience": manifest.audience,
        "language": manifest.language,
        "on": manifest.on,
        "law_known_on": manifest.law_known_on,
        "dossier_digest": manifest.dossier_digest,
        "made_by": manifest.made_by,
        "model": manifest.model,
        "provider": manifest.provider,
        "request": manifest.request.model_dump(mode="json") if manifest.request else None,
        "files": [file.model_dump(mode="json") for file in manifest.files],
        "withheld": [kept.model_dump(mode="json") for kept in manifest.withheld],
        "unfilled": list(manifest.unfilled),
        "signature": {"fingerprint": one.fingerprint, "key_named": one.is_expected is True}
        if one.fingerprint
        else None,
        "timestamp": {
            "at": one.stamp.at.isoformat(),
            "by": one.stamp.by,
            "authority_named": one.is_stamp_trusted is True,
        }
        if one.stamp
        else None,
        "sigstore": {"names": list(one.bundle.names), "issuer": one.bundle.issuer}
        if one.bundle
        else None,
        "proved": proved(one),
        "not_proved": not_proved(one),
    }
