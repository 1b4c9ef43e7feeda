"""The counts of sites -> the counts of registrable domains, for many at once and in SQL.

Most sites are a plain host below a suffix of one label, such as `www.example.com`: their domain is
their last two labels, and they are added up as they are read. The others are few once these are
gone. Where rules of the suffix list are plain, SQL follows them; what is odd about the rest is
worked out one by one, in `colophon.corpus.sites`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from colophon.corpus import suffixes
from colophon.corpus.counts import merged, quoted
from colophon.corpus.sites import WITHOUT_HOST, NoDomain, domain

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

_LONGEST_LABEL: Final = 63
_SITE: Final = "!"
"""Stands before a site among names of two labels."""
_TWO_LABELS: Final = f"(FROM staged WHERE NOT starts_with(key, '{_SITE}')) two"
_KNOWN_TOP: Final = "(FROM nodes WHERE is_suffix) tops ON tops.name = split_part(key, '.', -1)"
"""What the first is joined with: the suffixes, by the last label."""
_AT_ONCE: Final = 100_000
"""So many sites are resolved one by one before they are put away: they might be many."""


def _is_plain(name: str) -> str:
    """Return whether the column of that name is nothing but a host in the usual form."""
    return rf"""strlen({name}) <= {_LONGEST_LABEL}
        AND regexp_full_match({name}, '([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*')"""


_HOST: Final = rf"""CASE
    WHEN {_is_plain("site")} THEN site
    WHEN NOT regexp_matches(lower(trim(site)), '^({"|".join(WITHOUT_HOST)}):') THEN regexp_extract(
        trim(site),
        '^(?:(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://)?/*'  -- a scheme of the web, or none
        '(?:[^/?#\\:@]*(?::[^/?#\\@]*)?@)?'                  -- a name and a password
        '([^/?#\\:@]*?)\.?'                                  -- the host, with a dot at its end
        '(?::[0-9]+)?(?:[/?#\\].*)?$',                       -- a port, and what stands behind it
        1)
    END"""
"""The host of `site` where only the plainest things are taken off; else something that is none."""

_LAST_TWO: Final = rf"""CASE WHEN {_is_plain("site")}
    THEN lower(regexp_extract(site, '[A-Za-z0-9-]+\.[A-Za-z][A-Za-z0-9-]*$')) ELSE '' END"""
"""The last two labels of `site` where it is a plain host; else nothing."""


def add_up(
    connection: DuckDBPyConnection, source: str, told: Collection[str], *, private: bool
) -> None:
    """Make the tables `domains` and `without_domain` with the counts by `domain` and by `reason`.

    Args:
        connection: the database.
        source: a relation of counts by `site`, in which rows of one site may stand apart.
        told: the columns of counts that any record of the corpus tells.
        private: whether the site of a customer below a private suffix is a domain of its own.
    """
    sums = merged(told)
    _make_nodes(connection, private=private)
    wild = [
        f".{node.name}"
        for node in suffixes.nodes(private=private)
        if node.is_wild and node.labels == 1
    ]
    is_wild = " OR ".join(
        f"right(two, {length}) IN ({', '.join(map(quoted, same))})"
        for length, same in groupby(sorted(wild, key=len), len)
    )
    # By its last two labels, if these are the domain or only the top-level domain is not known;
    # else by the site itself, behind a sign that no host has.
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE staged AS
        SELECT key, {sums} FROM (
            SELECT parts.* EXCLUDE (site, two), CASE
                WHEN two = '' OR nodes.name IS NOT NULL OR {is_wild}
                THEN '{_SITE}' || site ELSE two END AS key
            FROM (SELECT *, {_LAST_TWO} AS two FROM {source}) parts
            LEFT JOIN nodes ON nodes.name = two
        )
        GROUP BY key
    """)
    # What is resolved takes its counts along: to join them again would need memory for all at once.
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE unresolved AS
        SELECT substr(key, 2) AS site, * EXCLUDE key FROM staged WHERE starts_with(key, '{_SITE}')
        UNION ALL
        SELECT key, * EXCLUDE key FROM {_TWO_LABELS} ANTI JOIN {_KNOWN_TOP}
    """)
    _resolve(connection, "unresolved", "resolved", private=private)
    connection.execute("DROP TABLE unresolved")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE domains AS
        SELECT domain, {sums} FROM (
            SELECT key AS domain, * EXCLUDE key FROM {_TWO_LABELS} SEMI JOIN {_KNOWN_TOP}
            UNION ALL BY NAME
            SELECT * EXCLUDE (site, reason) FROM resolved WHERE domain IS NOT NULL
        )
        GROUP BY domain
    """)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE without_domain AS "
        f"SELECT reason, {sums} FROM resolved WHERE reason IS NOT NULL GROUP BY reason"
    )
    connection.execute("DROP TABLE staged")
    connection.execute("DROP TABLE resolved")


def resolve(connection: DuckDBPyConnection, sites: str, target: str, *, private: bool) -> None:
    """Make the table `target` of a table of sites, with `domain` and `reason` beside its columns.

    Args:
        connection: the database.
        sites: a table with a column `site`, each site once, and perhaps others.
        target: the name of the new table; `domain` is NULL where `reason` is not.
        private: whether the site of a customer below a private suffix is a domain of its own.
    """
    _make_nodes(connection, private=private)
    _resolve(connection, sites, target, private=private)


def _make_nodes(connection: DuckDBPyConnection, *, private: bool) -> None:
    """Make the table `nodes` of suffixes and the ends of them."""
    nodes = suffixes.nodes(private=private)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE nodes AS SELECT unnest($1::VARCHAR[]) AS name, "
        "unnest($2::BOOLEAN[]) AS is_suffix, unnest($3::BOOLEAN[]) AS is_wild",
        [
            [node.name for node in nodes],
            [node.is_suffix for node in nodes],
            [node.is_wild for node in nodes],
        ],
    )


def _resolve(connection: DuckDBPyConnection, sites: str, target: str, *, private: bool) -> None:
    """Follow the plain rules of the list in SQL, and resolve one by one what is left."""
    depths = range(1, suffixes.deepest(private=private) + 1)
    joins = " ".join(f"LEFT JOIN nodes n{k} ON n{k}.name = s{k}" for k in depths)
    longest = " ".join(f"WHEN n{k}.is_suffix THEN s{k + 1}" for k in reversed(depths))
    wild = " OR ".join(f"coalesce(n{k}.is_wild, false)" for k in depths)
    ends = ", ".join(f"s{k}" for k in range(1, len(depths) + 2))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {target} AS
        SELECT *, NULL::VARCHAR AS reason FROM (
            SELECT plain.* EXCLUDE (host, labels, {ends}),
                CASE WHEN {wild} THEN NULL {longest} END AS domain
            FROM (
                SELECT *, string_split(lower(host), '.') AS labels, {_ends(len(depths) + 1)}
                FROM (SELECT *, {_HOST} AS host FROM {sites}) WHERE {_is_plain("host")}
            ) plain {joins}
        )
        WHERE domain IS NOT NULL
    """)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE odd AS FROM {sites} ANTI JOIN {target} USING (site)"
    )
    (count,) = connection.execute("SELECT count(*) FROM odd").fetchall()[0]
    for first in range(0, count, _AT_ONCE):
        part = f"(FROM odd WHERE rowid >= {first} AND rowid < {first + _AT_ONCE}) part"
        some = [site for (site,) in connection.execute(f"SELECT site FROM {part}").fetchall()]
        found = [domain(site, private=private) for site in some]
        connection.execute(
            f"INSERT INTO {target} BY NAME SELECT part.*, domain, reason FROM {part} JOIN ("
            "SELECT unnest($1::VARCHAR[]) AS site, unnest($2::VARCHAR[]) AS domain, "
            "unnest($3::VARCHAR[]) AS reason) found USING (site)",
            [
                some,
                [None if isinstance(one, NoDomain) else one for one in found],
                [one.value if isinstance(one, NoDomain) else None for one in found],
            ],
        )
    connection.execute("DROP TABLE odd")


def _ends(count: int) -> str:
    """Return the last of `labels`, the last two, and so on, as `s1`, `s2` and so on.

    Where there are too few labels, the column is NULL.
    """
    columns = ["labels[-1] AS s1"]
    columns += [f"labels[-{k}] || '.' || s{k - 1} AS s{k}" for k in range(2, count + 1)]
    return ", ".join(columns)
