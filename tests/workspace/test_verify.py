"""What `verify` proves of a package, and that no package harms whoever checks it."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon.disclosure import archive, manifest as manifests, signatures
from colophon.errors import ColophonError, DiskError, PackageError
from colophon.workspace.stamp import stamp
from colophon.workspace.verify import as_json, not_proved, proved, verify
from tests.disclosure.authorities import AT, Authority, bundle
from tests.disclosure.conftest import FILES, manifest_of, package_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SIGNER = signatures.of_key(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = signatures.of_key(Ed25519PrivateKey.from_private_bytes(bytes(32)))
FINGERPRINT = signatures.fingerprint(SIGNER.public)
AUTHORITY = Authority()
SIGNED = package_of(signer=SIGNER)

MUTATED = int(os.environ.get("COLOPHON_MUTATED_PACKAGES", "2000"))
"""How many mutated packages are checked; more may be asked for."""
MOST_MEMORY = 64 * 2**20
MOST_SECONDS = 2


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], Path]:
    """Return a function that writes a package."""

    def put(content: bytes) -> Path:
        path = tmp_path / "it.zip"
        path.write_bytes(content)
        return path

    return put


# -- What is proved -------------------------------------------------------------------------------


def test_a_package_signed_by_the_named_key(put: Callable[[bytes], Path], tmp_path: Path) -> None:
    """A package by the key that was named leaves nothing open, by its file or its fingerprint."""
    (tmp_path / "key.pub").write_text(signatures.line(SIGNER.public))
    for key in (FINGERPRINT, str(tmp_path / "key.pub")):
        one = verify(put(SIGNED), key=key)
        assert not one.is_open
        assert f"The holder of the key that you named, {FINGERPRINT}, signed it." in proved(one)
        when, true = not_proved(one)
        assert when.startswith("When it was sealed")
        assert true.startswith("That what the documents say is true, or complete")


def test_a_package_whose_key_nobody_named(put: Callable[[bytes], Path]) -> None:
    """Without a key it is not proved whose the signature is, and that is said."""
    one = verify(put(SIGNED))
    assert one.is_open
    assert (one.fingerprint, one.is_expected) == (FINGERPRINT, None)
    assert any(said.startswith("Whose key that is") for said in not_proved(one))


def test_a_package_that_nobody_signed(put: Callable[[bytes], Path]) -> None:
    """A package without a signature is unchanged by its own word alone, and that is said."""
    one = verify(put(package_of()))
    assert one.is_open
    assert one.fingerprint is None
    assert any("it is not signed" in said for said in not_proved(one))
    with pytest.raises(PackageError, match="the package is not signed, and the key"):
        verify(put(package_of()), key=FINGERPRINT)


def test_a_package_by_somebody_else(put: Callable[[bytes], Path]) -> None:
    """A package that somebody else signed anew is told from the one by the key that was named."""
    with pytest.raises(PackageError, match=r"is signed by SHA256:.*that was named is SHA256:"):
        verify(put(package_of(signer=OTHER)), key=FINGERPRINT)


def test_a_time_stamp_is_held_against_its_authority(
    put: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """A time stamp proves a time only by an authority that was named; one by another fails."""
    (tmp_path / "root.pem").write_bytes(AUTHORITY.pem)
    (tmp_path / "other.pem").write_bytes(Authority().pem)
    (tmp_path / "answer").write_bytes(AUTHORITY.response(_signature(SIGNED)))
    path = put(SIGNED)
    assert stamp(path, timestamp=tmp_path / "answer") == [path]
    one = verify(path, key=FINGERPRINT)
    assert one.is_open
    assert one.stamp is not None
    assert one.stamp.at == AT
    assert any(
        said.startswith("That it existed on 2026-11-22, 09:30:15 UTC") for said in not_proved(one)
    )
    one = verify(path, key=FINGERPRINT, authority=tmp_path / "root.pem")
    assert not one.is_open
    assert any(said.startswith("It existed on 2026-11-22, 09:30:15 UTC") for said in proved(one))
    with pytest.raises(PackageError, match="not by the authority that was named"):
        verify(path, authority=tmp_path / "other.pem")
    assert stamp(path, timestamp=tmp_path / "answer") == []


def test_an_authority_without_a_stamp_leaves_something_open(
    put: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """Who names an authority wants a time stamp: a package without one leaves that open."""
    (tmp_path / "root.pem").write_bytes(AUTHORITY.pem)
    assert verify(put(SIGNED), key=FINGERPRINT, authority=tmp_path / "root.pem").is_open


def test_a_bundle_says_whom_its_certificate_names(
    put: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """A bundle of Sigstore is held against the manifest; that its names are genuine is not."""
    path = put(SIGNED)
    (tmp_path / "bundle").write_bytes(bundle(_manifest(SIGNED)))
    stamp(path, bundle=tmp_path / "bundle", ask=tmp_path / "asked.tsq")
    assert (tmp_path / "asked.tsq").read_bytes()[:1] == b"\x30"
    one = verify(path, key=FINGERPRINT)
    assert any("it names moreau@example.org" in said for said in not_proved(one))
    told = as_json(one)
    assert told["sigstore"]["names"] == ["moreau@example.org"]
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("what", ["timestamp", "bundle"])
def test_what_is_of_another_package_is_not_put_in(
    what: str, put: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """A time stamp or a bundle of something else is refused, and the package stays as it is."""
    made = AUTHORITY.response(b"else") if what == "timestamp" else bundle(b"else")
    (tmp_path / "made").write_bytes(made)
    path = put(SIGNED)
    with pytest.raises(PackageError, match="is of something else"):
        stamp(path, **{what: tmp_path / "made"})
    assert path.read_bytes() == SIGNED
    with pytest.raises(PackageError, match="nobody says what to put"):
        stamp(path)


# -- What was changed -----------------------------------------------------------------------------


def _manifest(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as unpacked:
        return unpacked.read(manifests.NAME)


def _signature(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as unpacked:
        return unpacked.read(manifests.SIGNATURE)


def test_any_other_byte_is_found(put: Callable[[bytes], Path], tmp_path: Path) -> None:
    """Whichever byte of a package is flipped, it fails, and the message names a place in it."""
    (tmp_path / "answer").write_bytes(AUTHORITY.response(_signature(SIGNED)))
    (tmp_path / "bundle").write_bytes(bundle(_manifest(SIGNED)))
    path = put(SIGNED)
    stamp(path, timestamp=tmp_path / "answer", bundle=tmp_path / "bundle")
    whole = path.read_bytes()
    for at in range(len(whole)):
        content = bytearray(whole)
        content[at] ^= 1 << at % 8
        path.write_bytes(content)
        with pytest.raises(PackageError) as refused:
            verify(path)
        assert refused.value.place.startswith(str(path))
        assert refused.value.remedy


@pytest.mark.parametrize("path", FILES)
def test_the_file_that_differs_is_named(path: str, put: Callable[[bytes], Path]) -> None:
    """Where the content of a file is another one, in an archive that is whole, it is named."""
    changed = {**FILES, path: FILES[path].upper() + b" "}
    manifest = manifest_of(FILES)
    tree = {manifests.NAME: manifests.canonical(manifest), **changed}
    with pytest.raises(PackageError) as refused:
        verify(put(archive.packed(tree)))
    assert refused.value.place.endswith(f"it.zip: {path}")


def test_of_several_files_the_first_is_named(put: Callable[[bytes], Path]) -> None:
    """Where several files differ, the first of them is named."""
    changed = {path: bytes(len(content)) for path, content in FILES.items()}
    tree = {manifests.NAME: manifests.canonical(manifest_of(FILES)), **changed}
    with pytest.raises(PackageError) as refused:
        verify(put(archive.packed(tree)))
    assert refused.value.place.endswith(f"it.zip: {min(FILES)}")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"signed_by": None}, "the signature is there, and the manifest names no key"),
        ({"signed_by": signatures.line(OTHER.public)}, "not of this manifest by the key"),
        ({"audience": "public"}, "not of this manifest by the key"),
        ({"signed_by": "ssh-ed25519 AAAA"}, "not of this manifest by the key"),
    ],
)
def test_a_manifest_that_lies(
    changed: dict[str, Any], message: str, put: Callable[[bytes], Path]
) -> None:
    """A manifest that was written anew does not fit its signature."""
    with zipfile.ZipFile(io.BytesIO(SIGNED)) as unpacked:
        told = json.loads(unpacked.read(manifests.NAME)) | changed
    manifest = manifests.read(
        json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), "it"
    )
    made = archive.sealed(manifest, FILES, {manifests.SIGNATURE: _signature(SIGNED)})
    with pytest.raises(PackageError, match=message):
        verify(put(made))


def test_a_signature_that_was_taken_out(put: Callable[[bytes], Path]) -> None:
    """A package whose signature was taken out is not taken for one that nobody signed."""
    manifest = manifest_of(FILES, signed_by=signatures.line(SIGNER.public))
    with pytest.raises(PackageError, match="the signature is not there"):
        verify(put(archive.sealed(manifest, FILES, {})))


# -- What would harm ------------------------------------------------------------------------------


def _zip(entries: list[tuple[zipfile.ZipInfo | str, bytes]], kind: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as packing:
        for name, content in entries:
            packing.writestr(name, content)
    return made.getvalue()


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def _beyond(manifest: dict[str, Any]) -> bytes:
    """Return a package whose manifest says what no model of one would take."""
    whole = {**manifest_of(FILES).model_dump(mode="json"), **manifest}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return archive.packed({manifests.NAME: text.encode(), **FILES})


def _lying_zip64() -> bytes:
    content = bytearray(SIGNED)
    struct.pack_into("<2I", content, 18, 2**32 - 1, 2**32 - 1)
    return bytes(content)


MANIFEST = manifests.canonical(manifest_of(FILES))
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "text": b"This is no package.",
    "path traversal": _zip([("../../evil", b"x")]),
    "path traversal behind the manifest": archive.packed({"manifest.json": MANIFEST, "../x": b"x"}),
    "an absolute path": _zip([("/tmp/evil", b"x")]),  # noqa: S108 -- hostile, and never written
    "a device": _zip([("CON", b"x")]),
    "a bomb": _zip([("manifest.json", bytes(2**26))], zipfile.ZIP_DEFLATED),
    "a name twice": archive.packed({"manifest.json": MANIFEST}) * 2,
    "names that are one on some disks": _beyond(
        {"files": [{"path": one, "bytes": 1, "sha256": "0" * 64} for one in ("A", "a")]}
    ),
    "a link": _zip([(_link("manifest.json"), b"/etc/passwd")]),
    "something before": b"#!/bin/sh\n" + SIGNED,
    "something behind": SIGNED + b"\n",
    "two packages": SIGNED + SIGNED,
    "a remark": SIGNED[:-2] + b"\x04\x00here",
    "lengths of ZIP64": _lying_zip64(),
    "a deep manifest": archive.packed({"manifest.json": b"[" * 2**20}),
    "a large manifest": archive.packed({"manifest.json": b" " * (manifests.LARGEST_MANIFEST + 1)}),
    "a large number": archive.packed({"manifest.json": b'{"version":' + b"9" * 2**20 + b"}"}),
    "a manifest that is no UTF-8": archive.packed({"manifest.json": MANIFEST + b"\xff"}),
    "many numbers": archive.packed({"manifest.json": b'{"files":[' + b"1," * (2**21 - 9) + b"1]}"}),
    "many objects": archive.packed({"manifest.json": b'{"files":[' + b"{}," * 2**20 + b"{}]}"}),
    "many keys": archive.packed(
        {"manifest.json": b"{" + b",".join(b'"%d":0' % one for one in range(200_000)) + b"}"}
    ),
    "a large signature": archive.packed({"manifest.json": MANIFEST, "manifest.sig": bytes(2**21)}),
    "a name of 64 KiB": archive.packed({"a" * 65535: b""}),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_package_harms_nothing(
    content: bytes, put: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """A hostile package is refused with a message, soon, in little memory; nothing is written."""
    path = put(content)
    tracemalloc.start()
    since = time.process_time()
    with pytest.raises(PackageError) as refused:
        verify(path)
    spent = time.process_time() - since
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY + len(content)
    assert spent < MOST_SECONDS * 4  # counting memory takes time of its own
    assert len(str(refused.value)) < 10_000
    assert [one.name for one in tmp_path.iterdir()] == ["it.zip"]
    assert path.read_bytes() == content


def test_a_folder_or_a_pipe_is_no_package(tmp_path: Path) -> None:
    """A folder, a pipe, and nothing at all are told from a package, and nothing hangs."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("", "pipe"):
        with pytest.raises(PackageError, match="no package"):
            verify(tmp_path / name)
    with pytest.raises(DiskError):
        verify(tmp_path / "nothing.zip")


def _mutated(count: int) -> Iterator[bytes]:
    """Yield packages that were changed in every way that a few lines can think of."""
    chance = random.Random(20261121)  # noqa: S311 -- the same each time
    tokens = [
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"PK\x06\x06",
        b"../",
        b'"files":',
        b"\0",
    ]
    for _ in range(count):
        content = bytearray(SIGNED)
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            at = chance.randrange(len(content) + 1)
            until = min(len(content), at + chance.choice((1, 2, 4, 30, 300)))
            match chance.randrange(8):
                case 0 if at < len(content):
                    content[at] ^= 1 << chance.randrange(8)
                case 1:
                    content[at:until] = chance.randbytes(until - at)
                case 2:
                    del content[at:until]
                case 3:
                    content[at:at] = chance.choice(tokens)
                case 4:
                    content[at:at] = content[at:until]
                case 5:
                    content[at:until] = chance.choice(tokens)
                case 6 if at + 4 <= len(content):
                    value = chance.choice((0, 1, 2**16 - 1, 2**31, 2**32 - 1, len(content)))
                    struct.pack_into("<I", content, at, value)
                case _:
                    content = content[:at] if chance.random() < 0.1 else content + content[at:]
        yield bytes(content)
        yield _mended(content)


def _mended(content: bytearray) -> bytes:
    """Return a package whose manifest has changed, in an archive that fits it again."""
    start, size = 30 + len(manifests.NAME), len(MANIFEST)
    text = bytes(content[start : start + size])
    made = bytearray(archive.packed({manifests.NAME: text, **FILES}))
    struct.pack_into("<I", made, 14, zlib.crc32(text))
    return bytes(made)


def test_no_mutated_package_harms(put: Callable[[bytes], Path], tmp_path: Path) -> None:
    """However a package is mutated, it is refused with a message; nothing else happens."""
    whole = {SIGNED, archive.packed({manifests.NAME: MANIFEST, **FILES})}
    slowest, memory = 0.0, 0
    tracemalloc.start()
    for content in _mutated(MUTATED // 2):
        path = put(content)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        since = time.process_time()
        if content in whole:
            verify(path)
        else:
            with pytest.raises(ColophonError) as refused:
                verify(path)
            assert refused.value.place.startswith(str(path))
        slowest = max(slowest, time.process_time() - since)
        memory = max(memory, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    assert [one.name for one in tmp_path.iterdir()] == ["it.zip"]
    assert slowest < MOST_SECONDS
    assert memory < MOST_MEMORY
    print(f"slowest {slowest:.3f} s, most {memory} bytes")  # noqa: T201 -- shown with -s
