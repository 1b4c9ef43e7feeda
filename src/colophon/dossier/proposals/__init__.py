"""What the evidence supports and the registers lack, and where a register says something else.

One module per list of a register. A proposal holds what files tell, and names what they do not
tell and the register needs: that is for a person to say, and nobody guesses it. Each module has:

    FILE, LIST: str
        The register and the list in it.

    NEEDS: Mapping[str, str]
        What no file tells: the keys that a person may have to give, and what each is.

    propose(things: Sequence[Thing]) -> Iterator[Entry]
        The entries that the things in one artefact support.

    same(row: Row, entry: Entry) -> bool
        Whether an entry of the register is about the same, wherever it is from.

    differ(row: Row, entry: Entry) -> Iterator[str]
        The keys on which the two part; what either leaves out says nothing.

An entry that names the place of the evidence as its `source` is about the same, too.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from colophon import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from colophon.evidence import Evidence, EvidenceValue, Reading

Row = dict[str, Any]
"""An entry of a register as plain values, as they stand in the file."""

_LONGEST: Final = 60

_SECOND_HAND: Final = frozenset({"every_eval_ever", "huggingface_eval_results"})
"""What is made from the files of others tells less than these do, and comes after them."""


class Thing:
    """What one artefact tells of one thing in it, such as one task, with what it tells of all.

    Attributes:
        reading: what was read of the artefact.
        name: which thing; None where the artefact tells of nothing but the whole.
    """

    def __init__(self, reading: Reading, name: str | None) -> None:
        self.reading = reading
        self.name = name
        self._own: dict[str, list[Evidence]] = {}
        self._whole: dict[str, list[Evidence]] = {}
        for one in reading.evidence:
            if one.of == name:
                self._own.setdefault(one.fact, []).append(one)
            elif one.of is None:
                self._whole.setdefault(one.fact, []).append(one)

    def told(self, fact: str) -> Evidence | None:
        """Return a fact of the thing, or else of the whole; None where it is told in two ways."""
        found = self._own.get(fact) or self._whole.get(fact) or []
        return found[0] if len({(one.value, one.unit) for one in found}) == 1 else None

    def own(self, fact: str) -> Evidence | None:
        """Return a fact of the thing itself."""
        return self.told(fact) if fact in self._own else None

    def value(self, fact: str) -> EvidenceValue | None:
        """Return the value of a fact; None where nothing tells it."""
        found = self.told(fact)
        return None if found is None else found.value

    def words(self, fact: str) -> str | None:
        """Return the value of a fact with its unit; None where nothing tells it."""
        found = self.told(fact)
        return None if found is None else found.written()

    def place(self, fact: str) -> str:
        """Return where a fact of it stands: the artefact and the place in it."""
        found = self.told(fact)
        assert found is not None
        return self.reading.artefact.place(found.locator)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that one thing supports.

    Attributes:
        name: a short name for it, in kebab-case; entries of one list may share it.
        row: what is told, by key, in the order of the file; None for what the register needs and
            nothing tells.
    """

    name: str
    row: Row


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that the evidence supports and its register lacks.

    Attributes:
        id: by which a person chooses it: the list and a name.
        file: the register.
        list: the list in it.
        row: what is told, by key, in the order of the file; None for what a person has to say.
        needs: what is to be said: key -> what it is.
    """

    id: str
    file: str
    list: str
    row: Row
    needs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An entry of a register that says something else than the evidence does.

    Attributes:
        file: the register.
        list: the list in it.
        position: of the entry in the list, from 0.
        key: on which they part.
        written: what the register says.
        found: what the evidence says.
        place: where the evidence stands.
    """

    file: str
    list: str
    position: int
    key: str
    written: str
    found: str
    place: str


def exact(value: EvidenceValue | None) -> Decimal | None:
    """Return a number that evidence holds, as it is; None where it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def proposals(registers: Mapping[str, Any], readings: Sequence[Reading]) -> list[Proposal]:
    """Return what the evidence supports and the registers lack, each with an id of its own.

    Args:
        registers: the plain values of the registers, by their paths.
        readings: the evidence.
    """
    found: list[Proposal] = []
    taken: set[str] = set()
    for module in _modules():
        rows = _rows(registers, module)
        for entry in _entries(module, readings):
            others = [*rows, *(one.row for one in found if one.list == module.LIST)]
            if _about_the_same(module, others, entry) is None:
                id = _free(f"{module.LIST}/{entry.name}", taken)
                row = {**entry.row}
                if "id" in row:
                    row["id"] = _free(id.partition("/")[2], {str(one.get("id")) for one in rows})
                needs = {key: module.NEEDS[key] for key, value in row.items() if value is None}
                found.append(Proposal(id, module.FILE, module.LIST, row, needs))
    return found


def disagreements(
    registers: Mapping[str, Any], readings: Sequence[Reading]
) -> Iterator[Disagreement]:
    """Yield the entries of registers that say something else than the evidence does."""
    for module in _modules():
        rows = _rows(registers, module)
        for entry in _entries(module, readings):
            position = _about_the_same(module, rows, entry)
            if position is None:
                continue
            for key in module.differ(rows[position], entry):
                yield Disagreement(
                    module.FILE,
                    module.LIST,
                    position,
                    key,
                    _in_words(rows[position][key]),
                    _in_words(entry.row[key]),
                    entry.row["source"],
                )


def chosen(found: Sequence[Proposal], patterns: Sequence[str]) -> list[Proposal]:
    """Return the proposals whose ids fit one of some patterns, such as `evaluations/*`."""
    return [
        one
        for one in found
        if not patterns or any(fnmatch.fnmatchcase(one.id, pattern) for pattern in patterns)
    ]


def slug(*words: str | None) -> str:
    """Return words as a name in kebab-case."""
    text = re.sub(r"[^a-z0-9]+", "-", " ".join(filter(None, words)).lower()).strip("-")
    return text[:_LONGEST].strip("-") or "entry"


def _modules() -> list[ModuleType]:
    import colophon.dossier.proposals as package  # noqa: PLC0415 -- itself

    return list(parts.modules(package))


def _rows(registers: Mapping[str, Any], module: ModuleType) -> list[Row]:
    content = registers.get(module.FILE)
    rows = content.get(module.LIST) if isinstance(content, dict) else None
    return [row for row in rows or () if isinstance(row, dict)]


def _entries(module: ModuleType, readings: Sequence[Reading]) -> Iterator[Entry]:
    for reading in sorted(readings, key=lambda one: one.importer in _SECOND_HAND):
        names = dict.fromkeys(one.of for one in reading.evidence)
        yield from module.propose([Thing(reading, name) for name in names])


def _about_the_same(module: ModuleType, rows: Sequence[Row], entry: Entry) -> int | None:
    """Return the position of the entry of a register that is about the same; None where none is."""
    for position, row in enumerate(rows):
        if row.get("source") == entry.row["source"]:
            return position
    for position, row in enumerate(rows):
        if module.same(row, entry):
            return position
    return None


def _free(id: str, taken: set[str]) -> str:
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    taken.add(free)
    return free


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
