"""The manifest of a package: what it holds, for whom, and what is withheld, as canonical JSON.

Canonical JSON is that of RFC 8785: keys in order, no blanks, whole numbers alone. One manifest has
one form in bytes, and it is these bytes that are signed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field as Attribute,
    StringConstraints,
    ValidationError,
)

from colophon.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
BUNDLE: Final = "manifest.sigstore.json"
TIMESTAMP: Final = "manifest.tsr"
ATTACHED: Final = (SIGNATURE, BUNDLE, TIMESTAMP)
"""What stands behind the manifest and speaks of it, in this order; each may be absent."""

FORMAT: Final = "colophon-package"
VERSION: Final = 1
"""Rises when a reader of the former version could misread the new one."""

MOST_FILES: Final = 10_000
MOST_ROWS: Final = 100_000
"""The most items of any other list in a manifest."""
LARGEST: Final = 2**32 - 2**24
"""The most bytes of a package; beyond, an archive would need other headers."""
LARGEST_MANIFEST: Final = 2**22
LARGEST_ATTACHED: Final = 2**20

_MOST_KEYS: Final = 32
_LONGEST_REASON: Final = 200

_PATH: Final = r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$"
"""Small letters, so that no two names are one on any disk; no step begins with a dot."""
_RESERVED: Final = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)|\.(/|$)")
"""Names that mean something else on some machine, and names that end with a dot."""

Text = Annotated[str, StringConstraints(max_length=MOST_ROWS)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Path = Annotated[str, StringConstraints(pattern=_PATH, max_length=200)]
Texts = Annotated[tuple[Text, ...], Attribute(max_length=MOST_ROWS)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class File(_Record):
    """One file of the package."""

    path: Path
    """Where it lies in the package."""
    bytes: Annotated[int, Attribute(ge=0, le=LARGEST)]
    """Its length."""
    sha256: Digest
    """SHA-256 of its content, in hexadecimal digits."""


class Withheld(_Record):
    """Something that the package does not hold, or not exactly, with the reason."""

    kind: Literal["document", "field", "register", "evidence"]
    """What it is."""
    id: Text
    """The id of the document or field, the name of the register, or the fact of the evidence."""
    because: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    """The reason as a word for machines, such as `confidential`."""
    reason: Text
    """The reason as a sentence."""


class Requested(_Record):
    """The request that the package answers, as it was entered."""

    id: Text
    """What the provider calls it."""
    sender: Text
    """Who asks."""
    received: Day | None
    """The day on which it arrived."""
    due: Day | None
    """The day that the request sets."""
    legal_basis: Text | None
    """The provision that the sender relies on, as the request names it."""
    purpose: Text | None
    """What the sender wants it for, as the request says."""
    items: Texts
    """What is asked for: ids of documents, sections or fields, and names of registers."""


class Manifest(_Record):
    """What a package is, for whom, of which day, and what it holds."""

    format: Literal["colophon-package"]
    """That it is a package of Colophon."""
    version: Literal[1]
    """The version of this format."""
    audience: Literal["ai-office", "national-authority", "downstream", "public"]
    """For whom it is."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    """In which language its documents are, as a code of ISO 639-1."""
    on: Day
    """The day that the documents speak of."""
    law_known_on: Day
    """The last day on which the law that they rest on was held against the sources."""
    dossier_digest: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    """Over the files of the dossier that it was made from."""
    made_by: Text
    """The program and its version."""
    model: Text
    """The name of the model."""
    provider: Text
    """The name of the provider."""
    request: Requested | None
    """The request that it answers; null where it answers none."""
    only: Texts
    """The ids that the package was narrowed down to; none where it was not."""
    files: Annotated[tuple[File, ...], Attribute(max_length=MOST_FILES)]
    """Every file but the manifest and what is attached to it, in the order of their paths."""
    unfilled: Texts
    """The ids of the fields that belong into the package and that nobody has filled."""
    withheld: Annotated[tuple[Withheld, ...], Attribute(max_length=MOST_ROWS)]
    """What it does not hold, or not exactly, though it belongs there or was asked for."""
    signed_by: (
        Annotated[str, StringConstraints(pattern=r"^ssh-ed25519 [A-Za-z0-9+/]+=*$", max_length=200)]
        | None
    )
    """The public key that the manifest is signed with, as OpenSSH writes it; null without one."""


def canonical(manifest: Manifest) -> bytes:
    """Return the one form that a manifest has in bytes."""
    content = manifest.model_dump(mode="json")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def read(content: bytes, place: str) -> Manifest:
    """Read a manifest from the bytes that a package holds.

    Raises:
        PackageError: it is no manifest, not in its canonical form, or of a newer Colophon.
    """
    try:
        told = _loaded(content)
        if told.get("format") == FORMAT and told.get("version") not in {None, VERSION}:
            raise PackageError(
                "the package has another format than this Colophon reads",
                place=place,
                remedy="Install a newer Colophon.",
            )
        _refuse_swollen(told)
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        raise _not_understood(error, place) from None
    except (ValueError, RecursionError, TypeError) as error:
        raise _no_manifest(str(error), place) from None
    if canonical(manifest) != content:
        raise PackageError(
            "the manifest is not written in its one canonical form",
            place=place,
            remedy="Ask the sender for the package again: Colophon does not write it so.",
        )
    fault = _fault([one.path for one in manifest.files])
    if fault is not None:
        raise PackageError(
            fault,
            place=place,
            remedy="Do not unpack it; ask the sender how it was made.",
        )
    return manifest


def _loaded(content: bytes) -> dict[str, Any]:
    """Return a manifest as plain values, which need not be those of one.

    Raises:
        ValueError: it is no JSON, no object, or has more objects or keys than any manifest.
        RecursionError: it is nested too deeply.
    """
    objects = 0

    def bounded(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal objects
        objects += 1
        if len(pairs) > _MOST_KEYS or objects > MOST_FILES + MOST_ROWS:
            raise ValueError("it has more keys than any manifest")
        return dict(pairs)

    told = json.loads(content, object_pairs_hook=bounded)
    if not isinstance(told, dict):
        raise ValueError("it is no object")
    return told


def _refuse_swollen(told: dict[str, Any]) -> None:
    """Refuse, at the first thing that is wrong, what would take much memory to find all wrong.

    Raises:
        ValueError: a list is none, is too long, or has something else in it than it should.
    """
    request = told.get("request")
    lists: list[tuple[Any, type[_Record] | None]]
    lists = [(told.get("files"), File), (told.get("withheld"), Withheld)]
    lists += [(told.get(name), None) for name in ("only", "unfilled")]
    lists += [(request.get("items"), None)] if isinstance(request, dict) else []
    for rows, kind in lists:
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            raise ValueError("it has a list that is none, or is too long")
        for row in rows:
            if kind is not None:
                kind.model_validate(row)
            elif not isinstance(row, str):
                raise ValueError("a list has something else in it than texts")


def _not_understood(error: ValidationError, place: str) -> PackageError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return _no_manifest(f"{where}: {first['msg']}" if where else first["msg"], place)


def _no_manifest(why: str, place: str) -> PackageError:
    return PackageError(
        f"this is no manifest of a package: {why[:_LONGEST_REASON]}",
        place=place,
        remedy="Ask the sender for the package again.",
    )


def _fault(paths: list[str]) -> str | None:
    """Return what is wrong with the names of files; None where nothing is."""
    if paths != sorted(set(paths)):
        return "the manifest names a file twice, or not in their order"
    folders = {path[:at] for path in paths for at in _slashes(path)}
    for path in paths:
        if path in {NAME, *ATTACHED} or _RESERVED.search(path):
            return f"the manifest names a file `{path}`, which no file of a package is called"
        if path in folders:
            return f"the manifest names `{path}` as a file and as a folder"
    return None


def _slashes(path: str) -> Iterable[int]:
    return (at for at, letter in enumerate(path) if letter == "/")


def check_names(paths: Iterable[str]) -> None:
    """Refuse names that no package may hold: what is sealed can be checked."""
    listed = sorted(paths)
    assert all(re.match(_PATH, path) and len(path) <= 200 for path in listed), listed  # noqa: PLR2004 -- as in `Path`
    assert _fault(listed) is None, _fault(listed)
