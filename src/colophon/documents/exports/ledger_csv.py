"""The ledger of training compute as CSV, for spreadsheets.

A line for each entry and, below them, one for each total. Numbers stand as they are; a text that a
spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from colophon.law.model import Audience
from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.documents.subject import Compute, Subject
    from colophon.quantities import Amount

EXTENSION: Final = "ledger.csv"
AUDIENCES: Final = frozenset({Audience.AI_OFFICE})
"""Who may be given it: the ledger is shown to nobody else."""

COLUMNS: Final = (
    *("kind", "id", "activity", "low", "best", "high", "unit", "method"),
    *("parameter-updates", "cumulative", "no-total", "provision", "source", "note"),
)

_FORMULA: Final = (
    *"=+-@\t\r\n",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
    "\N{MINUS SIGN}",
)
"""What a text begins with that a spreadsheet may take for a formula."""


def render(subject: Subject) -> bytes:
    """Return the ledger in UTF-8, with the line ends of RFC 4180."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    if subject.compute is not None:
        writer.writerows(_entries(subject.compute))
        writer.writerows(_totals(subject.compute))
    return stream.getvalue().encode()


def _entries(compute: Compute) -> Iterator[tuple[str, ...]]:
    for one in compute.entries:
        yield (
            "entry",
            _harmless(one.id),
            _harmless(one.activity_said),
            *_numbers(one.amount),
            _harmless(one.method),
            *("yes" if metric in one.enters else "no" for metric in compute.totals),
            _harmless(one.left_out or ""),
            _harmless(one.provision),
            _harmless(one.source),
            _harmless(one.note or ""),
        )


def _totals(compute: Compute) -> Iterator[tuple[str, ...]]:
    """Yield the totals; of a ledger that is not said to be complete they are lower bounds."""
    kind = "total" if compute.is_whole else "total, at least"
    for metric, amount in compute.totals.items() if compute.entries else ():
        own = ("yes" if metric == one else "" for one in compute.totals)
        note = _harmless(compute.note or "")
        yield (kind, metric, "", *_numbers(amount), "", *own, "", "", "", note)


def _numbers(amount: Amount) -> tuple[str, str, str, str]:
    return plain(amount.low), plain(amount.best), plain(amount.high), amount.unit


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
