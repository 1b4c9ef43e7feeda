"""The energy, the time and the cost of training, of a dossier on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from colophon.compute.resources import resources
from colophon.quantities import plain
from colophon.workspace.check import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from colophon.assessment.model import Case
    from colophon.compute.resources import CostLine, EnergyLine, HardwareLine, Resources
    from colophon.dossier.effective import Origin
    from colophon.dossier.model import TrainingPeriod


@dataclass(frozen=True, slots=True)
class Used:
    """What training took beside compute, in a dossier on a day."""

    case: Case
    resources: Resources

    @property
    def is_whole(self) -> bool:
        """Whether the energy of all that counts is known, and ends at one boundary."""
        return "energy.total" in self.resources.followed()


def energy(directory: Path, on: date) -> Used:
    """Return the energy, the time and the cost of training that the dossier tells.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: it cannot be read.
    """
    case = check(directory, on).assessment.case
    return Used(case, resources(case.dossier, case.law, case.account))


def as_json(used: Used) -> dict[str, Any]:
    """Return what `colophon compute energy --json` prints."""
    found = used.resources
    days = found.days
    return {
        "on": used.case.on.isoformat(),
        "ledger_complete": used.case.account.complete,
        "energy": {
            "whole": used.is_whole,
            "totals": {reaches: total.as_json() for reaches, total in found.totals.items()},
            "not_covered": list(found.without_energy()),
            "entries": [_energy(line) for line in found.energy],
        },
        "time": {
            "days": days.as_json() if days else None,
            "not_covered": list(found.without_time()),
            "entries": [_period(period, origin) for period, origin in found.periods],
        },
        "hardware": {
            "units": [_hardware(line) for line in found.hardware],
            "not_covered": list(found.without_hours()),
        },
        "cost": {
            "totals": {currency: total.as_json() for currency, total in found.costs.items()},
            "entries": [_cost(line) for line in found.cost],
        },
    }


def _energy(line: EnergyLine) -> dict[str, Any]:
    entry = line.entry
    pue = entry.pue if entry.pue is None or isinstance(entry.pue, str) else plain(entry.pue)
    return {
        "id": entry.id,
        "covers": list(entry.covers),
        "method": entry.method,
        "counts": line.counts,
        "boundary": entry.boundary,
        "pue": pue,
        "measured": line.measured.as_json(),
        "reaches": line.reaches,
        "amount": line.amount.as_json(),
        "source": entry.source,
        **_origin(line.origin),
    }


def _period(period: TrainingPeriod, origin: Origin) -> dict[str, Any]:
    return {
        "id": period.id,
        "covers": list(period.covers),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "source": period.source,
        **_origin(origin),
    }


def _hardware(line: HardwareLine) -> dict[str, Any]:
    return {"accelerator": line.kind, "unit_hours": plain(line.hours), "days": plain(line.days)}


def _cost(line: CostLine) -> dict[str, Any]:
    return {
        "id": line.entry.id,
        "method": line.entry.method,
        "amount": line.amount.as_json(),
        "source": line.entry.source,
        **_origin(line.origin),
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "place": origin.place,
        "by": origin.by,
        "on": origin.on.isoformat() if origin.on else None,
    }
