"""The chart of a ledger: what it shows, and what it leaves to others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.documents import registers
from colophon.documents.charts import MOST_BARS, of_ledger
from colophon.documents.model import Table
from colophon.dossier import files
from colophon.law.load import law
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.documents.model import Chart

DAY = date(2026, 11, 21)
STATED = {"method": "stated", "amount": "1e24 FLOP"}


@pytest.fixture
def chart(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., Chart | None]:
    """Return a function that draws the chart of a ledger."""

    def chart(
        entries: Mapping[str, Any],
        *,
        on: date = DAY,
        language: str = "en",
        complete: bool = True,
        **spine: Any,
    ) -> Chart | None:
        tree = tree_of({**spine, "compute": {"complete": complete, "entries": entries}})
        known = law(language)
        return of_ledger(case_of(files.read(tree, known), known, on))

    return chart


def test_entries_totals_and_levels(chart: Callable[..., Chart]) -> None:
    """Entries that count, those kept, and the totals are groups; thresholds are the marks."""
    drawn = chart(
        {
            "pre-training": [Decimal("1e24"), Decimal("2e24"), Decimal("4.04e24")],
            "evaluation": Decimal("1e22"),
        }
    )
    assert [(bar.group, bar.label, bar.detail) for bar in drawn.bars] == [
        ("Entries that count", "Pre-training", "pre-training"),
        (
            "Entries kept that enter no total",
            "Evaluation, red teaming and other diagnostic work",
            "evaluation",
        ),
        ("Totals", "parameter-updates", None),
        ("Totals", "cumulative", None),
    ]
    first = drawn.bars[0]
    assert (first.low, first.best, first.high) == ("1e24", "2e24", "4.04e24")
    assert first.amount == "2.0 × 10²⁴ FLOP (1.0 × 10²⁴ to 4.1 × 10²⁴ FLOP)"
    assert [(mark.whole, mark.parts) for mark in drawn.marks] == [("1e23", 1), ("1e25", 1)]
    assert drawn.marks[1].label == (
        "greater than 1 × 10²⁵ FLOP: cumulative training compute "
        "(AI Act (OJ L 2024/1689), Art. 51(2))"
    )


def test_the_description_says_the_same(chart: Callable[..., Chart]) -> None:
    """Whoever cannot see the chart hears of each bar and each level."""
    drawn = chart({"pre-training": 5 * 10**24, "evaluation": 1})
    for bar in drawn.bars:
        assert bar.label in drawn.description
        assert bar.amount in drawn.description
    assert all(mark.label in drawn.description for mark in drawn.marks)


def test_totals_of_a_part_are_lower_bounds(chart: Callable[..., Chart]) -> None:
    """As long as the ledger is not said to be complete, its totals are drawn as at least that."""
    assert chart({"pre-training": 7}, complete=False).bars[-1].group == "Totals, at least"


def test_without_an_amount_there_is_no_chart(chart: Callable[..., Chart | None]) -> None:
    """Nothing, and a ledger of zeros, have no place on a scale of powers of ten."""
    assert chart({}) is None
    assert chart({"pre-training": 0}) is None


def test_before_a_threshold_there_is_no_mark(chart: Callable[..., Chart]) -> None:
    """The marks are the thresholds that are in force on the day."""
    assert chart({"pre-training": 7}, on=date(2025, 8, 1)).marks == ()


def test_another_providers_figures_are_not_drawn(chart: Callable[..., Chart]) -> None:
    """One third of an original's compute would tell that compute, which no document shows."""
    upstream = {"systemic_risk": True, "cumulative": "3.456e24 FLOP"}
    drawn = chart({"fine-tuning": 7}, provider={"role": "modifies"}, upstream=upstream)
    assert len(drawn.marks) == 2
    assert "3456" not in drawn.model_dump_json().replace(".", "")


def test_a_fallback_of_the_law_is_drawn(chart: Callable[..., Chart]) -> None:
    """Where nobody can know the original's compute, one third of the threshold is a mark."""
    upstream = {"systemic_risk": True, "compute_known": False}
    drawn = chart({"fine-tuning": 7}, provider={"role": "modifies"}, upstream=upstream)
    assert (drawn.marks[-1].whole, drawn.marks[-1].parts) == ("1e25", 3)
    assert "1/3 × 1 × 10²⁵ FLOP" in drawn.marks[-1].label


def test_many_entries_are_drawn_by_activity(chart: Callable[..., Chart]) -> None:
    """A ledger too long for a chart is drawn by activities, and no total changes."""
    entries = {
        f"entry-{n}": {"activity": "evaluation" if n % 2 else "fine-tuning", **STATED}
        for n in range(MOST_BARS + 1)
    }
    drawn = chart(entries)
    assert [(bar.label, bar.detail, bar.best) for bar in drawn.bars[:2]] == [
        ("Supervised fine-tuning", "entries: 16", "1.6e25"),
        ("Evaluation, red teaming and other diagnostic work", "entries: 15", "1.5e25"),
    ]
    assert drawn.bars[-1].best == "1.6e25"
    del entries["entry-0"]
    assert len(chart(entries).bars) == MOST_BARS + 2


@pytest.mark.parametrize("language", ["nl", "fi"])
def test_the_chart_speaks_the_language_of_the_document(
    language: str, chart: Callable[..., Chart]
) -> None:
    """All that a chart says is in the language of the document."""
    english, other = (chart({"pre-training": 7}, language=one) for one in ("en", language))
    assert english.caption != other.caption
    assert all(one.group != two.group for one, two in zip(english.bars, other.bars, strict=True))
    assert all(one.label != two.label for one, two in zip(english.marks, other.marks, strict=True))


def test_a_superseded_entry_says_what_took_its_place(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """In the table, an entry that enters no total says whether it was superseded or not settled."""
    entries = {
        "draft": {"activity": "pre-training", **STATED},
        "pre-training": {**STATED, "supersedes": ["draft"]},
        "aborted-run": STATED,
        "evaluation": STATED,
    }
    tree = tree_of({"compute": {"complete": True, "entries": entries}})
    case = case_of(files.read(tree, law()), law(), DAY)
    table, *_ = registers.blocks("compute", case, Audience.AI_OFFICE)
    assert isinstance(table, Table)
    assert [row[3] for row in table.rows[:4]] == [
        "none: superseded by pre-training",
        "parameter-updates, cumulative",
        f"none, which the text does not settle: {law().policy['aborted-run'].label}",
        "none",
    ]
