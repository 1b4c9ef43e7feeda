"""What one audience may see of a whole dossier, as values: what exports for other programs say.

An entry is here only because a document built for that audience says it, and at the precision at
which the document says it. Exports are drawn from this alone and never see the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from colophon.assessment.model import Verdict
from colophon.documents import registers, views
from colophon.documents.build import build
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld
from colophon.law.model import Audience, Kind, Precision
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.assessment.model import Case, Completeness
    from colophon.compute.ledger import Line, Metric
    from colophon.documents.model import Block, Document
    from colophon.dossier.model import Evaluation
    from colophon.dossier.sources import Source
    from colophon.law.model import Language

State: TypeAlias = Literal["stated", "not-applicable", "missing", "withheld"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the audience is told of one field.

    Attributes:
        field: the field's id.
        state: whether there is a value, none that applies, none on file, or none for this audience.
        text: the value as documents say it, one item a line; else the reason; of what is missing,
            nothing.
        items: what stands in the dossier, where that is no amount: ids of options, names, a text,
            a day in ISO 8601, a month such as `2025-06`.
        amount: an amount as the audience may see it; None where it is only written.
        day: a day.
        asked_by: the provisions that ask for what is missing, each once.
        repeats: the field whose answer this one tells once more.
        is_link: whether the value is a web address or the path of a file, and no text.
    """

    field: str
    label: str
    state: State
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    amount: Amount | None = None
    day: date | None = None
    asked_by: tuple[str, ...] = ()
    repeats: str | None = None
    is_link: bool = False

    @property
    def said(self) -> str:
        """The text on one line after the other."""
        return "\n".join(self.text)


@dataclass(frozen=True, slots=True)
class Measure:
    """A size of a source of data.

    Attributes:
        amount: as the audience may see it.
        how: stated by a person, measured by a machine, or measured as a lower bound.
    """

    amount: Amount
    how: Literal["stated", "measured", "at-least"]


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source of training data.

    Attributes:
        name: of the source, and of the collection that it is a part of.
        categories: of the public summary, as ids.
        modalities: as ids.
        sizes: as the audience may see them.
        sizes_said: the same as documents say it.
        period: when it was collected, in words.
        particulars: what it is, how it was chosen, by whom it was crawled or made, in words.
        source, note: where this is from, and a remark; for those who see sizes exactly.
    """

    name: str
    part_of: str | None
    categories: tuple[str, ...]
    modalities: tuple[str, ...]
    sizes: tuple[Measure, ...]
    sizes_said: tuple[str, ...]
    licence: str | None
    period: str | None
    links: tuple[str, ...]
    particulars: tuple[str, ...]
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Datasets:
    """The register of sources, and whether a person states that it is complete."""

    sources: tuple[DataSource, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A result of an evaluation or of an adversarial test."""

    name: str
    kind: Literal["evaluation", "adversarial-test"]
    kind_said: str
    metric: str
    value: str
    setting: str | None
    on: date | None
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Spending:
    """One entry of the ledger of training compute.

    Attributes:
        amount: in FLOP.
        method: how the amount came about, in words.
        enters: the totals that it is part of, as ids.
        left_out: why it is part of none, in words.
        provision: where the law says what its activity enters.
    """

    id: str
    activity: str
    activity_said: str
    amount: Amount
    method: str
    enters: tuple[Metric, ...]
    left_out: str | None
    provision: str
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Compute:
    """The ledger of training compute.

    Attributes:
        totals: in FLOP, by the id of the total.
        is_whole: whether the totals are more than lower bounds.
        note: a remark on the whole.
    """

    entries: tuple[Spending, ...]
    totals: Mapping[Metric, Amount]
    totals_said: Mapping[Metric, str]
    is_whole: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What one audience may see of a dossier on a day.

    Attributes:
        model, provider: their names, which every document has at its top; None where unknown.
        entries: by the id of the field, in the order of the documents.
        datasets, evaluations, compute: the registers; None where the audience does not see one.
        domain_list: the list of domain names that the public summary points to, as CSV.
        language: in whose words it is said.
    """

    model: str | None
    provider: str | None
    audience: Audience
    audience_said: str
    on: date
    law_known_on: date
    dossier_digest: str
    made_by: str
    language: Language
    entries: Mapping[str, Entry]
    datasets: Datasets | None
    evaluations: tuple[Result, ...] | None
    compute: Compute | None
    domain_list: bytes | None = None

    def stated(self, field: str) -> Entry | None:
        """Return what is told of a field that has a value."""
        entry = self.entries.get(field)
        return entry if entry is not None and entry.state == "stated" else None

    def in_state(self, state: State) -> tuple[Entry, ...]:
        """Return the entries of a state."""
        return tuple(entry for entry in self.entries.values() if entry.state == state)


DOMAIN_LIST = "public-summary.crawled-domains"
"""The field that points to the list of domain names; who sees its value may see the list."""


def subject(  # noqa: PLR0913 -- one argument for each thing that it is made of
    case: Case,
    standings: Iterable[Completeness],
    audience: Audience,
    *,
    digest: str,
    made_by: str,
    domain_list: bytes | None = None,
) -> Subject:
    """Return what `audience` may see of the dossier of a case.

    A field that it may see is told from whichever document has it, whomever that is written for.
    What is missing is told of the documents that are written for the audience. Serious incidents
    are told in their own report alone: they are no part of how a model was made.

    Args:
        case: a dossier under the law on a day.
        standings: how each document of the law stands.
        audience: who is to see it.
        digest: that of the dossier.
        made_by: the program and its version.
        domain_list: the list of domain names, which is left out where the audience may not see it.
    """
    asked = [one for one in standings if one.asked is not Verdict.NOT_MET]
    documents = [
        (build(one.outline, case, audience, digest=digest, made_by=made_by), one) for one in asked
    ]
    entries = dict(_entries(documents, case, audience))
    seen = {
        register
        for one in asked
        for standing in one.elements
        if standing.asked is not Verdict.NOT_MET and audience in standing.element.registers_for
        for register in standing.element.registers
    }
    listed = entries.get(DOMAIN_LIST)
    return Subject(
        model=case.dossier.spine.model.name,
        provider=case.dossier.spine.provider.name,
        audience=audience,
        audience_said=case.law.say(f"audience.{audience.value}"),
        on=case.on,
        law_known_on=case.law.known_on,
        dossier_digest=digest,
        made_by=made_by,
        language=case.law.language,
        entries=entries,
        datasets=_datasets(case, audience) if "datasets" in seen else None,
        evaluations=_evaluations(case) if "evaluations" in seen else None,
        compute=_compute(case) if "compute" in seen else None,
        domain_list=domain_list if listed is not None and listed.state == "stated" else None,
    )


def _entries(
    documents: Iterable[tuple[Document, Completeness]], case: Case, audience: Audience
) -> Iterator[tuple[str, Entry]]:
    told: dict[str, Block] = {}
    asked_by: dict[str, list[str]] = {}
    for document, standing in documents:
        is_for_them = audience in standing.outline.audiences
        for block in document.entries:
            if case.law.section[case.law.section_of[block.field]].each:
                continue
            if isinstance(block, Missing):
                if not is_for_them:
                    continue
                asked_by.setdefault(block.field, []).append(block.asked_by)
            if block.field not in told or isinstance(told[block.field], Missing):
                told[block.field] = block
    for field, one in told.items():
        yield field, _entry(one, tuple(dict.fromkeys(asked_by.get(field, ()))), case, audience)


def _entry(block: Block, asked_by: tuple[str, ...], case: Case, audience: Audience) -> Entry:
    match block:
        case Stated():
            told = _stated(block, case, audience)
        case NotApplicable():
            told = Entry(block.field, block.label, "not-applicable", (block.reason,))
        case Withheld():
            told = Entry(block.field, block.label, "withheld", (block.reason,))
        case Missing():
            told = Entry(block.field, block.label, "missing", asked_by=asked_by)
        case _:
            raise AssertionError(f"`{block.kind}` is no entry")
    room, _, name = (case.law.field[told.field].follows or "").partition(".")
    return replace(told, repeats=name) if room == "answers" else told


def _stated(block: Stated, case: Case, audience: Audience) -> Entry:
    """Return an entry with its value as programs read it."""
    field, value = case.law.field[block.field], case.record.values[block.field].value
    told = Entry(block.field, block.label, "stated", block.value)
    match value:
        case Amount():
            return replace(told, amount=views.figures(value, field.shown_to[audience]))
        case date():
            return replace(told, items=(value.isoformat(),), day=value)
        case str():
            return replace(told, items=(value,), is_link=field.kind is Kind.LINK)
        case _:
            assert value is not None
            return replace(told, items=value)


# -- Registers ------------------------------------------------------------------------------------


def _datasets(case: Case, audience: Audience) -> Datasets:
    """Return the sources; remarks may hold exact sizes, so few see them."""
    exact = audience is Audience.AI_OFFICE
    sources = case.summary.sources
    return Datasets(
        sources=tuple(_data_source(one, case.law.language, exact=exact) for one in sources.listed),
        is_complete=bool(sources.inventory.complete),
    )


def _data_source(one: Source, language: Language, *, exact: bool) -> DataSource:
    precision = Precision.EXACT if exact else Precision.ONE_FIGURE
    dataset = one.dataset
    return DataSource(
        name=dataset.name,
        part_of=one.whole.dataset.name if one.whole else dataset.parent,
        categories=dataset.categories,
        modalities=dataset.modalities,
        sizes=tuple(_measures(one, precision)),
        sizes_said=tuple(registers.sizes(one, precision, language)),
        licence=dataset.licence,
        period=registers.period(one, language),
        links=dataset.all_links,
        particulars=tuple(registers.particulars(one, language)),
        source=dataset.source if exact else None,
        note=dataset.note if exact else None,
    )


def _measures(source: Source, precision: Precision) -> Iterator[Measure]:
    for amount, how in registers.measured(source):
        seen = views.figures(amount, precision)
        assert seen is not None, "sizes of sources are shown as numbers"
        yield Measure(seen, how)


def _evaluations(case: Case) -> tuple[Result, ...]:
    return tuple(_result(one, case.law.language) for one in case.dossier.evaluations)


def _result(one: Evaluation, language: Language) -> Result:
    return Result(
        name=one.name,
        kind=one.kind,
        kind_said=language.named("evaluation", one.kind),
        metric=one.metric,
        value=one.value,
        setting=one.setting,
        on=one.on,
        source=one.source,
        note=one.note,
    )


def _compute(case: Case) -> Compute:
    account, language = case.account, case.law.language
    return Compute(
        entries=tuple(_spending(line, case) for line in account.lines),
        totals=account.totals,
        totals_said={metric: language.named("total", metric) for metric in account.totals},
        is_whole=account.is_whole,
        note=case.dossier.ledger.note,
    )


def _spending(line: Line, case: Case) -> Spending:
    language = case.law.language
    return Spending(
        id=line.entry.id,
        activity=line.activity.id,
        activity_said=line.activity.label,
        amount=line.amount,
        method=language.words(line.method),
        enters=line.entered,
        left_out=None if line.entered else registers.left_out(line, language),
        provision=case.law.cited(line.activity.source),
        source=line.entry.source,
        note=line.entry.note,
    )
