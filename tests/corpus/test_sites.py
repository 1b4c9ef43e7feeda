"""From the address of a record to the domain name that somebody registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings, strategies as st

from colophon.corpus import domains, sites, suffixes
from colophon.corpus.sites import NoDomain

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDRESSES = [
    ("https://www.example.com/a/b?c#d", "example.com"),
    ("http://example.co.uk/", "example.co.uk"),
    ("https://example.com", "example.com"),
    ("https://example.com?page=1", "example.com"),
    ("https://example.com#top", "example.com"),
    ("HTTPS://WWW.Example.COM/Path", "example.com"),
    ("https://example.com:8443/", "example.com"),
    ("https://example.com:/", "example.com"),
    ("https://user:secret@example.com/", "example.com"),
    ("https://user@name@example.com/", "example.com"),
    ("https://example.com./", "example.com"),
    ("  https://example.com/  ", "example.com"),
    ("//cdn.example.com/x.js", "example.com"),
    ("example.com/page", "example.com"),
    ("example.com:8080/page", "example.com"),
    ("ftp://ftp.example.org/file", "example.org"),
    ("https://bücher.example.de/", "example.de"),
    ("https://www.bücher.de/", "xn--bcher-kva.de"),
    ("https://www.xn--bcher-kva.de/", "xn--bcher-kva.de"),
    ("https://BÜCHER.de/", "xn--bcher-kva.de"),
    ("https://www.食狮.公司.cn/", "xn--85x722f.xn--55qx5d.cn"),
    ("https://a%2Eexample.com/", "example.com"),
    ("https://under_score.example.com/", "example.com"),
    ("https://example.com\\path", "example.com"),
    ("https://www.city.kobe.jp/", "city.kobe.jp"),
    ("https://a.b.c.kobe.jp/", "b.c.kobe.jp"),
    ("https://www.ck/", "www.ck"),
    ("https://someone.github.io/page", "someone.github.io"),
    ("https://www.someone.github.io/page", "someone.github.io"),
    ("https://github.io/", "github.io"),
    ("https://blog.someone.blogspot.com/", "someone.blogspot.com"),
    ("https://192.168.3.4/", NoDomain.IP_ADDRESS),
    ("https://192.168.3.4:8080/", NoDomain.IP_ADDRESS),
    ("https://[2001:db8::1]:443/", NoDomain.IP_ADDRESS),
    ("https://2130706433/", NoDomain.IP_ADDRESS),
    ("https://0x7f.1/", NoDomain.IP_ADDRESS),
    ("https://[broken/", NoDomain.BROKEN),
    ("https://a..example.com/", NoDomain.BROKEN),
    ("https://.example.com/", NoDomain.BROKEN),
    ("https://example.com:port/", NoDomain.BROKEN),
    ("https://exa mple.com/", NoDomain.BROKEN),
    (f"https://{'a' * 64}.com/", NoDomain.BROKEN),
    (f"https://{'a.' * 130}com/", NoDomain.BROKEN),
    ("not an address", NoDomain.BROKEN),
    ("http:///path", NoDomain.NO_ADDRESS),
    ("https://", NoDomain.NO_ADDRESS),
    ("", NoDomain.NO_ADDRESS),
    ("   ", NoDomain.NO_ADDRESS),
    (None, NoDomain.NO_ADDRESS),
    ("mailto:somebody@example.com", NoDomain.NOT_OF_THE_WEB),
    ("data:text/plain,hello", NoDomain.NOT_OF_THE_WEB),
    ("urn:isbn:0451450523", NoDomain.NOT_OF_THE_WEB),
    ("file:///srv/pages/a.html", NoDomain.NOT_OF_THE_WEB),
    ("s3://bucket/key", NoDomain.NOT_OF_THE_WEB),
    ("https://localhost/", NoDomain.UNKNOWN_SUFFIX),
    ("https://printer.internal/", NoDomain.UNKNOWN_SUFFIX),
    ("https://example.invalidtld/", NoDomain.UNKNOWN_SUFFIX),
    ("https://co.uk/", NoDomain.SUFFIX_ITSELF),
    ("https://com/", NoDomain.SUFFIX_ITSELF),
]


def _resolved(found: Sequence[str], *, private: bool) -> dict[str, str]:
    """Resolve sites as the scan does, all at once."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TEMP TABLE found AS SELECT DISTINCT unnest($1::VARCHAR[]) AS site",
            [list(found)],
        )
        domains.resolve(connection, "found", "resolved", private=private)
        rows = connection.execute("SELECT site, domain, reason FROM resolved").fetchall()
    assert len(rows) == len(set(found)), "each site is resolved once"
    assert all((name is None) != (reason is None) for _, name, reason in rows)
    return {site: name or reason for site, name, reason in rows}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_an_address_leads_to_the_name_that_was_registered(
    address: str | None, expected: str
) -> None:
    """What is odd about an address does not change whose content it is, or it is told apart."""
    (site,) = sites.cut([address])
    assert sites.domain(site, private=True) == expected
    assert _resolved([site], private=True)[site] == expected


def test_customers_of_a_host_can_be_counted_together() -> None:
    """Without the private part of the list, all sites of a company that hosts are one domain."""
    found = sites.cut(["https://a.github.io/", "https://b.github.io/", "https://github.io/"])
    assert set(_resolved(found, private=False).values()) == {"github.io"}
    assert set(_resolved(found, private=True).values()) == {
        "a.github.io",
        "b.github.io",
        "github.io",
    }


_LABELS = st.sampled_from(
    [
        "com",
        "co",
        "uk",
        "github",
        "io",
        "kobe",
        "jp",
        "ck",
        "www",
        "city",
        "a",
        "B",
        "x-y",
        "1",
        "de",
        "compute",
        "amazonaws",
        "s3",
        "dualstack",
        "us-east-1",
        "xn--p1ai",
        "ü",
        "_",
    ]
)
_HOSTS = st.lists(_LABELS, min_size=1, max_size=7).map(".".join)
_ODD = st.tuples(
    st.sampled_from(
        ["", "", " ", "//", "HTTPS://", "ftp:////", "http:", "a.b://", "mailto:", "s3://"]
    ),
    st.sampled_from(["", "", "user@", "user:pass@word@", "user:@", "a.b@", ":@", "@"]),
    _HOSTS,
    st.sampled_from(["", "", ".", "..", "%2e"]),
    st.sampled_from(["", "", ":80", ":", ":port", ":8\N{SUPERSCRIPT TWO}", ":80//x"]),
    st.sampled_from(["", "", "?q=a@b.de", "#top", "\\\\x", "/", " "]),
).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_HOSTS | _ODD | st.text(max_size=12), min_size=1, max_size=40, unique=True),
    st.booleans(),
)
def test_sql_and_python_agree(found: list[str], private: bool) -> None:
    """What is resolved at once comes to the same as what is resolved one by one."""
    found = [site.replace("\0", "") for site in found]
    resolved = _resolved(found, private=private)
    assert resolved == {site: sites.domain(site, private=private) for site in found}


def test_every_rule_of_the_list_is_followed_in_sql() -> None:
    """For each suffix, the name below it is registrable and the suffix itself is not."""
    suffix = [node.name for node in suffixes.nodes(private=True) if node.is_suffix]
    found = [f"{below}{name}" for name in suffix for below in ("www.shop.", "shop.", "")]
    assert _resolved(found, private=True) == {
        site: sites.domain(site, private=True) for site in found
    }


def test_the_list_tells_its_version() -> None:
    """A count can be repeated, because the list that it rests on is told."""
    edition = suffixes.edition()
    assert edition.version.startswith("20")
    assert edition.digest.startswith("sha256:")
