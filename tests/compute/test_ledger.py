"""The ledger's entries, their amounts, and the totals that they enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, Any, get_args

import pytest
from colophon.compute.ledger import METRICS, Metric, account
from colophon.dossier import files
from colophon.dossier.effective import State, effective
from colophon.law.load import law
from colophon.law.model import Activity, Threshold
from colophon.quantities import FLOP, Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.ledger import Account

DAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def added_up(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Account]:
    """Return a function that adds up a ledger written in short form."""

    def added_up(entries: Mapping[str, Any], *, complete: bool | None = True) -> Account:
        compute = {"complete": complete, "entries": entries}
        return account(files.read(tree_of({"compute": compute}), law()), law(), DAY)

    return added_up


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
