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

LIFTED = {"art-53-1-a", "art-53-1-b", "art-54"}
"""What Art. 53(2) and 54(6) lift; everything else stays."""

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
    return {**whole, "open_source": known, "compute": compute, "answers": {}}


@pytest.mark.parametrize("risk", [False, True])
@pytest.mark.parametrize("facts", list(product([True, False], repeat=4)))
def test_the_exception_needs_all_four_facts_and_no_systemic_risk(
    facts: tuple[bool, ...],
    risk: bool,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """Of the 32 combinations one alone carries the exception, and it lifts three duties."""
    assessment = assessed(record(whole, facts, risk))
    holds = all(facts) and not risk
    assert exception(assessment) == ("met" if holds else "not_met")
    states = {duty.obligation.id: duty.state for duty in assessment.duties}
    exempt = {name for name, state in states.items() if state is DutyState.EXEMPT}
    assert exempt == (LIFTED if holds else set())
    owed = {name for name, state in states.items() if state is DutyState.OPEN}
    not_asked = set() if risk else {name for name in states if name.startswith("art-55")}
    assert owed == set(states) - exempt - not_asked


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
    states = {duty.obligation.id: duty.state for duty in assessment.duties}
    touched = {name for name, state in states.items() if state is DutyState.EXEMPT}
    assert touched <= LIFTED
    assert states["art-53-1-c"] is DutyState.OPEN
    assert states["art-53-1-d"] is DutyState.OPEN
    assert states["art-53-3"] is DutyState.OPEN
