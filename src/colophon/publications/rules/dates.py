"""Days and months in another form, that lie ahead, or that do not fit each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from colophon.publications.days import told
from colophon.publications.wording import has_word, is_beginning_of_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.days import Told
    from colophon.publications.model import Look, Passage, Remark

_UPDATE = "public-summary.last-update"
_PLACED = "model.placed-on-market"
_LATEST = "public-summary.latest-acquisition"
_FROM = "public-summary.crawled-from"
_UNTIL = "public-summary.crawled-until"
_VERSION = "public-summary.version"
_FIRST = re.compile(r"(?<![\d.])0*1(?:\.0+)*(?![\d.]*\d)")


def remarks(look: Look) -> Iterator[Remark]:
    """Yield what is amiss with the last update, the placing, the latest data, the collection."""
    updated = _told(look, _UPDATE)
    placed = _told(look, _PLACED)
    if updated is not None:
        yield from _of_update(look, *updated)
    if placed is not None:
        passage, days = placed
        if not days:
            yield _amiss(look, passage, "no-day")
        elif not any(one.form in {"day/month/year", "day"} for one in days):
            yield _amiss(look, passage, "only-month", found=days[0].text)
    latest = _told(look, _LATEST)
    if latest is not None:
        passage, days = latest
        if not days:
            yield _amiss(look, passage, "no-day")
        elif not any(one.form == "month/year" for one in days):
            yield _amiss(look, passage, "form", found=days[-1].text, wanted=_wanted(look, _LATEST))
    yield from _of_period(look)
    yield from _of_publication(look, updated, placed)


def _told(look: Look, name: str) -> tuple[Passage, tuple[Told, ...]] | None:
    """Return what stands at a field with its days; None where there is nothing to look at."""
    passage = look.passage(name)
    if passage is None or passage.said or is_beginning_of_nothing(passage.flowing, look.form):
        return None
    return passage, told(passage.flowing, look.form)


def _of_update(look: Look, passage: Passage, days: tuple[Told, ...]) -> Iterator[Remark]:
    if not days:
        yield _amiss(look, passage, "no-day")
        return
    first = days[0]
    if first.form != "day/month/year":
        yield _amiss(look, passage, "form", found=first.text, wanted=_wanted(look, _UPDATE))
    if first.earliest > look.on:
        yield _amiss(look, passage, "ahead", found=first.text, on=look.on)


def _of_period(look: Look) -> Iterator[Remark]:
    """Yield a period that is not told from one month to another."""
    found = _told(look, _FROM)
    if found is None:
        return
    passage, days = found
    until = _told(look, _UNTIL)
    days = (*days, *(until[1] if until else ()))
    months = [one for one in days if one.form == "month/year"]
    if len(days) < 2:  # noqa: PLR2004 -- from and to
        yield _amiss(look, passage, "period")
    elif len(months) < 2:  # noqa: PLR2004 -- from and to
        odd = next(one for one in days if one.form != "month/year")
        yield _amiss(look, passage, "form", found=odd.text, wanted=_wanted(look, _FROM))


def _of_publication(
    look: Look,
    updated: tuple[Passage, tuple[Told, ...]] | None,
    placed: tuple[Passage, tuple[Told, ...]] | None,
) -> Iterator[Remark]:
    """Yield a first version that was last changed after the model was placed on the market."""
    version = look.passage(_VERSION)
    if version is None or updated is None or placed is None or not updated[1] or not placed[1]:
        return
    words = version.flowing
    if not (_FIRST.search(words) or has_word(words, look.form.listed("no-earlier"))):
        return
    days = [one for one in placed[1] if one.form in {"day/month/year", "day"}]
    if days and updated[1][0].earliest > max(one.latest for one in days):
        yield _amiss(
            look,
            updated[0],
            "after-placing",
            version=number[0] if (number := _FIRST.search(words)) else words[:40],
            found=updated[1][0].text,
            placed=days[-1].text,
        )


def _wanted(look: Look, name: str) -> str:
    return look.law.field[name].written or ""


def _amiss(look: Look, passage: Passage, what: str, **values: Any) -> Remark:
    line = passage.at(str(values["found"])) if "found" in values else passage.first
    return look.remark(
        "conflict" if what in {"form", "ahead"} else "notice",
        what,
        name=passage.field,
        line=line,
        label=look.label(passage.field),
        **values,
    )
