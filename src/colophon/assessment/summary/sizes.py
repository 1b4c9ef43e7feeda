"""Modalities and sizes of all training data, for section 1.3 of the public summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.assessment.summary.told import Found, incomplete, listed, names, told
from colophon.dossier.scans import BYTES
from colophon.dossier.sources import modalities_of
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.dossier.model import Category, Modality
    from colophon.dossier.sources import Source, Sources, Total
    from colophon.law.model import Law, Option

SIZED: Final[tuple[Modality, ...]] = ("text", "image", "audio", "video")
"""The modalities whose sizes are told as ranges."""

OF_CATEGORY: Final[Mapping[Category, str]] = {
    "public-dataset": "public-datasets",
    "licensed": "licensed-data",
    "other-private": "private-datasets",
    "crawled": "crawled",
    "user-data": "user-data",
    "synthetic": "synthetic-data",
}
"""Category -> how the keys of its section begin that names modalities."""


def found(sources: Sources, law: Law) -> dict[str, Found]:
    """Return the modalities, of all sources and of each category, and the ranges of sizes."""
    result: dict[str, Found] = {}
    held = sources.modalities
    if held:
        result["datasets.modalities"] = _modalities(sources.listed, sources, law)
    for modality in SIZED:
        if modality in held:
            result[f"datasets.{modality}-size"] = _range(modality, sources, law)
    for category, name in OF_CATEGORY.items():
        of_category = sources.told_as(category)
        if of_category:
            result[f"datasets.{name}-modalities"] = _modalities(of_category, sources, law)
    return result


def _modalities(among: tuple[Source, ...], sources: Sources, law: Law) -> Found:
    if not sources.is_whole:
        return incomplete(sources, law)
    value = tuple(modalities_of(among))
    return told(value, [*(one.origin for one in among), sources.origin])


def _range(modality: Modality, sources: Sources, law: Law) -> Found:
    """Return the one range in which the whole size lies, or why it is not known."""
    if not sources.is_whole:
        return incomplete(sources, law)
    total = sources.total(modality)
    options = [one for one in law.field[f"public-summary.{modality}-size"].options if one.range]
    inside = [one for one in options if _holds(one, total.amount)]
    if not total.is_whole:  # more would stay in a range that has no upper end
        inside = [one for one in inside if one.range and not one.range.ends]
    if inside and total.known:
        origins = (one.origin for one in total.known)
        return told(inside[0].id, [*origins, sources.origin])
    return _why(modality, total, sources, law)


def _holds(option: Option, amount: Amount) -> bool:
    """Whether the whole of an amount lies in the range of an option."""
    return option.range is not None and option.range.holds(amount)


def _why(modality: Modality, total: Total, sources: Sources, law: Law) -> str:
    """Say why the range of a size is not known, and what else is known of it."""
    amount = law.language.shown(total.amount)
    if total.is_whole:
        return law.say("summary.open.ranges", amount=amount)
    reasons = []
    if total.unknown:
        phrase = "summary.open.size" if total.known else "summary.open.no-size"
        reasons.append(law.say(phrase, amount=amount, names=names(total.unknown)))
    if total.at_least:
        reasons.append(law.say("summary.open.bound", amount=amount, names=names(total.at_least)))
    size = bytes_of_text(sources) if modality == "text" else None
    if size is not None:
        reasons.append(law.say("summary.open.bytes", amount=size))
    return listed(reasons)


def bytes_of_text(sources: Sources) -> Amount | None:
    """Return how many bytes the text of all sources has; None where that is not known of one."""
    amounts = []
    for one in sources.listed:
        if "text" in one.dataset.modalities:
            size = one.bytes_of_text
            if size is None or size.at_least:
                return None
            amounts.append(size.amount)
    return Amount.total(amounts, BYTES) if amounts else None
