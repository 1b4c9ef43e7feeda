"""Answers over evidence: the one value of each field that counts, and where the two part.

The effective value of a field is the person's answer if there is one, else the evidence if it
agrees with itself, else nothing. A disagreement is reported and nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from colophon.law.model import Field, Kind
from colophon.law.model.forms import IN_WORDS
from colophon.quantities import Amount, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.dossier.model import Dossier, Value
    from colophon.evidence import Evidence, Reading
    from colophon.law.model import Law


class State(StrEnum):
    """How a field stands."""

    STATED = "stated"
    READ = "read"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        place: the file, and the line or the place in it.
        by: the person who states it; None for a machine's reading.
        on: the day on which it was stated.
        digest: of the artefact that was read; None for a statement.
    """

    place: str
    by: str | None = None
    on: date | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Effective:
    """The value of one field that counts.

    Attributes:
        state: stated, read, not applicable or unknown.
        value: for stated and read.
        reason: for not applicable.
        origins: where it comes from; several when several artefacts agree.
        note: the person's remark.
        confidential: whether it is kept from downstream providers and the public.
    """

    state: State
    value: Value | None = None
    reason: str | None = None
    origins: tuple[Origin, ...] = ()
    note: str | None = None
    confidential: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is a value, or the reason why there is none."""
        return self.state is not State.UNKNOWN


UNKNOWN = Effective(State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one field that differ, each with its place; the first is the person's, if any."""

    field: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All fields of the law, filled as far as the dossier goes."""

    values: Mapping[str, Effective]
    conflicts: tuple[Conflict, ...]


def effective(dossier: Dossier, law: Law, followed: Mapping[str, Effective]) -> Record:
    """Fill the law's fields; `followed` holds the values that follow from a computation.

    The keys of `followed` are those of `Field.follows`, such as `compute.cumulative`, and of
    `Field.computed`, such as `energy.total`. What follows from the spine is found here.
    """
    values: dict[str, Effective] = {}
    conflicts: list[Conflict] = []
    for field in law.field.values():
        if law.section[law.section_of[field.id]].each:
            values[field.id] = UNKNOWN  # each incident has its own: `dossier.incidents`
            continue
        if field.follows:
            values[field.id] = followed.get(field.follows) or _followed(field, dossier)
            continue
        computed = followed.get(field.computed) if field.computed else None
        readings = tuple(_read(field, dossier))
        values[field.id] = _effective(field, dossier, readings, computed)
        others = readings
        if computed is not None and field.computed not in IN_WORDS:
            others = (*readings, _as_read(computed))
        conflict = _conflict(field, values[field.id], others)
        if conflict:
            conflicts.append(conflict)
    for field in law.field.values():
        room, _, name = (field.follows or "").partition(".")
        if room == "answers":
            values[field.id] = values[name]
    return Record(values, tuple(conflicts))


def _effective(
    field: Field,
    dossier: Dossier,
    readings: tuple[tuple[Value, Origin], ...],
    computed: Effective | None,
) -> Effective:
    answer = dossier.answers.get(field.id)
    confidential = answer.confidential if answer else False
    note = answer.note if answer else None
    if answer and answer.is_given:
        origin = Origin(
            dossier.place(f"answers.{field.id}", otherwise="answers/"), answer.by, answer.on
        )
        state = State.STATED if answer.value is not None else State.NOT_APPLICABLE
        return Effective(state, answer.value, answer.not_applicable, (origin,), note, confidential)
    if readings and all(_same(field, readings[0][0], value) for value, _ in readings):
        origins = tuple(origin for _, origin in readings)
        return Effective(State.READ, readings[0][0], None, origins, note, confidential)
    if computed is not None:
        return replace(computed, note=note, confidential=confidential)
    return Effective(State.UNKNOWN, note=note, confidential=confidential)


def _as_read(computed: Effective) -> tuple[Value, Origin]:
    """Return a computed value with all the places that it comes from, to hold an answer against."""
    assert computed.value is not None
    return computed.value, Origin(", ".join(origin.place for origin in computed.origins))


def _read(field: Field, dossier: Dossier) -> Iterator[tuple[Value, Origin]]:
    for reading in dossier.readings:
        for evidence in reading.evidence:
            if evidence.fact in field.evidence:
                yield _value(field, evidence), origin_of(reading, evidence)


def origin_of(reading: Reading, evidence: Evidence) -> Origin:
    """Return where a machine read `evidence`."""
    artefact = reading.artefact
    return Origin(artefact.place(evidence.locator), digest=artefact.digest)


def _value(field: Field, evidence: Evidence) -> Value:
    raw = evidence.value
    if field.kind is Kind.AMOUNT:
        assert isinstance(raw, int)
        assert field.unit is not None
        return Amount.exactly(raw, field.unit)
    if field.kind is Kind.NAMES:
        return tuple(str(item) for item in raw) if isinstance(raw, tuple) else (str(raw),)
    return ", ".join(str(item) for item in raw) if isinstance(raw, tuple) else str(raw)


def _conflict(
    field: Field, value: Effective, readings: tuple[tuple[Value, Origin], ...]
) -> Conflict | None:
    if field.kind is Kind.TEXT:
        return None
    sides = [(one, origin.place) for one, origin in readings]
    if value.state is State.STATED and value.value is not None:
        sides.insert(0, (value.value, value.origins[0].place))
    if not sides or all(_same(field, sides[0][0], one) for one, _ in sides[1:]):
        return None
    return Conflict(field.id, tuple((as_text(one), place) for one, place in sides))


def _same(field: Field, left: Value, right: Value) -> bool:
    if isinstance(left, Amount) and isinstance(right, Amount):
        return left.low <= right.high and right.low <= left.high
    if isinstance(left, tuple) and isinstance(right, tuple):
        return {item.casefold() for item in left} == {item.casefold() for item in right}
    if field.kind is Kind.NAME and isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return left == right


def _followed(field: Field, dossier: Dossier) -> Effective:
    """Return the value that stands in the spine, or the first day of an event."""
    assert field.follows is not None
    room, _, name = field.follows.partition(".")
    match room:
        case "dossier":
            return _of_spine(name.replace("-", "_"), field, dossier)
        case "events":
            return _of_event(name, dossier)
        case _:
            return UNKNOWN


def _of_event(event: str, dossier: Dossier) -> Effective:
    """Return the first day on which something happened."""
    days = [
        (one.on, position, one.by)
        for position, one in enumerate(dossier.events)
        if one.event == event
    ]
    if not days:
        return UNKNOWN
    day, position, by = min(days)
    place = dossier.place(f"events.{position}", otherwise="events.yaml")
    return Effective(State.STATED, day, None, (Origin(place, by),))


def _of_spine(path: str, field: Field, dossier: Dossier) -> Effective:
    """Return what stands at `path` in the spine, or whether the list there holds something."""
    value = dossier.spine.at(path)
    if value is None:
        return UNKNOWN
    place = dossier.place(f"dossier.{path}", otherwise="dossier.yaml")
    if isinstance(value, int):
        assert field.unit is not None
        value = Amount.exactly(value, field.unit)
    assert isinstance(value, str | date | tuple | Amount)
    if field.holds is not None:
        assert isinstance(value, tuple)
        value = "yes" if field.holds in value else "no"
    origin = Origin(place, dossier.spine.by, dossier.spine.on)
    return Effective(State.STATED, value, None, (origin,))


def as_text(value: Value) -> str:
    """Return a value on one line, exactly."""
    if isinstance(value, Amount):
        if value.is_point:
            return f"{plain(value.best)} {value.unit}"
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(value) if value else "none"
    return value.isoformat() if isinstance(value, date) else value
