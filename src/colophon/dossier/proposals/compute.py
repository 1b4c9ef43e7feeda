"""Entries of the ledger of training compute.

One run may support several: operations that were logged, tokens, accelerators and hours. They are
estimates of the same compute, of which the ledger counts one; the others are its `checks`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.dossier.proposals import Entry, Row, Thing, exact, slug
from colophon.dossier.proposals._numbers import agree
from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "compute.yaml"
LIST: Final = "entries"
NEEDS: Mapping[str, str] = {
    "activity": "what the compute was spent on: an id that `colophon law activities` lists",
    "active_parameters": "parameters that take part in the computation of one token",
    "dtype": "the type of number that did most products, such as bf16",
    "utilisation": "the share of the peak that went into the model's own operations",
    "margin": "how far the result may be off, as a fraction",
}

_LOGGED: Final = "as the program logs it, by a convention of its own"


def propose(things: Sequence[Thing]) -> Iterator[Entry]:
    """Yield an entry for each way in which a run tells its compute."""
    for thing in things:
        run = slug(thing.words("training.run") or thing.name or _folder(thing))
        if logged := thing.own("training.flop-logged"):
            row: Row = {"id": run, "activity": None, "method": "stated"}
            row |= {"amount": f"{logged.value} FLOP"}
            row |= {"source": thing.place("training.flop-logged"), "note": _LOGGED}
            yield Entry(run, row)
        if tokens := thing.own("training.tokens"):
            row = {"id": run, "activity": None, "method": "six-pd", "active_parameters": None}
            row |= {"tokens": exact(tokens.value), "margin": None}
            yield Entry(run, {**row, "source": thing.place("training.tokens")})
    yield from _jobs(things)


def _jobs(things: Sequence[Thing]) -> Iterator[Entry]:
    """Yield the hours of each run on accelerators of one kind, all its jobs together."""
    jobs: dict[tuple[str, str], list[Thing]] = {}
    for thing in things:
        kind = thing.value("hardware.accelerator")
        if (
            isinstance(kind, str)
            and thing.own("hardware.accelerators")
            and thing.own("training.seconds")
        ):
            run = slug(thing.words("training.run") or thing.name or _folder(thing))
            jobs.setdefault((run, kind), []).append(thing)
    for (run, kind), several in jobs.items():
        hours = sum(map(_hours, several), Decimal(0))
        row: Row = {"id": run, "activity": None, "method": "hardware"}
        row |= {"unit_hours": f"{plain(hours)} {kind} hours", "dtype": None}
        row |= {"utilisation": None, "margin": None}
        first = several[0].place("training.seconds")
        more = f" and {len(several) - 1} more of its jobs" if len(several) > 1 else ""
        yield Entry(run, {**row, "source": f"{first}{more}: accelerators times seconds"})


def _hours(thing: Thing) -> Decimal:
    """Return the hours of all accelerators of a job together, to the hundredth."""
    number, seconds = (
        exact(thing.value(fact)) or Decimal(0)
        for fact in ("hardware.accelerators", "training.seconds")
    )
    return (number * seconds / 3600).quantize(Decimal("0.01"))


def _folder(thing: Thing) -> str:
    """Return the name of the folder in which the artefact lies."""
    return thing.reading.artefact.name.rpartition("/")[0].rpartition("/")[2]


def same(row: Row, entry: Entry) -> bool:
    """Whether one of the checks of an entry is what is told."""
    checks = row.get("checks") or ()
    return any(
        isinstance(check, dict) and check.get("source") == entry.row["source"] for check in checks
    )


def differ(row: Row, entry: Entry) -> Iterator[str]:
    """Yield what of the estimate is another number."""
    if row.get("source") != entry.row["source"]:
        return
    for key in ("amount", "tokens", "unit_hours"):
        if key in row and key in entry.row and not agree(row[key], entry.row[key]):
            yield key
