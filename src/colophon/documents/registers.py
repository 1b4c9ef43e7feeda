"""The registers of a dossier: the ledger of compute with its chart, datasets, evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from colophon.documents import charts, views
from colophon.documents.model import Chart, Paragraph, Table
from colophon.law.model import Audience, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from colophon.assessment.model import Case
    from colophon.compute.ledger import Line, Metric
    from colophon.law.model import Language


def blocks(
    register: Literal["compute", "datasets", "evaluations"], case: Case, audience: Audience
) -> Iterator[Table | Chart | Paragraph]:
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
            or _left_out(line, language),
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


def _left_out(line: Line, language: Language) -> str:
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
            one.name,
            language.named("dataset", one.origin),
            ", ".join(language.named("modality", modality) for modality in one.modalities),
            views.amount(one.size, precision, language) if one.size else not_known,
            one.licence or not_known,
            one.period or not_known,
            one.link or language.say("register.none-given"),
            *((_noted(one.source, one.note),) if exact else ()),
        )
        for one in case.dossier.datasets
    )
    names = ("name", "origin", "modalities", "size", "licence", "period", "link")
    source = (language.say("register.source"),) if exact else ()
    return Table(
        caption=language.say("register.datasets"),
        columns=(*_columns("datasets", names, language), *source),
        rows=rows,
    )


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
