"""The register of sources beside their scans: what a person states, and what a machine measured.

A scan belongs to the source whose `id` it has. Of each modality what is stated counts, else what
was measured; a scan that could not read everything measured at least so much. Nothing here judges:
which sources are large, and what follows from them, is found in `assessment`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.dossier import registers
from colophon.dossier.effective import Origin
from colophon.dossier.model import NOT_KNOWN
from colophon.dossier.scans import BYTES, SCANNER, UNIT, Scan, Size, row
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.dossier.model import Category, Dataset, Dossier, Inventory, Modality

MODALITIES: Final[tuple[Modality, ...]] = ("text", "image", "video", "audio", "other")
"""In the order of the template."""

_SAME_UNIT: Final = {"token": "tokens", "image": "images", "hour": "hours", "h": "hours"}
_MONTH: Final = len("2026-11")


@dataclass(frozen=True)
class Source:
    """A source of the register, with its scan.

    Attributes:
        position: in the register, from 0.
        dataset: what a person entered.
        place: where that stands.
        by, on: who states that the register is complete, and when; None where nobody does.
        scans: the scans of its name; where there are several, none counts.
        whole: the source of the register that it is a part of.
    """

    position: int
    dataset: Dataset
    place: str
    by: str | None = None
    on: date | None = None
    scans: tuple[Scan, ...] = ()
    whole: Source | None = None

    @property
    def origin(self) -> Origin:
        """Where the entry stands."""
        return Origin(self.place, self.by, self.on)

    @property
    def scan(self) -> Scan | None:
        """What a machine measured of it; None without a scan, or with several."""
        return self.scans[0] if len(self.scans) == 1 else None

    @cached_property
    def stated(self) -> Mapping[Modality, Size]:
        """The size of each modality as a person states it, in whatever unit."""
        dataset = self.dataset
        if dataset.sizes is not None:
            told = ((one, getattr(dataset.sizes, one)) for one in MODALITIES)
            return {one: Size(_in_its_unit(size), self.origin) for one, size in told if size}
        if dataset.size is None:
            return {}
        size = _in_its_unit(dataset.size)
        of = dataset.modalities
        if len(of) > 1:  # tokens may be of several modalities, hours of sound or of videos
            of = tuple(one for one in of if one != "text" and UNIT.get(one) == size.unit)
        return {of[0]: Size(size, self.origin)} if len(of) == 1 else {}

    def size(self, modality: Modality) -> Size | None:
        """Return the size that counts, in the unit of the modality; None where it is not known."""
        stated = self.stated.get(modality)
        if stated is not None and _fits(modality, stated.amount):
            return stated
        return self.scan.sizes.get(modality) if self.scan else None

    @property
    def bytes_of_text(self) -> Size | None:
        """How many bytes its text has, stated or else measured; None where that is not known."""
        stated = self.stated.get("text")
        if stated is not None and stated.amount.unit == BYTES:
            return stated
        return self.scan.bytes_of_text if self.scan else None

    def month(self, which: str) -> str | None:
        """Return the month `since` or `until` which it was collected, stated or else measured.

        It is None where nothing is said, and `not known` where a person says so.
        """
        stated: str | None = getattr(self.dataset, which)
        if stated is not None or self.scan is None:
            return stated
        day = self.scan.one("first-day" if which == "since" else "last-day")
        return str(day.value)[:_MONTH] if day is not None else None

    def month_origin(self, which: str) -> Origin:
        """Return where that month stands."""
        if getattr(self.dataset, which) is not None or self.scan is None:
            return self.origin
        return self.scan.origin("first-day" if which == "since" else "last-day")

    @property
    def snapshots(self) -> tuple[str, ...]:
        """The names of the dumps that the scan found, in their order."""
        names = (str(row(one)[0]) for one in self.scan.of("dump")) if self.scan else ()
        return tuple(sorted(dict.fromkeys(names)))


class Total(NamedTuple):
    """The sizes of several sources in one modality, added up.

    Attributes:
        amount: of those that are known, in the unit of the modality; none of `other` is added.
        known: the sizes that were added.
        unknown: the sources that have the modality and of which no size is known.
        at_least: the sources of which only a lower bound is known.
    """

    amount: Amount
    known: tuple[Size, ...]
    unknown: tuple[Source, ...]
    at_least: tuple[Source, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the size of every source is known."""
        return not self.unknown and not self.at_least


class Group(NamedTuple):
    """Sources that are one dataset: a collection with its parts, or a source by itself.

    Attributes:
        name: of the collection.
        head: the source that is the collection, where the register has it.
        parts: the other sources, in the order of the register.
    """

    name: str
    head: Source | None
    parts: tuple[Source, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The collection, if it has an entry, and its parts."""
        return (*filter(None, (self.head,)), *self.parts)

    @property
    def modalities(self) -> frozenset[Modality]:
        """What kinds of data it holds."""
        return frozenset(one for source in self.sources for one in source.dataset.modalities)


@dataclass(frozen=True)
class Sources:
    """All sources of a dossier.

    Attributes:
        listed: in the order of the register.
        strangers: scans of which the register has no source.
    """

    listed: tuple[Source, ...]
    inventory: Inventory
    strangers: tuple[Scan, ...]
    place: str

    @property
    def is_whole(self) -> bool:
        """Whether a person states that the register is complete, and no scan says otherwise."""
        return bool(self.inventory.complete) and not self.strangers

    @property
    def origin(self) -> Origin:
        """Where it is stated that the register is complete."""
        return Origin(self.place, self.inventory.by, self.inventory.on)

    def told_as(self, category: Category) -> tuple[Source, ...]:
        """Return the sources that are told in a category; synthetic data wherever they are told."""
        return tuple(
            one
            for one in self.listed
            if one.dataset.origin == category
            or (category == "synthetic" and one.dataset.is_synthetic)
        )

    @cached_property
    def modalities(self) -> tuple[Modality, ...]:
        """What kinds of data any source holds, in the order of the template."""
        return modalities_of(self.listed)

    def total(self, modality: Modality) -> Total:
        """Return the size of all sources in a modality."""
        return total(self.listed, modality)

    def groups(self, category: Category) -> tuple[Group, ...]:
        """Return the sources of one category, the parts of a collection together."""
        found: dict[str, list[Source]] = {}
        tops: dict[str, Source] = {}
        for one in self.told_as(category):
            if one.dataset.origin == category:
                top = _top(one, category)
                key = (top.dataset.parent or f"/{top.position}").casefold()
                tops.setdefault(key, top)
                found.setdefault(key, []).append(one)
        return tuple(_group(tops[key], several) for key, several in found.items())


def _top(source: Source, category: Category) -> Source:
    """Return the source of the same category that holds it and is held by none."""
    while source.whole is not None and source.whole.dataset.origin == category:
        source = source.whole
    return source


def _group(top: Source, several: list[Source]) -> Group:
    if top.dataset.parent is not None:
        return Group(top.dataset.parent, None, tuple(several))
    return Group(top.dataset.name, top, tuple(one for one in several if one is not top))


def _is_in(source: Source, whole: Source) -> bool:
    above = source.whole
    while above is not None and above is not whole:
        above = above.whole
    return above is whole


def modalities_of(sources: Iterable[Source]) -> tuple[Modality, ...]:
    """Return what kinds of data some sources hold, in the order of the template."""
    held = {modality for one in sources for modality in one.dataset.modalities}
    return tuple(one for one in MODALITIES if one in held)


def outermost(sources: Iterable[Source], modality: Modality) -> tuple[Source, ...]:
    """Return the sources that have a modality, without those that are counted in another."""
    among = [one for one in sources if modality in one.dataset.modalities]
    return tuple(
        one for one in among if not any(_is_in(one, other) for other in among if other is not one)
    )


def total(sources: Iterable[Source], modality: Modality) -> Total:
    """Return the size of some sources in a modality, the parts of a source counted in it.

    A source that goes on changing is left out where its size is not known.
    """
    known: list[Size] = []
    unknown: list[Source] = []
    at_least: list[Source] = []
    for one in outermost(sources, modality):
        size = one.size(modality) if modality in UNIT else None
        if size is not None:
            known.append(size)
            at_least += [one] if size.at_least else []
        elif not one.dataset.dynamic:
            unknown.append(one)
    amount = Amount.total((one.amount for one in known), UNIT.get(modality, ""))
    return Total(amount, tuple(known), tuple(unknown), tuple(at_least))


def sources(dossier: Dossier) -> Sources:
    """Return the register of a dossier with the scans of its sources."""
    scans: dict[str, list[Scan]] = {}
    for reading in dossier.readings:
        if reading.importer == SCANNER:
            scans.setdefault(reading.artefact.name, []).append(Scan(reading))
    inventory = dossier.inventory
    wholes = registers.wholes(dossier.datasets)
    made: dict[int, Source] = {}

    def make(position: int) -> Source:
        if position not in made:
            dataset = dossier.datasets[position]
            above = wholes.get(position)
            made[position] = Source(
                position,
                dataset,
                dossier.place(f"datasets.{position}", otherwise="datasets.yaml"),
                inventory.by,
                inventory.on,
                tuple(scans.get(dataset.id, ())) if dataset.id else (),
                None if above is None else make(above),
            )
        return made[position]

    ids = {one.id for one in dossier.datasets}
    return Sources(
        tuple(make(position) for position in range(len(dossier.datasets))),
        inventory,
        tuple(one for name, several in scans.items() if name not in ids for one in several),
        dossier.place("datasets.complete", otherwise="datasets.yaml"),
    )


def _in_its_unit(amount: Amount) -> Amount:
    unit = _SAME_UNIT.get(amount.unit.casefold(), amount.unit)
    unit = unit.casefold() if unit.casefold() in {*UNIT.values(), BYTES} else unit
    return Amount(amount.low, amount.best, amount.high, unit)


def _fits(modality: Modality, amount: Amount) -> bool:
    return UNIT.get(modality, amount.unit) == amount.unit


def wrong_units(source: Source) -> Iterator[tuple[Modality, Amount]]:
    """Yield the stated sizes that are in the unit of another modality, or in none that is asked.

    Text may be told in any unit of its own.
    """
    for modality, size in source.stated.items():
        unit = size.amount.unit
        is_other = modality in UNIT and not _fits(modality, size.amount)
        if is_other and (modality != "text" or unit in UNIT.values()):
            yield modality, size.amount


def is_known(month: str | None) -> bool:
    """Say whether a month is said, and not said to be unknown."""
    return month is not None and month != NOT_KNOWN
