"""The charts of the sources of training data: how large they are, and what their scans found. Pure.

The weights of sources are secrets of the provider: whoever shows these charts asks first who sees
them. Amounts here are exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from colophon.documents import views
from colophon.documents.lengths import length
from colophon.documents.model import Share, Shares
from colophon.dossier.scans import UNIT, row
from colophon.dossier.sources import MODALITIES, outermost
from colophon.law.model import Precision
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.assessment.model import Case
    from colophon.dossier.model import Modality
    from colophon.dossier.scans import Scan, Size
    from colophon.dossier.sources import Source
    from colophon.evidence import Evidence
    from colophon.law.model import Language

MOST_PARTS: Final = 24
"""How many parts a chart has at most; of more, the smaller are added up as one."""
DOMAINS: Final = 20
"""How many domains are drawn at most; the others are added up as one."""

_YEAR: Final = len("2026")
_OF_COMMON_CRAWL: Final = re.compile(r"CC-MAIN-\d{4}-")
_DIGIT: Final = Decimal("0.1")
"""Shares are told in percent with one digit behind the sign."""
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part that may be drawn.

    Attributes:
        label: its name.
        value: what the length of its bar is made from.
        amount: as people read it.
        detail: how it is known.
        is_drawn: whether it has a bar; else it is only written.
    """

    label: str
    value: Decimal
    amount: str
    detail: str | None = None
    is_drawn: bool = True


def of_sources(case: Case) -> Iterator[Shares]:
    """Yield the charts of the register: sizes by modality, then what the scans found."""
    language, listed = case.law.language, case.summary.sources.listed
    for modality in MODALITIES:
        if modality in UNIT:
            yield from _sizes(modality, outermost(listed, modality), language)
    for source in listed:
        if source.scan is not None:
            yield from of_scan(source.scan, source.dataset.name, language)


def of_scan(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    """Yield the charts of what was found in the source called `name`."""
    for charts in (_languages, _sampled, _months, _dumps, _domains):
        for chart in charts(scan, name, language):
            partial = language.say("corpora.partial") if scan.is_partial else None
            yield _noted(chart, partial, language) if partial else chart


def of_domains(
    sizes: Sequence[tuple[str, int]],
    unit: str,
    language: Language,
    *,
    others: tuple[int, int | None],
    name: str,
) -> Shares:
    """Return the chart of the largest domains.

    Args:
        sizes: each with what was counted of it, the largest first.
        unit: of what was counted.
        language: what it is told in.
        others: how many others there are, and what was counted of them; None where nobody knows.
        name: of the source.
    """
    count, size = others
    known = [amount for _, amount in sizes] + ([] if size is None else [size])
    whole = None if size is None and count else sum(known)
    parts = [
        Part(label, Decimal(amount), _counted(amount, whole, language)) for label, amount in sizes
    ]
    note = None
    if count and size is not None:
        rest = _others(count, Decimal(size), _counted(size, whole, language), language)
        parts.append(_if_short(rest, parts))
    elif count:
        note = language.say("corpora.more-domains", count=_number(count))
    caption = language.say("corpora.domains", name=name)
    return _drawn(caption, unit, parts, note, language)


# -- Sizes by source ------------------------------------------------------------------------------


def _sizes(modality: Modality, among: Sequence[Source], language: Language) -> Iterator[Shares]:
    """Yield the chart of one modality, where there are two sources to be told apart."""
    known = _known(modality, among)
    if len(known) < _TWO:
        return
    unknown = [one.dataset.name for one in among if one.position not in known]
    named = {one.position: one.dataset.name for one in among}
    ranked = sorted(known.items(), key=lambda item: (-item[1].amount.best, item[0]))
    unit = ranked[0][1].amount.unit
    is_whole = not unknown and not any(size.at_least for _, size in ranked)
    whole = Amount.total((size.amount for _, size in ranked), unit)
    shared = whole.best if is_whole and whole.is_point else None

    def part(label: str, amount: Amount, detail: str | None, *, at_least: bool) -> Part:
        said = views.amount(amount, Precision.EXACT, language)
        if shared:
            share = _percent(amount.best, shared, language)
            said = language.say("corpora.of-the-whole", amount=said, share=share)
        if at_least:
            said = language.say("corpora.at-least", amount=said)
        return Part(label, amount.best, said, detail)

    shown = len(ranked) if len(ranked) <= MOST_PARTS else MOST_PARTS - 1
    parts = [
        part(
            named[position],
            size.amount,
            language.say("corpora.stated" if size.is_stated else "corpora.measured"),
            at_least=size.at_least,
        )
        for position, size in ranked[:shown]
    ]
    rest = [size for _, size in ranked[shown:]]
    if rest:
        label = language.say("corpora.others", count=len(rest))
        amount = Amount.total((size.amount for size in rest), unit)
        others = part(label, amount, None, at_least=any(size.at_least for size in rest))
        parts.append(_if_short(others, parts))
    note = language.say("corpora.not-known", names=", ".join(unknown)) if unknown else None
    caption = language.say("corpora.sizes", modality=language.named("modality", modality))
    yield _drawn(caption, unit, parts, note, language)


def _known(modality: Modality, among: Sequence[Source]) -> Mapping[int, Size]:
    """Return the size of each source by its position, all in one unit.

    That of text is told in tokens, unless more sources tell their bytes.
    """
    own = {one.position: size for one in among if (size := one.size(modality)) is not None}
    if modality != "text" or len(own) == len(among):
        return own
    in_bytes = {one.position: size for one in among if (size := one.bytes_of_text) is not None}
    return in_bytes if len(in_bytes) > len(own) else own


# -- What a scan found ----------------------------------------------------------------------------


def _languages(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    caption = language.say("corpora.languages", name=name)
    yield from _counts(scan, "language", caption, language, by_size=True)


def _sampled(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    """Yield the chart of the languages that were detected in a sample, with their intervals."""
    found = [row(one) for one in scan.of("language-sample")]
    if not found:
        return
    ranked = sorted(found, key=lambda one: (-Decimal(one[2]), one[0]))
    shown = len(ranked) if len(ranked) <= MOST_PARTS else MOST_PARTS - 1
    parts = []
    for label, *shares in ranked[:shown]:
        low, best, high = (_percent(Decimal(one), Decimal(1), language) for one in shares)
        said = best
        if low != high:
            said = language.say("corpora.between", share=best, low=low, high=high)
        parts.append(Part(str(label), Decimal(shares[1]), said))
    rest = ranked[shown:]
    if rest:
        share = sum((Decimal(one[2]) for one in rest), Decimal())
        said = _percent(share, Decimal(1), language)
        parts.append(_if_short(_others(len(rest), share, said, language), parts))
    yield _drawn(
        language.say("corpora.languages-sampled", name=name),
        language.say("corpora.share-of-documents"),
        parts,
        language.say("corpora.sampled", how=scan.of("language-sample")[0].locator),
        language,
    )


def _months(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    """Yield the months of collection; the years where the months are too many."""
    months = len(scan.of("month")) <= MOST_PARTS
    phrase = "corpora.months" if months else "corpora.years"
    cut = None if months else _YEAR
    yield from _counts(scan, "month", language.say(phrase, name=name), language, cut=cut)


def _dumps(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    """Yield the dumps; those of one year together where they are too many."""
    names = [str(row(one)[0]) for one in scan.of("dump")]
    by_year = len(names) > MOST_PARTS and all(map(_OF_COMMON_CRAWL.match, names))
    cut = len("CC-MAIN-2026") if by_year else None
    yield from _counts(scan, "dump", language.say("corpora.dumps", name=name), language, cut=cut)


def _counts(  # noqa: PLR0913 -- a chart has so many sides
    scan: Scan,
    fact: str,
    caption: str,
    language: Language,
    *,
    cut: int | None = None,
    by_size: bool = False,
) -> Iterator[Shares]:
    """Yield the chart of a fact that is told as names with documents and perhaps bytes.

    Args:
        scan: what was found.
        fact: without its `corpus.`.
        caption: of the chart.
        language: what it is told in.
        cut: how many letters of the names are told; what then has one name is added up.
        by_size: whether the largest come first; else the parts stand in the order of their names.
    """
    found = [row(one) for one in scan.of(fact)]
    if not found:
        return
    unit, at = _measure(found, language)
    sizes: dict[str, int] = {}
    for name, *counts in found:
        key = str(name)[:cut]
        sizes[key] = sizes.get(key, 0) + counts[at]
    whole = sum(sizes.values())
    ranked = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    shown = len(ranked) if len(ranked) <= MOST_PARTS else MOST_PARTS - 1
    kept = ranked[:shown] if by_size else sorted(ranked[:shown])
    parts = [Part(name, Decimal(size), _counted(size, whole, language)) for name, size in kept]
    rest = ranked[shown:]
    if rest:
        size = sum(one for _, one in rest)
        others = _others(len(rest), Decimal(size), _counted(size, whole, language), language)
        parts.append(_if_short(others, parts))
    yield _drawn(caption, unit, parts, _left_out(scan, fact, language), language)


def _left_out(scan: Scan, fact: str, language: Language) -> str | None:
    """Say how many documents tell nothing of a fact."""
    without = "day" if fact == "month" else fact
    found = scan.of(f"without-{without}")
    documents = sum(_documents(one) for one in found)
    if not documents:
        return None
    return language.say(f"corpora.without-{without}", count=_number(documents))


def _documents(one: Evidence) -> int:
    """Return the documents of a fact, which come first or behind a name."""
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    return next((value for value in values if isinstance(value, int)), 0)


def _domains(scan: Scan, name: str, language: Language) -> Iterator[Shares]:
    found = [row(one) for one in scan.of("top-domain")][:DOMAINS]
    if not found:
        return
    unit, at = _measure(found, language)
    sizes = [(str(domain), int(counts[at])) for domain, *counts in found]
    told = scan.one("domains")
    names = _documents(told) if told else len(sizes)
    sums = dict(row(one) for one in scan.of("with-domain"))
    whole = sums.get(("documents", "bytes")[at])
    rest = None if whole is None else whole - sum(size for _, size in sizes)
    others = (max(names - len(sizes), 0), rest)
    chart = of_domains(sizes, unit, language, others=others, name=name)
    ranked_otherwise = sorted(sizes, key=lambda one: -one[1]) != sizes
    notes = (
        language.say("corpora.other-order") if ranked_otherwise else None,
        _left_out(scan, "domain", language),
    )
    for note in filter(None, notes):
        chart = _noted(chart, note, language)
    yield chart


def _measure(found: Iterable[tuple[object, ...]], language: Language) -> tuple[str, int]:
    """Return the unit of rows, and where it stands: bytes where all tell them, else documents."""
    if all(len(one) > _TWO for one in found):
        return language.say("corpora.bytes"), 1
    return language.say("corpora.documents"), 0


# -- Parts ----------------------------------------------------------------------------------------


def _others(count: int, value: Decimal, amount: str, language: Language) -> Part:
    return Part(language.say("corpora.others", count=_number(count)), value, amount)


def _if_short(others: Part, parts: Sequence[Part]) -> Part:
    """Return the sum of the others, only written where its bar would be longer than all."""
    longest = max(one.value for one in parts)
    return replace(others, is_drawn=others.value <= longest)


def _drawn(
    caption: str, unit: str, parts: Sequence[Part], note: str | None, language: Language
) -> Shares:
    """Return the chart of parts, whose longest bar is as wide as the drawing."""
    longest = max((one.value for one in parts if one.is_drawn), default=Decimal())
    drawn = tuple(
        Share(
            label=one.label,
            detail=one.detail,
            amount=one.amount,
            length=length(one.value, longest) if one.is_drawn else None,
        )
        for one in parts
    )
    chart = Shares(caption=caption, unit=unit, parts=drawn, description="")
    written_only = not all(one.is_drawn for one in parts)
    notes = (note, language.say("corpora.written-only") if written_only else None)
    for one in filter(None, notes):
        chart = _noted(chart, one, language)
    return chart.model_copy(update={"description": _in_words(chart, language)})


def _noted(chart: Shares, note: str, language: Language) -> Shares:
    """Return a chart with one more note."""
    notes = " ".join(filter(None, (chart.note, note)))
    more = chart.model_copy(update={"note": notes})
    return more.model_copy(update={"description": _in_words(more, language)})


def _in_words(chart: Shares, language: Language) -> str:
    said = "; ".join(f"{one.label}: {one.amount}" for one in chart.parts)
    told = language.say("corpora.description", said=said)
    return " ".join(filter(None, (told, chart.note)))


# -- Numbers --------------------------------------------------------------------------------------


def _number(count: int) -> str:
    """Return a count with all its digits, in groups."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _counted(count: int, whole: int | None, language: Language) -> str:
    """Return a count, and its share of the whole where that is known."""
    said = _number(count)
    if not whole:
        return said
    share = _percent(Decimal(count), Decimal(whole), language)
    return language.say("corpora.of-the-whole", amount=said, share=share)


def _percent(part: Decimal, whole: Decimal, language: Language) -> str:
    """Return a share in percent with one digit; what is smaller is said to be under it."""
    percent = (part / whole * 100).quantize(_DIGIT, ROUND_HALF_EVEN)
    is_under = part and not percent
    said = f"{_DIGIT if is_under else percent} %".replace(".", language.decimal_sign)
    return language.say("corpora.under", share=said) if is_under else said
