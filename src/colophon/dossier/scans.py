"""What machines measured of the sources of training data, and how large they found them.

A scan is evidence of the importer `corpus` whose artefact has the name of the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from colophon.dossier.effective import Origin, origin_of
from colophon.errors import DossierError
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.dossier.model import Modality
    from colophon.evidence import Evidence, EvidenceValue, Reading

SCANNER: Final = "corpus"
"""The importer of scans, as evidence names it."""

UNIT: Final[Mapping[Modality, str]] = {
    "text": "tokens",
    "image": "images",
    "video": "hours",
    "audio": "hours",
}
"""The unit in which the size of a modality is told; of another modality, its own."""

BYTES: Final = "bytes"

_MILLISECONDS_OF_AN_HOUR: Final = 3_600_000


class Size(NamedTuple):
    """How large a source is in one modality.

    Attributes:
        at_least: whether it is a lower bound, since not everything could be read.
        is_stated: whether a person states it; else it was measured.
    """

    amount: Amount
    origin: Origin
    at_least: bool = False
    is_stated: bool = True


@dataclass(frozen=True)
class Scan:
    """What a machine measured of one source."""

    reading: Reading

    def of(self, fact: str) -> tuple[Evidence, ...]:
        """Return the evidence of a fact, without its `corpus.`, in the order of the scan."""
        return self._by_fact.get(f"{SCANNER}.{fact}", ())

    def one(self, fact: str) -> Evidence | None:
        """Return the evidence of a fact that is told once; None where it is not told."""
        return next(iter(self.of(fact)), None)

    def origin(self, fact: str) -> Origin:
        """Return where a fact was measured; the whole scan where it was not."""
        found = self.one(fact)
        if found is None:
            return Origin(self.reading.artefact.name, digest=self.reading.artefact.digest)
        return origin_of(self.reading, found)

    @property
    def is_partial(self) -> bool:
        """Whether something could not be read, so that its counts are lower bounds."""
        return bool(self.reading.unread)

    @cached_property
    def sizes(self) -> Mapping[Modality, Size]:
        """The size of each modality, in its unit."""
        found: dict[Modality, Size] = {}
        for fact, modality in _SIZES.items():
            evidence = self.one(fact)
            if evidence is not None and modality not in found and _measured(evidence).high > 0:
                found[modality] = Size(
                    _measured(evidence),
                    origin_of(self.reading, evidence),
                    at_least=self.is_partial,
                    is_stated=False,
                )
        return found

    @property
    def bytes_of_text(self) -> Size | None:
        """How many bytes its text has; at least so many where some records do not tell it."""
        whole, part = self.one("text-bytes"), self.one("text-bytes-in-part")
        found = whole or part
        if found is None:
            return None
        count = row(found)[0] if isinstance(found.value, tuple) else found.value
        return Size(
            Amount.exactly(int(str(count)), BYTES),
            origin_of(self.reading, found),
            at_least=self.is_partial or whole is None,
            is_stated=False,
        )

    @cached_property
    def _by_fact(self) -> Mapping[str, tuple[Evidence, ...]]:
        found: dict[str, list[Evidence]] = {}
        for one in self.reading.evidence:
            found.setdefault(one.fact, []).append(one)
        return {fact: tuple(several) for fact, several in found.items()}


_SIZES: Final[Mapping[str, Modality]] = {
    "tokens": "text",
    "tokens-estimate": "text",
    "images": "image",
    "video": "video",
    "audio": "audio",
}
"""Fact -> the modality whose size it is; tokens that were counted come before an estimate."""


def _measured(evidence: Evidence) -> Amount:
    """Return the size that a scan measured, in the unit of its modality."""
    modality = _SIZES[evidence.fact.removeprefix(f"{SCANNER}.")]
    low, best, high = row(evidence) if isinstance(evidence.value, tuple) else (evidence.value,) * 3
    divisor = _MILLISECONDS_OF_AN_HOUR if modality in {"audio", "video"} else 1
    low, best, high = (Fraction(int(end), divisor) for end in (low, best, high))
    return Amount.quotient(low, best, high, UNIT[modality])


def row(evidence: Evidence) -> tuple[Any, ...]:
    """Return the values of a fact that has several."""
    assert isinstance(evidence.value, tuple)
    return evidence.value


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_share(value: object) -> bool:
    try:
        return isinstance(value, str) and 0 <= Decimal(value) <= 1
    except InvalidOperation:
        return False


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_word(value: object) -> bool:
    return isinstance(value, str)


_COUNTED: Final = (_is_word, _is_count, _is_count)

_SHAPES: Final[Mapping[str, tuple[Callable[[object], bool], ...]]] = {
    **dict.fromkeys(
        (
            "documents",
            "text-bytes",
            "tokens",
            "images",
            "audio",
            "video",
            "domains",
            "duplicates",
        ),
        (_is_count,),
    ),
    **dict.fromkeys(
        ("language", "month", "dump", "licence", "synthetic", "without-domain"), _COUNTED
    ),
    "tokens-estimate": (_is_count, _is_count, _is_count),
    "language-sample": (_is_word, _is_share, _is_share, _is_share),
    "top-domain": (_is_word, _is_count, _is_count, _is_count),
    "domain-table": (_is_word,),
    "with-domain": (_is_word, _is_count),
    "text-bytes-in-part": (_is_count, _is_count, _is_count),
    "first-day": (_is_day,),
    "last-day": (_is_day,),
}
"""Fact -> what each of its values is; a size at the end is left out where it was not measured."""

_NEVER_LEFT_OUT: Final = 2
"""A name and its documents."""

_RISING: Final = {"tokens-estimate": 0, "language-sample": 1}
"""Fact -> where its low, best and high begin."""


def check_scan(one: Reading, path: str) -> None:
    """Refuse a scan whose facts have not the form that scans have: a machine wrote no such thing.

    Raises:
        DossierError: with the evidence file.
    """
    for evidence in one.evidence if one.importer == SCANNER else ():
        if not _is_well_formed(evidence.fact.removeprefix(f"{SCANNER}."), evidence.value):
            raise DossierError(
                f"the evidence of {evidence.fact} is not what a scan writes",
                place=path,
                remedy="Delete the file and `colophon scan` again; nobody edits evidence.",
            )


def _is_well_formed(fact: str, value: EvidenceValue) -> bool:
    shape = _SHAPES.get(fact)
    if shape is None:
        return True
    values = value if isinstance(value, tuple) else (value,)
    fewest = min(_NEVER_LEFT_OUT, len(shape)) if shape[:2] == _COUNTED[:2] else len(shape)
    if not fewest <= len(values) <= len(shape) or not all(map(_holds, shape, values)):
        return False
    if fact not in _RISING:
        return True
    ends = [Decimal(str(end)) for end in values[_RISING[fact] :]]
    return ends == sorted(ends)


def _holds(is_one: Callable[[object], bool], value: object) -> bool:
    return is_one(value)
