"""`colophon compute` on a screen and as JSON: bars, estimates side by side, levels, readings."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON = ("--on", "2026-11-21")
CONFIGURATION = {
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "vocab_size": 32000,
    "tie_word_embeddings": False,
}
COUNTED = {
    "method": "architecture",
    "configuration": "small",
    "tokens": Decimal("2e12"),
    "length": 4096,
    "attention": "causal",
    "margin": Decimal("0.02"),
}
CHECKS = [
    {
        "method": "hardware",
        "unit_hours": 800000,
        "peak": "312e12 FLOP/s",
        "utilisation": Decimal("0.35"),
        "margin": Decimal("0.1"),
        "source": "accounting",
    },
    {"method": "stated", "amount": "4.4e22 FLOP", "source": "the report"},
]
ENTRIES: dict[str, Any] = {
    "pre-training": {**COUNTED, "checks": CHECKS, "supersedes": ["evaluation"]},
    "rollouts": {"method": "stated", "amount": "9.99e24 FLOP", "note": "a rough guess"},
    "evaluation": {"activity": "pre-training", "method": "stated", "amount": "5e22 FLOP"},
    "aborted-run": {"method": "stated", "amount": "1e22 FLOP"},
    "recomputation": {"method": "stated", "amount": "2e22 FLOP"},
}


@pytest.fixture
def shown(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Any]:
    """Return a function that shows a ledger of `ENTRIES`, or of others."""

    def shown(*arguments: str, entries: Mapping[str, Any] = ENTRIES, **record: Any) -> Any:
        compute = {"complete": True, "entries": entries, **record.pop("compute", {})}
        tree = tree_of({"provider": {"established_in": "FR"}, **record, "compute": compute})
        tree["configurations/small.json"] = json.dumps(CONFIGURATION).encode()
        save("mine", tree)
        return colophon("-C", "mine", "compute", *ON, *arguments)

    return shown


def line_of(text: str, start: str) -> str:
    """Return the first line that starts with some words."""
    return next(line for line in text.splitlines() if line.startswith(start))


def test_amounts_have_three_figures_and_bars_one_scale(shown: Callable[..., Any]) -> None:
    """Amounts are rounded outwards; the marks of the levels stand in one column in every bar."""
    done = shown()
    assert (done.code, done.err) == (0, "")
    row = line_of(done.out, "pre-training ")
    assert "8.4e22 … 8.57e22 … 8.75e22" in row
    assert "●" in row
    axis = done.out.splitlines()[2]
    (first,) = (at for at, letter in enumerate(axis) if letter == "A")
    (second,) = (at for at, letter in enumerate(axis) if letter == "B")
    rows = [line for line in done.out.splitlines() if "●" in line]
    assert len(rows) >= 9
    assert all(line[first] in "┊┿●" for line in rows if len(line) > first)
    assert all(line[second] in "┊┿●" for line in rows)


def test_estimates_stand_side_by_side(shown: Callable[..., Any]) -> None:
    """Each check has its amount, its ratio and the utilisation that it implies; no mean is made."""
    out = shown().out
    assert "    hardware" in out
    assert "3.67 times the entry's own figure" in out
    assert "0.513 times the entry's own figure; implies a utilisation of 0.049" in out
    assert "    implies a utilisation of 0.0954" in out
    assert "If it does, double it." in out
    assert "look" in out


def test_what_enters_nothing_stands_apart_with_its_reason(shown: Callable[..., Any]) -> None:
    """Superseded entries, and what provisions and policies leave out, stand below the others."""
    counted, _, rest = shown().out.partition("Kept, and in no total")
    apart, _, _ = rest.partition("Totals")
    assert "evaluation" not in counted
    assert "superseded by pre-training, and kept to be looked up" in apart
    assert "not counted, which the texts leave open (aborted-run); nobody has decided it" in apart
    assert "left out by GPAI Guidelines" in apart


def test_a_decision_is_named(shown: Callable[..., Any]) -> None:
    """Where a person has decided an open question, the entry says who, when and where."""
    decided = {"question": "aborted-run", "verdict": "met", "on": "2026-10-02"}
    out = " ".join(shown(decisions=[decided]).out.split())
    assert "counted, which the texts leave open (aborted-run); decided by A. Moreau" in out
    assert "decisions.yaml:2" in out


def test_totals_have_their_share_of_each_level(shown: Callable[..., Any]) -> None:
    """Below a total stands what it is of the level that it is held against, in two figures."""
    out = shown().out
    assert "  0.84 … 0.86 … 0.88 of 1e23 FLOP (gpai-compute)" in out
    assert "  1.007 … 1.01 … 1.1 of 1e25 FLOP (systemic-risk-compute)" in out
    assert "A greater than 1e23 FLOP, by parameter-updates" in out
    assert "AI Act (OJ L 2024/1689), Art. 51(2) · binding" in out


@pytest.mark.parametrize(
    ("amount", "share"),
    [
        ("9.96e24", "0.996"),
        ("9.9996e24", "0.99996"),
        ("1e25", "1"),
        ("1.0004e25", "1.0004"),
        ("1.26e25", "1.3"),
        ("4.2e24", "0.42"),
    ],
)
def test_a_share_is_never_rounded_to_the_whole(
    amount: str, share: str, shown: Callable[..., Any]
) -> None:
    """A share just below or above one has as many figures as tell it from one."""
    entries = {"pre-training": {"method": "stated", "amount": f"{amount} FLOP"}}
    assert f"  {share} of 1e25 FLOP (systemic-risk-compute)" in shown(entries=entries).out


def test_readings_that_would_change_a_verdict(shown: Callable[..., Any]) -> None:
    """An open question whose other answer changes a verdict is named, with totals and verdicts."""
    out = shown().out
    _, _, readings = out.partition("Open questions whose other answer would change a verdict")
    assert "If this did not count: Rollouts of reinforcement learning (rollouts)" in readings
    assert "near-systemic-risk: met → not met" in readings
    assert "aborted-run" not in readings
    small = {"pre-training": {"method": "stated", "amount": "1e24 FLOP"}}
    assert "Open questions" not in shown(entries=small).out


def test_a_change_has_a_line_of_its_own(shown: Callable[..., Any]) -> None:
    """Where the provider modifies, the change stands below the totals with its share of a third."""
    spine = {
        "provider": {"role": "modifies"},
        "upstream": {"systemic_risk": True, "cumulative": "3e25 FLOP"},
    }
    out = shown(**spine).out
    assert "the change" in out
    assert "of 1/3 of 3e25 FLOP (modification-share)" in out
    assert "dossier.yaml:" in out


def test_details(shown: Callable[..., Any]) -> None:
    """With --details, each entry says who entered it where, by which provision, and its note."""
    assert "compute.yaml:" not in shown().out
    out = shown("--details").out
    assert "entered: compute.yaml:5, A. Moreau, 2026-10-02" in out
    assert "note: a rough guess" in out
    assert "by: GPAI Guidelines" in out


def test_models_of_the_lineage(shown: Callable[..., Any]) -> None:
    """An entry of the lineage names the models that it brings in; details have their compute."""
    models = [{"id": "base", "amount": "6e24 FLOP", "source": "model card"}]
    entries = {"merged-weights": {"method": "lineage", "models": ["base"]}}
    done = shown("--details", entries=entries, compute={"models": models})
    assert "the training of these models, each once: base" in done.out
    assert "base: 6e24, model card" in done.out
    told = shown("--json", entries=entries, compute={"models": models}).json
    (one,) = told["entries"][0]["models"]
    assert (one["id"], one["built_on"], one["source"]) == ("base", [], "model card")
    assert told["entries"][0]["estimates"] == []


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
def test_the_table_fits(
    columns: int, shown: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than the terminal; long ids and narrow terminals take lines of their own."""
    monkeypatch.setenv("COLUMNS", str(columns))
    entries = {**ENTRIES, "lost-steps": {"id": "x" * 40, "method": "stated", "amount": "1 FLOP"}}
    for arguments in ((), ("--details",)):
        done = shown(*arguments, entries=entries)
        assert max(map(len, done.out.splitlines())) <= columns
        assert "x" * 40 in done.out


def test_a_ledger_of_nothing_has_no_bars(shown: Callable[..., Any]) -> None:
    """An amount of zero stands in the table, and in no bar."""
    entries = {"pre-training": {"method": "stated", "amount": "0 FLOP"}}
    out = shown(entries=entries).out
    assert line_of(out, "pre-training ").split()[:2] == ["pre-training", "0"]
    assert "●" not in out
    assert "  0 of 1e25 FLOP (systemic-risk-compute)" in out


def test_json_has_everything(shown: Callable[..., Any]) -> None:
    """Ratios, utilisations and shares are exact fractions; flags have their remedies."""
    told = shown("--json").json
    entry = told["entries"][0]
    assert [one["method"] for one in entry["estimates"]] == ["architecture", "hardware", "stated"]
    own, hardware, stated = entry["estimates"]
    assert own["ratio"] == "1"
    assert hardware["implied_utilisation"] is None
    at_peak = 800_000 * 3_600 * 312 * 10**12
    assert stated["implied_utilisation"] == str(Fraction(44 * 10**21, at_peak))
    assert {flag["kind"] for flag in entry["flags"]} >= {"half", "apart"}
    assert all(flag["remedy"] for flag in entry["flags"])
    assert told["entries"][2]["superseded_by"] == "pre-training"
    level = {one["threshold"]: one for one in told["levels"]}["systemic-risk-compute"]
    assert level["metric"] == "cumulative"
    assert level["citation"].endswith("Art. 51(2)")
    assert set(level["share"]) == {"low", "best", "high"}
    (reading,) = told["readings"]
    assert (reading["policies"], reading["counts"]) == (["rollouts"], False)
    assert reading["changes"] == {"near-systemic-risk": {"before": "met", "after": "not_met"}}
