"""The ledger's entries, their amounts, and the totals that they enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, strategies as st

from colophon.compute.ledger import METRICS, Metric, account, measured
from colophon.dossier import files
from colophon.dossier.effective import State, effective
from colophon.dossier.model import HardwareCompute, SixPDCompute, StatedCompute
from colophon.law.load import law
from colophon.law.model import Activity, Threshold
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount
from colophon.reading import UnitHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.ledger import Account

DAY = date(2026, 11, 21)
ENTRY: dict[str, Any] = {"id": "run", "activity": "pre-training", "source": "log"}


@pytest.fixture(scope="session")
def added_up(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Account]:
    """Return a function that adds up a ledger written in short form."""

    def added_up(entries: Mapping[str, Any], *, complete: bool | None = True) -> Account:
        compute = {"complete": complete, "entries": entries}
        return account(files.read(tree_of({"compute": compute}), law()), law(), DAY)

    return added_up


def six_pd(parameters: int, tokens: str, margin: str = "0") -> SixPDCompute:
    """Return an entry of six operations per parameter and token."""
    return SixPDCompute(
        **ENTRY,
        method="six-pd",
        active_parameters=parameters,
        tokens=int(Decimal(tokens)),
        margin=Decimal(margin),
    )


def hardware(hours: str, peak: str, utilisation: str, margin: str = "0") -> HardwareCompute:
    """Return an entry of accelerators, time, peak and utilisation."""
    return HardwareCompute(
        **ENTRY,
        method="hardware",
        unit_hours=UnitHours(Decimal(hours)),
        peak=Amount.exactly(Decimal(peak), FLOP_PER_SECOND),
        utilisation=Decimal(utilisation),
        margin=Decimal(margin),
    )


def said(entry: StatedCompute | SixPDCompute | HardwareCompute) -> str:
    """Return the method of an entry in English."""
    return law().language.words(measured(entry)[1])


@pytest.mark.parametrize(
    ("model", "parameters", "tokens", "flop"),
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
    model: str, parameters: int, tokens: str, flop: str
) -> None:
    """The guidelines' models counted from the architecture come out exactly."""
    amount, _ = measured(six_pd(parameters, tokens))
    assert amount == Amount.exactly(Decimal(flop), FLOP), model
    assert said(six_pd(parameters, tokens)).startswith("6 × ")
    assert said(six_pd(parameters, tokens)).endswith("± 0 %")


@pytest.mark.parametrize(
    ("model", "hours", "peak", "flop"),
    [("B", "200000", "300e12", "1.08e23"), ("H", "370000", "989e12", "6.58674e23")],
)
def test_the_examples_of_the_guidelines_by_hardware_and_time(
    model: str, hours: str, peak: str, flop: str
) -> None:
    """The guidelines' models counted from hardware and time come out exactly."""
    amount, _ = measured(hardware(hours, peak, "0.5"))
    assert amount == Amount.exactly(Decimal(flop), FLOP), model


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
        amount, _ = measured(entry)
        assert amount.low == amount.best * (1 - fraction)
        assert amount.high == amount.best * (1 + fraction)
        assert amount.unit == FLOP


def test_a_peak_with_an_interval_carries_it_into_the_amount() -> None:
    """Where the peak of a chip is an interval, the compute is one too."""
    peak = Amount(Decimal("9e14"), Decimal("1e15"), Decimal("1.1e15"), FLOP_PER_SECOND)
    entry = hardware("1", "1", "0.5").model_copy(update={"peak": peak})
    amount, _ = measured(entry)
    assert (amount.low, amount.best, amount.high) == (
        Decimal("1.62e18"),
        Decimal("1.8e18"),
        Decimal("1.98e18"),
    )


def test_a_stated_figure_stays_as_it_is() -> None:
    """What somebody states is taken as it stands, interval and all."""
    stated = Amount(Decimal("1e22"), Decimal("2e22"), Decimal("3e22"), FLOP)
    entry = StatedCompute(**ENTRY, method="stated", amount=stated)
    assert measured(entry)[0] == stated
    assert said(entry) == "stated"


@given(st.integers(1, 10**13), st.decimals(1, 10**15, places=0), st.decimals(0, "0.99", places=2))
def test_six_pd_is_exact_whatever_the_figures(
    parameters: int, tokens: Decimal, margin: Decimal
) -> None:
    """The product is exact, and lies in its own interval."""
    amount, _ = measured(six_pd(parameters, str(tokens), str(margin)))
    assert int(amount.best) == 6 * parameters * int(tokens)
    assert amount.low <= amount.best <= amount.high


@pytest.mark.parametrize("activity", law().activities, ids=lambda one: one.id)
def test_an_activity_enters_the_totals_that_the_law_says(
    activity: Activity, added_up: Callable[..., Account]
) -> None:
    """Each activity enters the totals of its file in the law's data, unless a default is no."""
    totals = added_up({activity.id: 5}).totals
    entered = {metric for metric in METRICS if totals[metric] == Amount.exactly(5, FLOP)}
    counts = activity.policy is None or law().policy[activity.policy].default
    assert entered == (set(activity.counts_towards) if counts else set())
    left = set(METRICS) - entered
    assert all(totals[metric] == Amount.exactly(0, FLOP) for metric in left)


def test_whatever_updates_parameters_is_part_of_the_cumulative_total() -> None:
    """No activity enters the total of parameter updates and is left out of the cumulative one."""
    for activity in law().activities:
        if "parameter-updates" in activity.counts_towards:
            assert "cumulative" in activity.counts_towards, activity.id


def test_the_totals_are_those_that_the_law_knows() -> None:
    """The ledger's totals, the activities' and the thresholds' are one vocabulary."""
    assert get_args(Metric) == METRICS
    assert get_args(Threshold.model_fields["metric"].annotation)[: len(METRICS)] == METRICS


def test_totals_add_up_interval_by_interval(added_up: Callable[..., Account]) -> None:
    """A total is the sum of the lows, of the bests and of the highs."""
    totals = added_up({"pre-training": [7, 8, 9], "synthetic-data-not-public": [1, 1, 4]}).totals
    assert totals["cumulative"] == Amount(Decimal(8), Decimal(9), Decimal(13), FLOP)
    assert totals["parameter-updates"] == Amount(Decimal(7), Decimal(8), Decimal(9), FLOP)


def test_the_order_of_entries_changes_no_total(added_up: Callable[..., Account]) -> None:
    """The lines come in the order of the file, and the totals do not depend on it."""
    entries = {"pre-training": 9 * 10**24, "fine-tuning": 3 * 10**23, "merged-weights": [1, 2, 3]}
    accounts = [added_up(dict(order)) for order in permutations(entries.items())]
    assert {tuple(one.totals.values()) for one in accounts} == {tuple(accounts[0].totals.values())}
    for order, one in zip(permutations(entries), accounts, strict=True):
        assert tuple(line.entry.id for line in one.lines) == order


def test_a_line_says_where_it_stands_and_who_entered_it(
    added_up: Callable[..., Account],
) -> None:
    """Who and when stand at the top of the ledger, unless an entry says it of itself."""
    own = {"method": "stated", "amount": "1 FLOP", "by": "B. Okoye", "on": "2026-10-03"}
    first, second = added_up({"pre-training": 1, "fine-tuning": own}).lines
    assert (first.origin.place, first.origin.by) == ("compute.yaml:5", "A. Moreau")
    assert (second.origin.place, second.origin.by) == ("compute.yaml:6", "B. Okoye")
    assert second.origin.on is not None
    assert second.origin.on.isoformat() == "2026-10-03"


@pytest.mark.parametrize(
    ("complete", "entries", "whole"),
    [
        (True, {"pre-training": 1}, True),
        (True, {}, False),
        (False, {"pre-training": 1}, False),
        (None, {"pre-training": 1}, False),
    ],
)
def test_a_total_is_a_value_only_when_the_ledger_is_whole(
    complete: bool | None,
    entries: Mapping[str, Any],
    whole: bool,
    added_up: Callable[..., Account],
) -> None:
    """A field takes the total only when somebody says that nothing is left out of it."""
    result = added_up(entries, complete=complete)
    assert result.is_whole is whole
    assert bool(result.followed()) is whole


def test_the_field_of_compute_follows_the_ledger(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """The field on training compute has the cumulative total, with the entries that entered it."""
    entries = {"pre-training": 7, "synthetic-data-not-public": 2, "evaluation": 5}
    dossier = files.read(tree_of({"compute": {"complete": True, "entries": entries}}), law())
    value = effective(dossier, law(), account(dossier, law(), DAY).followed()).values[
        "training.compute.cumulative"
    ]
    assert (value.state, value.value) == (State.STATED, Amount.exactly(9, FLOP))
    assert [one.place for one in value.origins] == ["compute.yaml:5", "compute.yaml:6"]
