"""The languages of all text, by their share of the documents, from what scans found.

A column that names the language is counted; where there is none, a sample is, and its shares are
intervals. Sources are weighed by their documents, so that no share of a single source is told.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.assessment.summary.told import Found, names, told
from colophon.dossier.effective import Origin, origin_of
from colophon.dossier.scans import row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.dossier.scans import Scan
    from colophon.dossier.sources import Source
    from colophon.law.model import Law

_PERCENT: Final = Decimal("0.01")

_Ends = tuple[Fraction, Fraction, Fraction]
_NOTHING: Final[_Ends] = (Fraction(0), Fraction(0), Fraction(0))


class _Spoken(NamedTuple):
    """What one scan found of languages.

    Attributes:
        documents: by language, between low and high.
        place: the column, or the detector with its sample.
        is_sampled: whether it is a sample that was looked at.
    """

    documents: Mapping[str, _Ends]
    place: str
    origin: Origin
    is_sampled: bool


def told_of(among: tuple[Source, ...], law: Law) -> Found:
    """Return the languages of sources of text, the most frequent first, and how they were found."""
    found = [(one, _spoken(one.scan) if one.scan else None) for one in among]
    silent = [one for one, spoken in found if spoken is None]
    if silent:
        return law.say("summary.open.languages", names=names(silent))
    spoken = [one for _, one in found if one is not None]
    sums: dict[str, _Ends] = {}
    for one in spoken:
        for language, ends in one.documents.items():
            before = sums.get(language, _NOTHING)
            low, best, high = (a + b for a, b in zip(before, ends, strict=True))
            sums[language] = (low, best, high)
    whole = sum((best for _, best, _ in sums.values()), Fraction(0))
    if not whole:
        return law.say("summary.open.languages", names=names(among))
    sampled = any(one.is_sampled for one in spoken)
    frequent: list[str] = []
    rare: list[str] = []
    for language, ends in sorted(sums.items(), key=lambda one: (-one[1][1], one[0])):
        words = _share(language, ends, whole, law, sampled=sampled)
        (rare if words is None else frequent).append(words or language)
    told_so = [law.say("summary.languages", languages=", ".join(frequent))]
    if rare:
        share = law.language.percent(_PERCENT)
        told_so.append(law.say("summary.languages-rare", share=share, languages=", ".join(rare)))
    places = ", ".join(dict.fromkeys(one.place for one in spoken))
    told_so.append(law.say("summary.languages-found", places=places))
    if any(one.scan and one.scan.is_partial for one in among):
        told_so.append(law.say("summary.unread"))
    return told(" ".join(told_so), (one.origin for one in spoken))


def _share(language: str, ends: _Ends, whole: Fraction, law: Law, *, sampled: bool) -> str | None:
    """Return a language with its share in whole percents; None where that is less than one."""
    low, best, high = (_rounded(end / whole, way) for end, way in zip(ends, _WAYS, strict=True))
    if best < _PERCENT:
        return None
    share = law.language.percent(best)
    if not sampled:
        return law.say("summary.language", language=language, share=share)
    return law.say(
        "summary.language-between",
        language=language,
        share=share,
        low=law.language.percent(low),
        high=law.language.percent(min(high, Decimal(1))),
    )


_WAYS: Final = (ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_CEILING)


def _rounded(share: Fraction, way: str) -> Decimal:
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(_PERCENT, way)


def _spoken(scan: Scan) -> _Spoken | None:
    """Return what a scan found of languages, from a column before a sample; None for nothing."""
    counted = scan.of("language")
    if counted:
        documents = {str(row(one)[0]): _exactly(row(one)[1]) for one in counted}
        return _Spoken(
            documents,
            counted[0].locator,
            origin_of(scan.reading, counted[0]),
            is_sampled=False,
        )
    sampled, documents_of = scan.of("language-sample"), scan.one("documents")
    if not sampled or documents_of is None:
        return None
    assert isinstance(documents_of.value, int)
    among = {}
    for one in sampled:
        language, *shares = row(one)
        low, best, high = (Fraction(share) * documents_of.value for share in shares)
        among[str(language)] = (low, best, high)
    return _Spoken(among, sampled[0].locator, origin_of(scan.reading, sampled[0]), is_sampled=True)


def _exactly(documents: int) -> _Ends:
    count = Fraction(documents)
    return count, count, count
