"""Energy, time and cost: each method, the order of trust, and what is not covered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, strategies as st

from colophon.compute.ledger import account
from colophon.compute.resources import Resources, resources
from colophon.dossier import files
from colophon.dossier.effective import State, effective
from colophon.law.load import law
from colophon.law.model.forms import Computed
from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.dossier.effective import Record
    from colophon.dossier.model import Dossier

DAY = date(2026, 11, 21)
RUN: dict[str, Any] = {"pre-training": 10**21, "fine-tuning": 10**20}
BOTH = ["pre-training", "fine-tuning"]

METERED: dict[str, Any] = {
    "id": "meter",
    "covers": BOTH,
    "method": "metered",
    "energy": "100 MWh",
    "boundary": "facility",
    "margin": 0,
    "source": "meter",
}
SAMPLED: dict[str, Any] = {
    **METERED,
    "id": "carbon",
    "method": "sampled",
    "boundary": "node",
    "pue": 1.25,
    "pue_applied": 1,
}
HOURS: dict[str, Any] = {
    "id": "hours",
    "covers": BOTH,
    "method": "unit-hours",
    "unit_hours": 1000,
    "power": "700 W",
    "boundary": "accelerator",
    "pue": "unknown",
    "margin": 0,
    "source": "scheduler",
}
FROM_FLOP: dict[str, Any] = {
    "id": "flop",
    "covers": BOTH,
    "method": "from-flop",
    "energy_per_flop": {"low": 1, "best": 3.6, "high": 4, "unit": "pJ/FLOP"},
    "boundary": "node",
    "pue": "unknown",
    "source": "published runs",
}


def decimals(value: Any) -> Any:
    """Return plain values whose floats are decimals, as a file would give them."""
    if isinstance(value, dict):
        return {key: decimals(one) for key, one in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


@pytest.fixture(scope="session")
def dossier(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., Dossier]:
    """Return a function that makes a dossier with energy, time and cost beside its ledger."""

    def dossier(
        *energy: Mapping[str, Any],
        entries: Mapping[str, Any] = RUN,
        answers: Mapping[str, Any] | None = None,
        **compute: Any,
    ) -> Dossier:
        ledger = {
            "complete": True,
            **compute,
            "entries": entries,
            "energy": [decimals(one) for one in energy],
        }
        record = {"compute": ledger, "answers": answers or {}}
        return files.read(tree_of(record), law())

    return dossier


@pytest.fixture(scope="session")
def used(dossier: Callable[..., Dossier]) -> Callable[..., Resources]:
    """Return a function that adds up what training took beside compute."""

    def used(*energy: Mapping[str, Any], **more: Any) -> Resources:
        made = dossier(*energy, **more)
        return resources(made, law(), account(made, law(), DAY))

    return used


@pytest.fixture(scope="session")
def filled(dossier: Callable[..., Dossier]) -> Callable[..., Record]:
    """Return a function that fills the law's fields of such a dossier."""

    def filled(*energy: Mapping[str, Any], **more: Any) -> Record:
        made = dossier(*energy, **more)
        ledger = account(made, law(), DAY)
        followed = {**ledger.followed(), **resources(made, law(), ledger).followed()}
        return effective(made, law(), followed)

    return filled


def ends(one: Any) -> list[str]:
    """Return low, best and high of an amount as text."""
    return [plain(one.low), plain(one.best), plain(one.high)]


@pytest.mark.parametrize(
    ("entry", "measured", "amount", "reaches"),
    [
        (METERED, ["100"] * 3, ["100"] * 3, "facility"),
        ({**METERED, "margin": 0.02}, ["98", "100", "102"], ["98", "100", "102"], "facility"),
        ({**METERED, "energy": "360 GJ"}, ["100"] * 3, ["100"] * 3, "facility"),
        ({**METERED, "energy": "100000 kWh"}, ["100"] * 3, ["100"] * 3, "facility"),
        (
            {**METERED, "boundary": "rack", "pue": 1.12},
            ["100"] * 3,
            ["112"] * 3,
            "facility",
        ),
        (
            {**METERED, "boundary": "rack", "pue": "unknown"},
            ["100"] * 3,
            ["100"] * 3,
            "rack",
        ),
        (SAMPLED, ["100"] * 3, ["125"] * 3, "facility"),
        ({**SAMPLED, "pue_applied": 1.6}, ["62.5"] * 3, ["78.125"] * 3, "facility"),
        ({**SAMPLED, "pue_applied": 1.6, "pue": "unknown"}, ["62.5"] * 3, ["62.5"] * 3, "node"),
        ({**SAMPLED, "pue_applied": 1.5, "pue": 1.5}, None, ["100"] * 3, "facility"),
        (HOURS, ["0.7"] * 3, ["0.7"] * 3, "accelerator"),
        (
            {**HOURS, "margin": 0.5, "pue": 1.2, "power": "0.7 kW"},
            ["0.35", "0.7", "1.05"],
            ["0.42", "0.84", "1.26"],
            "facility",
        ),
        (
            {**HOURS, "power": {"low": 600, "best": 700, "high": 900, "unit": "W"}},
            ["0.6", "0.7", "0.9"],
            ["0.6", "0.7", "0.9"],
            "accelerator",
        ),
        (
            {**FROM_FLOP, "covers": ["pre-training"]},
            ["0.277777777777", "1", "1.11111111112"],
            ["0.277777777777", "1", "1.11111111112"],
            "node",
        ),
    ],
)
def test_each_method_comes_out_exactly(
    used: Callable[..., Resources],
    entry: Mapping[str, Any],
    measured: Sequence[str] | None,
    amount: Sequence[str],
    reaches: str,
) -> None:
    """Each method gives its energy in MWh, and reaches the facility only by a PUE that is known."""
    (line,) = used(entry).energy
    assert measured is None or ends(line.measured) == measured
    assert ends(line.amount) == amount
    assert line.reaches == reaches
    assert line.amount.unit == "MWh"


def test_energy_from_compute_covers_its_entries_alone(used: Callable[..., Resources]) -> None:
    """The compute of the entries that are covered is taken, interval and all."""
    entries = {"pre-training": [10**21, 2 * 10**21, 3 * 10**21], "fine-tuning": 10**20}
    flat = {"low": 3.6, "best": 3.6, "high": 7.2, "unit": "pJ/FLOP"}
    entry = {**FROM_FLOP, "covers": ["pre-training"], "energy_per_flop": flat}
    (line,) = used(entry, entries=entries).energy
    assert ends(line.amount) == ["1", "2", "6"]


@pytest.mark.parametrize("first", range(4))
def test_the_most_trusted_counts_and_the_others_check_it(
    used: Callable[..., Resources], first: int
) -> None:
    """Metered comes before sampled, that before hours and power, that before compute."""
    found = used(*reversed([METERED, SAMPLED, HOURS, FROM_FLOP][first:]))
    assert [line.counts for line in found.energy] == [False] * (3 - first) + [True]
    assert list(found.totals.values()) == [found.energy[-1].amount]


def test_unlike_parts_each_count(used: Callable[..., Resources]) -> None:
    """Entries that cover different entries of the ledger are added, by what they reach."""
    one = {**METERED, "covers": ["pre-training"]}
    two = {**SAMPLED, "covers": ["fine-tuning"]}
    assert ends(used(one, two).totals["facility"]) == ["225"] * 3
    found = used(one, {**two, "pue": "unknown"})
    assert {reaches: ends(total) for reaches, total in found.totals.items()} == {
        "facility": ["100"] * 3,
        "node": ["100"] * 3,
    }
    assert "energy.total" not in found.followed()


def test_a_check_may_cover_what_several_count_for(used: Callable[..., Resources]) -> None:
    """One figure for all is a cross-check of better figures for each part."""
    parts = [{**METERED, "id": name, "covers": [name]} for name in BOTH]
    found = used(*parts, SAMPLED)
    assert [line.counts for line in found.energy] == [True, True, False]
    assert ends(found.totals["facility"]) == ["200"] * 3


@given(st.permutations([METERED, SAMPLED, HOURS, FROM_FLOP]))
def test_the_order_in_the_file_changes_nothing(
    used: Callable[..., Resources], order: Sequence[Mapping[str, Any]]
) -> None:
    """Whatever the order of the entries, the same one counts."""
    found = used(*order)
    assert [line.entry.id for line in found.energy if line.counts] == ["meter"]


@pytest.mark.parametrize(
    ("energy", "compute", "missing"),
    [
        ([METERED], {}, ()),
        ([{**METERED, "covers": ["pre-training"]}], {}, ("fine-tuning",)),
        ([], {}, tuple(BOTH)),
        ([METERED], {"entries": {**RUN, "evaluation": 1}}, ()),
        ([METERED], {"entries": {**RUN, "merged-weights": 1}}, ()),
        (
            [METERED],
            {"entries": {**RUN, "synthetic-data-not-public": 1}},
            ("synthetic-data-not-public",),
        ),
    ],
)
def test_what_counts_and_is_not_covered_is_named(
    used: Callable[..., Resources],
    energy: Sequence[Mapping[str, Any]],
    compute: Mapping[str, Any],
    missing: Sequence[str],
) -> None:
    """What enters a total and is not the making of other weights must be covered."""
    found = used(*energy, **compute)
    assert found.without_energy() == missing
    assert ("energy.total" in found.followed()) is (not missing)


@pytest.mark.parametrize("complete", [False, None])
def test_of_a_ledger_with_gaps_no_field_is_filled(
    used: Callable[..., Resources], complete: bool | None
) -> None:
    """Energy and time of a ledger that is not said to be complete are a part, and no value."""
    period = {
        "id": "a",
        "covers": BOTH,
        "since": "2026-01-01",
        "until": "2026-01-02",
        "source": "x",
    }
    found = used(METERED, time=[period], complete=complete)
    assert found.totals
    assert found.days is not None
    assert found.followed() == {}


# -- Time, hardware, cost -------------------------------------------------------------------------


def period(name: str, since: str, until: str, covers: Sequence[str] = BOTH) -> dict[str, Any]:
    """Return an entry of time."""
    return {"id": name, "covers": covers, "since": since, "until": until, "source": "scheduler"}


@pytest.mark.parametrize(
    ("periods", "days"),
    [
        ([("2026-01-01", "2026-01-01")], 1),
        ([("2026-01-01", "2026-01-10")], 10),
        ([("2026-01-01", "2026-01-10"), ("2026-01-05", "2026-01-12")], 12),
        ([("2026-01-01", "2026-01-10"), ("2026-02-01", "2026-02-02")], 12),
        ([("2026-01-01", "2026-01-10"), ("2026-01-02", "2026-01-03")], 10),
        ([("2024-02-28", "2024-03-01")], 3),
        ([("0001-01-01", "9999-12-31"), ("2026-01-01", "2026-01-02")], 3652059),
        ([("2026-02-01", "2026-02-02"), ("2026-01-01", "2026-01-31")], 33),
    ],
)
def test_days_are_counted_once(
    used: Callable[..., Resources], periods: Sequence[tuple[str, str]], days: int
) -> None:
    """Days by the clock are those of the union of all periods, first and last included."""
    rows = [period(f"p{at}", since, until) for at, (since, until) in enumerate(periods)]
    found = used(time=rows)
    assert found.days is not None
    assert str(found.days) == f"{days} days"
    assert found.followed()["time.days"].value == found.days


def test_time_that_leaves_entries_out_is_no_value(used: Callable[..., Resources]) -> None:
    """As long as a period covers not all that counts, the field is not filled."""
    found = used(time=[period("a", "2026-01-01", "2026-01-02", ["pre-training"])])
    assert found.without_time() == ("fine-tuning",)
    assert "time.days" not in found.followed()


HARDWARE: dict[str, Any] = {
    "method": "hardware",
    "unit_hours": 18000,
    "peak": "1e15 FLOP/s",
    "utilisation": Decimal("0.4"),
    "margin": 0,
}


def test_hours_of_accelerators_are_days_of_all_units(used: Callable[..., Resources]) -> None:
    """The hours of the ledger's hardware entries are told in days, for the training alone."""
    entries = {
        "pre-training": HARDWARE,
        "fine-tuning": {**HARDWARE, "unit_hours": 100},
        "evaluation": HARDWARE,
    }
    found = used(entries=entries)
    (line,) = found.hardware
    assert (line.kind, line.hours, plain(line.days)) == (None, Decimal(18100), "754.2")
    assert found.without_hours() == ()
    assert "entries.hardware-time" not in found.followed()
    assert used(entries={**entries, "fine-tuning": 1}).without_hours() == ("fine-tuning",)


def test_hardware_time_is_a_value_once_every_accelerator_is_named(
    used: Callable[..., Resources],
) -> None:
    """For each type of accelerator its days are told, those of several periods together."""
    named = {**HARDWARE, "accelerator": "H100 SXM"}
    period = {key: named[key] for key in ("unit_hours", "peak", "utilisation", "accelerator")}
    periods = [period, {**period, "unit_hours": 6, "accelerator": "A100"}, period]
    several = {"method": "hardware", "periods": periods, "margin": 0}
    told = used(entries={"pre-training": several}).followed()["entries.hardware-time"]
    assert told.value == (
        "H100 SXM: 1500 days of all units together (36000 hours); "
        "A100: 0.25 days of all units together (6 hours)."
    )
    assert [one.place for one in told.origins] == ["compute.yaml:6"]
    nameless = {"pre-training": several, "fine-tuning": HARDWARE}
    assert "entries.hardware-time" not in used(entries=nameless).followed()


def test_hours_may_stand_in_a_cross_check(used: Callable[..., Resources]) -> None:
    """An entry that is counted otherwise gives its hours by a cross-check, if it has one."""
    check = {**HARDWARE, "accelerator": "H100 SXM", "source": "scheduler"}
    counted = {"method": "stated", "amount": "1e23 FLOP", "checks": [check]}
    found = used(entries={"pre-training": counted})
    assert [(one.kind, one.hours) for one in found.hardware] == [("H100 SXM", Decimal(18000))]
    assert found.without_hours() == ()


def test_what_is_superseded_takes_no_energy(used: Callable[..., Resources]) -> None:
    """An entry that another took the place of needs no energy and adds none of its compute."""
    newer = {"method": "stated", "amount": f"{10**21} FLOP", "supersedes": ["pre-training"]}
    entries = {"pre-training": 9 * 10**21, "fine-tuning": newer}
    flat = {"low": 3.6, "best": 3.6, "high": 7.2, "unit": "pJ/FLOP"}
    found = used({**FROM_FLOP, "energy_per_flop": flat}, entries=entries)
    assert ends(found.energy[0].amount) == ["1", "1", "2"]
    only = used({**METERED, "covers": ["fine-tuning"]}, entries=entries)
    assert only.without_energy() == ()


def test_costs_are_summed_for_each_currency(used: Callable[..., Resources]) -> None:
    """Hours times price, and stated amounts, are added within a currency and never across."""
    cost = [
        {
            "id": "host",
            "method": "unit-hours",
            "unit_hours": Decimal("2.788e6"),
            "price": "2 USD",
            "on": "2024-12-27",
            "source": "the report",
        },
        {"id": "more", "method": "stated", "amount": "24000 USD", "source": "invoice"},
        {
            "id": "staff",
            "method": "stated",
            "amount": {"low": 1, "best": 2, "high": 3, "unit": "EUR"},
            "source": "estimate",
        },
    ]
    found = used(cost=cost, complete=False)
    assert {unit: ends(total) for unit, total in found.costs.items()} == {
        "USD": ["5600000"] * 3,
        "EUR": ["1", "2", "3"],
    }
    told = found.followed()["cost.sums"]
    assert told.value == (
        "5600000 USD and 1 … 3 EUR: 2788000 hours of accelerators at 2 USD, a price of 2024-12-27 "
        "(the report); 24000 USD, as stated (invoice); 1 … 3 EUR, as stated (estimate)."
    )
    assert [one.on for one in told.origins] == [date(2024, 12, 27), *[date(2026, 10, 2)] * 2]


# -- Fields ---------------------------------------------------------------------------------------


def test_every_computed_field_has_its_computation() -> None:
    """What the law's fields may be computed from is what is computed, each for one field."""
    named = [field.computed for field in law().field.values() if field.computed]
    assert sorted(named) == sorted(get_args(Computed))


def test_nobodys_answer_leaves_the_field_to_the_computation(
    filled: Callable[..., Record],
) -> None:
    """Fields that nobody answers are filled, with the lines of the ledger's file."""
    rows = [period("a", "2026-01-01", "2026-01-10")]
    record = filled(SAMPLED, time=rows)
    energy = record.values["energy.training"]
    assert energy.state is State.STATED
    assert ends(energy.value) == ["125"] * 3
    assert [(one.place, one.by) for one in energy.origins] == [("compute.yaml:7", "A. Moreau")]
    assert record.values["criteria.energy"] == energy
    assert record.values["energy.method"].value == "sampled by a program."
    assert record.values["energy.boundary"].value == (
        "whole machines, raised to the facility by a power usage effectiveness of 1.25."
    )
    assert ends(record.values["training.time"].value) == ["10"] * 3
    assert record.values["criteria.time"] == record.values["training.time"]
    assert record.conflicts == ()


def test_a_boundary_that_stays_says_so(filled: Callable[..., Record]) -> None:
    """Where the PUE is unknown, the boundary says that the figure is not the facility's."""
    told = filled(HOURS).values["energy.boundary"].value
    assert told == (
        "the accelerators alone, not raised to the facility, whose power usage effectiveness is "
        "not known."
    )


@pytest.mark.parametrize("entry", [METERED, SAMPLED, HOURS, FROM_FLOP], ids=lambda one: one["id"])
def test_how_energy_was_found_tells_no_figure_of_it(
    filled: Callable[..., Record], entry: Mapping[str, Any]
) -> None:
    """The method is read by those who see compute coarsely: no amount and no activity is in it."""
    told = filled({**entry, "pue": 1.25} if "pue" in entry else entry).values
    for field in ("energy.method", "energy.boundary"):
        text = str(told[field].value)
        digits = {word.strip(".,;%") for word in text.split() if any(map(str.isdigit, word))}
        assert digits <= {"1.25"}
        assert "training" not in text.replace("the training compute", "")


@pytest.mark.parametrize(
    ("answer", "conflicts"),
    [(100, False), (125, True), ({"low": 90, "best": 120, "high": 130}, False)],
)
def test_an_answer_wins_and_a_difference_is_a_conflict(
    filled: Callable[..., Record], answer: Any, conflicts: bool
) -> None:
    """A person's answer counts; where the computation lies beside it, that is a conflict."""
    answers = {"energy.training": {"value": answer}, "energy.method": "By a meter of our own."}
    record = filled(METERED, answers=answers)
    value = record.values["energy.training"]
    assert value.origins[0].place.startswith("answers/energy.yaml:")
    assert record.values["energy.method"].value == "By a meter of our own."
    assert bool(record.conflicts) is conflicts
    if conflicts:
        (conflict,) = record.conflicts
        assert conflict.field == "energy.training"
        assert conflict.values[1] == ("100 MWh", "compute.yaml:5")


def test_a_note_stays_beside_what_is_computed(filled: Callable[..., Record]) -> None:
    """A remark, and that a value is confidential, hold of a computed value too."""
    answers = {"training.time": {"note": "Two sites.", "confidential": True}}
    rows = [period("a", "2026-01-01", "2026-01-10")]
    value = filled(time=rows, answers=answers).values["training.time"]
    assert (value.note, value.confidential, ends(value.value)) == ("Two sites.", True, ["10"] * 3)
