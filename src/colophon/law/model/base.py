"""What all records of the law share: ids, grades, citations, values that change with the day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field as Attribute, StringConstraints

from colophon.reading import Day

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Kebab-case; never reused once published."""

DottedId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
"""Dotted kebab-case, such as `training.compute.cumulative`."""

PhraseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)*$")]
"""Kebab-case, with or without dots."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Force(StrEnum):
    """What weight an instrument has."""

    BINDING = "binding"
    GUIDANCE = "guidance"
    VOLUNTARY = "voluntary"
    READING = "reading"
    """Our own reading, where the texts are silent."""


class Confirmed(StrEnum):
    """How well a fact about the law was confirmed."""

    PRIMARY = "primary"
    """Read in the official text."""
    CONVERSION = "conversion"
    """Read in a full machine conversion of the official text."""
    SECONDARY = "secondary"
    """Read in somebody else's account of it."""
    RECALLED = "recalled"
    """General knowledge, not checked against a source."""
    READING = "reading"
    """Our own inference."""


class Record(BaseModel):
    """A record of the law: nothing in it changes, and it has no names but its own."""

    # No schema is made of the law's shapes, and reading their docstrings costs at every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Version(Record):
    """One version of an instrument, with its own paragraph numbers."""

    id: Id
    number: Text
    """The official number of the document, such as `OJ L 2024/1689` or `C(2025) 7719 final`."""
    dated: Day
    confirmed: Confirmed
    note: Text | None = None


class Instrument(Record):
    """A text in which a provision stands."""

    id: Id
    label: Text
    """The short name that citations show, such as `AI Act`."""
    title: Text
    """What it is, in our words."""
    force: Force
    eli: Text | None = None
    """Its European Legislation Identifier, where it has one."""
    versions: Annotated[tuple[Version, ...], Attribute(min_length=1)]


class Citation(Record):
    """Where something is written: the instrument, its version, the place in it."""

    instrument: Id
    version: Id
    at: Text
    """The place, such as `Art. 51(2)` or `para. 17`."""
    confirmed: Confirmed


D = TypeVar("D")


class Dated(Record, Generic[D]):
    """Something whose value changes with the day; an entry is added, never edited."""

    values: Annotated[dict[Day, D], Attribute(min_length=1)]
    """Day since which, to the value from then on."""

    def on(self, day: date) -> D | None:
        """Return the value in force on `day`; None before the first entry."""
        since = self.since(day)
        return None if since is None else self.values[since]

    def since(self, day: date) -> date | None:
        """Return the day since which the value in force on `day` has held."""
        return max((start for start in self.values if start <= day), default=None)
