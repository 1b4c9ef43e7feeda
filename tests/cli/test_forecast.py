"""`colophon compute forecast`: from a dossier, beside none, and what it refuses."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON = ("--on", "2026-11-21")
FORECAST = ("compute", "forecast", *ON)
TOTAL = ("--flop", "3e25 FLOP")
PACE = ("--pace", "1e23 FLOP/day")


def test_without_a_dossier_the_run_is_alone(colophon: Callable[..., Any]) -> None:
    """Where no dossier lies and none is named, the law's levels are shown for the run alone."""
    done = colophon(*FORECAST, *TOTAL, *PACE, "--from", "2026-12-01")
    assert done.code == 0
    assert "Alone: there is no dossier here." in done.out
    assert "systemic-risk-compute  2027-03-11  2027-03-11  2027-03-11  2026-12-07" in done.out
    assert "2026-12-05 under the other way of counting" in done.out
    assert "it is known on 2026-11-21 that the" in done.out


def test_a_named_directory_must_hold_a_dossier(
    colophon: Callable[..., Any], tmp_path: Path
) -> None:
    """Who names a directory means its dossier, and is told that there is none."""
    (tmp_path / "empty").mkdir()
    done = colophon("-C", "empty", *FORECAST, *TOTAL)
    assert done.code == 2
    assert done.out == ""


def test_the_run_comes_on_top_of_the_ledger(colophon: Callable[..., Any], dossier: Path) -> None:
    """The ledger's totals come before the run, unless it is looked at alone."""
    told = colophon("-C", dossier.name, *FORECAST, *PACE, "--json").json
    assert told["complete"] is True
    row = told["levels"][1]
    assert row["threshold"] == "systemic-risk-compute"
    assert row["already"] == {"low": "8e24", "best": "9e24", "high": "1.3e25", "unit": "FLOP"}
    assert row["earliest"] == {"when": "already", "day": None}
    assert row["likely"] == {"when": "on-a-day", "day": "2026-12-01"}
    assert row["latest"] == {"when": "on-a-day", "day": "2026-12-11"}
    assert row["passes"] == "undetermined"
    assert row["notification"]["basis"] == "crossing"
    alone = colophon("-C", dossier.name, *FORECAST, *PACE, "--alone", "--json").json
    assert alone["alone"] is True
    assert alone["levels"][1]["already"]["best"] == "0"
    assert alone["levels"][1]["likely"]["day"] == "2027-03-01"


def test_a_ledger_with_gaps_is_said_to_be_one(colophon: Callable[..., Any], dossier: Path) -> None:
    """Of an incomplete ledger the output says that levels may be passed earlier."""
    ledger = dossier / "compute.yaml"
    ledger.write_bytes(ledger.read_bytes().replace(b"complete: true", b"complete: false"))
    done = colophon("-C", dossier.name, *FORECAST, "--flop", "1 FLOP")
    assert done.code == 0
    assert "each level may be passed" in done.out
    assert "at least 8e24" in done.out
    assert "is not passed" not in done.out


def test_a_day_of_which_no_level_is_in_force(colophon: Callable[..., Any]) -> None:
    """On a day before the law's levels nothing is shown."""
    done = colophon("compute", "forecast", "--on", "2025-08-01", *TOTAL)
    assert "No level of compute is in force on that day." in done.out


def test_a_change_of_which_the_original_is_not_known(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """Where too little is known of the original, the output says that its share is not shown."""
    save("mine", tree_of({"provider": {"role": "modifies"}}))
    done = colophon("-C", "mine", *FORECAST, *TOTAL)
    assert "too little is known" in done.out


@pytest.mark.parametrize(
    ("upstream", "parts"),
    [
        (
            {"systemic_risk": True, "cumulative": "3e25 FLOP"},
            ["modification-share", "one of 3 parts of 3e25 FLOP", "dossier.yaml:3"],
        ),
        ({"compute_known": False}, ["If the original has systemic risk:"]),
    ],
)
def test_a_change_has_its_own_levels(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    upstream: Mapping[str, Any],
    parts: list[str],
) -> None:
    """What a change is held against is a row, with where the original's amount stands."""
    save("mine", tree_of({"provider": {"role": "modifies"}, "upstream": upstream}))
    done = colophon("-C", "mine", *FORECAST, *TOTAL, *PACE)
    assert done.code == 0
    said = " ".join(done.out.split())
    for part in parts:
        assert part in said


@pytest.mark.parametrize(
    ("events", "part"),
    [
        ({"art-52-notified": "2026-11-02"}, "The notification is on file"),
        ({"art-52-condition-met": "2026-11-02"}, "since the event on 2026-11-02: by 2026-11-16"),
    ],
)
def test_events_on_file_are_told(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    events: Mapping[str, str],
    part: str,
) -> None:
    """What has happened on file wins over what is foreseen."""
    happened = [{"event": event, "on": day} for event, day in events.items()]
    save("mine", tree_of({"events": happened}))
    assert part in colophon("-C", "mine", *FORECAST, *TOTAL).out


@pytest.mark.parametrize(
    ("arguments", "flop"),
    [
        (("--pace", "1 FLOP/s"), "86400"),
        (("--pace", "5 FLOP/day"), "5"),
        (("--units", "10", "--peak", "2 FLOP/s", "--utilisation", "0.5"), "864000"),
    ],
)
def test_a_pace_is_given_in_one_of_three_ways(
    colophon: Callable[..., Any], arguments: tuple[str, ...], flop: str
) -> None:
    """A pace is a day's, a second's, or that of units at a share of their peak."""
    told = colophon(*FORECAST, *arguments, "--json").json
    assert told["run"]["pace"]["best"] == flop
    assert told["run"]["since"] == "2026-11-21"


def test_an_interval_of_utilisation_is_one_of_the_pace(colophon: Callable[..., Any]) -> None:
    """Low, likely and high utilisation give low, likely and high paces."""
    units = ("--units", "10", "--peak", "2 FLOP/s", "--utilisation", "0.25..0.5..1")
    told = colophon(*FORECAST, *units, "--json").json
    assert told["run"]["pace"] == {
        "low": "432000",
        "best": "864000",
        "high": "1728000",
        "unit": "FLOP/day",
    }


CONFIG = {
    "model_type": "llama",
    "hidden_size": 8,
    "intermediate_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "vocab_size": 32,
    "tie_word_embeddings": False,
}
LINEAR, SCORES = 3072, 64
"""Operations of its matrices for a token, and of its scores for each token that one attends to."""


@pytest.mark.parametrize(
    ("arguments", "part", "ends"),
    [
        (("--tokens", "1T", "--attention", "full"), "total", (16, 16)),
        (("--tokens", "1T", "--attention", "unknown"), "total", (8.5, 16)),
        (("--tokens-per-second", "1000", "--attention", "causal"), "pace", (8.5, 8.5)),
    ],
)
def test_a_configuration_tells_what_tokens_take(
    colophon: Callable[..., Any],
    tmp_path: Path,
    arguments: tuple[str, ...],
    part: str,
    ends: tuple[float, float],
) -> None:
    """Tokens, or tokens a second, are operations by the model's configuration."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    told = colophon(*FORECAST, "--config", "config.json", "--length", "16", *arguments, "--json")
    times = 3 * (10**12 if part == "total" else 1000 * 86_400)
    found = told.json["run"][part]
    for end, keys in zip(("low", "high"), ends, strict=True):
        assert Decimal(found[end]) == times * (LINEAR + int(SCORES * keys))


def test_an_accelerator_tells_the_peak(colophon: Callable[..., Any]) -> None:
    """A name and a type of number stand for the dense peak of one unit."""
    units = ("--units", "10", "--utilisation", "0.5")
    named = ("--accelerator", "NVIDIA H100 80GB HBM3", "--dtype", "bf16")
    told = colophon(*FORECAST, *units, *named, "--json").json
    assert Decimal(told["run"]["pace"]["best"]) == 10 * Decimal("989.4e12") / 2 * 86_400


REFUSED = {
    "nothing": ((), "--flop", "nothing says how much"),
    "a last day alone": (("--until", "2027-01-01"), "--flop", "nothing says how much"),
    "all three": ((*TOTAL, *PACE, "--until", "2027-01-01"), "--until", "when the run ends"),
    "an end before the beginning": (
        (*TOTAL, "--from", "2027-01-01", "--until", "2026-12-31"),
        "--until",
        "before it begins on 2027-01-01",
    ),
    "no utilisation": (("--units", "8", "--peak", "1 FLOP/s"), "--utilisation", "no pace without"),
    "units alone": (("--units", "8"), "--peak", "--peak and --utilisation"),
    "a pace twice": ((*PACE, "--units", "8"), "--units", "twice"),
    "a total twice": ((*TOTAL, "--tokens", "1T"), "--tokens", "twice"),
    "tokens of no model": (("--tokens", "1T"), "--tokens", "without --config and --attention"),
    "attention of no tokens": ((*TOTAL, "--attention", "full"), "--attention", "nothing without"),
    "a type of number of nothing": ((*TOTAL, "--dtype", "bf16"), "--dtype", "tells no peak"),
    "fewer than no units": (("--units", "-3"), "--units", "below zero"),
    "a peak twice": (
        ("--units", "8", "--peak", "1 FLOP/s", "--accelerator", "A100"),
        "--accelerator",
        "twice",
    ),
    "an accelerator for no type of number": (
        ("--units", "8", "--accelerator", "A100"),
        "--dtype",
        "a peak for each type",
    ),
    "an unknown accelerator": (
        ("--units", "8", "--accelerator", "X1", "--dtype", "bf16"),
        "--accelerator",
        "no accelerator that is known",
    ),
    "a share above one": (("--utilisation", "1.2"), "--utilisation", "out of range"),
    "a share of nothing": (("--utilisation", "0"), "--utilisation", "out of range"),
    "a share of two ends": (("--utilisation", "0.3..0.4"), "--utilisation", "likely value"),
    "shares that fall": (("--utilisation", "0.4..0.3..0.2"), "--utilisation", "rising"),
    "a word for a share": (("--utilisation", "most"), "--utilisation", "not a number"),
    "a pace that is none": (("--pace", "1e23 FLOP"), "--pace", "FLOP/day or FLOP/s"),
    "an amount that is a rate": (("--flop", "1e23 FLOP/s"), "--flop", "is in FLOP/s, a rate"),
    "no day": ((*TOTAL, "--from", "1.12.2026"), "--from", "is not a day"),
}


@pytest.mark.parametrize(("arguments", "place", "part"), REFUSED.values(), ids=REFUSED)
def test_what_says_too_little_or_too_much_is_refused(
    colophon: Callable[..., Any], arguments: tuple[str, ...], place: str, part: str
) -> None:
    """A plan that says too little, too much or the wrong thing is one error at its option."""
    done = colophon(*FORECAST, *arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(f"colophon: {place}: ")
    assert part in done.err
