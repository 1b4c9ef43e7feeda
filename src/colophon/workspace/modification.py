"""Is the change to another's model large? Asked of a dossier, with what is said for one call."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import case_of
from colophon.assessment.model import Verdict
from colophon.assessment.shares import shares, yardsticks
from colophon.compute.ledger import METRICS
from colophon.dossier import files
from colophon.errors import DossierError, ReadingError
from colophon.quantities import Amount, plain, significant
from colophon.workspace import disk
from colophon.workspace.check import check
from colophon.workspace.law import law
from colophon.workspace.report import of_citation, of_judgement

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from colophon.assessment.model import Case, Judgement
    from colophon.assessment.shares import Share, Yardstick
    from colophon.dossier.model import Dossier

_QUESTION = "modification"
_ROLE = "modifies"
_PARTS = ("parameter_updates", "cumulative")
_FIGURES = 3
"""How many significant figures a share is shown with."""


@dataclass(frozen=True, slots=True)
class Original:
    """What is said of the original for one call; what is None stays as the dossier says.

    Attributes:
        compute: its cumulative training compute in FLOP, or the directory of its dossier.
        updates: its training compute that went directly into parameter updates, in FLOP.
        systemic_risk: whether it is a model with systemic risk.
        unknown: whether its compute is neither known nor can be estimated.
    """

    compute: Amount | Path | None = None
    updates: Amount | None = None
    systemic_risk: bool | None = None
    unknown: bool = False

    @property
    def named_by(self) -> str | None:
        """The option that says that there is an original at all; None without."""
        options = {
            "--original": self.compute is not None,
            "--original-updates": self.updates is not None,
            "--unknown": self.unknown,
        }
        return next((option for option, is_given in options.items() if is_given), None)


@dataclass(frozen=True, slots=True)
class Modification:
    """The answer to the modifier's question.

    Attributes:
        taken: what counts for this call in place of the dossier: `upstream.cumulative` -> where it
            comes from.
    """

    case: Case
    judgement: Judgement
    taken: dict[str, str]

    @property
    def shares(self) -> tuple[Share, ...]:
        """The share of the original's compute that the change took, by each metric."""
        return shares(self.case)

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What the change is held against."""
        return yardsticks(self.case)

    @property
    def is_answered(self) -> bool:
        """Whether the verdict is anything but undetermined."""
        return self.judgement.verdict is not Verdict.UNDETERMINED


def modification(directory: Path, on: date, original: Original) -> Modification:
    """Judge the change that the dossier in `directory` records, on a day; nothing is written.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: a dossier cannot be read, or
            what is said of the original contradicts itself.
    """
    known = law()
    dossier = files.read(disk.read_dossier(directory), known)
    dossier, taken = _with(dossier, original, on)
    case = case_of(dossier, known, on)
    return Modification(case, case.judged(_QUESTION), taken)


def _with(dossier: Dossier, original: Original, on: date) -> tuple[Dossier, dict[str, str]]:
    """Return the dossier as it stands for one call, and what was taken from where."""
    _refuse_known(dossier, original)
    upstream, taken = _said(original, on)
    spine = dossier.spine
    values = {f"upstream.{name}": where for name, where in taken.items()}
    provider = spine.provider
    if original.named_by and provider.role != _ROLE:
        provider = provider.model_copy(update={"role": _ROLE})
        values["provider.role"] = original.named_by
    changed = spine.upstream.model_copy(update=upstream)
    updates, cumulative = changed.parameter_updates, changed.cumulative
    if updates and cumulative and updates.low > cumulative.high:
        places = {name: dossier.place(f"dossier.upstream.{name}", otherwise="") for name in _PARTS}
        at = {**places, **taken}
        raise ReadingError(
            f"parameter updates of {updates} ({at['parameter_updates']}) are more than the "
            f"cumulative {cumulative} ({at['cumulative']}), of which they are a part",
            place=original.named_by or "dossier.yaml",
            remedy="Give both of the same original, with --original and --original-updates.",
        )
    return dossier.model_copy(
        update={
            "spine": spine.model_copy(update={"upstream": changed, "provider": provider}),
            "places": {**dossier.places, **{f"dossier.{name}": at for name, at in values.items()}},
        }
    ), values


def _refuse_known(dossier: Dossier, original: Original) -> None:
    """Refuse `--unknown` beside an amount: the fallbacks are for what nobody can know."""
    if not original.unknown:
        return
    upstream = dossier.spine.upstream
    given = [
        option
        for option, value in (
            ("--original", original.compute),
            ("--original-updates", original.updates),
        )
        if value is not None
    ]
    given += [
        dossier.place(f"dossier.upstream.{name}", otherwise="dossier.yaml")
        for name in _PARTS
        if getattr(upstream, name) is not None
    ]
    if given:
        raise ReadingError(
            f"the original's compute is known: {', '.join(given)}",
            place="--unknown",
            remedy="Leave --unknown out; it is for what nobody can know or estimate.",
        )


def _said(original: Original, on: date) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values under `upstream` that options replace, and where each comes from."""
    values: dict[str, Any] = {}
    places: dict[str, str] = {}

    def take(name: str, value: object, place: str) -> None:
        values[name], places[name] = value, place

    if isinstance(original.compute, Path):
        if original.updates is not None:
            raise ReadingError(
                "the original's dossier gives its parameter updates already",
                place="--original-updates",
                remedy="Leave it out, or give --original as an amount.",
            )
        for name, value in _of_dossier(original.compute, on, original.systemic_risk).items():
            take(name, value, f"--original {original.compute}")
    elif original.compute is not None:
        take("cumulative", original.compute, "--original")
    if original.updates is not None:
        take("parameter_updates", original.updates, "--original-updates")
    if original.unknown:
        take("compute_known", value=False, place="--unknown")
    elif values:
        values["compute_known"] = None  # an amount that is given is known
    if original.systemic_risk is not None:
        take("systemic_risk", original.systemic_risk, "--systemic-risk")
    return values, places


def _of_dossier(directory: Path, on: date, systemic_risk: bool | None) -> dict[str, Any]:  # noqa: FBT001 -- it is one of three answers, and the option is called so
    """Return what the original's own dossier says of it."""
    assessment = check(directory, on).assessment
    account = assessment.case.account
    if not account.is_whole:
        raise DossierError(
            "the original's ledger is not said to be complete, so its totals are lower bounds, of "
            "which no share can be taken",
            place=str(directory / "compute.yaml"),
            remedy="Write `complete: true` there once it is, or give --original as an amount.",
        )
    values: dict[str, Any] = {
        metric.replace("-", "_"): account.totals[metric] for metric in METRICS
    }
    verdict = assessment.verdicts["systemic-risk"].verdict
    if verdict in {Verdict.MET, Verdict.NOT_MET}:
        found = verdict is Verdict.MET
        if systemic_risk is not None and systemic_risk is not found:
            raise ReadingError(
                f"by its own dossier, the original has {'' if found else 'no '}systemic risk",
                place="--systemic-risk",
                remedy="Leave it out, or give --original as an amount.",
            )
        values["systemic_risk"] = found
    return values


def in_percent(share: Fraction, rounding: str = ROUND_HALF_EVEN) -> str:
    """Return a share in percent with three significant figures, for showing only."""
    return plain(significant(share * 100, _FIGURES, rounding))


def share_in_percent(share: Share) -> str | None:
    """Return a share as people read it: its low end rounded down, its high end up.

    None where it is not known; `at least` where only its low end is.
    """
    if share.low is None:
        return None
    low = in_percent(share.low, ROUND_FLOOR)
    if share.best is None:
        return f"at least {low} %"
    if share.low == share.high:
        return f"{in_percent(share.low)} %"
    high = "no end" if share.high is None else in_percent(share.high, ROUND_CEILING)
    return f"{low} … {in_percent(share.best)} … {high} %"


def as_json(answer: Modification) -> dict[str, Any]:
    """Return what `colophon compute modification --json` prints; a share is an exact fraction."""
    case = answer.case
    upstream = case.dossier.spine.upstream
    return {
        "on": case.on.isoformat(),
        "law_known_on": case.law.known_on.isoformat(),
        "taken": answer.taken,
        "systemic_risk": upstream.systemic_risk,
        "compute_known": upstream.compute_known,
        "complete": case.account.complete,
        "change": case.account.own().as_json(),
        "shares": [_share(one) for one in answer.shares],
        "held_against": [_yardstick(one, case) for one in answer.yardsticks],
        **of_judgement(answer.judgement, case.law),
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "metric": share.metric,
        "change": share.change.as_json(),
        "original": share.original.as_json() if share.original else None,
        "place": share.place,
        "share": {
            end: None if value is None else str(value)
            for end, value in (("low", share.low), ("best", share.best), ("high", share.high))
        },
        "in_percent": share_in_percent(share),
    }


def _yardstick(one: Yardstick, case: Case) -> dict[str, Any]:
    return {
        "threshold": one.threshold.id,
        "metric": one.metric,
        "whole": one.whole.as_json(),
        "parts": one.parts,
        "place": one.place,
        **of_citation(one.source, case.law),
    }
