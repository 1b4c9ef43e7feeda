"""The law that is shipped, in a language: from the user's cache where one is fresh, else parsed.

What is kept is the parsed law under a digest of everything that it follows from: the files of the
data, the code that reads them, the language. A cache that is absent, damaged, stale or cannot be
written is no matter: the law is parsed. `COLOPHON_CACHE` names another folder, or says `off`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic

from colophon.law import load
from colophon.law.model import Law

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.reading import Plain

VARIABLE = "COLOPHON_CACHE"
OFF = "off"

_NUMBER = "="
"""The key under which an exact number is kept, which JSON would make inexact."""


def law(language: str = load.ENGLISH) -> Law:
    """Return the law in a language.

    Raises:
        UnknownIdError: there is no such language.
    """
    return _law(load.known(language))


@cache
def _law(language: str) -> Law:
    folder = _folder()
    if folder is None:
        return load.law(language)
    return kept(folder, load.shipped(), language)


def kept(folder: Path, tree: Mapping[str, bytes], language: str) -> Law:
    """Return the law of a tree of files, from the cache in `folder` if it holds this very one."""
    file = folder / f"law-{language}.json"
    key = _key(tree, language)
    with suppress(OSError, ValueError, RecursionError):
        return _read(file.read_bytes(), key)
    result = load.load(tree, language)
    with suppress(OSError):
        _write(file, _content(result, key))
    return result


def _folder() -> Path | None:
    """Return the folder of the cache; None where nobody wants one, or there is no place for it."""
    wanted = os.environ.get(VARIABLE)
    if wanted:
        return None if wanted == OFF else Path(wanted)
    with suppress(RuntimeError):  # there may be nobody at home
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "colophon"
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "colophon" / "cache"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "colophon"
    return None


def _key(tree: Mapping[str, bytes], language: str) -> str:
    """Return a digest of all that the parsed law follows from."""
    found = sha256(f"{language}\n{sys.version}\n{pydantic.VERSION}\n".encode())
    for path, content in (*sorted(tree.items()), *_code()):
        found.update(f"{path}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


@cache
def _code() -> tuple[tuple[str, bytes], ...]:
    """Return the modules that read the law and give it its shape, and this one."""
    root = files("colophon")
    return tuple(
        (f"{folder}/{file.name}", file.read_bytes())
        for folder in ("law", "law/model", "reading", "workspace")
        for file in sorted(root.joinpath(folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".py") and (folder != "workspace" or file.name == "law.py")
    )


def _read(content: bytes, key: str) -> Law:
    """Make the law of what was kept.

    Raises:
        ValueError: it is of another law, or damaged.
    """
    head, _, body = content.partition(b"\n")
    if head != _head(key, body):
        raise ValueError("of another law, or damaged")
    return Law.model_validate(json.loads(body, object_hook=_exact))


def _content(law: Law, key: str) -> bytes:
    body = json.dumps(_plain(law.model_dump(by_alias=True)), ensure_ascii=False).encode()
    return _head(key, body) + b"\n" + body


def _head(key: str, body: bytes) -> bytes:
    return f"colophon-law {key} {sha256(body).hexdigest()}".encode()


def _plain(value: Any) -> Plain:
    match value:
        case dict():
            return {_key_text(key): _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case Decimal():
            return {_NUMBER: str(value)}
        case date():
            return value.isoformat()
        case _:
            return value


def _key_text(key: str | date) -> str:
    return key if isinstance(key, str) else key.isoformat()


def _exact(value: dict[str, Plain]) -> Plain:
    return Decimal(value[_NUMBER]) if _NUMBER in value else value


def _write(file: Path, content: bytes) -> None:
    """Write the file under a temporary name and rename it, so that nobody reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
