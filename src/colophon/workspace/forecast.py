"""When a training run passes the levels of the law: of a dossier on the disk, or of none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import case_of
from colophon.assessment.foresight import foresee
from colophon.assessment.shares import yardsticks
from colophon.compute.counting import Work, masked, operations
from colophon.compute.forecast import (
    FLOP_PER_DAY,
    Run,
    per_day,
    rate_of_tokens,
    rate_of_units,
)
from colophon.compute.hardware import accelerator
from colophon.dossier import files
from colophon.dossier.model import FORMAT_VERSION
from colophon.errors import ReadingError
from colophon.workspace import disk
from colophon.workspace.count import model_at
from colophon.workspace.due import holidays_of
from colophon.workspace.law import law
from colophon.workspace.report import of_citation

if TYPE_CHECKING:
    from datetime import date

    from colophon.assessment.foresight import Foreseen, Notification
    from colophon.assessment.model import Case
    from colophon.compute.counting import Mask
    from colophon.compute.forecast import Passing
    from colophon.dossier.model import Length
    from colophon.law.model import Law
    from colophon.quantities import Amount

HERE = Path()
"""Where a dossier is looked for without being named: only there may it be missing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of a run.

    Attributes:
        since: its first day.
        until: its last day.
        total: what it adds, in FLOP.
        pace: what it adds in a time, in FLOP/day or FLOP/s.
        units: how many accelerators it has.
        peak: dense peak of one of them in FLOP/s.
        accelerator: instead of `peak`, what one of them is called.
        dtype: with `accelerator`, the type of number that the peak is for.
        utilisation: the share of the peak that goes into the model's own operations.
        config: the model's `config.json`, or the folder that holds it.
        tokens: how many it processes.
        tokens_per_second: how many it processes in a second, without a unit.
        lengths: of the sequences.
        attention: whether kernels skip what the causal mask hides.
    """

    since: date
    until: date | None = None
    total: Amount | None = None
    pace: Amount | None = None
    units: Amount | None = None
    peak: Amount | None = None
    accelerator: str | None = None
    dtype: str | None = None
    utilisation: Amount | None = None
    config: Path | None = None
    tokens: int | None = None
    tokens_per_second: Amount | None = None
    lengths: tuple[Length, ...] = ()
    attention: Mask | None = None

    def run(self) -> Run:
        """Return the run that is planned.

        Raises:
            ReadingError: too little is said of it, or too much.
            DiskError, UnknownIdError: the configuration or the accelerator is not there, or not
                known.
        """
        self._refuse_idle_options()
        total, pace = self._total(), self._pace()
        if total is None and pace is None:
            raise ReadingError(
                "nothing says how much the run computes",
                place="--flop",
                remedy="Give --flop, --config with --tokens, --pace, or --units with a peak and "
                "--utilisation.",
            )
        if total is not None and pace is not None and self.until is not None:
            raise ReadingError(
                "a total and a pace say already when the run ends",
                place="--until",
                remedy="Leave it out, or leave out the total or the pace.",
            )
        if self.until is not None and self.until < self.since:
            raise ReadingError(
                f"the run would end before it begins on {self.since.isoformat()}",
                place="--until",
                remedy="Give a later day, or another --from.",
            )
        return Run(self.since, total, pace, self.until)

    def _refuse_idle_options(self) -> None:
        """Refuse what says something of tokens or of an accelerator where there are none."""
        of_tokens = {"--config": self.config, "--attention": self.attention}
        if self.tokens is None and self.tokens_per_second is None:
            for option, value in {**of_tokens, "--length": self.lengths or None}.items():
                if value is not None:
                    raise ReadingError(
                        f"{option} tells nothing without tokens",
                        place=option,
                        remedy="Give --tokens or --tokens-per-second, or leave it out.",
                    )
        if self.dtype is not None and self.accelerator is None:
            raise ReadingError(
                "a type of number tells no peak without an accelerator",
                place="--dtype",
                remedy="Give --accelerator, or leave it out.",
            )

    def _total(self) -> Amount | None:
        """Return what it adds, in FLOP, from whichever way it is said."""
        if self.tokens is None:
            return self.total
        if self.total is not None:
            raise _twice("the total", "--flop", "--tokens")
        return self._of_tokens(Decimal(self.tokens), "--tokens")

    def _pace(self) -> Amount | None:
        """Return the pace in FLOP a day, from whichever way it is said."""
        of_units = {
            "--units": self.units,
            "--peak": self._peak(),
            "--utilisation": self.utilisation,
        }
        given = [option for option, value in of_units.items() if value is not None]
        missing = [option for option, value in of_units.items() if value is None]
        ways = [
            *(["--pace"] if self.pace is not None else []),
            *(["--tokens-per-second"] if self.tokens_per_second is not None else []),
            *given[:1],
        ]
        if len(ways) > 1:
            raise _twice("the pace", *ways[:2])
        if given and missing:
            raise ReadingError(
                f"{', '.join(given)} give no pace without {' and '.join(missing)}",
                place=missing[0],
                remedy="Give --units, a peak and --utilisation; none of them has a default.",
            )
        if self.units and of_units["--peak"] and self.utilisation:
            return per_day(rate_of_units(self.units, of_units["--peak"], self.utilisation))
        if self.tokens_per_second is not None:
            operations = self._of_tokens(Decimal(1), "--tokens-per-second")
            return per_day(rate_of_tokens(self.tokens_per_second, operations))
        if self.pace is None or self.pace.unit == FLOP_PER_DAY:
            return self.pace
        return per_day(self.pace)

    def _peak(self) -> Amount | None:
        """Return the dense peak of one accelerator in FLOP/s, as it is given or from its name."""
        if self.accelerator is None:
            return self.peak
        if self.peak is not None:
            raise _twice("the peak", "--peak", "--accelerator")
        if self.dtype is None:
            raise ReadingError(
                "an accelerator has a peak for each type of number",
                place="--dtype",
                remedy="Say which type does most products, such as --dtype bf16.",
            )
        found = accelerator(self.accelerator, place="--accelerator")
        return found.peak(self.dtype, place="--dtype")

    def _of_tokens(self, tokens: Decimal, option: str) -> Amount:
        """Return what training on tokens takes, in FLOP, by the model's configuration."""
        if self.config is None or self.attention is None:
            raise ReadingError(
                "tokens tell no operations without --config and --attention",
                place=option,
                remedy="Name the model's config.json, and say whether kernels skip what is masked.",
            )
        model, name = model_at(self.config)
        try:
            found = operations(model, Work(tokens, self.lengths))
        except ValueError as error:
            raise ReadingError(
                str(error), place=name, remedy="Give --length, or the total as --flop."
            ) from None
        return masked(found, self.attention)


def _twice(what: str, one: str, other: str) -> ReadingError:
    return ReadingError(
        f"{what} is given twice, by {one} and by {other}",
        place=other,
        remedy="Give it in one way; compare the two by asking twice.",
    )


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a run passes each level.

    Attributes:
        run: by its first day, its total and its pace.
        alone: whether the run is looked at without what the ledger holds.
        has_dossier: whether there is a dossier at all.
    """

    case: Case
    run: Run
    rows: tuple[Foreseen, ...]
    alone: bool
    has_dossier: bool

    @property
    def is_bound(self) -> bool:
        """Whether what there is before the run is only a lower bound."""
        return not self.alone and not self.case.account.is_whole

    @property
    def lacks_original(self) -> bool:
        """Whether the model changes another's, of which too little is known for a level."""
        modifies = self.case.dossier.spine.provider.role == "modifies"
        return modifies and not yardsticks(self.case)


def forecast(directory: Path, on: date, plan: Plan, *, alone: bool) -> Forecast:
    """Return when a planned run passes each level of the law in force on a day.

    Where no directory is named and none lies here, the run is looked at alone.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier cannot be read, or
            the plan says too little or too much.
    """
    run = plan.run()
    known = law()
    has_dossier = directory != HERE or disk.holds_dossier(directory)
    tree = disk.read_dossier(directory) if has_dossier else _nothing()
    case = case_of(files.read(tree, known), known, on)
    alone = alone or not has_dossier
    is_holiday = holidays_of(case.dossier.spine.calendar.holidays)
    return Forecast(case, run, foresee(case, run, is_holiday, alone=alone), alone, has_dossier)


def _nothing() -> dict[str, bytes]:
    """Return a dossier that says nothing."""
    return {"dossier.yaml": f"format: {FORMAT_VERSION}\n".encode()}


def as_json(found: Forecast) -> dict[str, Any]:
    """Return what `colophon compute forecast --json` prints, days in ISO 8601."""
    run, law = found.run, found.case.law
    return {
        "on": found.case.on.isoformat(),
        "law_known_on": law.known_on.isoformat(),
        "run": {
            "since": run.since.isoformat(),
            "until": run.until.isoformat() if run.until else None,
            "total": run.total.as_json() if run.total else None,
            "pace": run.pace.as_json() if run.pace else None,
        },
        "alone": found.alone,
        "complete": None if found.alone else found.case.account.complete,
        "holidays": found.case.dossier.spine.calendar.holidays,
        "levels": [_row(row, law) for row in found.rows],
    }


def _row(row: Foreseen, law: Law) -> dict[str, Any]:
    level, crossing = row.level, row.crossing
    return {
        "threshold": level.threshold.id,
        "metric": level.metric,
        "whole": level.limit.whole.as_json(),
        "parts": level.limit.parts,
        "comparison": level.threshold.comparison,
        "place": level.place,
        **of_citation(level.source, law),
        "already": level.already.as_json(),
        "earliest": _passing(crossing.earliest),
        "likely": _passing(crossing.likely),
        "latest": _passing(crossing.latest),
        "passes": crossing.passes.value,
        "notifies": level.notifies,
        "notification": _notification(row.notification, law) if row.notification else None,
    }


def _passing(passing: Passing) -> dict[str, Any]:
    return {
        "when": passing.when.value,
        "day": passing.day.isoformat() if passing.day else None,
    }


def _notification(told: Notification, law: Law) -> dict[str, Any]:
    return {
        "basis": told.basis.value,
        "start": told.start.isoformat() if told.start else None,
        "by": told.by.isoformat() if told.by else None,
        "other_by": told.other.isoformat() if told.other else None,
        **of_citation(told.source, law),
    }
