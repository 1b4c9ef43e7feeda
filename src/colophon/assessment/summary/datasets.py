"""Single sources in words, as detailed as the template wants them of their category.

Public datasets are told most of, private ones least: by name only where they are publicly known.
No size and no share of a single source is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.assessment.summary.told import Found, listed, names, told
from colophon.quantities import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from colophon.assessment.large import Standing
    from colophon.dossier.model import Maker
    from colophon.dossier.sources import Group, Source
    from colophon.law.model import Law


def large(standings: tuple[Standing, ...], law: Law, on: date) -> Found:
    """Return the large public datasets, one a line, once it is known of each whether it is."""
    undecided = [one for one in standings if one.is_large is Answer.UNDETERMINED]
    if undecided:
        return _undecided(undecided, law, on)
    groups = [one.group for one in standings if one.is_large is Answer.YES]
    lines = tuple(_in_full(one, law) for one in groups)
    origins = (source.origin for one in standings for source in one.group.sources)
    return told(lines, origins)


def _undecided(undecided: list[Standing], law: Law, on: date) -> str:
    level = law.threshold["large-public-dataset"].on(on)
    assert level is not None
    assert level.value is not None
    missing = {source.position: source for one in undecided for source in one.missing}
    which = ", ".join(one.group.name for one in undecided)
    share = law.language.percent(level.value / level.parts)
    if missing:
        sizes = names(missing[position] for position in sorted(missing))
        return law.say("summary.open.large", datasets=which, share=share, names=sizes)
    return law.say("summary.open.large-interval", datasets=which, share=share)


def _in_full(group: Group, law: Law) -> str:
    """Return name, links, snapshots, and what the template asks where there is no link."""
    sources = group.sources
    links = _each(link for one in sources for link in one.dataset.all_links)
    snapshots = _each(name for one in sources for name in one.snapshots)
    parts: list[str] = [_name(group), *links]
    if snapshots:
        parts.append(law.say("summary.snapshots", names=", ".join(snapshots)))
        if any(one.scan and one.scan.is_partial for one in sources):
            parts.append(law.say("summary.unread"))
    if not links:
        parts += _each(one.dataset.description for one in sources)
        parts += _collected(sources, law)
    chosen = _each(one.dataset.selection for one in sources)
    parts += [law.say("summary.selected", how=how) for how in chosen]
    return listed(parts)


def _name(group: Group) -> str:
    """Return the name of a dataset; of a collection without an entry, with its parts."""
    if group.head is not None:
        return group.name
    return f"{group.name} ({names(group.parts)})"


def _collected(among: Iterable[Source], law: Law) -> list[str]:
    """Say when sources were collected, as far as that is said; that it is not known, too."""
    said = []
    for one in among:
        since, until = one.month("since"), one.month("until")
        if since or until:
            unknown = law.say("register.not-known")
            said.append(
                law.say(
                    "summary.collected",
                    since=_month(since, unknown),
                    until=_month(until, unknown),
                )
            )
        elif one.dataset.period:
            said.append(one.dataset.period)
    return _each(said)


def _month(month: str | None, unknown: str) -> str:
    """Return a month as the template writes it, such as `05/2024`."""
    year, dash, number = (month or "").partition("-")
    return f"{number}/{year}" if dash else unknown


def others(standings: tuple[Standing, ...], law: Law) -> Found:
    """Return the other public datasets by name, each with what is known of it in general."""
    undecided = [one for one in standings if one.is_large is Answer.UNDETERMINED]
    if undecided:
        return law.say(
            "summary.open.others", datasets=", ".join(one.group.name for one in undecided)
        )
    groups = [one.group for one in standings if one.is_large is Answer.NO]
    origins = [source.origin for one in standings for source in one.group.sources]
    lines = [_in_short(one, law) for one in groups]
    return told("\n\n".join(lines) or law.say("summary.none-other"), origins)


def _in_short(group: Group, law: Law) -> str:
    sources = group.sources
    kinds = _each(
        law.language.named("modality", one)
        for source in sources
        for one in source.dataset.modalities
    )
    described = _each(one.dataset.description for one in sources)
    return listed((_name(group), ", ".join(kinds), *described, *_collected(sources, law)))


def named(source: Source) -> str:
    """Return the name of a source with its links."""
    return listed((source.dataset.name, *source.dataset.all_links))


def in_general(among: tuple[Source, ...], law: Law, *, by_name: bool = False) -> Found:
    """Return what sources are in general; none where one has no description."""
    silent = [one for one in among if not one.dataset.description]
    if silent:
        return law.say("summary.open.lacks", key="description", names=names(silent))
    lines = [_described(one, law, by_name=by_name) for one in among]
    text = "\n\n".join(dict.fromkeys(lines)) or law.say("summary.none-other")
    return told(text, (one.origin for one in among))


def _described(source: Source, law: Law, *, by_name: bool) -> str:
    dataset = source.dataset
    kinds = ", ".join(law.language.named("modality", one) for one in dataset.modalities)
    return law.say(
        "summary.described",
        what=f"{dataset.name} ({kinds})" if by_name else kinds,
        description=dataset.description or "",
    )


def makers(among: tuple[Source, ...], law: Law) -> dict[str, Found]:
    """Return the models that made synthetic data, those on the market and the others."""
    silent = [
        one
        for one in among
        if not one.dataset.models or any(maker.on_market is None for maker in one.dataset.models)
    ]
    if silent:
        why = law.say("summary.open.lacks", key="models, on_market", names=names(silent))
        return {"synthetic-data-models": why, "synthetic-data-other-models": why}
    origins = [one.origin for one in among]
    made_by = {maker.name: maker for one in among for maker in one.dataset.models}
    on_market = [one for one in made_by.values() if one.on_market]
    lines = tuple(listed(filter(None, (one.name, one.summary))) for one in on_market)
    return {
        "synthetic-data-models": told(lines, origins),
        "synthetic-data-other-models": _other_makers(made_by.values(), among, law),
    }


def _other_makers(made_by: Iterable[Maker], among: tuple[Source, ...], law: Law) -> Found:
    off_market = [one for one in made_by if not one.on_market]
    silent = [one.name for one in off_market if not one.description]
    if silent:
        return law.say("summary.open.lacks", key="description", names=", ".join(silent))
    lines = [
        law.say("summary.described", what=one.name, description=one.description or "")
        for one in off_market
    ]
    return told("\n\n".join(lines) or law.say("summary.none"), (one.origin for one in among))


def _each(words: Iterable[str | None]) -> list[str]:
    """Return words, each once, without those that are not there."""
    return list(dict.fromkeys(filter(None, words)))
