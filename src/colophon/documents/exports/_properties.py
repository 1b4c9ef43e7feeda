"""Names and values for what a format has no place for, each with the prefix `colophon:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from colophon.documents.subject import DataSource, Entry, Result, Spending, Subject
    from colophon.quantities import Amount

PREFIX: Final = "colophon:"


def of_file(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield for whom, of what and when the file was made."""
    yield f"{PREFIX}audience", subject.audience.value
    yield f"{PREFIX}on", subject.on.isoformat()
    yield f"{PREFIX}law-known-on", subject.law_known_on.isoformat()
    yield f"{PREFIX}dossier-digest", subject.dossier_digest
    yield f"{PREFIX}language", subject.language.id


def of_entries(subject: Subject, placed: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield every entry but those of which the whole value is `placed` elsewhere, by their ids.

    Then what does not apply, what is withheld, and what is missing with the provisions that ask.
    """
    for entry in subject.in_state("stated"):
        if entry.field not in placed:
            yield from of_value(entry)
    for entry in subject.in_state("not-applicable"):
        yield f"{PREFIX}not-applicable:{entry.field}", entry.said
    for entry in subject.in_state("withheld"):
        yield f"{PREFIX}withheld:{entry.field}", entry.said
    for entry in subject.in_state("missing"):
        yield f"{PREFIX}missing:{entry.field}", "; ".join(entry.asked_by)


def of_value(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield a value, one item after the other; of an amount, its numbers too."""
    name = f"{PREFIX}{entry.field}"
    for item in entry.items or entry.text:
        yield name, item
    if entry.amount is not None:
        yield from of_amount(name, entry.amount)


def of_amount(name: str, amount: Amount) -> Iterator[tuple[str, str]]:
    """Yield the ends of an amount as plain numbers, and its unit."""
    if not amount.is_point:
        yield f"{name}:low", plain(amount.low)
    yield f"{name}:best", plain(amount.best)
    if not amount.is_point:
        yield f"{name}:high", plain(amount.high)
    yield f"{name}:unit", amount.unit


def of_evaluation(number: int, one: Result) -> Iterator[tuple[str, str]]:
    """Yield what a metric of other formats has no place for, under the number of the result."""
    name = f"{PREFIX}evaluation:{number}"
    yield f"{name}:kind", one.kind
    if one.on is not None:
        yield f"{name}:on", one.on.isoformat()
    yield f"{name}:source", one.source
    if one.note is not None:
        yield f"{name}:note", one.note


def of_source(one: DataSource) -> Iterator[tuple[str, str]]:
    """Yield what is told of a source of data beside its name, licence, links and description."""
    name = f"{PREFIX}dataset"
    for category in one.categories:
        yield f"{name}:category", category
    for modality in one.modalities:
        yield f"{name}:modality", modality
    for size in one.sizes:
        yield from of_amount(f"{name}:size:{size.how}", size.amount)
    told = {"part-of": one.part_of, "period": one.period, "source": one.source, "note": one.note}
    for key, text in told.items():
        if text is not None:
            yield f"{name}:{key}", text


def of_totals(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the totals of the ledger, with the remark on it."""
    compute = subject.compute
    if compute is None or not compute.entries:
        return
    for metric, amount in compute.totals.items():
        name = f"{PREFIX}compute:total:{metric}"
        yield from of_amount(name, amount)
        if not compute.is_whole:
            yield f"{name}:bound", "at-least"
    if compute.note is not None:
        yield f"{PREFIX}compute:note", compute.note


def of_spending(one: Spending, name: str = f"{PREFIX}compute") -> Iterator[tuple[str, str]]:
    """Yield an entry of the ledger but for its id and the words for its activity."""
    yield f"{name}:activity", one.activity
    yield from of_amount(f"{name}:amount", one.amount)
    yield f"{name}:method", one.method
    for metric in one.enters:
        yield f"{name}:total", metric
    told = {"no-total": one.left_out, "provision": one.provision, "source": one.source}
    for key, text in {**told, "note": one.note}.items():
        if text is not None:
            yield f"{name}:{key}", text
