"""The ledger of a dossier with all that is seen in it: for people, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import case_of
from colophon.assessment.nearness import nearness
from colophon.assessment.readings import turned
from colophon.compute.reconciliation import flags, side_by_side
from colophon.dossier import files
from colophon.quantities import plain, significant
from colophon.workspace import disk
from colophon.workspace.law import law
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction
    from pathlib import Path

    from colophon.assessment.model import Case
    from colophon.assessment.nearness import Near
    from colophon.assessment.readings import Turned
    from colophon.compute.ledger import Line, Settled
    from colophon.compute.reconciliation import Method
    from colophon.dossier.model import Ancestor
    from colophon.law.model import Law, Phrase

_LONGEST = 60
"""Figures after which a share is taken to be what it is rounded to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The ledger on a day, and what follows from it.

    Attributes:
        near: the levels of the law, and the share of each that the ledger makes up.
        turned: the readings of open questions that would change a verdict.
    """

    case: Case
    near: tuple[Near, ...]
    turned: tuple[Turned, ...]


def ledger(directory: Path, on: date) -> Seen:
    """Add up the ledger of the dossier in `directory` under the law on a day.

    Raises:
        ReadingError, DossierError, UnknownIdError, FormatVersionError, DiskError: it cannot be read
            or counted.
    """
    known = law()
    case = case_of(files.read(disk.read_dossier(directory), known), known, on)
    return Seen(case, tuple(nearness(case)), tuple(turned(case)))


# -- For people -----------------------------------------------------------------------------------


def share_in_words(near: Near) -> str | None:
    """Return the share of a level that the ledger makes up; None where it is not known.

    It is rounded to two figures, low end down and high end up, and never to one whole, nor across
    it: the sum that does not pass a level must not look as if it did.
    """
    if near.low is None:
        return None
    low = of_one(near.low, ROUND_FLOOR)
    if near.best is None:
        return f"at least {low}"
    best = of_one(near.best, ROUND_HALF_EVEN)
    if near.low == near.high:
        return best
    high = "no end" if near.high is None else of_one(near.high, ROUND_CEILING)
    return f"{low} … {best} … {high}"


def of_one(share: Fraction, rounding: str, figures: int = 2) -> str:
    """Return a share of one in so many significant figures, or in more where one is so near."""
    while True:
        found = significant(share, figures, rounding)
        same_side = (share > 1) == (found > 1) and (share < 1) == (found < 1)
        if same_side or figures >= _LONGEST:
            return plain(found)
        figures += 1


def limit_in_words(near: Near, law: Law) -> str:
    """Return what a level is held against: `1e25 FLOP`, `one third of …` as `…/3 FLOP`."""
    limit = near.level.limit
    whole = law.language.shown(limit.whole)
    return whole if limit.parts == 1 else f"1/{limit.parts} of {whole}"


# -- For machines ---------------------------------------------------------------------------------


def as_json(seen: Seen) -> dict[str, Any]:
    """Return what `colophon compute --json` prints; ratios and shares are exact fractions."""
    case = seen.case
    account = case.account
    return {
        "on": case.on.isoformat(),
        "law_known_on": case.law.known_on.isoformat(),
        "complete": account.complete,
        "totals": {metric: total.as_json() for metric, total in account.totals.items()},
        "change": account.own().as_json(),
        "levels": [_near(one, case) for one in seen.near],
        "entries": [_line(line, case.law) for line in account.lines],
        "readings": [_turned(one) for one in seen.turned],
    }


def _near(near: Near, case: Case) -> dict[str, Any]:
    level = near.level
    threshold = level.threshold
    return {
        "threshold": threshold.id,
        "metric": level.metric,
        "comparison": threshold.comparison,
        "whole": level.limit.whole.as_json(),
        "parts": level.limit.parts,
        "place": level.place,
        "reached": level.already.as_json(),
        "share": {
            end: None if value is None else str(value)
            for end, value in (("low", near.low), ("best", near.best), ("high", near.high))
        },
        "share_in_words": share_in_words(near),
        **of_citation(level.source, case.law),
    }


def _line(line: Line, law: Law) -> dict[str, Any]:
    return {
        "id": line.entry.id,
        "activity": line.activity.id,
        "label": line.activity.label,
        "amount": line.amount.as_json(),
        "method": line.entry.method,
        "method_in_words": law.language.words(line.method),
        "counts_towards": list(line.entered),
        "superseded_by": line.superseded_by,
        "policy": line.settled.policy.id if line.settled else None,
        "settled_by": _settled_by(line.settled) if line.settled else None,
        **of_citation(line.activity.source, law),
        "source": line.entry.source,
        "place": line.origin.place,
        "by": line.origin.by,
        "on": line.origin.on.isoformat() if line.origin.on else None,
        "models": [_model(one) for one in line.models],
        "estimates": [_method(one, law) for one in side_by_side(line)],
        "flags": [_flag(one, law) for one in flags(line)],
    }


def _settled_by(settled: Settled) -> str:
    return "decision" if settled.decision else "default"


def _model(model: Ancestor) -> dict[str, Any]:
    return {
        "id": model.id,
        "amount": model.amount.as_json(),
        "built_on": list(model.built_on),
        "source": model.source,
    }


def _method(method: Method, law: Law) -> dict[str, Any]:
    return {
        "method": method.estimate.method,
        "amount": method.amount.as_json(),
        "method_in_words": law.language.words(method.words),
        "source": method.estimate.source,
        "ratio": None if method.ratio is None else str(method.ratio),
        "implied_utilisation": None if method.implied is None else str(method.implied),
    }


def _flag(flag: Phrase, law: Law) -> dict[str, Any]:
    return {
        "kind": flag.id.removeprefix("flag."),
        "message": law.language.sentence(flag),
        "remedy": law.say(f"{flag.id}.remedy"),
    }


def _turned(one: Turned) -> dict[str, Any]:
    return {
        "policies": [policy.id for policy in one.policies],
        "counts": one.counts,
        "totals": {metric: total.as_json() for metric, total in one.totals.items()},
        "changes": {
            question: {"before": before.value, "after": after.value}
            for question, (before, after) in one.changes.items()
        },
    }
