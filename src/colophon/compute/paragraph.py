"""How the figures of a ledger came about, as the paragraph that the form asks for.

Whoever reads the form may see the compute less exactly than it is known. So no figure stands here
from which it could be worked out: methods, conventions, margins, ratios, and what is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.compute.architecture import COUNTER
from colophon.compute.reconciliation import side_by_side, two_figures
from colophon.dossier.effective import Effective, State
from colophon.dossier.model import Counted, Hardware, SixPD, Throughput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from colophon.compute.ledger import Account, Line
    from colophon.law.model import Law

FIELD: Final = "training.compute.method"
"""The field that the paragraph is for, and whose number of words it keeps to where it can."""

_UNKNOWN: Final = "unknown-architecture"


def followed(account: Account, law: Law) -> Mapping[str, Effective]:
    """Return the value of the field on the method that follows from the ledger, once it is whole.

    Its origins are the entries that count.
    """
    counted = [line for line in account.lines if line.entered]
    if not account.is_whole or not counted:
        return {}
    origins = tuple(line.origin for line in counted)
    return {"entries.method": Effective(State.STATED, paragraph(account, law), None, origins)}


def paragraph(account: Account, law: Law) -> str:
    """Return the paragraph, which names activities where there is room for them.

    Even so it may be longer than the field asks for: no method, no margin and no reason for leaving
    something out is left out itself.
    """
    limit = law.field[FIELD].words if FIELD in law.field else None
    in_full = " ".join(_sentences(account, law, by_name=True))
    if limit is None or len(in_full.split()) <= limit:
        return in_full
    return " ".join(_sentences(account, law, by_name=False))


def _sentences(account: Account, law: Law, *, by_name: bool) -> Iterator[str]:
    counted = [line for line in account.lines if line.entered]
    yield from _ways(counted, law, by_name=by_name)
    yield law.say("paragraph.conventions")
    attentions = dict.fromkeys(
        law.say(f"ledger.attention.{line.entry.attention}")
        for line in counted
        if isinstance(line.entry, Counted | Throughput)
    )
    if attentions:
        yield law.say("paragraph.attention", attention="; ".join(attentions))
    yield from _checked(counted, law, by_name=by_name)
    yield from _open(counted, law)
    yield from _left_out(account, law, by_name=by_name)


def _ways(lines: Sequence[Line], law: Law, *, by_name: bool) -> Iterator[str]:
    """Yield a sentence for each method, with what it was used for and its margins."""
    by_method: dict[str, list[Line]] = {}
    for line in lines:
        method: str = line.entry.method
        if isinstance(line.entry, Counted | Throughput) and line.method.id.endswith(_UNKNOWN):
            method = _UNKNOWN
        by_method.setdefault(method, []).append(line)
    for method, some in by_method.items():
        margins = {
            line.entry.margin
            for line in some
            if isinstance(line.entry, SixPD | Counted | Throughput | Hardware)
        }
        yield law.say(
            "paragraph.way",
            method=law.say(f"paragraph.method.{method}", counter=COUNTER),
            what=law.say("paragraph.what", what=_named(some)) if by_name else "",
            margin=_margin(margins, law),
        )


def _margin(margins: set[Decimal], law: Law) -> str:
    if not margins:
        return ""
    low, high = law.language.percent(min(margins)), law.language.percent(max(margins))
    if low == high:
        return law.say("paragraph.margin", margin=low)
    return law.say("paragraph.margins", low=low, high=high)


def _named(lines: Sequence[Line]) -> str:
    return ", ".join(dict.fromkeys(line.activity.label for line in lines))


def _checked(lines: Sequence[Line], law: Law, *, by_name: bool) -> Iterator[str]:
    """Yield by how much other estimates part from those that count, as ratios."""
    ratios: dict[str, list[tuple[Line, Fraction]]] = {}
    for line in lines:
        for one in side_by_side(line)[1:] if line.entry.checks else ():
            if one.ratio is not None:
                ratios.setdefault(one.estimate.method, []).append((line, one.ratio))
    told = []
    for method, found in ratios.items():
        words = law.say(f"method.{method}")
        if by_name:
            told += [
                law.say(
                    "paragraph.ratio",
                    what=f"{line.activity.label}, {words}",
                    ratio=two_figures(ratio),
                )
                for line, ratio in found
            ]
        else:
            low, high = (two_figures(end) for end in _ends([ratio for _, ratio in found]))
            phrase = "paragraph.ratio" if low == high else "paragraph.ratios"
            told.append(law.say(phrase, what=words, ratio=low, low=low, high=high))
    if told:
        yield law.say("paragraph.checked", ratios="; ".join(told))


def _ends(ratios: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    return min(ratios), max(ratios)


def _open(lines: Sequence[Line], law: Law) -> Iterator[str]:
    """Yield what counts although the texts leave that open."""
    labels = dict.fromkeys(line.settled.policy.label for line in lines if line.settled)
    if labels:
        yield law.say("paragraph.open", labels="; ".join(labels))


def _left_out(account: Account, law: Law, *, by_name: bool) -> Iterator[str]:
    """Yield what enters no total, and by which provision, or that the texts do not settle it."""
    apart = [line for line in account.lines if not line.entered and line.superseded_by is None]
    reasons: dict[str, list[Line]] = {}
    for line in apart:
        why = law.cited(line.activity.source)
        if line.settled is not None:
            why = law.say("paragraph.not-settled", label=line.settled.policy.label)
        reasons.setdefault(why, []).append(line)
    if reasons and by_name:
        told = "; ".join(f"{_named(some)} ({why})" for why, some in reasons.items())
        yield law.say("paragraph.left-out", what=told)
    elif reasons:
        yield law.say("paragraph.left-out-under", what="; ".join(reasons))
