"""The domain of an address in plain Python: what Colophon's counts are compared with.

It shares nothing with the scanner but the public suffix list and the package for names in other
letters than ASCII, and takes addresses apart with the standard library.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from typing import Final
from urllib.parse import unquote, urlsplit

import idna
from publicsuffixlist import PublicSuffixList

_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
_WHOLE: Final = re.compile(r"\s*(?:([a-z][a-z0-9+.-]*)://|(?:mailto|data):)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]+")


@cache
def _suffixes(*, private: bool) -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=not private)


def domain(address: str | None) -> str | None:
    """Return the registrable domain name of an address, in ASCII; None where there is none.

    The site of a customer below a private suffix, such as `a.github.io`, is a domain of its own.
    """
    host = _host((address or "").strip().replace("\\", "/"))
    if not host or _is_number(host):
        return None
    if not host.isascii():
        try:
            host = ".".join(map(_in_ascii, idna.uts46_remap(host, std3_rules=False).split(".")))
        except idna.IDNAError:
            return None
    if len(host) > 253 or not all(map(_LABEL.fullmatch, host.split("."))):  # noqa: PLR2004 -- of DNS
        return None
    if _suffixes(private=False).publicsuffix(host) is None:
        return None
    found = _suffixes(private=True).privatesuffix(host)
    return found or _suffixes(private=False).privatesuffix(host)


def _in_ascii(label: str) -> str:
    """Return a label in ASCII; one that is ASCII may have an underscore, as in any other name."""
    return label if label.isascii() else idna.alabel(label).decode()


def _host(address: str) -> str | None:
    """Return the host of an address, in lower case and without a dot at its end."""
    begin = _WHOLE.match(address)
    if begin and (begin[1] or "").lower() not in {"http", "https", "ftp"}:
        return None
    try:
        parts = urlsplit(address if begin else f"//{address.lstrip('/')}")
        _ = parts.port
    except ValueError:
        return None
    return unquote(parts.hostname or "").lower().removesuffix(".")


def _is_number(host: str) -> bool:
    """Say whether a host is an IP address, as browsers take it: its last part is a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_NUMBER.fullmatch(host.rpartition(".")[2]))
    return True
