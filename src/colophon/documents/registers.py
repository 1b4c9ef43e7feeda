"""The registers of a dossier as tables: the ledger of compute, datasets, evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from colophon.documents import views
from colophon.documents.model import Paragraph, Table
from colophon.law.model import Audience, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from colophon.assessment.model import Case


def blocks(
    register: Literal["compute", "datasets", "evaluations"], case: Case, audience: Audience
) -> Iterator[Table | Paragraph]:
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
    if note is not None:
        yield Paragraph(text=f"On the {register} register: {note}")


def _noted(source: str, note: str | None) -> str:
    return source if note is None else f"{source} ({note})"


def _compute(case: Case) -> Table:
    rows = [
        (
            line.activity.label,
            views.amount(line.amount, Precision.EXACT),
            line.method,
            ", ".join(line.activity.counts_towards) or "none",
            case.law.cited(line.activity.source),
            _noted(line.entry.source, line.entry.note),
        )
        for line in case.account.lines
    ]
    whole = "" if case.account.is_whole else " (at least; the ledger is not said to be complete)"
    if rows:
        rows += [
            (
                f"Total: {metric}",
                views.amount(total, Precision.EXACT) + whole,
                "sum",
                metric,
                "",
                "",
            )
            for metric, total in case.account.totals.items()
        ]
    return Table(
        caption="Ledger of training compute",
        columns=("Activity", "Amount", "Method", "Enters the total", "By provision", "Source"),
        rows=tuple(rows),
    )


def _datasets(case: Case, audience: Audience) -> Table:
    """List the sources of data; remarks may hold exact sizes, so few see them."""
    exact = audience is Audience.AI_OFFICE
    precision = Precision.EXACT if exact else Precision.ONE_FIGURE
    rows = tuple(
        (
            one.name,
            one.origin.replace("-", " "),
            ", ".join(one.modalities),
            views.amount(one.size, precision) if one.size else "not known",
            one.licence or "not known",
            one.period or "not known",
            one.link or "none given",
            *((_noted(one.source, one.note),) if exact else ()),
        )
        for one in case.dossier.datasets
    )
    columns = ("Name", "Origin", "Modalities", "Size", "Licence", "Period", "Link")
    return Table(
        caption="Register of training data sources",
        columns=(*columns, *(("Source",) if exact else ())),
        rows=rows,
    )


def _evaluations(case: Case) -> Table:
    return Table(
        caption="Evaluations and adversarial tests",
        columns=("Name", "Kind", "Metric", "Result", "Setting", "Day", "Source"),
        rows=tuple(
            (
                one.name,
                one.kind.replace("-", " "),
                one.metric,
                one.value,
                one.setting or "not given",
                one.on.isoformat() if one.on else "not given",
                _noted(one.source, one.note),
            )
            for one in case.dossier.evaluations
        ),
    )
