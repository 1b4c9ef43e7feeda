"""Accelerators as data: what one unit can do at most, what it is called, and who says so.

The figures stand in `data/accelerators.yaml`: dense operations of one unit, each with its source
and its grade. They are read when they are first asked for.
"""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field as Attribute, model_validator

from colophon.dossier.model.base import Name, Record, Text
from colophon.errors import LawError, UnknownIdError
from colophon.law.model.base import Confirmed
from colophon.quantities import FLOP_PER_SECOND, Amount
from colophon.reading import Count, Flag, Number, Quantity, RateText, measure, validate, yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Form: TypeAlias = Literal["sxm", "pcie", "nvl", "oam"]
Unit: TypeAlias = Literal["gpu", "gcd", "chip", "core", "module", "superchip", "apu"]
DType: TypeAlias = Literal["fp32", "tf32", "fp16", "bf16", "fp8", "fp4"]

_EXACT = decimal.Context(traps=[decimal.Inexact])
_PATH = "compute/data/accelerators.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from.

    Attributes:
        words: what kind of source, in a few words.
        confirmed: how well the figure was confirmed.
    """

    words: str
    confirmed: Confirmed


@dataclass(frozen=True, slots=True)
class Peak:
    """The most operations that one unit does in a second, without sparsity.

    Attributes:
        dtype: the data type of the matrix multiplications.
        amount: in FLOP/s; where sources or bins differ an interval, and `best` is its higher end,
            so that compute is not told too low.
        disputed: whether sources disagree.
    """

    dtype: DType
    amount: Amount
    source: Source
    disputed: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether one may compute with it: a figure in dispute needs at least a range."""
        return not (self.disputed and self.amount.is_point)


@dataclass(frozen=True, slots=True)
class Accelerator:
    """What people count by: a GPU, a chip, a core, a module.

    Attributes:
        id: its name in the data, such as `h100-sxm`.
        names: as drivers report it and as people write it.
        chip: what its other forms share with it.
        form: how it is mounted, where the data tell forms apart.
        unit: what one unit is; hours are hours of these.
        peaks: by data type, in the order of the data.
        watts: the power that one unit is built for, in W, a range with the higher end as `best`;
            None where it is not known.
        watts_source: of `watts`.
        note: a remark of the data.
    """

    id: str
    names: tuple[str, ...]
    chip: str
    form: Form | None
    unit: Unit
    peaks: tuple[Peak, ...]
    watts: Amount | None = None
    watts_source: Source | None = None
    note: str | None = None

    def peak(self, dtype: str, *, place: str = "dtype") -> Amount:
        """Return the dense peak of one unit in FLOP/s; an interval where sources differ.

        Raises:
            UnknownIdError: no peak of this data type is known, or sources disagree on it and no
                range is known; `place` is where the data type was named.
        """
        found = next((one for one in self.peaks if one.dtype == dtype), None)
        if found is None:
            known = ", ".join(one.dtype for one in self.peaks)
            raise UnknownIdError(
                f"no peak of `{self.id}` is known for `{dtype}`",
                place=place,
                remedy=f"Known are: {known}." if known else "Give the peak with its source.",
            )
        if not found.is_settled:
            raise UnknownIdError(
                f"sources disagree on the peak of `{self.id}` for `{dtype}`",
                place=place,
                remedy=f"Give the peak with its source; {found.amount} is one of the figures.",
            )
        return found.amount


# -- Data -----------------------------------------------------------------------------------------


def _watts(value: object) -> object:
    return measure(value, asked=Quantity.POWER) if isinstance(value, str) else value


_Watts: TypeAlias = Annotated[Amount, BeforeValidator(_watts)]


class _Figure(Record):
    """One figure or a range of it, with its own source where it is not the record's."""

    low: Any
    high: Any
    disputed: Flag = False
    source: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: object) -> object:
        """Take `989.4 TFLOP/s` for both ends, and `value` too."""
        if isinstance(value, str):
            return {"low": value, "high": value}
        if isinstance(value, dict) and "value" in value:
            rest = {name: one for name, one in value.items() if name != "value"}
            return {"low": value["value"], "high": value["value"], **rest}
        return value

    @model_validator(mode="after")
    def _in_rising_order(self) -> _Figure:
        self.amount()
        return self

    def amount(self) -> Amount:
        """Return the interval; its best value is its higher end."""
        return Amount(self.low.low, self.high.best, self.high.high, self.low.unit)


class _PeakFigure(_Figure):
    low: RateText
    high: RateText


class _WattsFigure(_Figure):
    low: _Watts
    high: _Watts


class _Related(Record):
    """What else people count by: how many of one are in the other, and what it is called."""

    unit: Unit
    count: Count = Attribute(gt=1)
    names: tuple[Text, ...]


class _Entry(Record):
    """One accelerator in one form."""

    id: Name
    chip: Name
    form: Form | None = None
    unit: Unit
    names: Annotated[tuple[Text, ...], Attribute(min_length=1)]
    parts: _Related | None = None
    whole: _Related | None = None
    peaks: dict[DType, _PeakFigure]
    watts: _WattsFigure | None = None
    source: Name
    note: Text | None = None


class _Source(Record):
    words: Text
    confirmed: Confirmed


class _Data(Record):
    """The content of the file."""

    sources: dict[Name, _Source]
    near: Number = Attribute(gt=0, lt=1)
    far: Number = Attribute(gt=0, lt=1)
    sparse: Count = Attribute(gt=1)
    usual: tuple[DType, ...]
    words: tuple[Text, ...]
    accelerators: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The accelerators that are known.

    Attributes:
        accelerators: in the order of the data, each followed by its part or its whole.
        by_name: name in small letters without spaces or hyphens -> whose name it is.
        words: what may stand beside a name and says nothing of the peak.
        near: by how much, as a fraction, a typed peak may differ from the one it is taken for.
        far: by how much it differs at least from those that it cannot stand for.
        sparse: how many times the dense peak one with sparsity is.
        usual: the data types that are meant where none is named.
    """

    accelerators: tuple[Accelerator, ...]
    by_name: Mapping[str, tuple[Accelerator, ...]]
    words: frozenset[str]
    near: Decimal
    far: Decimal
    sparse: int
    usual: tuple[DType, ...]


def load(data: bytes) -> Catalogue:
    """Make a catalogue of the file's bytes.

    Raises:
        ReadingError: not YAML, or not of its shape; with the line.
        LawError: an id or a name of one record stands twice, or a source is not there.
    """
    text = yaml(data, _PATH)
    read = validate(_Data, text)
    sources = {name: Source(one.words, one.confirmed) for name, one in read.sources.items()}
    found: list[Accelerator] = []
    by_name: dict[str, tuple[Accelerator, ...]] = {}
    for position, entry in enumerate(read.accelerators):
        place = text.place(("accelerators", position))
        for one in _made(entry, sources, place):
            if any(one.id == other.id for other in found):
                raise LawError(
                    f"the accelerator `{one.id}` stands twice",
                    place=place,
                    remedy="Give each its own id.",
                )
            found.append(one)
            for name in dict.fromkeys(map(joined, one.names)):
                by_name[name] = (*by_name.get(name, ()), one)
    return Catalogue(
        tuple(found), by_name, frozenset(read.words), read.near, read.far, read.sparse, read.usual
    )


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that is shipped; it is read once."""
    return load(files("colophon").joinpath(_PATH).read_bytes())


def accelerators() -> tuple[Accelerator, ...]:
    """Return all accelerators that are known, each followed by its part or its whole."""
    return catalogue().accelerators


def _made(entry: _Entry, sources: Mapping[str, Source], place: str) -> Iterator[Accelerator]:
    """Yield the accelerator of an entry, and its part or its whole."""

    def source(name: str | None) -> Source:
        if (name or entry.source) not in sources:
            raise LawError(
                f"the source `{name or entry.source}` is named and is not there",
                place=place,
                remedy="Add it, or mend the name.",
            )
        return sources[name or entry.source]

    one = Accelerator(
        entry.id,
        entry.names,
        entry.chip,
        entry.form,
        entry.unit,
        tuple(
            Peak(dtype, figure.amount(), source(figure.source), figure.disputed)
            for dtype, figure in entry.peaks.items()
        ),
        entry.watts.amount() if entry.watts else None,
        source(entry.watts.source) if entry.watts else None,
        entry.note,
    )
    yield one
    for related in (entry.parts, entry.whole):
        if related is not None:
            times = Amount.exactly(_factor(related, entry, place), "")
            peaks = tuple(
                replace(peak, amount=peak.amount.times(times, FLOP_PER_SECOND))
                for peak in one.peaks
            )
            yield Accelerator(
                f"{entry.id}-{related.unit}",
                related.names,
                entry.chip,
                entry.form,
                related.unit,
                peaks,
                note=entry.note,
            )


def _factor(related: _Related, entry: _Entry, place: str) -> Decimal:
    """Return how many of the entry's units the related one is, exactly."""
    if related is entry.whole:
        return Decimal(related.count)
    try:
        return _EXACT.divide(1, related.count)
    except decimal.Inexact:
        raise LawError(
            f"one of {related.count} parts has no exact peak",
            place=place,
            remedy="Give the part a record of its own.",
        ) from None


def words_of(name: str) -> list[str]:
    """Return the words of a name in small letters; spaces and hyphens part them."""
    return [word for word in re.split(r"[\s_-]+", name.lower()) if word]


def joined(name: str) -> str:
    """Return a name in small letters, without what stands between its words."""
    return "".join(words_of(name))
