"""`colophon compute modification`: the modifier's question, from the dossier and from options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON = ("--on", "2026-11-21")
MODEL = {
    "placed_on_market": "2026-01-10",
    "input_modalities": ["text"],
    "output_modalities": ["text"],
}
RECORD: dict[str, Any] = {
    "provider": {"established_in": "FR", "role": "modifies"},
    "model": MODEL,
    "upstream": {"general_purpose": True, "systemic_risk": False, "parameter_updates": "6e23 FLOP"},
    "compute": {"complete": True, "entries": {"fine-tuning": 10**23}},
}


@pytest.fixture
def asked(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Any]:
    """Return a function that asks the question of a dossier, with options."""

    def asked(*arguments: str, **changed: Any) -> Any:
        save("mine", tree_of({**RECORD, **changed}))
        return colophon("-C", "mine", "compute", "modification", *ON, *arguments)

    return asked


def test_the_dossier_answers(asked: Callable[..., Any]) -> None:
    """Without options the spine's original is taken, and the exit code says: answered."""
    done = asked()
    assert done.code == 0
    assert "share     16.7 %" in done.out
    assert "one of 3 parts of 6e23 FLOP, by parameter-updates" in done.out
    assert "makes a provider: not met" in done.out
    assert "not more than 1/3 of the original's training compute" in done.out
    assert "For this call" not in done.out


def test_options_count_for_one_call(asked: Callable[..., Any], tmp_path: Path) -> None:
    """What options say wins over the spine, is named as such, and is written nowhere."""
    done = asked("--original-updates", "2e23 FLOP", "--json")
    assert done.code == 0
    told = done.json
    assert told["verdict"] == "met"
    assert told["taken"] == {"upstream.parameter_updates": "--original-updates"}
    assert told["shares"][0]["share"] == {"low": "1/2", "best": "1/2", "high": "1/2"}
    assert told["held_against"][0]["parts"] == 3
    assert b"2e23" not in (tmp_path / "mine" / "dossier.yaml").read_bytes()


def test_an_open_question_leaves_with_one(asked: Callable[..., Any]) -> None:
    """An interval on both sides of one third leaves the question open, with what is needed."""
    done = asked("--original-updates", "2e23..3e23..4e23 FLOP")
    assert done.code == 1
    assert "undetermined" in done.out
    assert "share     25 … 33.3 … 50 %" in done.out
    assert "Narrow the interval" in done.out


def test_what_is_missing_of_the_original_is_asked_for(asked: Callable[..., Any]) -> None:
    """Without the original's kind nothing is held against anything, and the option is named."""
    done = asked(upstream={"parameter_updates": "6e23 FLOP"})
    assert done.code == 1
    assert "nothing, as long as the original is not known" in done.out
    assert "upstream.systemic_risk" in done.out
    assert "--systemic-risk" in done.out


def test_the_fallback_is_for_what_nobody_can_know(asked: Callable[..., Any]) -> None:
    """With `--unknown` one third of the threshold for the original's kind takes its place."""
    done = asked("--unknown", upstream={"systemic_risk": False})
    assert done.code == 0
    assert "one of 3 parts of 1e23 FLOP, in place of the original's compute" in done.out
    assert "makes a provider: met" in done.out


def test_naming_an_original_makes_it_a_modification(asked: Callable[..., Any]) -> None:
    """Who names an original asks of a modification, whatever part the dossier says; and is told."""
    provider = {"role": "develops"}
    assert asked("--json", provider=provider).json["verdict"] == "not_applicable"
    assert asked("--json", "--systemic-risk", "no", provider=provider).json["verdict"] == (
        "not_applicable"
    )
    told = asked("--json", "--original-updates", "2e23 FLOP", provider=provider).json
    assert told["verdict"] == "met"
    assert told["taken"]["provider.role"] == "--original-updates"


def test_a_ledger_without_entries_leaves_it_open(asked: Callable[..., Any]) -> None:
    """Without an entry the change is unknown, and no share is shown."""
    done = asked(compute={"complete": True, "entries": {}})
    assert done.code == 1
    assert "no entry in compute.yaml" in done.out


def test_a_ledger_with_gaps_gives_a_lower_bound(asked: Callable[..., Any]) -> None:
    """Of an incomplete ledger, change and share are `at least`."""
    done = asked(compute={"complete": False, "entries": {"fine-tuning": 10**23}})
    assert done.code == 1
    assert "change    at least 1e23 FLOP" in done.out
    assert "share     at least 16.6 %" in done.out


@pytest.fixture
def original(save: Callable[..., Path], tree_of: Callable[..., dict[str, bytes]]) -> Path:
    """Give the dossier of an original with systemic risk, in the folder `theirs`."""
    record = {
        "provider": {"established_in": "FR"},
        "model": MODEL,
        "compute": {
            "complete": True,
            "entries": {"pre-training": 2 * 10**25, "synthetic-data-not-public": 10**25},
        },
    }
    return save("theirs", tree_of(record))


@pytest.mark.usefixtures("original")
def test_the_originals_dossier_gives_both_totals(asked: Callable[..., Any]) -> None:
    """From the original's dossier come both totals, and whether it has systemic risk."""
    entries = {"fine-tuning": 9 * 10**24}
    compute = {"complete": True, "entries": entries}
    told = asked("--original", "theirs", "--json", compute=compute, upstream={}).json
    assert told["verdict"] == "not_met"
    assert told["systemic_risk"] is True
    assert [one["original"]["best"] for one in told["shares"]] == ["2e25", "3e25"]
    assert told["held_against"][0]["metric"] == "cumulative"
    assert set(told["taken"].values()) == {"--original theirs"}


def test_an_original_that_does_not_say_its_risk_leaves_it_to_the_option(
    asked: Callable[..., Any], original: Path
) -> None:
    """Where the original's assessment leaves its risk open, the option says it."""
    path = original / "dossier.yaml"
    path.write_bytes(b"format: 1\n")
    open_one = asked("--original", "theirs", upstream={})
    assert open_one.code == 1
    done = asked("--original", "theirs", "--systemic-risk", "no", upstream={})
    assert done.code == 0


def test_an_originals_ledger_with_gaps_is_refused(
    asked: Callable[..., Any], original: Path
) -> None:
    """No share is taken of a lower bound."""
    path = original / "compute.yaml"
    path.write_bytes(path.read_bytes().replace(b"complete: true", b"complete: false"))
    done = asked("--original", "theirs")
    assert done.code == 2
    assert done.err.startswith("colophon: theirs/compute.yaml: ")
    assert "lower bounds" in done.err


CONTRADICTIONS = {
    "unknown and given": (["--unknown", "--original", "1e24 FLOP"], "--unknown", "--original"),
    "unknown and on file": (["--unknown"], "--unknown", "dossier.yaml:"),
    "two sources": (
        ["--original", "theirs", "--original-updates", "1e23 FLOP"],
        "--original-updates",
        "gives its parameter updates already",
    ),
    "against its own dossier": (
        ["--original", "theirs", "--systemic-risk", "no"],
        "--systemic-risk",
        "has systemic risk",
    ),
    "a part larger than its whole": (
        ["--original", "1e23 FLOP", "--original-updates", "2e23 FLOP"],
        "--original",
        "of which they are a part",
    ),
    "a part on file larger than its whole": (
        ["--original", "1e23 FLOP"],
        "--original",
        "(dossier.yaml:4) are more than the cumulative 1e23 FLOP (--original), of which they",
    ),
    "a rate": (["--original", "1e23 FLOP/s"], "--original", "is in FLOP/s, a rate"),
    "no unit": (["--original", "1e23"], "--original", "no unit"),
    "two ends": (["--original", "1e23..2e23 FLOP"], "--original", "likely value"),
    "an order that falls": (["--original", "3e23..2e23..1e23 FLOP"], "--original", "rising"),
    "nothing": (["--original-updates", "0 FLOP"], "--original-updates", "may be nothing"),
    "no such folder": (["--original", "nobody"], "--original", "neither an amount nor"),
}


@pytest.mark.usefixtures("original")
@pytest.mark.parametrize(
    ("arguments", "place", "part"), CONTRADICTIONS.values(), ids=CONTRADICTIONS
)
def test_what_contradicts_itself_is_refused(
    arguments: list[str], place: str, part: str, asked: Callable[..., Any]
) -> None:
    """Options that cannot all hold are one clear error with the option as its place."""
    done = asked(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(f"colophon: {place}: ")
    assert part in done.err
