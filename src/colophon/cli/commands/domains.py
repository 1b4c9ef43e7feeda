"""`colophon domains`: from whose sites the training data come."""

from __future__ import annotations

import sys
from dataclasses import asdict
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from colophon.cli import options, scanning, screen
from colophon.corpus.database import Means
from colophon.corpus.ranking import digest, names_csv, part, sizes_csv
from colophon.documents.lengths import length, letters
from colophon.errors import ReadingError
from colophon.workspace import disk, domains as use
from colophon.workspace.sources import STORE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from colophon.corpus.ranking import Domain, Measure
    from colophon.workspace.domains import Listing, Sought, Table

_SHOWN: Final = 20
"""So many domains are shown on the screen; a file holds all."""
_OF_A_LIST: Final = ("top", "sme", "by", "alphabetical", "csv_file", "only_names", "chart_file")
"""The options that say nothing about one domain."""

_NARROWEST: Final = 8
_WIDEST: Final = 30
"""The letters that the longest bar has at least and at most."""


def _share(text: str) -> Fraction:
    """Read `10%`.

    Raises:
        ValueError: it is no share.
    """
    try:
        share = Fraction(text.strip().removesuffix("%").strip()) / 100
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not text.strip().endswith("%") or not 0 < share <= 1:
        raise ValueError(f"`{text}` is no share such as 10%")
    return share


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--top",
    metavar="SHARE",
    callback=options.written(_share),
    help="Only the largest, such as 10% of all names, rounded up.",
)
@click.option(
    "--sme",
    is_flag=True,
    help="Only those that a small or medium-sized enterprise has to list.",
)
@click.option(
    "--by",
    type=click.Choice(["bytes", "tokens", "documents"]),
    help="What is large: bytes of text, or tokens where bytes were not read, if left out.",
)
@click.option("--alphabetical", is_flag=True, help="In the order of the names, not of the sizes.")
@click.option(
    "--csv",
    "csv_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the list as CSV, and show its digest.",
)
@click.option("--only-names", is_flag=True, help="Leave the sizes out of the CSV.")
@click.option(
    "--chart",
    "chart_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the 20 largest as parts of the whole, into an SVG file.",
)
@click.option("--has", metavar="DOMAIN", help="Only whether content of this domain is there.")
@options.memory("ranking")
@options.on_a_day()
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    names: tuple[str, ...],
    top: Fraction | None,
    sme: bool,
    by: Measure | None,
    alphabetical: bool,
    csv_file: Path | None,
    only_names: bool,
    chart_file: Path | None,
    has: str | None,
    memory: int | None,
    on: date,
    directory: Path,
    wants_json: bool,
) -> int:
    """Show the domain names of scanned sources, the largest first.

    NAME is a source that was scanned; all of them together when left out. Where content has
    several modalities, a name's place is the best that it has in any of them.
    """
    if has is not None and (option := options.given(*_OF_A_LIST)):
        raise ReadingError(
            "one domain is asked for, and no list",
            place=option,
            remedy="Leave it out, or ask without --has.",
        )
    if only_names and csv_file is None:
        raise ReadingError(
            "nobody says where the names go", place="--only-names", remedy="Name a file: --csv."
        )
    means = Means.here(directory / STORE / "spill", memory=memory)
    chosen = use.tables(directory, names)
    if has is not None:
        found = use.sought(chosen, means, has)
        if wants_json:
            screen.as_json(_sought_json(found))
        else:
            _show_sought(found)
        return 0
    most = _SHOWN if sys.stdout.isatty() else None
    listed = use.listing(
        chosen,
        means,
        by=by,
        count=_count(top, on, small=sme),
        alphabetical=alphabetical,
        seen=None if wants_json or csv_file else most,
    )
    if chart_file is not None:
        _draw(chart_file, chosen, means, by)
    written = b""
    if csv_file is not None:
        written = names_csv(listed.domains) if only_names else sizes_csv(listed.domains)
        disk.write(csv_file.parent, {csv_file.name: written})
    if wants_json:
        screen.as_json(_json(listed))
        return 0
    _show(listed.domains[:most], listed)
    if chart_file is not None:
        click.echo(f"{chart_file}: the chart")
    if csv_file is not None:
        click.echo(f"{csv_file}: {listed.length:,} names, {digest(written)}")
    return 0


def _count(top: Fraction | None, on: date, *, small: bool) -> Callable[[int], int] | None:
    """Return how many are listed of so many names.

    Raises:
        ReadingError: two rules are given, or there is none for small enterprises on the day.
    """
    if top is not None and small:
        raise ReadingError(
            "two rules are given", place="--top and --sme", remedy="Leave one of them out."
        )
    if small:
        from colophon.assessment.domains import listing_rule  # noqa: PLC0415 -- loads the law
        from colophon.workspace.law import law  # noqa: PLC0415 -- slow, too

        rule = listing_rule(law(), on, small=True)
        if rule is None:
            raise ReadingError(
                f"no rule is in force on {on}", place="--on", remedy="Name another day."
            )
        return rule.count
    return None if top is None else partial(part, top)


def _draw(file: Path, chosen: Sequence[Table], means: Means, by: Measure | None) -> None:
    from colophon.documents.picture import svg  # noqa: PLC0415 -- only for a picture
    from colophon.workspace.law import law  # noqa: PLC0415 -- loads the law, for its words

    drawn = svg(use.chart(chosen, means, law().language, by=by))
    disk.write(file.parent, {file.name: drawn})


def _show(shown: Sequence[Domain], listed: Listing) -> None:
    """Print the first domains of a list, and how many more there are."""
    click.echo(
        f"{listed.length:,} of {screen.counted(listed.names, 'domain')}, "
        f"by {' and '.join(listed.measures)}"
    )
    if not shown:
        return
    rows = [("domain", "size", "tokens", "documents", "collected"), *map(_row, shown)]
    kept = [at for at in range(len(rows[0])) if any(row[at] for row in rows[1:])]
    wide = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    measure = next(iter(listed.measures), "documents")
    bars = _bars(shown, measure, sum(wide[at] + 2 for at in kept))
    for number, row in enumerate(rows):
        name, *sizes = (
            row[at].ljust(wide[at]) if at in {0, len(rows[0]) - 1} else row[at].rjust(wide[at])
            for at in kept
        )
        line = "  ".join(["", name, *sizes])
        if number == 0:
            click.echo(screen.quiet(line.rstrip()))
        else:
            drawn = click.style(bars[number - 1], fg="cyan") if bars else ""
            click.echo(f"{line}  {drawn}" if drawn else line.rstrip())
    if len(shown) < listed.length:
        more = listed.length - len(shown)
        click.echo(screen.quiet(f"  and {more:,} more: --csv FILE writes all of them"))


def _bars(shown: Sequence[Domain], measure: str, taken: int) -> list[str]:
    """Return a bar for each domain, as far as a terminal has room for them; none into a pipe."""
    room = min(screen.width() - taken - 2, _WIDEST)
    if not sys.stdout.isatty() or room < _NARROWEST:
        return []
    sizes = [getattr(one, measure) or 0 for one in shown]
    shares = [length(size, max(sizes)) for size in sizes]
    return [letters(share, room, screen.ink()).rstrip() for share in shares]


def _row(one: Domain) -> tuple[str, str, str, str, str]:
    """Return a domain as cells, each empty where it is not told."""
    seconds = (one.audio or 0) + (one.video or 0)
    sizes = [
        scanning.size(one.bytes) if one.bytes else "",
        screen.counted(one.images, "image") if one.images else "",
        scanning.duration(seconds / 1000) if seconds else "",
    ]
    days = [day.isoformat() for day in dict.fromkeys((one.first, one.last)) if day]
    return (
        screen.harmless(one.name),
        ", ".join(filter(None, sizes)),
        f"{one.tokens:,}" if one.tokens is not None else "",
        f"{one.documents:,}",
        " to ".join(days),
    )


def _json(listed: Listing) -> dict[str, Any]:
    return {
        "names": listed.names,
        "by": list(listed.measures),
        "listed": listed.length,
        "domains": [_plain(one) for one in listed.domains],
    }


def _plain(one: Domain) -> dict[str, Any]:
    told = asdict(one)
    days = {name: told[name] and told[name].isoformat() for name in ("first", "last")}
    return {**told, **days}


def _show_sought(found: Sought) -> None:
    if found.domain is None:
        click.echo(f"{found.name}: not among {screen.counted(found.names, 'domain')}")
        return
    _, size, tokens, documents, days = _row(found.domain)
    told = [size, tokens and f"{tokens} tokens", f"{documents} documents", days]
    click.echo(f"{found.name}: {', '.join(filter(None, told))}")


def _sought_json(found: Sought) -> dict[str, Any]:
    domain = None if found.domain is None else _plain(found.domain)
    return {"name": found.name, "found": domain is not None, "domain": domain, "of": found.names}
