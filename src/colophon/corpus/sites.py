"""From the address of a record to the domain name that somebody registered.

A *site* is what stands in an address where the host stands. Addresses are cut to their sites in
SQL, for there are billions. What a site leads to is worked out here, one by one; for many at once,
and to the same answer, in `colophon.corpus.domains`.
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from colophon.corpus import suffixes
from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Sequence


class NoDomain(StrEnum):
    """Why an address leads to no domain name."""

    NO_ADDRESS = "no address"
    BROKEN = "broken address"
    NOT_OF_THE_WEB = "not an address of the web"
    IP_ADDRESS = "IP address"
    UNKNOWN_SUFFIX = "unknown suffix"
    SUFFIX_ITSELF = "public suffix itself"


WITHOUT_HOST: Final = ("mailto", "data", "urn", "javascript", "about", "tel")
"""Schemes behind which no host stands."""

_SCHEME: Final = re.compile(rf"([a-z][a-z0-9+.-]*):(?=//)|({'|'.join(WITHOUT_HOST)}):")
_OF_THE_WEB: Final = ("", "http", "https", "ftp")
_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
_LONGEST_HOST: Final = 253
_LONGEST_SITE: Final = 512

_URL: Final = "coalesce(url, '')"
"""The address. As it comes from a file's dictionary of hardly repeated ones, cutting is slower."""

SITE_SQL: Final = rf"""CASE
    WHEN starts_with({_URL}, 'https://') OR starts_with({_URL}, 'http://')
        THEN string_split({_URL}, '/')[3]
    ELSE left(
        regexp_extract(trim({_URL}), '^([A-Za-z][A-Za-z0-9+.-]*:)?(//)?[^/]*'), {_LONGEST_SITE}
    ) END"""
"""The site of `url`. What does not begin with `http://` or `https://` keeps its scheme."""


def cut(addresses: Sequence[str | None]) -> list[str]:
    """Return the sites of addresses, as a scan cuts them."""
    found = needed("duckdb").execute(
        f"SELECT {SITE_SQL} FROM (SELECT unnest($1::VARCHAR[]) AS url)", [list(addresses)]
    )
    return [site for (site,) in found.fetchall()]


def domain(site: str, *, private: bool) -> str | NoDomain:
    """Return the registrable domain name of a site in ASCII, or why there is none.

    Args:
        site: as `SITE_SQL` cuts it from an address.
        private: whether the site of a customer below a private suffix is a domain of its own.
    """
    host = _host(site)
    if isinstance(host, NoDomain):
        return host
    found = suffixes.registrable(host, private=private)
    if found is None and private:
        # The front page of a company that hosts the sites of others stands on the private suffix.
        found = suffixes.registrable(host, private=False)
    if found is not None:
        return found
    return NoDomain.SUFFIX_ITSELF if suffixes.has_suffix(host) else NoDomain.UNKNOWN_SUFFIX


def _host(site: str) -> str | NoDomain:
    """Return the host of a site, in ASCII and lower case, or why there is none."""
    text = site.strip().lower()
    if not text:
        return NoDomain.NO_ADDRESS
    scheme = _SCHEME.match(text)
    if scheme:
        if scheme[0][:-1] not in _OF_THE_WEB:
            return NoDomain.NOT_OF_THE_WEB
        text = text[scheme.end() :]
    text = re.split(r"[/?#\\]", text.lstrip("/"), maxsplit=1)[0].rpartition("@")[2]
    if text.startswith("["):
        return NoDomain.IP_ADDRESS if _is_ip(text[1:].partition("]")[0]) else NoDomain.BROKEN
    name, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdecimal()):
        return NoDomain.BROKEN
    return _name(unquote(name).removesuffix("."))


def _name(name: str) -> str | NoDomain:
    """Return the name of a host in ASCII, or why it is none."""
    if _is_ip(name):
        return NoDomain.IP_ADDRESS
    if not name.isascii():
        idna = needed("idna")
        try:
            mapped = idna.uts46_remap(name, std3_rules=False)
            name = ".".join(map(_ascii, mapped.split(".")))
        except (idna.IDNAError, UnicodeError):
            return NoDomain.BROKEN
    if len(name) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, name.split("."))):
        return NoDomain.BROKEN
    return name


@lru_cache(maxsize=4096)  # above all, names in other letters end in a few top-level domains
def _ascii(label: str) -> str:
    """Return a label in ASCII; what is ASCII is looked at as in every other name."""
    if label.isascii():
        return label
    encoded: bytes = needed("idna").alabel(label)
    return encoded.decode()


def _is_ip(text: str) -> bool:
    if ":" not in text and not text.rpartition(".")[2][:1].isdigit():
        return False
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # `1.2.3` and `0x7f.1` are addresses to a browser: no top-level domain is a number.
        return bool(re.fullmatch(r"(.*\.)?(\d+|0x[0-9a-f]+)", text))
    return True
