"""The exception for free and open-source models, over every combination of its facts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.model import DutyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment

FACTS = ("rights", "weights_public", "architecture_public", "usage_information_public")
RIGHTS = {True: ["access", "use", "modification", "distribution"], False: ["use", "modification"]}
"""Whether the licence is free -> what it lets anyone do."""

LIFTED = {
    "art-53-1-a",
    "art-53-1-b",
    "art-53-4-transparency",
    "art-54",
    "art-54-2",
    "art-54-3",
    "art-54-3-a",
    "art-54-3-b",
    "art-54-3-c",
    "art-54-3-d",
    "art-54-5",
}
"""What Art. 53(2) and 54(6) lift; everything else stays."""

UNASKED = {
    "art-25-4",
    "art-52-5",
    "art-52-estimate",
    "art-52-renotification",
    "art-91",
    "art-92",
    "art-93",
}
"""What is not in force yet, or waits for something to happen; so does the end of a mandate."""

WITH_RISK = ("art-52-1", "art-55")
"""What is owed with systemic risk alone; `art-52-2` may be done then, and is not owed."""

COMPUTE: dict[bool | None, Any] = {
    False: 10**24,
    True: 2 * 10**25,
    None: [9 * 10**24, 10**25, 2 * 10**25],
}
"""Whether the model is presumed to have systemic risk -> compute with which it is."""


def exception(assessment: Assessment) -> str:
    """Return the verdict on the exception."""
    return assessment.verdicts["open-source-exception"].verdict.value


def record(whole: dict[str, Any], facts: tuple[bool | None, ...], risk: bool | None) -> Any:
    """Return a record with these facts; None is left out."""
    known: dict[str, Any] = {"conditions": ["attribution"], "monetisation": []}
    known |= {name: fact for name, fact in zip(FACTS, facts, strict=True) if fact is not None}
    if "rights" in known:
        known["rights"] = RIGHTS[known["rights"]]
    compute = {"complete": True, "entries": {"pre-training": COMPUTE[risk]}}
    nothing: dict[str, Any] = {"answers": {}, "decisions": []}
    return {**whole, "open_source": known, "compute": compute, **nothing}


def of_the_act(assessment: Assessment) -> dict[str, DutyState]:
    """Return the states of the obligations, without the measures of the Code."""
    return {
        duty.obligation.id: duty.state
        for duty in assessment.duties
        if duty.obligation.commitment is None
    }


@pytest.mark.parametrize("risk", [False, True])
@pytest.mark.parametrize("facts", list(product([True, False], repeat=4)))
def test_the_exception_needs_all_four_facts_and_no_systemic_risk(
    facts: tuple[bool, ...],
    risk: bool,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """Of the 32 combinations one alone carries the exception, and it lifts what it may."""
    assessment = assessed(record(whole, facts, risk))
    holds = all(facts) and not risk
    assert exception(assessment) == ("met" if holds else "not_met")
    states = of_the_act(assessment)
    exempt = {name for name, state in states.items() if state is DutyState.EXEMPT}
    assert exempt == (LIFTED if holds else set())
    owed = {name for name, state in states.items() if state is DutyState.OPEN}
    not_asked = set() if risk else {name for name in states if name.startswith(WITH_RISK)}
    assert owed == set(states) - exempt - not_asked - UNASKED - {"art-52-2", "art-54-5"}
    assert (states["art-52-2"] is DutyState.POSSIBLE) == risk


@pytest.mark.parametrize("risk", [False, True, None])
@pytest.mark.parametrize("facts", list(product([True, False, None], repeat=4)))
def test_an_unknown_fact_matters_only_where_no_other_decides(
    facts: tuple[bool | None, ...],
    risk: bool | None,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """Whatever an unknown fact turns out to be, a verdict that was reached before it stays."""
    assessment = assessed(record(whole, facts, risk))
    verdict = exception(assessment)
    if False in facts or risk:
        assert verdict == "not_met"
    elif None in facts or risk is None:
        assert verdict == "undetermined"
        gaps = assessment.verdicts["open-source-exception"].gaps
        assert len(gaps) == facts.count(None) + (risk is None)
    else:
        assert verdict == "met"
    states = of_the_act(assessment)
    touched = {name for name, state in states.items() if state is DutyState.EXEMPT}
    assert touched <= LIFTED
    assert states["art-53-1-c"] is DutyState.OPEN
    assert states["art-53-1-d"] is DutyState.OPEN
    assert states["art-53-3"] is DutyState.OPEN
