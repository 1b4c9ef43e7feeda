"""A manifest has one form in bytes, and what is no such manifest is refused with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from colophon.disclosure import manifest as manifests
from colophon.errors import PackageError
from tests.disclosure.conftest import FILES, manifest_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def written(**changed: Any) -> bytes:
    """Return a manifest as canonical JSON, with other values in it."""
    content = {**manifest_of(FILES).model_dump(mode="json"), **changed}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def file(path: str) -> dict[str, Any]:
    """Return how a manifest names a file."""
    return {"path": path, "bytes": 1, "sha256": "0" * 64}


@given(TEXTS, TEXTS)
def test_a_manifest_is_read_back(model: str, provider: str) -> None:
    """Whatever names a manifest holds, it is read back from its canonical form as it was."""
    made = manifest_of(FILES, model=model, provider=provider)
    assert manifests.read(manifests.canonical(made), "it") == made


def test_the_form_is_that_of_the_standard() -> None:
    """Keys stand in order, nothing is blank, and letters stand for themselves."""
    text = manifests.canonical(manifest_of(FILES, model='"ä\n\x01€\u2028'))
    assert text.startswith(b'{"audience":"ai-office","dossier_digest":"sha256:')
    assert '"model":"\\"ä\\n\\u0001€\u2028"'.encode() in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"files":' + b"[" * 3000,
        b"1" * 100_000,
        b'{"version":1' + b"0" * 100_000 + b"}",
        written(version=True),
        written(version=1.0),
        written(version="1"),
        written(format="colophon-parcel"),
        written(audience="everybody"),
        written(files=None),
        written(files=[{**file("a"), "bytes": -1}]),
        written(files=[{**file("a"), "bytes": 2**40}]),
        written(files=[{**file("a"), "bytes": "1"}]),
        written(files=[{**file("a"), "bytes": 1.5}]),
        written(files=[{**file("a"), "sha256": "0" * 63}]),
        written(files=[{**file("a"), "link": "/etc/passwd"}]),
        written(files=[file("a")] * (manifests.MOST_FILES + 1)),
        written(only=["a"] * 100_001),
        written(signed_by="ssh-rsa AAAA"),
        written(surplus=1),
        written() + b" ",
        b" " + written(),
        written().replace(b'"only":[]', b'"only":[],"only":[]'),
        written().replace(b'"only":[]', b'"only": []'),
        written().replace(b"Acme SAS", b"Acme S\\u0041S"),
        written().replace(b"Acme SAS", b"Acme S\\ud800S"),
        written().replace(b'"version":1', b'"version":1e0'),
    ],
    ids=lambda content: repr(content[:30]),
)
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    """JSON that is deep, huge, twofold, of other types or not canonical is refused."""
    with pytest.raises(PackageError) as refused:
        manifests.read(content, "it.zip: manifest.json")
    assert refused.value.place == "it.zip: manifest.json"


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../x",
        "/etc/passwd",
        "a//b",
        "a/",
        "./a",
        "C:/a",
        "a\\b",
        "A",
        "ä",
        "a b",
        "-a",
        ".a",
        "a/.b",
        "a.",
        "a./b",
        "",
        "a\0b",
        "a\nb",
        "con",
        "a/nul.txt",
        "lpt1.json",
        "a" * 201,
        "manifest.json",
        "manifest.sig",
        "manifest.tsr",
        "manifest.sigstore.json",
    ],
)
def test_no_file_has_such_a_name(path: str) -> None:
    """No name leads out of a folder, is two names on some disk, or is kept for the manifest."""
    with pytest.raises(PackageError):
        manifests.read(written(files=[file(path)]), "it")


@pytest.mark.parametrize(
    "paths", [("a", "a"), ("b", "a"), ("a", "a/b"), ("a-b", "a/b", "a/b/c"), ("a", "a.b", "a/c")]
)
def test_names_stand_once_and_in_order(paths: tuple[str, ...]) -> None:
    """No name stands twice or out of order, and none is a file and a folder."""
    with pytest.raises(
        PackageError, match=r"twice, or not in their order|as a file and as a folder"
    ):
        manifests.read(written(files=list(map(file, paths))), "it")


def test_a_newer_package_is_told_from_a_damaged_one() -> None:
    """A manifest of a later version leads to a newer Colophon, and not to the sender."""
    with pytest.raises(PackageError, match="another format"):
        manifests.read(written(version=2, only=None, surplus=1), "it")
