"""The public suffix list: below which names anybody can register a name of their own.

The list comes with the package `publicsuffixlist` and is never fetched, so that a count can be
repeated; its version and digest stand beside every count that rests on it. The list has two parts:
suffixes of registries, such as `co.uk`, and *private* ones, below which a company hosts the sites
of others, such as `github.io`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRIVATE_PART: Final = "===BEGIN PRIVATE DOMAINS==="
_VERSION: Final = "// VERSION:"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which public suffix list it is.

    Attributes:
        version: as the list itself tells it, a day and a time.
        digest: `sha256:…` of the file.
    """

    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Node:
    """A name that is a public suffix, or the end of one.

    Attributes:
        name: in ASCII, such as `co.uk`.
        labels: how many parts it has.
        is_suffix: whether it is a suffix itself.
        is_wild: whether other rules than plain ones begin here: `*.name`, or an exception to it.
    """

    name: str
    labels: int
    is_suffix: bool
    is_wild: bool


@cache
def edition() -> Edition:
    """Return which list is used."""
    text = _text()
    version = next(line for line in text.splitlines() if line.startswith(_VERSION))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Edition(version.removeprefix(_VERSION).strip(), f"sha256:{digest}")


@cache
def nodes(*, private: bool) -> tuple[Node, ...]:
    """Return every suffix and every end of one, in order; with or without the private part."""
    suffixes, wild = set(), set()
    for rule in _rules(private=private):
        plain = rule.removeprefix("*.").removeprefix("!")
        if plain == rule:
            suffixes.add(rule)
        else:
            wild.add(plain)
    ends = {end for name in suffixes | wild for end in _ends(name)}
    return tuple(
        Node(name, name.count(".") + 1, name in suffixes, name in wild) for name in sorted(ends)
    )


@cache
def deepest(*, private: bool) -> int:
    """Return how many labels the longest suffix has."""
    return max(node.labels for node in nodes(private=private))


def registrable(host: str, *, private: bool) -> str | None:
    """Return the name that was registered, one label below a public suffix; None where none was.

    Args:
        host: in ASCII and lower case, without a dot at the end.
        private: whether the site of a customer, such as `a.github.io`, is a domain of its own.
    """
    found: str | None = _list(private=private).privatesuffix(host)
    return found


def has_suffix(host: str) -> bool:
    """Say whether a host ends in a suffix of a registry, or is one."""
    return _list(private=False).publicsuffix(host) is not None


@cache
def _list(*, private: bool):  # type: ignore[no-untyped-def] # noqa: ANN202 -- of an extra
    module = needed("publicsuffixlist")
    return module.PublicSuffixList(_text(), accept_unknown=False, only_icann=not private)


@cache
def _text() -> str:
    return Path(needed("publicsuffixlist").PSLFILE).read_text(encoding="utf-8")


def _rules(*, private: bool) -> Iterator[str]:
    for line in _text().splitlines():
        if _PRIVATE_PART in line and not private:
            return
        rule = line.partition(" ")[0]
        if rule and not rule.startswith("//"):
            yield rule if rule.isascii() else _ascii(rule)


def _ascii(rule: str) -> str:
    mark = next((mark for mark in ("*.", "!") if rule.startswith(mark)), "")
    name: bytes = needed("idna").encode(rule.removeprefix(mark), uts46=True)
    return mark + name.decode()


def _ends(name: str) -> Iterator[str]:
    labels = name.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))
