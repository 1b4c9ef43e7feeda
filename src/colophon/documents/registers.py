"""The registers of a dossier: compute and datasets, both with their charts, evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from colophon.documents import charts, corpora, views
from colophon.documents.model import Chart, Paragraph, Shares, Table
from colophon.dossier.sources import is_known
from colophon.law.model import Audience, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from colophon.assessment.model import Case
    from colophon.compute.ledger import Line, Metric
    from colophon.dossier.sources import Source
    from colophon.law.model import Language, Register
    from colophon.quantities import Amount


def blocks(
    register: Register, case: Case, audience: Audience
) -> Iterator[Table | Chart | Shares | Paragraph]:
    """Yield what `audience` sees of a register; nothing when the register is empty."""
    match register:
        case "compute":
            table, note = _compute(case), case.dossier.ledger.note
        case "datasets":
            table, note = _datasets(case, audience), None
        case "evaluations":
            table, note = _evaluations(case), None
        case _:
            assert_never(register)
    if table.rows:
        yield table
    chart = charts.of_ledger(case) if register == "compute" else None
    if chart is not None:
        yield chart
    if note is not None:
        yield Paragraph(text=case.law.say(f"register.note.{register}", note=note))
    if register == "datasets" and table.rows:
        yield from _on_sources(case)
        if audience is Audience.AI_OFFICE:  # the weights of sources are secrets
            yield from corpora.of_sources(case)


def _noted(source: str, note: str | None) -> str:
    return source if note is None else f"{source} ({note})"


def _compute(case: Case) -> Table:
    language = case.law.language
    rows = [
        (
            f"{line.activity.label}\n{line.entry.id}",
            views.amount(line.amount, Precision.EXACT, language),
            language.words(line.method),
            ", ".join(language.named("total", one) for one in line.entered)
            or left_out(line, language),
            case.law.cited(line.activity.source),
            _noted(line.entry.source, line.entry.note),
        )
        for line in case.account.lines
    ]
    if rows:
        rows += [_total(case, metric) for metric in case.account.totals]
    return Table(
        caption=language.say("register.compute"),
        columns=(
            *_columns("compute", ("activity", "amount", "method", "total", "provision"), language),
            language.say("register.source"),
        ),
        rows=tuple(rows),
    )


def left_out(line: Line, language: Language) -> str:
    """Say that an entry enters no total, and why, where its provision does not say it."""
    if line.superseded_by is not None:
        return language.say("register.compute.superseded", entry=line.superseded_by)
    if line.settled is not None:
        return language.say("register.compute.not-settled", label=line.settled.policy.label)
    return language.say("register.compute.no-total")


def _total(case: Case, metric: Metric) -> tuple[str, str, str, str, str, str]:
    language = case.law.language
    amount = views.amount(case.account.totals[metric], Precision.EXACT, language)
    if not case.account.is_whole:
        amount = language.say("register.compute.at-least", amount=amount)
    name = language.named("total", metric)
    total = language.say("register.compute.total-of", metric=name)
    return (total, amount, language.say("register.compute.sum"), name, "", "")


def _datasets(case: Case, audience: Audience) -> Table:
    """List the sources of data; remarks may hold exact sizes, so few see them."""
    language = case.law.language
    exact = audience is Audience.AI_OFFICE
    precision = Precision.EXACT if exact else Precision.ONE_FIGURE
    not_known = language.say("register.not-known")
    rows = tuple(
        (
            "\n".join(_named(one, language)),
            ", ".join(language.named("dataset", name) for name in one.dataset.categories),
            ", ".join(language.named("modality", name) for name in one.dataset.modalities),
            "\n".join(sizes(one, precision, language)) or not_known,
            one.dataset.licence or not_known,
            period(one, language) or not_known,
            ", ".join(one.dataset.all_links) or language.say("register.none-given"),
            "\n".join(particulars(one, language)) or language.say("register.none-given"),
            *((_noted(one.dataset.source, one.dataset.note),) if exact else ()),
        )
        for one in case.summary.sources.listed
    )
    names = (
        *("name", "origin", "modalities", "size", "licence", "period", "link"),
        "particulars",
    )
    source = (language.say("register.source"),) if exact else ()
    return Table(
        caption=language.say("register.datasets"),
        columns=(*_columns("datasets", names, language), *source),
        rows=rows,
    )


def _named(source: Source, language: Language) -> Iterator[str]:
    yield source.dataset.name
    if source.dataset.parent is not None:
        whole = source.whole.dataset.name if source.whole else source.dataset.parent
        yield language.say("register.datasets.part-of", name=whole)


def sizes(source: Source, precision: Precision, language: Language) -> Iterator[str]:
    """Yield what is known of the size of a source, as a document says it."""
    for amount, how in measured(source):
        said = views.amount(amount, precision, language)
        known = how == "stated"
        yield said if known else language.say(f"register.datasets.{how}", amount=said)


def measured(source: Source) -> Iterator[tuple[Amount, Literal["stated", "measured", "at-least"]]]:
    """Yield what is stated of the size of a source, and what was measured, as lower bound or not.

    Of a source of several modalities whose one size is of neither, that size.
    """
    stated = [one.amount for one in source.stated.values()]
    if not stated and source.dataset.size:
        stated = [source.dataset.size]
    for amount in stated:
        yield amount, "stated"
    if source.scan is None:
        return
    found = list(source.scan.sizes.values())
    if "text" not in source.scan.sizes:
        found += filter(None, [source.scan.bytes_of_text])
    for one in found:
        yield one.amount, "at-least" if one.at_least else "measured"


def period(source: Source, language: Language) -> str | None:
    """Say when a source was collected; None where nothing is known of it."""
    since, until = source.month("since"), source.month("until")
    if not since and not until:
        return source.dataset.period
    unknown = language.say("register.not-known")
    return language.say(
        "summary.collected",
        since=since if is_known(since) and since else unknown,
        until=until if is_known(until) and until else unknown,
    )


def particulars(source: Source, language: Language) -> Iterator[str]:
    """Yield what is said of a source beside: what it is, how chosen, by whom crawled or made."""
    one = source.dataset
    if one.description:
        yield one.description
    if one.selection:
        yield language.say("summary.selected", how=one.selection)
    if one.crawlers or one.purpose:
        not_known = language.say("register.not-known")
        crawlers, purpose = ", ".join(one.crawlers) or not_known, one.purpose or not_known
        yield language.say("summary.purpose", crawlers=crawlers, purpose=purpose)
    for maker in one.models:
        yield ", ".join(filter(None, (maker.name, maker.summary, maker.description)))
    if source.snapshots:
        yield language.say("summary.snapshots", names=", ".join(source.snapshots))


def _on_sources(case: Case) -> Iterator[Paragraph]:
    """Yield who states that the register is complete, and what of it could not be read."""
    language, sources = case.law.language, case.summary.sources
    inventory = sources.inventory
    if inventory.complete and inventory.by and inventory.on:
        told = language.say("register.datasets.complete", by=inventory.by, day=inventory.on)
    else:
        told = language.say("register.datasets.not-complete")
    yield Paragraph(text=told)
    partial = [one for one in sources.listed if one.scan and one.scan.is_partial]
    if partial:
        names = ", ".join(one.dataset.name for one in partial)
        yield Paragraph(text=language.say("register.datasets.unread", names=names))


def _evaluations(case: Case) -> Table:
    language = case.law.language
    not_given = language.say("register.not-given")
    names = ("name", "kind", "metric", "result", "setting", "day")
    return Table(
        caption=language.say("register.evaluations"),
        columns=(
            *_columns("evaluations", names, language),
            language.say("register.source"),
        ),
        rows=tuple(
            (
                one.name,
                language.named("evaluation", one.kind),
                one.metric,
                one.value,
                one.setting or not_given,
                language.shown(one.on) if one.on else not_given,
                _noted(one.source, one.note),
            )
            for one in case.dossier.evaluations
        ),
    )


def _columns(register: str, names: tuple[str, ...], language: Language) -> Iterator[str]:
    return (language.say(f"register.{register}.{name}") for name in names)
