"""What two states of a dossier say differently, by field and entry and never by line.

Comments, the order of keys, the lines on which things stand and the spelling of numbers are no
difference. What is told here is for the provider, exactly as it stands on file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pydantic import BaseModel

from colophon.dossier.effective import as_text
from colophon.quantities import Amount, plain

if TYPE_CHECKING:
    from colophon.dossier.effective import Effective, Origin
    from colophon.dossier.model import Dossier
    from colophon.law.model import Law

How: TypeAlias = Literal["new", "gone", "changed", "restated"]
"""`restated` says the same with another source: somebody else, another day, another file."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is said differently; None where nothing was said of it, or nothing is."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or an entry of a register, on which two states part.

    Attributes:
        register: `fields`, `dossier`, `ledger` and `sources` (what is said of the ledger and of
            the register of sources as wholes), `compute`, `models`, `energy`, `time`, `cost`,
            `datasets`, `evaluations`, `decisions`, `events`, `incidents` or `configurations`.
        section: the section of a field; None for anything else.
        id: the field, the path in `dossier.yaml`, or what names the entry.
        label: what people call it.
        before: where it came from: who, when, the source; None where that was not said.
        after: the same of the later state.
    """

    register: str
    section: str | None
    id: str
    label: str
    how: How
    points: tuple[Point, ...]
    before: str | None = None
    after: str | None = None

    def heading(self, law: Law) -> str:
        """Return the heading that it stands under: the section of its field, or its register."""
        if self.section is not None:
            return law.section[self.section].label
        return law.say(f"diff.register.{self.register}")


_ELSEWHERE: Final = ("dossier.", "events.", "answers.")
"""What fields follow from that is told with the spine, the events and the other field."""
_LINE: Final = re.compile(r"(\.yaml):\d+\b")
_ORIGINS: Final = ("source", "by", "on")
"""Who says an entry, and where it comes from."""
REGISTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "compute": ("id",),
    "models": ("id",),
    "energy": ("id",),
    "time": ("id",),
    "cost": ("id",),
    "datasets": ("id", "name"),
    "evaluations": ("name", "kind", "metric", "setting"),
    "decisions": ("question", "on"),
    "events": ("event", "about", "on"),
    "incidents": ("id",),
    "requests": ("id",),
}
"""By which attributes an entry of each register is known again."""
_OF_LEDGER: Final = {
    "compute": "entries",
    "models": "models",
    "energy": "energy",
    "time": "time",
    "cost": "cost",
}
"""The registers that stand in `compute.yaml`, and what their lists are called there."""
_APART: Final = frozenset({"by", "on", "format"})
"""What tells of a file as a whole, and not of the model."""
_ANY_OF: Final = frozenset({"datasets"})
"""Where the first of them that is given names the entry, rather than all together."""


# -- Fields ---------------------------------------------------------------------------------------


def of_fields(
    before: Mapping[str, Effective], after: Mapping[str, Effective], law: Law
) -> Iterator[Difference]:
    """Yield the fields whose effective values part, in the order of the law."""
    for field in law.field.values():
        if field.follows and field.follows.startswith(_ELSEWHERE):
            continue
        then, now = before[field.id], after[field.id]
        points = tuple(_points(_of_value(then), _of_value(now)))
        sources = _sources(then.origins), _sources(now.origins)
        if not points and sources[0] == sources[1]:
            continue
        yield Difference(
            "fields",
            law.section_of[field.id],
            field.id,
            field.label,
            _how(points, is_new=not then.is_known, is_gone=not now.is_known),
            points,
            *sources,
        )


def _of_value(value: Effective) -> dict[str, str]:
    found = {}
    if value.value is not None:
        found["value"] = as_text(value.value)
    if value.reason is not None:
        found["not applicable"] = value.reason
    if value.note is not None:
        found["note"] = value.note
    if value.confidential:
        found["confidential"] = "yes"
    return found


def _sources(origins: Iterable[Origin]) -> str | None:
    """Say where a value comes from, without the lines, which move with every other entry."""
    told = []
    for one in origins:
        words = [_LINE.sub(r"\1", one.place)]
        words += [f"stated by {one.by}"] if one.by else []
        words += [one.on.isoformat()] if one.on else []
        words += [one.digest] if one.digest else []
        told.append(", ".join(words))
    return "; ".join(dict.fromkeys(told)) or None


# -- The spine and the registers ------------------------------------------------------------------


def of_entries(before: Dossier, after: Dossier) -> Iterator[Difference]:
    """Yield what the spine, the registers and the configurations say differently."""
    yield from _of_spine(before, after)
    for register, keys in REGISTERS.items():
        then, now = (_keyed(_rows(one, register), register, keys) for one in (before, after))
        for key in dict.fromkeys((*then, *now)):
            yield from _of_entry(register, key, then.get(key), now.get(key))
    for name in sorted(before.configurations.keys() | after.configurations.keys()):
        one, other = before.configurations.get(name), after.configurations.get(name)
        if one != other:
            how: How = "new" if one is None else "gone" if other is None else "changed"
            yield Difference("configurations", None, name, name, how, ())


def _of_spine(before: Dossier, after: Dossier) -> Iterator[Difference]:
    """Yield what `dossier.yaml` says, and what is said of the ledger and the sources as wholes."""
    for register, then, now in (
        ("dossier", before.spine, after.spine),
        ("ledger", _without_rows(before.ledger), _without_rows(after.ledger)),
        ("sources", before.inventory, after.inventory),
    ):
        one, other = _leaves(then), _leaves(now)
        origins = _origin(one), _origin(other)
        points = [point for point in _points(one, other) if point.name not in _APART]
        if not points and origins[0] != origins[1]:
            yield Difference(register, None, register, register, "restated", (), *origins)
        for point in points:
            how = _how((point,), is_new=point.before is None, is_gone=point.after is None)
            name, said = point.name, Point("value", point.before, point.after)
            yield Difference(register, None, name, name, how, (said,), *origins)


def _without_rows(record: BaseModel) -> dict[str, object]:
    """Return what a file says beside its lists of entries."""
    names = (name for name in type(record).model_fields if name not in _OF_LEDGER.values())
    return {name: getattr(record, name) for name in names}


def _rows(dossier: Dossier, register: str) -> Iterable[BaseModel]:
    rows: Iterable[BaseModel] = (
        getattr(dossier.ledger, _OF_LEDGER[register])
        if register in _OF_LEDGER
        else getattr(dossier, register)
    )
    return rows


def _keyed(
    rows: Iterable[BaseModel], register: str, keys: tuple[str, ...]
) -> dict[tuple[str, ...], BaseModel]:
    """Return the entries by what names them; several of one name are told apart by their order."""
    found: dict[tuple[str, ...], BaseModel] = {}
    for row in rows:
        said = [_leaf(getattr(row, key)) for key in keys]
        named = [one for one in said if one]
        key = tuple(named[:1] if register in _ANY_OF else named)
        number = 1
        while (unique := (*key, f"({number})") if number > 1 else key) in found:
            number += 1
        found[unique] = row
    return found


def _of_entry(
    register: str, key: tuple[str, ...], before: BaseModel | None, after: BaseModel | None
) -> Iterator[Difference]:
    then, now = (_leaves(one) if one is not None else {} for one in (before, after))
    keys = REGISTERS[register]
    apart = {*_ORIGINS, *(keys[:1] if register in _ANY_OF else keys)}
    points = tuple(point for point in _points(then, now) if point.name not in apart)
    sources = _origin(then), _origin(now)
    if points or sources[0] != sources[1]:
        how = _how(points, is_new=before is None, is_gone=after is None)
        name = ", ".join(key)
        yield Difference(register, None, name, name, how, points, *sources)


def _origin(leaves: Mapping[str, str]) -> str | None:
    """Say where an entry comes from: its source, who entered it and when."""
    words = [leaves[name] for name in _ORIGINS if name in leaves]
    return ", ".join(words) or None


# -- What both share ------------------------------------------------------------------------------


def _how(points: tuple[Point, ...], *, is_new: bool, is_gone: bool) -> How:
    if is_new != is_gone:
        return "new" if is_new else "gone"
    return "changed" if points else "restated"


def _points(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Point]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Point(name, before.get(name), after.get(name))


def _leaves(record: object, path: str = "") -> dict[str, str]:
    """Return what a record says, `sizes.text` -> `3.7e12 tokens`; what it leaves open is absent."""
    found: dict[str, str] = {}
    inner: Iterable[tuple[str, object]]
    match record:
        case BaseModel() if not isinstance(record, Amount):
            inner = list(_said(record))
        case Mapping():
            inner = [(str(name), one) for name, one in record.items()]
        case tuple() if any(isinstance(one, BaseModel) for one in record):
            inner = [(str(number), one) for number, one in enumerate(record, start=1)]
        case _:
            said = _leaf(record)
            return {} if said is None else {path: said}
    for name, one in inner:
        found |= _leaves(one, f"{path}.{name}" if path else name)
    return found


def _said(record: BaseModel) -> Iterator[tuple[str, object]]:
    """Yield what was written of a record: what it says where nothing is written is left out."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if field.is_required() or value != field.get_default():
            yield name, value


def _leaf(value: object) -> str | None:
    """Return one value as people read it; None where nothing is said."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case Amount() | tuple():
            return as_text(tuple(map(str, value)) if isinstance(value, tuple) else value)
        case Decimal() | int():
            return plain(Decimal(value))
        case date():
            return value.isoformat()
        case _:
            return str(value)
