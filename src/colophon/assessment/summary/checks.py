"""What is odd about the register of sources, and about what is answered for the public summary.

What documents must agree on is held elsewhere (`assessment.consistency`), and that a field is asked
only after another answer, too (`assessment.conditions`). Here is what those cannot say.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from colophon.assessment.model import Finding
from colophon.assessment.summary.told import names
from colophon.dossier.effective import State
from colophon.dossier.scans import UNIT
from colophon.dossier.sources import wrong_units
from colophon.quantities import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.assessment.model import Case
    from colophon.dossier.sources import Source
    from colophon.law.model import Field, Said

_DOMAIN = r"(?<![\w@])[\w-]+(\.[\w-]+)+(?![\w@])|\w+:/\S+"
"""A domain name, the name of a file or a link: what a list of domain names holds or points to."""


def findings(case: Case) -> Iterator[Finding]:
    """Yield what is odd: of each source and its scan, then of the answers."""
    for source in case.summary.sources.listed:
        yield from _of_source(case, source)
    yield from _of_strangers(case)
    yield from _of_large(case)
    yield from _of_crawls(case)
    yield from _of_domains(case)
    yield from _of_hedges(case)
    yield from _of_last_update(case)


# -- The register and the scans -------------------------------------------------------------------


def _of_source(case: Case, source: Source) -> Iterator[Finding]:
    name = source.dataset.name
    for modality, amount in wrong_units(source):
        kind = case.law.language.named("modality", modality)
        yield _found(
            case,
            "conflict",
            "unit",
            source.place,
            name=name,
            modality=kind,
            amount=amount,
            unit=UNIT[modality],
        )
    if len(source.scans) > 1:
        digests = ", ".join(one.reading.artefact.digest for one in source.scans)
        yield _found(case, "conflict", "two-scans", source.place, name=name, digests=digests)
    for modality, measured in (source.scan.sizes if source.scan else {}).items():
        kind = case.law.language.named("modality", modality)
        if modality not in source.dataset.modalities:
            yield _found(
                case,
                "conflict",
                "modality",
                source.place,
                name=name,
                modality=kind,
                amount=measured.amount,
                there=measured.origin.place,
            )
        size = source.size(modality)
        if size is None or not size.is_stated:
            continue
        is_more = measured.amount.low > size.amount.high
        is_less = measured.amount.high < size.amount.low and not measured.at_least
        if is_more or is_less:
            yield _found(
                case,
                "conflict",
                "size",
                source.place,
                name=name,
                modality=kind,
                stated=size.amount,
                here=source.place,
                measured=measured.amount,
                there=measured.origin.place,
            )
    if source.scan and source.scan.is_partial:
        yield _found(
            case,
            "notice",
            "partial",
            source.place,
            name=name,
            count=len(source.scan.reading.unread),
        )


def _of_strangers(case: Case) -> Iterator[Finding]:
    for one in case.summary.sources.strangers:
        name = one.reading.artefact.name
        yield _found(case, "conflict", "stranger", "datasets.yaml", name=name)


def _of_large(case: Case) -> Iterator[Finding]:
    """Yield large public datasets that an answer does not name, or of which too little is said."""
    field = case.law.field["public-summary.public-datasets-large"]
    value = case.record.values[field.id]
    answered = "\n".join(value.value) if isinstance(value.value, tuple) else ""
    for one in case.summary.large:
        if one.is_large is not Answer.YES:
            continue
        sources = one.group.sources
        called = {one.group.name, *(source.dataset.name for source in sources)}
        is_named = any(name.casefold() in answered.casefold() for name in called)
        if value.origins and _is_stated(case, field) and not is_named:
            place = value.origins[0].place
            yield _found(case, "conflict", "not-named", place, field=field.id, name=one.group.name)
        silent = [source for source in sources if not _is_described(source)]
        if silent and not any(source.dataset.all_links for source in sources):
            yield _found(
                case, "notice", "no-link", silent[0].place, field=field.id, name=names(silent)
            )


def _is_described(source: Source) -> bool:
    """Whether the template has what it asks for in the place of a link."""
    is_dated = source.month("since") or source.month("until") or source.dataset.period
    return bool(source.dataset.description and is_dated)


# -- Answers --------------------------------------------------------------------------------------


def _of_crawls(case: Case) -> Iterator[Finding]:
    """Yield public crawls among the provider's own crawlers, and those without their snapshots."""
    crawls = case.law.word_list["public-crawls"]
    named = re.compile("|".join(map(re.escape, crawls.all)), re.IGNORECASE)
    snapshot = re.compile(crawls.pattern or "$")
    crawlers = "public-summary.crawler-names"
    for line, place in _lines(case, crawlers):
        if named.search(line):
            yield _found(case, "conflict", "public-crawl", place, field=crawlers, name=line)
    datasets = "public-summary.public-datasets-large"
    for line, place in _lines(case, datasets):
        if named.search(line) and not snapshot.search(line):
            yield _found(case, "notice", "no-snapshot", place, field=datasets, name=line)


def _of_domains(case: Case) -> Iterator[Finding]:
    """Yield a list of domain names that holds neither a name nor a place where the list is."""
    field = "public-summary.crawled-domains"
    lines = list(_lines(case, field))
    value = case.record.values[field]
    if value.state is State.STATED and not any(re.search(_DOMAIN, line) for line, _ in lines):
        place = value.origins[0].place if value.origins else "answers/"
        yield _found(case, "conflict", "no-domain", place, field=field)


def _of_hedges(case: Case) -> Iterator[Finding]:
    """Yield words that leave open what the summary is to say plainly."""
    hedges = case.law.word_list["hedges"]
    stated = [name for name in hedges.fields if _is_stated(case, case.law.field[name])]
    pattern = hedging(hedges.all) if stated else re.compile("")
    for name in stated:
        words: dict[str, None] = {}
        place = ""
        for line, where in _lines(case, name):
            found = dict.fromkeys(one.strip(" .!?\n").casefold() for one in pattern.findall(line))
            words, place = words | found, where
        if words:
            yield _found(case, "notice", "hedge", place, field=name, words=", ".join(words))


def hedging(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds words within a sentence, or at its beginning if no number follows.

    The month of May at the beginning of a sentence is a day, not a doubt.
    """
    small = "|".join(map(re.escape, words))
    capital = "|".join(re.escape(word[:1].upper() + word[1:]) for word in words)
    return re.compile(
        rf"(?<!\w)(?:{small})(?!\w)|(?:^|[.!?]\s+|\n)(?:{capital})(?!\w)(?!\s+\d)", re.MULTILINE
    )


def _of_last_update(case: Case) -> Iterator[Finding]:
    """Yield a day of the last update that lies ahead."""
    field = "public-summary.last-update"
    value = case.record.values[field]
    if isinstance(value.value, date) and value.value > case.on:
        place = value.origins[0].place
        yield _found(case, "conflict", "ahead", place, field=field, day=value.value, on=case.on)


def _is_stated(case: Case, field: Field) -> bool:
    """Whether a person has answered a field."""
    answer = case.dossier.answers.get(field.id)
    return answer is not None and answer.value is not None


def _lines(case: Case, field: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a field's value, with the place of the value."""
    value = case.record.values[field]
    place = value.origins[0].place if value.origins else "datasets.yaml"
    if isinstance(value.value, str):
        yield value.value, place
    elif isinstance(value.value, tuple):
        yield from ((line, place) for line in value.value)


def _found(
    case: Case, kind: str, what: str, place: str, *, field: str | None = None, **values: Said
) -> Finding:
    text = case.law.say(f"summary.check.{what}", **values)
    remedy = case.law.say(f"summary.check.{what}.remedy", **values)
    return Finding("conflict" if kind == "conflict" else "notice", place, text, remedy, field=field)
