"""Versions of the public summary: what changed since it was published, and what they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from colophon.assessment.events import happened
from colophon.assessment.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from colophon.assessment.model import Case

OUTLINE = "public-summary"
_BEFORE = "public-summary.previous-versions"
_SAME = "public-summary.same-content"
_OF_PUBLICATION = ("public-summary.version", "public-summary.last-update", _BEFORE)
"""What tells of the publication itself, which is stated anew with each."""


class Changed(NamedTuple):
    """A field of the summary that was stated after the summary was published.

    Attributes:
        on: the day on which it was last stated.
    """

    field: str
    on: date
    place: str


def published_on(case: Case) -> date | None:
    """Return the day on which the summary was last published or updated, up to that of the case."""
    days = [one.on for one in happened(case, "summary-published", "summary-updated")]
    return max(days, default=None)


def changed(case: Case) -> tuple[Changed, ...]:
    """Return what was stated of the summary after its last publication, in its order.

    As far as the dossier tells: it holds the day of each statement, and not what stood before.
    """
    since = published_on(case)
    if since is None:
        return ()
    found = []
    for section in case.law.outline[OUTLINE].sections:
        for field in case.law.section[section].fields:
            if field.id in _OF_PUBLICATION:
                continue
            origins = case.record.values[field.id].origins
            later = [
                (one.on, one.place) for one in origins if one.on is not None and one.on > since
            ]
            if later:
                day, place = max(later)
                found.append(Changed(field.id, day, place))
    return tuple(found)


def findings(case: Case) -> Iterator[Finding]:
    """Yield changes that are not published, earlier versions and a statement that are not told."""
    say = case.law.say
    since, later = published_on(case), changed(case)
    if since is not None and later:
        text = say(
            "summary.changed",
            fields=", ".join(one.field for one in later),
            day=since,
            last=max(one.on for one in later),
        )
        yield Finding("notice", later[0].place, text, say("summary.changed.remedy"))
    published = happened(case, "summary-published", "summary-updated")
    if len(published) > 1 and not case.record.values[_BEFORE].is_known:
        text = say("summary.earlier", days=", ".join(one.on.isoformat() for one in published[:-1]))
        remedy = say("summary.earlier.remedy", field=_BEFORE)
        yield Finding("notice", published[-1].place, text, remedy, field=_BEFORE)
    yield from _same_content(case)


def _same_content(case: Case) -> Iterator[Finding]:
    """Yield that one summary of several versions needs the statement that it holds for all."""
    versions = case.dossier.spine.model.versions or ()
    answer = case.record.values[_SAME]
    if not versions[1:] or answer.value == "yes":
        return
    place = answer.origins[0].place if answer.origins else case.spine_place("model.versions")
    phrase = "summary.same" if answer.is_known else "summary.same-unknown"
    text = case.law.say(phrase, versions=", ".join(versions))
    remedy = case.law.say(f"{phrase}.remedy", field=_SAME)
    yield Finding("conflict" if answer.is_known else "missing", place, text, remedy, field=_SAME)
