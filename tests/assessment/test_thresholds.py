"""Thresholds that change with the day: an entry is added, and earlier days do not move."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.law import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment
    from colophon.law.model import Law

THRESHOLD = "thresholds/systemic-risk-compute.yaml"
CITED = '{ instrument: ai-act, version: consolidated-2026, at: "Art. 51(3)", confirmed: reading }'


@pytest.fixture
def amended(law_files: Mapping[str, bytes]) -> Callable[[str], Law]:
    """Return a function that adds an entry to the threshold of systemic risk."""

    def amended(entries: str) -> Law:
        return load.load({**law_files, THRESHOLD: law_files[THRESHOLD] + entries.encode()})

    return amended


def presumed(assessment: Assessment) -> str:
    """Return the verdict on the presumption of systemic risk."""
    return assessment.verdicts["systemic-risk-presumption"].verdict.value


@pytest.fixture
def large(whole: dict[str, Any]) -> dict[str, Any]:
    """Give the record of a model trained with 2e25 FLOP."""
    whole["compute"]["entries"] = {"pre-training": 2 * 10**25}
    return whole


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 11, 21), "2e25 FLOP is greater than 1e25 FLOP"),
        (date(2026, 12, 31), "2e25 FLOP is greater than 1e25 FLOP"),
        (date(2027, 1, 1), "2e25 FLOP is not greater than 1e26 FLOP"),
        (date(2027, 6, 1), "2e25 FLOP is not greater than 1e26 FLOP"),
    ],
)
def test_a_change_of_law_moves_later_days_and_not_earlier_ones(
    on: date,
    says: str,
    amended: Callable[[str], Law],
    large: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """A threshold raised from 2027 on changes the verdict from that day on, and none before."""
    law = amended(f"  2027-01-01: {{ value: 1e26, source: {CITED} }}\n")
    assessment = assessed(large, on=on, law=law)
    assert presumed(assessment) == ("not_met" if "not" in says else "met")
    because = assessment.verdicts["systemic-risk-presumption"].because
    assert because.text == says
    assert because.since == (date(2025, 8, 2) if on.year < 2027 else date(2027, 1, 1))


def test_entries_need_not_stand_in_order(
    amended: Callable[[str], Law], large: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """What holds on a day is the entry of the latest day up to it, wherever it stands."""
    law = amended(
        f"  2028-01-01: {{ value: 1e27, source: {CITED} }}\n"
        f"  2027-01-01: {{ value: 1e25, source: {CITED} }}\n"
    )
    assert presumed(assessed(large, on=date(2027, 12, 31), law=law)) == "met"
    assert presumed(assessed(large, on=date(2028, 1, 1), law=law)) == "not_met"


def test_a_threshold_that_ceased_presumes_nothing(
    amended: Callable[[str], Law], large: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """From the day on which a threshold ends, nobody is presumed to pass it, and no gap is left."""
    law = amended(f"  2027-01-01: {{ value: null, source: {CITED} }}\n")
    assert presumed(assessed(large, on=date(2026, 12, 31), law=law)) == "met"
    after = assessed(large, on=date(2027, 1, 1), law=law)
    judgement = after.verdicts["systemic-risk-presumption"]
    assert presumed(after) == "not_applicable"
    assert judgement.gaps == ()
    assert judgement.because.citation is not None
    assert judgement.because.citation.at == "Art. 51(3)"
    states = {duty.obligation.id: duty.state.value for duty in after.duties}
    assert states["art-55-1-a"] == "not_applicable"
    assert states["art-53-1-a"] == "met"


def test_the_operator_is_law_too(
    law_files: Mapping[str, bytes], whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where the law said "at least", exactly 1e25 FLOP would carry the presumption."""
    whole["compute"]["entries"] = {"pre-training": 10**25}
    assert presumed(assessed(whole)) == "not_met"
    text = law_files[THRESHOLD].replace(b"comparison: greater-than", b"comparison: at-least")
    law = load.load({**law_files, THRESHOLD: text})
    assessment = assessed(whole, law=law)
    assert presumed(assessment) == "met"
    because = assessment.verdicts["systemic-risk-presumption"].because
    assert because.text == "1e25 FLOP is at least 1e25 FLOP"


def test_the_reasons_go_down_to_the_entry(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Beneath the verdict stands each entry with its amount, place and author."""
    whole["compute"]["entries"] = {"pre-training": 2 * 10**25, "evaluation": 10**24}
    because = assessed(whole).verdicts["systemic-risk-presumption"].because
    assert because.citation is not None
    assert because.citation.at == "Art. 51(2)"
    counted, left_out = because.children
    assert (
        counted.text
        == "Pre-training: 2e25 FLOP, stated (training log), entered by A. Moreau on 2026-10-02"
    )
    assert counted.place == "compute.yaml:5"
    assert left_out.text.startswith("left out of the cumulative total: Evaluation")
    assert left_out.place == "compute.yaml:6"
