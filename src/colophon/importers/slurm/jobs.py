"""A job of Slurm, from whichever form it was read, to its facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Unread
from colophon.importers import damage, quoted
from colophon.importers._training import question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FACTS: Final = (
    "training.run",
    "training.status",
    "training.started",
    "training.ended",
    "training.seconds",
    "hardware.accelerator",
    "hardware.accelerators",
    "hardware.nodes",
    "energy.consumed",
)

_UNENDED: Final = frozenset(
    {"COMPLETING", "CONFIGURING", "PENDING", "REQUEUE_HOLD", "RESIZING", "RUNNING", "SUSPENDED"}
)
GPU: Final = "gres/gpu"
"""What Slurm calls accelerators of any kind."""

_KIND: Final = re.compile(r"gres/gpu:(?P<kind>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt of a job.

    Attributes:
        id: as Slurm writes it.
        locator: where it stands.
        facts: fact -> value and the place in it, for what is told as it stands.
        resources: what was allocated -> how many, as in `gres/gpu`.
        resources_at: where they stand.
        restarts: how often it had been begun again; None where that is not told.
        unread: what of it could not be read.
    """

    id: str
    locator: str
    facts: Mapping[str, tuple[int | str, str]]
    resources: Mapping[str, int] = field(default_factory=dict)
    resources_at: str = ""
    restarts: int | None = None
    unread: tuple[Unread, ...] = ()

    def value(self, fact: str) -> int | str | None:
        """Return the value of one fact."""
        return self.facts[fact][0] if fact in self.facts else None

    @property
    def began(self) -> bool | None:
        """Whether it ever ran; None where neither its beginning nor its length is told."""
        seconds = self.value("training.seconds")
        return seconds != 0 if seconds is not None else ("training.started" in self.facts or None)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        state = self.value("training.status")
        return state not in _UNENDED and (state is not None or "training.ended" in self.facts)


_UNIT: Final = {"training.seconds": "s", "energy.consumed": "J"}


def told(jobs: Iterator[Job | Unread]) -> Iterator[Evidence | Unread]:
    """Yield the facts of each attempt of each job, and what must be asked.

    A damaged file gives no facts at all.
    """
    attempts: dict[str, dict[int | str | None, list[Job]]] = {}
    untold: list[Job] = []
    try:
        for job in jobs:
            if isinstance(job, Unread):
                yield job
                continue
            yield from job.unread
            if job.began is None:
                untold.append(job)
            elif job.began:
                begun = job.value("training.started")
                attempts.setdefault(job.id, {}).setdefault(begun, []).append(job)
    except ColophonError as error:
        yield damage(error, error.place.partition(":")[0])
        return
    if untold:
        yield question(
            untold[0].locator,
            f"{len(untold)} jobs are listed without when they began and how long they took",
            "List the jobs anew with the columns Start, End and ElapsedRaw.",
        )
    for name, by_start in attempts.items():
        for start, same in by_start.items():
            of = f"job {name}" + (f", begun {start}" if len(by_start) > 1 else "")
            yield from _attempt(same, quoted(of))
        last = list(by_start.values())[-1][-1]
        if last.restarts is not None and last.restarts + 1 > len(by_start):
            yield question(
                last.locator,
                f"job {quoted(name)} was begun {last.restarts + 1} times, of which {len(by_start)} "
                "are listed",
                "List the jobs anew with `sacct --duplicates`.",
            )


def _attempt(same: Sequence[Job], of: str) -> Iterator[Evidence | Unread]:
    """Yield the facts of one attempt, from the lines that are of it."""
    over = [job for job in same if job.is_over]
    if not over:
        yield question(
            same[-1].locator,
            f"{of} has not ended, as far as is listed",
            "List the jobs anew when it has.",
        )
        return
    job, *others = over
    for other in others:
        if _plain(other) != _plain(job):
            yield question(
                other.locator,
                f"{of} stands at {job.locator} too, with other values",
                "Find out which is right, and keep that one.",
            )
            return
    for fact, (value, place) in job.facts.items():
        yield Evidence(fact=fact, value=value, unit=_UNIT.get(fact), of=of, locator=place)
    yield from _accelerators(job, of)
    nodes = job.resources.get("node", 0)
    if nodes and "hardware.nodes" not in job.facts:
        yield Evidence(fact="hardware.nodes", value=nodes, of=of, locator=job.resources_at)


def _plain(job: Job) -> object:
    return {fact: value for fact, (value, _) in job.facts.items()}, dict(job.resources)


def _accelerators(job: Job, of: str) -> Iterator[Evidence | Unread]:
    """Yield how many accelerators were allocated, and of which kind."""
    kinds = {
        match["kind"]: number
        for name, number in job.resources.items()
        if (match := _KIND.fullmatch(name)) and number
    }
    whole = job.resources.get(GPU, sum(kinds.values()))
    if kinds and sum(kinds.values()) != whole:
        yield question(
            job.resources_at,
            f"{whole} accelerators in all, and {sum(kinds.values())} by their kinds",
            "State by hand how many there were.",
        )
        return
    if whole:
        yield Evidence(fact="hardware.accelerators", value=whole, of=of, locator=job.resources_at)
    if kinds and all(kind.isprintable() for kind in kinds):
        value = next(iter(kinds)) if len(kinds) == 1 else tuple(sorted(kinds))
        yield Evidence(fact="hardware.accelerator", value=value, of=of, locator=job.resources_at)
