"""What a planned run means under the law: the levels, and by when to notify."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.assessment.foresight import Basis, Foreseen, foresee
from colophon.compute.forecast import FLOP_PER_DAY, Run, When
from colophon.dossier import files
from colophon.law.load import law
from colophon.quantities import FLOP, Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = date(2026, 11, 21)
A_YEAR = Amount.exactly(Decimal("3.65e25"), FLOP)
PACE = Amount.exactly(Decimal("1e23"), FLOP_PER_DAY)


@pytest.fixture
def seen(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., dict[str, Foreseen]]:
    """Return a function that looks ahead: threshold -> what is foreseen."""

    def seen(
        run: Run,
        record: Mapping[str, Any] | None = None,
        *,
        on: date = DAY,
        alone: bool = False,
    ) -> dict[str, Foreseen]:
        filled = {"compute": {"complete": True, "entries": {"pre-training": 1}}, **(record or {})}
        case = case_of(files.read(tree_of(filled), law()), law(), on)
        found = foresee(case, run, lambda _day: False, alone=alone)
        return {one.level.threshold.id: one for one in found}

    return seen


def test_the_levels_are_those_of_the_law(seen: Callable[..., dict[str, Foreseen]]) -> None:
    """Each total has its level of the law, and only the cumulative one calls for a notification."""
    found = seen(Run(DAY, pace=PACE))
    assert list(found) == ["gpai-compute", "systemic-risk-compute"]
    assert found["gpai-compute"].notification is None
    assert found["gpai-compute"].level.metric == "parameter-updates"
    assert found["systemic-risk-compute"].level.metric == "cumulative"
    assert seen(Run(DAY, pace=PACE), on=date(2025, 8, 1)) == {}


def test_what_will_be_passed_is_known_today(seen: Callable[..., dict[str, Foreseen]]) -> None:
    """Where the plan passes the level by its low values, the two weeks run from today."""
    one = seen(Run(date(2027, 3, 1), total=A_YEAR, pace=PACE))["systemic-risk-compute"]
    told = one.notification
    assert told is not None
    assert (one.crossing.passes, one.crossing.likely.day) == (Answer.YES, date(2027, 6, 8))
    assert (told.basis, told.start) == (Basis.FORESEEN, DAY)
    assert (told.by, told.other) == (date(2026, 12, 7), date(2026, 12, 5))


def test_what_may_be_passed_is_counted_from_its_day(
    seen: Callable[..., dict[str, Foreseen]],
) -> None:
    """Where the level only may be passed, the two weeks run from the earliest such day."""
    one = seen(Run(date(2027, 3, 1), pace=PACE))["systemic-risk-compute"]
    told = one.notification
    assert told is not None
    assert (told.basis, told.start) == (Basis.CROSSING, date(2027, 6, 8))
    assert told.by == date(2027, 6, 22)


def test_at_the_end_of_the_calendar_there_is_no_day_to_notify(
    seen: Callable[..., dict[str, Foreseen]],
) -> None:
    """Where two weeks lead beyond the calendar, no day is named."""
    one = seen(Run(date(9999, 9, 19), pace=PACE))["systemic-risk-compute"]
    assert one.crossing.likely.day == date(9999, 12, 27)
    assert one.notification is None


def test_what_is_not_passed_calls_for_nothing(seen: Callable[..., dict[str, Foreseen]]) -> None:
    """Where no value passes the level, there is no notification."""
    run = Run(DAY, total=Amount.exactly(Decimal("9e24"), FLOP))
    one = seen(run)["systemic-risk-compute"]
    assert (one.crossing.passes, one.notification) == (Answer.NO, None)


def test_what_may_be_passed_on_no_day_has_no_day_to_notify(
    seen: Callable[..., dict[str, Foreseen]],
) -> None:
    """A total without a pace may pass the level, on a day that nothing tells."""
    total = Amount(Decimal("9e24"), Decimal("1e25"), Decimal("2e25"), FLOP)
    one = seen(Run(DAY, total=total))["systemic-risk-compute"]
    assert (one.crossing.passes, one.notification) == (Answer.UNDETERMINED, None)
    assert one.crossing.earliest.when is When.UNDATED


@pytest.mark.parametrize(
    ("since", "start"),
    [(date(2026, 1, 1), date(2026, 4, 10)), (date(2026, 9, 1), DAY)],
)
def test_a_run_that_began_earlier_may_have_passed_it(
    seen: Callable[..., dict[str, Foreseen]], since: date, start: date
) -> None:
    """Where even the low values passed it on an earlier day, the time runs since that day."""
    one = seen(Run(since, total=A_YEAR, pace=PACE))["systemic-risk-compute"]
    assert one.notification is not None
    assert one.notification.start == start


def test_what_the_ledger_passes_is_passed(seen: Callable[..., dict[str, Foreseen]]) -> None:
    """What the ledger passes already is passed, and `alone` leaves the ledger out."""
    record = {"compute": {"complete": True, "entries": {"pre-training": 2 * 10**25}}}
    one = seen(Run(DAY, pace=PACE), record)["systemic-risk-compute"]
    assert one.notification is not None
    assert (one.notification.basis, one.notification.start) == (Basis.PASSED, DAY)
    alone = seen(Run(DAY, pace=PACE), record, alone=True)["systemic-risk-compute"]
    assert alone.crossing.likely.when is When.ON_A_DAY


def test_what_the_ledger_may_pass_is_counted_from_today(
    seen: Callable[..., dict[str, Foreseen]],
) -> None:
    """Where only the high values of the ledger pass the level, the earliest day is today."""
    entries = {"pre-training": [10**24, 9 * 10**24, 2 * 10**25]}
    record = {"compute": {"complete": True, "entries": entries}}
    one = seen(Run(DAY, pace=PACE), record)["systemic-risk-compute"]
    assert one.notification is not None
    assert (one.notification.basis, one.notification.start) == (Basis.CROSSING, DAY)


@pytest.mark.parametrize(
    ("event", "basis", "start"),
    [
        ("art-52-condition-foreseen", Basis.EVENT, date(2026, 11, 2)),
        ("art-52-condition-met", Basis.EVENT, date(2026, 11, 2)),
        ("art-52-notified", Basis.DONE, None),
    ],
)
def test_events_on_file_come_first(
    seen: Callable[..., dict[str, Foreseen]], event: str, basis: Basis, start: date | None
) -> None:
    """An event on file sets the time going, or shows that it is done; not for a run alone."""
    record = {"events": [{"event": event, "on": "2026-11-02"}]}
    run = Run(date(2027, 3, 1), total=A_YEAR, pace=PACE)
    told = seen(run, record)["systemic-risk-compute"].notification
    assert told is not None
    assert (told.basis, told.start) == (basis, start)
    alone = seen(run, record, alone=True)["systemic-risk-compute"].notification
    assert alone is not None
    assert alone.basis is Basis.FORESEEN


@pytest.mark.parametrize(
    ("systemic_risk", "compute", "notified"),
    [
        (True, {"cumulative": "3e25 FLOP"}, True),
        (False, {"parameter_updates": "3e25 FLOP"}, False),
    ],
)
def test_a_change_has_the_originals_third_as_a_level(
    seen: Callable[..., dict[str, Foreseen]],
    systemic_risk: bool,
    compute: Mapping[str, str],
    notified: bool,
) -> None:
    """For a change to another's model one third of the original is a level, with its own compute.

    Passing it calls for a notification where the original has systemic risk.
    """
    record = {
        "provider": {"role": "modifies"},
        "upstream": {"systemic_risk": systemic_risk, **compute},
        "compute": {
            "complete": True,
            "entries": {"fine-tuning": 9 * 10**24, "merged-weights": 3 * 10**25},
        },
    }
    one = seen(Run(DAY, pace=PACE), record)["modification-share"]
    assert one.level.already.best == 9 * 10**24
    assert one.crossing.likely.day == date(2026, 12, 1)
    assert one.level.place == "dossier.yaml:3"
    assert (one.notification is not None) is notified


def test_a_threshold_takes_the_originals_place(
    seen: Callable[..., dict[str, Foreseen]],
) -> None:
    """Where nobody can know the original's compute or kind, both fallbacks are levels."""
    record = {"provider": {"role": "modifies"}, "upstream": {"compute_known": False}}
    found = seen(Run(DAY, pace=PACE), record)
    assert list(found)[2:] == ["modification-of-systemic-risk", "modification-of-general-purpose"]
    assert found["modification-of-systemic-risk"].level.notifies is None
    assert found["modification-of-systemic-risk"].level.limit.parts == 3
    assert list(seen(Run(DAY, pace=PACE), {"provider": {"role": "modifies"}})) == list(found)[:2]


def test_a_ledger_with_gaps_leaves_it_open(seen: Callable[..., dict[str, Foreseen]]) -> None:
    """From a lower bound nothing is said not to be passed."""
    record = {"compute": {"complete": False, "entries": {"pre-training": 1}}}
    run = Run(DAY, total=Amount.exactly(1, FLOP))
    assert seen(run, record)["gpai-compute"].crossing.passes is Answer.UNDETERMINED
    assert seen(run)["gpai-compute"].crossing.passes is Answer.NO


def test_the_dossiers_way_of_counting_and_its_holidays_count(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """The day moves with the way of counting and with the holidays."""
    run = Run(date(2027, 3, 1), total=A_YEAR, pace=PACE)
    for counting, expected in (
        ("plain", date(2026, 12, 5)),
        ("regulation-1182-71", date(2026, 12, 8)),
    ):
        tree = tree_of({"calendar": {"counting": counting}})
        case = case_of(files.read(tree, law()), law(), DAY)
        found = foresee(case, run, date(2026, 12, 7).__eq__, alone=True)
        told = found[1].notification
        assert told is not None
        assert told.by == expected
