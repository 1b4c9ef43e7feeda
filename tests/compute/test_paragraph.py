"""The paragraph on the method: what it says, what it must not, and when it counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.compute.architecture import COUNTER
from colophon.dossier import files
from colophon.dossier.effective import State
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Case
    from colophon.dossier.effective import Effective

DAY = date(2026, 11, 21)
FIELD = "training.compute.method"
CONFIGURATION = b"""{"model_type": "llama", "hidden_size": 64, "intermediate_size": 128,
"num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 1000,
"tie_word_embeddings": false}"""
COUNTED = {
    "method": "architecture",
    "configuration": "small",
    "tokens": 7654321,
    "length": 1234,
    "attention": "causal",
    "margin": Decimal("0.02"),
}
SIX_PD = {
    "method": "six-pd",
    "active_parameters": 98765,
    "tokens": 7654321,
    "margin": Decimal("0.1"),
}
STATED = {"method": "stated", "amount": "5e12 FLOP"}


@pytest.fixture
def case(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., Case]:
    """Return a function that makes the case of a ledger."""

    def case(
        entries: Mapping[str, Any], language: str = "en", *, complete: bool = True, **record: Any
    ) -> Case:
        tree = tree_of({**record, "compute": {"complete": complete, "entries": entries}})
        tree["configurations/small.json"] = CONFIGURATION
        known = law(language)
        return case_of(files.read(tree, known), known, DAY)

    return case


@pytest.fixture
def told(case: Callable[..., Case]) -> Callable[..., str]:
    """Return a function that gives the value of the field that follows from a ledger."""

    def told(*arguments: Any, **record: Any) -> str:
        value: Effective = case(*arguments, **record).record.values[FIELD]
        assert isinstance(value.value, str)
        return value.value

    return told


def test_methods_conventions_and_checks(told: Callable[..., str]) -> None:
    """Each method has its activities and margin, then come conventions and cross-checks."""
    checks = [{**SIX_PD, "source": "arithmetic"}]
    assert told({"pre-training": {**COUNTED, "checks": checks}, "fine-tuning": STATED}) == (
        f"Counted from the model's configuration (Colophon, counter {COUNTER}): Pre-training, "
        "± 2 %. Taken as stated by the source: Supervised fine-tuning. A multiplication with its "
        "addition counts as two operations; activations computed again do not count. Counted with "
        "attention that skips what is masked. Other estimates over those used: Pre-training, the "
        "count by parameters and tokens 0.32."
    )


def test_what_is_left_out_and_what_is_open(told: Callable[..., str]) -> None:
    """What enters no total has its provision or its open question; what is superseded has none."""
    entries = {
        "draft": {"activity": "pre-training", **STATED},
        "pre-training": {**SIX_PD, "supersedes": ["draft"]},
        "rollouts": STATED,
        "evaluation": STATED,
    }
    text = told(entries)
    assert "Counted, which the texts do not settle: Rollouts of reinforcement learning." in text
    assert "diagnostic work (GPAI Guidelines (C(2025) 5045 final), para. 122)." in text
    assert text.count("Pre-training") == 1
    text = told({"pre-training": SIX_PD, "aborted-run": STATED})
    assert "into nothing (not settled by the texts: A run that was broken off" in text


def test_no_figure_from_which_the_compute_follows(told: Callable[..., str]) -> None:
    """Those who may see the compute less exactly learn no parameters, tokens, hours or amounts."""
    hours = {
        "method": "hardware",
        "unit_hours": 45678,
        "peak": "3.21e14 FLOP/s",
        "utilisation": Decimal("0.4567"),
        "margin": Decimal("0.3"),
        "checks": [{**STATED, "source": "the secret report"}],
    }
    text = told(
        {"pre-training": {**COUNTED, "checks": []}, "fine-tuning": hours, "rollouts": SIX_PD}
    )
    digits = text.replace(".", "").replace(" ", "")
    for figure in ("7654321", "1234", "98765", "45678", "321", "4567", "5e12"):
        assert figure not in digits
    assert "secret" not in text
    assert "training log" not in text


def test_margins_of_one_method_are_told_from_least_to_most(told: Callable[..., str]) -> None:
    """Where entries of one method have several margins, the paragraph has the ends."""
    wide = {**SIX_PD, "margin": Decimal("0.25")}
    assert "Pre-training, Supervised fine-tuning, ± 10 % to 25 %." in told(
        {"pre-training": SIX_PD, "fine-tuning": wide}
    )


def test_a_long_ledger_is_told_shortly(told: Callable[..., str]) -> None:
    """Beyond the field's words, activities are not named; methods, margins and reasons stay."""
    entries = {
        activity: {**SIX_PD, "trains": "all"}
        if law().activity[activity].passes != "forward"
        else SIX_PD
        for activity in law().activity
    }
    text = told(entries)
    assert "Supervised fine-tuning" not in text
    assert text.startswith("From active parameters and tokens")
    assert "Left out under: " in text
    words = law().field[FIELD].words
    assert words is not None
    few = told(dict(list(entries.items())[:3]))
    assert len(few.split()) <= words


def test_an_answer_wins(case: Callable[..., Case]) -> None:
    """What a person writes counts, and the computed paragraph is no conflict with it."""
    with_answer = case({"pre-training": SIX_PD}, answers={FIELD: "Measured by hand."})
    assert with_answer.record.values[FIELD].value == "Measured by hand."
    assert FIELD not in {one.field for one in with_answer.record.conflicts}


def test_its_origins_are_the_entries_that_count(case: Callable[..., Case]) -> None:
    """The value is shown as computed, with the place of each entry that went in."""
    value = case({"pre-training": SIX_PD, "evaluation": STATED}).record.values[FIELD]
    assert value.state is State.STATED
    assert [origin.place for origin in value.origins] == ["compute.yaml:5"]


@pytest.mark.parametrize(("entries", "complete"), [({"pre-training": STATED}, False), ({}, True)])
def test_a_part_has_no_paragraph(
    entries: Mapping[str, Any], complete: bool, case: Callable[..., Case]
) -> None:
    """Of a ledger that is not said to be complete, or is empty, nothing follows."""
    value = case(entries, complete=complete).record.values[FIELD]
    assert value.state is State.UNKNOWN


@pytest.mark.parametrize("language", ["nl", "fi"])
def test_it_is_in_the_language_of_the_document(language: str, told: Callable[..., str]) -> None:
    """The paragraph is in the language in which the law was asked for."""
    entries = {
        "pre-training": {**COUNTED, "checks": [{**STATED, "source": "x"}]},
        "evaluation": STATED,
    }
    english = set(told(entries).replace(".", " ").split())
    other = set(told(entries, language).replace(".", " ").split())
    names = {"Colophon", "final", "para", "tokens", "is", "red", "teaming"}
    assert {word for word in english & other if word.isalpha()} <= names
