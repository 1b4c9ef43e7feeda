"""The shapes of an assessment: how verdicts are joined, and when an assessment is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.assessment.model import DutyState, Verdict, all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment

JOINED = st.lists(st.sampled_from([Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED]))


@given(JOINED)
def test_conditions_that_must_all_be_met(verdicts: list[Verdict]) -> None:
    """One condition that is not met decides; else an unknown one leaves it open; else it is met."""
    joined = all_of(verdicts)
    assert (joined is Verdict.NOT_MET) == (Verdict.NOT_MET in verdicts)
    assert (joined is Verdict.MET) == (set(verdicts) <= {Verdict.MET})


@given(JOINED, st.sampled_from([Verdict.MET, Verdict.NOT_MET]))
def test_what_is_decided_stays_decided(verdicts: list[Verdict], truth: Verdict) -> None:
    """Whatever the unknown conditions turn out to be, a joint verdict that is known stays."""
    joined = all_of(verdicts)
    known = [truth if one is Verdict.UNDETERMINED else one for one in verdicts]
    assert joined in {Verdict.UNDETERMINED, all_of(known)}


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        ({}, False),
        ({"provider": {"name": "Exemplar"}}, True),
        ({"open_source": {}}, True),
        ({"model": {"output_modalities": ["other"]}, "answers": {}}, True),
        ({"compute": {"complete": False, "entries": {"pre-training": 10**24}}}, True),
    ],
    ids=["whole", "country unknown", "licence unknown", "narrow, no day", "ledger incomplete"],
)
def test_an_assessment_is_open_as_long_as_anything_is(
    change: dict[str, Any],
    is_open: bool,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """An assessment is open while something is missing, undetermined or owed."""
    assert assessed({**whole, **change}).is_open is is_open


def test_a_model_that_owes_nothing_is_not_open(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Of a model that is no general-purpose AI model nothing is asked, and nothing is open."""
    whole["model"]["output_modalities"] = ["other"]
    assessment = assessed({**whole, "answers": {}})
    assert {duty.state for duty in assessment.duties} == {DutyState.NOT_APPLICABLE}
    assert not assessment.is_open
