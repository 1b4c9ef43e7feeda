"""Which public datasets are large: more than a share of all public data of one modality.

Only public datasets are compared, the parts of a collection together, and one modality is enough.
Where a size is not known the answer may still be: a small dataset stays small however large the
others are. Nothing is estimated in the place of a size that is missing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from colophon.dossier.scans import UNIT
from colophon.dossier.sources import total
from colophon.quantities import Answer

if TYPE_CHECKING:
    from datetime import date

    from colophon.dossier.model import Modality
    from colophon.dossier.sources import Group, Source, Sources
    from colophon.law.model import Law


class Standing(NamedTuple):
    """Whether one public dataset is large.

    Attributes:
        is_large: yes, no, or undetermined.
        by: the modalities by which it is.
        missing: the sources whose sizes would decide it; none where intervals leave it open, or
            where the register may leave something out.
    """

    group: Group
    is_large: Answer
    by: tuple[Modality, ...]
    missing: tuple[Source, ...]


class _Span(NamedTuple):
    """What is known of a size: between two ends, or more than one; `high` None for no end."""

    low: Fraction
    high: Fraction | None
    open_for: tuple[Source, ...]


def large(sources: Sources, law: Law, on: date) -> tuple[Standing, ...]:
    """Say of each public dataset whether it is large, in the order of the register.

    There is none on a day on which the law has no such share.
    """
    level = law.threshold["large-public-dataset"].on(on)
    if level is None or level.value is None:
        return ()
    share = Fraction(level.value) / level.parts
    strictly = law.threshold["large-public-dataset"].comparison == "greater-than"
    groups = sources.groups("public-dataset")
    return tuple(_standing(one, groups, sources, share, strictly=strictly) for one in groups)


def _standing(
    group: Group, groups: tuple[Group, ...], sources: Sources, share: Fraction, *, strictly: bool
) -> Standing:
    by: list[Modality] = []
    missing: dict[int, Source] = {}
    is_open = False
    for modality in group.modalities:
        own = _span((group,), modality)
        others = _span(tuple(one for one in groups if one is not group), modality)
        if not sources.is_whole:  # what the register leaves out may be of any size
            others = _Span(others.low, None, others.open_for)
        answer = _compared(own, others, share, strictly=strictly)
        if answer is Answer.YES:
            by.append(modality)
        elif answer is Answer.UNDETERMINED:
            is_open = True
            missing |= {one.position: one for one in (*own.open_for, *others.open_for)}
    if by:
        return Standing(group, Answer.YES, tuple(by), ())
    answer = Answer.UNDETERMINED if is_open else Answer.NO
    return Standing(group, answer, (), tuple(missing[at] for at in sorted(missing)))


def _span(groups: tuple[Group, ...], modality: Modality) -> _Span:
    """Return what is known of the size of some datasets together in a modality."""
    listed = tuple(source for group in groups for source in group.sources)
    if modality not in UNIT:  # units of their own are not added
        among = tuple(one for one in listed if modality in one.dataset.modalities)
        return _Span(Fraction(0), None if among else Fraction(0), among)
    found = total(listed, modality)
    unknown = (*found.unknown, *found.at_least)
    high = None if unknown else Fraction(found.amount.high)
    return _Span(Fraction(found.amount.low), high, unknown)


def _compared(own: _Span, others: _Span, share: Fraction, *, strictly: bool) -> Answer:
    """Say whether a dataset makes up more than `share` of itself and the others together.

    The larger it is the larger its share, and the larger the others the smaller.
    """

    def passes(size: Fraction, rest: Fraction) -> bool:
        limit = share * (size + rest)
        return size > limit if strictly else size >= limit

    if others.high == 0:  # it is the only one; however large, it is all there is
        return Answer.YES
    if others.high is not None and passes(own.low, others.high):
        return Answer.YES
    if own.high is not None and not passes(own.high, others.low):
        return Answer.NO
    return Answer.UNDETERMINED
