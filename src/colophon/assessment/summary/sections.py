"""What section 2 of the public summary says of each category of sources, and the latest data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.assessment.summary import datasets, languages
from colophon.assessment.summary.told import Found, incomplete, names, told
from colophon.dossier.sources import is_known

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from colophon.assessment.large import Standing
    from colophon.dossier.model import Category
    from colophon.dossier.sources import Source, Sources
    from colophon.law.model import Law

DOMAIN_LIST: Final = "datasets.domain-list"
"""The key of the list of domain names: whoever has written the list gives its value."""

_USED: Final[Mapping[Category, str]] = {
    "public-dataset": "public-datasets-used",
    "licensed": "licensed-data-used",
    "other-private": "private-datasets-used",
    "crawled": "crawlers-used",
    "synthetic": "synthetic-data-used",
    "other": "other-sources-used",
}

_DESCRIBED: Final[Mapping[Category, str]] = {
    "user-data": "user-data-description",
    "other": "other-sources-description",
}

_USER_DATA: Final = ("user-data-model", "user-data-services")
"""The register does not tell these apart, so that only `no` follows from it."""


def found(
    sources: Sources, standings: tuple[Standing, ...], law: Law, on: date
) -> dict[str, Found]:
    """Return what follows for the fields of section 2, and for the latest data and languages."""
    result: dict[str, Found] = {}
    for category, name in _USED.items():
        result[f"datasets.{name}"] = _used(sources.told_as(category), sources, law)
    for name in _USER_DATA:
        used = _used(sources.told_as("user-data"), sources, law)
        is_open = sources.told_as("user-data")
        result[f"datasets.{name}"] = law.say("summary.open.user-data") if is_open else used
    for key, one in _lists(sources, standings, law, on).items():
        result[f"datasets.{key}"] = one if sources.is_whole else incomplete(sources, law)
    crawled = sources.told_as("crawled")
    if crawled:
        result[DOMAIN_LIST] = _domain_list(crawled, law)
    return result


def _used(among: tuple[Source, ...], sources: Sources, law: Law) -> Found:
    if among:
        return told("yes", (one.origin for one in among))
    return told("no", [sources.origin]) if sources.is_whole else incomplete(sources, law)


def _lists(
    sources: Sources, standings: tuple[Standing, ...], law: Law, on: date
) -> dict[str, Found]:
    """Return the lists and texts, which follow where the register is complete."""
    result: dict[str, Found] = {}
    if standings:
        result["public-datasets-large"] = datasets.large(standings, law, on)
        result["public-datasets-other"] = datasets.others(standings, law)
    private = sources.told_as("other-private")
    known = tuple(one for one in private if one.dataset.publicly_known)
    if known:
        lines = tuple(datasets.named(one) for one in known)
        result["private-datasets-known"] = told(lines, (one.origin for one in known))
    if private:
        unknown = tuple(one for one in private if not one.dataset.publicly_known)
        result["private-datasets-other"] = datasets.in_general(unknown, law)
    for category, key in _DESCRIBED.items():
        if among := sources.told_as(category):
            result[key] = datasets.in_general(among, law, by_name=True)
    if crawled := sources.told_as("crawled"):
        result |= _crawled(crawled, law)
    if synthetic := sources.told_as("synthetic"):
        result |= datasets.makers(synthetic, law)
    if sources.listed:
        result["latest-acquisition"] = _month(sources.listed, "until", law)
    if among := tuple(one for one in sources.listed if "text" in one.dataset.modalities):
        result["languages"] = languages.told_of(among, law)
    return result


def _crawled(among: tuple[Source, ...], law: Law) -> dict[str, Found]:
    origins = [one.origin for one in among]
    result: dict[str, Found] = {
        "crawled-from": _month(among, "since", law),
        "crawled-until": _month(among, "until", law),
    }
    silent = [one for one in among if not one.dataset.crawlers]
    crawlers = dict.fromkeys(name for one in among for name in one.dataset.crawlers)
    result["crawler-names"] = (
        lacks("crawlers", silent, law) if silent else told(tuple(crawlers), origins)
    )
    silent = [one for one in among if not (one.dataset.crawlers and one.dataset.purpose)]
    lines = dict.fromkeys(
        law.say(
            "summary.purpose",
            crawlers=", ".join(one.dataset.crawlers),
            purpose=one.dataset.purpose or "",
        )
        for one in among
    )
    result["crawler-purposes"] = (
        lacks("purpose", silent, law) if silent else told("\n\n".join(lines), origins)
    )
    return result


def lacks(key: str, silent: list[Source], law: Law) -> str:
    """Say that the register does not say something of some sources."""
    return law.say("summary.open.lacks", key=key, names=names(silent))


def _month(among: tuple[Source, ...], which: str, law: Law) -> Found:
    """Return the first month in which any was collected, or the last, if it is known of all."""
    silent = [one for one in among if one.month(which) is None]
    if silent:
        return lacks(which, silent, law)
    unknown = [one for one in among if not is_known(one.month(which))]
    if unknown:
        return law.say("summary.open.not-known", key=which, names=names(unknown))
    partial = [one for one in among if _is_bound(one, which)]
    if partial:
        return law.say("summary.open.partial", names=names(partial))
    months = [str(one.month(which)) for one in among]
    month = min(months) if which == "since" else max(months)
    return told(month, (one.month_origin(which) for one in among if one.month(which) == month))


def _is_bound(source: Source, which: str) -> bool:
    """Whether a month was measured where not everything could be read."""
    is_stated = getattr(source.dataset, which) is not None
    return not is_stated and source.scan is not None and source.scan.is_partial


def _domain_list(crawled: tuple[Source, ...], law: Law) -> str:
    """Say what is to be done for the list of domain names."""
    without = [one for one in crawled if not (one.scan and one.scan.one("domain-table"))]
    if without:
        return law.say("summary.open.domains", names=names(without))
    return law.say("summary.open.domain-list")
