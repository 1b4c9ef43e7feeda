"""The ledger's entries, their amounts, and the totals that they enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, strategies as st

from colophon.compute.ledger import METRICS, Metric, account
from colophon.dossier import files
from colophon.dossier.effective import State, effective
from colophon.dossier.model import Ledger
from colophon.dossier.registers import check_ledger
from colophon.errors import DossierError
from colophon.law.load import law
from colophon.law.model import Activity, Threshold
from colophon.quantities import FLOP, Amount
from colophon.reading import Text

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


# -- Superseding ----------------------------------------------------------------------------------


def stated(flop: int | list[int], **more: Any) -> dict[str, Any]:
    """Return a stated entry in short form."""
    low, best, high = flop if isinstance(flop, list) else (flop, flop, flop)
    amount = {"low": low, "best": best, "high": high, "unit": FLOP}
    return {"method": "stated", "amount": amount, "source": "log", **more}


def test_what_is_superseded_stays_in_view_and_counts_no_more(
    added_up: Callable[..., Account],
) -> None:
    """The older estimate keeps its amount, says what took its place, and enters no total."""
    old, new = added_up(
        {"pre-training": stated(7), "fine-tuning": stated(9, supersedes=["pre-training"])}
    ).lines
    assert (old.superseded_by, old.entered) == ("fine-tuning", ())
    assert old.amount == Amount.exactly(7, FLOP)
    assert (new.superseded_by, new.entered) == (None, METRICS)


AMOUNTS = st.lists(
    st.tuples(st.integers(0, 10**26), st.integers(0, 10**26), st.integers(0, 10**26)).map(sorted),
    min_size=1,
    max_size=6,
)


def ledger_of(entries: list[dict[str, Any]], models: list[dict[str, Any]] | None = None) -> Account:
    """Return an account of entries as they stand in a file."""
    shared = {"complete": True, "by": "A. Moreau", "on": date(2026, 10, 2)}
    ledger = Ledger.model_validate({**shared, "entries": entries, "models": models or []})
    check_ledger(ledger, Text("compute.yaml", None, {}), law())
    dossier = files.read({"dossier.yaml": b"format: 1\n"}, law())
    return account(dossier.model_copy(update={"ledger": ledger}), law(), DAY)


def entry(name: str, flop: list[int], activity: str = "pre-training", **more: Any) -> Any:
    """Return a stated entry as it stands in a file."""
    return {"id": name, "activity": activity, **stated(flop, **more)}


@given(AMOUNTS, st.data())
def test_totals_are_sums_whatever_the_order(amounts: list[list[int]], data: st.DataObject) -> None:
    """Each end of a total is the sum of those ends, in whatever order the entries stand."""
    entries = [entry(f"run-{index}", amount) for index, amount in enumerate(amounts)]
    total = ledger_of(data.draw(st.permutations(entries))).totals["cumulative"]
    low, best, high = (sum(column) for column in zip(*amounts, strict=True))
    assert total == Amount(Decimal(low), Decimal(best), Decimal(high), FLOP)


@given(AMOUNTS)
def test_adding_an_entry_never_narrows_the_interval(amounts: list[list[int]]) -> None:
    """What is added adds its own doubt and takes none away."""
    entries = [entry(f"run-{index}", amount) for index, amount in enumerate(amounts)]
    before, after = (ledger_of(some).totals["cumulative"] for some in (entries[:-1], entries))
    assert after.high - after.low >= before.high - before.low
    assert (after.low >= before.low, after.best >= before.best) == (True, True)


@given(AMOUNTS, st.data())
def test_superseding_never_counts_twice(amounts: list[list[int]], data: st.DataObject) -> None:
    """The total is that of the entries which nothing supersedes."""
    entries, superseded = [], set()
    for index, amount in enumerate(amounts):
        older = [f"run-{one}" for one in range(index)]
        old = data.draw(st.lists(st.sampled_from(older), unique=True)) if older else []
        superseded |= set(old)
        entries.append(entry(f"run-{index}", amount, supersedes=old))
    total = ledger_of(entries).totals["cumulative"].best
    counted = [one for one in entries if one["id"] not in superseded]
    assert total == sum(one["amount"]["best"] for one in counted)


# -- Lineage --------------------------------------------------------------------------------------


def lineage(name: str, *models: str) -> dict[str, Any]:
    """Return an entry for the models that were merged in."""
    more = {"activity": "merged-weights", "source": "cards", "models": list(models)}
    return {"id": name, "method": "lineage", **more}


def model(name: str, flop: int, *built_on: str) -> dict[str, Any]:
    """Return a model that others were built on."""
    one = {"amount": f"{flop} FLOP", "source": "card"}
    return {"id": name, "built_on": list(built_on), **one}


ROOT_AND_TWO = [model("root", 100), model("a", 10, "root"), model("b", 1, "root")]


@pytest.mark.parametrize(
    ("entries", "total"),
    [
        ([lineage("merged", "a", "b")], 111),
        ([lineage("merged", "b", "a", "root")], 111),
        ([lineage("one", "a"), lineage("two", "b")], 111),
        ([lineage("one", "a")], 110),
        ([lineage("one", "root"), lineage("two", "a")], 110),
    ],
)
def test_shared_ancestors_count_once(entries: list[dict[str, Any]], total: int) -> None:
    """Parents carry their ancestors along, and an ancestor of several is counted one time."""
    for order in permutations(entries):
        found = ledger_of(list(order), ROOT_AND_TWO).totals
        assert found["cumulative"] == Amount.exactly(total, FLOP)
        assert found["parameter-updates"] == Amount.exactly(0, FLOP)


def test_an_ancestor_that_is_an_entry_is_not_counted_again() -> None:
    """A sibling that was started from the model's own pre-training adds only what is its own."""
    sibling = model("sibling", 5, "pre-training")
    entries = [entry("pre-training", [100, 100, 100]), lineage("merged", "sibling")]
    assert ledger_of(entries, [sibling]).totals["cumulative"] == Amount.exactly(105, FLOP)


def test_a_superseded_merge_takes_nothing_from_its_successor() -> None:
    """What an entry that counts no more brought in is brought in by the one that replaced it."""
    newer = {**lineage("a-newer", "a", "b"), "supersedes": ["z-older"]}
    for entries in ([lineage("z-older", "a"), newer], [newer, lineage("z-older", "a")]):
        account = ledger_of(entries, ROOT_AND_TWO)
        assert account.totals["cumulative"] == Amount.exactly(111, FLOP)
        assert {line.entry.id: line.amount.best for line in account.lines}["z-older"] == 110


@pytest.mark.parametrize(
    ("entries", "models", "says"),
    [
        ([entry("new", [1, 1, 1], supersedes=["old"])], [], "no entry `old`"),
        ([entry("new", [1, 1, 1], supersedes=["new"])], [], "`new` supersedes itself"),
        (
            [entry("x", [1, 1, 1], supersedes=["y"]), entry("y", [1, 1, 1], supersedes=["x"])],
            [],
            "supersedes itself, directly or through others",
        ),
        ([lineage("merged", "c")], ROOT_AND_TWO, "no model `c`"),
        ([], [model("a", 1, "lost")], "no model `lost`"),
        ([], [model("a", 1, "b"), model("b", 1, "a")], "is built on itself"),
        ([entry("a", [1, 1, 1])], [model("a", 1)], "the model `a` stands twice"),
    ],
)
def test_what_leads_nowhere_or_in_a_circle_is_refused(
    entries: list[dict[str, Any]], models: list[dict[str, Any]], says: str
) -> None:
    """A name must be there, and nothing takes the place of itself or descends from itself."""
    with pytest.raises(DossierError, match=says):
        ledger_of(entries, models)
