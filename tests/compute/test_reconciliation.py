"""Estimates side by side: their ratios, what they imply, and what they look like together."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from colophon.compute.bounds import bounds
from colophon.compute.ledger import account
from colophon.compute.reconciliation import flags, side_by_side, two_figures
from colophon.dossier import files
from colophon.dossier.model import Dataset, Ledger
from colophon.law.load import law

if TYPE_CHECKING:
    from colophon.compute.ledger import Line

EXPERTS = {
    "model_type": "mixtral",
    "hidden_size": 64,
    "intermediate_size": 256,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "vocab_size": 1000,
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
    "tie_word_embeddings": False,
    "sliding_window": None,
}
TOTAL, ACTIVE = 1_766_976, 587_328


def line(entry: dict[str, Any], *checks: dict[str, Any], **more: Any) -> Line:
    """Return the line of an entry with its checks."""
    said = {"id": "run", "activity": "pre-training", "source": "log", "checks": list(checks)}
    checks = tuple({"source": "report", **check} for check in checks)
    ledger = Ledger.model_validate(
        {"by": "A. Moreau", "on": "2026-10-02", "entries": [{**said, **entry, "checks": checks}]}
    )
    kept = {"experts": json.dumps(EXPERTS)}
    changed = {"ledger": ledger, "configurations": kept, **more}
    dossier = files.read({"dossier.yaml": b"format: 1\n"}, law()).model_copy(update=changed)
    return account(dossier, law(), law().known_on).lines[0]


def six_pd(flop: str, margin: str = "0.1", parameters: int = 10**9) -> dict[str, Any]:
    """Return an estimate by parameters and tokens that comes to `flop`."""
    tokens = round(Decimal(flop) / 6 / parameters)
    figures = {"active_parameters": parameters, "tokens": tokens, "margin": Decimal(margin)}
    return {"method": "six-pd", **figures}


def hardware(utilisation: str = "0.4", hours: int = 1_000_000) -> dict[str, Any]:
    """Return an estimate of units with a peak of 1e15 FLOP/s: 3.6e24 FLOP at their peak."""
    figures = {"unit_hours": hours, "peak": "1e15 FLOP/s", "margin": Decimal("0.2")}
    return {"method": "hardware", "utilisation": Decimal(utilisation), **figures}


def stated(flop: str) -> dict[str, Any]:
    """Return a stated figure."""
    return {"method": "stated", "amount": f"{flop} FLOP"}


def kinds(found: Line) -> list[str]:
    """Return the kinds of flags of a line."""
    return [flag.id.removeprefix("flag.") for flag in flags(found)]


def test_ways_stand_side_by_side_and_none_is_averaged() -> None:
    """Each has its own amount, its ratio to the first, and the utilisation that it would imply."""
    found = side_by_side(line(six_pd("1.2e24"), hardware(), stated("0.9e24")))
    assert [int(one.amount.best) for one in found] == [12 * 10**23, 144 * 10**22, 9 * 10**23]
    assert [one.ratio for one in found] == [1, Fraction(6, 5), Fraction(3, 4)]
    assert [one.implied for one in found] == [Fraction(1, 3), None, Fraction(1, 4)]


def test_the_entry_counts_and_its_checks_do_not() -> None:
    """A check changes neither the amount of its line nor any total."""
    assert line(six_pd("1.2e24"), hardware()).amount == line(six_pd("1.2e24")).amount


@pytest.mark.parametrize(
    ("entry", "checks", "expected"),
    [
        pytest.param(six_pd("1.2e24"), [hardware()], [], id="all is well"),
        pytest.param(six_pd("3e23"), [hardware("0.1")], ["utilisation-low"], id="corpus size"),
        pytest.param(six_pd("2.5e24"), [hardware("0.6")], ["utilisation-high"], id="all of them"),
        pytest.param(hardware("0.99"), [], ["utilisation-stated"], id="the driver's counter"),
        pytest.param(hardware("0.6"), [], [], id="at the bound"),
        pytest.param(hardware("0.05"), [], ["utilisation-stated"], id="too little"),
        pytest.param(six_pd("1.2e24"), [stated("0.6e24")], ["half"], id="multiply-adds"),
        pytest.param(stated("0.6e24"), [six_pd("1.2e24")], ["half"], id="multiply-adds, turned"),
        pytest.param(six_pd("1.2e24"), [stated("1.6e24")], ["recomputed"], id="recomputation"),
        pytest.param(six_pd("1.2e24"), [stated("1.3e24")], [], id="within the interval"),
        pytest.param(six_pd("1.2e24"), [stated("5e24")], ["apart"], id="far apart"),
        pytest.param(six_pd("1.2e24"), [six_pd("3e24")], ["apart"], id="two of one kind"),
    ],
)
def test_what_two_figures_look_like_together_is_said(
    entry: dict[str, Any], checks: list[dict[str, Any]], expected: list[str]
) -> None:
    """Half is taken for multiply-adds, four thirds for recomputation, the rest for apart."""
    assert kinds(line(entry, *checks)) == expected


def from_experts(tokens: str) -> dict[str, Any]:
    """Return an estimate that is counted from the configuration of a mixture of experts."""
    more = {"tokens": Decimal(tokens), "length": 64, "attention": "causal", "margin": Decimal(0)}
    return {"method": "architecture", "configuration": "experts", **more}


def test_all_parameters_of_a_mixture_are_not_its_active_ones() -> None:
    """Six operations for every expert are pointed out, where a configuration shows which act."""
    wrong, right = (six_pd(f"{6 * one}e9", parameters=one) for one in (TOTAL, ACTIVE))
    assert kinds(line(from_experts("1e9"), wrong)) == ["apart", "total-for-active"]
    assert kinds(line(from_experts("1e9"), right)) == []


def test_the_size_of_a_corpus_is_not_the_tokens_processed() -> None:
    """Tokens that are a dataset's to the digit are pointed out."""
    corpus = Dataset.model_validate(
        {
            "name": "Web",
            "origin": "crawled",
            "modalities": ["text"],
            "size": "2e14 tokens",
            "source": "card",
        }
    )
    assert kinds(line(six_pd("1.2e24"), datasets=(corpus,))) == ["corpus"]
    assert kinds(line(six_pd("1.3e24"), datasets=(corpus,))) == []


def test_every_flag_has_words_and_a_remedy() -> None:
    """What a flag looks like and what to do about it stand in the texts."""
    phrases = law().language.phrases
    said = {name for name in phrases if name.startswith("flag.") and not name.endswith(".remedy")}
    assert said
    assert all(f"{name}.remedy" in phrases for name in said)


def test_the_bounds_are_in_order_and_say_where_they_come_from() -> None:
    """Each pair has a source and a grade, and its lower number is the lower one."""
    assert all(one.low < one.high and one.source and one.confirmed for one in bounds().values())


@pytest.mark.parametrize(("value", "shown"), [("0.333333", "0.33"), ("1.55", "1.6"), ("12", "12")])
def test_a_ratio_is_shown_with_two_figures(value: str, shown: str) -> None:
    """Two significant figures, since no estimate is better."""
    assert two_figures(Fraction(value)) == Decimal(shown)
