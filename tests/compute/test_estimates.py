"""Estimates of the ledger: amounts that are exact, and methods that name every figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.compute.estimates import Context, amount, method
from colophon.dossier import files
from colophon.dossier.model import Counted, Hardware, SixPD, Stated, Throughput
from colophon.errors import ColophonError
from colophon.law.load import law
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount

if TYPE_CHECKING:
    from colophon.compute.estimates import Estimate

BARE = {"dossier.yaml": b"format: 1\n"}


def six_pd(parameters: int, tokens: str, margin: str = "0") -> SixPD:
    """Return an entry of six operations per parameter and token."""
    return SixPD(
        source="log",
        method="six-pd",
        active_parameters=parameters,
        tokens=Decimal(tokens),
        margin=Decimal(margin),
    )


def hardware(hours: str, peak: str, utilisation: str, margin: str = "0") -> Hardware:
    """Return an entry of accelerators, time, peak and utilisation."""
    return Hardware(
        source="log",
        method="hardware",
        unit_hours=Decimal(hours),
        peak=Amount.exactly(Decimal(peak), FLOP_PER_SECOND),
        utilisation=Decimal(utilisation),
        margin=Decimal(margin),
    )


def context(activity: str = "pre-training", **configurations: str) -> Context:
    """Return what an estimate of an activity stands in."""
    dossier = files.read(BARE, law()).model_copy(update={"configurations": configurations})
    return Context(law().activity[activity], dossier, "compute.yaml:7")


def flop(one: Estimate, activity: str = "pre-training", **configurations: str) -> Amount:
    """Return the amount of an estimate."""
    return amount(one, context(activity, **configurations))


def said(one: Estimate, activity: str = "pre-training", **configurations: str) -> str:
    """Return the method of an estimate in English."""
    return law().language.words(method(one, context(activity, **configurations)))


@pytest.mark.parametrize(
    ("model", "parameters", "tokens", "expected"),
    [
        ("A", 3_800_000_000, "3.3e12", "7.524e22"),
        ("C", 600_000_000, "36e12", "1.296e23"),
        ("D", 1_540_000_000, "18e12", "1.6632e23"),
        ("E", 1_700_000_000, "36e12", "3.672e23"),
        ("F", 2_500_000_000, "12e12", "1.8e23"),
        ("G", 2_600_000_000, "10e12", "1.56e23"),
    ],
)
def test_the_examples_of_the_guidelines_by_parameters_and_tokens(
    model: str, parameters: int, tokens: str, expected: str
) -> None:
    """The guidelines' models counted from the architecture come out exactly."""
    found = flop(six_pd(parameters, tokens))
    assert found == Amount.exactly(Decimal(expected), FLOP), model
    assert said(six_pd(parameters, tokens)).startswith("6 × ")
    assert said(six_pd(parameters, tokens)).endswith("± 0 %")


@pytest.mark.parametrize(
    ("model", "hours", "peak", "expected"),
    [("B", "200000", "300e12", "1.08e23"), ("H", "370000", "989e12", "6.58674e23")],
)
def test_the_examples_of_the_guidelines_by_hardware_and_time(
    model: str, hours: str, peak: str, expected: str
) -> None:
    """The guidelines' models counted from hardware and time come out exactly."""
    found = flop(hardware(hours, peak, "0.5"))
    assert found == Amount.exactly(Decimal(expected), FLOP), model


def test_a_method_names_its_figures() -> None:
    """The method in words holds every figure that went in."""
    assert said(six_pd(7_200_000_000, "2.1e12", "0.1")) == (
        "6 × 7.2e9 active parameters × 2.1e12 tokens, ± 10 %"
    )
    assert said(hardware("18000", "989.4e12", "0.38", "0.25")) == (
        "18000 accelerator-hours × 9.894e14 FLOP/s × 0.38 utilisation, ± 25 %"
    )


@pytest.mark.parametrize("margin", ["0", "0.1", "0.3", "0.999"])
def test_a_margin_widens_both_ends(margin: str) -> None:
    """A margin is a fraction of the estimate, taken off below and put on above."""
    fraction = Decimal(margin)
    for entry in (six_pd(10**9, "1e12", margin), hardware("1000", "1e15", "0.5", margin)):
        found = flop(entry)
        assert found.low == found.best * (1 - fraction)
        assert found.high == found.best * (1 + fraction)
        assert found.unit == FLOP


def test_a_peak_with_an_interval_carries_it_into_the_amount() -> None:
    """Where the peak of a chip is an interval, the compute is one too."""
    peak = Amount(Decimal("9e14"), Decimal("1e15"), Decimal("1.1e15"), FLOP_PER_SECOND)
    entry = hardware("1", "1", "0.5").model_copy(update={"peak": peak})
    found = flop(entry)
    assert (found.low, found.best, found.high) == (
        Decimal("1.62e18"),
        Decimal("1.8e18"),
        Decimal("1.98e18"),
    )


def test_a_stated_figure_stays_as_it_is() -> None:
    """What somebody states is taken as it stands, interval and all."""
    stated = Amount(Decimal("1e22"), Decimal("2e22"), Decimal("3e22"), FLOP)
    entry = Stated(source="log", method="stated", amount=stated)
    assert flop(entry) == stated
    assert said(entry) == "stated"


@given(st.integers(1, 10**13), st.decimals(1, 10**15, places=0), st.decimals(0, "0.99", places=2))
def test_six_pd_is_exact_whatever_the_figures(
    parameters: int, tokens: Decimal, margin: Decimal
) -> None:
    """The product is exact, and lies in its own interval."""
    found = flop(six_pd(parameters, str(tokens), str(margin)))
    assert int(found.best) == 6 * parameters * int(tokens)
    assert found.low <= found.best <= found.high
