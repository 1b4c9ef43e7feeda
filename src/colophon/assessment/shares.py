"""What a change to another provider's model is held against, and its share of the original.

The verdict is the rule's (`rules/modification.py`); here is what the rule and whoever shows it
look at: which metric counts for an original of which kind, what takes the place of an amount that
nobody can know, and the exact share.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from colophon.compute.ledger import METRICS
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from colophon.assessment.model import Case
    from colophon.compute.ledger import Metric
    from colophon.law.model import Citation, Threshold

Ends: TypeAlias = tuple[Fraction | None, Fraction | None, Fraction | None]

METRIC_OF: Final[Mapping[bool, Metric]] = {True: "cumulative", False: "parameter-updates"}
"""Whether the original has systemic risk -> the metric by which its compute is counted."""

_FALLBACKS: Final = {
    True: "modification-of-systemic-risk",
    False: "modification-of-general-purpose",
}
"""Whether the original has systemic risk -> the threshold that takes the place of its compute."""


@dataclass(frozen=True, slots=True)
class Share:
    """What part of the original's compute the change took, by one metric.

    Attributes:
        metric: by which both are counted.
        change: the compute of the change, in FLOP.
        original: the compute of the original, in FLOP; None where it is not known.
        place: where the original's amount stands, or would.
        low, best, high: the exact share; None where it is not known: for want of an amount, because
            the original may have taken nothing, and all but `low` where the ledger is not said to
            be complete.
    """

    metric: Metric
    change: Amount
    original: Amount | None
    place: str
    low: Fraction | None
    best: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An amount that the change is held against: one of equal parts of a whole.

    Attributes:
        whole: in FLOP.
        parts: into how many parts it is divided; 3 for one third.
        threshold: which of the law's thresholds says so.
        metric: by which the original is counted; None where a threshold takes its place.
        source: the provision.
        place: where the original's amount stands; None where a threshold takes its place.
    """

    whole: Amount
    parts: int
    threshold: Threshold
    metric: Metric | None
    source: Citation
    place: str | None


def shares(case: Case) -> tuple[Share, ...]:
    """Return the share of the original's compute that the change took, by each metric."""
    return tuple(_share(case, metric) for metric in METRICS)


def _share(case: Case, metric: Metric) -> Share:
    change = case.account.own_towards(metric)
    original, place = original_by(case, metric)
    ends: Ends = (None, None, None)
    if original is not None and case.account.lines:
        ends = ends_of(change, original, is_whole=case.account.is_whole)
    return Share(metric, change, original, place, *ends)


def ends_of(part: Amount, whole: Amount, parts: int = 1, *, is_whole: bool) -> Ends:
    """Return the exact share of one of `parts` of a whole: low, best and high.

    Of a part that is only a lower bound (`is_whole` is False) there is the low end alone; and of a
    whole that may be nothing there is no share.
    """
    low = _ratio(part.low, whole.high, parts)
    if not is_whole:
        return low, None, None
    return low, _ratio(part.best, whole.best, parts), _ratio(part.high, whole.low, parts)


def _ratio(part: Decimal, whole: Decimal, parts: int) -> Fraction | None:
    return Fraction(part) * parts / Fraction(whole) if whole else None


def yardsticks(case: Case) -> tuple[Yardstick, ...]:
    """Return what the change is held against on the day of the case; nothing where unknown.

    Two only where nobody knows the original's compute nor whether it has systemic risk.
    """
    upstream = case.dossier.spine.upstream
    if upstream.compute_known is False:
        return tuple(_of_fallback(case))
    share = case.law.threshold["modification-share"]
    level = share.on(case.on)
    if upstream.systemic_risk is None or level is None or level.value is None:
        return ()
    metric = METRIC_OF[upstream.systemic_risk]
    original, place = original_by(case, metric)
    if original is None:
        return ()
    whole = original.times(Amount.exactly(level.value, ""), original.unit)
    return (Yardstick(whole, level.parts, share, metric, level.source, place),)


def _of_fallback(case: Case) -> Iterator[Yardstick]:
    for threshold in fallbacks(case):
        level = threshold.on(case.on)
        if level is not None and level.value is not None:
            whole = Amount.exactly(level.value, threshold.unit)
            yield Yardstick(whole, level.parts, threshold, None, level.source, None)


def fallbacks(case: Case) -> tuple[Threshold, ...]:
    """Return the thresholds that take the place of the original's compute, for its kind.

    Both, where it is not known whether the original has systemic risk.
    """
    known = case.dossier.spine.upstream.systemic_risk
    kinds = _FALLBACKS if known is None else (known,)
    return tuple(case.law.threshold[_FALLBACKS[kind]] for kind in kinds)


def original_by(case: Case, metric: Metric) -> tuple[Amount | None, str]:
    """Return the original's compute by a metric, in FLOP, and where it stands or would."""
    name = name_of(metric)
    amount: Amount | None = getattr(case.dossier.spine.upstream, name)
    return amount, case.spine_place(f"upstream.{name}")


def name_of(metric: Metric) -> str:
    """Return the name under `upstream` in `dossier.yaml` of the original's compute by a metric."""
    return metric.replace("-", "_")
