"""What changed in the law between two days: entries that began to hold, texts, milestones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from colophon.law.model import Level, Sense
from colophon.quantities import plain
from colophon.workspace.lawbook import told_effect
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.law.model import Citation, Law, Obligation, Threshold


@dataclass(frozen=True, slots=True)
class Change:
    """Something that began to hold, or ceased, on a day.

    Attributes:
        kind: threshold, obligation, commitment, consequence, milestone or text.
        says: what changed, in words.
        whom: whom it concerns: the actor, or categories of models; empty for a text.
        source: where it is written; None for a new version of a text, which is its own source.
    """

    day: date
    kind: str
    id: str
    says: str
    whom: str = ""
    source: Citation | None = None


def changes(law: Law, first: date, second: date) -> tuple[Change, ...]:
    """Return what changed after `first` and up to `second`, whichever is the earlier, in order."""
    start, stop = sorted((first, second))
    found = (
        *_thresholds(law),
        *_obligations(law),
        *_consequences(law),
        *_milestones(law),
        *_texts(law),
    )
    within = (one for one in found if start < one.day <= stop)
    return tuple(sorted(within, key=lambda one: (one.day, one.kind, one.id)))


def _thresholds(law: Law) -> Iterator[Change]:
    for one in law.thresholds:
        for day, level in one.values.items():
            yield Change(day, "threshold", one.id, _level(one, level), one.metric, level.source)


def _level(threshold: Threshold, level: Level) -> str:
    if level.value is None:
        return f"{threshold.label}: no longer"
    operator = threshold.comparison.replace("-", " ")
    return f"{threshold.label}: {operator} {plain(level.value)} {threshold.unit}"


def _obligations(law: Law) -> Iterator[Change]:
    seen = set()
    for one in law.obligations:
        for day, entry in one.values.items():
            word = "possible" if one.kind == "possibility" else "owed"
            what = word if entry else f"no longer {word}"
            source = entry.source if entry else None
            if one.commitment is None:
                yield Change(day, "obligation", one.id, f"{one.label}: {what}", _whom(one), source)
            elif (one.commitment, day, what) not in seen:
                seen.add((one.commitment, day, what))
                commitment = law.commitment[one.commitment]
                says = f"{commitment.label}: {what} by those who signed the chapter"
                yield Change(day, "commitment", one.commitment, says, _whom(one), commitment.source)


def _consequences(law: Law) -> Iterator[Change]:
    for one in law.consequences:
        for day, effect in one.values.items():
            says = f"{one.label}: {told_effect(effect, law) if effect else 'no longer'}"
            yield Change(day, "consequence", one.id, says, source=effect.source if effect else None)


def _whom(obligation: Obligation) -> str:
    lifted = f", unless {', '.join(obligation.unless)}" if obligation.unless else ""
    return ", ".join(obligation.applies_to) + lifted


def _milestones(law: Law) -> Iterator[Change]:
    for one in law.deadlines:
        if one.on is not None and one.sense is Sense.MILESTONE:
            yield Change(one.on, "milestone", one.id, one.label, one.actor, one.source)


def _texts(law: Law) -> Iterator[Change]:
    for one in law.instruments:
        for version in one.versions:
            says = f"{one.label}: version {version.number}"
            yield Change(version.dated, "text", f"{one.id} {version.id}", says)


def as_json(found: tuple[Change, ...], law: Law) -> list[dict[str, Any]]:
    """Return changes as plain values."""
    return [
        {
            "day": one.day.isoformat(),
            "kind": one.kind,
            "id": one.id,
            "says": one.says,
            "whom": one.whom or None,
            **of_citation(one.source, law),
        }
        for one in found
    ]
