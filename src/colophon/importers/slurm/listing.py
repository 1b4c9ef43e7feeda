"""The list of jobs in lines, with `|` between the columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.importers import out_of_place, word
from colophon.importers._files import gaps, table
from colophon.importers._training import count, counted, numeral
from colophon.importers.slurm.jobs import GPU, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.evidence import Unread

_STEP: Final = "."
_ELAPSED: Final = re.compile(
    r"(?:(?:(?P<days>[0-9]{1,6})-)?(?P<hours>[0-9]{1,3}):)?(?P<minutes>[0-9]{2}):(?P<seconds>[0-9]{2})"
)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_NODES: Final = "NNodes"
"""Zero where a job never began."""

_NOTHING: Final = frozenset({"", "Unknown", "None", "N/A", "INVALID"})
_NO_ENERGY: Final = frozenset({0, 2**32 - 2, 2**64 - 2})
"""What stands where no energy was measured: zero, and what Slurm calls no value."""


def state(text: str) -> str:
    """Return a state without who brought it about; raise ValueError with the form otherwise."""
    return word(text).partition(" ")[0].rstrip("+")


def moment(text: str) -> str:
    """Return a moment of the cluster's clock; raise ValueError with the form otherwise."""
    if not _MOMENT.fullmatch(text):
        raise ValueError("a moment such as 2026-03-01T10:00:00")
    return text


def elapsed(text: str) -> int:
    """Return the seconds of `1-02:03:04`, `02:03:04` or `03:04`; raise ValueError otherwise."""
    match = _ELAPSED.fullmatch(text)
    if match is None:
        raise ValueError("a time such as 1-02:03:04")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def whole(text: str) -> int:
    """Return a whole number from zero; raise ValueError with the name of the form otherwise."""
    return count(numeral(text))


_COLUMNS: Final[Mapping[str, tuple[str, Callable[[str], int | str]]]] = {
    "JobName": ("training.run", word),
    "State": ("training.status", state),
    "Start": ("training.started", moment),
    "End": ("training.ended", moment),
    "ElapsedRaw": ("training.seconds", whole),
    "Elapsed": ("training.seconds", elapsed),
    _NODES: ("hardware.nodes", lambda text: counted(numeral(text))),
    "ConsumedEnergyRaw": ("energy.consumed", whole),
}
"""The fact of each column; of two columns for one fact the first that is there."""


def jobs_of_listing(data: bytes, place: str) -> Iterator[Job | Unread]:
    """Yield the jobs, without their steps, and what could not be read.

    Raises:
        ArtefactError, ReadingError: it is no list of jobs.
    """
    found = table(data, place, separator="|", quotes=False)
    yield from gaps(found)
    for number, values in found.rows:
        name = values.get("JobID") or values.get("JobIDRaw") or ""
        if name and _STEP not in name:
            yield _job(name, number, values)


def _job(name: str, number: int, values: Mapping[str, str]) -> Job:
    facts: dict[str, tuple[int | str, str]] = {}
    unread: list[Unread] = []
    for column, (fact, read) in _COLUMNS.items():
        text = values.get(column, "").strip()
        if text in _NOTHING or fact in facts or (column == _NODES and text == "0"):
            continue
        locator = f"row {number}, column {column}"
        try:
            value = read(text)
        except ValueError as form:
            unread.append(out_of_place(text, form, locator))
            continue
        if fact != "energy.consumed" or value not in _NO_ENERGY:
            facts[fact] = (value, locator)
    at = f"row {number}, column AllocTRES"
    try:
        resources = _resources(values.get("AllocTRES", ""))
    except ValueError as form:
        resources = {}
        unread.append(out_of_place(values["AllocTRES"], form, at))
    restarts = values.get("Restarts", "")
    return Job(
        id=name,
        locator=f"row {number}",
        facts=facts,
        resources=resources,
        resources_at=at,
        restarts=int(restarts) if re.fullmatch("[0-9]{1,9}", restarts) else None,
        unread=tuple(unread),
    )


def _resources(text: str) -> dict[str, int]:
    """Return how many of what `cpu=64,gres/gpu=8,mem=512G,node=2` allocates, but for memory.

    Raises:
        ValueError: what counts accelerators or nodes is in another form.
    """
    found: dict[str, int] = {}
    for item in text.split(",") if text else ():
        name, _, number = item.partition("=")
        if name in {"node", GPU} or name.startswith(f"{GPU}:"):
            if not re.fullmatch("[0-9]{1,9}", number) or name in found:
                raise ValueError("a list such as cpu=64,gres/gpu=8,node=2")
            found[name] = int(number)
    return found
